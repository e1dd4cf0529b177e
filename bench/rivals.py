"""The ways in which bots search otherwise, asked the same on the same lines.

Each gives None for a kind of query that it has no answer to.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.domain.ids import ShowId
from bot.domain.quoting import words_of
from bot.store.folding import run_of_ids

_PAGE = 25

Rival = Callable[[str, str], Sequence[object] | None]
"""Answers a query of a kind."""


def rivals(path: Path, show: ShowId, lines: Sequence[str]) -> dict[str, Rival]:
    """Each rival by name, on a database and the lines of one show in memory."""
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
        return connection.execute(
            f"SELECT id FROM quote WHERE {wanted} AND id BETWEEN ? AND ? LIMIT {_PAGE}",
            [*(f"%{word}%" for word in words), *ids],
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
            WHERE rival MATCH ? AND show_id = ? ORDER BY rank LIMIT {_PAGE}
            """,
            [matching, show],
        ).fetchall()

    folded = [" ".join(words_of(line)) for line in lines]
    return {
        "LIKE": lambda kind, typed: like(kind, typed, (0, 1 << 62)),
        "LIKE, the show's ids": lambda kind, typed: like(kind, typed, run_of_ids(show)),
        "FTS5, all words": lambda kind, typed: fts5(kind, typed, " AND "),
        "FTS5, any word": lambda kind, typed: fts5(kind, typed, " OR "),
        "WRatio": lambda _, typed: process.extract(typed.strip('"'), folded, scorer=fuzz.WRatio, limit=_PAGE),
    }
