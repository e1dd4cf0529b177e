"""Running the bot, connected to Discord: what `python -m bot run` does without Typer."""

import asyncio
import os
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress

from bot.addresses import point_at
from bot.app import build, opened
from bot.client import APPLICATION, Understudy
from bot.commandline.console import note, read_settings
from bot.commandline.stopping import until_stopped
from bot.health.systemd import Systemd
from bot.health.watchdog import Watchdog
from bot.logs import set_up_logging
from bot.services.pack_loading import bundled_packs
from bot.settings import Settings
from bot.store.database import Database
from bot.store.lock import alone_on
from bot.store.remembered import forget

_FINISHING = 5
"""Seconds for what people have asked already; nothing new is begun."""
_CLOSING = 4
"""Seconds to close the gateway connection."""


def start(*, adopt: bool) -> None:
    """Run the bot until stopped. `adopt`: the database moves to this token's application."""
    settings = read_settings()
    set_up_logging(settings.log_level)
    point_at(api_url=settings.api_url, gateway_url=settings.gateway_url)
    until_stopped(_run(settings, adopt=adopt))


async def _run(settings: Settings, *, adopt: bool) -> None:
    token = settings.required_token()
    systemd = Systemd.of(os.environ)
    async with AsyncExitStack() as stack:
        stack.enter_context(alone_on(settings.database))
        async with systemd.starting():
            database = await stack.enter_async_context(opened(settings.database, bundled_packs()))
            if adopt:
                async with database.write() as writing:
                    await forget(writing, APPLICATION)
        bot = build(database, announce=note)
        if settings.http_port is not None:
            await stack.enter_async_context(_served(settings.http_port, bot, database))
        await stack.enter_async_context(Watchdog(bot, systemd).watching())
        await _connected(bot, token, systemd)


def _served(port: int, bot: Understudy, database: Database) -> AbstractAsyncContextManager[int]:
    from bot.health.page import served  # noqa: PLC0415 - memory that a bot without the page has no use for

    return served(port, bot, database)


async def _connected(bot: Understudy, token: str, systemd: Systemd) -> None:
    try:
        await bot.login(token)
        systemd.tell("READY=1")
        await bot.connect()
    finally:
        systemd.tell("STOPPING=1")
        try:
            await bot.router.workload.finish(_FINISHING)
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(bot.close(), _CLOSING)
