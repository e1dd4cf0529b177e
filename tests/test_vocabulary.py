"""Texts for people use plain words: none of the forbidden ones."""

import pytest
from simcord import HttpLogEntry

from tests.vocabulary import ROOT, SAID_IN, never_said, never_said_in, said_in
from tests.world import World

MODULES = sorted(path.relative_to(ROOT).as_posix() for where in SAID_IN for path in ROOT.glob(where))


@pytest.mark.parametrize("name", MODULES)
def test_texts_for_people_contain_no_forbidden_words(name: str) -> None:
    texts = said_in((ROOT / name).read_text(encoding="utf-8"))
    assert [words for text in texts for words in never_said(text)] == []


def test_command_descriptions_are_checked() -> None:
    assert "Read what happens in an episode" in " ".join(
        said_in((ROOT / "cogs/recaps.py").read_text(encoding="utf-8"))
    )


def sent(content: str) -> list[HttpLogEntry]:
    return [HttpLogEntry("POST", "/channels/1/messages", {}, {"components": [{"content": content}]}, None)]


async def test_a_forbidden_word_in_a_reply_is_found(world: World) -> None:
    assert never_said_in(sent("What this **ceiling** is"), world.database.path) != []


async def test_words_from_the_catalogue_are_allowed(world: World) -> None:
    """Titles may contain any word."""
    show = "The Ceiling of the World"
    async with world.database.write() as writing:
        await writing.run("UPDATE show SET title = $1", show)
    assert never_said_in(sent(f"### {show}\n1 season"), world.database.path) == []


async def test_the_descriptions_sent_to_discord_are_checked(world: World) -> None:
    described = [one for one in world.env.http_requests if one.path.endswith("/commands")]
    assert described != []
    assert never_said_in(described, world.database.path) == []
