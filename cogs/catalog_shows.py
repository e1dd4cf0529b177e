"""`/catalog show`: add, rename or delete a show."""

from discord import Interaction, app_commands

from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import Cancel, RemoveShow
from bot.replies.forms import show_form
from bot.replies.panels import delete_show_question
from bot.replies.router import Router
from bot.replies.saved import answer_saved, cancelled_card
from bot.replies.sending import answer_click, reply
from bot.replies.slow_answers import in_time
from bot.services.editing import Editing
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects import NewShow, ShowNames


class CatalogShows(app_commands.Group):
    """Add, rename or delete a show."""

    def __init__(self, *, editing: Editing, forms: Forms, panels: Panels, router: Router) -> None:
        super().__init__(name="show", description="Add, rename or delete a show")
        self._editing = editing
        self._forms = forms
        self._panels = panels
        router.on(RemoveShow, self._remove)
        router.on(Cancel, self._cancel)

    @app_commands.command()
    async def add(self, interaction: Interaction) -> None:
        """Add a show of your own"""
        await show_form(interaction, await self._forms.open(asker_of(interaction, private=True), NewShow("")))

    @app_commands.command()
    @app_commands.describe(show="Which show")
    async def edit(self, interaction: Interaction, show: str) -> None:
        """Rename a show"""
        asker = asker_of(interaction, private=True)
        chosen = await self._panels.show(asker, show)
        await show_form(interaction, await self._forms.open(asker, ShowNames(chosen.slug)))

    @app_commands.command()
    @app_commands.describe(show="Which show. Deleting your copy of a bundled show restores the original")
    async def remove(self, interaction: Interaction, show: str) -> None:
        """Delete a show and everything in it (asks first)"""
        own = await self._panels.own_show(asker_of(interaction, private=True), show)
        await reply(interaction, delete_show_question(own), Audience.ASKER)

    async def _remove(self, interaction: Interaction, click: RemoveShow) -> None:
        deleting = self._editing.delete_show(asker_of(interaction, private=True), click.show)
        await answer_saved(interaction, await in_time(interaction, deleting))

    async def _cancel(self, interaction: Interaction, _: Cancel) -> None:
        await answer_click(interaction, cancelled_card(), Audience.ASKER)
