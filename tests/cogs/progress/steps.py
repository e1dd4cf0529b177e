"""Setting progress, and reading what it does."""

from simcord import InteractionResult, MemberActor

from tests.world import World, text_of


async def set_progress(
    world: World, episode: str, by: MemberActor | None = None, **options: str
) -> InteractionResult:
    answer = await (by or world.fan).slash(world.general, "progress set", episode=episode, **options)
    assert answer.ephemeral
    return answer


async def shown_progress(world: World, of: MemberActor | None = None, **options: str) -> str:
    answer = await (of or world.fan).slash(world.general, "progress show", **options)
    assert answer.ephemeral
    return text_of(answer)


async def card(
    world: World, episode: str, *, private: bool = True, by: MemberActor | None = None
) -> InteractionResult:
    return await (by or world.fan).slash(world.general, "episode lookup", episode=episode, private=private)
