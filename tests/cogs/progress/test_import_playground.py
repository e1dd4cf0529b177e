"""A tracker's file in the playground moves the demo show by its ids, and Smash by its title, at once."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.demo import write_packs
from bot.services.pack_loading import bundled_packs
from tests.importers import histories
from tests.importers.files import zipped
from tests.world import World, message_of, text_of


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    write_packs(folder, datetime.now(UTC).date())
    shutil.copytree(bundled_packs() / "smash", folder / "smash")
    return folder


async def test_a_trakt_file_moves_the_demo_show_and_smash_at_once(world: World) -> None:
    demo = histories.trakt_shows("La Traversée", [(1, 1), (1, 2)], 2031, imdb="tt99000001")
    smash = histories.trakt_shows("Smash", [(1, number) for number in range(1, 16)], 2012, tvdb=5)
    both = json.dumps([*json.loads(demo), *json.loads(smash)]).encode()
    preview = await world.fan.slash(
        world.general, "progress import", file=("trakt.zip", zipped({"watched-shows.json": both.decode()}))
    )
    assert "- **The Late Crossing**: not set → **S01E02**" in text_of(preview)
    assert "- **Smash**: not set → **S01E15**" in text_of(preview)
    saved = await world.fan.click(message_of(preview), label="Save 2 shows")
    assert "- **The Late Crossing**: watched up to **S01E02**" in text_of(saved)
    assert "- **Smash**: watched up to **S01E15**" in text_of(saved)
