"""A process that edits a catalogue until it is killed, and prints after each edit that it was confirmed.

It sends each form twice at once, as Discord's client does when a reply is slow.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.editing_errors import FormGone, FormSaved
from bot.domain.positions import Position
from bot.services.editing import Saved
from bot.services.forms import Forms
from bot.services.subjects.episodes import NewEpisode
from bot.services.subjects.quotes import NewQuote
from bot.store.database import Database
from tests.services.editing import OURS, admin_of, fill_in


async def quote_twice(forms: Forms, number: int) -> None:
    """Send one form of a new quote twice at once."""
    asker = admin_of(OURS)
    form = await forms.open(asker, NewQuote("curtain", None))
    typed = {**form.values, "text": f"q{number}", "episode": f"S50E{number:02}"}
    sent = (forms.submit(asker, form.id, typed) for _ in range(2))
    answers = await asyncio.gather(*sent, return_exceptions=True)
    assert sum(isinstance(answer, Saved) for answer in answers) == 1
    assert sum(isinstance(answer, FormSaved | FormGone) for answer in answers) == 1


async def main(path: Path, first: int, last: int) -> None:
    async with Database.open(path) as database:
        forms = Forms(database=database, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(first, last):
            subject = NewEpisode("curtain", Position.from_code(f"S50E{number:02}").key)
            words = {"title": f"t{number}", "writers": f"w{number}", "summary": f"s{number}"}
            await fill_in(forms, admin_of(OURS), subject, **words)
            await quote_twice(forms, number)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
