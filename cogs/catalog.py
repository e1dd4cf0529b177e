"""`/catalog`: moderators add, mend and undo. Its sub-groups stand in files of their own."""

from collections.abc import Sequence

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.errors import ChangeNotFound
from bot.domain.ids import ChangeId
from bot.domain.spoilers import Audience
from bot.replies.asking import asker_of
from bot.replies.clicks import OpenChange, TurnHistory, UndoChange
from bot.replies.curation import answer_saved
from bot.replies.dispatch import Clicks
from bot.replies.history import change_card, change_choices, history_card
from bot.replies.sending import answer_click, in_time, reply
from bot.replies.suggestions import show_choices
from bot.services.history import History
from bot.services.panels import Panels
from bot.services.setup import Setup


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_messages=True)
class Catalog(commands.GroupCog, group_name="catalog", group_description="Add, mend and undo (moderators)"):
    """Moderators add, mend and undo."""

    def __init__(
        self,
        *,
        history: History,
        panels: Panels,
        setup: Setup,
        clicks: Clicks,
        groups: Sequence[app_commands.Group],
    ) -> None:
        super().__init__()
        self._history = history
        self._panels = panels
        self._setup = setup
        assert self.app_command is not None, "a GroupCog has one"
        for group in groups:
            self.app_command.add_command(group)
        clicks.on(TurnHistory, self._turn)
        clicks.on(OpenChange, self._open)
        clicks.on(UndoChange, self._undo)

    @app_commands.command()
    @app_commands.describe(show="Which show; all of this server's if you leave it out")
    async def history(self, interaction: Interaction, show: str | None = None) -> None:
        """Who changed what, and when"""
        view = await self._history.page(asker_of(interaction, private=True), show)
        await reply(interaction, history_card(view), Audience.ASKER)

    @app_commands.command()
    @app_commands.describe(change="Its number, or some words of what was changed")
    async def undo(self, interaction: Interaction, change: str) -> None:
        """Take a change back, also somebody else's"""
        number = change.strip().removeprefix("#")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise ChangeNotFound
        asker = asker_of(interaction, private=True)
        saved = await in_time(interaction, self._history.undo(asker, ChangeId(int(number))))
        await answer_saved(interaction, saved, self._setup)

    @history.autocomplete("show")
    async def _suggest_show(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return show_choices(await self._panels.suggest_shows(asker_of(interaction, private=True), typed))

    @undo.autocomplete("change")
    async def _suggest_change(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return change_choices(await self._history.suggest(asker_of(interaction, private=True), typed))

    async def _turn(self, interaction: Interaction, click: TurnHistory) -> None:
        view = await self._history.page(
            asker_of(interaction, private=True), click.show or None, max(click.page, 0)
        )
        await answer_click(interaction, history_card(view), Audience.ASKER)

    async def _open(self, interaction: Interaction, click: OpenChange) -> None:
        view = await self._history.change(asker_of(interaction, private=True), ChangeId(click.change))
        await answer_click(interaction, change_card(view), Audience.ASKER)

    async def _undo(self, interaction: Interaction, click: UndoChange) -> None:
        asker = asker_of(interaction, private=True)
        saved = await in_time(interaction, self._history.undo(asker, ChangeId(click.change)))
        await answer_saved(interaction, saved, self._setup)
