"""Importing into the real store: exactly what was read is saved, once, completely or not at all."""

import asyncio
import random
import secrets
import sys
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import now
from bot.domain.asking import Asker
from bot.domain.drafts import Doubtful, Draft
from bot.domain.editing_errors import NothingInFile, NothingToChange
from bot.domain.ids import GuildId, ShowId, UserId
from bot.domain.merging import merge
from bot.domain.positions import Position
from bot.domain.shows import Episode, Performance, Quote, Song
from bot.domain.spoilers import Audience
from bot.importers.pack_writing import write_pack, write_pack_json
from bot.importers.reading import read
from bot.importers.source import Format, Source
from bot.services.history import History
from bot.services.import_targets import ANYWHERE
from bot.services.imports import Imported, ImportPreview, Imports
from bot.services.pack_loading import bundled_packs, read_packs
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.guilds import guild_settings
from bot.store.health import health_of
from bot.store.shows import shows_of
from bot.store.unfiltered import unfiltered_show
from tests.domain.test_merging import drafts

PILOT = Episode(Position.from_code("S01E01"), title="Pilot")
SERVER = GuildId(7)
MODERATOR = Asker(UserId(1), SERVER, (), Audience.ASKER, manages=True)


async def read_here(source: Source, kind: Format | None) -> Draft:
    """Like reading in a child process, but faster."""
    return read(source, kind)


def imports_into(database: Database) -> Imports:
    return Imports(database=database, clock=now, read=read_here)


async def exported(database: Database) -> Draft:
    """The server's only show, as in a pack."""
    async with database.read() as reading:
        (show,) = await shows_of(reading, SERVER)
        return await unfiltered_show(reading, show)


async def import_draft(database: Database, draft: Draft) -> None:
    imports = imports_into(database)
    preview = await imports.preview(MODERATOR, draft, None)
    await imports.apply(MODERATOR, preview.id)


@given(first=drafts(), second=drafts())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_contains_exactly_what_a_merge_announced(
    tmp_path: Path, first: Draft, second: Draft
) -> None:
    path = tmp_path / f"{random.randrange(2**40)}.db"
    async with Database.open(path) as database:
        for draft in (first, second):
            named = replace(draft, title="Smash", slug="smash")
            async with database.read() as reading:
                shows = await shows_of(reading, SERVER)
                known = await unfiltered_show(reading, shows[0]) if shows else None
            if known is None:
                if not (draft.songs or draft.episodes):
                    return
            elif merge(known, named).is_empty:
                continue
            await import_draft(database, named)
        async with database.read() as reading:
            (show,) = await shows_of(reading, SERVER)
            assert merge(await unfiltered_show(reading, show), second).is_empty
        async with database.write() as writing:
            assert await search_is_in_step(writing)


async def test_the_bundled_show_round_trips_through_export_and_import(database: Database) -> None:
    (bundled,) = read_packs(bundled_packs()).values()
    await import_draft(database, read(Source("smash.toml", write_pack(bundled))))
    back = await exported(database)
    assert back.episodes == bundled.episodes
    assert set(back.songs) == set(bundled.songs)


async def test_undoing_an_import_deletes_every_quote_and_redoing_restores_them(database: Database) -> None:
    lines = b"season,episode,speaker,line\n" + b"".join(
        f"1,{1 + number % 9},Ivy,Line number {number}\n".encode() for number in range(2_000)
    )
    imports, history = imports_into(database), History(database=database, clock=now)
    draft = replace(read(Source("lines.csv", lines)), title="Smash")
    preview = await imports.preview(MODERATOR, draft, None)
    imported = await imports.apply(MODERATOR, preview.id)
    assert isinstance(imported, Imported)
    before = await exported(database)
    undone = await history.undo(MODERATOR, imported.saved.change)
    async with database.write() as writing:
        assert (await writing.one("SELECT count(*) FROM quote"))[0] == 0
        assert await search_is_in_step(writing)
    await history.undo(MODERATOR, undone.change)
    assert await exported(database) == before
    async with database.write() as writing:
        assert await search_is_in_step(writing)


_IMPORTER = """
import asyncio, sys
from pathlib import Path
from bot.domain.ids import GuildId
from bot.importers.source import Source
from bot.store.database import Database
from bot.services.import_targets import Into
from tests.services.test_imports import imports_into

async def main():
    async with Database.open(Path(sys.argv[1])) as database:
        print("begun", flush=True)
        await imports_into(database).for_host(
            Source("lines.csv", Path(sys.argv[2]).read_bytes()), None, Into(named="smash"), GuildId(7)
        )
        print("done", flush=True)

asyncio.run(main())
"""


