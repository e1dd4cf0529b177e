"""Writing what a draft makes of a show: all of it in one transaction, and as one change."""

from collections.abc import Iterable

from bot.domain.drafts import PerformanceDraft
from bot.domain.ids import EpisodeId, SongId
from bot.domain.merging import Merge, MergedEpisode
from bot.store.changes import Edit
from bot.store.edits import (
    NewLine,
    add_episode,
    add_quotes,
    add_song,
    set_episode,
    set_quote,
    set_scenes,
    set_song,
    set_sung,
)
from bot.store.unfiltered import Sung, plain_songs

_OF_ANOTHER_TABLE = {"performances", "scenes"}


async def apply_merge(edit: Edit, merge: Merge) -> None:
    """Write a merge into the show that it was made for."""
    for song in merge.new_songs:
        await add_song(edit, song)
    for number, song in merge.changed_songs:
        await set_song(edit, number, song)
    songs = {song.title: number for number, song in (await plain_songs(edit.writing, edit.show)).items()}
    lines: list[NewLine] = []
    for merged in merge.episodes:
        episode = await _apply_episode(edit, merged, songs)
        lines += (NewLine(episode, line) for line in merged.new_lines)
    await add_quotes(edit, lines)


async def _apply_episode(edit: Edit, merged: MergedEpisode, songs: dict[str, SongId]) -> EpisodeId:
    draft = merged.draft
    episode = await add_episode(edit, draft.position) if merged.id is None else merged.id
    if merged.fields - _OF_ANOTHER_TABLE:
        await set_episode(edit, episode, draft)
    if "performances" in merged.fields:
        await set_sung(edit, episode, _sung(draft.performances, songs))
    if "scenes" in merged.fields:
        await set_scenes(edit, episode, draft.scenes)
    for quote, line in merged.changed_lines:
        await set_quote(edit, quote, episode, line)
    return episode


def _sung(performances: Iterable[PerformanceDraft], songs: dict[str, SongId]) -> list[Sung]:
    return [Sung(songs[sung.title], sung.performers, sung.context) for sung in performances]
