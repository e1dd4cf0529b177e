"""Search results kept for paging, and the state of members' random quotes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from bot.domain.asking import Asker
from bot.domain.ids import GuildId, SessionId, UserId
from bot.store.database import Reading, Writing

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Session:
    """The quotes found by a search, best first. `insisted`: also those past the asker's progress."""

    id: SessionId
    kind: str
    user: UserId
    guild: GuildId | None
    made_at: datetime
    expires_at: datetime
    payload: str

    def is_of(self, asker: Asker) -> bool:
        """Whether the asker has opened it, in the server where they are."""
        return (self.user, self.guild) == (asker.user, asker.guild)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Payload]):
    """A kind of session: its name, what is kept with it (a record that msgspec knows), and for how long."""

    name: str
    payload: type[Payload]
    lasts: timedelta

    def open(self, asker: Asker, payload: Payload, now: datetime) -> Session:
        """A session with an id that nobody can guess and that is never used again; it is yet to be kept."""
        number = SessionId(1 + secrets.randbits(62))
        return Session(
            number, self.name, asker.user, asker.guild, now, now + self.lasts, self.encoded(payload)
        )

    def encoded(self, payload: Payload) -> str:
        """What is kept with a session, as it is stored."""
        return msgspec.json.encode(payload).decode()

    def payload_of(self, session: Session) -> Payload | None:
        """What is kept with a session; None where another version of the bot has kept something else."""
        try:
            return msgspec.json.decode(session.payload, type=self.payload)
        except msgspec.DecodeError:
            return None


async def keep_session(writing: Writing, session: Session) -> None:
    """Save search results for a week, and delete older ones."""
    await writing.run(
        """
        INSERT INTO session (id, kind, user_id, guild_id, made_at, expires_at, payload)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        session.id,
        session.kind,
        session.user,
        session.guild,
        session.made_at.isoformat(),
        session.expires_at.isoformat(),
        session.payload,
    )


async def keep_payload(writing: Writing, session: SessionId, payload: str) -> None:
    """Keep something else with a session, if it is still open."""
    await writing.run("UPDATE session SET payload = $2 WHERE id = $1", session, payload)


async def session_by_id(
    reading: Reading, kind: Kind[Any], session: SessionId, now: datetime
) -> Session | None:
    """Search results; None if they are gone or over a week old."""
    row = await reading.row(
        "SELECT * FROM session WHERE id = $1 AND kind = $2 AND expires_at >= $3",
        session,
        kind.name,
        now.isoformat(),
    )
    if row is None:
        return None
    return Session(
        session,
        kind.name,
        UserId(row["user_id"]),
        None if row["guild_id"] is None else GuildId(row["guild_id"]),
        datetime.fromisoformat(row["made_at"]),
        datetime.fromisoformat(row["expires_at"]),
        row["payload"],
    )


async def claim_session(writing: Writing, session: SessionId) -> bool:
    """Take away a session that is used in this transaction; False where it is there no more."""
    return bool(await writing.rows("DELETE FROM session WHERE id = $1 RETURNING id", session))


async def end_sessions(writing: Writing, kind: Kind[Any], user: UserId) -> None:
    """Take away what somebody has open of a kind."""
    await writing.run("DELETE FROM session WHERE user_id = $1 AND kind = $2", user, kind.name)


async def erase_expired_sessions(writing: Writing, now: datetime) -> None:
    """Erase what has expired."""
    await writing.run("DELETE FROM session WHERE expires_at < $1", now.isoformat())
