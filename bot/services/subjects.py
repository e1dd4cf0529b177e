"""What a form can edit. A subject is a small record: it stands in a custom id, and is kept with an open form.

Records are named by id, never by position: somebody else may move an episode while a form is open.
An id of a bundled show's means the server's own copy of the record once there is one.
"""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from bot.domain.changes import Action, Done, Topic

Slug = Annotated[str, Meta(max_length=32)]
Id = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""An id of a record, or the key of a position; no larger than the database takes, whoever made it up."""


class Subject(Struct, frozen=True, array_like=True):
    """What a form edits, in the show with a slug. A sub-class gives its `tag`, and its fields by name.

    `bot.domain.fields.FIELDS` says how each field is read and written. A form has five at most.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    done: ClassVar[Done] = Done(Action.EDIT, Topic.EPISODE)

    show: Slug


class OfEpisode(Subject, frozen=True):
    """Something of an episode."""

    episode: Id


class OfSong(Subject, frozen=True):
    """Something of a song."""

    song: Id


class NewShow(Subject, frozen=True, tag="show"):
    """A show that is not there yet; its slug is empty."""

    fields = ("title", "slug")
    required = ("title",)
    done = Done(Action.ADD, Topic.SHOW)


class ShowNames(Subject, frozen=True, tag="names"):
    """A show's title and slug."""

    fields = ("title", "slug")
    required = ("title",)
    done = Done(Action.EDIT, Topic.SHOW)


class NewEpisode(Subject, frozen=True, tag="new"):
    """An episode that is to be at a position."""

    fields = ("place", "title", "aired", "writers", "summary")
    required = ("place",)
    done = Done(Action.ADD, Topic.EPISODE)
    key: Id


class NewSpecial(Subject, frozen=True, tag="special"):
    """A special; the form asks which episode it follows."""

    fields = ("after", "title", "aired", "writers", "summary")
    required = ("after",)
    done = Done(Action.ADD, Topic.EPISODE)
    season: Id


class EpisodeFacts(OfEpisode, frozen=True, tag="facts"):
    """An episode's position, title, air date, number in the series and production code."""

    fields = ("place", "title", "aired", "number_in_series", "production_code")
    required = ("place",)


class EpisodePeople(OfEpisode, frozen=True, tag="people"):
    """An episode's writers, directors and guest cast."""

    fields = ("writers", "directors", "guests")


class EpisodeSummary(OfEpisode, frozen=True, tag="summary"):
    """What happens in an episode, in short."""

    fields = ("summary",)


class RecapScenes(OfEpisode, frozen=True, tag="scenes"):
    """So many scenes of an episode's recap, from one on; none: new ones are added there."""

    fields = ("scenes",)
    done = Done(Action.EDIT, Topic.RECAP)
    first: Id
    count: Id


class RecapFile(OfEpisode, frozen=True, tag="file"):
    """An episode's whole recap, out of a text file."""

    fields = ("file",)
    required = ("file",)
    done = Done(Action.EDIT, Topic.RECAP)


class NewSong(OfEpisode, frozen=True, tag="song+"):
    """A song, as it is sung in an episode."""

    fields = ("title", "performers", "song_context", "song_writers", "original_artist")
    required = ("title",)
    done = Done(Action.ADD, Topic.SONG)


class SongFacts(OfSong, frozen=True, tag="song"):
    """A song's title, writers and original artist."""

    fields = ("title", "song_writers", "original_artist")
    required = ("title",)
    done = Done(Action.EDIT, Topic.SONG)


class SungBy(OfSong, frozen=True, tag="sung"):
    """Who sings a song in an episode, and where in the story."""

    fields = ("performers", "song_context")
    done = Done(Action.EDIT, Topic.SONG)
    episode: Id


class SungIn(OfSong, frozen=True, tag="sung+"):
    """One more episode in which a song is sung."""

    fields = ("episode", "performers", "song_context")
    required = ("episode",)
    done = Done(Action.EDIT, Topic.SONG)


class NewQuote(Subject, frozen=True, tag="quote+"):
    """A quote from an episode; the form asks which one where it is None."""

    fields = ("text", "speaker", "quote_context", "timestamp", "episode")
    required = ("text", "episode")
    done = Done(Action.ADD, Topic.QUOTE)
    episode: Id | None


class MessageQuote(Subject, frozen=True, tag="message"):
    """A quote that a message holds; the form lets another show be chosen."""

    fields = ("show", "episode", "text", "speaker", "quote_context")
    required = ("text", "episode")
    done = Done(Action.ADD, Topic.QUOTE)


class QuoteWords(Subject, frozen=True, tag="quote"):
    """A quote: its words, who says it, its context, its timestamp and its episode."""

    fields = ("text", "speaker", "quote_context", "timestamp", "episode")
    required = ("text", "episode")
    done = Done(Action.EDIT, Topic.QUOTE)
    quote: Id


AnySubject = (
    NewShow
    | ShowNames
    | NewEpisode
    | NewSpecial
    | EpisodeFacts
    | EpisodePeople
    | EpisodeSummary
    | RecapScenes
    | RecapFile
    | NewSong
    | SongFacts
    | SungBy
    | SungIn
    | NewQuote
    | MessageQuote
    | QuoteWords
)
