"""Merging a draft into a show. Nothing is deleted, and what the draft leaves out stays.

Titles and quotes are the same only if they are `exact`ly equal. If they are only similar, both are kept and
the preview asks.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from bot.domain.drafts import (
    Doubt,
    Doubtful,
    Draft,
    EpisodeDraft,
    PerformanceDraft,
    QuoteDraft,
    SongDraft,
)
from bot.domain.ids import EpisodeId, QuoteId, SongId
from bot.domain.overwriting import (
    FACTS,
    Overwritten,
    merged_value,
    replaced_in_episode,
    replaced_in_quote,
    replaced_in_song,
)
from bot.domain.placing import known_by_code, where_specials_go
from bot.domain.positions import Position
from bot.domain.text import exact, fold

_FACTS = (*FACTS, "performances")


@dataclass(frozen=True, slots=True)
class CurrentEpisode:
    """An episode as it is now; `quotes` are the ids of the draft's quotes, in their order."""

    id: EpisodeId
    draft: EpisodeDraft
    quotes: tuple[QuoteId, ...]


@dataclass(frozen=True, slots=True)
class CurrentShow:
    """A show as it is now."""

    songs: Mapping[SongId, SongDraft]
    episodes: Mapping[Position, CurrentEpisode]


NEW_SHOW = CurrentShow({}, {})
"""A show that doesn't exist yet."""


