"""The options that several commands have."""

from typing import Annotated

import typer

from bot.commandline.console import set_json


def _print_json(value: bool) -> bool:
    set_json(value)
    return value


AsJson = Annotated[
    bool, typer.Option("--json", callback=_print_json, help="Print the summary as one line of JSON.")
]
Force = Annotated[bool, typer.Option(help="Replace the file if it exists.")]
Server = Annotated[
    int | None,
    typer.Option(
        min=1, max=2**63 - 1, help="ID of the server whose show it is. Default: all servers share it."
    ),
]
