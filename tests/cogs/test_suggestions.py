"""Clients send a suggestion's name where a command is pasted: it works like its value, everywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord import InteractionResult

from tests.forms import fields_of
from tests.world import World, labels_of, message_of, text_of, write_pack

LONG = "A Very Long Title That Goes On " * 3
TELLS = """
[[episode]]
code = "S01E01"
title = "{title} Overture"
aired = 2024-01-01
summary = "Anna finds the letter."
songs = [{{ title = "Más", performers = ["Anna"] }}, {{ title = "Mas" }}, {{ title = "{long}" }}]
quotes = [
    {{ text = "The letter.", speaker = "Anna" }},
    {{ text = "The letter.", speaker = "Anna" }},
    {{ text = "The letter is here, and here it stays whatever they say. {long}", speaker = "Bella" }},
]

[[episode]]
code = "S01E02"
title = "{long}"
aired = 2024-01-08

[[episode]]
code = "special after S01E02"
title = "1x1"
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for slug, title in (
        ("ghosts", "Ghosts"),
        ("ghosts-2", "Ghosts"),
        ("blood", "Blood"),
        ("blood-2", "Blood+"),
    ):
        songs = "".join(f'[[song]]\ntitle = "{name}"\n' for name in ("Más", "Mas", LONG.strip()))
        write_pack(tmp_path / "packs", slug, title, TELLS.format(title=title, long=LONG.strip()), songs)
    return tmp_path / "packs"


FILLED: dict[str, Any] = {"text": "letter", "policy": "tagged"}
"""What the other options of a command are given that it cannot do without."""

SKIPPED = {"catalog import"}
"""It takes a file; its `show` is read as every other one is."""


def commands_of(world: World) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command) and command.qualified_name not in SKIPPED:
            yield command


def others(world: World, command: app_commands.Command[Any, ..., Any], option: str) -> dict[str, Any]:
    """A value for each option that the command takes besides."""
    values: dict[str, Any] = {}
    for parameter in command.parameters:
        if parameter.name == option or not parameter.required:
            continue
        if parameter.type is discord.AppCommandOptionType.channel:
            values[parameter.name] = world.general
        else:
            values[parameter.name] = FILLED.get(parameter.name, "S01E01")
    return values | ({"policy": "up-to"} if option == "up_to" else {})


def seen(answer: InteractionResult) -> str:
    """What somebody gets to see, but for numbers that count on."""
    told = str(fields_of(answer)) if answer.modal else text_of(answer)
    return re.sub(r"#\d+|<t:\d+", "#", told)


async def run(world: World, command: str, options: dict[str, Any]) -> str:
    """Run a command as the admin in a server with nothing set, and take back what it did."""
    async with world.database.write() as writing:
        await writing.run("DELETE FROM place_policy")
    answer = await world.admin.slash(world.general, command, **options)
    told = seen(answer)
    if answer.modal is None and "Undo" in labels_of(answer):
        await world.admin.click(message_of(answer), label="Undo")
    # What is drawn at random is another one each time; its show is not.
    return told.partition(" · ")[0] if command == "quote random" else told


async def test_a_suggestions_name_works_like_its_value_in_every_option(world: World) -> None:
    await world.admin.slash(world.general, "progress set", episode="S01E01", show="blood-2")
    tried = 0
    for command in commands_of(world):
        name = command.qualified_name
        for parameter in command.parameters:
            if not parameter.autocomplete:
                continue
            filled = others(world, command, parameter.name)
            for typed in ("", "1x", "l"):
                choices = await world.admin.autocomplete(world.general, name, parameter.name, typed, **filled)
                assert all(len(choice["name"]) <= 100 for choice in choices)
                for choice in choices[:4] + choices[-3:]:
                    by_value = await run(world, name, {**filled, parameter.name: choice["value"]})
                    by_name = await run(world, name, {**filled, parameter.name: choice["name"]})
                    assert by_name == by_value, (name, parameter.name, choice)
                    tried += 1
    assert tried > 100


async def test_a_pasted_name_works_beside_its_show_and_is_refused_beside_another(world: World) -> None:
    choices = await world.fan.autocomplete(world.general, "episode lookup", "episode", "blood+ overture")
    (choice,) = (choice for choice in choices if choice["value"] == "blood-2:S01E01")
    assert choice["name"] == "Blood+ · S01E01 · Blood+ Overture"
    for sent in (choice["name"], choice["value"]):
        right = await world.fan.slash(world.general, "episode lookup", episode=sent, show="Blood+")
        assert "Blood+ Overture" in text_of(right)
        wrong = await world.fan.slash(world.general, "episode lookup", episode=sent, show="blood")
        assert "### That's from Blood+, but `show` is Blood" in text_of(wrong)


async def test_a_pasted_name_that_is_masked_answers_as_an_unknown_one(world: World) -> None:
    """The title of a song is all that its name has; the title of an episode is never compared."""
    for title in ("Más", "No such song"):
        await world.fan.slash(world.general, "progress set", episode="not started", show="blood")
        answer = await world.fan.slash(world.general, "song info", song=f"Blood · {title}")
        assert text_of(answer).replace(title, "…").startswith("### No song “Blood · …”")
    for title in ("Blood Overture", "No such title"):
        answer = await world.fan.slash(world.general, "episode lookup", episode=f"Blood · S01E01 · {title}")
        assert "## S01E01" in text_of(answer)
        assert title not in text_of(answer)


@pytest.mark.parametrize(
    ("command", "option", "besides"),
    [
        ("episode lookup", "episode", {}),
        ("recap", "episode", {}),
        ("song list", "episode", {}),
        ("progress set", "episode", {}),
        ("spoilers channel", "up_to", {"policy": "up-to"}),
        ("spoilers default", "up_to", {"policy": "up-to"}),
        ("catalog episode edit", "episode", {}),
        ("catalog episode remove", "episode", {}),
        ("catalog quote add", "episode", {}),
        ("catalog song add", "episode", {}),
        ("catalog recap edit", "episode", {}),
    ],
)
@pytest.mark.parametrize("typed", ["blood:S01E02", "blood:finished", "nope:S01E02", "Blood · S01E02"])
async def test_a_reference_to_another_show_is_refused_and_changes_nothing(
    world: World, command: str, option: str, besides: dict[str, Any], typed: str
) -> None:
    if "channel" in command:
        besides = besides | {"channel": world.general}
    if option == "up_to" and "finished" in typed:
        return
    before = await _kept(world)
    answer = await world.admin.slash(world.general, command, **{option: typed, "show": "ghosts", **besides})
    assert answer.modal is None
    assert "### That's from Blood, but `show` is Ghosts" in text_of(answer) or "### No " in text_of(answer)
    assert await _kept(world) == before


async def _kept(world: World) -> list[Any]:
    async with world.database.read() as reading:
        return [
            tuple(row)
            for table in ("SELECT * FROM progress", "SELECT * FROM place_policy", "SELECT * FROM change")
            for row in await reading.rows(table)
        ]
