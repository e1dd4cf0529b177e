"""Memory after many fresh identifies: each session replaces the one before, and leaves nothing of it.

discord.py keeps what it cached (discord.py#10316), so that a bot which has to identify often grows. By hand,
`make soak` does 100 identifies of 2,500 servers; the usual test run does the same with fewer.
"""

import asyncio
import gc
import os
from dataclasses import replace
from pathlib import Path

from tests.stand_in import StandIn, stand_in
from tests.stand_in.here import FAST, Here, running_here
from tests.world import text_in

BY_HAND = float(os.environ.get("SOAK", "20")) > 60
SERVERS, IDENTIFIES = (2500, 100) if BY_HAND else (60, 12)
_WARM = 3
"""Identifies until pools and caches of Python have their size."""
_GROWTH = 1.05


async def identified_again(discord: StandIn, here: Here) -> None:
    before = discord.gateway.identified
    await discord.gateway.invalidate()
    async with asyncio.timeout(300):
        while discord.gateway.identified == before:  # noqa: ASYNC110 - nothing sets an event here
            await asyncio.sleep(0.01)
        await discord.gateway.ready()
        asked = await discord.use("help")
        assert text_in((await asked.answer(within=200)).body["components"])
        while here.bot.steady[0].is_deaf:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


def objects() -> int:
    """How many objects Python keeps, garbage aside."""
    gc.collect()
    return len(gc.get_objects())


async def test_many_fresh_identifies_leave_memory_as_it_was(tmp_path: Path) -> None:
    pace = replace(FAST, identify=0, first=0.01, longest=0.01)
    async with (
        stand_in(token="t", servers=SERVERS) as discord,
        running_here(tmp_path, discord, pace=pace) as here,
    ):
        await discord.gateway.ready()
        samples: list[int] = []
        for _ in range(IDENTIFIES):
            await identified_again(discord, here)
            samples.append(objects())
        assert len(here.bot.guilds) == SERVERS
        waited_for = vars(here.bot)["_connection"]._ready_states.values()
        assert sum(queue.qsize() for queue in waited_for) <= SERVERS, "old sessions' servers are kept"
        print(f"{samples[_WARM]:,} objects after {_WARM} identifies, {samples[-1]:,} after {IDENTIFIES}")  # noqa: T201 - shown by `make soak`
        assert samples[-1] < _GROWTH * samples[_WARM]
