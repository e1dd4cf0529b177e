"""Nothing the bot sends shows more than the rule allows, in thousands of random settings.

`LEAKS` in the environment says how many settings (`make leaks N=100000`); `SEED` repeats a run.
"""

import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import AppCommandType, app_commands

from tests.cards import faults_of_cards
from tests.leaks.drive import DRIVERS, one_setting
from tests.leaks.faults import FAULTS, Fault
from tests.leaks.stage import open_stage
from tests.leaks.watch import Leak, Tally, look_for_any
from tests.specification import specification

SETTINGS = int(os.environ.get("LEAKS", "300"))
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
_A_WORLD = 100
"""Settings per world, limited because SimCord keeps everything ever sent."""
_WORLDS = 24
"""A deliberate leak must be found in at most this many worlds."""


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        look_for_any("the log", logging.Formatter().format(record))


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """Check every line of the log."""
    listener = _Listener()
    logging.getLogger("bot").setLevel(logging.DEBUG)
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    logging.getLogger("bot").setLevel(logging.NOTSET)


async def drive(folder: Path, patch: pytest.MonkeyPatch, settings: int, seed: int, tally: Tally) -> None:
    """Run this many settings in one world."""
    async with open_stage(folder, seed, patch, tally) as stage:
        for number in range(settings):
            try:
                await one_setting(stage)
            except Exception as error:
                error.add_note(f"SEED={seed}, setting {number}")
                raise
        assert stage.env.errors == []
        assert faults_of_cards(stage.env.http_requests) == []
        if (spec := specification()) is not None:
            assert spec.faults(stage.chance.sample(stage.env.http_requests, 40)) == []


@pytest.mark.parametrize("world", range((SETTINGS + _A_WORLD - 1) // _A_WORLD))
async def test_no_spoiler_leaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: int, tally: Tally
) -> None:
    settings = min(_A_WORLD, SETTINGS - world * _A_WORLD)
    await drive(tmp_path, monkeypatch, settings, SEED + world, tally)


async def test_the_leak_suite_uses_every_command_and_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    async with open_stage(tmp_path, 0, monkeypatch, tally) as stage:
        registered = {
            command.qualified_name
            for command in stage.bot.tree.walk_commands()
            if not isinstance(command, app_commands.Group)
        }
        for kind in (AppCommandType.message, AppCommandType.user):
            registered |= {menu.name for menu in stage.bot.tree.get_commands(type=kind)}
    assert registered == DRIVERS.keys()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_a_deliberate_leak_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, fault: Fault
) -> None:
    fault(monkeypatch)
    with pytest.raises(Leak):
        await _drive_some(tmp_path, monkeypatch, tally)


async def _drive_some(folder: Path, patch: pytest.MonkeyPatch, tally: Tally) -> None:
    """Run worlds until a leak is found."""
    for world in range(_WORLDS):
        await drive(folder / str(world), patch, _A_WORLD, world, tally)
