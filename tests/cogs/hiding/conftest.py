"""What every test of **Hide as spoiler** needs: webhooks as in Discord, a show, and a moderator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.webhooks import webhooks_as_discord_has_them
from bot.replies.clicks import ChooseSetup, custom_id_of
from tests.world import World, message_of, write_curtain


@pytest.fixture(autouse=True)
def webhooks() -> Iterator[None]:
    with webhooks_as_discord_has_them():
        yield


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


@pytest.fixture(autouse=True)
async def moderators(world: World) -> None:
    """Max and everyone else with the moderator role are moderators."""
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(
        message_of(panel), [world.moderator_role], custom_id=custom_id_of(ChooseSetup("moderators"))
    )
