"""Writing a pack's draft into the bundled rows of the catalogue."""

import json
from dataclasses import dataclass

from bot.domain.drafts import EpisodeDraft, QuoteDraft, ShowDraft
from bot.domain.ids import EpisodeId, ShowId
from bot.store.connections import Value
from bot.store.database import Reading, Writing
from bot.store.lines import NewQuote, add_quotes
from bot.store.positions import keys_of, position_in


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bundled show, and the fingerprint of the pack that it was last loaded from; None: of no pack."""

    id: ShowId
    fingerprint: str | None


async def loaded_show(reading: Reading, slug: str) -> Loaded | None:
    """The bundled show with a slug; None where there is none."""
    row = await reading.row(
        "SELECT id, fingerprint FROM show WHERE owner IS NULL AND removed = 0 AND slug = $1", slug
    )
    return None if row is None else Loaded(ShowId(row["id"]), row["fingerprint"])


async def forget_history(writing: Writing, show: ShowId) -> None:
    """Forget a bundled show's changes, which were all taken back: they were of an older pack."""
    await writing.run("DELETE FROM change WHERE show_id = $1", show)


async def save_bundled_show(writing: Writing, draft: ShowDraft, fingerprint: str) -> None:
    """Make the bundled show what the draft says. What stays keeps its id; what is gone is taken out."""
    show = await _save_show(writing, draft, fingerprint)
    songs = await _save_songs(writing, show, draft)
    await _take_out_missing_episodes(writing, show, draft)
    new: list[NewQuote] = []
    for episode in draft.episodes:
        saved = await _save_episode(writing, show, episode)
        await _replace_parts(writing, saved, episode, songs)
        new += await _save_quotes(writing, saved, episode.quotes)
    await add_quotes(writing, show, new)


async def _save_show(writing: Writing, draft: ShowDraft, fingerprint: str) -> ShowId:
    there = await loaded_show(writing, draft.slug)
    if there is None:
        row = await writing.one(
            "INSERT INTO show (slug, title, fingerprint) VALUES ($1, $2, $3) RETURNING id",
            draft.slug,
            draft.title,
            fingerprint,
        )
        return ShowId(row["id"])
    await writing.run(
        "UPDATE show SET title = $2, fingerprint = $3 WHERE id = $1", there.id, draft.title, fingerprint
    )
    return there.id


async def _save_songs(writing: Writing, show: ShowId, draft: ShowDraft) -> dict[str, int]:
    for song in draft.songs:
        await writing.run(
            """
            INSERT INTO song (show_id, title, writers, original_artist) VALUES ($1, $2, $3, $4)
            ON CONFLICT (show_id, title) DO UPDATE SET writers = $3, original_artist = $4
            """,
            show,
            song.title,
            json.dumps(song.writers, ensure_ascii=False),
            song.original_artist,
        )
    rows = await writing.rows("SELECT id, title FROM song WHERE show_id = $1", show)
    kept = {song.title for song in draft.songs}
    for row in rows:
        if row["title"] not in kept:
            await writing.run("DELETE FROM song WHERE id = $1", row["id"])
    return {row["title"]: row["id"] for row in rows}


async def _take_out_missing_episodes(writing: Writing, show: ShowId, draft: ShowDraft) -> None:
    """A special of season 0 stays the same one wherever it stood before."""
    wanted = {episode.position.code: episode.position for episode in draft.episodes}
    rows = await writing.rows("SELECT id, position, known_as FROM episode WHERE show_id = $1", show)
    for row in rows:
        if position_in(row).code not in wanted:
            await writing.run("DELETE FROM episode WHERE id = $1", row["id"])
    moved = [
        (row["id"], place)
        for row in rows
        if (place := wanted.get((there := position_in(row)).code)) is not None and place != there
    ]
    await writing.run_many("UPDATE episode SET position = -id WHERE id = $1", [(row,) for row, _ in moved])
    await writing.run_many(
        "UPDATE episode SET position = $2, known_as = $3 WHERE id = $1",
        [(row, *keys_of(place)) for row, place in moved],
    )


async def _save_episode(writing: Writing, show: ShowId, episode: EpisodeDraft) -> EpisodeId:
    row = await writing.one(
        """
        INSERT INTO episode
            (show_id, position, known_as, title, aired, number_in_series, production_code, summary)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (show_id, position) DO UPDATE
        SET title = $4, aired = $5, number_in_series = $6, production_code = $7, summary = $8
        RETURNING id
        """,
        show,
        *keys_of(episode.position),
        episode.title,
        episode.aired.isoformat() if episode.aired else None,
        episode.number_in_series,
        episode.production_code,
        episode.summary,
    )
    return EpisodeId(row["id"])


async def _replace_parts(
    writing: Writing, saved: EpisodeId, episode: EpisodeDraft, songs: dict[str, int]
) -> None:
    """Credits, performances and scenes have no id that anything points to: they are written anew."""
    await writing.run("DELETE FROM credit WHERE episode_id = $1", saved)
    await writing.run("DELETE FROM performance WHERE episode_id = $1", saved)
    await writing.run("DELETE FROM scene WHERE episode_id = $1", saved)
    people: list[tuple[Value, ...]] = [
        *((saved, "writer", ordinal, name, None) for ordinal, name in enumerate(episode.writers)),
        *((saved, "director", ordinal, name, None) for ordinal, name in enumerate(episode.directors)),
        *(
            (saved, "guest", ordinal, guest.name, guest.character)
            for ordinal, guest in enumerate(episode.guests)
        ),
    ]
    await writing.run_many(
        "INSERT INTO credit (episode_id, role, ordinal, name, character) VALUES ($1, $2, $3, $4, $5)", people
    )
    await writing.run_many(
        """
        INSERT INTO performance (episode_id, ordinal, song_id, performers, context)
        VALUES ($1, $2, $3, $4, $5)
        """,
        [
            (saved, ordinal, songs[sung.title], json.dumps(sung.performers, ensure_ascii=False), sung.context)
            for ordinal, sung in enumerate(episode.performances)
        ],
    )
    await writing.run_many(
        "INSERT INTO scene (episode_id, ordinal, text) VALUES ($1, $2, $3)",
        [(saved, ordinal, text) for ordinal, text in enumerate(episode.scenes)],
    )


async def _save_quotes(
    writing: Writing, episode: EpisodeId, quotes: tuple[QuoteDraft, ...]
) -> list[NewQuote]:
    """Lines whose words stay keep their ids, and those that are gone are taken out. Gives the new ones."""
    rows = await writing.rows("SELECT id, text FROM quote WHERE episode_id = $1 ORDER BY ordinal", episode)
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row["text"], []).append(row["id"])
    kept: list[tuple[Value, ...]] = []
    new: list[NewQuote] = []
    for ordinal, quote in enumerate(quotes):
        same = ids.get(quote.text)
        if same:
            kept.append((same.pop(0), ordinal, quote.speaker, quote.context, quote.timestamp))
        else:
            new.append(NewQuote(episode, ordinal, quote.speaker, quote.text, quote.context, quote.timestamp))
    await writing.run_many(
        "UPDATE quote SET ordinal = $2, speaker = $3, context = $4, timestamp = $5 WHERE id = $1", kept
    )
    gone: list[tuple[Value, ...]] = [(quote_id,) for left in ids.values() for quote_id in left]
    await writing.run_many("DELETE FROM quote WHERE id = $1", gone)
    return new
