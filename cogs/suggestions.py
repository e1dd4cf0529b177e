"""Suggestions while somebody types a command: a table from options to suggesters.

Discord asks for suggestions without checking the command's permissions, so each suggester checks itself:
those for everyone follow the spoiler rule, those for moderators suggest nothing to others. What
unfinished text may become is worked out in `bot/domain/finding.py`.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from discord.app_commands import Choice

from bot.domain.asking import Asker
from bot.interactions.autocomplete import Suggester, Suggesters
from bot.replies.choices import (
    character_choices,
    episode_choices,
    quote_choices,
    show_choices,
    song_choices,
)
from bot.replies.history import change_choices
from bot.replies.progress import progress_choices
from bot.services.episodes import Episodes
from bot.services.history import History
from bot.services.panels import Panels
from bot.services.places import Places
from bot.services.progress import Progress
from bot.services.quotes import Quotes
from bot.services.songs import Songs

Found = TypeVar("Found")


def suggesters(
    *,
    episodes: Episodes,
    songs: Songs,
    quotes: Quotes,
    progress: Progress,
    places: Places,
    panels: Panels,
    history: History,
) -> Suggesters:
    """By the beginning of a command's name: the suggester of each option.

    The longest beginning that has the option applies; the empty one applies to all commands.
    """
    show_for_moderators = _suggester(lambda asker, typed, _: panels.suggest_shows(asker, typed), show_choices)

    return {
        "": {
            "show": _suggester(lambda asker, typed, _: episodes.suggest_shows(asker, typed), show_choices),
            "episode": _suggester(episodes.suggest_episodes, episode_choices),
            "song": _suggester(songs.suggest, song_choices),
            "character": _suggester(quotes.suggest_characters, character_choices),
        },
        "progress set": {"episode": _suggester(progress.suggest, progress_choices)},
        "spoilers": {
            "show": show_for_moderators,
            "up_to": _suggester(places.suggest_limits, episode_choices),
        },
        "catalog": {
            "show": show_for_moderators,
            "episode": _suggester(panels.suggest_episodes, episode_choices),
            "song": _suggester(panels.suggest_songs, song_choices),
            "quote": _suggester(panels.suggest_quotes, quote_choices),
            "change": _suggester(lambda asker, typed, _: history.suggest(asker, typed), change_choices),
        },
    }


def _suggester(
    find: Callable[[Asker, str, str | None], Awaitable[Found]], choices: Callable[[Found], list[Choice[str]]]
) -> Suggester:
    async def suggest(asker: Asker, typed: str, show: str | None) -> list[Choice[str]]:
        return choices(await find(asker, typed, show))

    return suggest
