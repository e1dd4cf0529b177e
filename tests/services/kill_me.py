"""A process that edits a catalogue until it is killed, and says after each edit that it was answered."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.positions import Position
from bot.services.curation import Curation
from bot.services.subjects import NewEpisode
from bot.store.database import Database
from tests.services.curating import OURS, admin_of, fill_in


async def main(path: Path, first: int, last: int) -> None:
    async with Database.open(path) as database:
        curation = Curation(database=database, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(first, last):
            subject = NewEpisode("curtain", Position.from_code(f"S50E{number:02}").key)
            words = {"title": f"t{number}", "writers": f"w{number}", "summary": f"s{number}"}
            await fill_in(curation, admin_of(OURS), subject, **words)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
