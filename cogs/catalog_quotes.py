"""`/catalog quote`: add lines, mend them, take them out."""

from discord import Interaction, app_commands

from bot.replies.asking import asker_of
from bot.replies.forms import show_form
from bot.replies.panels import answer_saved
from bot.replies.sending import in_time
from bot.services.editing import Editing
from bot.services.panels import Panels
from bot.services.setup import Setup
from bot.services.subjects import NewQuote, QuoteWords


class CatalogQuotes(app_commands.Group):
    """Add lines, mend them, take them out."""

    def __init__(self, *, editing: Editing, panels: Panels, setup: Setup) -> None:
        super().__init__(name="quote", description="Add lines, mend them, take them out")
        self._editing = editing
        self._panels = panels
        self._setup = setup

    @app_commands.command()
    @app_commands.describe(episode="The episode that it is said in", show="Which show, if not the usual one")
    async def add(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Add a line to an episode"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        await show_form(interaction, await self._editing.open(asker, NewQuote(panel.show.slug, panel.id)))

    @app_commands.command()
    @app_commands.describe(quote="Some of its words", show="Which show, if not the usual one")
    async def edit(self, interaction: Interaction, quote: str, show: str | None = None) -> None:
        """Mend a line: its words, who says it, its episode"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.quote(asker, quote, show)
        await show_form(
            interaction, await self._editing.open(asker, QuoteWords(chosen.show.slug, chosen.line.id))
        )

    @app_commands.command()
    @app_commands.describe(quote="Some of its words", show="Which show, if not the usual one")
    async def remove(self, interaction: Interaction, quote: str, show: str | None = None) -> None:
        """Take a line out; it can be undone"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.quote(asker, quote, show)
        removing = self._editing.remove_quote(asker, chosen.show.slug, chosen.line.id)
        saved = await in_time(interaction, removing)
        await answer_saved(interaction, saved, self._setup)
