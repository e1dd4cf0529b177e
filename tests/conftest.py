"""What the tests share: a world with the real bot in it, on a real database file."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.services.pack_loading import bundled_packs
from bot.store.database import Database
from tests.cards import faults_of_cards
from tests.forms import forms_after_forms
from tests.specification import specification
from tests.vocabulary import never_said_in
from tests.world import World, open_world

# How long an example takes says nothing on a busy machine.
settings.register_profile("understudy", deadline=None)
settings.load_profile("understudy")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    """An empty database, up to date."""
    async with Database.open(tmp_path / "understudy.db") as opened:
        yield opened


@pytest.fixture
def packs() -> Path:
    """The packs that the bot of this test is to have; a test that wants others overrides this."""
    return bundled_packs()


@pytest.fixture
async def world(tmp_path: Path, packs: Path) -> AsyncGenerator[World]:
    """A server with the bot in it. What the bot sends is held against the specification and the words."""
    async with open_world(tmp_path / "understudy.db", packs) as opened:
        yield opened
        assert forms_after_forms(opened.env) == []
        assert faults_of_cards(opened.env.http_requests) == []
        assert never_said_in(opened.env.http_requests, tmp_path / "understudy.db") == []
        spec = specification()
        if spec is not None:
            assert spec.faults(opened.env.http_requests) == []
