"""Databases of every version, with data in them, open in the newest one, and nothing is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.app import opened
from bot.domain.ids import ProgressKey, UserId
from bot.domain.positions import Position
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from bot.store.migrations import migrate, migrations
from bot.store.progress import all_progress_of

NEWEST = migrations()[-1].version
FIRST, SECOND = (Position(1, Decimal(number)).key for number in (1, 2))
GUILD, FAN, MODERATOR, CHANNEL = 7_001, 7_002, 7_003, 7_004

ROWS: list[tuple[str, dict[str, Any]]] = [
    ("show", {"id": 1, "slug": "kept", "title": "kept title", "quotes_numbered": 2}),
    ("show", {"id": 2, "slug": "own", "title": "kept own title", "owner": GUILD}),
    ("episode", {"id": 1, "show_id": 1, "position": FIRST, "title": "kept one", "summary": "kept story",
                 "aired": "2024-01-01", "production_code": "kept code"}),
    ("episode", {"id": 2, "show_id": 1, "position": SECOND, "title": "kept two"}),
    ("episode", {"id": 3, "show_id": 2, "position": FIRST, "title": "kept three"}),
    ("credit", {"episode_id": 1, "role": "guest", "ordinal": 0, "name": "kept guest",
                "character": "kept part"}),
    ("song", {"id": 1, "show_id": 1, "title": "kept song", "writers": '["kept writer"]'}),
    ("performance", {"song_id": 1, "episode_id": 1, "ordinal": 0, "performers": '["kept singer"]',
                     "context": "kept context"}),
    ("quote", {"id": 1 << 24 | 1, "episode_id": 1, "ordinal": 0, "speaker": "kept speaker",
               "text": "kept words of one", "context": "kept aside"}),
    ("quote", {"id": 1 << 24 | 2, "episode_id": 2, "ordinal": 0, "speaker": "kept speaker",
               "text": "kept words of two"}),
    ("scene", {"episode_id": 1, "ordinal": 0, "text": "kept scene"}),
    ("remembered", {"name": "kept name", "value": "kept value"}),
    ("guild", {"id": GUILD, "default_show": 1, "log_channel": CHANNEL, "hides_titles": 1}),
    ("moderator_role", {"guild_id": GUILD, "role_id": MODERATOR}),
    ("place_policy", {"guild_id": GUILD, "place_id": CHANNEL, "progress_key": 1, "kind": "up-to",
                      "up_to": SECOND, "strict": 1, "up_to_under": 1}),
    ("progress", {"user_id": FAN, "progress_key": 1, "position": SECOND}),
    ("change", {"id": 1, "guild_id": GUILD, "show_id": 2, "user_id": MODERATOR, "copied": 0,
                "made_at": "2024-01-01T00:00:00+00:00", "action": "edit", "subject": "show"}),
    ("repost", {"message_id": 9_001, "guild_id": GUILD, "channel_id": CHANNEL, "author_id": FAN,
                "made_at": "2024-01-01T00:00:00+00:00"}),
]  # fmt: skip
"""What was stored: texts all begin with "kept"."""


def fill(path: Path) -> set[str]:
    """Store what this version can hold; gives the texts."""
    kept: set[str] = set()
    with closing(sqlite3.connect(path)) as connection:
        for table, row in ROWS:
            known = {column[1] for column in connection.execute(f"PRAGMA table_info({table})")}
            given = {name: value for name, value in row.items() if name in known}
            if not given:
                continue
            places = ", ".join("?" * len(given))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(given)}) VALUES ({places})", [*given.values()]
            )
            kept |= {text for text in given.values() if isinstance(text, str) and "kept" in text}
        connection.commit()
    return kept


def texts(path: Path) -> Iterator[str]:
    """Every text that is stored."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            for row in connection.execute(f"SELECT * FROM {table}"):
                yield from (value for value in row if isinstance(value, str))


@pytest.mark.parametrize("version", range(1, NEWEST + 1))
async def test_a_database_of_every_version_opens_in_the_newest_and_nothing_is_lost(
    tmp_path: Path, version: int
) -> None:
    path, packs = tmp_path / "u.db", tmp_path / "packs"
    packs.mkdir()
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrate(connection, path, migrations()[:version])
    kept = fill(path)
    assert len(kept) > 10
    async with opened(path, packs) as database:
        await database.caught_up()
        async with database.write() as writing:
            assert await search_is_in_step(writing)
        async with database.read() as reading:
            assert (await reading.one("PRAGMA user_version"))[0] == NEWEST
            if version >= 2:
                progress = await all_progress_of(reading, UserId(FAN))
                assert progress[ProgressKey(1)].key == SECOND
                policy = await reading.one("SELECT kind, up_to, strict FROM place_policy")
                assert tuple(policy) == ("up-to", SECOND, 1)
                guild = await reading.one("SELECT default_show, log_channel, hides_titles FROM guild")
                assert tuple(guild) == (1, CHANNEL, 1)
    assert kept <= set(texts(path)), "something is lost"
    assert (await health_of(path)).faults == ()
