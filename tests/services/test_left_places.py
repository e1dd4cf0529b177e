"""What an episode held back under `aired` it goes on holding back, whatever takes it from its place."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.drafts import Draft
from bot.domain.errors import UnderstudyError
from bot.domain.ids import EpisodeId
from bot.domain.policies import Airing, Kind, Policy, ceiling_of
from bot.domain.positions import LAST, Position
from bot.domain.shows import Episode, Show
from bot.domain.spoilers import Label, Limit, Veiled
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.history import History
from bot.services.pack_loading import load_packs
from bot.services.subjects.episodes import EpisodeFacts, NewEpisode
from bot.services.visibility import Viewpoints
from bot.store.database import Database
from bot.store.episodes import entries_of
from bot.store.shows import shows_of
from tests.services.editing import OURS, admin_of, fill_in
from tests.services.test_history import Hand, now, undo_one
from tests.services.test_imports import imports_into

CODES = ("S01E01", "S01E01.5", "S01E02", "special after S01E02", "S01E03", "S02E01", "S00E01")
DAYS = ("", "2024-01-05", "2029-01-01")
"""Unknown, past and to come."""
AIRED = Policy(Kind.AIRED, days=0)

Deed = tuple[int, int, int]
"""Which of the deeds, and two numbers that choose what it is done to."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Does things to a show, and remembers what stood where when it was last seen there."""

    hand: Hand
    packs: Path
    seen: dict[Position, date | None] = field(default_factory=dict[Position, date | None])
    looks: list[dict[Position, Episode[Label, Veiled]]] = field(
        default_factory=list[dict[Position, Episode[Label, Veiled]]]
    )

    async def do(self, deed: Deed) -> None:
        """One of the deeds. Raises what it raises."""
        kind, a, b = deed
        hand, code = self.hand, CODES[a % len(CODES)]
        slug = (await self.show()).slug
        episode = EpisodeId(await hand.one_of("episode", slug, b))
        key = Position.from_code(code).key
        draft = Draft(slug=slug, episodes=(Episode(Position.from_code(code)),))
        deeds: list[Callable[[], Awaitable[object]]] = [
            lambda: fill_in(hand.forms, hand.asker, NewEpisode(slug, key), aired=DAYS[b % 3]),
            lambda: fill_in(hand.forms, hand.asker, EpisodeFacts(slug, episode), place=code),
            lambda: fill_in(hand.forms, hand.asker, EpisodeFacts(slug, episode), aired=DAYS[a % 3]),
            lambda: hand.editing.delete_episode(hand.asker, slug, episode),
            lambda: undo_one(hand, 0),
            lambda: undo_one(hand, a),
            lambda: hand.editing.delete_show(hand.asker, slug),
            lambda: self.take_in(draft),
            lambda: self.load(a, b),
        ]
        await deeds[kind]()

    async def show(self) -> Show:
        """The show as the server sees it."""
        async with self.hand.database.read() as reading:
            return (await shows_of(reading, OURS))[0]

    async def take_in(self, draft: Draft) -> None:
        """Import a file."""
        imports = imports_into(self.hand.database)
        await imports.apply(self.hand.asker, (await imports.preview(self.hand.asker, draft, draft.slug)).id)

    async def load(self, left_out: int, undated: int) -> None:
        """Upgrade to a pack that leaves an episode out, and does not know when another aired."""
        told = [
            f'[[episode]]\ncode = "{code}"\n'
            + ("" if index == undated else f"aired = 2024-01-0{index + 1}\n")
            for index, code in enumerate(CODES[:6])
            if index != left_out
        ]
        folder = self.packs / "curtain"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "show.toml").write_text('slug = "curtain"\ntitle = "Curtain"\n', encoding="utf-8")
        (folder / "episodes.toml").write_text("\n".join(told), encoding="utf-8")
        await load_packs(self.hand.database, self.packs)

    async def limit(self) -> Limit:
        """How far the show is open."""
        show = await self.show()
        async with self.hand.database.read() as reading:
            return (await Viewpoints(clock=now).ceiling(reading, OURS, AIRED, show)).limit

    async def look(self) -> None:
        """See that nothing is open that the last known date of any place holds back.

        What was added by mistake holds nothing back once it is gone.
        """
        show = await self.show()
        async with self.hand.database.read() as reading:
            entries = await entries_of(reading, show.id)
        there = {entry.position: entry for entry in entries}
        self.looks.append(there)
        for place in list(self.seen):
            if place not in there and self._was_a_mistake(place):
                del self.seen[place]
        self.seen.update({place: entry.aired for place, entry in there.items()})
        airings = [Airing(place, self.seen[place], place not in there) for place in sorted(self.seen)]
        assert await self.limit() <= ceiling_of(AIRED, airings, now()).limit

    def _was_a_mistake(self, place: Position) -> bool:
        """Whether everything after a place was there, with its date, before anything ever was there.

        An episode that left the place itself counts as what it was there.
        """
        first = next(number for number, look in enumerate(self.looks) if place in look)
        if first == 0:
            return False
        left = {look[place].id for look in self.looks if place in look}
        before = {(entry.position, entry.aired) for entry in self.looks[first - 1].values()}
        after = [entry for at, entry in self.looks[-1].items() if place < at < LAST and entry.id not in left]
        return all((entry.position, entry.aired) in before for entry in after)


async def watch(folder: Path, deeds: list[Deed]) -> None:
    async with Database.open(folder / "understudy.db") as database:
        editing, forms = Deletion(database=database, clock=now), Forms(database=database, clock=now)
        history = History(database=database, clock=now)
        watcher = Watcher(Hand(database, editing, forms, history, admin_of(OURS)), folder / "packs")
        await watcher.load(1, 4)
        await watcher.look()
        for deed in deeds:
            with suppress(UnderstudyError):
                await watcher.do(deed)
            await watcher.look()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(0, 6)), max_size=12))
@example([(1, 6, 3)]).via("the undated episode gets another number")
@example([(0, 1, 0), (4, 0, 0)]).via("an episode is added, and the addition undone")
@example([(7, 1, 0), (4, 0, 0)]).via("a file is imported, and the import undone")
@example([(0, 1, 0), (6, 0, 0)]).via("an episode is added, and the server's copy deleted")
@example([(8, 4, 9)]).via("a newer pack leaves the undated episode out")
@example([(1, 1, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)]).via("an edit is undone, redone and undone again")
def test_no_row_that_disappears_opens_anything(deeds: list[Deed]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(watch(Path(folder), deeds))


async def test_an_import_of_several_that_is_undone_leaves_the_limit_what_it_was(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "understudy.db") as database:
        editing, forms = Deletion(database=database, clock=now), Forms(database=database, clock=now)
        history = History(database=database, clock=now)
        watcher = Watcher(Hand(database, editing, forms, history, admin_of(OURS)), tmp_path / "packs")
        await watcher.load(9, 9)
        limits = [await watcher.limit()]
        codes = ("S01E00.5", "S01E01.7", "S01E02.7")
        await watcher.take_in(
            Draft(slug="curtain", episodes=tuple(Episode(Position.from_code(code)) for code in codes))
        )
        limits.append(await watcher.limit())
        await undo_one(watcher.hand, 0)
        limits.append(await watcher.limit())
    assert limits[0] == limits[2] > limits[1]
