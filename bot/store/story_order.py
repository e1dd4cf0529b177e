"""Slots: the places of a show's episodes in the search index, in story order.

A folded quote's id is its episode's slot and its own number. So the quotes up to a member's progress are one
run of ids, and a search never goes through what comes after.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import LiteralString

from bot.domain.ids import ShowId
from bot.store.database import Reading, Writing
from bot.store.fulltext import mark_ends

_SLOT_BITS = 18
_SLOTS = 1 << _SLOT_BITS
_APART = 64
"""How far slots are apart at first, so that episodes can be added between them."""

FOLDED_ID: LiteralString = "((episode_slot.slot << 24) | (quote.id & 0xffffff))"
"""SQL for the id of a folded quote; 24 is `QUOTE_BITS`."""


async def give_slots(writing: Writing) -> None:
    """Give a slot to every episode with waiting quotes that has none.

    Where there is no room between two others, all episodes of the show get new slots, and its quotes wait.
    """
    shows = await writing.rows(
        """
        SELECT DISTINCT show_id FROM episode WHERE id IN (
            SELECT DISTINCT quote.episode_id
            FROM quote_waiting CROSS JOIN quote ON quote.id = quote_waiting.quote_id
        ) AND id NOT IN (SELECT episode_id FROM episode_slot)
        """
    )
    for row in shows:
        show = ShowId(row["show_id"])
        episodes = await writing.rows(
            """
            SELECT episode.id, slot
            FROM episode LEFT JOIN episode_slot ON episode_slot.episode_id = episode.id
            WHERE show_id = $1 AND (slot IS NOT NULL OR id IN (SELECT episode_id FROM quote))
            ORDER BY position
            """,
            show,
        )
        first = show << _SLOT_BITS
        slots = _spread([None if each["slot"] is None else each["slot"] - first for each in episodes])
        if slots is None:
            await take_slots(writing, show)
            slots = _spread([None] * len(episodes))
        if slots is None:
            raise OverflowError(show)
        given = [(each["id"], first + slot) for each, slot in zip(episodes, slots, strict=True)]
        await writing.run_many(
            "INSERT INTO episode_slot (episode_id, slot) VALUES ($1, $2) ON CONFLICT (episode_id) DO NOTHING",
            given,
        )
        await mark_ends(writing, {slot: episode for episode, slot in given})


async def take_slots(writing: Writing, show: ShowId) -> None:
    """Take the slots of a show's episodes; their quotes wait to be folded again."""
    await writing.run(
        "DELETE FROM episode_slot WHERE episode_id IN (SELECT id FROM episode WHERE show_id = $1)", show
    )


def _spread(slots: Sequence[int | None]) -> list[int] | None:
    """The slots with new ones in the gaps, all in order; None if there is no room."""
    spread: list[int] = []
    given = [slot for slot in slots if slot is not None]
    for missing, group in groupby(slots, lambda slot: slot is None):
        if not missing:
            spread += [slot for slot in group if slot is not None]
            continue
        count = len(list(group))
        before = spread[-1] if spread else 0
        after = next((slot for slot in given if slot > before), None)
        room = (_SLOTS if after is None else after) - before
        apart = room // (count + 1) if after is not None else min(_APART, room // (count + 1))
        if not apart:
            return None
        spread += [before + apart * number for number in range(1, count + 1)]
    return spread


async def shows_out_of_order(reading: Reading) -> list[ShowId]:
    """The shows whose slots are not in story order. There are none, unless something is wrong."""
    rows = await reading.rows(
        """
        SELECT DISTINCT show_id FROM (
            SELECT show_id, slot,
                   lag(slot, 1, (show_id << $1)) OVER (PARTITION BY show_id ORDER BY position) AS before
            FROM episode JOIN episode_slot ON episode_slot.episode_id = episode.id
        ) AS placed
        WHERE slot <= before OR (slot >> $1) <> show_id
           OR ((slot << 24) | 0xffffff) NOT IN (SELECT id FROM quote_folded WHERE quote_id IS NULL)
        """,
        _SLOT_BITS,
    )
    return [ShowId(row["show_id"]) for row in rows]
