"""The migration of season 0 from a database where it came before everything."""

import json
import logging
import sqlite3
from pathlib import Path
from typing import Any, LiteralString

import pytest

from bot.store.database import Database
from bot.store.migrations import migrations
from bot.store.snapshots import IMAGE
from tests.store.test_migrations import migrated

BEFORE = 9
"""The last schema version in which season 0 came first."""

SPECIAL, FILM, AFTER_ALL = 90_000, 100_000, 999_999_999_999
"""The old keys of S00E09 and S00E10, and of the position after everything."""

EPISODE_1, EPISODE_2 = 100_010_000, 100_020_000
UNPLACED = 1_000_000_000_000


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A database of the old version with two specials, one of them dated."""
    path = tmp_path / "old.db"
    await migrated(path, migrations()[:BEFORE])
    connection = sqlite3.connect(path)
    connection.executescript(
        f"""
        INSERT INTO show (id, slug, title) VALUES (1, 'play', 'Play');
        INSERT INTO episode (id, show_id, position, title, aired) VALUES
            (1, 1, {EPISODE_1}, 'One', '2020-01-01'), (2, 1, {EPISODE_2}, 'Two', '2020-02-01'),
            (3, 1, {EPISODE_1 + 1}, 'Extra', NULL),
            (4, 1, {SPECIAL}, 'Special', '2020-01-15'), (5, 1, {FILM}, 'Film', NULL);
        INSERT INTO progress VALUES (1, 1, {SPECIAL}), (2, 1, {EPISODE_2}), (3, 1, -1), (4, 1, {AFTER_ALL});
        INSERT INTO guild (id) VALUES (7);
        INSERT INTO place_policy VALUES
            (7, 0, 0, 'up-to', {FILM}, NULL, 1), (7, 1, 0, 'up-to', {EPISODE_1}, NULL, 0),
            (7, 2, 0, 'aired', NULL, 7, 0), (7, 3, 0, 'up-to', {AFTER_ALL}, NULL, 0);
        INSERT INTO story_order VALUES (1, 1, {SPECIAL}, 4), (1, 1, {EPISODE_1}, 1);
        INSERT INTO change (id, guild_id, show_id, made_at, action, subject, position, copied) VALUES
            (1, 7, 1, '2024-01-01', 'edit', 'episode', {SPECIAL}, 0);
        INSERT INTO form (id, user_id, guild_id, subject, base, typed, made_at) VALUES
            (1, 1, 7, '["new","play",{SPECIAL}]', '{{}}', '{{}}', '2024-01-01'),
            (2, 1, 7, '["new","play",{EPISODE_1}]', '{{}}', '{{}}', '2024-01-01'),
            (3, 1, 7, '["facts","play",4]', '{{}}', '{{}}', '2024-01-01');
        """
    )
    old = IMAGE
    ids = ("tvdb", "imdb", "tmdb", "tvmaze")
    for later in ("known_as", "still", "has_songs", "poster", "accent", *ids):
        old = old.replace(f", '{later}', {later}", "")
    for episode in (1, 4, 5):
        connection.execute(
            f"""
            INSERT INTO change_part SELECT 1, kind, part_id, {old}
            FROM (SELECT 'episode' AS kind, {episode} AS part_id) AS part
            """
        )
    connection.commit()
    connection.close()
    return path


async def rows(path: Path, sql: LiteralString) -> list[tuple[Any, ...]]:
    async with Database.open(path) as database, database.read() as reading:
        return [tuple(row) for row in await reading.rows(sql)]


async def test_dated_specials_are_placed_by_date_and_undated_ones_come_last(path: Path) -> None:
    assert await rows(path, "SELECT id, position, known_as FROM episode ORDER BY position") == [
        (1, EPISODE_1, None),
        (3, EPISODE_1 + 1, None),
        (4, EPISODE_1 + 2, UNPLACED + SPECIAL),
        (2, EPISODE_2, None),
        (5, UNPLACED + FILM, None),
    ]


async def test_progress_at_a_special_becomes_not_started(path: Path) -> None:
    assert await rows(path, "SELECT user_id, position FROM progress ORDER BY user_id") == [
        (1, -1),
        (2, EPISODE_2),
        (3, -1),
        (4, -1),
    ]


async def test_a_limit_at_a_special_hides_all_spoilers_and_stays_strict(path: Path) -> None:
    policies = "SELECT kind, up_to, days, strict FROM place_policy ORDER BY place_id"
    assert await rows(path, policies) == [
        ("tagged", None, None, 1),
        ("up-to", EPISODE_1, None, 0),
        ("aired", None, 7, 0),
        ("tagged", None, None, 0),
    ]


async def test_other_stored_positions_are_migrated_too(path: Path) -> None:
    assert await rows(path, "SELECT position FROM story_order ORDER BY position") == [
        (EPISODE_1,),
        (UNPLACED + SPECIAL,),
    ]
    assert await rows(path, "SELECT position FROM change") == [(UNPLACED + SPECIAL,)]


async def test_open_forms_are_migrated_too(path: Path) -> None:
    await migrated(path, migrations()[:18])  # later versions have no such table
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT subject FROM form ORDER BY id").fetchall()
    connection.close()
    subjects = [json.loads(subject) for (subject,) in found]
    assert subjects == [["new", "play", UNPLACED + SPECIAL], ["new", "play", EPISODE_1], ["facts", "play", 4]]


async def test_the_history_can_still_detect_later_changes(path: Path) -> None:
    """A snapshot of an episode that did not move is exactly equal to its current row."""
    same = f"""
        SELECT part_id, part.before IS {IMAGE}, json_extract(before, '$.position')
        FROM change_part AS part ORDER BY part_id
    """
    assert await rows(path, same) == [
        (1, 1, EPISODE_1),
        (4, 0, UNPLACED + SPECIAL),
        (5, 1, UNPLACED + FILM),
    ]


async def test_the_migration_logs_what_it_changed(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot.store.migrations"):
        await rows(path, "SELECT 1")
    assert [record.getMessage().partition(": ")[2] for record in caplog.records] == [
        "2 season 0 specials now come after everything, or where their air date puts them",
        '2 members\' progress was in season 0, or beyond every episode, and is now "not started"',
        '2 spoiler limits were "up to" season 0, or beyond every episode, and now hide all spoilers',
    ]


async def test_without_specials_the_migration_logs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="bot.store.migrations"):
        await rows(tmp_path / "new.db", "SELECT 1")
    assert caplog.records == []
