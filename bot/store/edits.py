"""Every way to change the catalogue. Each notes what it touches in its `Edit` first, so it can be undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from bot.domain.drafts import EpisodeDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, GuildId, QuoteId, ShowId, SongId
from bot.domain.placing import specials_to_move
from bot.domain.positions import Position
from bot.store.changes import Edit
from bot.store.connections import Value
from bot.store.database import Writing
from bot.store.episodes import airing
from bot.store.folding import fold_waiting
from bot.store.lines import NewQuote
from bot.store.lines import add_quotes as write_quotes
from bot.store.positions import keys_of
from bot.store.snapshots import Part, note_new_parts, note_parts
from bot.store.unfiltered import Sung, episodes_with


async def add_show(writing: Writing, guild: GuildId | None, slug: str, title: str) -> ShowId:
    """Make an empty show for a server, or (None) for all of them."""
    row = await writing.one(
        "INSERT INTO show (slug, title, owner) VALUES ($1, $2, $3) RETURNING id", slug, title, guild
    )
    return ShowId(row["id"])


async def set_show(edit: Edit, *, slug: str, title: str) -> None:
    """Name a show anew."""
    await note_parts(edit.writing, edit.change, Part.SHOW, [edit.show])
    await edit.writing.run("UPDATE show SET slug = $2, title = $3 WHERE id = $1", edit.show, slug, title)


async def remove_show(edit: Edit) -> None:
    """Take a show away with all that is in it."""
    await note_parts(edit.writing, edit.change, Part.SHOW, [edit.show])
    await edit.writing.run("UPDATE show SET removed = 1 WHERE id = $1", edit.show)


async def add_episode(edit: Edit, position: Position) -> EpisodeId:
    """Make an episode of which nothing is known yet but where it stands."""
    row = await edit.writing.one(
        "INSERT INTO episode (show_id, position, known_as) VALUES ($1, $2, $3) RETURNING id",
        edit.show,
        *keys_of(position),
    )
    episode = EpisodeId(row["id"])
    await note_new_parts(edit.writing, edit.change, Part.EPISODE, [episode])
    return episode


async def place_specials(edit: Edit) -> None:
    """Put each special of season 0 where its air date says, now that the show is another."""
    rows = await edit.writing.rows(
        "SELECT id, position, known_as, aired FROM episode WHERE show_id = $1", edit.show
    )
    ids = {row["position"]: row["id"] for row in rows}
    for before, after in specials_to_move(map(airing, rows)):
        episode = ids[before.key]
        await note_parts(edit.writing, edit.change, Part.EPISODE, [episode])
        await edit.writing.run(
            "UPDATE episode SET position = $2, known_as = $3 WHERE id = $1", episode, *keys_of(after)
        )


async def set_episode(edit: Edit, episode: EpisodeId, draft: EpisodeDraft) -> None:
    """Keep an episode's own facts, its summary and its credits as a draft has them."""
    await note_parts(edit.writing, edit.change, Part.EPISODE, [episode])
    await edit.writing.run(
        """
        UPDATE episode SET position = $2, known_as = $3, title = $4, aired = $5, number_in_series = $6,
                           production_code = $7, summary = $8
        WHERE id = $1
        """,
        episode,
        *keys_of(draft.position),
        draft.title,
        draft.aired.isoformat() if draft.aired else None,
        draft.number_in_series,
        draft.production_code,
        draft.summary,
    )
    await edit.writing.run("DELETE FROM credit WHERE episode_id = $1", episode)
    people: list[tuple[Value, ...]] = [
        *((episode, "writer", ordinal, name, None) for ordinal, name in enumerate(draft.writers)),
        *((episode, "director", ordinal, name, None) for ordinal, name in enumerate(draft.directors)),
        *(
            (episode, "guest", ordinal, guest.name, guest.character)
            for ordinal, guest in enumerate(draft.guests)
        ),
    ]
    await edit.writing.run_many(
        "INSERT INTO credit (episode_id, role, ordinal, name, character) VALUES ($1, $2, $3, $4, $5)", people
    )


async def remove_episode(edit: Edit, episode: EpisodeId) -> None:
    """Take an episode out, with all that hangs on it. It moves no other."""
    lines = await edit.writing.rows("SELECT id FROM quote WHERE episode_id = $1", episode)
    await _take_quotes_out(edit, [QuoteId(line["id"]) for line in lines])
    for kind in (Part.SUNG, Part.RECAP, Part.EPISODE):
        await note_parts(edit.writing, edit.change, kind, [episode])
    await edit.writing.run("DELETE FROM episode WHERE id = $1", episode)


