"""The results as tables: on the screen, and in docs/benchmarks.md."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

_PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Measured:
    """A table: heading, column heads, rows, and a sentence that explains it."""

    heading: str
    says: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list[Sequence[str]])


def middle(seconds: Sequence[float]) -> str:
    """The median, in milliseconds."""
    return f"{median(seconds) * 1000:.2f} ms"


def at_99(seconds: Sequence[float]) -> float:
    """What 99 of 100 take at most."""
    return sorted(seconds)[min(len(seconds) - 1, len(seconds) * 99 // 100)]


def p99(seconds: Sequence[float]) -> str:
    """The 99th percentile, in milliseconds."""
    return f"{at_99(seconds) * 1000:.2f} ms"


def show(measured: Sequence[Measured]) -> None:
    """Print the tables."""
    console = Console()
    for part in measured:
        table = Table(*part.columns, title=part.heading, caption=part.says)
        for row in part.rows:
            table.add_row(*row)
        console.print(table)


def write(measured: Sequence[Measured]) -> None:
    """Write the tables into docs/benchmarks.md, with a description of the machine."""
    libraries = ", ".join(
        [
            f"SQLite {sqlite3.sqlite_version}",
            *(f"{each} {version(each)}" for each in ("RapidFuzz", "aiosqlite", "discord.py")),
        ]
    )
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench` (`python -m bench`). Times are from call to answer, one search at a time; what",
        "a search keeps for its other pages is written, in the background, before the next is made.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d}",
        f"- Machine: {_machine()}{_others()}",
        f"- Python {platform.python_version()}, {libraries}",
    ]
    for part in measured:
        lines += ["", f"## {part.heading}", "", part.says, "", _row(part.columns)]
        lines += [_row(["---"] * len(part.columns)), *map(_row, part.rows)]
    _PAGE.parent.mkdir(exist_ok=True)
    _PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    named = platform.processor() or platform.machine()
    if _CPUINFO.exists():
        models = [
            line.partition(": ")[2] for line in _CPUINFO.read_text().splitlines() if "model name" in line
        ]
        named = models[0] if models else named
    return f"{os.cpu_count()} cores, {named}, {platform.system()} {platform.release()}"


def _others() -> str:
    """The machine's load from other work: it slows everything down, most of all the p99."""
    return f"; load {os.getloadavg()[1]:.1f} with all that ran meanwhile" if hasattr(os, "getloadavg") else ""
