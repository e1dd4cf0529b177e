"""Setting limits, and reading what they do."""

from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.world import World, hidden_text, message_of, text_of, visible_text


async def choose_moderators(world: World) -> None:
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(
        message_of(panel), [world.moderator_role], custom_id='["setup","moderators",false]'
    )


async def choose_log(world: World) -> ChannelHandle:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id='["setup","log",false]')
    return log


async def set_channel(
    world: World, channel: ChannelHandle, policy: str, by: MemberActor | None = None, **options: Any
) -> InteractionResult:
    return await (by or world.admin).slash(
        world.general, "spoilers channel", channel=channel, policy=policy, **options
    )


async def explain(world: World, channel: ChannelHandle, **options: str) -> str:
    answer = await world.admin.slash(world.general, "spoilers explain", channel=channel, **options)
    assert answer.ephemeral
    return text_of(answer)


async def overview(world: World) -> str:
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert answer.ephemeral
    return text_of(answer)


async def card(world: World, episode: str, channel: ChannelHandle | None = None) -> str:
    return text_of(await world.fan.slash(channel or world.general, "episode lookup", episode=episode))


async def is_clear(world: World, episode: str, channel: ChannelHandle | None = None) -> bool:
    """Whether an episode's story is visible to everyone in a channel; if not, it is hidden."""
    text = await card(world, episode, channel)
    assert "the letter" in text
    clear = "the letter" in visible_text(text)
    assert clear is not ("the letter" in hidden_text(text))
    return clear


def all_commands(world: World) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("spoilers channel", {"channel": world.general, "policy": "open"}),
        ("spoilers channel", {"channel": world.general, "policy": "up-to", "up_to": "nope"}),
        ("spoilers clear", {"channel": world.general}),
        ("spoilers overview", {}),
        ("spoilers explain", {"channel": world.general}),
        ("spoilers default", {"policy": "open"}),
        ("spoilers default", {"policy": "open", "clear": True}),
        ("spoilers titles", {"hide": True}),
    ]
