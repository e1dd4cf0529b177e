"""Downloads over real sockets: reading stops at the size limit, whatever size Discord announced."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from discord.http import HTTPClient

from bot.domain.editing_errors import FileTooBig, FileUnavailable
from bot.interactions.downloads import download

LIMIT = 1_000_000


class Files:
    """A file server; `sent` counts the bytes it has sent."""

    def __init__(self) -> None:
        self.sent = 0

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(400):
            await response.write(b"x" * LIMIT)
            self.sent += LIMIT
        return response

    async def small(self, _: web.Request) -> web.Response:
        return web.Response(body=b"a,b")

    async def forbidden(self, _: web.Request) -> web.Response:
        return web.Response(status=403)


@asynccontextmanager
async def served(files: Files) -> AsyncGenerator[tuple[Any, str]]:
    """An interaction whose client downloads like discord.py's, and the server's address."""
    application = web.Application()
    application.router.add_get("/endless", files.endless)
    application.router.add_get("/small", files.small)
    application.router.add_get("/forbidden", files.forbidden)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with aiohttp.ClientSession() as session:
        http: Any = HTTPClient(None)  # pyright: ignore[reportArgumentType] - it is never asked
        assert "_HTTPClient__session" in vars(http), "discord.py keeps its session elsewhere"
        http._HTTPClient__session = session
        try:
            address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield SimpleNamespace(client=SimpleNamespace(http=http)), address
        finally:
            await runner.cleanup()


async def test_a_file_is_downloaded() -> None:
    async with served(Files()) as (interaction, address):
        assert await download(interaction, f"{address}/small", at_most=LIMIT) == b"a,b"


async def test_a_download_stops_at_the_size_limit() -> None:
    files = Files()
    async with served(files) as (interaction, address):
        with pytest.raises(FileTooBig):
            await download(interaction, f"{address}/endless", at_most=LIMIT)
    assert files.sent < 100 * LIMIT, "what is on its way when it is enough"


@pytest.mark.parametrize("path", ["forbidden", "nowhere"])
async def test_a_file_that_discord_refuses_is_unavailable(path: str) -> None:
    async with served(Files()) as (interaction, address):
        with pytest.raises(FileUnavailable):
            await download(interaction, f"{address}/{path}", at_most=LIMIT)


async def test_a_file_on_an_unreachable_server_is_unavailable() -> None:
    async with served(Files()) as (interaction, _):
        with pytest.raises(FileUnavailable):
            await download(interaction, "http://127.0.0.1:9/file", at_most=LIMIT)
