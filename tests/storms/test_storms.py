"""Storms, each made from a seed: the real bot on a real database, while people play.

After each storm, within 60 s of good weather (Discord's times are divided by 20 here): every shard answers,
no edit is lost or doubled, the bot still runs, nothing was logged with a traceback, and nobody was told more
than they may know. `make storms N=10000` runs as many as you like; a failure names the `SEED` that repeats
it.
"""

import asyncio
import io
import logging
import os
import random
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.ids import UserId
from bot.logs import log_handler
from bot.store.database import Database
from bot.store.health import health_of
from bot.store.progress import all_progress_of
from tests.leaks.catalogue import Catalogue
from tests.stand_in import StandIn, stand_in
from tests.stand_in.here import SCALE, Here, running_here
from tests.storms.people import Known, Person
from tests.storms.weather import Weather
from tests.world import text_in, write_curtain

STORMS = int(os.environ.get("STORMS", "2"))
FIRST = int(os.environ.get("SEED", random.randrange(10**9)))
NUMBERS = range(STORMS)
"""Of the storms. Their seeds are random, and so not in the tests' names, which xdist's workers must share."""
GOOD_WEATHER = 60 / SCALE
BUSY_MACHINE = 12
"""Seconds more, which are the machine's: it runs all of this at once."""
TOKEN = "a-token-for-tests"


@dataclass(slots=True)
class Sky:
    """A storm: Discord, the bot and its people."""

    discord: StandIn
    here: Here
    known: Known
    weather: Weather

    def told(self, seed: int) -> str:
        """What happened."""
        answers = self.known.answers
        return (
            f"SEED={seed}: {', '.join(self.weather.happened)}; {sum(answers.values())} questions, "
            f"{answers['none']} of them without an answer, {sum(self.known.quotes.values())} edits, "
            f"{self.known.tally.marks} marks"
        )


async def blow_over(sky: Sky, chance: random.Random, catalogue: Catalogue) -> None:
    """The storm, with people in all servers that stay."""
    over = asyncio.Event()
    people = [
        Person(
            sky.discord,
            server,
            1000 + number,
            marks=catalogue.marks,
            chance=random.Random(chance.random()),
            known=sky.known,
        )
        for number, server in enumerate(sky.discord.servers[:4] * 2)
    ]
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(person.live(over))
        await sky.weather.blow(chance.randint(6, 12))
        await sky.weather.clear_up()
        over.set()


async def every_shard_answers(sky: Sky) -> float:
    """Wait until a question in each server is answered; gives the seconds that took."""
    began = time.monotonic()
    for server in sky.discord.servers[:4]:
        while True:
            assert not sky.here.life.done(), "the bot has ended"
            asked = await sky.discord.use(
                "episode lookup", user=1, server=server, show="curtain", episode="S01E01"
            )
            try:
                answer = await asked.answer(within=1)
                if answer.kind == "deferral":
                    answer = await asked.answer(within=5)
            except TimeoutError:
                waited = time.monotonic() - began
                assert waited < GOOD_WEATHER + BUSY_MACHINE, f"no answer after {waited:.1f} s"
                continue
            assert "S01E01" in text_in(answer.body["components"])
            break
    return time.monotonic() - began


async def check_edits(database: Database, known: Known) -> None:
    """What people were told is saved is saved, and nothing is there twice."""
    await database.caught_up()
    async with database.read() as reading:
        for text, was_told in known.quotes.items():
            found = (await reading.one("SELECT count(*) AS n FROM quote WHERE text = $1", text))["n"]
            assert found <= 1, f"saved {found} times: {text}"
            assert found or not was_told, f"lost: {text}"
        for user, wanted in known.progress.items():
            codes = {position.code for position in (await all_progress_of(reading, UserId(user))).values()}
            told = [index for index, (_, was_told) in enumerate(wanted) if was_told]
            # A question without an answer may be done late, after those that came after it.
            assert codes <= {code for code, _ in wanted}
            assert codes or not told, f"the progress of {user} is lost"


@contextmanager
def logged() -> Generator[io.StringIO]:
    """What is logged meanwhile, as a host would read it."""
    log = io.StringIO()
    handler = log_handler(log)
    logging.getLogger().addHandler(handler)
    try:
        yield log
    finally:
        logging.getLogger().removeHandler(handler)


async def storm(folder: Path, seed: int, catalogue: Catalogue) -> str:
    """One storm, from the first connection to the last check; gives what happened."""
    chance = random.Random(seed)
    packs = write_curtain(catalogue.write(folder / "packs"))
    async with (
        stand_in(token=TOKEN, servers=6, shards=2, heartbeat=45 / SCALE) as discord,
        running_here(folder, discord, packs=packs) as here,
    ):
        for shard in range(2):
            await discord.gateway.ready(shard)
        sky = Sky(discord, here, Known(), Weather(discord, chance, keep=discord.servers[:4]))
        try:
            await blow_over(sky, chance, catalogue)
            took = await every_shard_answers(sky)
            await check_edits(here.database, sky.known)
        except BaseException as error:
            error.add_note(sky.told(seed))
            raise
        return f"{sky.told(seed)}; well again after {took:.1f} s"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.mark.parametrize("number", NUMBERS)
async def test_after_a_storm_everything_works_and_nothing_is_lost(
    tmp_path: Path, catalogue: Catalogue, number: int
) -> None:
    with logged() as log:
        happened = await storm(tmp_path, FIRST + number, catalogue)
    assert "Traceback" not in log.getvalue(), f"{happened}\n{log.getvalue()}"
    assert (await health_of(tmp_path / "u.db")).faults == ()
    print(happened)  # noqa: T201 - shown by `make storms`
