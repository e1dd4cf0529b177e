"""An independent parser of Discord's markdown: the npm package `discord-markdown-parser`, run by Node."""

import json
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PARSER = FOLDER / "node_modules" / "discord-markdown-parser"


def missing() -> str | None:
    """Why the parser can't be used here, or None."""
    if shutil.which("node") is None:
        return "there is no Node here"
    if not PARSER.is_dir():
        return "discord-markdown-parser is not installed: npm install --prefix tests (see .ci/run)"
    return None


@dataclass(frozen=True, slots=True)
class Read:
    """A message as a reader sees it: visible text, hidden text, and other parts."""

    clear: str
    hidden: str
    kinds: frozenset[str]


@contextmanager
def parser() -> Generator["Parser"]:
    """A running parser."""
    with subprocess.Popen(
        ["node", "markdown.js"],  # noqa: S607 - Node is found on the PATH
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Parser(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(10)


class Parser:
    """Parses Discord's markdown, one text after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, markdown: str) -> Read:
        """How Discord renders a text."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(markdown) + "\n")
        self._process.stdin.flush()
        nodes = json.loads(self._process.stdout.readline())
        clear: list[str] = []
        hidden: list[str] = []
        kinds: set[str] = set()
        for node in nodes:
            into = hidden if node["type"] == "spoiler" else clear
            into.append(_text(node, kinds))
        return Read(_whole(clear), _whole(hidden), frozenset(kinds))


def _whole(parts: list[str]) -> str:
    """The parts as one text. JavaScript counts a character above U+FFFF as two, and may split them."""
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16")


def _text(node: Any, kinds: set[str]) -> str:
    if isinstance(node, list):
        return "".join(_text(child, kinds) for child in node)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # JSON
    kinds.add(node["type"])
    if node["type"] == "br":
        return "\n"
    content = node.get("content", node.get("name", ""))
    return content if isinstance(content, str) else _text(content, kinds)
