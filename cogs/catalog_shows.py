"""`/catalog show`: add, rename or delete a show."""

from discord import Interaction, app_commands

from bot.domain.spoilers import Audience
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.modals import show_form
from bot.interactions.router import Router
from bot.interactions.saving import save
from bot.interactions.sending import answer_click
from bot.replies.catalog_clicks import Cancel, RemoveShow
from bot.replies.panels import delete_show_question, show_panel
from bot.replies.saved import cancelled_card
from bot.services.editing import Deletion
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects.shows import NewShow


class CatalogShows(app_commands.Group):
    """Add, rename or delete a show."""

    def __init__(self, *, deletion: Deletion, forms: Forms, panels: Panels, router: Router) -> None:
        super().__init__(name="show", description="Add, rename or delete a show")
        self._deletion = deletion
        self._forms = forms
        self._panels = panels
        router.on(RemoveShow, self._remove)
        router.on(Cancel, _cancel)

    @app_commands.command()
    async def add(self, interaction: Interaction) -> None:
        """Add a show of your own"""
        await show_form(interaction, await self._forms.open(asker_of(interaction, private=True), NewShow("")))

    @app_commands.command()
    @app_commands.describe(show="Which show")
    async def edit(self, interaction: Interaction, show: str) -> None:
        """Edit a show: its title, poster and colour, its IDs, and whether it has songs"""
        await answer_alone(interaction, lambda asker: self._panels.show(asker, show), show_panel)

    @app_commands.command()
    @app_commands.describe(show="Which show. Deleting your copy of a bundled show restores the original")
    async def remove(self, interaction: Interaction, show: str) -> None:
        """Delete a show and everything in it (asks first)"""
        await answer_alone(
            interaction, lambda asker: self._panels.own_show(asker, show), delete_show_question
        )

    async def _remove(self, interaction: Interaction, click: RemoveShow) -> None:
        await save(interaction, lambda asker: self._deletion.delete_show(asker, click.show))


async def _cancel(interaction: Interaction, _: Cancel) -> None:
    await answer_click(interaction, cancelled_card(), Audience.ASKER)
