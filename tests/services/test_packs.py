import shutil
from pathlib import Path

import pytest

from bot.domain.start_errors import BrokenPack
from bot.services.packs import bundled_packs, load_packs
from bot.store.database import Database

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


async def everything(database: Database) -> dict[str, Rows]:
    async with database.read() as reading:
        names = await reading.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        # Table names come from the database itself, and a test may put them together.
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


async def test_loading_again_changes_nothing(database: Database, folder: Path) -> None:
    await load_packs(database, folder)
    before = await everything(database)
    await load_packs(database, folder)
    assert await everything(database) == before


async def test_a_changed_pack_updates_what_changed_and_keeps_the_ids_of_the_rest(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    before = await everything(database)
    (folder / "small" / "season.toml").write_text(
        PILOT.replace('"Pilot"', '"The Pilot"').replace('"one"', '"three"')
        + '[[episode]]\ncode = "S01E02"\ntitle = "Second"\nsongs = [{ title = "Cut" }]\n'
    )
    await load_packs(database, folder)
    after = await everything(database)
    assert [row[0] for row in after["episode"]] == [row[0] for row in before["episode"]]
    assert after["episode"][0][3] == "The Pilot"
    assert after["song"] == before["song"]
    assert after["performance"] == before["performance"]
    lines = {row[4]: row[0] for row in after["quote"]}
    old = {row[4]: row[0] for row in before["quote"]}
    assert lines.keys() == {"three", "two"}
    assert lines["two"] == old["two"]
    assert lines["three"] not in old.values()


async def test_an_episode_that_is_gone_from_the_pack_is_gone_with_all_that_hung_on_it(
    database: Database, folder: Path
) -> None:
    await load_packs(database, folder)
    (folder / "small" / "season.toml").write_text(PILOT)
    (folder / "small" / "songs.toml").write_text("")
    await load_packs(database, folder)
    after = await everything(database)
    assert [row[3] for row in after["episode"]] == ["Pilot"]
    assert after["song"] == after["performance"] == []


async def test_what_belongs_to_a_server_is_left_alone(database: Database, folder: Path) -> None:
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
    before = await everything(database)
    with pytest.raises(BrokenPack) as broken:
        await load_packs(database, folder)
    (problem,) = broken.value.problems
    assert (problem.file, problem.line) == ("broken/season.toml", 2)
    assert await everything(database) == before
