"""The table of words that Understudy must not use in texts for people, and how to find them."""

import ast
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, cast

from simcord import HttpLogEntry

_SEMICOLON = r"(?<![=,:#]);(?=\s|$)"
"""After these marks it separates cells or names in an importer: "sep=;"."""
NEVER = {
    r"\bbars?\b": "spoiler, hidden",
    r"in the clear\b": "visible",
    r"\bveil": "hidden",
    r"\bceiling": "spoiler limit",
    r"\bkept back\b|\bkeeps? \w+ back\b|\bkeeps? back\b": "hidden",
    r"\bkept for later\b|(?<!\bKeep the others )\bfor later\b": "hidden until you've watched it",
    r"\b(lies?|what is) (ahead|beyond)\b": "hidden, past the limit",
    r"\bas far as\b|\bcome that far\b": "up to your progress",
    r"\bhow far\b(?! (have )?you)": "spoiler limit",
    r"\bhow far you are\b|\btold me\b|\btell me\b": "your progress",
    r"\bmay (go|stand|speak)\b": "is allowed",
    r"\banything goes\b": "spoilers are allowed",
    r"\bstands? (in|for|above|behind|there|here|beside|with|at)\b|\bstands there\b": "is",
    r"\bmend": "edit",
    r"\b(take|takes|took|taken|taking|taker) \w* ?(out|back|away|along)\b": "delete, undo, remove, export",
    r"\bbrings? \w+ back\b": "undo",
    r"\banew\b": "again",
    r"\bdraws?\b|\bdrawn\b": "pick a random quote",
    r"\blines\b": "quotes",
    r"\bput away\b|\bout of use\b": "expired, no longer works",
    r"\byour doing\b": "our side",
    r"\ball the same\b": "anyway",
    r"\busual (one|show)\b": "default show",
    r"\bnobody has\b|\bno whole number\b": "not yet, isn't",
    r"\banswers? to\b": "match",
    r"\bthat we know of\b|\bthat I know of\b|\bwhat I know\b|\bI know\b": "a plain fact",
    r"\bI keep\b|\bkept of\b|\bforget\b|\bforgotten\b": "stored, saved, delete your data",
    r"\bgives? (the story|something) away\b": "spoiler",
    r"\bto you alone\b|\bin answer\b": "private replies",
    r"\bhow it is already\b|\bjust so\b|\bwill not do\b": "already saved, isn't",
    r"\bnotebook\b|\bpage of mine\b|\bfails me\b": "the database",
    r"\bamiss\b|\bthose who may\b|\bwhoever\b": "something wrong, moderators, the host",
    r"\bbetween us\b|\bsurer\b": "plain words",
    r"\blacks?\b": "need, is missing",
    r"\bI (cannot|could not|do not|did not|may not)\b": "can't, couldn't",
    _SEMICOLON: "two sentences",
}
"""Patterns of words (ignoring case), and what to say instead."""

SAID_IN = (
    *(
        "bot/replies/**/*.py",
        "bot/interactions/*.py",
        "bot/webhooks/*.py",
        "bot/commandline/*.py",
        "cogs/*.py",
    ),
    *(
        "bot/importers/*.py",
        "bot/store/backup.py",
        "bot/playground/world.py",
    ),
)
"""The modules with texts for people."""

ROOT = Path(__file__).parents[1]
_MARKS = re.compile(r"[\\|*_~`]")
_AROUND = 20
"""Characters around a found word, to locate it."""
_NAME = re.compile(r"[a-z0-9_:.-]*")
"""Strings that nobody reads: tags of custom ids, parameters, columns."""
_OURS = {"content", "description", "label", "name", "placeholder", "title"}
"""The fields of a request that people read."""


def never_said(text: str, table: Iterable[str] = tuple(NEVER)) -> list[str]:
    """The table's words found in a text, with their surroundings."""
    return [_around(found) for found in _never_said(text, tuple(table))]


@cache
def _never_said(text: str, table: tuple[str, ...]) -> list[re.Match[str]]:
    return list(re.finditer("|".join(table), _MARKS.sub("", text), re.IGNORECASE))


def _around(found: re.Match[str]) -> str:
    line_before = found.string[: found.start()].rpartition("\n")[2][-_AROUND:]
    line_after = found.string[found.end() :].partition("\n")[0][:_AROUND]
    return f"{line_before}{found[0]}{line_after}"


def never_said_in(requests: Iterable[HttpLogEntry], database: Path) -> list[str]:
    """The table's words found in requests to Discord, except for those from the catalogue."""
    # What people type may contain any punctuation, and some replies repeat it.
    table = tuple(pattern for pattern in NEVER if pattern != _SEMICOLON)
    forbidden = [found for text in _said_to_discord(requests) for found in _never_said(text, table)]
    texts = _texts_in(database) if forbidden else ""
    return [_around(found) for found in forbidden if found[0] not in texts]


def said_in(source: str) -> Iterator[str]:
    """Every string of a module that people may read: literals, and docstrings that become descriptions."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            if not _NAME.fullmatch(node.value):
                yield node.value
        elif isinstance(node, ast.AsyncFunctionDef) and any(map(_is_command, node.decorator_list)):
            yield ast.get_docstring(node) or ""


def _is_command(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith(("app_commands.command(", "app_commands.context_menu("))


def _said_to_discord(requests: Iterable[HttpLogEntry]) -> set[str]:
    """Every string that people read in requests, except members' own messages that are reposted."""
    bodies: list[Any] = [request.json for request in requests if "username" not in (request.json or {})]
    return {text for body in bodies for text in _read(body)}


def _read(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, str) and key in _OURS:
        yield part
    elif isinstance(part, list):
        for one in cast("list[Any]", part):
            yield from _read(one, key)
    elif isinstance(part, dict):
        for name, one in cast("dict[str, Any]", part).items():
            yield from _read(one, name)


def _texts_in(database: Path) -> str:
    """All text in a database, without marks: the catalogue and what was typed."""
    if not database.exists():
        return ""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        rows = [row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]
    return _MARKS.sub("", "\n".join(value for row in rows for value in row if isinstance(value, str)))
