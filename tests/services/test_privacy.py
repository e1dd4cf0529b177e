import asyncio
import json
from pathlib import Path

from bot.domain.privacy import Trace
from bot.services.pack_loading import load_packs
from bot.services.privacy import Privacy
from bot.services.quotes import QuoteSearch
from bot.store.database import Database
from tests.servers import ManualClock, Services, asker
from tests.world import write_curtain

GUILD, MEMBER = 1_000_000, 11


async def test_a_search_not_yet_written_is_exported_and_erased(database: Database, tmp_path: Path) -> None:
    await load_packs(database, write_curtain(tmp_path / "packs"))
    services, privacy = Services(database, ManualClock()), Privacy(database=database, clock=ManualClock())
    await services.own_show(GUILD, MEMBER, 3)
    fan = asker(GUILD, MEMBER)
    services.quotes.keep(fan, await services.quotes.search(fan, QuoteSearch("line0", show="ours")))
    assert (await privacy.counts(fan))[Trace.SEARCHES] == 1
    services.quotes.keep(fan, await services.quotes.search(fan, QuoteSearch("line1", show="ours")))
    export = await privacy.export(fan)
    assert export.counts[Trace.SEARCHES] == 2
    typed = [search["typed"] for search in json.loads(export.data)[Trace.SEARCHES]]
    assert sorted(typed) == ["line0", "line1"]
    services.quotes.keep(fan, await services.quotes.search(fan, QuoteSearch("line2", show="ours")))
    await privacy.erase(fan)
    await database.caught_up()
    assert not any((await privacy.counts(fan)).values())


async def test_erasing_waits_for_only_one_turn_of_the_writer(database: Database, tmp_path: Path) -> None:
    await load_packs(database, write_curtain(tmp_path / "packs"))
    services, privacy = Services(database, ManualClock()), Privacy(database=database, clock=ManualClock())
    await services.own_show(GUILD, MEMBER, 3)
    fan, other = asker(GUILD, MEMBER), asker(GUILD, MEMBER + 1)
    async with database.write():
        first = services.quotes.keep(
            other, await services.quotes.search(other, QuoteSearch("line0", show="ours"))
        )
        await asyncio.sleep(0)  # let the first write queue up before the next ones
        services.quotes.keep(fan, await services.quotes.search(fan, QuoteSearch("line1", show="ours")))
        erasing = asyncio.create_task(privacy.erase(fan))
        await asyncio.sleep(0)
        others = asyncio.create_task(_write(database))
    await erasing
    assert not others.done(), "it came after one turn, before whoever came later"
    await others
    await database.caught_up()
    assert not any((await privacy.counts(fan)).values())
    assert first.session is not None
    assert (await privacy.counts(other))[Trace.SEARCHES] == 1


async def _write(database: Database) -> None:
    async with database.write():
        pass
