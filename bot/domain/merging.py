"""Merging a draft into a show. Nothing is deleted, and what the draft leaves out stays.

Titles and quotes are the same only if they are `exact`ly equal. If they are only similar, both are kept and
the preview asks.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.folding import fold
from bot.domain.looks import Look
from bot.domain.overwriting import FACTS, Overwritten, merged_with, replaced, replaced_in_episode
from bot.domain.placing import known_by_code, where_specials_go
from bot.domain.positions import Position
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Episode, Performance, Quote, Song
from bot.domain.text import exact

_FACTS = (*FACTS, "performances")


@dataclass(frozen=True, slots=True)
class MergedEpisode:
    """An episode that a draft adds or changes, as it is to be.

    Of its quotes it has those alone that are new or changed. `fields` are its own that differ, and
    `overwritten` the values that it had and has no more, also those of its quotes.
    """

    episode: Episode[str, str]
    fields: frozenset[str]
    overwritten: tuple[Overwritten, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the draft adds it."""
        return not self.episode.id


@dataclass(frozen=True, slots=True)
class Merge:
    """The songs and episodes that a draft adds to a show, or changes.

    `same`: so many of its episodes are there already, just so. `look` and `ids` are the show's, where they
    change.
    """

    songs: tuple[Song[str, str], ...]
    episodes: tuple[MergedEpisode, ...]
    same: int
    doubts: tuple[Doubt, ...]
    overwritten: tuple[Overwritten, ...] = ()
    look: Look | None = None
    ids: ShowIds | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.songs or self.episodes or self.look or self.ids)

    @property
    def new_songs(self) -> int:
        """How many songs are added; the others are changed."""
        return sum(not song.id for song in self.songs)

    @property
    def new_episodes(self) -> int:
        """How many episodes are added; the others are changed."""
        return sum(merged.is_new for merged in self.episodes)

    @property
    def new_quotes(self) -> int:
        """How many quotes are added."""
        return sum(not quote.id for merged in self.episodes for quote in merged.episode.quotes)

    @property
    def changed_quotes(self) -> int:
        """How many quotes are changed."""
        return sum(bool(quote.id) for merged in self.episodes for quote in merged.episode.quotes)


def merge(known: Draft, draft: Draft) -> Merge:
    """Merge a draft into a show. Merging the same draft again gives an empty merge."""
    current = {episode.position: episode for episode in known.episodes}
    draft = known_by_code(current, draft)
    titles = _titles(known, draft)
    songs = _songs(known, draft, titles)
    merged = [_episode(current.get(episode.position), _titled(episode, titles)) for episode in draft.episodes]
    changed = tuple(episode for episode in merged if episode is not None)
    look = merged_with(known.look, draft.look)
    ids = merged_with(known.ids, draft.ids)
    return Merge(
        songs=tuple(after for before, after in songs if before != after),
        episodes=changed,
        same=len(merged) - len(changed),
        doubts=(
            *draft.doubts,
            *_other_titles(current, draft),
            *_placed_elsewhere(known, draft),
            *where_specials_go(known.episodes, draft),
            *_similar_songs(after for _, after in songs),
            *chain.from_iterable(_doubtful_quotes(current, episode) for episode in changed),
        ),
        overwritten=(
            *replaced(known.look, look),
            *replaced(known.ids, ids),
            *chain.from_iterable(
                replaced(before, after, None, before.title) for before, after in songs if before is not None
            ),
            *chain.from_iterable(episode.overwritten for episode in changed),
        ),
        look=None if look == known.look else look,
        ids=None if ids == known.ids else ids,
    )


def _titles(known: Draft, draft: Draft) -> dict[str, str]:
    """For each song title in the draft, the title that the show has or gets for it."""
    titles = {song.title: song.title for song in known.songs}
    same = {exact(title): title for title in titles}
    for song in draft.songs:
        titles.setdefault(song.title, same.setdefault(exact(song.title), song.title))
    return titles


def _songs(
    known: Draft, draft: Draft, titles: Mapping[str, str]
) -> list[tuple[Song[str, str] | None, Song[str, str]]]:
    """Each song of the show, before (None: it is new) and after."""
    before = {song.title: song for song in known.songs}
    after = dict(before)
    for song in draft.songs:
        title = titles[song.title]
        after[title] = merged_with(after.get(title, Song(title)), song)
    return [(before.get(title), song) for title, song in after.items()]


def _titled(episode: Episode[str, str], titles: Mapping[str, str]) -> Episode[str, str]:
    sung = tuple(replace(one, title=titles[one.title]) for one in episode.performances)
    return replace(episode, performances=sung)