async def test_a_killed_import_is_saved_completely_or_not_at_all(tmp_path: Path) -> None:
    """Killed at ten moments between start and end, with `kill -9`."""
    lines = b"season,episode,speaker,line\n" + b"".join(
        f"1,{1 + number % 9},Ivy,Line number {number} of many\n".encode() for number in range(8_000)
    )
    (tmp_path / "lines.csv").write_bytes(lines)
    chance, seen = random.Random(3), set[int]()
    for attempt in range(10):
        path = tmp_path / f"{attempt}.db"
        async with Database.open(path) as database, database.write() as writing:
            await writing.run("INSERT INTO show (id, slug, title, owner) VALUES (1, 'smash', 'Smash', 7)")
        command = [sys.executable, "-c", _IMPORTER, str(path), str(tmp_path / "lines.csv")]
        importer = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert importer.stdout is not None
        assert await importer.stdout.readline() == b"begun\n"
        await asyncio.sleep(chance.random() * (0.1 + attempt * 0.1))
        with suppress(ProcessLookupError):  # it had already finished
            importer.kill()
        await importer.wait()
        async with Database.open(path) as database:
            assert (await health_of(path)).faults == ()
            async with database.write() as writing:
                there = (await writing.one("SELECT count(*) FROM quote"))[0]
                changes = (await writing.one("SELECT count(*) FROM change"))[0]
                assert await search_is_in_step(writing)
            assert (there, changes) in {(0, 0), (8_000, 1)}
            seen.add(there)
    assert 0 in seen


async def test_a_hosts_import_for_every_server_belongs_to_no_server(database: Database) -> None:
    (bundled,) = read_packs(bundled_packs()).values()
    source = Source("smash.toml", write_pack(bundled))
    await imports_into(database).for_host(source, None, ANYWHERE, None)
    async with database.read() as reading:
        (show,) = await shows_of(reading, None)
        assert (show.owner, show.id) == (None, ShowId(1))


async def _made(database: Database, title: str, slug: str = "", *episodes: Episode[str, str]) -> Imported:
    imports = imports_into(database)
    preview = await imports.preview(MODERATOR, Draft(title=title, slug=slug, episodes=episodes), None)
    imported = await imports.apply(MODERATOR, preview.id)
    assert isinstance(imported, Imported)
    assert imported.target == preview.target
    return imported


async def test_shows_with_the_same_short_name_get_consecutive_numbers(database: Database) -> None:
    titles = ("Blood", "Blood+", "Blood!", "Blood?")
    slugs = [(await _made(database, title)).saved.show.slug for title in titles]
    assert slugs == ["blood", "blood-2", "blood-3", "blood-4"]


async def test_shows_with_generated_short_names_are_not_reported_as_similar(database: Database) -> None:
    made = [await _made(database, title) for title in ("Бесы", "鬼滅の刃", "Σμύρνη")]
    assert [one.saved.show.slug for one in made] == ["show", "show-2", "show-3"]
    assert [one.target.doubts for one in made] == [(), (), ()]


async def test_a_show_with_a_similar_title_is_a_new_show_with_a_doubt(database: Database) -> None:
    await _made(database, "Blood", "blood", PILOT)
    preview = await imports_into(database).preview(
        MODERATOR, Draft(title="Blood+", slug="blood", episodes=(replace(PILOT, title="Other"),)), None
    )
    assert (preview.target.show, preview.target.slug) == (None, "blood-2")
    assert [doubt.what for doubt in preview.target.doubts] == [Doubtful.SIMILAR_SHOW]


async def test_a_second_show_with_the_same_title_can_be_imported_as_new(database: Database) -> None:
    await _made(database, "Ghosts", "ghosts", PILOT)
    imports = imports_into(database)
    other = Draft(title="Ghosts", slug="ghosts", episodes=(replace(PILOT, title="Other"),))
    preview = await imports.preview(MODERATOR, other, None)
    assert preview.merge.overwritten[0].new == "Other"
    chosen = await imports.choose(MODERATOR, preview.id, None)
    assert (chosen.target.show, chosen.target.slug, chosen.merge.overwritten) == (None, "ghosts-2", ())
    assert [(doubt.what, doubt.text) for doubt in chosen.target.doubts] == [(Doubtful.SAME_TITLE, "Ghosts")]
    imported = await imports.apply(MODERATOR, chosen.id)
    assert isinstance(imported, Imported)
    assert imported.saved.show.slug == "ghosts-2"


@pytest.mark.parametrize(("second", "doubts"), [("Second", []), ("Andere", [Doubtful.OTHER_TITLES])])
async def test_a_file_whose_titles_all_differ_may_be_for_another_show(
    database: Database, second: str, doubts: list[Doubtful]
) -> None:
    later = replace(PILOT, position=Position.from_code("S01E02"), title="Second")
    await _made(database, "Ghosts", "ghosts", PILOT, later)
    other = Draft(title="Ghosts", episodes=(replace(PILOT, title="Other"), replace(later, title=second)))
    preview = await imports_into(database).preview(MODERATOR, other, None)
    assert [doubt.what for doubt in preview.merge.doubts] == doubts


