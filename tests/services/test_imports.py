"""Importing through the real store: what comes in is what was read, once, and all of it or nothing."""

import asyncio
import random
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from bot.app import now
from bot.domain.asking import Asker
from bot.domain.drafts import Draft, ShowDraft
from bot.domain.ids import GuildId, ShowId, UserId
from bot.domain.merging import merge
from bot.domain.spoilers import Audience
from bot.importers.pack_writing import write_pack
from bot.importers.reading import Format, read
from bot.importers.source import Source
from bot.services.exports import draft_of
from bot.services.history import History
from bot.services.imports import Imports
from bot.services.packs import bundled_packs, read_packs
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from bot.store.plain import show_as_it_is
from bot.store.shows import shows_of
from tests.domain.test_merging import drafts

SERVER = GuildId(7)
MODERATOR = Asker(UserId(1), SERVER, (), Audience.ASKER, manages=True)


async def read_here(source: Source, kind: Format | None) -> Draft:
    """The same as in a process of its own, and quicker."""
    return read(source, kind)


def imports_into(database: Database) -> Imports:
    return Imports(database=database, clock=now, read=read_here)


async def exported(database: Database) -> ShowDraft:
    """The one show of the server, as a pack would tell it."""
    async with database.read() as reading:
        (show,) = await shows_of(reading, SERVER)
        return draft_of(show, await show_as_it_is(reading, show.id))


async def take_in(database: Database, draft: Draft) -> None:
    imports = imports_into(database)
    preview = await imports.preview(MODERATOR, draft, None)
    await imports.apply(MODERATOR, preview.id)


@given(first=drafts(), second=drafts())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_a_merge_says_is_what_the_store_then_has(
    tmp_path: Path, first: Draft, second: Draft
) -> None:
    path = tmp_path / f"{random.randrange(2**40)}.db"
    async with Database.open(path) as database:
        for draft in (first, second):
            named = replace(draft, title="Smash", slug="smash")
            async with database.read() as reading:
                shows = await shows_of(reading, SERVER)
                known = await show_as_it_is(reading, shows[0].id) if shows else None
            if known is None:
                if not (draft.songs or draft.episodes):
                    return
            elif merge(known, named).is_empty:
                continue
            await take_in(database, named)
        async with database.read() as reading:
            (show,) = await shows_of(reading, SERVER)
            assert merge(await show_as_it_is(reading, show.id), second).is_empty
        async with database.write() as writing:
            assert await search_is_in_step(writing)


async def test_the_bundled_show_comes_back_whole_from_its_own_pack(database: Database) -> None:
    (bundled,) = read_packs(bundled_packs()).values()
    await take_in(database, read(Source("smash.toml", write_pack(bundled))))
    back = await exported(database)
    assert back.episodes == bundled.episodes
    assert set(back.songs) == set(bundled.songs)


async def test_an_undone_import_leaves_no_line_and_a_redone_one_all_of_them(database: Database) -> None:
    lines = b"season,episode,speaker,line\n" + b"".join(
        f"1,{1 + number % 9},Ivy,Line number {number}\n".encode() for number in range(2_000)
    )
    imports, history = imports_into(database), History(database=database, clock=now)
    draft = replace(read(Source("lines.csv", lines)), title="Smash")
    preview = await imports.preview(MODERATOR, draft, None)
    saved = await imports.apply(MODERATOR, preview.id)
    before = await exported(database)
    undone = await history.undo(MODERATOR, saved.change)
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
from tests.services.test_imports import imports_into

async def main():
    async with Database.open(Path(sys.argv[1])) as database:
        print("begun", flush=True)
        await imports_into(database).for_host(
            Source("lines.csv", Path(sys.argv[2]).read_bytes()), None, None, GuildId(7)
        )
        print("done", flush=True)

asyncio.run(main())
"""


async def test_a_killed_import_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """Killed at ten moments between its begin and its end, with `kill -9`."""
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
        with suppress(ProcessLookupError):  # it was quicker
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


async def test_an_import_for_every_server_is_no_servers_own(database: Database) -> None:
    (bundled,) = read_packs(bundled_packs()).values()
    source = Source("smash.toml", write_pack(bundled))
    await imports_into(database).for_host(source, None, None, None)
    async with database.read() as reading:
        (show,) = await shows_of(reading, None)
        assert (show.owner, show.id) == (None, ShowId(1))
