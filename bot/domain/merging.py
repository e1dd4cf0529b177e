"""What a draft makes of a show. Nothing is taken away, and what a draft does not tell stays as it is."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from bot.domain.matching import fold
from bot.domain.positions import Position

_FACTS = (
    "title",
    "aired",
    "number_in_series",
    "production_code",
    "writers",
    "directors",
    "summary",
    "guests",
    "performances",
    "scenes",
)


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
    """

    id: EpisodeId | None
    draft: EpisodeDraft
    fields: frozenset[str]
    new_lines: tuple[QuoteDraft, ...]
    changed_lines: tuple[tuple[QuoteId, QuoteDraft], ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What a draft makes of a show. `same`: so many of its episodes are there already, just so."""

    new_songs: tuple[SongDraft, ...]
    changed_songs: tuple[tuple[SongId, SongDraft], ...]
    episodes: tuple[MergedEpisode, ...]
    same: int
    doubts: tuple[Doubt, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything is there already."""
        return not (self.new_songs or self.changed_songs or self.episodes)

    @property
    def new_lines(self) -> int:
        """How many lines are added."""
        return sum(len(episode.new_lines) for episode in self.episodes)

    @property
    def changed_lines(self) -> int:
        """How many lines are changed."""
        return sum(len(episode.changed_lines) for episode in self.episodes)


def merge(known: Known, draft: Draft) -> Merge:
    """Compare a draft with a show. What it makes of the show it makes once: merged again, it is empty."""
    titles = _titles(known, draft)
    by_title = {song.title: number for number, song in known.songs.items()}
    songs: dict[str, SongDraft] = {song.title: song for song in known.songs.values()}
    for song in draft.songs:
        title = titles[song.title]
        songs[title] = _song(songs.get(title, SongDraft(title)), song)
    changed_songs = tuple(
        (number, songs[title]) for title, number in by_title.items() if songs[title] != known.songs[number]
    )
    merged = [
        _episode(known.episodes.get(episode.position), _titled(episode, titles)) for episode in draft.episodes
    ]
    changed = tuple(episode for episode in merged if episode is not None)
    return Merge(
        new_songs=tuple(song for title, song in songs.items() if title not in by_title),
        changed_songs=changed_songs,
        episodes=changed,
        same=len(merged) - len(changed),
        doubts=(*draft.doubts, *_placed_elsewhere(known, draft)),
    )


def _titles(known: Known, draft: Draft) -> dict[str, str]:
    """For each title of a song in the draft, the one that the show has it by, or is to have."""
    titles = {song.title: song.title for song in known.songs.values()}
    alike = {fold(title): title for title in titles}
    for song in draft.songs:
        titles.setdefault(song.title, alike.setdefault(fold(song.title), song.title))
    return titles


def _titled(episode: EpisodeDraft, titles: Mapping[str, str]) -> EpisodeDraft:
    sung = tuple(replace(one, title=titles[one.title]) for one in episode.performances)
    return replace(episode, performances=sung)


def _song(there: SongDraft, told: SongDraft) -> SongDraft:
    return SongDraft(
        there.title, told.writers or there.writers, told.original_artist or there.original_artist
    )


def _episode(there: KnownEpisode | None, told: EpisodeDraft) -> MergedEpisode | None:
    """What becomes of an episode; None where nothing does."""
    if there is None:
        bare = replace(told, quotes=())
        given = frozenset(field for field in _FACTS if getattr(told, field))
        return MergedEpisode(None, bare, given, told.quotes, ())
    before = there.draft
    values = {field: getattr(told, field) or getattr(before, field) for field in _FACTS}
    if told.number_in_series is not None:
        values["number_in_series"] = told.number_in_series
    values["performances"] = _performances(before.performances, told.performances)
    after = replace(before, **values, quotes=())
    fields = frozenset(field for field in _FACTS if getattr(before, field) != getattr(after, field))
    new, changed = _lines(there, told.quotes)
    if not (fields or new or changed):
        return None
    return MergedEpisode(there.id, after, fields, new, changed)


def _performances(
    there: tuple[PerformanceDraft, ...], told: tuple[PerformanceDraft, ...]
) -> tuple[PerformanceDraft, ...]:
    """The songs of an episode; one that is told twice is sung twice."""
    found = list(there)
    places = _pairs([sung.title for sung in told], [sung.title for sung in there])
    for sung, place in zip(told, places, strict=True):
        if place is None:
            found.append(sung)
        else:
            before = found[place]
            found[place] = replace(
                before,
                performers=sung.performers or before.performers,
                context=sung.context or before.context,
            )
    return tuple(found)


def _lines(
    there: KnownEpisode, told: tuple[QuoteDraft, ...]
) -> tuple[tuple[QuoteDraft, ...], tuple[tuple[QuoteId, QuoteDraft], ...]]:
    """The lines that are new, and those that are there by their words and are told better.

    A line may be said several times in an episode: the second in the file is the second in the show. Lines
    are the same if their text is; or if their words are, where only one is told with them and one is there.
    """
    known = list(zip(there.quotes, there.draft.quotes, strict=True))
    same = _pairs([line.text for line in told], [line.text for _, line in known])
    if known and None in same:
        words, known_words = [fold(line.text) for line in told], [fold(line.text) for _, line in known]
        places = {word: place for place, word in enumerate(known_words)}
        once = {word for word, count in Counter(words).items() if count == 1} & {
            word for word, count in Counter(known_words).items() if count == 1
        }
        same = [
            places[word] if place is None and word in once else place
            for word, place in zip(words, same, strict=True)
        ]
    new: list[QuoteDraft] = []
    changed: list[tuple[QuoteId, QuoteDraft]] = []
    for line, place in zip(told, same, strict=True):
        if place is None:
            new.append(line)
        elif (after := _line(known[place][1], line)) != known[place][1]:
            changed.append((known[place][0], after))
    return tuple(new), tuple(changed)


def _pairs(told: Sequence[str], known: Sequence[str]) -> list[int | None]:
    """For each text the place of its equal among those known, each used once; None where none is left."""
    free: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(known):
        free[text].append(place)
    return [free[text].popleft() if free.get(text) else None for text in told]


def _line(there: QuoteDraft, told: QuoteDraft) -> QuoteDraft:
    """A line that is there, with what is told of it. A guess changes no speaker who is known."""
    told_by = there.speaker if told.guessed else None
    speaker = told_by or told.speaker or there.speaker
    return QuoteDraft(there.text, speaker, told.context or there.context, told.timestamp or there.timestamp)


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
