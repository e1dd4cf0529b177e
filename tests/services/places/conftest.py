"""The server and the shows of every test of limits."""

from pathlib import Path

import pytest

from bot.services.pack_loading import load_packs
from bot.store.database import Database
from bot.store.guilds import set_moderator_roles
from tests.services.places.steps import GUILD, MODERATORS, Server
from tests.world import write_curtain, write_pack


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")


@pytest.fixture
async def server(database: Database, packs: Path) -> Server:
    await load_packs(database, packs)
    async with database.write() as writing:
        await set_moderator_roles(writing, GUILD, [MODERATORS])
    return Server(database)
