"""Running until the work ends or the host stops it, and explaining errors."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
import discord

from bot.commandline.console import explained, give_up

_NOT_AUTHENTICATED = 4004
_REFUSED = 'Discord refuses this DISCORD_TOKEN. Reset it under "Bot" and copy the new one into .env.'
_CLOSED = (
    "Discord closed the connection for good (code {code}). Start it again. If that fails, upgrade Understudy."
)


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, or Ctrl-C or SIGTERM. Everything is closed in order."""

    async def stoppable() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C cancels the main task anyway
                loop.add_signal_handler(wanted, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        with explained(), suppress(KeyboardInterrupt):
            asyncio.run(stoppable())
    except discord.LoginFailure:
        give_up(_REFUSED)
    except discord.ConnectionClosed as error:
        give_up(_REFUSED if error.code == _NOT_AUTHENTICATED else _CLOSED.format(code=error.code))
    except discord.GatewayNotFound:
        give_up("Discord cannot say where to connect at the moment. Please try again later.")
    except discord.HTTPException as error:
        give_up(f"Discord refused the connection (error {error.status}). Please try again later.")
    except aiohttp.ClientConnectionError:
        give_up("Discord cannot be reached. Check the connection, and DISCORD_API_URL if it is set.")