def _episode(before: Episode[str, str] | None, drafted: Episode[str, str]) -> MergedEpisode | None:
    """The merged episode; None if nothing changes."""
    if before is None:
        return MergedEpisode(
            drafted, frozenset(field for field in _FACTS if getattr(drafted, field) not in (None, ()))
        )
    quotes = _quotes(before.quotes, drafted.quotes)
    after = replace(
        merged_with(before, drafted),
        performances=_performances(before.performances, drafted.performances),
        quotes=tuple(quote for _, quote in quotes),
    )
    fields = frozenset(field for field in _FACTS if getattr(before, field) != getattr(after, field))
    if not (fields or quotes):
        return None
    overwritten = chain.from_iterable(
        replaced(known, quote, before.position, known.text) for known, quote in quotes if known is not None
    )
    return MergedEpisode(after, fields, (*replaced_in_episode(before, after), *overwritten))


def _performances(
    current: tuple[Performance[str, str], ...], drafted: tuple[Performance[str, str], ...]
) -> tuple[Performance[str, str], ...]:
    """The merged performances. A song that the draft lists twice is performed twice."""
    found = list(current)
    places = _pairs(drafted, current, lambda sung: (sung.title, sung.performers), lambda sung: sung.title)
    for sung, place in zip(drafted, places, strict=True):
        if place is None:
            found.append(sung)
        else:
            found[place] = merged_with(found[place], sung)
    return tuple(found)


def _quotes(
    known: tuple[Quote[str], ...], drafted: tuple[Quote[str], ...]
) -> list[tuple[Quote[str] | None, Quote[str]]]:
    """Pairs of a known quote (None: it is new) and the quote that replaces it, for quotes that change.

    Several quotes of an episode may have the same text. Those with the same speaker and time are paired
    first, then in order. Quotes with a guessed speaker are paired last: else every import would change them.
    """
    order = sorted(range(len(drafted)), key=lambda index: drafted[index].guessed)
    pairs = _pairs(
        [drafted[index] for index in order],
        known,
        lambda quote: (exact(quote.text), quote.speaker, quote.timestamp),
        lambda quote: (exact(quote.text), quote.speaker),
        lambda quote: exact(quote.text),
    )
    places = dict(zip(order, pairs, strict=True))
    found: list[tuple[Quote[str] | None, Quote[str]]] = []
    for index, quote in enumerate(drafted):
        if (place := places[index]) is None:
            found.append((None, quote))
        elif (after := merged_with(known[place], quote)) != known[place]:
            found.append((known[place], after))
    return found


_Told = TypeVar("_Told")


def _pairs(
    drafted: Sequence[_Told], known: Sequence[_Told], *keys: Callable[[_Told], Hashable]
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


def _similar_songs(songs: Iterable[Song[str, str]]) -> Iterator[Doubt]:
    """New songs whose title is similar to another's."""
    alike: dict[str, str] = {}
    for song in songs:
        other = alike.setdefault(fold(song.title), song.title)
        if not song.id and other != song.title:
            yield Doubt(Doubtful.SIMILAR_SONG, f"{song.title[:48]} / {other[:48]}")


def _doubtful_quotes(known: Mapping[Position, Episode[str, str]], merged: MergedEpisode) -> Iterator[Doubt]:
    """Quotes that nearly have the words of one that is there, and those that get another speaker."""
    position = merged.episode.position
    for change in merged.overwritten:
        if change.field == "speaker":
            words = f"{(change.of or '')[:50]} ({change.old[:20]} → {change.new[:20]})"
            yield Doubt(Doubtful.OTHER_SPEAKER, words, position)
    if merged.is_new:
        return
    alike: dict[str, set[str]] = defaultdict(set)
    for quote in known[position].quotes:
        alike[fold(quote.text)].add(exact(quote.text))
    for quote in merged.episode.quotes:
        others = None if quote.id else alike.get(fold(quote.text))
        if others and exact(quote.text) not in others:
            yield Doubt(Doubtful.SIMILAR_QUOTE, quote.text[:100], position)


def _other_titles(known: Mapping[Position, Episode[str, str]], draft: Draft) -> Iterator[Doubt]:
    """The first episode of a draft in which several have other titles than the show's, and none the same."""
    titled = [
        (episode.title, before.title, episode.position)
        for episode in draft.episodes
        if episode.title and (before := known.get(episode.position)) and before.title
    ]
    if len(titled) > 1 and all(fold(title) != fold(before) for title, before, _ in titled):
        title, before, position = titled[0]
        yield Doubt(Doubtful.OTHER_TITLES, f"{before[:48]} / {title[:48]}", position)


def _placed_elsewhere(known: Draft, draft: Draft) -> Iterator[Doubt]:
    """New episodes whose title the show has at another position."""
    current = {episode.position for episode in known.episodes}
    titles = {fold(episode.title) for episode in known.episodes if episode.title}
    for episode in draft.episodes:
        if episode.title and episode.position not in current and fold(episode.title) in titles:
            yield Doubt(Doubtful.PLACED_TWICE, episode.title[:100], episode.position)
