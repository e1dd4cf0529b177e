"""What one member's flood costs others, and how soon 256 questions at once are answered."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from bench.report import Measured, middle, p99
from bench.wire import UNDERSTUDY, Bot, connected, seconds_of

_ASKED = 100
_AT_ONCE = 256
_FLOODS = ((20, 1), (100, 1), (200, 1), (200, 50))
"""Questions a second, and how many of them come together."""


async def flood() -> list[Measured]:
    """The tables."""
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as folder:
        async with connected(Path(folder), UNDERSTUDY, servers=4) as bot:
            await _others(bot)
            alone = await _others(bot)
            rows: list[list[str]] = [["none", middle(alone), p99(alone), ""]]
            for rate, together in _FLOODS:
                beside = await _beside(bot, rate, together)
                slower = sorted(beside)[_ASKED // 2] / sorted(alone)[_ASKED // 2]
                rows.append(
                    [f"{rate} a second, {together} at a time", middle(beside), p99(beside), f"{slower:.2f}×"]
                )
            at_once = [await _at_once(bot, command) for command in ("episode lookup", "quote search")]
    return [
        Measured(
            "Beside one member's flood",
            f"`/episode lookup` of others, {_ASKED} one after the other, while one member of another server "
            "floods the bot with the same.",
            ["flood", "median", "p99", "times"],
            [*rows],
        ),
        Measured(
            "Many questions at once",
            f"{_AT_ONCE} questions of as many members in four servers, sent together: how many were "
            "answered, how many of them were put off first, and when the last one had its first answer. "
            "Discord waits 3 seconds.",
            ["command", "answered", "put off", "last first answer"],
            [*at_once],
        ),
    ]


async def _others(bot: Bot) -> list[float]:
    taken: list[float] = []
    for number in range(_ASKED):
        asked = await bot.discord.use(
            "episode lookup", user=500 + number, server=bot.discord.servers[1], episode="S01E02"
        )
        taken.append(await seconds_of(asked))
        await asyncio.sleep(0.03)
    return taken


async def _beside(bot: Bot, rate: int, together: int) -> list[float]:
    over = asyncio.Event()

    async def pour() -> None:
        while not over.is_set():
            for _ in range(together):
                await bot.discord.use(
                    "episode lookup", user=1, server=bot.discord.servers[0], episode="S01E03"
                )
            await asyncio.sleep(together / rate)

    pouring = asyncio.create_task(pour())
    await asyncio.sleep(0.5)
    taken = await _others(bot)
    over.set()
    await pouring
    await asyncio.sleep(3)
    return taken


async def _at_once(bot: Bot, command: str) -> list[str]:
    typed: dict[str, Any] = (
        {"episode": "S01E02"} if command == "episode lookup" else {"text": "the stage tonight"}
    )
    questions = [
        await bot.discord.use(command, user=1000 + number, server=bot.discord.servers[number % 4], **typed)
        for number in range(_AT_ONCE)
    ]
    first = await asyncio.gather(*(question.answer(within=60) for question in questions))
    put_off = [number for number, answer in enumerate(first) if answer.kind == "deferral"]
    await asyncio.gather(*(questions[number].answer(within=60) for number in put_off))
    last = max(answer.after for answer in first)
    return [f"`/{command}`", f"{len(first)}", f"{len(put_off)}", f"{last:.2f} s"]
