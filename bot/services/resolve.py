"""Resolving typed text to an episode or a position. Titles that the asker may not see never match."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.codes import read_position
from bot.domain.errors import EpisodeAmbiguous, EpisodeNotFound, NotInStory, Purpose
from bot.domain.finding import Candidate, find, perhaps_meant
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import Audience, shown
from bot.services.permissions import is_moderator
from bot.services.shows import Meant, shows_meant
from bot.services.visibility import Question
from bot.store.episodes import titles_of

SUGGESTIONS = 25
"""Discord's maximum."""

_PERHAPS = 3


async def candidates_of(
    question: Question,
    meant: Meant,
    at: Position | None = None,
    audience: Audience = Audience.ASKER,
    at_most: int = -1,
) -> list[Candidate]:
    """The episodes of the shows meant, as the audience may see them.

    All of them, or those at a position, or (`at_most`) the first few of each show.
    """
    found: list[Candidate] = []
    for show in meant.shows:
        viewpoint = await question.viewpoint(show, audience)
        found += [
            meant.candidate(show, position, shown(title, viewpoint), number)
            for position, title, number in await titles_of(question.reading, show.id, at, at_most)
        ]
    return found


def placed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with a place in the story: only they can set progress or a limit."""
    return [candidate for candidate in candidates if candidate.position.placed]


def episode_among(
    candidates: Sequence[Candidate], typed: str, meant: Meant, purpose: Purpose, *, may_add: bool
) -> tuple[Show, Position]:
    """The only candidate that typed text names. `may_add`: the asker may add the episode if there is none.

    Raises `EpisodeNotFound` or `EpisodeAmbiguous`.
    """
    found = find(meant.typed, candidates)
    if not found:
        at = read_position(meant.typed)
        add_at = at.key if at is not None and may_add else None
        nearest = tuple(perhaps_meant(meant.typed, candidates, _PERHAPS))
        raise EpisodeNotFound(typed, meant.shows[0].slug, nearest, purpose, add_at)
    if len(found) > 1:
        raise EpisodeAmbiguous(typed, tuple(found[:SUGGESTIONS]), purpose)
    return meant.show_with(found[0].show), found[0].position


async def _episode(question: Question, typed: str, meant: Meant, purpose: Purpose) -> tuple[Show, Position]:
    candidates = await candidates_of(question, meant, read_position(meant.typed))
    may_add = False
    if not find(meant.typed, candidates):
        candidates = await candidates_of(question, meant)
        may_add = await is_moderator(question.reading, question.asker)
    return episode_among(candidates, typed, meant, purpose, may_add=may_add)


@dataclass(frozen=True, slots=True)
class Named:
    """An episode that was named. `private`: by a title that the asker may see but everyone here may not."""

    show: Show
    position: Position
    private: bool


async def episode_named(question: Question, typed: str, named_show: str | None) -> Named:
    """The episode that typed text names. A title that the asker may see is found for any audience.

    Raises `EpisodeNotFound`, `EpisodeAmbiguous`, `ShowNotFound`, `AnotherShow` or `NoShows`.
    """
    meant = await shows_meant(question.reading, question.asker.guild, typed, named_show)
    show, position = await _episode(question, typed, meant, Purpose.OPEN)
    if read_position(meant.typed) is not None or question.asker.audience is Audience.ASKER:
        return Named(show, position, private=False)
    only = replace(meant, shows=[show])
    known_to_all = await candidates_of(question, only, position, question.asker.audience)
    return Named(show, position, private=not find(meant.typed, known_to_all))


async def position_named(
    question: Question, typed: str, named_show: str | None, purpose: Purpose
) -> tuple[Show, Position]:
    """The position that typed text names. A code need not belong to an episode.

    Raises `NotInStory` for a special without a place, and what `episode_named` raises.
    """
    meant = await shows_meant(question.reading, question.asker.guild, typed, named_show)
    try:
        show, position = await _episode(question, typed, meant, purpose)
    except EpisodeNotFound:
        read = read_position(meant.typed)
        if read is None:
            raise
        show, position = meant.shows[0], read
    if not position.placed:
        raise NotInStory(show.slug, position, purpose)
    return show, position
