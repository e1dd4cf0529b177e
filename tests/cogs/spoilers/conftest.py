"""The shows of every test of limits."""

from pathlib import Path

import pytest

from tests.world import write_curtain, write_pack


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")