async def test_changes_made_since_the_preview_are_shown_before_saving(database: Database) -> None:
    await _made(database, "Ghosts", "ghosts", PILOT)
    imports = imports_into(database)
    draft = Draft(title="Ghosts", episodes=(replace(PILOT, title="Mine"),))
    preview = await imports.preview(MODERATOR, draft, None)
    somebody = replace(MODERATOR, user=UserId(2))
    theirs = await imports.preview(
        somebody, Draft(title="Ghosts", episodes=(replace(PILOT, title="Theirs"),)), None
    )
    assert isinstance(await imports.apply(somebody, theirs.id), Imported)
    again = await imports.apply(MODERATOR, preview.id)
    assert isinstance(again, ImportPreview)
    assert again.again
    assert [(change.old, change.new) for change in again.merge.overwritten] == [("Theirs", "Mine")]
    assert isinstance(await imports.apply(MODERATOR, again.id), Imported)


async def test_importing_a_new_show_does_not_change_the_default(database: Database) -> None:
    first = await _made(database, "First")
    await _made(database, "Second")
    async with database.read() as reading:
        assert (await guild_settings(reading, SERVER)).default_show == first.saved.show.progress_key


names = st.sampled_from(["Más", "Mas", "mas", "Yes?", "Yes!", "दिल", "दाल", "Blood", "Blood+", "!!!"])


@st.composite
def catalogues(draw: st.DrawFn) -> Draft:
    titles = draw(st.lists(names, unique=True, max_size=7))
    singers = st.sampled_from([(), ("Ana", "Aña")])
    sung: st.SearchStrategy[Performance[str, str]] = st.builds(Performance, st.sampled_from(titles), singers)
    quotes: st.SearchStrategy[Quote[str]] = st.builds(
        Quote, names, st.none() | names, st.none() | names, st.sampled_from([None, "0:01"])
    )
    return Draft(
        songs=tuple(Song(title, draw(st.sampled_from([(), ("Ana", "Ána")]))) for title in titles),
        episodes=tuple(
            Episode(
                Position(1, Decimal(number)),
                title=draw(st.none() | names),
                performances=tuple(draw(st.lists(sung, max_size=3))) if titles else (),
                quotes=tuple(draw(st.lists(quotes, max_size=5))),
                scenes=tuple(draw(st.lists(names, max_size=2))),
            )
            for number in range(draw(st.integers(0, 3)))
        ),
    )


@given(catalogue=catalogues(), json=st.booleans())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_export_changes_nothing_of_its_own_show_and_makes_the_same_one_anew(
    tmp_path: Path, catalogue: Draft, json: bool
) -> None:
    async with Database.open(tmp_path / f"{secrets.token_hex(8)}.db") as database:
        imports = imports_into(database)
        show = (await _made(database, "Show")).saved.show
        preview_of = replace(catalogue, title="Show")
        if catalogue.songs or catalogue.episodes:
            preview = await imports.preview(MODERATOR, preview_of, None)
            assert isinstance(await imports.apply(MODERATOR, preview.id), Imported)
        async with database.read() as reading:
            before = await unfiltered_show(reading, show)
        file = Source("show.json" if json else "show.toml", (write_pack_json if json else write_pack)(before))
        for named in (None, "show"):
            with pytest.raises(NothingToChange if before.songs or before.episodes else NothingInFile):
                await imports.preview(MODERATOR, read(file), named)
        again = await imports.preview(MODERATOR, replace(read(file), title="Again", slug=""), None)
        imported = await imports.apply(MODERATOR, again.id)
        assert isinstance(imported, Imported)
        other = imported.saved.show
        async with database.read() as reading:
            after = await unfiltered_show(reading, other)
        assert replace(after, slug="show", title="Show") == before


@given(named=st.lists(st.tuples(names, st.sampled_from(["", "blood", "mas", "show"])), max_size=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_show_an_import_creates_is_the_one_the_preview_named(
    tmp_path: Path, named: list[tuple[str, str]]
) -> None:
    async with Database.open(tmp_path / f"{secrets.token_hex(8)}.db") as database:
        made: dict[str, str] = {}
        for number, (title, slug) in enumerate(named):
            episode = Episode(Position(2, Decimal(number)), title=title)
            imported = await _made(database, title, slug, episode)
            assert made.setdefault(title, imported.saved.show.slug) == imported.saved.show.slug
            assert imported.saved.show.slug == imported.target.slug
        assert len({*made.values()}) == len(made)
