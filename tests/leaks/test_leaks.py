"""Nothing that leaves the bot tells more than the rule allows, over thousands of settings made at random.

`LEAKS` in the environment says how many settings (`make leaks N=100000`); `SEED` repeats a run.
"""

import logging
import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from discord import AppCommandType, Interaction, app_commands

import bot.domain.spoilers
import bot.replies.markup
import bot.services.access
import cogs.episodes
from bot.domain.asking import Asker
from bot.domain.spoilers import Disclosure
from bot.replies.asking import asker_of
from tests.leaks.drive import DRIVERS, one_setting
from tests.leaks.stage import open_stage
from tests.leaks.watch import Leak, look_for_any
from tests.specification import specification

SETTINGS = int(os.environ.get("LEAKS", "300"))
SEED = int(os.environ.get("SEED", random.randrange(2**32)))
_A_WORLD = 100
"""Settings until the world is made anew: SimCord keeps all that was ever said."""


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        look_for_any("the log", logging.Formatter().format(record))


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """Look at every line of the log."""
    listener = _Listener()
    logging.getLogger("bot").setLevel(logging.DEBUG)
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    logging.getLogger("bot").setLevel(logging.NOTSET)


async def drive(folder: Path, patch: pytest.MonkeyPatch, settings: int, seed: int) -> None:
    for start in range(0, settings, _A_WORLD):
        async with open_stage(folder / str(start), seed + start, patch) as stage:
            for number in range(min(_A_WORLD, settings - start)):
                try:
                    await one_setting(stage)
                except Leak as leak:
                    leak.add_note(f"SEED={seed}, setting {start + number}")
                    raise
            assert stage.env.errors == []
            if (spec := specification()) is not None:
                assert spec.faults(stage.chance.sample(stage.env.http_requests, 40)) == []


async def test_nothing_leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await drive(tmp_path, monkeypatch, SETTINGS, SEED)


async def test_every_command_and_every_menu_is_driven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(tmp_path, 0, monkeypatch) as stage:
        registered = {
            command.qualified_name
            for command in stage.bot.tree.walk_commands()
            if not isinstance(command, app_commands.Group)
        }
        for kind in (AppCommandType.message, AppCommandType.user):
            registered |= {menu.name for menu in stage.bot.tree.get_commands(type=kind)}
    assert registered == DRIVERS.keys()


def _tell_all(patch: pytest.MonkeyPatch) -> None:
    """The rule itself fails open."""

    def clear(*_: object) -> Disclosure:
        return Disclosure.CLEAR

    patch.setattr(bot.domain.spoilers, "disclose", clear)


def _show_titles(patch: pytest.MonkeyPatch) -> None:
    """Masked titles are shown, as in suggestions."""

    def shows(*_: object) -> bool:
        return True

    patch.setattr(bot.domain.spoilers, "shows_label", shows)


def _let_text_out(patch: pytest.MonkeyPatch) -> None:
    """A bar in the text is left as it is, and ends the hiding early."""
    patch.setattr(bot.replies.markup, "_SPECIAL", re.compile("\\\\"))


def _mistake_the_clicker(patch: pytest.MonkeyPatch) -> None:
    """Whoever clicks is answered for everyone."""

    def for_everyone(interaction: Interaction, **_: object) -> Asker:
        return asker_of(interaction, private=False)

    patch.setattr(cogs.episodes, "clicker_of", for_everyone)


def _let_anyone_in(patch: pytest.MonkeyPatch) -> None:
    """The moderators' door stands open."""

    async def anyone(*_: object) -> bool:
        return True

    patch.setattr(bot.services.access, "is_moderator", anyone)


@pytest.mark.parametrize(
    "leak", [_tell_all, _show_titles, _let_text_out, _mistake_the_clicker, _let_anyone_in]
)
async def test_a_leak_put_in_on_purpose_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leak(monkeypatch)
    with pytest.raises(Leak):
        await drive(tmp_path, monkeypatch, 250, seed=1)
