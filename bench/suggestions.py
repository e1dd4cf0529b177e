"""How long suggestions take."""

from collections.abc import Awaitable, Callable
from functools import partial

from bench.asking import ASKER, now, seconds
from bench.report import Measured, middle, p99
from bot.domain.ids import ShowId
from bot.services.episodes import Episodes
from bot.services.quotes import Quotes
from bot.services.songs import Songs
from bot.services.visibility import Viewpoints
from bot.store.database import Database

_TYPED = ("", "s", "sp", "spe", "ea", "tr", "2x", "s03e")
_TIMES = 300


async def suggestions(database: Database, show: ShowId) -> Measured:
    """Suggestions of each kind for partly typed text."""
    table = Measured(
        "Suggestions",
        f"While somebody types {', '.join(repr(typed) for typed in _TYPED)}, {_TIMES} times in all: of a "
        "show with 100 episodes, 200 songs and 30 characters.",
        ["suggested", "median", "p99"],
    )
    viewpoints = Viewpoints(clock=now)
    slug = f"show-{show}"
    episodes = Episodes(database=database, viewpoints=viewpoints)
    songs = Songs(database=database, viewpoints=viewpoints)
    quotes = Quotes(database=database, viewpoints=viewpoints, clock=now)
    suggesting: dict[str, Callable[[str], Awaitable[object]]] = {
        "episodes": lambda typed: episodes.suggest_episodes(ASKER, typed, slug),
        "songs": lambda typed: songs.suggest(ASKER, typed, slug),
        "characters": lambda typed: quotes.suggest_characters(ASKER, typed, slug),
    }
    for name, suggest in suggesting.items():
        typed = [_TYPED[number % len(_TYPED)] for number in range(_TIMES)]
        times = [await seconds(partial(suggest, text)) for text in typed]
        table.rows.append([name, middle(times), p99(times)])
    return table
