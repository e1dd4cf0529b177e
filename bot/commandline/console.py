"""What every command reads and shows: settings, a bar while it works, a summary, or why it could not."""

import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot.commandline.notices import explain
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed
from bot.domain.text import cut
from bot.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as one line of JSON.")]
Force = Annotated[bool, typer.Option(help="Replace the file if it exists.")]
Server = Annotated[
    int | None,
    typer.Option(
        min=1, max=2**63 - 1, help="ID of the server whose show it is. Default: all servers share it."
    ),
]

Fact = str | int | None
Facts = Mapping[str, Fact | Sequence[Mapping[str, Fact]]]
"""What a command did, by name: values, and lists of what it did it to."""

_SHOWN = 100
"""As much of a value is shown to people; programs get all of it."""


def read_settings() -> Settings:
    """The settings; gives up on a bad one."""
    with explained():
        return Settings.read()


@contextmanager
def explained() -> Generator[None]:
    """Give up with a sentence where settings, files or the disk keep the work inside from being done."""
    try:
        yield
    except (StartError, StorageFailed) as error:
        give_up(explain(error))


def give_up(sentence: str) -> NoReturn:
    """Say why on standard error, and exit with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


@contextmanager
def bar(what: str, *, hidden: bool) -> Generator[Callable[[int, int], None]]:
    """A bar; it is told how much is done, and of how much, and shows itself from then on."""
    progress = Progress(console=Console(stderr=True), disable=hidden)
    task = progress.add_task(what)

    def step(done: int, of: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=of)

    try:
        yield step
    finally:
        if progress.live.is_started:
            progress.stop()


def summary(facts: Facts, *, as_json: bool) -> None:
    """Print what was done: a table for people, or one line of JSON with the same names for programs.

    The table leaves lists out: `listing` prints them.
    """
    if as_json:
        typer.echo(json.dumps(facts))
        return
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if isinstance(value, str | int):
            table.add_row(name.replace("_", " "), Text(_told(value)))
    Console().print(table)


def _told(value: str | int) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case _:
            return value


def listing(title: str, rows: Iterable[str]) -> None:
    """Print a list under a title, a line a row, for people; nothing where it is empty."""
    for index, row in enumerate(rows):
        if not index:
            typer.echo(f"{title}:")
        typer.echo(f"  {row}")


def shortened(value: str) -> str:
    """The beginning of a value, on one line."""
    return cut(value, _SHOWN)
