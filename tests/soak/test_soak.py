"""Hundreds of members in fifty servers, for as long as you like: `make soak MINUTES=20`.

The real bot runs on a real SQLite file in SimCord. Members look up episodes, search, draw quotes and set
progress, one after the other, while moderators import, undo and leave forms open. At the end there must be no
error and no leak (`tests/leaks/watch.py` reads every request, `tests/leaks/oracle.py` checks it); the
database must pass `check`; and memory must be flat. Every few minutes a copy is made and restored elsewhere,
which must have the same rows.

Memory means the resident set of this process, bot and SimCord together, on Linux only. SimCord keeps every
request, message and interaction; these records are cleared every `_TRIM` steps before a sample is taken. The
first third of the time is the warm-up. Growth is the median of the last third's samples minus that of the
middle third's. Whatever else SimCord keeps counts against the bot.

`SOAK` in the environment is the time in seconds (default 20, so that the usual test run stays short); `SEED`
repeats a run's choices.
"""

import asyncio
import gc
import os
import random
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from simcord import ChannelHandle, Env, HttpLogEntry, MemberActor

from bot.app import build
from bot.domain.ids import ProgressKey, UserId
from bot.services.pack_loading import load_packs
from bot.store.backup import back_up, restore
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from bot.store.progress import all_progress_of
from tests.leaks.catalogue import CANARY, Catalogue
from tests.leaks.judging import ABOVE_RESULTS
from tests.leaks.oracle import HIDDEN, NOTHING, Seen, ShowView, Story
from tests.leaks.watch import Tally, look
from tests.servers import Services

SECONDS = float(os.environ.get("SOAK", "20"))
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
SERVERS, MEMBERS = 50, 500
SLUG = "canary"
CODES = [told.code for told in CANARY]

_TRIM = 50
_DRILL_EVERY = min(180, SECONDS / 3)
"""Seconds between two restores of a copy."""
_GROWTH = 24 * 2**20
"""Bytes that memory may grow by between the middle and the end, for heap fragmentation."""

_PROC = Path("/proc/self/statm")


@dataclass(slots=True)
class Crowd:
    """The world: members with their channels, and the measurements."""

    env: Env
    database: Database
    services: Services
    catalogue: Catalogue
    show: ProgressKey
    members: list[tuple[MemberActor, ChannelHandle]]
    chance: random.Random
    now: datetime
    tally: Tally = field(default_factory=Tally)
    steps: int = 0
    changes: int = 0
    samples: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])


async def one_command(crowd: Crowd) -> None:
    """Somebody uses a command; everything that the bot sends is checked."""
    chance = crowd.chance
    member, channel = chance.choice(crowd.members)
    word = chance.choice(list(crowd.catalogue.marks))
    code = chance.choice((*CODES, word))
    beyond = chance.random() < 0.2
    uses: list[tuple[str, dict[str, Any]]] = [
        ("episode lookup", {"episode": code}),
        ("episode list", {}),
        ("recap", {"episode": code}),
        ("song list", {}),
        ("quote search", {"text": word, "beyond": beyond}),
        ("quote random", {}),
        ("progress set", {"episode": chance.choice(CODES)}),
        ("progress show", {}),
        ("privacy export", {}),
        ("here", {}),
    ]
    command, options = chance.choice(uses)
    if command not in ("progress show", "privacy export"):
        options["show"] = SLUG
    private = {"private": True} if command in ("episode lookup", "quote random") and beyond else {}
    await member.slash(channel, command, **options, **private)
    insisted = command == "quote search" and beyond
    own = [f"“{options['episode']}”"] if "episode" in options else []
    own += [f"{before} “{word}”" for before in ABOVE_RESULTS if command == "quote search"]
    await judge(crowd, command, member, insisted=insisted, own=own)
    crowd.steps += 1


async def judge(crowd: Crowd, what: str, member: MemberActor, *, insisted: bool, own: list[str]) -> None:
    """Raise `Leak` if a request reveals more than the rule allows."""
    async with crowd.database.read() as reading:
        progress = (await all_progress_of(reading, UserId(member.id))).get(crowd.show)
    for request in crowd.env.http_requests:
        if request.json is not None and "/interactions/" in request.path:
            reached = None if progress is None else progress.key
            show_view = ShowView(Story.without(CANARY, frozenset()), HIDDEN, NOTHING, reached)
            seen = Seen(
                alone=_is_alone(request), show_views={SLUG: show_view}, hides_titles=False, insisted=insisted
            )
            look(f"/{what}", request.json, seen, crowd.catalogue.marks, own, crowd.tally)
    crowd.env.http_requests.clear()


def _is_alone(request: HttpLogEntry) -> bool:
    body: Any = request.json
    return bool(int((body.get("data") or body).get("flags") or 0) & 64)


