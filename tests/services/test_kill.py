"""Killed at any moment, the catalogue has every confirmed edit completely, and none in part."""

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

from bot.domain.positions import Position
from bot.services.pack_loading import load_packs
from bot.store.database import Database
from bot.store.folding import search_is_in_step
from bot.store.health import health_of
from tests.services.editing import OURS, catalogue_of
from tests.world import write_curtain

EDITS = 200
ROOT = Path(__file__).parents[2]


async def edit_until_killed(path: Path, first: int, after: int) -> int:
    """Let a process edit, and kill it after this many confirmations; returns the last number confirmed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.services.kill_me", str(path), str(first), str(EDITS)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    answered = first - 1
    for _ in range(after):
        if line := await process.stdout.readline():
            answered = int(line)
    await asyncio.sleep(random.random() / 50)
    if process.returncode is None:
        process.kill()
    rest = (await process.stdout.read()).splitlines()
    await process.wait()
    return int(rest[-1]) if rest else answered


async def test_a_kill_loses_no_confirmed_edit_and_leaves_none_partial_or_doubled(
    tmp_path: Path,
) -> None:
    path = tmp_path / "understudy.db"
    async with Database.open(path) as database:
        await load_packs(database, write_curtain(tmp_path / "packs"))
        before = len((await catalogue_of(database, OURS))["curtain"]["episodes"])
    done = 0
    while done < EDITS:
        answered = await edit_until_killed(path, done, random.randrange(1, 40))
        assert (await health_of(path)).faults == ()
        async with Database.open(path) as database:
            episodes = (await catalogue_of(database, OURS))["curtain"]["episodes"]
            async with database.read() as reading:
                changes = (await reading.one("SELECT count(*) AS n FROM change"))["n"]
            async with database.write() as writing:
                assert await search_is_in_step(writing)
        made = [episode for episode in episodes if Position.from_key(episode[0]).season == 50]
        for number, episode in enumerate(made):
            assert (episode[1], episode[5]) == (f"t{number}", f"s{number}")
            assert episode[7] == [["writer", 0, f"w{number}", None]]
        assert len(episodes) == before + len(made)
        quoted = Counter(line[3] for episode in made for line in episode[10])
        assert set(quoted.values()) <= {1}, "a form that was sent twice is saved once"
        assert quoted.keys() >= {f"q{number}" for number in range(done, answered + 1)}
        assert changes == len(made) + len(quoted), "what was made and its change are there together"
        assert len(made) in (answered + 1, answered + 2), "one more may have been saved and not yet answered"
        done = len(made)
