"""Quotes: reading lines, drawing one at random, and who speaks. Searching them is `bot.store.searching`."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import QuoteId, ShowId, SpeakerId
from bot.domain.positions import Position
from bot.domain.quotes import Quote, SealedQuote, Speaker, referred_speaker
from bot.domain.shows import Show
from bot.domain.spoilers import Label, Limit, Veiled
from bot.domain.text import fold
from bot.store.database import Reading
from bot.store.draws import NUMBERS, ORDERS, Draw, new_draw
from bot.store.positions import position_in

_QUOTE = """
    SELECT quote.id, quote.speaker, quote.text, quote.context, quote.timestamp,
           episode.show_id, episode.position, episode.known_as, episode.title
    FROM quote JOIN episode ON episode.id = quote.episode_id
"""


def _quote(row: sqlite3.Row) -> SealedQuote:
    show, position = ShowId(row["show_id"]), position_in(row)

    def veiled(text: str | None) -> Veiled | None:
        return None if text is None else Veiled(text, show=show, position=position)

    return Quote(
        id=QuoteId(row["id"]),
        show=show,
        position=position,
        episode_title=None if row["title"] is None else Label(row["title"], show=show, position=position),
        text=Veiled(row["text"], show=show, position=position),
        speaker=veiled(row["speaker"]),
        context=veiled(row["context"]),
        timestamp=veiled(row["timestamp"]),
    )


async def quotes_by_ids(reading: Reading, ids: Sequence[QuoteId]) -> list[SealedQuote]:
    """The lines with these ids, in this order; those that are gone are left out.

    Ids are of any show: who asks sees to it that they are of one that the asker may see.
    """
    rows = await reading.rows(
        f"{_QUOTE} WHERE quote.id IN (SELECT value FROM json_each($1))", json.dumps(list(ids))
    )
    found = {row["id"]: _quote(row) for row in rows}
    return [found[quote] for quote in ids if quote in found]


async def positions_of(
    reading: Reading, show: ShowId, ids: Sequence[QuoteId]
) -> list[tuple[QuoteId, Position]]:
    """Where the lines with these ids stand, in this order; those of another show, or gone, are left out."""
    rows = await reading.rows(
        """
        SELECT quote.id, episode.position FROM json_each($1) AS wanted
        JOIN quote ON quote.id = wanted.value JOIN episode ON episode.id = quote.episode_id
        WHERE episode.show_id = $2 ORDER BY wanted.key
        """,
        json.dumps(list(ids)),
        show,
    )
    positions = {key: Position.from_key(key) for key in {row["position"] for row in rows}}
    return [(QuoteId(row["id"]), positions[row["position"]]) for row in rows]


async def quotes_at(reading: Reading, show: ShowId, position: Position) -> list[SealedQuote]:
    """The lines of the episode at a position, in their order."""
    rows = await reading.rows(
        _QUOTE + "WHERE episode.show_id = $1 AND episode.position = $2 ORDER BY quote.ordinal",
        show,
        position.key,
    )
    return [_quote(row) for row in rows]


async def quotes_around(reading: Reading, quote: QuoteId, n: int) -> list[SealedQuote]:
    """A line with up to `n` lines before and `n` after it in its episode, in order; none if it is gone."""
    rows = await reading.rows(
        f"""
        {_QUOTE} WHERE quote.id IN (
            SELECT id FROM (
                SELECT other.id FROM quote AS here JOIN quote AS other ON other.episode_id = here.episode_id
                WHERE here.id = $1 AND (other.ordinal, other.id) < (here.ordinal, here.id)
                ORDER BY other.ordinal DESC, other.id DESC LIMIT $2
            )
            UNION ALL
            SELECT id FROM (
                SELECT other.id FROM quote AS here JOIN quote AS other ON other.episode_id = here.episode_id
                WHERE here.id = $1 AND (other.ordinal, other.id) >= (here.ordinal, here.id)
                ORDER BY other.ordinal, other.id LIMIT $2 + 1
            )
        ) ORDER BY quote.ordinal, quote.id
        """,
        quote,
        n,
    )
    return [_quote(row) for row in rows]


async def next_quote(
    reading: Reading, show: ShowId, before: Draw, limit: Limit, speaker: str | None
) -> tuple[QuoteId, Draw] | None:
    """The next line in a member's order, or the first in another: never the last one again if there are two.

    `speaker` (folded): only theirs. Lines beyond the limit are not looked at: the time tells nothing of them.
    """
    found = await _quote_in_order(reading, show, before, limit, speaker)
    if found is not None:
        return found, replace(before, last=before.place_of(found))
    order = new_draw()
    found = await _quote_in_order(reading, show, order, limit, speaker)
    if found is not None and before.place_of(found) == before.last:
        order = order.turned_round()
        found = await _quote_in_order(reading, show, order, limit, speaker)
    return None if found is None else (found, replace(order, last=order.place_of(found)))


async def _quote_in_order(
    reading: Reading, show: ShowId, draw: Draw, limit: Limit, speaker: str | None
) -> QuoteId | None:
    """The next line in an order; None at its end."""
    row = await reading.row(
        """
        SELECT quote_folded.quote_id AS id, (quote_folded.quote_id % $5) * $3 % $6 AS place
        FROM episode CROSS JOIN quote_folded
        WHERE episode.show_id = $1 AND episode.position <= $2 AND quote_folded.episode_id = episode.id
          AND (quote_folded.quote_id % $5) * $3 % $6 > $4 AND ($7 IS NULL OR quote_folded.speaker = $7)
        ORDER BY place LIMIT 1
        """,
        show,
        limit.key,
        draw.multiplier,
        draw.last,
        NUMBERS,
        ORDERS,
        speaker,
    )
    return None if row is None else QuoteId(row["id"])


async def speaker_within(reading: Reading, show: Show, limit: Limit, typed: str) -> str | None:
    """The folded name of somebody who speaks within a limit: by name, or by what a suggestion sends back.

    Somebody who speaks only beyond the limit is looked for just as nobody at all is, and not found either.
    """
    named = fold(await _name_of(reading, show, typed) or typed)
    row = await reading.row(
        """
        SELECT 1 FROM episode CROSS JOIN quote_speaker
        WHERE episode.show_id = $1 AND episode.position <= $2
          AND quote_speaker.episode_id = episode.id AND quote_speaker.speaker = $3
        LIMIT 1
        """,
        show.id,
        limit.key,
        named,
    )
    return None if row is None else named


async def _name_of(reading: Reading, show: Show, typed: str) -> str | None:
    """The name that a suggestion's value stands for: of the show, or of the one that it is a copy of."""
    speaker = referred_speaker(typed)
    if speaker is None:
        return None
    row = await reading.row(
        "SELECT name FROM speaker WHERE id = $1 AND (show_id = $2 OR show_id = $3)",
        speaker,
        show.id,
        show.origin,
    )
    return None if row is None else str(row["name"])


