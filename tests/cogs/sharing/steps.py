"""Limits, lookups, and what a member sees in the channel."""

import json
from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.world import World, components_of, text_of, text_on

TITLES = {
    "S01E01": "Overture",
    "S01E02": "Second Night",
    "S01E02.5": "Half Light",
    "special after S01E02.5": "Greasepaint",
    "S01E03": "Footlights",
    "S02E01": "Prompt Side",
}


async def allow(world: World, policy: str, **options: Any) -> None:
    """Set the general channel's limit, replacing the previous one."""
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    done = await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy=policy, **options
    )
    assert text_of(done)[0] in "🔒🟡🔓⛔"


async def lookup(
    world: World,
    episode: str,
    by: MemberActor | None = None,
    channel: ChannelHandle | None = None,
    **options: Any,
) -> InteractionResult:
    return await (by or world.fan).slash(
        channel or world.general, "episode lookup", episode=episode, **options
    )


async def watched(world: World, episode: str, by: MemberActor | None = None) -> None:
    await (by or world.fan).slash(world.general, "progress set", episode=episode)


def seen_by(world: World, member: MemberActor) -> list[str]:
    """The messages that a member sees in the general channel."""
    return [text_on(message) for message in world.general.history(viewer=member)]


def shown_labels(result: InteractionResult) -> set[str]:
    """The titles anywhere in an answer, its buttons and menus included."""
    everything = json.dumps(components_of(result))
    return {title for title in TITLES.values() if title in everything}
