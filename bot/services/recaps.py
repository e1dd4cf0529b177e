"""Reading recaps, scene by scene, for an audience."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.errors import EpisodeNotFound
from bot.domain.ids import EpisodeId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import Passage, shown
from bot.services.permissions import is_moderator
from bot.services.resolve import episode_named
from bot.services.shows import show_of
from bot.services.visibility import Question, View, Viewpoints, Visibility, visibility_of
from bot.store.database import Database, Reading
from bot.store.episodes import entry_at, has_recap, neighbours, scenes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapView(View):
    """A recap. `scenes` is empty if nobody has written it yet; `previously` has a recap too.

    If the story is withheld, `previously` is the episode before, whatever exists. `add`: the episode, for a
    moderator who may write its missing recap.
    """

    scenes: tuple[Passage, ...]
    previously: Position | None
    add: EpisodeId | None


class Recaps:
    """Answers questions about recaps."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints) -> None:
        self._database = database
        self._viewpoints = viewpoints

    async def recap(self, asker: Asker, typed: str, show: str | None = None) -> RecapView:
        """The recap of the episode that typed text names. Raises what naming an episode raises."""
        async with self._database.read() as reading:
            question = Question(reading, asker, self._viewpoints)
            named = await episode_named(question, typed, show)
            return await _recap(question, named.show, named.position, private=named.private)

    async def recap_at(self, asker: Asker, slug: str, position: Position) -> RecapView:
        """The recap of the episode at a position. Raises `EpisodeNotFound`, `ShowNotFound` or `NoShows`."""
        async with self._database.read() as reading:
            show = await show_of(reading, asker.guild, slug)
            return await _recap(Question(reading, asker, self._viewpoints), show, position)


async def _recap(question: Question, show: Show, position: Position, *, private: bool = False) -> RecapView:
    reading, asker = question.reading, question.asker
    entry = await entry_at(reading, show.id, position)
    if entry is None:
        raise EpisodeNotFound(position.code, show.slug)
    position = entry.position
    visibility, viewpoint = visibility_of(asker, await question.viewpoint(show), position, private=private)
    scenes = () if visibility.withheld else await scenes_of(reading, show.id, position)
    may_add = not scenes and not visibility.withheld and await is_moderator(reading, asker)
    return RecapView(
        visibility=visibility,
        show=show,
        position=position,
        title=shown(entry.title, viewpoint),
        scenes=tuple(scene.disclosed_to(viewpoint) for scene in scenes),
        previously=await _previously(reading, show, position, visibility),
        add=entry.id if may_add else None,
    )


async def _previously(
    reading: Reading, show: Show, position: Position, visibility: Visibility
) -> Position | None:
    before, _ = await neighbours(reading, show.id, position)
    if before is None or visibility.withheld or await has_recap(reading, show.id, before.position):
        return before and before.position
    return None
