"""Edits by two servers at once: neither affects the other, and everything can be undone."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asking import Asker
from bot.domain.changes import Change
from bot.domain.editing_errors import AlreadyUndone, ChangedSince, ChangeNotFound
from bot.domain.errors import UnderstudyError
from bot.domain.ids import ChangeId, EpisodeId, GuildId, QuoteId, SongId
from bot.domain.positions import Position
from bot.services.editing import Deletion, Saved
from bot.services.forms import Forms
from bot.services.history import History
from bot.services.pack_loading import load_packs
from bot.services.subjects.episodes import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    NewEpisode,
    RecapScenes,
)
from bot.services.subjects.quotes import NewQuote, QuoteWords
from bot.services.subjects.shows import NewShow, ShowFacts
from bot.services.subjects.songs import NewSong, SongFacts, SungBy, SungIn
from bot.store.changes import changes_of
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from bot.store.shows import shows_of
from tests.services.editing import OURS, THEIRS, admin_of, catalogue_of, fill_in
from tests.world import write_curtain

_IDS: dict[str, LiteralString] = {
    "episode": "SELECT id FROM episode WHERE show_id = $1 ORDER BY id",
    "song": "SELECT id FROM song WHERE show_id = $1 ORDER BY id",
    "quote": "SELECT id FROM quote WHERE id >> 24 = $1 ORDER BY id",
}
CODES = ("S01E01", "S01E02", "S01E03", "S02E01", "S05E01")


def now() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moderator:
    """A moderator who edits; numbers choose the item."""

    database: Database
    editing: Deletion
    forms: Forms
    history: History
    asker: Asker

    @property
    def guild(self) -> GuildId:
        assert self.asker.guild is not None
        return self.asker.guild

    async def slug(self, number: int) -> str:
        async with self.database.read() as reading:
            shows = await shows_of(reading, self.guild)
        return shows[number % len(shows)].slug

    async def one_of(self, table: str, slug: str, number: int) -> int:
        """An id of a row of a show."""
        async with self.database.read() as reading:
            show = next(show for show in await shows_of(reading, self.guild) if show.slug == slug)
            rows = await reading.rows(_IDS[table], show.id)
        return int(rows[number % len(rows)]["id"]) if rows else 0

    async def changes(self) -> list[Change]:
        async with self.database.read() as reading:
            return await changes_of(reading, self.guild, None, at_most=1000)


async def do(moderator: Moderator, kind: int, a: int, b: int) -> None:
    """One of a moderator's edits. Raises what the edit raises."""
    slug = await moderator.slug(a)
    episode, song, quote = [await moderator.one_of(table, slug, b) for table in ("episode", "song", "quote")]
    word = f"{'ours' if moderator.guild == OURS else 'theirs'} {a} {b}"
    code = CODES[b % len(CODES)]

    def fill(subject: Any, **typed: str) -> Callable[[], Awaitable[object]]:
        return lambda: fill_in(moderator.forms, moderator.asker, subject, **typed)

    editing, asker = moderator.editing, moderator.asker
    actions: list[Callable[[], Awaitable[object]]] = [
        fill(NewShow(""), title=word),
        fill(ShowFacts(slug), title=word),
        fill(ShowFacts(slug), poster=f"https://pictures.example/{a}", accent=f"#{b % 10:06}"),
        fill(NewEpisode(slug, Position.from_code(code).key), title=word, writers="A, B", summary=word),
        fill(EpisodeFacts(slug, episode), place=code, title=word),
        fill(EpisodeFacts(slug, episode), production_code=word),
        fill(EpisodePeople(slug, episode), guests=f"{word} as {a}", directors=word),
        fill(EpisodeSummary(slug, episode), summary=word, still=f"https://pictures.example/{b}"),
        fill(RecapScenes(slug, episode, 0, a % 2), scenes=f"{word}\n\n{b}"),
        fill(NewSong(slug, episode), title=f"song {a}", performers=word),
        fill(SungIn(slug, song), episode=code, performers=word),
        fill(SongFacts(slug, song), title=f"song {b}", song_writers=word),
        fill(SungBy(slug, song, episode), performers=word),
        fill(NewQuote(slug, episode), text=word, speaker=f"speaker {a}"),
        fill(NewQuote(slug, episode), text=word),
        fill(QuoteWords(slug, quote), text=word, episode=code),
        lambda: editing.delete_episode(asker, slug, EpisodeId(episode)),
        lambda: editing.delete_song(asker, slug, SongId(song), None),
        lambda: editing.delete_song(asker, slug, SongId(song), EpisodeId(episode)),
        lambda: editing.delete_quote(asker, slug, QuoteId(quote)),
        lambda: editing.delete_show(asker, slug),
        lambda: undo_one(moderator, a),
        lambda: undo_one(moderator, 0),
    ]
    await actions[kind % len(actions)]()


async def undo_one(moderator: Moderator, number: int) -> None:
    if changes := await moderator.changes():
        await moderator.history.undo(moderator.asker, changes[number % len(changes)].id)


async def work(path: Path, actions: list[tuple[bool, int, int, int]]) -> None:
    async with Database.open(path / "understudy.db") as database:
        await load_packs(database, write_curtain(path / "packs"))
        editing, forms = Deletion(database=database, clock=now), Forms(database=database, clock=now)
        history = History(database=database, clock=now)
        moderators = {
            guild: Moderator(database, editing, forms, history, admin_of(guild)) for guild in (OURS, THEIRS)
        }
        before = await catalogue_of(database, None)
        for ours, *action in actions:
            guild, other = (OURS, THEIRS) if ours else (THEIRS, OURS)
            untouched = await catalogue_of(database, other)
            with suppress(UnderstudyError):
                await do(moderators[guild], *action)
            assert await catalogue_of(database, other) == untouched
            assert await catalogue_of(database, None) == before
        for guild, moderator in moderators.items():
            for change in await moderator.changes():
                with pytest.raises(ChangeNotFound):
                    await history.undo(moderators[THEIRS if guild == OURS else OURS].asker, change.id)
        for guild, moderator in moderators.items():
            for change in await moderator.changes():
                await history.undo(moderator.asker, change.id)
            assert await catalogue_of(database, guild) == before
        async with database.write() as writing:
            assert await search_is_in_step(writing)
        assert (await health_of(path / "understudy.db")).faults == ()


