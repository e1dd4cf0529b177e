"""Placing the specials of season 0 in story order by their air dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.aired_limit import Airing
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode


def specials_to_move(airings: Iterable[Airing]) -> list[tuple[Position, Position]]:
    """The specials of season 0 whose date puts them elsewhere: from which position, to which.

    A special goes after the last episode that had aired by its date. It only moves to a later position, so
    nothing hidden becomes visible, whatever was deleted.
    """
    airings = sorted(airings, key=lambda airing: airing.position)
    episodes = [airing for airing in airings if airing.position.placed and not airing.position.special]
    specials = [airing for airing in airings if _is_of_season_0(airing.position)]
    taken = {airing.position for airing in airings}
    moves: list[tuple[Position, Position]] = []
    for special in sorted(specials, key=lambda special: (special.aired or date.max, special.position)):
        place = _place(special, episodes, taken)
        if place is not None:
            taken.add(place)
            moves.append((special.position, place))
    return moves


def with_specials_placed(episodes: Iterable[Episode[str, str]]) -> tuple[Episode[str, str], ...]:
    """The episodes of a whole show in story order, with each special of season 0 placed by its date."""
    episodes = tuple(episodes)
    moves = dict(specials_to_move(Airing(episode.position, episode.aired) for episode in episodes))
    placed = [
        replace(episode, position=moves.get(episode.position, episode.position)) for episode in episodes
    ]
    return tuple(sorted(placed, key=lambda episode: episode.position))


def known_by_code(known: Iterable[Position], draft: Draft) -> Draft:
    """The draft with every special of season 0 at the position where the show has it, found by code."""
    places = {position.known_as: position for position in known if position.known_as is not None}
    drafted = {episode.position for episode in draft.episodes}
    episodes = tuple(
        replace(episode, position=place)
        if (place := places.get(episode.position)) is not None and place not in drafted
        else episode
        for episode in draft.episodes
    )
    return replace(draft, episodes=tuple(sorted(episodes, key=lambda episode: episode.position)))


def where_specials_go(known: Iterable[Episode[str, str]], draft: Draft) -> Iterator[Doubt]:
    """A doubt for each special of season 0 in a draft: where it goes, or that it has no place."""
    aired = {episode.position: episode.aired for episode in known}
    for episode in draft.episodes:
        aired[episode.position] = episode.aired or aired.get(episode.position)
    moves = dict(specials_to_move(Airing(*airing) for airing in aired.items()))
    for episode in draft.episodes:
        if _is_of_season_0(episode.position):
            place = moves.get(episode.position, episode.position)
            yield Doubt(Doubtful.PLACED_BY_DATE if place.placed else Doubtful.UNPLACED, position=place)


def _is_of_season_0(position: Position) -> bool:
    return position.known_as is not None or not position.season


def _place(special: Airing, episodes: Sequence[Airing], taken: set[Position]) -> Position | None:
    """A free position for a special; None if it stays where it is."""
    follows = None if special.aired is None else _last_aired(special.aired, episodes)
    before = special.position
    if follows is None or (before.placed and before.follows >= follows):
        return None
    return next((place for place in _after(follows, before.known_as or before) if place not in taken), None)


def _last_aired(by: date, episodes: Sequence[Airing]) -> Position | None:
    """The last episode that had aired by a date; before all of them, "E00" of the first season."""
    aired = [episode.position for episode in episodes if episode.aired and episode.aired <= by]
    if aired:
        return aired[-1]
    first = episodes[0] if episodes else None
    return Position(first.position.season, Decimal(0)) if first and first.aired else None


def _after(episode: Position, known_as: Position) -> Iterator[Position]:
    for special in range(1, 100):
        yield replace(episode, special=special, known_as=known_as)
