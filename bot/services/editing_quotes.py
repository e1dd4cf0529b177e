"""Editing lines in forms."""

from collections.abc import Mapping

from bot.domain import fields
from bot.domain.changes import Action, Done, Topic
from bot.domain.drafts import QuoteDraft
from bot.domain.editing_errors import NothingToChange, PartGone
from bot.domain.fields import Values
from bot.domain.ids import QuoteId
from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.services.editors import Current, Editor, empty, episode_of, episode_typed
from bot.services.subjects import (
    MessageQuote,
    NewQuote,
    QuoteWords,
    Subject,
)
from bot.store.changes import Edit
from bot.store.database import Reading
from bot.store.edits import NewLine, add_quotes, set_quote
from bot.store.forks import quote_in
from bot.store.unfiltered import Line, lines_of, plain_quote


async def _line(reading: Reading, show: Show, quote: int) -> Line:
    found = await quote_in(reading, show, QuoteId(quote))
    line = None if found is None else await plain_quote(reading, found)
    if line is None:
        raise PartGone
    return line


async def _new_quote(reading: Reading, show: Show, subject: NewQuote) -> Current:
    values = empty("text", "speaker", "quote_context", "timestamp")
    if subject.episode is None:
        return Current(values | {"episode": ""}, Done(Action.ADD, Topic.QUOTE))
    await episode_of(reading, show, subject.episode)
    return Current(values, Done(Action.ADD, Topic.QUOTE))


async def _message_quote(_: Reading, __: Show, ___: MessageQuote) -> Current:
    """Without a timestamp, which a message does not have: a form has five fields."""
    return Current(
        empty("show", "episode", "text", "speaker", "quote_context"), Done(Action.ADD, Topic.QUOTE)
    )


async def _add_message_quote(edit: Edit, show: Show, _: MessageQuote, values: Values) -> Position:
    return await _add_quote(edit, show, NewQuote(show.slug, None), {**values, "timestamp": ""})


async def _add_quote(edit: Edit, show: Show, subject: NewQuote, values: Values) -> Position:
    if subject.episode is None:
        episode, position = await episode_typed(edit.writing, show, values)
    else:
        episode, draft = await episode_of(edit.writing, show, subject.episode)
        position = draft.position
    quote = _quote_typed(values)
    if any(line.draft == quote for line in await lines_of(edit.writing, episode)):
        raise NothingToChange  # as it is, it is saved already
    await add_quotes(edit, [NewLine(episode, quote)])
    return position


def _quote_typed(values: Values) -> QuoteDraft:
    return QuoteDraft(
        text=fields.required(fields.text, values, "text"),
        speaker=fields.name(values, "speaker"),
        context=fields.text(values, "quote_context"),
        timestamp=fields.time(values, "timestamp"),
    )


async def _quote_words(reading: Reading, show: Show, subject: QuoteWords) -> Current:
    line = await _line(reading, show, subject.quote)
    _, episode = await episode_of(reading, show, line.episode)
    values = {
        "text": line.draft.text,
        "speaker": line.draft.speaker or "",
        "quote_context": line.draft.context or "",
        "timestamp": line.draft.timestamp or "",
        "episode": episode.position.code,
    }
    return Current(values, Done(Action.EDIT, Topic.QUOTE))


async def _set_quote_words(edit: Edit, show: Show, subject: QuoteWords, values: Values) -> Position:
    line = await _line(edit.writing, show, subject.quote)
    episode, position = await episode_typed(edit.writing, show, values)
    await set_quote(edit, line.id, episode, _quote_typed(values))
    return position


QUOTE_EDITORS: Mapping[type[Subject], Editor] = {
    MessageQuote: Editor(_message_quote, _add_message_quote),
    NewQuote: Editor(_new_quote, _add_quote),
    QuoteWords: Editor(_quote_words, _set_quote_words),
}
"""How each subject is read and written."""
