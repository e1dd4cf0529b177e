"""Other common ways to search, with the same queries on the same quotes."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.domain.folding import words_of
from bot.domain.ids import ShowId
from bot.domain.spoilers import EVERYTHING
from bot.store.folding import run_of_ids

_PAGE = 25
_ALL_IDS = (0, 1 << 62)


@dataclass(frozen=True, slots=True)
class Rival:
    """A way to search; returns None if it cannot answer this kind. `less`: kinds it answers only partly."""

    answer: Callable[[str, str], Sequence[object] | None]
    less: Sequence[str] = ()


def rivals(path: Path, show: ShowId, lines: Sequence[str]) -> dict[str, Rival]:
    """Each rival by name, on a database and the quotes of one show in memory."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS rival USING fts5 (text, content='quote', content_rowid='id')"
    )
    connection.execute("INSERT INTO rival (rival) VALUES ('rebuild')")
    connection.commit()

    def like(kind: str, typed: str, ids: tuple[int, int]) -> Sequence[object] | None:
        if kind == "typo":
            return None
        words = [typed.strip('"')] if kind in ("phrase", "beginning") else typed.split()
        wanted = " AND ".join("text LIKE ?" for _ in words)
        # CROSS JOIN fixes the join order: quote by quote.
        return connection.execute(
            f"""
            SELECT quote.id FROM quote CROSS JOIN episode ON episode.id = quote.episode_id
            WHERE quote.id BETWEEN ? AND ? AND {wanted} AND show_id = ? AND position <= ? LIMIT {_PAGE}
            """,
            [*ids, *(f"%{word}%" for word in words), show, EVERYTHING.key],
        ).fetchall()

    def fts5(kind: str, typed: str, between: str) -> Sequence[object] | None:
        if kind == "typo" or (between == " OR " and kind == "phrase"):
            return None
        words = [typed] if kind == "phrase" else typed.split()
        matching = between.join(words) + (" *" if kind == "beginning" else "")
        return connection.execute(
            f"""
            SELECT quote.id FROM rival JOIN quote ON quote.id = rival.rowid
            JOIN episode ON episode.id = quote.episode_id
            WHERE rival MATCH ? AND show_id = ? AND position <= ? ORDER BY rank LIMIT {_PAGE}
            """,
            [matching, show, EVERYTHING.key],
        ).fetchall()

    folded = [" ".join(words_of(line)) for line in lines]
    less = ("nothing found", "one very common word")
    return {
        "LIKE": Rival(lambda kind, typed: like(kind, typed, _ALL_IDS), less),
        "LIKE, the show's lines": Rival(lambda kind, typed: like(kind, typed, run_of_ids(show)), less),
        "FTS5, all words": Rival(
            lambda kind, typed: fts5(kind, typed, " AND "), ("words", "beginning", "nothing found")
        ),
        "FTS5, any word": Rival(lambda kind, typed: fts5(kind, typed, " OR "), ("nothing found",)),
        "WRatio": Rival(
            lambda _, typed: process.extract(typed.strip('"'), folded, scorer=fuzz.WRatio, limit=_PAGE)
        ),
    }