async def moderate(crowd: Crowd, over: asyncio.Event) -> None:
    """Moderators of all fifty servers import, undo and leave forms open until the test is over."""
    number = 0
    while not over.is_set():
        member, channel = crowd.chance.choice(crowd.members)
        assert channel.guild is not None
        guild = channel.guild.id
        number += 1
        change = await crowd.services.own_show(guild, member.id, 60, f"show-{number}")
        await crowd.services.open_form(guild, member.id)
        await crowd.services.undo(guild, member.id, change)
        crowd.changes += 2
        await asyncio.sleep(0.05)


def trim_and_sample(crowd: Crowd, at: float) -> None:
    """Clear SimCord's records, and sample the memory in use."""
    backend = crowd.env.backend
    backend.http_requests.clear()
    backend.transcript.clear()
    backend.interactions.clear()
    backend.interaction_tokens.clear()
    backend.cdn = type(backend.cdn)()  # every file ever sent, such as those of /privacy export
    for messages in backend.messages.values():
        messages.clear()
    gc.collect()
    crowd.samples.append((at, int(_PROC.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")))


@asynccontextmanager
async def gathered(folder: Path) -> AsyncGenerator[Crowd]:
    """Fifty servers with the bot, and ten members in each."""
    catalogue, now = Catalogue(), datetime(2026, 1, 15, tzinfo=UTC)
    async with Database.open(folder / "soak.db") as database:
        await load_packs(database, catalogue.write(folder / "packs"))
        async with database.read() as reading:
            show = ProgressKey((await reading.one("SELECT id FROM show WHERE slug = $1", SLUG))["id"])
        bot = build(database, announce=lambda _: None, clock=lambda: now, shard_count=1)
        env = Env(bot, settle_timeout=60)
        await env.start()
        try:
            members: list[tuple[MemberActor, ChannelHandle]] = []
            for server in range(SERVERS):
                guild = env.create_guild(f"Server {server}")
                channel = guild.create_text_channel("general")
                for number in range(MEMBERS // SERVERS):
                    user = env.create_user(f"member-{server}-{number}")
                    members.append((guild.add_member(user), channel))
            await env.settle()
            services = Services(database, lambda: now)
            yield Crowd(env, database, services, catalogue, show, members, random.Random(SEED), now)
        finally:
            await env.shutdown()


async def drill(crowd: Crowd, folder: Path, number: int) -> None:
    """Back up the database while it is in use, and restore the copy elsewhere: it has the same rows.

    Writes wait meanwhile, so that the rows can be compared with those in use.
    """
    live, copy, elsewhere = (
        crowd.database.path,
        folder / f"copy-{number}.db",
        folder / f"elsewhere-{number}.db",
    )
    async with crowd.database.write():
        await back_up(live, copy, on_step=lambda _, __: None)
        wanted = await asyncio.to_thread(every_row, live)
    await restore(copy, elsewhere, at=crowd.now, on_step=lambda _, __: None)
    assert await asyncio.to_thread(every_row, elsewhere) == wanted
    assert (await health_of(elsewhere)).faults == ()
    for file in (copy, elsewhere):
        file.unlink()


def every_row(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


@pytest.mark.skipif(not _PROC.exists(), reason="how much memory is in use is read from Linux's /proc")
async def test_hundreds_of_members_cause_no_error_no_leak_and_no_memory_growth(tmp_path: Path) -> None:
    async with gathered(tmp_path) as crowd:
        over, start, drills = asyncio.Event(), time.monotonic(), 0
        moderating = asyncio.create_task(moderate(crowd, over))
        try:
            while (elapsed := time.monotonic() - start) < SECONDS:
                await one_command(crowd)
                if crowd.steps % _TRIM == 0:
                    trim_and_sample(crowd, elapsed)
                if elapsed > (drills + 1) * _DRILL_EVERY:
                    await drill(crowd, tmp_path, drills)
                    drills += 1
        finally:
            over.set()
            await moderating
        assert crowd.env.errors == []
        await crowd.database.caught_up()
        async with crowd.database.write() as writing:
            assert await search_is_in_step(writing)
    assert (await health_of(tmp_path / "soak.db")).faults == ()
    middle, end = (
        [size for at, size in crowd.samples if first <= at / SECONDS < first + 1 / 3]
        for first in (1 / 3, 2 / 3)
    )
    assert middle, "too short a time to say anything of memory"
    grown = median(end) - median(middle)
    print(  # noqa: T201 - shown by `make soak`
        f"SEED={SEED}: {crowd.steps} commands, {crowd.changes} changes in {SECONDS:.0f} s; resident "
        f"{median(middle) / 2**20:.0f} MiB after the warm-up, {grown / 2**20:+.1f} MiB at the end; "
        f"{drills} copies restored"
    )
    assert drills > 0
    assert grown < _GROWTH
