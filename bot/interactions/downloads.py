"""Downloading the files that people send, up to a size."""

from typing import Final

import aiohttp
import discord
from discord import Interaction

from bot.domain.editing_errors import FileTooBig, FileUnavailable

_CHUNK: Final = 64 * 1024
_OK: Final = 200
_PATIENCE: Final = aiohttp.ClientTimeout(total=60)


async def download(interaction: Interaction, address: str, *, at_most: int) -> bytes:
    """The file at one of Discord's addresses, up to a size, whatever size was announced.

    Raises `FileTooBig`, or `FileUnavailable` if Discord doesn't return it.
    """
    http = interaction.client.http
    # discord.py's own way reads to the end, however long that is, and shows its session to nobody.
    session = getattr(http, "_HTTPClient__session", None)
    try:
        if isinstance(session, aiohttp.ClientSession):
            async with session.get(
                address, proxy=http.proxy, proxy_auth=http.proxy_auth, timeout=_PATIENCE
            ) as response:
                return await _received(response, at_most)
        data = await http.get_from_cdn(address)  # a Discord without sockets, as in the playground
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise FileUnavailable from error
    if len(data) > at_most:
        raise FileTooBig(None, at_most)
    return data


async def _received(response: aiohttp.ClientResponse, at_most: int) -> bytes:
    if response.status != _OK:
        raise FileUnavailable
    found = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        found += chunk
        if len(found) > at_most:
            raise FileTooBig(None, at_most)
    return bytes(found)
