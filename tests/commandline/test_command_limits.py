from typing import Any

import pytest

from bot.commandline.command_limits import payload_problems
from tests.specification import specification
from tests.world import World


def command(**changes: Any) -> dict[str, Any]:
    return {"name": "recap", "type": 1, "description": "What happened", "options": [], **changes}


async def test_the_bots_own_commands_have_no_problems(world: World) -> None:
    assert payload_problems(world.bot.payload()) == []


async def test_the_bots_own_commands_fit_discords_specification(world: World) -> None:
    if (spec := specification()) is None:
        pytest.skip("Discord's specification lies beside the project, not in it")
    assert spec.faults_of("PUT", "/applications/1/commands", world.bot.payload()) == []


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (command(name="x" * 33), "the name is over 32"),
        (command(description=""), "has 0 characters"),
        (command(description="x" * 101), "has 101 characters"),
        (command(options=[command()] * 26), "26 options"),
        (command(options=[command(type=3, description="x" * 101)]), "/recap recap: the description"),
    ],
)
def test_a_command_that_discord_would_refuse_is_reported(broken: dict[str, Any], problem: str) -> None:
    assert problem in "\n".join(payload_problems([broken]))


def test_too_many_commands_are_reported() -> None:
    assert payload_problems([command()] * 101) == ["101 commands. Discord takes 100"]


def test_a_message_command_needs_no_description() -> None:
    assert payload_problems([{"name": "Save as quote", "type": 3}]) == []
