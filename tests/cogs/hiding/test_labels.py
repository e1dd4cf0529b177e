"""**Label it**: adding the episode that a hidden message is about."""

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.replies.clicks import ChooseLabel, ChooseSetup, custom_id_of
from tests.hiding import (
    FIRST,
    SECOND,
    choose,
    contents,
    forbid,
    hidden,
    hide,
    last,
    names_in,
    notice_beside,
    requests,
    stored,
)
from tests.world import World, message_of, text_of, write_pack


async def test_a_moderator_can_label_a_hidden_message_and_change_the_label(world: World) -> None:
    done = await hide(world, await world.fan.send(world.general, FIRST))
    panel = await world.moderator.click(message_of(done), label="Label it")
    put_on = await choose(world, panel, "special after S01E02.5")
    assert "### Labelled **special after S01E02.5**" in text_of(put_on)
    assert contents(world.general) == ["-# special after S01E02.5\n||Anna did it||"]
    panel = await world.moderator.click(message_of(put_on), label="Choose another")
    await choose(world, panel, "S02E01")
    assert contents(world.general) == ["-# S02E01\n||Anna did it||"]
    edits = requests(world, "PATCH", "/messages/")
    assert edits
    assert all(edit["allowed_mentions"] == {"parse": []} for edit in edits)
    assert last(world.general).components


async def test_labelling_from_the_message_is_private_and_for_moderators_only(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    assert panel.ephemeral
    assert contents(world.general) == [SECOND]
    for member in (world.fan, world.other):
        assert "### Moderators only" in text_of(await member.click(message, label="Label it"))


async def test_a_moderator_who_lost_the_role_cannot_label(world: World) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    setup = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(setup), [], custom_id=custom_id_of(ChooseSetup("moderators")))
    assert "### Moderators only" in text_of(await choose(world, panel, "S01E02"))
    assert contents(world.general) == [SECOND]


async def test_every_code_is_offered_and_titles_past_the_moderators_progress_are_hidden(world: World) -> None:
    await world.moderator.slash(world.general, "progress set", episode="S01E02")
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    assert names_in(panel, "episode") == [
        "S01E01 · Overture",
        "S01E02 · Second Night",
        "S01E02.5",
        "special after S01E02.5",
        "S01E03",
        "S02E01",
    ]


async def test_choosing_a_season_shows_only_its_episodes(world: World) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    assert names_in(panel, "season") == ["All seasons", "Season 1", "Season 2"]
    assert names_in(panel, "show") == []
    panel = await choose(world, panel, "Season 2", "season")
    assert names_in(panel, "episode") == ["S02E01 · Prompt Side"]
    panel = await choose(world, panel, "All seasons", "season")
    assert len(names_in(panel, "episode")) == 6


class TestManyOfAll:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        folder = tmp_path / "packs"
        episodes = "".join(f'[[episode]]\ncode = "S{2000 + n}E01"\n' for n in range(60))
        write_pack(folder, "ages", "Ages", episodes)
        for number in range(30):
            write_pack(folder, f"show-{number:02}", f"Show {number:02}", '[[episode]]\ncode = "S01E01"\n')
        return folder

    async def test_a_menu_with_too_many_options_has_pages(self, world: World) -> None:
        panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
        for part in ("show", "season", "episode"):
            assert len(names_in(panel, part)) <= 25
        panel = await choose(world, panel, "Later", "episode")
        assert names_in(panel, "episode")[0] == "Earlier …"
        assert names_in(panel, "episode")[1] == "S2023E01"
        panel = await choose(world, panel, "Later", "episode")
        assert names_in(panel, "episode")[-1] == "S2059E01"
        panel = await choose(world, panel, "Earlier", "episode")
        await choose(world, panel, "S2030E01")
        assert contents(world.general) == ["-# S2030E01\n||Anna did it||"]

    async def test_shows_and_seasons_on_later_pages_can_be_chosen(self, world: World) -> None:
        panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
        later = await choose(world, panel, "Later", "season")
        chosen = await choose(world, later, "Season 2040", "season")
        assert names_in(chosen, "episode") == ["S2040E01"]
        assert "Season 2040" in names_in(chosen, "season")
        later = await choose(world, panel, "Later", "show")
        chosen = await choose(world, later, "Show 29", "show")
        assert names_in(chosen, "episode") == ["S01E01"]
        await choose(world, chosen, "S01E01")
        assert contents(world.general) == ["-# S01E01\n||Anna did it||"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("episode", "7"),
        ("episode", "x"),
        ("episode", "²"),
        ("season", "x"),
        ("show", "nope"),
        ("episode", "page:x"),
        ("episode", "page:99999999999999999999"),
    ],
)
async def test_a_forged_choice_labels_nothing(world: World, part: Any, value: str) -> None:
    message = await hidden(world, FIRST)
    choice = ChooseLabel(message.id, part, "curtain", None)
    forged = await world.forge(
        discord.ui.Select(
            custom_id=custom_id_of(choice), options=[discord.SelectOption(label="x", value=value)]
        )
    )
    answer = await world.moderator.select(forged, [value])
    assert answer.ephemeral
    assert "Something went wrong" not in text_of(answer)
    assert SECOND in contents(world.general)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/channels/*/webhooks"), ("GET", "/webhooks/*/messages/*"), ("PATCH", "/webhooks/*")],
)
async def test_a_label_that_fails_changes_nothing(world: World, method: str, path: str) -> None:
    panel = await world.moderator.click(await hidden(world, FIRST), label="Label it")
    world.env.inject_error(method, path, status=500)
    answer = await choose(world, panel, "S01E02")
    assert "couldn't add the label" in notice_beside(answer)
    assert contents(world.general) == [SECOND]


async def test_a_message_without_readable_content_is_not_overwritten(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    stored(world, message).content = ""
    assert "couldn't add the label" in notice_beside(await choose(world, panel, "S01E02"))
    assert contents(world.general) == [""]


async def test_a_repost_that_was_deleted_by_hand_cannot_be_labelled(world: World) -> None:
    message = await hidden(world, FIRST)
    panel = await world.moderator.click(message, label="Label it")
    world.env.backend.delete_message(world.general.id, message.id)
    assert "### I can't find this message" in notice_beside(await choose(world, panel, "S01E02"))
    assert world.general.history() == []


async def test_labelling_and_deleting_name_the_missing_permission(world: World) -> None:
    message = await hidden(world, "Anna did it")
    panel = await world.moderator.click(message, label="Label it")
    forbid(world, "manage_webhooks", "manage_messages")
    assert "**Manage Webhooks**" in notice_beside(await choose(world, panel, "S01E02"))
    assert "**Manage Messages**" in text_of(await world.fan.click(last(world.general), label="Delete"))
    assert contents(world.general) == ["||Anna did it||"]


async def own_webhook(world: World) -> discord.Webhook:
    channel = world.env.bot.get_channel(world.general.id)
    assert isinstance(channel, discord.TextChannel)
    return (await channel.webhooks())[0]


async def test_labelling_after_the_webhook_was_deleted_shows_an_error(world: World) -> None:
    message = await hidden(world, FIRST)
    await (await own_webhook(world)).delete()
    panel = await world.moderator.click(message, label="Label it")
    text = notice_beside(await choose(world, panel, "S01E02"))
    assert "The webhook that posted this message was deleted" in text
    assert contents(world.general) == [SECOND]
    again = await hidden(world, "Bella did it")
    await choose(world, await world.moderator.click(again, label="Label it"), "S01E02")
    assert contents(world.general) == [SECOND, "-# S01E02\n||Bella did it||"]
