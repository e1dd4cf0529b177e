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
    """Keep a form for a week, in place of what was kept of it; what is older goes."""
    await writing.run("DELETE FROM form WHERE made_at < $1", (now - _KEPT).isoformat())
    await writing.run(
        """
        INSERT INTO form (id, user_id, guild_id, subject, base, typed, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO UPDATE SET base = $5, typed = $6
        """,
        form.id,
        form.user,
        form.guild,
        form.subject,
        json.dumps(form.base),
        json.dumps(form.typed),
        now.isoformat(),
    )


async def form_by_id(reading: Reading, form: FormId) -> Form | None:
    """An open form; None where it is no longer kept."""
    row = await reading.row("SELECT user_id, guild_id, subject, base, typed FROM form WHERE id = $1", form)
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


async def forget_form(writing: Writing, form: FormId) -> None:
    """Forget a form that has done its work."""
    await writing.run("DELETE FROM form WHERE id = $1", form)
