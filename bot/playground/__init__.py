"""The playground: the bot in a browser, without a Discord account or network.

SimCord runs the real bot against a simulated Discord (`world`), and serves one channel at a time as a page. A
small server of ours is in front of it (`front_door`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final

import discord
import simcord

from bot.playground.demo import pictures
from bot.playground.front_door import PortTaken, Stage, front_door, listen
from bot.playground.selects import menus_show_their_choice
from bot.playground.webhooks import webhooks_as_discord_has_them
from bot.playground.world import (
    CHANNELS,
    SUGGESTED_COMMANDS,
    World,
    build,
    set_up_world,
    welcome,
    world_of,
)

__all__ = ["CHANNELS", "SUGGESTED_COMMANDS", "PortTaken", "World", "serve_playground", "set_up_world"]

_log = logging.getLogger(__name__)

_CLOSING_SECONDS: Final = 4.5


async def serve_playground(
    bot: discord.Client,
    *,
    port: int,
    announce: Callable[[str], None],
    prepare: Callable[[World], Awaitable[None]] | None = None,
) -> None:
    """Serve the playground on 127.0.0.1 until cancelled, then close everything that was opened.

    `bot` is not logged in yet; an `AutoShardedBot` needs `shard_count=1`. `port` 0 takes a free one.
    `prepare` is awaited once the simulated server is set up and before anybody can open the page. `announce`
    gets the page's address, once, when it can be opened. Raises `PortTaken` before anything is started.
    """
    # A task of its own, so that closing ends in time even where SimCord waits for a thread of the bot's.
    serving = asyncio.create_task(_serve(bot, port, announce, prepare))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        serving.cancel()
        await asyncio.wait({serving}, timeout=_CLOSING_SECONDS)
        if not serving.cancelled():
            _log.warning("the playground closed while the bot was still at work")
            serving.add_done_callback(lambda late: late.cancelled() or late.exception())  # raised above
        raise


async def _serve(
    bot: discord.Client,
    port: int,
    announce: Callable[[str], None],
    prepare: Callable[[World], Awaitable[None]] | None,
) -> None:
    async with AsyncExitStack() as opened:
        listening = opened.enter_context(listen(port))
        opened.enter_context(webhooks_as_discord_has_them())
        opened.enter_context(menus_show_their_choice())
        env = await opened.enter_async_context(simcord.run(bot, check_errors=False))
        guild, people = await build(env)
        channels = {name: guild.channels[name] for name in CHANNELS}
        world = world_of(guild, people)
        if prepare is not None:
            await prepare(world)
        await welcome(bot, world)
        stage = Stage(env, channels, people, pictures())
        opened.push_async_callback(stage.close)
        await stage.address()
        announce(await opened.enter_async_context(front_door(stage, listening)))
        await asyncio.get_running_loop().create_future()  # nobody sets it: this ends by being cancelled
