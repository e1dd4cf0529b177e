"""Using the panel of **/setup**."""

from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor, RoleHandle

from bot.replies.clicks import Click, custom_id_of
from tests.world import World, components_of, message_of, walk


async def panel_of(world: World) -> InteractionResult:
    panel = await world.admin.slash(world.general, "setup")
    assert panel.ephemeral
    return panel


def select_of(panel: InteractionResult, click: Click) -> dict[str, Any]:
    (select,) = [part for part in walk(components_of(panel)) if part.get("custom_id") == custom_id_of(click)]
    return select


def chosen_in(panel: InteractionResult, click: Click) -> list[str]:
    """What a menu of the panel shows as chosen: ids, or option values."""
    select = select_of(panel, click)
    values = [str(value["id"]) for value in select.get("default_values", [])]
    return values + [option["value"] for option in select.get("options", []) if option.get("default")]


async def choose(
    world: World, panel: InteractionResult, click: Click, *values: object, by: MemberActor | None = None
) -> InteractionResult:
    """Choose in a menu of the panel; the panel must be updated in place."""
    drawn = await (by or world.admin).select(message_of(panel), list(values), custom_id=custom_id_of(click))
    assert drawn.response is not None
    assert panel.response is not None
    assert drawn.response.id == panel.response.id
    assert drawn.followups == []
    return drawn


async def lookup(world: World, episode: str, channel: ChannelHandle | None = None) -> InteractionResult:
    return await world.fan.slash(channel or world.general, "episode lookup", episode=episode)


def in_order(*handles: ChannelHandle | RoleHandle) -> list[str]:
    return [str(handle.id) for handle in sorted(handles, key=lambda handle: handle.id)]
