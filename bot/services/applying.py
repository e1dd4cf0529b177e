"""Writing a merged import into a show: one transaction, one change."""

from bot.domain.drafts import QuoteDraft
from bot.domain.ids import EpisodeId
from bot.domain.merging import Merge, MergedEpisode
from bot.store.edits import (
    add_episode,
    add_quotes,
    add_song,
    set_episode,
    set_performances,
    set_quote,
    set_scenes,
    set_song,
)
from bot.store.snapshots import Edit

_OF_ANOTHER_TABLE = {"performances", "scenes"}


async def apply_merge(edit: Edit, merge: Merge) -> None:
    """Write a merge into the show that it was made for."""
    for song in merge.new_songs:
        await add_song(edit, song)
    for number, song in merge.changed_songs:
        await set_song(edit, number, song)
    quotes: list[tuple[EpisodeId, QuoteDraft]] = []
    for merged in merge.episodes:
        episode = await _apply_episode(edit, merged)
        quotes += ((episode, quote) for quote in merged.new_quotes)
    await add_quotes(edit, quotes)


async def _apply_episode(edit: Edit, merged: MergedEpisode) -> EpisodeId:
    draft, episode = merged.draft, merged.id
    if episode is None:
        episode = await add_episode(edit, draft)
    elif merged.fields - _OF_ANOTHER_TABLE:
        await set_episode(edit, episode, draft)
    if "performances" in merged.fields:
        await set_performances(edit, episode, draft.performances)
    if "scenes" in merged.fields:
        await set_scenes(edit, episode, draft.scenes)
    for quote, changed in merged.changed_quotes:
        await set_quote(edit, quote, episode, changed)
    return episode
