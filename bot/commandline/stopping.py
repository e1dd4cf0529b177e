"""Running until the work ends or the host stops it, and giving up with one sentence where it fails."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
import discord

from bot.commandline.notices import explain
from bot.commandline.telling import give_up
from bot.domain.start_errors import StartError
from bot.domain.storage_errors import StorageFailed


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, or until Ctrl-C or SIGTERM ask it to; either closes everything in order."""

    async def stoppable() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C cancels the main task all the same
                loop.add_signal_handler(wanted, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        asyncio.run(stoppable())
    except KeyboardInterrupt:
        pass
    except (StartError, StorageFailed) as error:
        give_up(explain(error))
    except discord.LoginFailure:
        give_up(
            'Discord does not take this DISCORD_TOKEN. Reset it under "Bot" and copy the new one into .env.'
        )
    except discord.HTTPException as error:
        give_up(f"Discord answers {error.status} and does not let the bot in. Please try again later.")
    except aiohttp.ClientConnectionError:
        give_up("Discord cannot be reached. Look at the connection, and at DISCORD_API_URL if it is set.")
