"""Editing a catalogue without Discord, and reading everything back."""

import json
from typing import Any

from bot.domain.asking import Asker
from bot.domain.ids import GuildId, UserId
from bot.domain.spoilers import Audience
from bot.services.editing import Saved
from bot.services.forms import Forms
from bot.services.subjects import AnySubject
from bot.store.database import Database
from bot.store.shows import shows_of

OURS, THEIRS = GuildId(100), GuildId(200)


def admin_of(guild: GuildId) -> Asker:
    """An admin of a server."""
    return Asker(UserId(int(guild) + 1), guild, places=(), audience=Audience.ASKER, manages=True)


async def fill_in(forms: Forms, asker: Asker, subject: AnySubject, **typed: str) -> Saved:
    """Open a form and send it; fields not given stay unchanged. Raises what sending raises."""
    form = await forms.open(asker, subject)
    return await forms.submit(asker, form.id, {**form.values, **typed})


async def catalogue_of(database: Database, guild: GuildId | None) -> dict[str, Any]:
    """Everything in a server's catalogue, by slug, without any ids."""
    async with database.read() as reading:
        seen: dict[str, Any] = {}
        for show in await shows_of(reading, guild):
            episodes = await reading.rows(_EPISODES, show.id)
            songs = await reading.rows(
                "SELECT title, writers, original_artist FROM song WHERE show_id = $1 ORDER BY title", show.id
            )
            seen[show.slug] = {
                "title": show.title,
                "look": show.look,
                "key": show.progress_key,
                "episodes": [[*row[:-4], *map(json.loads, row[-4:])] for row in map(tuple, episodes)],
                "songs": [tuple(row) for row in songs],
            }
        return seen


_EPISODES = """
    SELECT position, title, aired, number_in_series, production_code, summary, still,
        (
            SELECT json_group_array(json_array(role, ordinal, name, character)) FROM (
                SELECT * FROM credit WHERE episode_id = episode.id ORDER BY role, ordinal
            )
        ),
        (
            SELECT json_group_array(json_array(title, ordinal, performers, context)) FROM (
                SELECT song.title, ordinal, performers, context
                FROM performance JOIN song ON song.id = song_id
                WHERE episode_id = episode.id ORDER BY ordinal
            )
        ),
        (
            SELECT json_group_array(text) FROM (
                SELECT text FROM scene WHERE episode_id = episode.id ORDER BY ordinal
            )
        ),
        (
            SELECT json_group_array(json_array(number, ordinal, speaker, text, context, timestamp)) FROM (
                SELECT *, id & 16777215 AS number FROM quote
                WHERE episode_id = episode.id ORDER BY ordinal, id
            )
        )
    FROM episode WHERE show_id = $1 ORDER BY position
"""
