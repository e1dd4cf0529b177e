"""Unplaced items: songs without performances, and specials of season 0."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot.domain.positions import LAST, Position
from bot.replies.clicks import (
    Click,
    OpenEpisode,
    OpenSong,
    SetProgress,
    ShareCard,
    UndoProgress,
    Watch,
    custom_id_of,
)
from tests.forms import fields_of, fill_in, press_and_save
from tests.world import (
    World,
    episode_toml,
    hidden_text,
    labels_of,
    message_of,
    text_of,
    visible_text,
    write_pack,
)

EPISODES = "".join(
    (
        episode_toml(
            "S01E01", "Overture", "2024-01-01", "Anna finds the letter.", 'songs = [{ title = "Sung Song" }]'
        ),
        episode_toml("S01E02", "Second Night", "2024-01-08", "Bella hides the letter."),
        episode_toml(
            "S00E09", "Reunion", "", "Clara reads the letter.", 'quotes = [{ text = "The letter was mine." }]'
        ),
        episode_toml("S00E10", "Prologue", "2024-01-03", "Dora writes the letter."),
    )
)
SONGS = '[[song]]\ntitle = "Sung Song"\n\n[[song]]\ntitle = "Unsung Song"\n'

SPECIAL = Position.from_code("S00E09")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    write_pack(folder, "curtain", "Curtain", EPISODES, SONGS)
    return folder


async def set_progress(world: World, episode: str) -> InteractionResult:
    return await world.fan.slash(world.general, "progress set", episode=episode)


async def shown_progress(world: World) -> str:
    return text_of(await world.fan.slash(world.general, "progress show"))


async def forged(world: World, click: Click) -> InteractionResult:
    message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
    return await world.fan.click(message, label="x")


async def unperformed_song(world: World) -> int:
    async with world.database.read() as reading:
        return (await reading.one("SELECT id FROM song WHERE title = 'Unsung Song'"))["id"]


async def saved_progress(world: World) -> list[tuple[Any, ...]]:
    async with world.database.read() as reading:
        return [
            *map(tuple, await reading.rows("SELECT * FROM progress")),
            *map(tuple, await reading.rows("SELECT * FROM place_policy")),
        ]


@pytest.mark.parametrize("policy", [{"policy": "open"}, {"policy": "tagged", "strict": True}, {}])
@pytest.mark.parametrize("private", [True, False])
async def test_a_song_without_performances_is_answered_like_an_unknown_one(
    world: World, policy: dict[str, Any], private: bool
) -> None:
    if policy:
        await world.admin.slash(world.general, "spoilers default", **policy)
    for typed in ("", "unsung", "song"):
        choices = await world.fan.autocomplete(world.general, "song info", "song", typed)
        assert "Unsung" not in str(choices)
    assert "Unsung" not in text_of(await world.fan.slash(world.general, "song list", private=private))
    number = await unperformed_song(world)
    for typed, nothing in (("Unsung Song", "Nope"), (f"curtain:song-{number}", "curtain:song-999")):
        found = await world.fan.slash(world.general, "song info", song=typed, private=private)
        unknown = await world.fan.slash(world.general, "song info", song=nothing, private=private)
        assert text_of(found).replace(str(number), "999").replace("Unsung Song", "Nope") == text_of(unknown)


async def test_a_click_on_a_song_without_performances_opens_nothing(world: World) -> None:
    card = OpenSong("curtain", await unperformed_song(world), alone=True, insisted=True)
    gone = OpenSong("curtain", 10**9, alone=True, insisted=True)
    for click, other in (
        (card, gone),
        (ShareCard(card), ShareCard(gone)),
        (ShareCard(card, True), ShareCard(gone, True)),
    ):
        assert text_of(await forged(world, click)) == text_of(await forged(world, other))


async def test_moderators_can_see_a_song_without_performances(world: World) -> None:
    (choice,) = await world.admin.autocomplete(world.general, "catalog song edit", "song", "unsung")
    panel = await world.admin.slash(world.general, "catalog song edit", song=choice["value"])
    assert "Unsung Song" in text_of(panel)


@pytest.mark.parametrize("position", [LAST, SPECIAL, Position.from_code("special after S00E09")])
async def test_no_click_can_set_progress_to_an_unplaced_special(world: World, position: Position) -> None:
    await set_progress(world, "S01E01")
    before = await saved_progress(world)
    at = Position.from_code("S01E01").key
    for click in (
        SetProgress("curtain", position.key),
        Watch(position.key, OpenSong("curtain", await unperformed_song(world))),
        Watch(position.key, OpenEpisode("curtain", position.key, alone=True)),
        UndoProgress("curtain", position.key, at),
        UndoProgress("curtain", at, position.key),
    ):
        assert "### This button" in text_of(await forged(world, click))
    assert await saved_progress(world) == before


@pytest.mark.parametrize("key", [0, 90_000, 99_999_999])
async def test_an_old_button_for_season_0_no_longer_works(world: World, key: int) -> None:
    for click in (
        SetProgress("curtain", key),
        OpenEpisode("curtain", key),
        Watch(key, OpenEpisode("curtain", key)),
    ):
        assert "### This button" in text_of(await forged(world, click))
    assert await saved_progress(world) == []


@pytest.mark.parametrize(
    "typed", ["S00E09", "curtain:S00E09", "0x9", "S00E44", "special 99 after S9999E9999.99"]
)
async def test_an_unplaced_special_cannot_be_progress_or_a_limit(world: World, typed: str) -> None:
    answer = await set_progress(world, typed)
    assert "can't be your progress" in text_of(answer)
    limit = await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to=typed
    )
    assert "can't be your spoiler limit" in text_of(limit)
    assert await saved_progress(world) == []


async def test_an_unplaced_special_is_listed_last_and_found_by_its_code(world: World) -> None:
    listed = text_of(await world.fan.slash(world.general, "episode list"))
    assert listed.index("S01E02") > listed.index("S00E10")
    assert "S00E09" not in listed.partition("S01E02")[0]
    for typed in ("S00E09", "0x9", "reunion", "season 0 episode 9"):
        card = await world.fan.slash(world.general, "episode lookup", episode=typed)
        assert "S00E09" in text_of(card)
        assert not any("watched" in label.lower() for label in labels_of(card))
        assert "Clara" in hidden_text(text_of(card))


async def test_finished_progress_does_not_reveal_an_unplaced_special(world: World) -> None:
    await set_progress(world, "finished")
    assert "**S01E02**" in await shown_progress(world)
    card = await world.fan.slash(world.general, "episode lookup", episode="S00E09", private=True)
    assert "letter" not in text_of(card)
    shown = await world.fan.click(message_of(card), label="Show anyway")
    assert "Clara" in hidden_text(text_of(shown))
    assert "letter" not in text_of(await world.fan.slash(world.general, "recap", episode="S00E09"))
    assert "mine" not in text_of(await world.fan.slash(world.general, "quote search", text="letter was"))


async def test_only_an_open_channel_shows_an_unplaced_special(world: World) -> None:
    for policy in ({"policy": "aired", "days": 0}, {"policy": "up-to", "up_to": "S9999E9999"}):
        await world.admin.slash(
            world.general, "spoilers channel", channel=world.general, show="curtain", **policy
        )
        card = text_of(await world.fan.slash(world.general, "episode lookup", episode="S00E09"))
        assert "Clara" in hidden_text(card)
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, show="curtain", policy="open"
    )
    card = text_of(await world.fan.slash(world.general, "episode lookup", episode="S00E09"))
    assert "Clara" in visible_text(card)


async def test_a_dated_special_has_a_position_and_keeps_its_code(world: World) -> None:
    await set_progress(world, "S01E01")
    card = await world.fan.slash(world.general, "episode lookup", episode="S00E10", private=True)
    assert "S00E10" in text_of(card)
    assert "letter" not in text_of(card)
    await set_progress(world, "S00E10")
    assert "**S00E10**" in await shown_progress(world)
    for typed in ("S00E10", "special after S01E01", "prologue"):
        card = await world.fan.slash(world.general, "episode lookup", episode=typed, private=True)
        assert "Dora" in visible_text(text_of(card))
        assert "S00E10" in text_of(card)
    assert "letter" not in text_of(
        await world.fan.slash(world.general, "episode lookup", episode="S01E02", private=True)
    )


async def test_a_placed_special_has_the_same_code_in_every_reply(world: World) -> None:
    world.clock.at = datetime(2024, 1, 5, tzinfo=UTC)
    here = {"channel": world.general}
    limit = await world.admin.slash(world.general, "spoilers channel", **here, policy="up-to", up_to="S00E10")
    texts = [text_of(limit), text_of(await world.admin.slash(world.general, "spoilers explain", **here))]
    texts.append(text_of(await world.admin.slash(world.general, "spoilers overview")))
    assert all("up to **S00E10**" in one for one in texts)
    limit = await world.admin.slash(world.general, "spoilers channel", **here, policy="aired", days=0)
    assert "visible up to **S00E10**" in text_of(limit)
    assert "waiting for **S01E02**" in text_of(limit)
    await set_progress(world, "S01E01")
    card = await world.fan.slash(world.general, "episode lookup", episode="S00E10", private=True)
    asked = await world.fan.click(message_of(card), label="Watched up to S00E10")
    texts.append(text_of(asked))
    assert "S01E01 → S00E10?" in texts[-1]
    texts.append(text_of(await world.fan.click(message_of(asked), label="Yes, I've watched it")))
    beyond = await world.fan.slash(world.general, "episode lookup", episode="S01E02", private=True)
    assert "you're on **S00E10**" in text_of(beyond)
    texts += [
        text_of(await world.fan.slash(world.general, command))
        for command in ("here", "progress show", "progress clear")
    ]
    await set_progress(world, "S00E10")
    moved = await set_progress(world, "S01E02")
    texts.append(text_of(await world.fan.click(message_of(moved), label="Undo")))
    assert "watched up to **S00E10**" in texts[-1]
    assert not any("special" in one for one in texts)


@pytest.mark.parametrize(
    ("command", "option"),
    [("progress set", "episode"), ("spoilers channel", "up_to"), ("spoilers default", "up_to")],
)
async def test_unplaced_specials_are_not_suggested_where_they_are_refused(
    world: World, command: str, option: str
) -> None:
    for typed in ("", "S00", "reunion"):
        choices = await world.admin.autocomplete(world.general, command, option, typed)
        assert "S00E09" not in str(choices)
    assert "S00E10" in str(await world.admin.autocomplete(world.general, command, option, "S00E10"))
    assert "S00E09" in str(await world.admin.autocomplete(world.general, "recap", "episode", "S00"))


async def test_changes_of_a_placed_special_show_its_code(world: World) -> None:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S00E10")
    saved = await press_and_save(world, panel, "Facts", {"title": "Foreword"})
    undone = await world.admin.click(message_of(saved), label="Undo")
    history = await world.admin.slash(world.general, "catalog history")
    for answer in (saved, undone, history):
        assert "S00E10" in text_of(answer)
        assert "special" not in text_of(answer)


async def test_a_privacy_export_shows_a_specials_code(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S00E10")
    (file,) = message_of(await world.fan.slash(world.general, "privacy export")).attachments
    exported = (await file.read()).decode()
    assert "S00E10" in exported
    assert "special after" not in exported


@pytest.mark.parametrize(
    ("now", "finished"),
    [
        (datetime(2024, 1, 5, tzinfo=UTC), "S00E10"),
        (datetime(2024, 1, 3, tzinfo=UTC), "S01E01"),
        (datetime(2030, 1, 1, tzinfo=UTC), "S01E02"),
    ],
)
async def test_finished_means_everything_that_has_aired(world: World, now: datetime, finished: str) -> None:
    world.clock.at = now
    assert f"watched up to **{finished}**" in text_of(await set_progress(world, "finished"))
    choices = await world.fan.autocomplete(world.general, "progress set", "episode", "finished")
    assert finished in str(choices)


async def test_finished_does_not_include_episodes_that_air_later(world: World) -> None:
    world.clock.at = datetime(2024, 1, 5, tzinfo=UTC)
    await set_progress(world, "finished")
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    card = await world.fan.slash(world.general, "episode lookup", episode="S01E02", private=True)
    assert "letter" not in text_of(card)


async def test_a_show_that_has_not_aired_cannot_be_finished(world: World) -> None:
    world.clock.at = datetime(2023, 1, 1, tzinfo=UTC)
    assert "has no such episode yet" in text_of(await set_progress(world, "finished"))
    assert await saved_progress(world) == []


SUBTITLES = b"1\n00:00:01,000 --> 00:00:02,000\nShe did it in the finale.\n"


GALA = b"""
[[episode]]
code = "S00E12"
title = "Gala"
aired = 2024-01-20
summary = "Edda burns the letter."
"""


async def imported(world: World, name: str, content: bytes) -> str:
    """Import a file; returns the preview's text."""
    preview = await world.admin.slash(world.general, "catalog import", file=(name, content), show="curtain")
    shown = text_of(preview)
    await world.admin.click(message_of(preview), label="Apply")
    return shown


