"""The button **Watched up to S01E03** on a card: it raises the clicker's progress, and can be undone.

On a withheld card it asks first: it would reveal everything up to there. Which cards have the button is
decided in `bot/replies/card_footer.py`.
"""

from contextlib import suppress

from discord import Interaction
from discord.ext import commands

from bot.domain.errors import UnderstudyError
from bot.domain.spoilers import Audience
from bot.interactions.asking import asker_of
from bot.interactions.router import Router
from bot.interactions.sending import answer_click, audience_of_message, reply
from bot.interactions.slow_answers import in_time
from bot.replies.clicks import AskWatched, ConfirmWatched, Watch, placed_position_of
from bot.replies.progress import progress_changed, progress_question
from bot.services.progress import Progress


class WatchedUpTo(commands.Cog):
    """Raises progress to what a card is about, never lowers it (`Progress.raise_to`)."""

    def __init__(self, *, progress: Progress, router: Router) -> None:
        self._progress = progress
        self._router = router
        router.on(Watch, self._watch)
        router.on(AskWatched, self._ask)
        router.on(ConfirmWatched, self._confirm)

    async def _watch(self, interaction: Interaction, click: Watch) -> None:
        """Raise the clicker's progress. A private card is redrawn, because they may see more now."""
        asker = asker_of(interaction, private=True)
        change = await in_time(
            interaction, self._progress.raise_to(asker, click.card.show, placed_position_of(click.key))
        )
        if audience_of_message(interaction) is Audience.ASKER and change.before != change.after:
            with suppress(UnderstudyError):  # what the card showed may be gone; the progress is saved
                await self._router.answer(interaction, click.card)
        await reply(interaction, progress_changed(change), Audience.ASKER)

    async def _ask(self, interaction: Interaction, click: AskWatched) -> None:
        asker = asker_of(interaction, private=True)
        change = await in_time(
            interaction, self._progress.raising(asker, click.card.show, placed_position_of(click.key))
        )
        asked = change.before != change.after
        view = progress_question(change, click) if asked else progress_changed(change, click.card)
        await answer_click(interaction, view, Audience.ASKER)

    async def _confirm(self, interaction: Interaction, click: ConfirmWatched) -> None:
        asker = asker_of(interaction, private=True)
        change = await in_time(
            interaction, self._progress.raise_to(asker, click.card.show, placed_position_of(click.key))
        )
        await answer_click(interaction, progress_changed(change, click.card), Audience.ASKER)
