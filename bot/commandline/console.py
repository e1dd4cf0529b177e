"""What all commands share: reading settings, a progress bar, a summary, and errors."""

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
"""The facts of a summary by name: values and lists."""

_SHOWN = 100
"""Characters of a value in a table; JSON has all of them."""


def read_settings() -> Settings:
    """The settings; exits if one is invalid."""
    with explained():
        return Settings.read()


@contextmanager
def explained() -> Generator[None]:
    """Exit with a sentence for errors of settings, files and the disk."""
    try:
        yield
    except (StartError, StorageFailed) as error:
        give_up(explain(error))


def give_up(sentence: str) -> NoReturn:
    """Print a sentence to standard error, and exit with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


@contextmanager
def bar(what: str, *, hidden: bool) -> Generator[Callable[[int, int], None]]:
    """A progress bar; call it with the amount done and the total."""
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
    """Print the facts: a table for people, or one line of JSON with the same names.

    The table leaves lists out: use `listing` for them.
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
    """Print a list with a title, one item per line; nothing if it is empty."""
    for index, row in enumerate(rows):
        if not index:
            typer.echo(f"{title}:")
        typer.echo(f"  {row}")


def shortened(value: str) -> str:
    """The beginning of a value, on one line."""
    return cut(value, _SHOWN)
