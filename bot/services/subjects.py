"""What a form can edit. A subject is a small record: it stands in a custom id, and is kept with an open form.

Records are named by id, never by where they stand: somebody else may move an episode while a form is open.
An id of a bundled show's means the server's own copy of the record once there is one.
"""

from typing import Annotated

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(max_length=32)]
Id = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""An id of a record, or the key of a position; no larger than the database takes, whoever made it up."""


class Subject(Struct, frozen=True, array_like=True):
    """What a form edits, in the show with a slug. A sub-class gives its `tag`."""

    show: Slug


class NewShow(Subject, frozen=True, tag="show"):
    """A show that is not there yet; its slug is empty."""


class ShowNames(Subject, frozen=True, tag="names"):
    """A show's title and slug."""


class NewEpisode(Subject, frozen=True, tag="new"):
    """An episode that is to stand at a position."""

    key: Id


class NewSpecial(Subject, frozen=True, tag="special"):
    """A special; the form asks which episode it follows."""

    season: Id


class EpisodeFacts(Subject, frozen=True, tag="facts"):
    """Where an episode stands, its title, air date, number in the series and production code."""

    episode: Id


class EpisodePeople(Subject, frozen=True, tag="people"):
    """An episode's writers, directors and guest cast."""

    episode: Id


class EpisodeSummary(Subject, frozen=True, tag="summary"):
    """What happens in an episode, in short."""

    episode: Id


class RecapScenes(Subject, frozen=True, tag="scenes"):
    """So many scenes of an episode's recap, from one on; none: new ones are added there."""

    episode: Id
    first: Id
    count: Id


class RecapFile(Subject, frozen=True, tag="file"):
    """An episode's whole recap, out of a text file."""

    episode: Id


class NewSong(Subject, frozen=True, tag="song+"):
    """A song, as it is sung in an episode."""

    episode: Id


class SongFacts(Subject, frozen=True, tag="song"):
    """A song's title, writers and original artist."""

    song: Id


class SungBy(Subject, frozen=True, tag="sung"):
    """Who sings a song in an episode, and where in the story."""

    song: Id
    episode: Id


class SungIn(Subject, frozen=True, tag="sung+"):
    """One more episode in which a song is sung."""

    song: Id


class NewQuote(Subject, frozen=True, tag="quote+"):
    """A line of an episode; the form asks which one where it is None."""

    episode: Id | None


class MessageQuote(Subject, frozen=True, tag="message"):
    """A quote that a message holds; the form lets another show be chosen."""


class QuoteWords(Subject, frozen=True, tag="quote"):
    """A line: its words, who says it, its context, its timestamp and its episode."""

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