async def test_subtitles_of_a_season_0_special_are_not_taken_for_the_first_episode(world: World) -> None:
    await set_progress(world, "S01E01")
    preview = await imported(world, "House.S00E12.Reunion.Movie.srt", SUBTITLES)
    assert "No place in the story yet" in preview
    assert "S00E12" in preview
    for command, options in (
        ("quote search", {"text": "she did it in"}),
        ("quote random", {"private": True}),
        ("episode lookup", {"episode": "S00E12", "private": True}),
    ):
        assert "finale" not in text_of(await world.fan.slash(world.general, command, **options)).replace(
            "#", ""
        )


async def test_an_import_says_where_a_special_was_placed_and_later_imports_find_it(world: World) -> None:
    preview = await imported(world, "gala.toml", GALA)
    assert "Special placed by its air date" in preview
    assert "S00E12 after S01E02" in preview
    await imported(world, "S00E12.srt", SUBTITLES)
    await set_progress(world, "S01E02")
    assert "finale" not in text_of(await world.fan.slash(world.general, "recap", episode="S00E12"))
    await set_progress(world, "S00E12")
    for typed in ("S00E12", "special after S01E02", "gala"):
        card = await world.fan.slash(world.general, "episode lookup", episode=typed, private=True)
        assert "Edda" in visible_text(text_of(card))
    quoted = text_of(await world.fan.slash(world.general, "quote search", text="finale"))
    assert "S00E12" in quoted


