"""Forms for an episode and its recap."""

from bot.domain.changes import Action, Done, Topic
from bot.domain.fields import BadField, Fault
from bot.domain.positions import LAST, Position
from bot.domain.shows import Episode, Show
from bot.services.encoded_ids import Id
from bot.services.records import must_be_free, position_in_subject
from bot.services.subjects.subject import OfEpisode, Record, Subject, attributes, typed
from bot.store.database import Reading
from bot.store.edits import save_episode, set_scenes
from bot.store.snapshots import Edit
from bot.store.unfiltered import unfiltered_facts


class _Adding(Subject, frozen=True):
    """A new episode."""

    done = Done(Action.ADD, Topic.EPISODE)

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        await must_be_free(edit.writing, show, record["position"], "place")
        await save_episode(edit, typed(Episode, record))
        return record["position"]


class NewEpisode(_Adding, frozen=True, tag="new"):
    """A new episode at a position."""

    fields = ("place", "title", "aired", "writers", "summary")
    required = ("place",)
    key: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank episode at the position."""
        return attributes(Episode(position_in_subject(self.key)))


class NewSpecial(_Adding, frozen=True, tag="special"):
    """A new special. The form asks which episode it follows."""

    fields = ("after", "title", "aired", "writers", "summary")
    required = ("after",)
    season: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank special after the last episode of the season."""
        positions = [episode.position for episode in await unfiltered_facts(reading, show.id)]
        before = [its for its in positions if its.season == self.season and not its.special]
        return {**attributes(Episode(LAST)), "after": before[-1] if before else None}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        """Add it after the other specials that follow the same episode."""
        after: Position = record["after"]
        taken = {episode.position for episode in await unfiltered_facts(edit.writing, show.id)}
        free = (Position(after.season, after.number, special) for special in range(1, 100))
        position = next((position for position in free if position not in taken and position != LAST), None)
        if position is None:
            raise BadField("after", Fault.TAKEN, after.code)
        return await _Adding.save(self, edit, show, {**record, "position": position})


class _PartOfEpisode(OfEpisode, frozen=True):
    """Some of an episode's attributes; the others stay."""

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        before, position = record["at"], record["position"]
        if before.is_named_by(position):
            position = before
        else:
            await must_be_free(edit.writing, show, position, "place")
            position = before.moved_to(position)
        await save_episode(edit, typed(Episode, {**record, "position": position}))
        return position


class EpisodeFacts(_PartOfEpisode, frozen=True, tag="facts"):
    """An episode's position, title, air date, number in the series and production code."""

    fields = ("place", "title", "aired", "number_in_series", "production_code")
    required = ("place",)


class EpisodePeople(_PartOfEpisode, frozen=True, tag="people"):
    """An episode's writers, directors and guest cast."""

    fields = ("writers", "directors", "guests")


class EpisodeSummary(_PartOfEpisode, frozen=True, tag="summary"):
    """An episode's summary, and its still."""

    fields = ("summary", "still")


class _Recap(OfEpisode, frozen=True):
    """Scenes of an episode's recap: `first` and how many; the others stay."""

    done = Done(Action.EDIT, Topic.RECAP)

    async def read_scenes(self, reading: Reading, show: Show, first: int, count: int | None) -> Record:
        """A number of scenes, from one on; None: all that follow."""
        record = await OfEpisode.read(self, reading, show)
        scenes: tuple[str, ...] = record["scenes"]
        end = len(scenes) if count is None else first + count
        parts = {"scenes": scenes[first:end], "before": scenes[:first], "after": scenes[end:]}
        return {**parts, "episode": record["id"], "at": record["at"], "is_new": not scenes}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        await set_scenes(edit, record["episode"], [*record["before"], *record["scenes"], *record["after"]])
        return record["at"]


class RecapScenes(_Recap, frozen=True, tag="scenes"):
    """A number of scenes of a recap, from one on; none: new ones are added there."""

    fields = ("scenes",)
    first: Id
    count: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """The scenes that the form is for."""
        return await self.read_scenes(reading, show, self.first, self.count)


class RecapFile(_Recap, frozen=True, tag="file"):
    """An episode's whole recap, from a text file."""

    fields = ("file",)
    required = ("file",)

    async def read(self, reading: Reading, show: Show) -> Record:
        """All scenes."""
        return await self.read_scenes(reading, show, 0, None)


EpisodeSubject = (
    NewEpisode | NewSpecial | EpisodeFacts | EpisodePeople | EpisodeSummary | RecapScenes | RecapFile
)
