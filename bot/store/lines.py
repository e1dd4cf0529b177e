"""Writing the lines of a show, however many."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import EpisodeId, QuoteId, ShowId
from bot.store.database import Writing
from bot.store.folding import QUOTE_BITS, fold_waiting

_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A line to be written. `ordinal` is where it stands among the lines of its episode."""

    episode: EpisodeId
    ordinal: int
    speaker: str | None
    text: str
    context: str | None = None
    timestamp: str | None = None


async def add_quotes(writing: Writing, show: ShowId, lines: Sequence[NewQuote]) -> Sequence[QuoteId]:
    """Write new lines of a show, in one go, so that searches find them; gives their ids, in order.

    Ids are numbers that no line of the show ever had. Raises `OverflowError` when there are none left.
    """
    row = await writing.one(
        "UPDATE show SET quotes_numbered = quotes_numbered + $2 WHERE id = $1 RETURNING quotes_numbered",
        show,
        len(lines),
    )
    last = int(row["quotes_numbered"])
    if last >> QUOTE_BITS:
        raise OverflowError(show)
    first = (show << QUOTE_BITS) + last - len(lines) + 1
    ids = [QuoteId(first + place) for place in range(len(lines))]
    for start in range(0, len(lines), _AT_ONCE):
        await writing.run_many(
            """
            INSERT INTO quote (id, episode_id, ordinal, speaker, text, context, timestamp)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                (quote, line.episode, line.ordinal, line.speaker, line.text, line.context, line.timestamp)
                for quote, line in zip(ids[start : start + _AT_ONCE], lines[start:], strict=False)
            ],
        )
    await fold_waiting(writing)
    return ids
