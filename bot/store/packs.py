"""Bundled shows: the pack that each was loaded from, and updating one from its pack."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace

from bot.domain.drafts import Draft
from bot.domain.ids import EpisodeId, ShowId, SongId
from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote, Song
from bot.store.database import Reading, Writing
from bot.store.edits import (
    add_quotes,
    add_show,
    delete_episode,
    delete_quotes,
    delete_song,
    move_episodes,
    order_quotes,
    save_episode,
    save_song,
    set_performances,
    set_quote,
    set_scenes,
    set_show,
)
from bot.store.snapshots import UNRECORDED, Edit
from bot.store.unfiltered import unfiltered_facts, unfiltered_quotes_of, unfiltered_songs


async def loaded_show(reading: Reading, slug: str) -> ShowId | None:
    """The bundled show with a slug; None if there is none."""
    row = await reading.row("SELECT id FROM show WHERE owner IS NULL AND removed = 0 AND slug = $1", slug)
    return None if row is None else ShowId(row["id"])


async def forget_history(writing: Writing, show: ShowId) -> None:
    """Delete a bundled show's changes, which were all undone and concern an older pack."""
    await writing.run("DELETE FROM change WHERE show_id = $1", show)


async def fingerprints_of(reading: Reading) -> set[str]:
    """The fingerprints of the packs that bundled shows were loaded from."""
    rows = await reading.rows(
        "SELECT fingerprint FROM show WHERE owner IS NULL AND removed = 0 AND fingerprint IS NOT NULL"
    )
    return {row["fingerprint"] for row in rows}


async def save_bundled_show(writing: Writing, draft: Draft, fingerprint: str) -> None:
    """Make the bundled show equal to the draft. What stays keeps its id; the rest is deleted."""
    there = await loaded_show(writing, draft.slug)
    show = await add_show(writing, None, draft.slug, draft.title) if there is None else there
    await writing.run("UPDATE show SET fingerprint = $2 WHERE id = $1", show, fingerprint)
    edit = Edit(writing, UNRECORDED, show)
    facts = {"title": draft.title, "has_songs": draft.has_songs, **asdict(draft.look), **asdict(draft.ids)}
    await set_show(edit, facts)
    await _save_songs(edit, draft.songs)
    kept = await _settle_positions(edit, draft.episodes)
    for episode in draft.episodes:
        await _save_episode(edit, replace(episode, id=kept.get(episode.position, EpisodeId(0))))


async def _save_songs(edit: Edit, songs: Sequence[Song[str, str]]) -> None:
    there = {song.title: song.id for song in await unfiltered_songs(edit.writing, edit.show)}
    for song in songs:
        await save_song(edit, replace(song, id=there.pop(song.title, SongId(0))))
    for gone in there.values():
        await delete_song(edit, gone)


async def _settle_positions(edit: Edit, episodes: Sequence[Episode[str, str]]) -> dict[Position, EpisodeId]:
    """Delete episodes that are gone. A special of season 0 is recognised at its earlier position."""
    wanted = {episode.position.code: episode.position for episode in episodes}
    kept: dict[Position, EpisodeId] = {}
    moves: dict[EpisodeId, Position] = {}
    for episode in await unfiltered_facts(edit.writing, edit.show):
        after = wanted.get(episode.position.code)
        if after is None:
            await delete_episode(edit, episode.id)
            continue
        kept[after] = episode.id
        if after != episode.position:
            moves[episode.id] = after
    await move_episodes(edit, moves)
    return kept


async def _save_episode(edit: Edit, episode: Episode[str, str]) -> None:
    its = await save_episode(edit, episode)
    await set_performances(edit, its, episode.performances)
    await set_scenes(edit, its, episode.scenes)
    await _save_quotes(edit, its, episode.quotes)


async def _save_quotes(edit: Edit, episode: EpisodeId, quotes: Sequence[Quote[str]]) -> None:
    """Update the quotes. Those with the same words keep their ids; the rest is deleted."""
    there: defaultdict[str, list[Quote[str]]] = defaultdict(list)
    for quote in await unfiltered_quotes_of(edit.writing, episode):
        there[quote.text].append(quote)
    same = [there[quote.text].pop(0) if there[quote.text] else None for quote in quotes]
    await delete_quotes(edit, [quote.id for left in there.values() for quote in left])
    for known, quote in zip(same, quotes, strict=True):
        if known is not None and known != quote:
            await set_quote(edit, episode, replace(quote, id=known.id))
    new = [(episode, quote) for known, quote in zip(same, quotes, strict=True) if known is None]
    added = iter(await add_quotes(edit, new))
    await order_quotes(edit, [next(added) if known is None else known.id for known in same])
