"""`/catalog quote`: add, edit or delete quotes."""

from discord import Interaction, app_commands

from bot.interactions.asking import asker_of
from bot.interactions.modals import show_form
from bot.interactions.saving import save
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects.quotes import NewQuote, QuoteWords


class CatalogQuotes(app_commands.Group):
    """Add, edit or delete quotes."""

    def __init__(self, *, deletion: Deletion, forms: Forms, panels: Panels) -> None:
        super().__init__(name="quote", description="Add, edit or delete quotes")
        self._deletion = deletion
        self._forms = forms
        self._panels = panels

    @app_commands.command()
    @app_commands.describe(episode="The episode it's from", show="Which show, if not the default show")
    async def add(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Add a quote to an episode"""
        asker = asker_of(interaction, private=True)
        panel = await self._panels.episode(asker, episode, show)
        await show_form(
            interaction, await self._forms.open(asker, NewQuote(panel.show.slug, panel.episode.id))
        )

    @app_commands.command()
    @app_commands.describe(quote="Some of its words", show="Which show, if not the default show")
    async def edit(self, interaction: Interaction, quote: str, show: str | None = None) -> None:
        """Edit a quote"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.quote(asker, quote, show)
        await show_form(
            interaction, await self._forms.open(asker, QuoteWords(chosen.show.slug, chosen.quote.id))
        )

    @app_commands.command()
    @app_commands.describe(quote="Some of its words", show="Which show, if not the default show")
    async def remove(self, interaction: Interaction, quote: str, show: str | None = None) -> None:
        """Delete a quote (can be undone)"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.quote(asker, quote, show)
        show_slug, quote_id = chosen.show.slug, chosen.quote.id
        await save(interaction, lambda asker: self._deletion.delete_quote(asker, show_slug, quote_id))
