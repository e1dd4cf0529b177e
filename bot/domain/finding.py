"""Finding the episode or song that typed text means, or that unfinished text may become."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.domain.codes import read_number, read_position
from bot.domain.ids import SongId
from bot.domain.positions import Position
from bot.domain.references import named, read_id
from bot.domain.typos import Closeness, best_matches, closeness, folded, matches

_NEAR = 2
"""A code this many numbers off, in the same season, is suggested as "did you mean"."""

_ALIKE = 60
"""The lowest `fuzz.ratio` (0 to 100) of a title suggested as "did you mean"."""


class Candidate(NamedTuple):
    """An episode as the asker may see it: `title` is None if it is masked or missing.

    A tuple: hundreds are made for each suggestion, and a frozen dataclass takes four times as long to make.
    """

    show: str
    show_title: str
    position: Position
    title: str | None
    number_in_series: int | None = None
    among_shows: bool = False
    """Whether its name must include the show's."""

    @property
    def reference(self) -> str:
        """The suggestion's value: the show's slug and the episode's code, never its title."""
        return f"{self.show}:{self.position.code}"

    @property
    def name(self) -> str:
        """The suggestion's name, as far as the asker may see it."""
        show = self.show_title if self.among_shows else None
        return named(show, self.position.code, self.title, reference=self.reference)


def find(typed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The episodes that typed text means: one if it is clear, several if it is ambiguous, or none.

    Candidates of the default show come first: a code without a show means its episode.
    """
    if (position := read_position(typed)) is not None:
        return _of_the_first_show(
            candidate for candidate in candidates if candidate.position.is_named_by(position)
        )
    titled = best_matches(typed, ((each, each.title) for each in candidates))
    if (number := read_number(typed)) is None or (titled and titled[0].closeness <= Closeness.FOLDED):
        return [match.item for match in titled]
    return _numbered(number, candidates)


def perhaps_meant(typed: str, candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The nearest episodes, by code or title, to text that matches none."""
    position = read_position(typed) or _run_together(read_number(typed))
    if position is not None:
        near = [candidate for candidate in candidates if _near(candidate.position, position)]
        return sorted(near, key=lambda candidate: abs(candidate.position.key - position.key))[:limit]
    titles = {index: folded(each.title) for index, each in enumerate(candidates) if each.title}
    alike = process.extract(folded(typed), titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit)
    return [candidates[index] for _, _, index in alike]


def _run_together(number: Decimal | None) -> Position | None:
    """The code that `102` may mean. It is only suggested, never assumed."""
    if number is None or number % 1 or number < 100:
        return None
    season, within = divmod(int(number), 100)
    return Position(season, Decimal(within))


def _near(one: Position, other: Position) -> bool:
    """Whether one code may be a typo for the other."""
    return one.season == other.season and abs(one.number - other.number) <= _NEAR


def _of_the_first_show(candidates: Iterable[Candidate]) -> list[Candidate]:
    found = list(candidates)
    return [candidate for candidate in found if candidate.show == found[0].show]


def _numbered(number: Decimal, candidates: Sequence[Candidate]) -> list[Candidate]:
    in_series = [candidate for candidate in candidates if candidate.number_in_series == number]
    in_season = [
        candidate
        for candidate in candidates
        if candidate.position.number == number and not candidate.position.special
    ]
    return _of_the_first_show(dict.fromkeys(in_series + in_season))


@dataclass(frozen=True, slots=True)
class SongCandidate:
    """A song whose title the asker may see."""

    show: str
    show_title: str
    id: SongId
    title: str
    among_shows: bool = False

    @property
    def reference(self) -> str:
        """The suggestion's value: the show's slug and the song's id, never its title."""
        return f"{self.show}:song-{self.id}"

    @property
    def name(self) -> str:
        """The suggestion's name."""
        return named(self.show_title if self.among_shows else None, self.title, reference=self.reference)


def find_songs(typed: str, candidates: Sequence[SongCandidate]) -> list[SongCandidate]:
    """The songs that typed text means: one if it is clear, several if it is ambiguous, or none."""
    if (song := read_id(typed, "song")) is not None:
        return [candidate for candidate in candidates if candidate.id == song]
    return [match.item for match in best_matches(typed, ((each, each.title) for each in candidates))]


def suggest(typed: str, candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The episodes that unfinished text may become, likeliest first; all of them for no text."""
    if not typed.strip():
        return list(candidates[:limit])
    read = _Typed(typed.strip(), typed.strip().lower(), read_position(typed), read_number(typed))
    ranked = [
        (rank, order, candidate)
        for order, candidate in enumerate(candidates)
        if (rank := _rank(read, candidate)) is not None
    ]
    return [candidate for _, _, candidate in sorted(ranked, key=lambda entry: entry[:2])[:limit]]


@dataclass(frozen=True, slots=True)
class _Typed:
    """Unfinished text, and how it can be read."""

    typed: str
    lowered: str
    position: Position | None
    number: Decimal | None


def _rank(typed: _Typed, candidate: Candidate) -> int | None:
    """A candidate's rank among the suggestions; None if it doesn't match."""
    if typed.position is not None and candidate.position.is_named_by(typed.position):
        return 0
    if typed.number is not None and candidate.number_in_series == typed.number:
        return 1
    if f"\n{typed.lowered}" in _spellings(candidate.position):
        return 2
    if typed.number is not None and candidate.position.number == typed.number:
        return 2
    if candidate.title is None:
        return None
    close = closeness(typed.typed, candidate.title)
    return None if close is None else 2 + close


@lru_cache(maxsize=4096)
def _spellings(position: Position) -> str:
    """The ways people write a position's code, in lower case, each in a line of its own."""
    code = position.code.lower()
    if position.special:
        return f"\n{code}\n{code.partition(' after ')[2]} special"
    number = code.partition("e")[2]
    bare = number.removeprefix("0")
    season = position.season
    return f"\n{code}\ns{season}e{bare}\n{season}x{number}\n{season}x{bare}\nseason {season} episode {bare}"


def suggest_songs(typed: str, candidates: Sequence[SongCandidate], limit: int) -> list[SongCandidate]:
    """The songs that unfinished text may become, likeliest first; all of them for no text."""
    if not typed.strip():
        return list(candidates[:limit])
    if read_id(typed, "song") is not None:
        return find_songs(typed, candidates)
    return [match.item for match in matches(typed, ((one, one.title) for one in candidates))[:limit]]
