"""Reading quotes and speakers, and picking random quotes. Searching is in `bot.store.searching`."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.folding import fold
from bot.domain.ids import QuoteId, ShowId, SpeakerId
from bot.domain.positions import Position
from bot.domain.quotes import Speaker, referred_speaker
from bot.domain.shows import Episode, Quote, Show
from bot.domain.spoilers import Label, Limit, Veiled
from bot.domain.typos import has_words
from bot.store.database import Reading
from bot.store.draws import NUMBERS, ORDERS, Draw, new_draw
from bot.store.rows import FACTS, episode_from, quote_from, sealed_in

_QUOTE = f"""
    SELECT quote.id AS quote_id, quote.speaker, quote.text, quote.context, quote.timestamp, {FACTS}
    FROM quote JOIN episode ON episode.id = quote.episode_id
"""


def _quote(row: sqlite3.Row) -> Quote[Veiled]:
    return quote_from(row, sealed_in(row))


async def quotes_by_ids(reading: Reading, ids: Sequence[QuoteId]) -> list[Episode[Label, Veiled]]:
    """The episode of each quote, with that quote alone, in this order; those that are gone are left out.

    Ids are of any show: who asks sees to it that they are of one that the asker may see.
    """
    rows = await reading.rows(
        f"{_QUOTE} WHERE quote.id IN (SELECT value FROM json_each($1))", json.dumps(list(ids))
    )
    found = {
        row["quote_id"]: replace(episode_from(row, sealed_in(row)), quotes=(_quote(row),)) for row in rows
    }
    return [found[quote] for quote in ids if quote in found]


async def positions_of(
    reading: Reading, show: ShowId, ids: Sequence[QuoteId]
) -> list[tuple[QuoteId, Position]]:
    """The positions of the quotes with these ids, in this order, without those gone or of another show."""
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


async def quotes_at(reading: Reading, show: ShowId, position: Position) -> list[Quote[Veiled]]:
    """The quotes of the episode at a position, in order."""
    rows = await reading.rows(
        _QUOTE + "WHERE episode.show_id = $1 AND episode.position = $2 ORDER BY quote.ordinal",
        show,
        position.key,
    )
    return [_quote(row) for row in rows]


async def quotes_around(reading: Reading, quote: QuoteId, n: int) -> list[Quote[Veiled]]:
    """A quote with up to `n` quotes before and after it in its episode; none if it is gone."""
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
    """The next quote in a member's order, or the first of a new order, which isn't the last one again.

    `speaker` (folded): only theirs. Quotes past the limit aren't read, so the timing reveals nothing.
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
    """The next quote in an order; None at its end."""
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
    """The folded name of a speaker within a limit, from a name or a suggestion's value.

    A speaker who appears only past the limit is treated exactly like an unknown one.
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
    """The name that a suggestion's value means, of the show or of its original."""
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
    """The speakers of quotes within a limit with a word in their name that starts like `typed` (empty: all).

    Names that start like it come first; then those with more quotes. Others aren't read, so the list reveals
    nothing of later speakers.
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
    named = [row for row in rows if not wanted or has_words(typed, row["speaker"])]
    named.sort(key=lambda row: (not row["speaker"].startswith(wanted), -row["lines"], row["speaker"]))
    return await _as_written(reading, show, named[:at_most])


async def _as_written(reading: Reading, show: ShowId, speakers: Sequence[sqlite3.Row]) -> list[Speaker]:
    """The names as spelled in their first quotes."""
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
