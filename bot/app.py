"""Puts the parts together. No other module does."""

import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.client import Understudy
from bot.importers.child import read_history_in_child, read_in_child
from bot.interactions.history_files import HistoryFiles
from bot.interactions.router import Router
from bot.interactions.workload import Workload
from bot.services.departures import Departures
from bot.services.editing import Deletion
from bot.services.episodes import Episodes
from bot.services.exports import Exports
from bot.services.forms import Forms
from bot.services.hiding import Hiding
from bot.services.history import History
from bot.services.import_queue import ImportQueue
from bot.services.imports import Imports
from bot.services.pack_loading import load_packs
from bot.services.panels import Panels
from bot.services.places import Places
from bot.services.privacy import Privacy
from bot.services.progress import Progress
from bot.services.progress_import import WatchedFiles
from bot.services.progress_undo import ProgressUndo
from bot.services.quotes import Quotes
from bot.services.recaps import Recaps
from bot.services.setup import Setup
from bot.services.songs import Songs
from bot.services.visibility import Clock, Viewpoints
from bot.store.database import Database
from bot.store.fulltext import set_up_index
from bot.webhooks.reposts import Reposter
from cogs.catalog import Catalog
from cogs.catalog_episodes import CatalogEpisodes, CatalogRecap
from cogs.catalog_quotes import CatalogQuotes
from cogs.catalog_shows import CatalogShows
from cogs.catalog_songs import CatalogSongs
from cogs.episodes import EpisodeCommands
from cogs.forms import FormCog
from cogs.help import Help
from cogs.here import Here
from cogs.hiding import HidingMenu
from cogs.privacy import PrivacyCommands
from cogs.progress import ProgressCommands
from cogs.progress_import import ProgressFiles
from cogs.quotes import QuoteCommands
from cogs.recaps import RecapCommand
from cogs.save_as_quote import SaveAsQuote
from cogs.setup import SetupCommand
from cogs.songs import SongCommands
from cogs.spoilers import Spoilers
from cogs.suggestions import suggesters
from cogs.watched_up_to import WatchedUpTo

_SWITCH = 0.001
"""Seconds that a thread may keep the interpreter while others wait."""


def now() -> datetime:
    """The current time."""
    return datetime.now(UTC)


def build(
    database: Database,
    *,
    announce: Callable[[str], None],
    clock: Clock = now,
    shard_count: int | None = None,
) -> Understudy:
    """The bot for an open database."""
    viewpoints = Viewpoints(clock=clock)
    episodes = Episodes(database=database, viewpoints=viewpoints)
    songs = Songs(database=database, viewpoints=viewpoints)
    quotes = Quotes(database=database, viewpoints=viewpoints, clock=clock)
    recaps = Recaps(database=database, viewpoints=viewpoints)
    progress = Progress(database=database, viewpoints=viewpoints, clock=clock)
    privacy = Privacy(database=database, clock=clock)
    places = Places(database=database, viewpoints=viewpoints)
    setup = Setup(database=database)
    deletion = Deletion(database=database, clock=clock)
    forms = Forms(database=database, clock=clock)
    history = History(database=database, clock=clock)
    imports = Imports(database=database, clock=clock, read=read_in_child)
    watched = WatchedFiles(database=database, clock=clock, read=read_history_in_child)
    undo = ProgressUndo(database=database, clock=clock)
    exports = Exports(database=database)
    panels = Panels(database=database)
    hiding = Hiding(database=database, viewpoints=viewpoints, clock=clock)
    queue = ImportQueue()
    router = Router(
        suggesters=suggesters(
            episodes=episodes,
            songs=songs,
            quotes=quotes,
            progress=progress,
            places=places,
            panels=panels,
            history=history,
        ),
        log_channel=setup.log_channel,
        workload=Workload(imports=queue),
    )
    hiding_menu = HidingMenu(hiding=hiding, reposter=Reposter(hiding=hiding), router=router)
    save_as_quote = SaveAsQuote(forms=forms, panels=panels)
    catalog = [
        CatalogShows(deletion=deletion, forms=forms, panels=panels, router=router),
        CatalogEpisodes(deletion=deletion, forms=forms, panels=panels, router=router),
        CatalogRecap(panels=panels, router=router),
        CatalogSongs(deletion=deletion, forms=forms, panels=panels, router=router),
        CatalogQuotes(deletion=deletion, forms=forms, panels=panels),
    ]
    files = HistoryFiles(watched=watched, queue=queue)
    spoilers = Spoilers(places=places, setup=setup, router=router)
    cogs = [
        EpisodeCommands(episodes=episodes, router=router),
        SongCommands(songs=songs, router=router),
        QuoteCommands(quotes=quotes, router=router),
        RecapCommand(recaps=recaps, router=router),
        ProgressCommands(progress=progress, files=files, router=router),
        WatchedUpTo(progress=progress, router=router),
        ProgressFiles(watched=watched, undo=undo, files=files, router=router),
        PrivacyCommands(privacy=privacy, router=router),
        Here(places=places),
        spoilers,
        SetupCommand(setup=setup, router=router),
        Catalog(
            history=history,
            imports=imports,
            exports=exports,
            queue=queue,
            router=router,
            groups=catalog,
        ),
        FormCog(forms=forms, router=router),
        hiding_menu,
        save_as_quote,
        Help(router=router),
    ]
    return Understudy(
        database=database,
        departures=Departures(database=database, clock=clock),
        router=router,
        cogs=cogs,
        menus=[save_as_quote.menu, hiding_menu.menu],
        daily=[lambda _: privacy.erase_expired(), spoilers.tell_news],
        announce=announce,
        shard_count=shard_count,
    )


@asynccontextmanager
async def opened(path: Path, packs: Path) -> AsyncGenerator[Database]:
    """The database at `path`, with a folder's packs loaded. Closed at the end.

    From then on threads give way to each other sooner: an import's doesn't hold up answers.

    Raises `DatabaseUnreadable`, `DatabaseTooNew`, `StorageFailed` or `BrokenPack`.
    """
    sys.setswitchinterval(_SWITCH)
    async with Database.open(path) as database:
        async with database.write() as writing:
            await set_up_index(writing)
        await load_packs(database, packs)
        yield database
