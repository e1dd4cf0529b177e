"""Calling the bot's services, and timing them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import perf_counter

from bench.catalogue import EPISODES, position
from bot.domain.asking import Asker
from bot.domain.ids import ProgressKey, QuoteId, ShowId, UserId
from bot.domain.spoilers import Audience, Limit
from bot.services.quotes import Quotes, QuoteSearch
from bot.services.visibility import Viewpoints
from bot.store.database import Database, Writing
from bot.store.progress import set_progress

ASKER = Asker(UserId(1), None, (), Audience.ASKER)
"""A fan in a direct message, who has watched all of the show."""


def now() -> datetime:
    """The current time."""
    return datetime.now(UTC)


async def watch_all(writing: Writing, show: ShowId) -> None:
    """Set the fan's progress to the end of a show."""
    await set_progress(writing, ASKER.user, ProgressKey(show), Limit.up_to(position(EPISODES - 1)))


async def lines_found(database: Database, show: ShowId, typed: str) -> list[QuoteId]:
    """The first page of the fan's search results, through the service."""
    quotes = Quotes(database=database, viewpoints=Viewpoints(clock=now), clock=now)
    searched = await quotes.search(ASKER, QuoteSearch(typed, show=f"show-{show}"))
    return [episode.quotes[0].id for episode in quotes.keep(ASKER, searched).quotes]


async def seconds(work: Callable[[], Awaitable[object]]) -> float:
    """How long a call takes, in seconds."""
    start = perf_counter()
    await work()
    return perf_counter() - start
