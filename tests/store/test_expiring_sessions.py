"""Stored sessions, on real SQLite files."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.asking import Asker
from bot.domain.ids import GuildId, SessionId, UserId
from bot.domain.spoilers import Audience
from bot.store.database import Database
from bot.store.expiring_sessions import (
    Session,
    SessionKind,
    claim_session,
    end_sessions,
    erase_expired_sessions,
    keep_payload,
    keep_session,
    session_by_id,
)
from bot.store.migrations import migrations
from tests.store.test_migrations import migrated


@dataclass(frozen=True, slots=True)
class Noted:
    """The payload of the test's sessions."""

    words: str


NOTE = SessionKind("note", Noted, timedelta(days=1))
OTHER = SessionKind("other", Noted, timedelta(days=2))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOMEBODY = Asker(UserId(1), GuildId(2), places=(), audience=Audience.ASKER)


async def opened(database: Database, kind: SessionKind[Noted] = NOTE, asker: Asker = SOMEBODY) -> Session:
    session = kind.open(asker, Noted("first"), NOW)
    async with database.write() as writing:
        await keep_session(writing, session)
    return session


async def found(database: Database, session: SessionId, later: timedelta = timedelta()) -> Session | None:
    async with database.read() as reading:
        return await session_by_id(reading, NOTE, session, NOW + later)


async def stored_count(database: Database) -> int:
    async with database.read() as reading:
        return (await reading.one("SELECT count(*) AS n FROM session"))["n"]


async def test_a_session_is_found_unchanged_until_it_expires(database: Database) -> None:
    session = await opened(database)
    assert await found(database, session.id, timedelta(days=1)) == session
    assert await found(database, session.id, timedelta(days=1, seconds=1)) is None
    assert await stored_count(database) == 1, "it is its age that counts, not whether it was erased already"


async def test_a_session_outside_of_servers_has_no_server(database: Database) -> None:
    session = await opened(database, asker=replace(SOMEBODY, guild=None))
    again = await found(database, session.id)
    assert again is not None
    assert again.guild is None
    assert not again.is_of(SOMEBODY)


async def test_a_session_is_not_found_under_another_kind(database: Database) -> None:
    assert await found(database, (await opened(database, OTHER)).id) is None


async def test_a_session_belongs_to_its_opener_and_server(database: Database) -> None:
    session = await opened(database)
    assert session.is_of(SOMEBODY)
    assert not session.is_of(replace(SOMEBODY, user=UserId(9)))
    assert not session.is_of(replace(SOMEBODY, guild=GuildId(9)))


async def test_a_session_is_claimed_once_and_released_if_the_write_fails(database: Database) -> None:
    session = await opened(database)

    async def claim_and_fail() -> None:
        async with database.write() as writing:
            assert await claim_session(writing, session.id)
            await writing.run("SELECT nothing")

    with pytest.raises(sqlite3.OperationalError):
        await claim_and_fail()
    async with database.write() as writing:
        assert await claim_session(writing, session.id)
        assert not await claim_session(writing, session.id)


async def test_the_payload_of_an_open_session_can_be_replaced(database: Database) -> None:
    session = await opened(database)
    async with database.write() as writing:
        await keep_payload(writing, session.id, NOTE.encoded(Noted("second")))
        await keep_payload(writing, SessionId(5), NOTE.encoded(Noted("third")))
    again = await found(database, session.id)
    assert again is not None
    assert NOTE.payload_of(again) == Noted("second")
    assert await stored_count(database) == 1


async def test_a_payload_of_another_version_is_ignored(database: Database) -> None:
    session = replace(NOTE.open(SOMEBODY, Noted("x"), NOW), payload='{"pages": 3}')
    assert NOTE.payload_of(session) is None


async def test_only_expired_sessions_are_deleted(database: Database) -> None:
    await opened(database)
    await opened(database, OTHER)
    async with database.write() as writing:
        await erase_expired_sessions(writing, NOW + timedelta(days=1, seconds=1))
    assert await stored_count(database) == 1


async def test_a_members_sessions_of_one_kind_can_be_ended(database: Database) -> None:
    await opened(database)
    await opened(database, asker=replace(SOMEBODY, user=UserId(9)))
    await opened(database, OTHER)
    async with database.write() as writing:
        await end_sessions(writing, NOTE, SOMEBODY.user)
    assert await stored_count(database) == 2


async def test_forms_and_searches_of_the_old_tables_have_expired(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    await migrated(path, migrations()[:18])
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        INSERT INTO show (id, slug, title) VALUES (1, 'play', 'Play');
        INSERT INTO form (id, user_id, guild_id, subject, base, typed, made_at) VALUES
            (7, 1, 2, '["names","play"]', '{}', '{}', '2026-01-01');
        INSERT INTO import_preview (id, user_id, guild_id, draft, made_at) VALUES
            (8, 1, 2, x'', '2026-01-01');
        INSERT INTO session (id, user_id, show_id, quotes, insisted, made_at) VALUES
            (9, 1, 1, '[]', 0, '2026-01-01');
        """
    )
    connection.close()
    async with Database.open(path) as database:
        assert await stored_count(database) == 0
        assert await found(database, SessionId(9)) is None