async def test_a_moderator_can_place_a_special(world: World) -> None:
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S00E09")
    form = await world.admin.click(message_of(panel), label="Facts")
    assert fields_of(form)["place"] == "S00E09"
    await fill_in(world.admin, form, place="special 2 after S01E01")
    await set_progress(world, "S01E01")
    card = await world.fan.slash(world.general, "episode lookup", episode="S00E09", private=True)
    assert "letter" not in text_of(card)
    await set_progress(world, "S00E09")
    card = await world.fan.slash(world.general, "episode lookup", episode="S00E09", private=True)
    assert "Clara" in visible_text(text_of(card))


async def test_deleting_an_episode_does_not_raise_an_aired_limit_and_undo_restores_it(world: World) -> None:
    more = b'[[episode]]\ncode = "S01E01.5"\ntitle = "Gap"\n\n[[episode]]\ncode = "special after S01E02"\n'
    await imported(world, "more.toml", more)
    await world.admin.slash(world.general, "spoilers channel", channel=world.general, policy="aired", days=0)

    async def reach() -> str:
        here = text_of(await world.fan.slash(world.general, "here"))
        return here.partition("visible up to **")[2].partition("**")[0]

    blocked = await reach()
    assert blocked == "S00E10"
    removed = await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    assert await reach() == blocked
    await world.admin.click(message_of(removed), label="Undo")
    assert await reach() == blocked
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01.5")
    form = await world.admin.click(message_of(panel), label="Facts")
    await fill_in(world.admin, form, aired="2024-01-05")
    assert "special after S01E02" in await reach()
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    assert "special after S01E02" in await reach()
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E02")
    card = text_of(await world.fan.slash(world.general, "here"))
    assert "special after S01E02**" in card


async def test_a_special_that_is_postponed_leaves_nothing_hidden_where_it_was(world: World) -> None:
    await world.admin.slash(world.general, "spoilers channel", channel=world.general, policy="aired", days=0)
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S00E10")
    saved = await press_and_save(world, panel, "Facts", {"aired": "2030-01-01"})
    here = text_of(await world.fan.slash(world.general, "here"))
    assert "visible up to **S01E02**" in here
    assert "waiting for **S00E10**" in here
    await world.admin.click(message_of(saved), label="Undo")
    here = text_of(await world.fan.slash(world.general, "here"))
    assert "visible up to **S01E02**" in here
    assert "waiting" not in here
