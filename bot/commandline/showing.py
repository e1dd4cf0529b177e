"""What a command shows: a bar on standard error while it works, a summary on standard output at its end."""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text


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


def summary(facts: Mapping[str, str | int | None], *, as_json: bool) -> None:
    """Print what was done: a table for people, or one line of JSON with the same names for programs."""
    if as_json:
        typer.echo(json.dumps(facts))
        return
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value is not None:
            table.add_row(name.replace("_", " "), Text(f"{value:,}" if isinstance(value, int) else value))
    Console().print(table)
