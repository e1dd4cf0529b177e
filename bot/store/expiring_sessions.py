"""Sessions: open forms, import previews and search results. They are private and expire by themselves.

How long each kind lasts is said where it is defined: `bot/services/forms.py`, `imports.py`,
`progress_import.py`, `progress_undo.py` and `quote_views.py`.
"""

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
    """Something that a person has open. `payload` is JSON."""

    id: SessionId
    kind: str
    user: UserId
    guild: GuildId | None
    made_at: datetime
    expires_at: datetime
    payload: str

    def is_of(self, asker: Asker) -> bool:
        """Whether the asker opened it, in this server."""
        return (self.user, self.guild) == (asker.user, asker.guild)


@dataclass(frozen=True, slots=True)
class SessionKind(Generic[Payload]):
    """A kind of session: its name, the type of its payload (a msgspec record), and how long it lasts."""

    name: str
    payload: type[Payload]
    lasts: timedelta

    def open(self, asker: Asker, payload: Payload, now: datetime) -> Session:
        """A new session with a random id that is never reused. It isn't saved yet."""
        number = SessionId(1 + secrets.randbits(62))
        return Session(
            number, self.name, asker.user, asker.guild, now, now + self.lasts, self.encoded(payload)
        )

    def encoded(self, payload: Payload) -> str:
        """The payload as stored."""
        return msgspec.json.encode(payload).decode()

    def payload_of(self, session: Session) -> Payload | None:
        """The payload; None if another version of the bot saved a different one."""
        try:
            return msgspec.json.decode(session.payload, type=self.payload)
        except msgspec.DecodeError:
            return None


async def keep_session(writing: Writing, session: Session) -> None:
    """Save a session."""
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
    """Replace the payload of a session, if it is still open."""
    await writing.run("UPDATE session SET payload = $2 WHERE id = $1", session, payload)


async def session_by_id(
    reading: Reading, kind: SessionKind[Any], session: SessionId, now: datetime
) -> Session | None:
    """A session of this kind; None if it is gone or has expired."""
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
    """Delete a session in the transaction that uses it; False if it is gone already."""
    return bool(await writing.rows("DELETE FROM session WHERE id = $1 RETURNING id", session))


async def end_sessions(writing: Writing, kind: SessionKind[Any], user: UserId) -> None:
    """Delete a person's sessions of a kind."""
    await writing.run("DELETE FROM session WHERE user_id = $1 AND kind = $2", user, kind.name)


async def erase_expired_sessions(writing: Writing, now: datetime) -> None:
    """Delete the sessions that have expired."""
    await writing.run("DELETE FROM session WHERE expires_at < $1", now.isoformat())
