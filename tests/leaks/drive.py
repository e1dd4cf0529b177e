"""Uses every command and button, in every context, as three people, while the rules change."""

from tests.leaks.asking import ASKING, OFTEN
from tests.leaks.editing import EDITING, delete_an_episode, undo_a_deletion
from tests.leaks.pressing import click
from tests.leaks.rules import change_rules
from tests.leaks.stage import CONTEXTS, Stage

DRIVERS = ASKING | EDITING
"""How to run each command and menu. A missing one fails the suite."""

_SELDOM = sorted(ASKING.keys() - {*OFTEN})
_EDITING = sorted(EDITING)


async def one_setting(stage: Stage) -> None:
    """Change the rules or the catalogue; then run some commands and click new and old messages."""
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
