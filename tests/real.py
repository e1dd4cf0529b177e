"""Real files written by others, if present. They are not part of the project."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
REAL = SHARED / "real"

needs_shared = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here: ../shared/real")
