"""Forms that moderators have open: what each edits, how it was when it was opened, and what was typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import FormId, GuildId, UserId
from bot.store.database import Reading, Writing

_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Form:
    """An open form. `subject` is JSON; `base` are the fields as they were, `typed` as they were last sent."""

    id: FormId
    user: UserId
    guild: GuildId
    subject: str
    base: Mapping[str, str]
    typed: Mapping[str, str]


async def keep_form(writing: Writing, form: Form, now: datetime) -> None:
    """Keep a form that is opened, for a week."""
    await writing.run(
        """
        INSERT INTO form (id, user_id, guild_id, subject, base, typed, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        form.id,
        form.user,
        form.guild,
        form.subject,
        json.dumps(form.base),
        json.dumps(form.typed),
        now.isoformat(),
    )


async def keep_typed(writing: Writing, form: Form) -> None:
    """Keep what was sent in a form, if it is still open."""
    await writing.run(
        "UPDATE form SET base = $2, typed = $3 WHERE id = $1",
        form.id,
        json.dumps(form.base),
        json.dumps(form.typed),
    )


async def form_by_id(reading: Reading, form: FormId, now: datetime) -> Form | None:
    """An open form; None where it is no longer kept, or is older than a week."""
    row = await reading.row(
        "SELECT user_id, guild_id, subject, base, typed FROM form WHERE id = $1 AND made_at >= $2",
        form,
        _oldest(now),
    )
    if row is None:
        return None
    return Form(
        id=form,
        user=UserId(row["user_id"]),
        guild=GuildId(row["guild_id"]),
        subject=row["subject"],
        base=json.loads(row["base"]),
        typed=json.loads(row["typed"]),
    )


async def claim_form(writing: Writing, form: FormId) -> bool:
    """Take a form away that is saved in this transaction; False where it is there no more."""
    return bool(await writing.rows("DELETE FROM form WHERE id = $1 RETURNING id", form))


async def erase_old_forms(writing: Writing, now: datetime) -> None:
    """Erase forms that have been open for longer than a week."""
    await writing.run("DELETE FROM form WHERE made_at < $1", _oldest(now))


def _oldest(now: datetime) -> str:
    return (now - _KEPT).isoformat()
