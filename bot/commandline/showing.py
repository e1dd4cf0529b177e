"""What a command shows: a bar on standard error while it works, a summary on standard output at its end."""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text


@contextmanager
def bar(what: str, *, hidden: bool) -> Generator[Callable[[int, int], None]]:
    """A bar; it is told how much is done, and of how much, and shows itself from then on."""
    with Progress(console=Console(stderr=True), disable=hidden) as progress:
        task = progress.add_task(what, visible=False)

        def step(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of, visible=True)

        yield step


def summary(facts: Mapping[str, str | int | None], *, as_json: bool) -> None:
    """Print what was done: a table for people, or one line of JSON with the same names for programs."""
    if as_json:
        print(json.dumps(facts))  # noqa: T201 - Rich would wrap it
        return
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value is not None:
            table.add_row(name.replace("_", " "), Text(f"{value:,}" if isinstance(value, int) else value))
    Console().print(table)