async def characters_of(
    reading: Reading, show: ShowId, limit: Limit, typed: str, *, at_most: int
) -> list[Speaker]:
    """Who speaks in lines within a limit and has a name in which a word begins as typed (no text: everyone).

    Names that begin so come first; then who has more lines. Others than these are not looked at, so the
    list tells nothing of who speaks later.
    """
    rows = await reading.rows(
        """
        SELECT speaker, sum(lines) AS lines, min(position) AS position
        FROM episode CROSS JOIN quote_speaker
        WHERE show_id = $1 AND position <= $2 AND quote_speaker.episode_id = episode.id GROUP BY speaker
        """,
        show,
        limit.key,
    )
    wanted = fold(typed)
    named = [row for row in rows if f" {wanted}" in f" {row['speaker']}"]
    named.sort(key=lambda row: (not row["speaker"].startswith(wanted), -row["lines"], row["speaker"]))
    return await _as_written(reading, show, named[:at_most])


async def _as_written(reading: Reading, show: ShowId, speakers: Sequence[sqlite3.Row]) -> list[Speaker]:
    """The names as they are written where they first stand."""
    names = await reading.rows(
        """
        SELECT speaker.id, speaker.name
        FROM json_each($2) AS asked
        JOIN quote ON quote.id = (
            SELECT quote_folded.quote_id FROM episode
            JOIN quote_folded ON quote_folded.episode_id = episode.id
            WHERE show_id = $1 AND position = json_extract(asked.value, '$[0]')
              AND quote_folded.speaker = json_extract(asked.value, '$[1]')
            ORDER BY quote_folded.quote_id LIMIT 1
        )
        JOIN speaker ON speaker.show_id = $1 AND speaker.name = quote.speaker
        ORDER BY asked.key
        """,
        show,
        json.dumps([(row["position"], row["speaker"]) for row in speakers]),
    )
    return [
        Speaker(
            SpeakerId(named["id"]),
            Veiled(named["name"], show=show, position=Position.from_key(row["position"])),
            row["lines"],
        )
        for row, named in zip(speakers, names, strict=True)
    ]