async def set_scenes(edit: Edit, episode: EpisodeId, scenes: Sequence[str]) -> None:
    """Keep an episode's recap, scene by scene."""
    await note_parts(edit.writing, edit.change, Part.RECAP, [episode])
    await edit.writing.run("DELETE FROM scene WHERE episode_id = $1", episode)
    await edit.writing.run_many(
        "INSERT INTO scene (episode_id, ordinal, text) VALUES ($1, $2, $3)",
        [(episode, ordinal, text) for ordinal, text in enumerate(scenes)],
    )


async def add_song(edit: Edit, draft: SongDraft) -> SongId:
    """Make a song; it is sung nowhere yet."""
    row = await edit.writing.one(
        "INSERT INTO song (show_id, title, writers, original_artist) VALUES ($1, $2, $3, $4) RETURNING id",
        edit.show,
        *_song(draft),
    )
    song = SongId(row["id"])
    await note_new_parts(edit.writing, edit.change, Part.SONG, [song])
    return song


async def set_song(edit: Edit, song: SongId, draft: SongDraft) -> None:
    """Keep a song's facts."""
    await note_parts(edit.writing, edit.change, Part.SONG, [song])
    await edit.writing.run(
        "UPDATE song SET title = $2, writers = $3, original_artist = $4 WHERE id = $1", song, *_song(draft)
    )


def _song(draft: SongDraft) -> tuple[Value, ...]:
    return draft.title, json.dumps(draft.writers, ensure_ascii=False), draft.original_artist


async def remove_song(edit: Edit, song: SongId) -> None:
    """Take a song out, wherever it is sung."""
    episodes = [episode for episode, _ in await episodes_with(edit.writing, song)]
    await note_parts(edit.writing, edit.change, Part.SUNG, episodes)
    await note_parts(edit.writing, edit.change, Part.SONG, [song])
    await edit.writing.run("DELETE FROM song WHERE id = $1", song)


async def set_sung(edit: Edit, episode: EpisodeId, performances: Sequence[Sung]) -> None:
    """Keep which songs an episode has, in their order."""
    await note_parts(edit.writing, edit.change, Part.SUNG, [episode])
    await edit.writing.run("DELETE FROM performance WHERE episode_id = $1", episode)
    await edit.writing.run_many(
        """
        INSERT INTO performance (episode_id, ordinal, song_id, performers, context)
        VALUES ($1, $2, $3, $4, $5)
        """,
        [
            (episode, ordinal, sung.song, json.dumps(sung.performers, ensure_ascii=False), sung.context)
            for ordinal, sung in enumerate(performances)
        ],
    )


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be added, and the episode that it is of."""

    episode: EpisodeId
    draft: QuoteDraft


async def add_quotes(edit: Edit, lines: Sequence[NewLine]) -> None:
    """Add lines, in their order, at the end of their episodes'."""
    if not lines:
        return
    ends = await edit.writing.rows(
        """
        SELECT id, (SELECT coalesce(max(ordinal), -1) FROM quote WHERE episode_id = episode.id) AS last
        FROM episode WHERE show_id = $1
        """,
        edit.show,
    )
    last: dict[int, int] = {row["id"]: row["last"] for row in ends}
    new: list[NewQuote] = []
    for line in lines:
        last[line.episode] += 1
        draft = line.draft
        new.append(
            NewQuote(
                line.episode, last[line.episode], draft.speaker, draft.text, draft.context, draft.timestamp
            )
        )
    ids = await write_quotes(edit.writing, edit.show, new)
    await note_new_parts(edit.writing, edit.change, Part.QUOTE, ids)


_AT_THE_END: LiteralString = "(SELECT coalesce(max(ordinal), -1) + 1 FROM quote WHERE episode_id = $2)"


async def set_quote(edit: Edit, quote: QuoteId, episode: EpisodeId, draft: QuoteDraft) -> None:
    """Keep a line as a draft has it; in another episode it comes last."""
    await note_parts(edit.writing, edit.change, Part.QUOTE, [quote])
    await edit.writing.run(
        f"""
        UPDATE quote SET ordinal = CASE episode_id WHEN $2 THEN ordinal ELSE {_AT_THE_END} END,
                         episode_id = $2, text = $3, speaker = $4, context = $5, timestamp = $6
        WHERE id = $1
        """,
        quote,
        episode,
        *_words(draft),
    )
    await fold_waiting(edit.writing)


def _words(draft: QuoteDraft) -> tuple[Value, ...]:
    return draft.text, draft.speaker, draft.context, draft.timestamp


async def remove_quote(edit: Edit, quote: QuoteId) -> None:
    """Take a line out."""
    await _take_quotes_out(edit, [quote])


async def _take_quotes_out(edit: Edit, quotes: Sequence[QuoteId]) -> None:
    await note_parts(edit.writing, edit.change, Part.QUOTE, quotes)
    await edit.writing.run(
        "DELETE FROM quote WHERE id IN (SELECT value FROM json_each($1))", json.dumps(list(quotes))
    )
