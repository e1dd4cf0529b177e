"""`python -m bot run`: connect to Discord and run the bot."""

import asyncio
from contextlib import suppress
from typing import Annotated

import typer

from bot.addresses import point_at
from bot.app import build, opened
from bot.client import APPLICATION, Understudy
from bot.commandline.console import read_settings
from bot.commandline.notices import FIRST_STEPS
from bot.commandline.playground import playground
from bot.commandline.stopping import until_stopped
from bot.logs import set_up_logging
from bot.services.pack_loading import bundled_packs
from bot.settings import Settings
from bot.store.lock import alone_on
from bot.store.remembered import forget

_FINISHING = 5
"""Seconds for what people have asked already; nothing new is begun."""
_CLOSING = 4
"""Seconds to close the gateway connection."""


def run(
    *,
    or_playground: Annotated[
        bool, typer.Option(help="Without a token, start the playground instead.")
    ] = False,
    adopt: Annotated[bool, typer.Option(help="Move the database to this token's application.")] = False,
) -> None:
    """Run the bot until stopped."""
    settings = read_settings()
    if settings.token is None and or_playground:
        typer.echo(f"There is no DISCORD_TOKEN yet. {FIRST_STEPS}\n")
        typer.echo("Until then, here is the playground: the same bot, in a page in your browser.\n")
        playground(port=None)
        return
    set_up_logging(settings.log_level)
    point_at(api_url=settings.api_url, gateway_url=settings.gateway_url)
    until_stopped(_run(settings, adopt=adopt))


async def _run(settings: Settings, *, adopt: bool) -> None:
    token = settings.required_token()
    with alone_on(settings.database):
        async with opened(settings.database, bundled_packs()) as database:
            if adopt:
                async with database.write() as writing:
                    await forget(writing, APPLICATION)
            await _connected(build(database, announce=typer.echo), token)


async def _connected(bot: Understudy, token: str) -> None:
    try:
        await bot.start(token)
    finally:
        try:
            await bot.router.workload.finish(_FINISHING)
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(bot.close(), _CLOSING)
