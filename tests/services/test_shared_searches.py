"""What a search finds first in the invented lines of `../shared/cases/files/22-recall.csv`."""

import re

import pytest

from bot.app import now
from bot.domain.asking import Asker
from bot.domain.drafts import Draft
from bot.domain.ids import UserId
from bot.domain.positions import Position
from bot.domain.spoilers import Audience, Limit
from bot.importers.reading import read
from bot.importers.source import Format, Source
from bot.services.import_targets import Into
from bot.services.imports import Imports
from bot.services.quotes import Quotes, QuoteSearch
from bot.services.visibility import Viewpoints
from bot.store.database import Database
from bot.store.progress import set_progress
from bot.store.shows import shows_of
from tests.specification import SHARED

FILES = SHARED / "cases" / "files"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the cases lie beside the project, not in it")

FAN = Asker(UserId(1), None, (), Audience.ASKER)
EXPECTED = re.compile(r"^- `([^`]+)` → \"([^\"]+)\"", re.MULTILINE)


async def _read(source: Source, kind: Format | None) -> Draft:
    return read(source, kind)


async def test_the_line_that_is_meant_is_found_first(database: Database) -> None:
    path = FILES / "22-recall.csv"
    imports = Imports(database=database, clock=now, read=_read)
    await imports.for_host(Source(path.name, path.read_bytes()), None, Into(new="Porters"), None)
    async with database.write() as writing:
        (show,) = await shows_of(writing, None)
        await set_progress(writing, FAN.user, show.progress_key, Limit.up_to(Position.from_code("S09E09")))
    quotes = Quotes(database=database, viewpoints=Viewpoints(clock=now), clock=now)
    expected = EXPECTED.findall((FILES / "22-recall.csv.expected.md").read_text("utf-8"))
    assert len(expected) == 4
    for typed, line in expected:
        found = quotes.keep(FAN, await quotes.search(FAN, QuoteSearch(typed)))
        first = found.quotes[0].quotes[0]
        assert first.text.text == line