ACTIONS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 21), st.integers(0, 5), st.integers(0, 9)), max_size=25
)


@settings(max_examples=40)
@given(ACTIONS)
def test_servers_never_affect_each_other_and_every_edit_can_be_undone(
    actions: list[tuple[bool, int, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(Path(folder), actions))


@pytest.fixture
async def moderator(database: Database, tmp_path: Path) -> Moderator:
    await load_packs(database, write_curtain(tmp_path / "packs"))
    return Moderator(
        database,
        Deletion(database=database, clock=now),
        Forms(database=database, clock=now),
        History(database=database, clock=now),
        admin_of(OURS),
    )


async def add_episode(moderator: Moderator, code: str = "S05E01", **typed: str) -> Saved:
    return await fill_in(
        moderator.forms, moderator.asker, NewEpisode("curtain", Position.from_code(code).key), **typed
    )


async def newest(moderator: Moderator, table: str) -> int:
    return await moderator.one_of(table, "curtain", -1)


async def test_a_change_that_was_edited_since_cannot_be_undone(moderator: Moderator) -> None:
    added = await add_episode(moderator)
    episode = await newest(moderator, "episode")
    later = await fill_in(
        moderator.forms, moderator.asker, EpisodeSummary("curtain", episode), summary="More."
    )
    with pytest.raises(ChangedSince) as refused:
        await moderator.history.undo(moderator.asker, added.change)
    assert refused.value.later == later.change


@pytest.mark.parametrize("kind", [NewQuote, NewSong, RecapScenes])
async def test_adding_an_episode_cannot_be_undone_before_what_was_added_to_it(
    moderator: Moderator, kind: Any
) -> None:
    added = await add_episode(moderator)
    episode = await newest(moderator, "episode")
    subject = kind("curtain", episode, 0, 0) if kind is RecapScenes else kind("curtain", episode)
    words = {NewQuote: "text", NewSong: "title", RecapScenes: "scenes"}
    filled = await fill_in(moderator.forms, moderator.asker, subject, **{words[kind]: "More."})
    with pytest.raises(ChangedSince):
        await moderator.history.undo(moderator.asker, added.change)
    await moderator.history.undo(moderator.asker, filled.change)
    await moderator.history.undo(moderator.asker, added.change)


async def test_undo_can_be_undone_repeatedly(moderator: Moderator) -> None:
    before = await catalogue_of(moderator.database, OURS)
    change = (await add_episode(moderator, title="Here")).change
    after = await catalogue_of(moderator.database, OURS)
    undoing = change
    for number in range(5):
        undoing = (await moderator.history.undo(moderator.asker, undoing)).change
        assert await catalogue_of(moderator.database, OURS) == (before if number % 2 == 0 else after)
        found = (await moderator.history.change(moderator.asker, change)).change
        assert (found.undone_by is None) is (number % 2 == 1)


async def test_a_change_cannot_be_undone_twice(moderator: Moderator) -> None:
    change = (await add_episode(moderator)).change
    undoing = await moderator.history.undo(moderator.asker, change)
    with pytest.raises(AlreadyUndone) as refused:
        await moderator.history.undo(moderator.asker, change)
    assert refused.value.by == undoing.change


async def test_undo_restores_two_episodes_that_swapped_positions(moderator: Moderator) -> None:
    await add_episode(moderator, title="First")
    first = await newest(moderator, "episode")
    before = await catalogue_of(moderator.database, OURS)
    second = await moderator.one_of("episode", "curtain", 0)
    moves = [(first, "S09E09"), (second, "S05E01"), (first, "S01E01")]
    changes = [
        await fill_in(moderator.forms, moderator.asker, EpisodeFacts("curtain", episode), place=place)
        for episode, place in moves
    ]
    for change in reversed(changes):
        await moderator.history.undo(moderator.asker, change.change)
    assert await catalogue_of(moderator.database, OURS) == before


async def test_an_older_change_can_be_undone_while_newer_ones_stay(moderator: Moderator) -> None:
    older = await add_episode(moderator, "S05E01", title="Older")
    await add_episode(moderator, "S05E02", title="Newer")
    await moderator.history.undo(moderator.asker, older.change)
    titles = [episode[1] for episode in (await catalogue_of(moderator.database, OURS))["curtain"]["episodes"]]
    assert "Newer" in titles
    assert "Older" not in titles


async def test_a_change_shows_the_value_before_and_after(moderator: Moderator) -> None:
    await add_episode(moderator, title="Before")
    episode = await newest(moderator, "episode")
    subject = EpisodeFacts("curtain", episode)
    saved = await fill_in(moderator.forms, moderator.asker, subject, title="After", place="S05E02")
    shown = {
        one.field: (one.before, one.after)
        for one in (await moderator.history.change(moderator.asker, saved.change)).differences
    }
    assert shown == {"title": ("Before", "After"), "position": ("S05E01", "S05E02")}


async def test_an_unknown_change_number_is_refused(moderator: Moderator) -> None:
    for number in (0, 999, 2**62):
        with pytest.raises(ChangeNotFound):
            await moderator.history.undo(moderator.asker, ChangeId(number))
