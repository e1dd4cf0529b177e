"""Running the bot in its own process, connected to the fake Discord."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from tests.stand_in.stand_in import StandIn

ROOT = Path(__file__).parents[2]


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with only these settings of the bot."""
    ours = ("DISCORD_", "UNDERSTUDY_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "PYTHONPATH": str(ROOT), **settings}


@asynccontextmanager
async def running(
    folder: Path,
    discord: StandIn,
    *command: str,
    token: str | None = None,
    log: int | IO[bytes] = asyncio.subprocess.PIPE,
    seconds: float = 30,
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run `python -m bot run`, or another command, in its own folder, and stop it at the end.

    It has the stand-in's token, or another. Its output is piped, and so is its log unless that goes to a
    file.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *(command or ("bot", "run")),
        cwd=folder,
        env=environment(
            DISCORD_TOKEN=token or discord.token,
            DISCORD_API_URL=discord.api_url,
            DISCORD_GATEWAY_URL=discord.gateway_url,
            UNDERSTUDY_DATABASE="u.db",
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
    )
    try:
        async with asyncio.timeout(seconds):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
