import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import now
from bot.domain.asking import Asker
from bot.domain.errors import SearchExpired
from bot.domain.ids import QuoteId, SessionId, UserId
from bot.domain.shows import Show
from bot.domain.spoilers import Audience, Viewpoint
from bot.services.pack_loading import load_packs
from bot.services.quote_views import Found
from bot.services.quotes import Quotes, QuoteSearch
from bot.services.visibility import Viewpoints
from bot.store.database import Database, Reading

FAN = Asker(UserId(1), None, (), Audience.ASKER)


@pytest.fixture
async def quotes(database: Database, tmp_path: Path) -> Quotes:
    """The service, on a show with more quotes with "you" than fit on one page."""
    pack = tmp_path / "packs" / "small"
    pack.mkdir(parents=True)
    (pack / "show.toml").write_text('slug = "small"\ntitle = "Small"\n')
    lines = "".join(
        f'[[episode.quotes]]\ntext = "You, line {number}"\nspeaker = "{("Anna", "Bella")[number % 2]}"\n'
        for number in range(8)
    )
    (pack / "season.toml").write_text(f'[[episode]]\ncode = "S01E01"\n{lines}')
    await load_packs(database, pack.parent)
    return Quotes(database=database, viewpoints=Viewpoints(clock=now), clock=now)


async def searched(quotes: Quotes) -> Found:
    """A saved search for "you"."""
    return quotes.keep(FAN, await quotes.search(FAN, QuoteSearch("you")))


def _ids(found: Found) -> set[QuoteId]:
    return {quote.id for episode in found.quotes for quote in episode.quotes}


async def test_a_search_does_not_wait_for_writers_only_its_later_pages_do(
    database: Database, quotes: Quotes
) -> None:
    async with database.write():
        found = await asyncio.wait_for(searched(quotes), timeout=30)
        assert found.session is not None
        assert found.more
        turning = asyncio.create_task(quotes.found(FAN, found.session, 1))
        await asyncio.sleep(0.05)
        assert not turning.done()
    page = await turning
    assert page.quotes
    assert not _ids(page) & _ids(found)
    assert (await quotes.found(FAN, found.session, 0)).quotes == found.quotes


async def test_an_unknown_search_has_no_pages(quotes: Quotes) -> None:
    with pytest.raises(SearchExpired):
        await quotes.found(FAN, SessionId(2**63 - 1), 0)


async def test_every_search_has_its_own_session(quotes: Quotes) -> None:
    sessions = [(await searched(quotes)).session for _ in range(5)]
    assert len({*sessions}) == 5


async def test_a_random_quote_does_not_wait_for_writers_and_is_not_repeated(
    database: Database, quotes: Quotes
) -> None:
    async with database.write():
        drawn = [
            (await asyncio.wait_for(quotes.draw(FAN, None, None), timeout=30)).quote.id for _ in range(8)
        ]
    assert len({*drawn}) == 8
    await database.caught_up()
    assert (await quotes.draw(FAN, None, None)).quote.id != drawn[-1]


async def test_random_quotes_drawn_at_once_differ(quotes: Quotes) -> None:
    views = await asyncio.gather(*(quotes.draw(FAN, None, None) for _ in range(8)))
    assert len({view.quote.id for view in views}) == 8


async def test_a_random_quote_saved_while_the_next_is_read_is_not_repeated(
    database: Database, quotes: Quotes
) -> None:
    reads = asyncio.Event()

    class Slow(Viewpoints):
        async def of(self, reading: Reading, asker: Asker, show: Show) -> Viewpoint:
            found = await super().of(reading, asker, show)
            reads.set()
            await database.caught_up()
            return found

    drawn = [(await quotes.draw(FAN, None, None)).quote.id for _ in range(6)]
    async with database.write():
        drawn.append((await quotes.draw(FAN, None, None)).quote.id)
        quotes._viewpoints = Slow(clock=now)  # pyright: ignore[reportPrivateUsage] - so that the next one takes long
        drawing = asyncio.create_task(quotes.draw(FAN, None, None))
        await reads.wait()
    drawn.append((await drawing).quote.id)
    assert len({*drawn}) == 8


async def test_random_quotes_of_one_character_do_not_skip_others(database: Database, quotes: Quotes) -> None:
    everyones, annas = list[QuoteId](), list[QuoteId]()
    for _ in range(4):
        everyones += [(await quotes.draw(FAN, None, None)).quote.id for _ in range(2)]
        annas.append((await quotes.draw(FAN, None, "anna")).quote.id)
        await database.caught_up()
    assert len({*everyones}) == 8
    assert len({*annas}) == 4


async def test_the_pages_of_a_search_expire_after_a_day(database: Database, quotes: Quotes) -> None:
    session = (await searched(quotes)).session
    assert session is not None
    for hours, kept in ((23, True), (25, False)):
        later = Quotes(
            database=database,
            viewpoints=Viewpoints(clock=now),
            clock=lambda hours=hours: now() + timedelta(hours=hours),
        )
        if kept:
            assert (await later.found(FAN, session, 1)).quotes
        else:
            with pytest.raises(SearchExpired):
                await later.found(FAN, session, 1)
