"""The shows of every test of **/setup**."""

from pathlib import Path

import pytest

from tests.world import write_two_shows


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_two_shows(tmp_path / "packs")
