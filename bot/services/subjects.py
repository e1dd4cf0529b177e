"""The subjects of forms: small records of ids in custom ids, saved with the open form.

Records are named by id, never by position, because somebody may move an episode while a form is open. An id
of a bundled show's record means its copy, once the server has its own copy of the show.
"""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from bot.domain.changes import Action, Done, Topic

Slug = Annotated[str, Meta(max_length=32)]
Id = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""The id of a record, or the key of a position, within the database's range even if it was forged."""


class Subject(Struct, frozen=True, array_like=True):
    """What a form edits, in the show with a slug. Subclasses give their `tag`, and their fields by name.

    `bot.domain.fields.FIELDS` says how each field is read and written. A form has at most five.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    done: ClassVar[Done] = Done(Action.EDIT, Topic.EPISODE)

    show: Slug


class OfEpisode(Subject, frozen=True):
    """A part of an episode."""

    episode: Id


class OfSong(Subject, frozen=True):
    """A part of a song."""

    song: Id


class NewShow(Subject, frozen=True, tag="show"):
    """A new show; its slug is empty."""

    fields = ("title", "slug")
    required = ("title",)
    done = Done(Action.ADD, Topic.SHOW)


class ShowNames(Subject, frozen=True, tag="names"):
    """A show's title and slug."""

    fields = ("title", "slug")
    required = ("title",)
    done = Done(Action.EDIT, Topic.SHOW)


class NewEpisode(Subject, frozen=True, tag="new"):
    """A new episode at a position."""

    fields = ("place", "title", "aired", "writers", "summary")
    required = ("place",)
    done = Done(Action.ADD, Topic.EPISODE)
    key: Id


class NewSpecial(Subject, frozen=True, tag="special"):
    """A new special. The form asks which episode it follows."""

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
    """An episode's summary."""

    fields = ("summary",)


class RecapScenes(OfEpisode, frozen=True, tag="scenes"):
    """A number of scenes of a recap, from one on; none: new ones are added there."""

    fields = ("scenes",)
    done = Done(Action.EDIT, Topic.RECAP)
    first: Id
    count: Id


class RecapFile(OfEpisode, frozen=True, tag="file"):
    """An episode's whole recap, from a text file."""

    fields = ("file",)
    required = ("file",)
    done = Done(Action.EDIT, Topic.RECAP)


class NewSong(OfEpisode, frozen=True, tag="song+"):
    """A new song with a performance in an episode."""

    fields = ("title", "performers", "song_context", "song_writers", "original_artist")
    required = ("title",)
    done = Done(Action.ADD, Topic.SONG)


class SongFacts(OfSong, frozen=True, tag="song"):
    """A song's title, writers and original artist."""

    fields = ("title", "song_writers", "original_artist")
    required = ("title",)
    done = Done(Action.EDIT, Topic.SONG)


class SungBy(OfSong, frozen=True, tag="sung"):
    """Who performs a song in an episode, and where in the story."""

    fields = ("performers", "song_context")
    done = Done(Action.EDIT, Topic.SONG)
    episode: Id


class SungIn(OfSong, frozen=True, tag="sung+"):
    """A new performance of a song in another episode."""

    fields = ("episode", "performers", "song_context")
    required = ("episode",)
    done = Done(Action.EDIT, Topic.SONG)


class NewQuote(Subject, frozen=True, tag="quote+"):
    """A new quote. If the episode is None, the form asks for it."""

    fields = ("text", "speaker", "quote_context", "timestamp", "episode")
    required = ("text", "episode")
    done = Done(Action.ADD, Topic.QUOTE)
    episode: Id | None


class MessageQuote(Subject, frozen=True, tag="message"):
    """A quote from a message. The form lets the show be chosen."""

    fields = ("show", "episode", "text", "speaker", "quote_context")
    required = ("text", "episode")
    done = Done(Action.ADD, Topic.QUOTE)


class QuoteWords(Subject, frozen=True, tag="quote"):
    """A quote: its words, speaker, context, timestamp and episode."""

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
