import re
from pathlib import Path

import pytest
from discord import AppCommandType, app_commands

from bot.replies.help import TOPICS
from tests.world import World, labels_of, message_of, text_of


async def test_help_is_private_and_links_every_topic(world: World) -> None:
    answer = await world.fan.slash(world.general, "help")
    assert answer.ephemeral
    assert labels_of(answer) == list(TOPICS.values())
    for title in list(TOPICS.values())[1:]:
        answer = await world.fan.click(message_of(answer), label=title)
        assert f"## {title}" in text_of(answer)


async def test_help_can_open_a_topic(world: World) -> None:
    answer = await world.fan.slash(world.general, "help", topic="spoilers")
    assert "## Spoilers" in text_of(answer)


async def test_help_names_every_command_and_only_existing_ones(world: World) -> None:
    texts = [text_of(await world.fan.slash(world.general, "help", topic=topic)) for topic in TOPICS]
    named = set(re.findall(r"`/([a-z ]+)", "\n".join(texts)))
    there = {
        command.qualified_name
        for command in world.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    assert {name.strip() for name in named} == there - {"help"}
    for menu in world.bot.tree.get_commands(type=AppCommandType.message):
        assert f"**{menu.name}**" in "\n".join(texts)


@pytest.mark.parametrize(
    "document", ["README.md", "docs/admins.md", "docs/fans.md", "docs/moderating.md", "docs/hosting.md"]
)
async def test_every_command_named_in_a_document_exists(world: World, document: str) -> None:
    text = (Path(__file__).parents[2] / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`/([a-z ]+)`", text))
    assert named
    assert named <= {command.qualified_name for command in world.bot.tree.walk_commands()}


async def test_help_has_the_steps_of_the_page_for_fans(world: World) -> None:
    page = (Path(__file__).parents[2] / "docs" / "fans.md").read_text(encoding="utf-8")
    trackers = re.findall(r"^\*\*([\w ]+)\*\*$", page, re.MULTILINE)
    assert trackers == ["Trakt", "TV Time", "Simkl", "MyAnimeList", "Netflix"]
    shown = text_of(await world.fan.slash(world.general, "help", topic="files"))
    assert re.findall(r"^\*\*([\w ]+)\*\*: ", shown, re.MULTILINE) == trackers
    for address in re.findall(r"<(https://[^>]+)>|on (\w+\.\w+)", page):
        assert any(part in shown for part in address if part)
