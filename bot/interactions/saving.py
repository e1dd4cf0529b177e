"""Saving a moderator's change: the reply, and its line in the log channel."""

from collections.abc import Awaitable, Callable

from discord import Interaction

from bot.domain.asking import Asker
from bot.interactions.asking import asker_of
from bot.interactions.log_channel import answer_and_log
from bot.interactions.slow_answers import in_time
from bot.replies.markup import Markup
from bot.replies.saved import in_the_log, saved_card
from bot.services.editing import Saved


async def save(interaction: Interaction, change: Callable[[Asker], Awaitable[Saved]]) -> None:
    """Make a change on behalf of the asker, and answer with it."""
    await answer_saved(interaction, await in_time(interaction, change(asker_of(interaction, private=True))))


async def answer_saved(interaction: Interaction, saved: Saved, heading: Markup | None = None) -> None:
    """Answer with what was changed, and log it without titles and story. `heading`: in place of `saved`'s."""
    await answer_and_log(interaction, saved_card(saved, heading), in_the_log(saved))
