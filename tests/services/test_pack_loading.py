import shutil
from pathlib import Path

import pytest

from bot.app import now
from bot.domain.editing_errors import ChangeNotFound
from bot.domain.ids import GuildId
from bot.domain.start_errors import BrokenPack
from bot.importers.source import Source
from bot.services.history import History
from bot.services.import_targets import Into
from bot.services.pack_loading import bundled_packs, load_packs
from bot.services.setup import CLOSED
from bot.store.database import Database
from bot.store.forks import copy_show
from bot.store.guilds import guild_settings, set_default_show
from bot.store.places import PlacePolicy, policies_of, set_policy
from bot.store.shows import shows_of
from tests.services.test_imports import imports_into

Rows = list[tuple[object, ...]]

PILOT = """
[[episode]]
code = "S01E01"
title = "Pilot"
[[episode.quotes]]
text = "one"
[[episode.quotes]]
text = "two"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small pack."""
    pack = tmp_path / "packs" / "small"
    pack.mkdir(parents=True)
    (pack / "show.toml").write_text('slug = "small"\ntitle = "Small"\n')
    (pack / "songs.toml").write_text('[[song]]\ntitle = "Cut"\n')
    (pack / "season.toml").write_text(
        PILOT + '[[episode]]\ncode = "S01E02"\ntitle = "Second"\nsongs = [{ title = "Cut" }]\n'
    )
    return pack.parent


async def all_rows(database: Database) -> dict[str, Rows]:
    async with database.read() as reading:
        names = await reading.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        # The table names come from the database itself.
        return {
            str(row["name"]): [tuple(found) for found in await reading.rows(f"SELECT * FROM {row['name']}")]  # pyright: ignore[reportArgumentType]
            for row in names
        }


async def test_the_bundled_packs_load(database: Database) -> None:
    await load_packs(database, bundled_packs())
    async with database.read() as reading:
        count = await reading.one("SELECT count(*) AS n FROM episode")
        quotes = await reading.one("SELECT count(*) AS n, min(id) AS first, max(id) AS last FROM quote")
        show = await reading.one("SELECT id FROM show")
    assert count["n"] == 32
    assert quotes["n"] == 10
    assert quotes["first"] >> 24 == quotes["last"] >> 24 == show["id"]


async def test_loading_packs_again_changes_nothing(database: Database, folder: Path) -> None:
    await load_packs(database, folder)
    before = await all_rows(database)
    await load_packs(database, folder)
    assert await all_rows(database) == before


async def test_a_changed_pack_updates_what_changed_and_keeps_the_ids_of_the_rest(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    before = await all_rows(database)
    (folder / "small" / "season.toml").write_text(
        PILOT.replace('"Pilot"', '"The Pilot"').replace('"one"', '"three"')
        + '[[episode]]\ncode = "S01E02"\ntitle = "Second"\nsongs = [{ title = "Cut" }]\n'
    )
    await load_packs(database, folder)
    after = await all_rows(database)
    assert [row[0] for row in after["episode"]] == [row[0] for row in before["episode"]]
    assert after["episode"][0][3] == "The Pilot"
    assert after["song"] == before["song"]
    assert after["performance"] == before["performance"]
    lines = {row[4]: row[0] for row in after["quote"]}
    old = {row[4]: row[0] for row in before["quote"]}
    assert lines.keys() == {"three", "two"}
    assert lines["two"] == old["two"]
    assert lines["three"] not in old.values()


async def test_an_episode_removed_from_the_pack_is_deleted_with_everything_in_it(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    (folder / "small" / "season.toml").write_text(PILOT)
    (folder / "small" / "songs.toml").write_text("")
    await load_packs(database, folder)
    after = await all_rows(database)
    assert [row[3] for row in after["episode"]] == ["Pilot"]
    assert after["song"] == after["performance"] == []


async def test_loading_packs_does_not_change_a_servers_own_show(database: Database, folder: Path) -> None:
    async with database.write() as writing:
        await writing.run("INSERT INTO show (slug, title, owner) VALUES ('small', 'Ours', 42)")
        await writing.run("INSERT INTO episode (show_id, position, title) VALUES (1, 100010000, 'Our pilot')")
    await load_packs(database, folder)
    async with database.read() as reading:
        ours = await reading.rows("SELECT title FROM episode WHERE show_id = 1")
        shows = await reading.rows("SELECT title FROM show ORDER BY id")
    assert [row["title"] for row in ours] == ["Our pilot"]
    assert [row["title"] for row in shows] == ["Ours", "Small"]


async def test_a_broken_pack_is_refused_by_name_and_nothing_is_loaded(
    database: Database, folder: Path
) -> None:
    shutil.copytree(folder / "small", folder / "broken")
    (folder / "broken" / "season.toml").write_text('[[episode]]\ncode = "S01"\n')
    before = await all_rows(database)
    with pytest.raises(BrokenPack) as broken:
        await load_packs(database, folder)
    (problem,) = broken.value.problems
    assert (problem.file, problem.line) == ("broken/season.toml", 2)
    assert await all_rows(database) == before


async def test_a_pack_update_waits_until_the_hosts_changes_are_undone(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    imports, history = imports_into(database), History(database=database, clock=now)
    line = Source("lines.csv", b"season,episode,text\n1,1,Ours.\n")
    imported = await imports.for_host(line, None, Into(named="small"), None)
    (folder / "small" / "season.toml").write_text(PILOT.replace('"Pilot"', '"The Pilot"'))
    await load_packs(database, folder)
    waiting = await all_rows(database)
    assert [row[4] for row in waiting["quote"]][-1] == "Ours."
    assert waiting["episode"][0][3] == "Pilot"
    undone = await history.undo_for_host(imported.saved.change)
    await load_packs(database, folder)
    after = await all_rows(database)
    assert after["episode"][0][3] == "The Pilot"
    assert [row[4] for row in after["quote"]] == ["one", "two"]
    with pytest.raises(ChangeNotFound):
        await history.undo_for_host(undone.change)


async def test_settings_follow_a_bundled_shows_new_key_except_in_servers_with_a_copy(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    imports, history = imports_into(database), History(database=database, clock=now)
    async with database.write() as writing:
        show = (await shows_of(writing, None))[0]
        for guild in (GuildId(1), GuildId(2)):
            await set_default_show(writing, guild, show.progress_key)
            await set_policy(writing, guild, PlacePolicy(None, show.progress_key, CLOSED))
        await copy_show(writing, show, GuildId(2))
    for title in ("One", "Other"):
        rows = f'[{{"season": 3, "number": 1, "name": "{title}", "airdate": "2020-01-01"}}]'
        added = await imports.for_host(Source("l.json", rows.encode()), None, Into(named="small"), None)
        if title == "One":
            await history.undo_for_host(added.saved.change)
    assert added.saved.renumbered
    key = added.saved.show.progress_key
    async with database.read() as reading:
        kept = await policies_of(reading, GuildId(1))
        assert {setting.show for setting in kept} == {show.progress_key, key}
        assert (await guild_settings(reading, GuildId(1))).default_show == key
        assert (await guild_settings(reading, GuildId(2))).default_show == show.progress_key
