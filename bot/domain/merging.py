"""What a draft makes of a show. Nothing is taken away, and what a draft does not tell stays as it is.

Titles and quotes are the same only if they are `exact`ly equal. Where they are nearly so, both are kept and a
person is asked.
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
from bot.domain.overwriting import FACTS, Overwritten, in_episode, in_line, in_song, told_over
from bot.domain.placing import known_by_code, where_specials_go
from bot.domain.positions import Position
from bot.domain.text import exact, fold

_FACTS = (*FACTS, "performances")


@dataclass(frozen=True, slots=True)
class KnownEpisode:
    """An episode as it is; `quotes` are the ids of the draft's, in their order."""

    id: EpisodeId
    draft: EpisodeDraft
    quotes: tuple[QuoteId, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A show as it is."""

    songs: Mapping[SongId, SongDraft]
    episodes: Mapping[Position, KnownEpisode]


NOTHING_KNOWN = Known({}, {})
"""A show that is not there yet."""


@dataclass(frozen=True, slots=True)
class MergedEpisode:
    """An episode that the draft adds or changes (`id` None: adds).

    `draft` is the episode as it is to be, but for its lines; `fields` are those of its fields that differ.
    `overwritten` are the values that it had and has no more, also those of its lines.
    """

    id: EpisodeId | None
    draft: EpisodeDraft
    fields: frozenset[str]
    new_quotes: tuple[QuoteDraft, ...]
    changed_quotes: tuple[tuple[QuoteId, QuoteDraft], ...]
    overwritten: tuple[Overwritten, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """What a draft makes of a show. `same`: so many of its episodes are there already, just so."""

    new_songs: tuple[SongDraft, ...]
    changed_songs: tuple[tuple[SongId, SongDraft], ...]
    episodes: tuple[MergedEpisode, ...]
    same: int
    doubts: tuple[Doubt, ...]
    overwritten: tuple[Overwritten, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything is there already."""
        return not (self.new_songs or self.changed_songs or self.episodes)

    @property
    def new_quotes(self) -> int:
        """How many lines are added."""
        return sum(len(episode.new_quotes) for episode in self.episodes)

    @property
    def changed_quotes(self) -> int:
        """How many lines are changed."""
        return sum(len(episode.changed_quotes) for episode in self.episodes)


def merge(known: Known, draft: Draft) -> Merge:
    """Compare a draft with a show. What it makes of the show it makes once: merged again, it is empty."""
    draft = known_by_code(known.episodes, draft)
    titles = _titles(known, draft)
    by_title = {song.title: number for number, song in known.songs.items()}
    songs: dict[str, SongDraft] = {song.title: song for song in known.songs.values()}
    for song in draft.songs:
        title = titles[song.title]
        songs[title] = _song(songs.get(title, SongDraft(title)), song)
    changed_songs = tuple(
        (number, songs[title]) for title, number in by_title.items() if songs[title] != known.songs[number]
    )
    pairs = [(known.episodes.get(episode.position), _titled(episode, titles)) for episode in draft.episodes]
    merged = [_episode(there, told) for there, told in pairs]
    changed = tuple(episode for episode in merged if episode is not None)
    return Merge(
        new_songs=tuple(song for title, song in songs.items() if title not in by_title),
        changed_songs=changed_songs,
        episodes=changed,
        same=len(merged) - len(changed),
        doubts=(
            *draft.doubts,
            *_placed_elsewhere(known, draft),
            *where_specials_go((episode.draft for episode in known.episodes.values()), draft),
            *_similar_songs(known, songs),
            *chain.from_iterable(_doubtful_lines(episode, known) for episode in changed),
        ),
        overwritten=(
            *chain.from_iterable(in_song(known.songs[number], after) for number, after in changed_songs),
            *chain.from_iterable(episode.overwritten for episode in changed),
        ),
    )


def _titles(known: Known, draft: Draft) -> dict[str, str]:
    """For each title of a song in the draft, the one that the show has it by, or is to have."""
    titles = {song.title: song.title for song in known.songs.values()}
    same = {exact(title): title for title in titles}
    for song in draft.songs:
        titles.setdefault(song.title, same.setdefault(exact(song.title), song.title))
    return titles


def _titled(episode: EpisodeDraft, titles: Mapping[str, str]) -> EpisodeDraft:
    sung = tuple(replace(one, title=titles[one.title]) for one in episode.performances)
    return replace(episode, performances=sung)


def _song(there: SongDraft, told: SongDraft) -> SongDraft:
    return SongDraft(
        there.title,
        told_over(there.writers, told.writers),
        told_over(there.original_artist, told.original_artist),
    )


def _episode(there: KnownEpisode | None, told: EpisodeDraft) -> MergedEpisode | None:
    """What becomes of an episode; None where nothing does."""
    if there is None:
        bare = replace(told, quotes=())
        given = frozenset(field for field in _FACTS if getattr(told, field) not in (None, ()))
        return MergedEpisode(None, bare, given, told.quotes, ())
    before = there.draft
    values = {field: told_over(getattr(before, field), getattr(told, field)) for field in _FACTS}
    values["performances"] = _performances(before.performances, told.performances)
    after = replace(before, **values, quotes=())
    fields = frozenset(field for field in _FACTS if getattr(before, field) != getattr(after, field))
    new, changed = _lines(there, told.quotes)
    if not (fields or new or changed):
        return None
    lines = dict(zip(there.quotes, before.quotes, strict=True))
    overwritten = (
        *in_episode(before, after),
        *chain.from_iterable(in_line(before.position, lines[quote], line) for quote, line in changed),
    )
    return MergedEpisode(there.id, after, fields, new, changed, overwritten)


def _performances(
    there: tuple[PerformanceDraft, ...], told: tuple[PerformanceDraft, ...]
) -> tuple[PerformanceDraft, ...]:
    """The songs of an episode; one that is told twice is sung twice."""
    found = list(there)
    places = _pairs(told, there, lambda sung: (sung.title, sung.performers), lambda sung: sung.title)
    for sung, place in zip(told, places, strict=True):
        if place is None:
            found.append(sung)
        else:
            before = found[place]
            found[place] = replace(
                before,
                performers=told_over(before.performers, sung.performers),
                context=told_over(before.context, sung.context),
            )
    return tuple(found)


def _lines(
    there: KnownEpisode, told: tuple[QuoteDraft, ...]
) -> tuple[tuple[QuoteDraft, ...], tuple[tuple[QuoteId, QuoteDraft], ...]]:
    """The lines that are new, and those that are there by their text and are told otherwise.

    A line may be said several times in an episode. One of the same speaker, at the same time, comes before
    others; of lines that are alike in that too, the second in the file is the second in the show. One whose
    speaker is a guess takes what the others leave: else each import would give the same lines other speakers.
    """
    known = there.draft.quotes
    order = sorted(range(len(told)), key=lambda index: told[index].guessed)
    pairs = _pairs(
        [told[index] for index in order],
        known,
        lambda line: (exact(line.text), line.speaker, line.timestamp),
        lambda line: (exact(line.text), line.speaker),
        lambda line: exact(line.text),
    )
    places = dict(zip(order, pairs, strict=True))
    new: list[QuoteDraft] = []
    changed: list[tuple[QuoteId, QuoteDraft]] = []
    for index, line in enumerate(told):
        if (place := places[index]) is None:
            new.append(line)
        elif (after := _line(known[place], line)) != known[place]:
            changed.append((there.quotes[place], after))
    return tuple(new), tuple(changed)


_Told = TypeVar("_Told", QuoteDraft, PerformanceDraft)


def _pairs(
    told: Sequence[_Told], known: Sequence[_Told], *keys: Callable[[_Told], Hashable]
) -> list[int | None]:
    """For each of those told the place of its equal among those known, each used once; None: there is none.

    They are equal by the first of the keys, where that finds one, else by the next.
    """
    places: list[int | None] = [None] * len(told)
    for key in keys:
        taken = set(places)
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, one in enumerate(known):
            if place not in taken:
                free[key(one)].append(place)
        for index, one in enumerate(told):
            if places[index] is None and free and free.get(key(one)):
                places[index] = free[key(one)].popleft()
    return places


def _line(there: QuoteDraft, told: QuoteDraft) -> QuoteDraft:
    """A line that is there, with what is told of it. A guess changes no speaker who is known."""
    guess = told.guessed and there.speaker is not None
    return QuoteDraft(
        there.text,
        there.speaker if guess else told_over(there.speaker, told.speaker),
        told_over(there.context, told.context),
        told_over(there.timestamp, told.timestamp),
    )


def _similar_songs(known: Known, songs: Mapping[str, SongDraft]) -> Iterator[Doubt]:
    """Songs that are new, and nearly go by the title of another."""
    there = {song.title for song in known.songs.values()}
    alike: dict[str, str] = {}
    for title in songs:
        other = alike.setdefault(fold(title), title)
        if title not in there and other != title:
            yield Doubt(Doubtful.SIMILAR_SONG, f"{title[:48]} / {other[:48]}")


def _doubtful_lines(episode: MergedEpisode, known: Known) -> Iterator[Doubt]:
    """Lines that nearly have the words of one that is there, and those that change hands."""
    position = episode.draft.position
    for change in episode.overwritten:
        if change.field == "speaker":
            words = f"{(change.of or '')[:50]} ({change.old[:20]} → {change.new[:20]})"
            yield Doubt(Doubtful.OTHER_SPEAKER, words, position)
    there = known.episodes.get(position)
    if there is None or not there.quotes or not episode.new_quotes:
        return
    alike: dict[str, set[str]] = defaultdict(set)
    for line in there.draft.quotes:
        alike[fold(line.text)].add(exact(line.text))
    for line in episode.new_quotes:
        others = alike.get(fold(line.text))
        if others and exact(line.text) not in others:
            yield Doubt(Doubtful.SIMILAR_QUOTE, line.text[:100], position)


def _placed_elsewhere(known: Known, draft: Draft) -> Iterator[Doubt]:
    """Episodes that are new where the draft puts them, and there by their title somewhere else."""
    titles = {
        fold(episode.draft.title): position
        for position, episode in known.episodes.items()
        if episode.draft.title
    }
    for episode in draft.episodes:
        if episode.title and episode.position not in known.episodes and fold(episode.title) in titles:
            yield Doubt(Doubtful.PLACED_TWICE, episode.title[:100], episode.position)
