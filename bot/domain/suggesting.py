"""The episodes and songs that unfinished text may become."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.domain.codes import read_number, read_position
from bot.domain.finding import Candidate, SongCandidate, find_songs
from bot.domain.positions import Position
from bot.domain.references import read_id
from bot.domain.typos import closeness, matches


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
