"""`GET /health` and `GET /metrics`, on this machine only."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict

from aiohttp import web

from bot.client import Understudy
from bot.domain.start_errors import BadSetting
from bot.health.metrics import BotCollector
from bot.health.state import Status, health_of
from bot.store.database import Database

_HOST = "127.0.0.1"


@asynccontextmanager
async def served(port: int, bot: Understudy, database: Database) -> AsyncGenerator[int]:
    """Serve both pages on a port (0: any free one) until the end. Gives the port.

    Raises `BadSetting` if it is taken.
    """
    collector = BotCollector(bot, database)

    async def health(_: web.Request) -> web.Response:
        found = await health_of(bot, database)
        shards = [
            {**asdict(shard), "silence": _short(shard.silence), "latency": _short(shard.latency)}
            for shard in found.shards
        ]
        return web.Response(
            text=json.dumps({"status": found.status, "database": found.reads, "shards": shards}) + "\n",
            content_type="application/json",
            status=200 if found.status is Status.OK else 503,
        )

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=collector.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    application = web.Application()
    application.add_routes([web.get("/health", health), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise BadSetting("UNDERSTUDY_HTTP", "names a port that is in use or not allowed") from error
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _short(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
