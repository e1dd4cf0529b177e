"""Waiting for a slow answer: Discord expects one within three seconds, or a deferral."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord
from discord import Interaction, InteractionType

from bot.domain.asking import Asker
from bot.domain.spoilers import Audience
from bot.interactions.sending import is_own_dm

_PATIENCE = 1.5
"""Seconds until the answer is deferred. Discord waits three, and a write for another process two."""

_ARRIVED = "arrived"
"""The name under which an interaction's extras hold when it came, by the loop's clock."""

Result = TypeVar("Result")
_log = logging.getLogger(__name__)


async def in_time(interaction: Interaction, work: Awaitable[Result]) -> Result:
    """The result of the work. If that takes long, the answer is deferred.

    For private answers and for clicks, but not if the answer may be a form. Raises what the work raises.
    """
    begun: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    timer = loop.call_at(
        interaction.extras.get(_ARRIVED, loop.time()) + _PATIENCE,
        lambda: begun.append(asyncio.ensure_future(put_off(interaction))),
    )
    try:
        return await work
    finally:
        timer.cancel()
        for putting_off in begun:
            await putting_off  # whatever is answered comes after it


async def in_time_for(
    interaction: Interaction,
    asker: Asker,
    work: Callable[[Asker], Awaitable[Result]],
    again: Callable[[Asker, Result], Awaitable[Result]] | None = None,
) -> Result:
    """The result of work whose answer may be for everyone: `work` reads for the asker it is given.

    In a strict place it turns out only after the work whether the answer is private. So a slow answer is
    always private, and read again for the asker alone: by `work`, which must save nothing then, or by `again`
    from the first result.
    """
    if again is None and interaction.response.is_done():
        asker = asker.alone()  # it was deferred while it waited for its turn
    result = await in_time(interaction, work(asker))
    if asker.audience is Audience.EVERYONE and interaction.response.is_done():
        return await (again(asker.alone(), result) if again else work(asker.alone()))
    return result


def arrived(interaction: Interaction) -> None:
    """Note that an interaction came now: its time begins before its turn."""
    interaction.extras[_ARRIVED] = asyncio.get_running_loop().time()


async def put_off(interaction: Interaction) -> None:
    """Tell Discord that an answer will come: under a message in any form, else for the asker alone."""
    if interaction.response.is_done():
        return
    try:
        if interaction.type is InteractionType.component or interaction.message is not None:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=not is_own_dm(interaction), thinking=True)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        _log.info("interaction %s could not be deferred: %s", interaction.id, type(error).__name__)