@dataclass(frozen=True, slots=True)
class MergedEpisode:
    """An episode that the draft adds (`id` None) or changes.

    `draft` is the episode after the merge, without quotes; `fields` are those that change. `overwritten` are
    the replaced values, also those of its quotes.
    """

    id: EpisodeId | None
    draft: EpisodeDraft
    fields: frozenset[str]
    new_quotes: tuple[QuoteDraft, ...]
    changed_quotes: tuple[tuple[QuoteId, QuoteDraft], ...]
    overwritten: tuple[Overwritten, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """The result of merging a draft. `same`: how many of its episodes change nothing."""

    new_songs: tuple[SongDraft, ...]
    changed_songs: tuple[tuple[SongId, SongDraft], ...]
    episodes: tuple[MergedEpisode, ...]
    same: int
    doubts: tuple[Doubt, ...]
    overwritten: tuple[Overwritten, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.new_songs or self.changed_songs or self.episodes)

    @property
    def new_quotes(self) -> int:
        """How many quotes are added."""
        return sum(len(episode.new_quotes) for episode in self.episodes)

    @property
    def changed_quotes(self) -> int:
        """How many quotes are changed."""
        return sum(len(episode.changed_quotes) for episode in self.episodes)


def merge(show: CurrentShow, draft: Draft) -> Merge:
    """Merge a draft into a show. Merging the same draft again gives an empty merge."""
    draft = known_by_code(show.episodes, draft)
    titles = _titles(show, draft)
    by_title = {song.title: number for number, song in show.songs.items()}
    songs: dict[str, SongDraft] = {song.title: song for song in show.songs.values()}
    for song in draft.songs:
        title = titles[song.title]
        songs[title] = _song(songs.get(title, SongDraft(title)), song)
    changed_songs = tuple(
        (number, songs[title]) for title, number in by_title.items() if songs[title] != show.songs[number]
    )
    pairs = [(show.episodes.get(episode.position), _titled(episode, titles)) for episode in draft.episodes]
    merged = [_episode(current, drafted) for current, drafted in pairs]
    changed = tuple(episode for episode in merged if episode is not None)
    return Merge(
        new_songs=tuple(song for title, song in songs.items() if title not in by_title),
        changed_songs=changed_songs,
        episodes=changed,
        same=len(merged) - len(changed),
        doubts=(
            *draft.doubts,
            *_placed_elsewhere(show, draft),
            *where_specials_go((episode.draft for episode in show.episodes.values()), draft),
            *_similar_songs(show, songs),
            *chain.from_iterable(_doubtful_quotes(episode, show) for episode in changed),
        ),
        overwritten=(
            *chain.from_iterable(
                replaced_in_song(show.songs[number], after) for number, after in changed_songs
            ),
            *chain.from_iterable(episode.overwritten for episode in changed),
        ),
    )


def _titles(show: CurrentShow, draft: Draft) -> dict[str, str]:
    """For each song title in the draft, the title that the show has or gets for it."""
    titles = {song.title: song.title for song in show.songs.values()}
    same = {exact(title): title for title in titles}
    for song in draft.songs:
        titles.setdefault(song.title, same.setdefault(exact(song.title), song.title))
    return titles


def _titled(episode: EpisodeDraft, titles: Mapping[str, str]) -> EpisodeDraft:
    sung = tuple(replace(one, title=titles[one.title]) for one in episode.performances)
    return replace(episode, performances=sung)


def _song(current: SongDraft, drafted: SongDraft) -> SongDraft:
    return SongDraft(
        current.title,
        merged_value(current.writers, drafted.writers),
        merged_value(current.original_artist, drafted.original_artist),
    )


def _episode(current: CurrentEpisode | None, drafted: EpisodeDraft) -> MergedEpisode | None:
    """The merged episode; None if nothing changes."""
    if current is None:
        bare = replace(drafted, quotes=())
        given = frozenset(field for field in _FACTS if getattr(drafted, field) not in (None, ()))
        return MergedEpisode(None, bare, given, drafted.quotes, ())
    before = current.draft
    values = {field: merged_value(getattr(before, field), getattr(drafted, field)) for field in _FACTS}
    values["performances"] = _performances(before.performances, drafted.performances)
    after = replace(before, **values, quotes=())
    fields = frozenset(field for field in _FACTS if getattr(before, field) != getattr(after, field))
    new, changed = _quotes(current, drafted.quotes)
    if not (fields or new or changed):
        return None
    current_quotes = dict(zip(current.quotes, before.quotes, strict=True))
    overwritten = (
        *replaced_in_episode(before, after),
        *chain.from_iterable(
            replaced_in_quote(before.position, current_quotes[id_], quote) for id_, quote in changed
        ),
    )
    return MergedEpisode(current.id, after, fields, new, changed, overwritten)


def _performances(
    current: tuple[PerformanceDraft, ...], drafted: tuple[PerformanceDraft, ...]
) -> tuple[PerformanceDraft, ...]:
    """The merged performances. A song that the draft lists twice is performed twice."""
    found = list(current)
    places = _pairs(drafted, current, lambda sung: (sung.title, sung.performers), lambda sung: sung.title)
    for sung, place in zip(drafted, places, strict=True):
        if place is None:
            found.append(sung)
        else:
            before = found[place]
            found[place] = replace(
                before,
                performers=merged_value(before.performers, sung.performers),
                context=merged_value(before.context, sung.context),
            )
    return tuple(found)


def _quotes(
    current: CurrentEpisode, drafted: tuple[QuoteDraft, ...]
) -> tuple[tuple[QuoteDraft, ...], tuple[tuple[QuoteId, QuoteDraft], ...]]:
    """The new quotes, and the current ones whose speaker, context or time changes.

    A quote may occur several times in an episode. One of the same speaker at the same time is matched first,
    and equal ones are matched in order. Quotes with a guessed speaker are matched last, else each import
    would give the same quotes other speakers.
    """
    known = current.draft.quotes
    order = sorted(range(len(drafted)), key=lambda index: drafted[index].guessed)
    pairs = _pairs(
        [drafted[index] for index in order],
        known,
        lambda quote: (exact(quote.text), quote.speaker, quote.timestamp),
        lambda quote: (exact(quote.text), quote.speaker),
        lambda quote: exact(quote.text),
    )
    places = dict(zip(order, pairs, strict=True))
    new: list[QuoteDraft] = []
    changed: list[tuple[QuoteId, QuoteDraft]] = []
    for index, quote in enumerate(drafted):
        if (place := places[index]) is None:
            new.append(quote)
        elif (after := _quote(known[place], quote)) != known[place]:
            changed.append((current.quotes[place], after))
    return tuple(new), tuple(changed)


_Part = TypeVar("_Part", QuoteDraft, PerformanceDraft)


def _pairs(
    drafted: Sequence[_Part], known: Sequence[_Part], *keys: Callable[[_Part], Hashable]
) -> list[int | None]:
    """For each drafted item the index of its equal among the current ones, each used once; None: no equal.

    Items are compared by the first key, then the unmatched ones by the next.
    """
    places: list[int | None] = [None] * len(drafted)
    for key in keys:
        taken = set(places)
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, one in enumerate(known):
            if place not in taken:
                free[key(one)].append(place)
        for index, one in enumerate(drafted):
            if places[index] is None and free and free.get(key(one)):
                places[index] = free[key(one)].popleft()
    return places


def _quote(current: QuoteDraft, drafted: QuoteDraft) -> QuoteDraft:
    """The merged quote. A guessed speaker never replaces a known one."""
    guess = drafted.guessed and current.speaker is not None
    return QuoteDraft(
        current.text,
        current.speaker if guess else merged_value(current.speaker, drafted.speaker),
        merged_value(current.context, drafted.context),
        merged_value(current.timestamp, drafted.timestamp),
    )


def _similar_songs(show: CurrentShow, songs: Mapping[str, SongDraft]) -> Iterator[Doubt]:
    """New songs whose title is similar to another's."""
    current = {song.title for song in show.songs.values()}
    alike: dict[str, str] = {}
    for title in songs:
        other = alike.setdefault(fold(title), title)
        if title not in current and other != title:
            yield Doubt(Doubtful.SIMILAR_SONG, f"{title[:48]} / {other[:48]}")


def _doubtful_quotes(episode: MergedEpisode, show: CurrentShow) -> Iterator[Doubt]:
    """New quotes that are similar to an existing one, and quotes that change their speaker."""
    position = episode.draft.position
    for change in episode.overwritten:
        if change.field == "speaker":
            words = f"{(change.of or '')[:50]} ({change.old[:20]} → {change.new[:20]})"
            yield Doubt(Doubtful.OTHER_SPEAKER, words, position)
    current = show.episodes.get(position)
    if current is None or not current.quotes or not episode.new_quotes:
        return
    alike: dict[str, set[str]] = defaultdict(set)
    for line in current.draft.quotes:
        alike[fold(line.text)].add(exact(line.text))
    for line in episode.new_quotes:
        others = alike.get(fold(line.text))
        if others and exact(line.text) not in others:
            yield Doubt(Doubtful.SIMILAR_QUOTE, line.text[:100], position)


def _placed_elsewhere(show: CurrentShow, draft: Draft) -> Iterator[Doubt]:
    """New episodes whose title the show has at another position."""
    titles = {
        fold(episode.draft.title): position
        for position, episode in show.episodes.items()
        if episode.draft.title
    }
    for episode in draft.episodes:
        if episode.title and episode.position not in show.episodes and fold(episode.title) in titles:
            yield Doubt(Doubtful.PLACED_TWICE, episode.title[:100], episode.position)
