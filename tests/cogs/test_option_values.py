"""Suggestion values must reveal nothing: others can read them in the used command."""

import re
from pathlib import Path

import pytest
from discord import app_commands

from bot.store.database import Reading
from tests.forms import save
from tests.world import World, write_curtain

CODE = re.compile(
    r"[a-z0-9-]{1,32}"  # a show, a speaker, a change number
    r"|[a-z0-9-]{1,32}:((special after )?S\d{2,4}E\d{2,4}(\.\d{1,2})?|(song|quote)-\d+|[a-z ]{4,12})"
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


async def words_of(reading: Reading) -> set[str]:
    """Titles, names and texts of the whole catalogue, except show titles."""
    rows = await reading.rows(
        """
        SELECT title AS word FROM episode UNION SELECT title FROM song UNION SELECT name FROM credit
        UNION SELECT character FROM credit UNION SELECT speaker FROM quote UNION SELECT text FROM quote
        UNION SELECT summary FROM episode
        """
    )
    return {str(row["word"]).casefold() for row in rows if row["word"]}


async def test_suggestion_values_contain_no_words_of_the_catalogue(world: World) -> None:
    await save(world, "quote add", {"text": "Break a leg.", "speaker": "Anna"}, episode="S01E01")
    await world.admin.slash(world.general, "progress set", episode="finished")
    async with world.database.read() as reading:
        words = await words_of(reading)
    asked: list[str] = []
    for command in world.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        for option in command.parameters:
            if not option.autocomplete:
                continue
            asked.append(f"{command.qualified_name} {option.name}")
            for typed in ("", "a", "S01", "un"):
                for choice in await world.admin.autocomplete(
                    world.general, command.qualified_name, option.name, typed
                ):
                    value = str(choice["value"])
                    assert CODE.fullmatch(value), (asked[-1], value)
                    assert value.casefold() not in words, (asked[-1], value)
    assert {"quote search character", "catalog quote edit quote", "catalog undo change"} < {*asked}
