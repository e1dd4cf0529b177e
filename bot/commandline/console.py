"""What all commands share: reading settings, a progress bar, a summary, and errors.

A running bot loads this module, so it needs no Typer: the options are in `options`.

With `--json` (`as_json`) a command prints lines of JSON on standard output and nothing else.
"""

import json
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn, TextIO

from bot.commandline.notices import explain
from bot.domain.errors import UnderstudyError
from bot.domain.start_errors import StartError
from bot.settings import Settings

_as_json: ContextVar[bool] = ContextVar("as_json", default=False)
"""Whether the command that runs was asked for JSON."""


Fact = str | int | None
Facts = Mapping[str, Fact | Sequence[Mapping[str, Fact]]]
"""The facts of a summary by name: values and lists."""


def set_json(value: bool) -> None:
    """Let the command that runs print lines of JSON, or lines for people."""
    _as_json.set(value)


def read_settings() -> Settings:
    """The settings; exits if one is invalid."""
    with explained():
        return Settings.read()


@contextmanager
def explained() -> Generator[None]:
    """Exit with a sentence for errors that have one."""
    try:
        yield
    except (StartError, UnderstudyError) as error:
        give_up(explain(error))


def give_up(sentence: str) -> NoReturn:
    """Print why the command failed, and exit with 1."""
    refuse(sentence)
    sys.exit(1)


def refuse(sentence: str, **about: Fact) -> None:
    """Print why something failed: to standard error, or as a line of JSON with the facts in `about`."""
    if _as_json.get():
        _print(json.dumps({**about, "error": sentence, "exit_code": 1}), sys.stdout)
    else:
        _print(sentence, sys.stderr)


@contextmanager
def bar(what: str) -> Generator[Callable[[int, int], None]]:
    """A progress bar; call it with the amount done and the total."""
    from rich.console import Console  # noqa: PLC0415 - 3 MB that a running bot has no use for
    from rich.progress import Progress  # noqa: PLC0415 - as above

    console = Console(stderr=True)
    hidden = _as_json.get() or not console.is_terminal
    with Progress(console=console, transient=True, redirect_stdout=False, disable=hidden) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def summary(facts: Facts) -> None:
    """Print the facts: a table for people, or one line of JSON with the same names.

    The table leaves lists out: use `listing` for them.
    """
    if _as_json.get():
        _print(json.dumps(facts), sys.stdout)
        return
    from rich.console import Console  # noqa: PLC0415 - as in `bar`
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if isinstance(value, bool):
            table.add_row(name.replace("_", " "), "yes" if value else "no")
        elif isinstance(value, str | int):
            table.add_row(name.replace("_", " "), Text(value if isinstance(value, str) else f"{value:,}"))
    Console().print(table)


def note(line: str) -> None:
    """Print a line, but not among JSON."""
    if not _as_json.get():
        _print(line, sys.stdout)


def listing(title: str, rows: Sequence[str]) -> None:
    """Print a list with a title, one item per line; nothing if it is empty."""
    if rows:
        note("\n  ".join((f"{title}:", *rows)))


def _print(line: str, to: TextIO) -> None:
    to.write(f"{line}\n")
    to.flush()
