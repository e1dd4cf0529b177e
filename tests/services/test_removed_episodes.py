"""An episode that blocks an `aired` limit still blocks it after being moved or deleted."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.aired_limit import Airing
from bot.domain.drafts import Draft
from bot.domain.errors import UnderstudyError
from bot.domain.ids import EpisodeId, ShowId
from bot.domain.policies import Kind, Policy, ceiling_of
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
from tests.services.test_history import Moderator, now, undo_one
from tests.services.test_imports import imports_into

CODES = ("S01E01", "S01E01.5", "S01E02", "special after S01E02", "S01E03", "S02E01", "S00E01")
DAYS = ("", "2024-01-05", "2029-01-01")
"""No date, a past one and a future one."""
AIRED = Policy(Kind.AIRED, days=0)

Action = tuple[int, int, int]
"""Which edit, and two numbers that choose the item."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Edits a show, and remembers each position's last known air date: the bundled show's, and the copy's."""

    moderator: Moderator
    packs: Path
    shows: list[ShowId] = field(default_factory=list[ShowId])
    known: dict[ShowId, dict[Position, date | None]] = field(
        default_factory=dict[ShowId, dict[Position, date | None]]
    )
    snapshots: list[dict[Position, Episode[Label, Veiled]]] = field(
        default_factory=list[dict[Position, Episode[Label, Veiled]]]
    )

    async def do(self, action: Action) -> None:
        """One of the edits. Raises what it raises."""
        kind, a, b = action
        moderator, code = self.moderator, CODES[a % len(CODES)]
        slug = (await self.show()).slug
        episode = EpisodeId(await moderator.one_of("episode", slug, b))
        key = Position.from_code(code).key
        draft = Draft(slug=slug, episodes=(Episode(Position.from_code(code)),))
        actions: list[Callable[[], Awaitable[object]]] = [
            lambda: fill_in(moderator.forms, moderator.asker, NewEpisode(slug, key), aired=DAYS[b % 3]),
            lambda: fill_in(moderator.forms, moderator.asker, EpisodeFacts(slug, episode), place=code),
            lambda: fill_in(moderator.forms, moderator.asker, EpisodeFacts(slug, episode), aired=DAYS[a % 3]),
            lambda: moderator.editing.delete_episode(moderator.asker, slug, episode),
            lambda: undo_one(moderator, 0),
            lambda: undo_one(moderator, a),
            lambda: moderator.editing.delete_show(moderator.asker, slug),
            lambda: self.import_draft(draft),
            lambda: self.load(a, b),
        ]
        await actions[kind]()

    async def show(self) -> Show:
        """The show as the server sees it."""
        async with self.moderator.database.read() as reading:
            return (await shows_of(reading, OURS))[0]

    async def import_draft(self, draft: Draft) -> None:
        """Import a file."""
        imports = imports_into(self.moderator.database)
        await imports.apply(
            self.moderator.asker, (await imports.preview(self.moderator.asker, draft, draft.slug)).id
        )

    async def load(self, left_out: int, undated: int) -> None:
        """Load a newer pack without one of the episodes, and with another undated."""
        shown = [
            f'[[episode]]\ncode = "{code}"\n'
            + ("" if index == undated else f"aired = 2024-01-0{index + 1}\n")
            for index, code in enumerate(CODES[:6])
            if index != left_out
        ]
        folder = self.packs / "curtain"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "show.toml").write_text('slug = "curtain"\ntitle = "Curtain"\n', encoding="utf-8")
        (folder / "episodes.toml").write_text("\n".join(shown), encoding="utf-8")
        await load_packs(self.moderator.database, self.packs)

    async def limit(self) -> Limit:
        """The show's current limit."""
        show = await self.show()
        async with self.moderator.database.read() as reading:
            return (await Viewpoints(clock=now).ceiling(reading, OURS, AIRED, show)).limit

    async def check(self) -> None:
        """Check that nothing is visible that the last known air date of any position blocks.

        An episode added by mistake blocks nothing once it is deleted.
        """
        show = await self.show()
        async with self.moderator.database.read() as reading:
            entries = await entries_of(reading, show.id)
        there = {entry.position: entry for entry in entries}
        self.snapshots.append(there)
        # A copy begins with what is known of the show that was there before it.
        before = self.known[self.shows[-1]] if self.shows else {}
        seen = self.known.setdefault(show.id, dict(before))
        self.shows.append(show.id)
        for place in list(seen):
            if place not in there and self._was_a_mistake(place):
                del seen[place]
        seen.update({place: entry.aired for place, entry in there.items()})
        airings = [Airing(place, seen[place], place not in there) for place in sorted(seen)]
        assert await self.limit() <= ceiling_of(AIRED, airings, now()).limit

    def _was_a_mistake(self, place: Position) -> bool:
        """Whether everything after a position existed, with its date, before anything was at the position.

        An episode that left the position counts with its old position.
        """
        first = next(number for number, snapshot in enumerate(self.snapshots) if place in snapshot)
        if first == 0:
            return False
        left = {snapshot[place].id for snapshot in self.snapshots if place in snapshot}
        before = {(entry.position, entry.aired) for entry in self.snapshots[first - 1].values()}
        after = [
            entry for at, entry in self.snapshots[-1].items() if place < at < LAST and entry.id not in left
        ]
        return all((entry.position, entry.aired) in before for entry in after)


async def watch(folder: Path, actions: list[Action]) -> None:
    async with Database.open(folder / "understudy.db") as database:
        editing, forms = Deletion(database=database, clock=now), Forms(database=database, clock=now)
        history = History(database=database, clock=now)
        watcher = Watcher(Moderator(database, editing, forms, history, admin_of(OURS)), folder / "packs")
        await watcher.load(1, 4)
        await watcher.check()
        for action in actions:
            with suppress(UnderstudyError):
                await watcher.do(action)
            await watcher.check()


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(0, 6)), max_size=12))
@example([(1, 6, 3)]).via("the undated episode gets another number")
@example([(0, 1, 0), (4, 0, 0)]).via("an episode is added, and the addition undone")
@example([(7, 1, 0), (4, 0, 0)]).via("a file is imported, and the import undone")
@example([(0, 1, 0), (6, 0, 0)]).via("an episode is added, and the server's copy deleted")
@example([(3, 0, 1), (4, 0, 0), (8, 0, 2), (4, 0, 0)]).via(
    "a copy is given up, and comes back after a newer pack"
)
@example([(8, 4, 9)]).via("a newer pack leaves the undated episode out")
@example([(1, 1, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)]).via("an edit is undone, redone and undone again")
def test_no_way_of_removing_an_episode_raises_the_limit(actions: list[Action]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(watch(Path(folder), actions))


async def test_undoing_an_import_of_several_episodes_restores_the_limit(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "understudy.db") as database:
        editing, forms = Deletion(database=database, clock=now), Forms(database=database, clock=now)
        history = History(database=database, clock=now)
        watcher = Watcher(Moderator(database, editing, forms, history, admin_of(OURS)), tmp_path / "packs")
        await watcher.load(9, 9)
        limits = [await watcher.limit()]
        codes = ("S01E00.5", "S01E01.7", "S01E02.7")
        await watcher.import_draft(
            Draft(slug="curtain", episodes=tuple(Episode(Position.from_code(code)) for code in codes))
        )
        limits.append(await watcher.limit())
        await undo_one(watcher.moderator, 0)
        limits.append(await watcher.limit())
    assert limits[0] == limits[2] > limits[1]
