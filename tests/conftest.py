"""Shared fixtures: a simulated Discord with the real bot, on a real database file."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from simcord import Env

from bot.services.pack_loading import bundled_packs
from bot.store.database import Database
from tests.cards import faults_of_cards
from tests.forms import forms_after_forms
from tests.specification import specification
from tests.vocabulary import never_said_in
from tests.world import World, open_world

# An example's duration means nothing on a busy machine.
settings.register_profile("understudy", deadline=None)
settings.load_profile("understudy")

# SimCord looks every 50 ms whether an answer is done. Most are at once, so that tests would only wait.
settling: Any = Env._settle_internal  # pyright: ignore[reportPrivateUsage]  # held by tests/test_private_api.py
settling.__kwdefaults__["idle"] = 0.001


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: packed ones have the time in them, and xdist's workers must agree on all names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    """An empty database with the current schema."""
    async with Database.open(tmp_path / "understudy.db") as opened:
        yield opened


@pytest.fixture
def packs() -> Path:
    """The bot's packs; tests override this to use others."""
    return bundled_packs()


@pytest.fixture
async def world(tmp_path: Path, packs: Path) -> AsyncGenerator[World]:
    """A server with the bot. All it sends is checked against Discord's specification and the vocabulary."""
    async with open_world(tmp_path / "understudy.db", packs) as opened:
        yield opened
        assert forms_after_forms(opened.env) == []
        assert faults_of_cards(opened.env.http_requests) == []
        assert never_said_in(opened.env.http_requests, tmp_path / "understudy.db") == []
        spec = specification()
        if spec is not None:
            assert spec.faults(opened.env.http_requests) == []
