"""`python -m bot playground`: the bot on a page in the browser."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.app import build, opened
from bot.commandline.console import give_up
from bot.commandline.notices import typed
from bot.commandline.stopping import until_stopped
from bot.logs import set_up_logging
from bot.services.pack_loading import bundled_packs

_PORT = 8750


def playground(
    *,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help=f"Default: {_PORT}, or any free port if it is in use. 0: any free port."
        ),
    ] = None,
) -> None:
    """Try the bot in your browser, without a Discord account. Nothing there is saved."""
    try:
        from bot.playground import PortTaken, serve_playground, set_up_world  # noqa: PLC0415 - an extra, not always there
    except ModuleNotFoundError as missing:
        give_up(f"The playground needs one more package ({missing.name}): pip install '.[playground]'")
    set_up_logging("WARNING")

    async def serve(port: int) -> None:
        with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
            async with opened(Path(folder) / "playground.db", bundled_packs()) as database:
                await serve_playground(
                    build(database, announce=_ignored, shard_count=1),
                    port=port,
                    announce=_announce,
                    prepare=lambda world: set_up_world(database, world),
                )

    try:
        until_stopped(serve(_PORT if port is None else port))
    except PortTaken:
        if port is not None:
            give_up(f"Port {port} is in use. Any free one: {typed('playground --port 0')}")
        typer.echo(f"Port {_PORT} is in use, so the playground uses another.")
        until_stopped(serve(0))


def _ignored(_: str) -> None:
    """The playground's bot never joins another server."""


def _announce(address: str) -> None:
    typer.echo(f"The playground is open: {address}\nPress Ctrl-C to close it.")
