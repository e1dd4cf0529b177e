"""Driving every command and every button, in every place, as three people, under rules that change."""

from tests.leaks.asking import ASKING, OFTEN
from tests.leaks.editing import EDITING, delete_an_episode, undo_a_deletion
from tests.leaks.pressing import click
from tests.leaks.rules import change_rules
from tests.leaks.stage import CONTEXTS, Stage

DRIVERS = ASKING | EDITING
"""How to drive each command and each menu. One that is not here fails the suite."""

_SELDOM = sorted(ASKING.keys() - {*OFTEN})
_EDITING = sorted(EDITING)


async def one_setting(stage: Stage) -> None:
    """Change the rules, or the catalogue; then ask and click a while, also what was there before."""
    await change_rules(stage)
    await _change_catalogue(stage)
    chance = stage.chance
    names = [*OFTEN, "progress set", *chance.sample(_SELDOM, 2), *chance.sample(_EDITING, 2)]
    for name in chance.sample(names, 3):
        stage.actor, stage.context = chance.choice(stage.people), chance.choice(CONTEXTS)
        await DRIVERS[name](stage)
        for _ in range(chance.randrange(4)):
            await click(stage)


async def _change_catalogue(stage: Stage) -> None:
    chance = stage.chance.random()
    if chance < 0.06:
        await delete_an_episode(stage)
    elif chance < 0.14 and stage.undoing:
        await undo_a_deletion(stage)
