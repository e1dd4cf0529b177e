"""Bundled shows: the pack that each was loaded from, and updating one from its pack."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.drafts import EpisodeDraft, QuoteDraft, ShowDraft, SongDraft
from bot.domain.ids import EpisodeId, QuoteId, ShowId
from bot.store.database import Reading, Writing
from bot.store.edits import (
    add_episode,
    add_quotes,
    add_show,
    add_song,
    delete_episode,
    delete_quotes,
    delete_song,
    move_episodes,
    order_quotes,
    set_episode,
    set_performances,
    set_quote,
    set_scenes,
    set_song,
)
from bot.store.snapshots import UNRECORDED, Edit
from bot.store.unfiltered import UnfilteredQuote, episode_ids, unfiltered_quotes_of, unfiltered_songs


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bundled show, and the fingerprint of the pack that it was last loaded from; None: no pack."""

    id: ShowId
    fingerprint: str | None


async def loaded_show(reading: Reading, slug: str) -> Loaded | None:
    """The bundled show with a slug; None if there is none."""
    row = await reading.row(
        "SELECT id, fingerprint FROM show WHERE owner IS NULL AND removed = 0 AND slug = $1", slug
    )
    return None if row is None else Loaded(ShowId(row["id"]), row["fingerprint"])


async def forget_history(writing: Writing, show: ShowId) -> None:
    """Delete a bundled show's changes, which were all undone and concern an older pack."""
    await writing.run("DELETE FROM change WHERE show_id = $1", show)


async def save_bundled_show(writing: Writing, draft: ShowDraft, fingerprint: str) -> None:
    """Make the bundled show equal to the draft. What stays keeps its id; the rest is deleted."""
    there = await loaded_show(writing, draft.slug)
    show = await add_show(writing, None, draft.slug, draft.title) if there is None else there.id
    await writing.run(
        "UPDATE show SET title = $2, fingerprint = $3 WHERE id = $1", show, draft.title, fingerprint
    )
    edit = Edit(writing, UNRECORDED, show)
    await _save_songs(edit, draft.songs)
    await _settle_positions(edit, draft.episodes)
    ids = await episode_ids(writing, show)
    for episode in draft.episodes:
        await _save_episode(edit, ids.get(episode.position), episode)


async def _save_songs(edit: Edit, songs: Sequence[SongDraft]) -> None:
    there = {song.title: number for number, song in (await unfiltered_songs(edit.writing, edit.show)).items()}
    for song in songs:
        known = there.pop(song.title, None)
        if known is None:
            await add_song(edit, song)
        else:
            await set_song(edit, known, song)
    for gone in there.values():
        await delete_song(edit, gone)


async def _settle_positions(edit: Edit, episodes: Sequence[EpisodeDraft]) -> None:
    """Delete episodes that are gone. A special of season 0 is recognised at its earlier position."""
    wanted = {episode.position.code: episode.position for episode in episodes}
    there = await episode_ids(edit.writing, edit.show)
    for position, episode in there.items():
        if position.code not in wanted:
            await delete_episode(edit, episode)
    kept = {episode: (wanted[at.code], at) for at, episode in there.items() if at.code in wanted}
    await move_episodes(
        edit, {episode: after for episode, (after, before) in kept.items() if after != before}
    )


async def _save_episode(edit: Edit, known: EpisodeId | None, draft: EpisodeDraft) -> None:
    if known is None:
        known = await add_episode(edit, draft)
    else:
        await set_episode(edit, known, draft)
    await set_performances(edit, known, draft.performances)
    await set_scenes(edit, known, draft.scenes)
    await _save_quotes(edit, known, draft.quotes)


async def _save_quotes(edit: Edit, episode: EpisodeId, quotes: Sequence[QuoteDraft]) -> None:
    """Update the quotes. Those with the same words keep their ids; the rest is deleted."""
    there: defaultdict[str, list[UnfilteredQuote]] = defaultdict(list)
    for quote in await unfiltered_quotes_of(edit.writing, episode):
        there[quote.draft.text].append(quote)
    same = [there[draft.text].pop(0) if there[draft.text] else None for draft in quotes]
    await delete_quotes(edit, [quote.id for left in there.values() for quote in left])
    for known, draft in zip(same, quotes, strict=True):
        if known is not None and known.draft != draft:
            await set_quote(edit, known.id, episode, draft)
    new = [(episode, draft) for known, draft in zip(same, quotes, strict=True) if known is None]
    added = iter(await add_quotes(edit, new))
    await order_quotes(edit, [QuoteId(next(added)) if known is None else known.id for known in same])
