"""Forms for a quote."""

from bot.domain.changes import Action, Done, Topic
from bot.domain.editing_errors import NothingToChange
from bot.domain.ids import EpisodeId
from bot.domain.positions import Position
from bot.domain.shows import Quote, Show
from bot.services.encoded_ids import Id
from bot.services.records import episode_of, episode_typed, quote_of
from bot.services.subjects.subject import Record, Subject, attributes, typed
from bot.store.database import Reading
from bot.store.edits import add_quotes, set_quote
from bot.store.snapshots import Edit
from bot.store.unfiltered import unfiltered_quotes_of


class _OfQuote(Subject, frozen=True):
    """The words of a quote, and of which episode it is."""

    fields = ("text", "speaker", "quote_context", "timestamp", "episode")
    required = ("text", "episode")


class _Adding(_OfQuote, frozen=True):
    """A new quote."""

    done = Done(Action.ADD, Topic.QUOTE)

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        episode, position = await _episode_of(edit, show, record)
        quote = typed(Quote, record)
        if quote in await unfiltered_quotes_of(edit.writing, episode):
            raise NothingToChange
        await add_quotes(edit, [(episode, quote)])
        return position


class NewQuote(_Adding, frozen=True, tag="quote+"):
    """A new quote. If the episode is None, the form asks for it."""

    episode: Id | None

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank quote."""
        blank = attributes(Quote(""))
        if self.episode is None:
            return {**blank, "position": None}
        episode = await episode_of(reading, show, self.episode)
        return {**blank, "episode": episode.id, "at": episode.position}


class MessageQuote(_Adding, frozen=True, tag="message"):
    """A quote from a message. The form lets the show be chosen."""

    fields = ("show", "episode", "text", "speaker", "quote_context")

    async def read(self, reading: Reading, show: Show) -> Record:
        """A blank quote; its show and episode are chosen in the form."""
        return {**attributes(Quote("")), "position": None, "show": None}


class QuoteWords(_OfQuote, frozen=True, tag="quote"):
    """A quote: its words, speaker, context, timestamp and episode."""

    done = Done(Action.EDIT, Topic.QUOTE)
    quote: Id

    async def read(self, reading: Reading, show: Show) -> Record:
        """The quote, and where it is."""
        episode, quote = await quote_of(reading, show, self.quote)
        return {**attributes(quote), "position": episode.position}

    async def save(self, edit: Edit, show: Show, record: Record) -> Position:
        """Change the quote, or move it to another episode."""
        episode, position = await _episode_of(edit, show, record)
        await set_quote(edit, episode, typed(Quote, record))
        return position


async def _episode_of(edit: Edit, show: Show, record: Record) -> tuple[EpisodeId, Position]:
    if "position" in record:
        episode = await episode_typed(edit.writing, show, record["position"])
        return episode.id, episode.position
    return record["episode"], record["at"]


QuoteSubject = NewQuote | MessageQuote | QuoteWords
