"""The playground's demo show: a whole season that was made up, with pictures. A real bot never has it.

Its dates in the pack are those of some season. In the playground it is always on the air: its last episode
but one aired three days ago, and its last one airs in four.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Final

SHOWS: Final = Path(__file__).with_name("shows")
"""The folder of packs."""

DEMO: Final = "the-late-crossing"
"""The demo show's slug."""

_FINALE: Final = date(2026, 11, 30)
_DAYS_TO_FINALE: Final = 4
_AIRED: Final = re.compile(r"^aired = (\S+)$", re.MULTILINE)


def poster(show: str) -> Path:
    """A demo show's poster, by slug: WebP, 400 by 600 pixels."""
    return SHOWS / show / "poster.webp"


def still(show: str, code: str) -> Path:
    """A demo show's picture of an episode, by slug and code: WebP, 640 by 360 pixels."""
    return SHOWS / show / f"{code}.webp"


def pictures() -> dict[str, tuple[str, bytes]]:
    """The file name and content of every picture, by the address that its pack has for it."""
    return {
        f"https://{file.parent.name}.example/{file.name}": (file.name, file.read_bytes())
        for file in SHOWS.glob("*/*.webp")
    }


def write_packs(folder: Path, today: date) -> None:
    """Write the packs into a folder, with the air dates moved to around today."""
    moved_by = today + timedelta(days=_DAYS_TO_FINALE) - _FINALE
    for file in SHOWS.glob("*/*.toml"):
        pack = folder / file.parent.name
        pack.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        moved = _AIRED.sub(lambda found: f"aired = {date.fromisoformat(found[1]) + moved_by}", text)
        (pack / file.name).write_text(moved, encoding="utf-8")
