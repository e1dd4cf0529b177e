"""Progress from a tracker's files: the form of `/progress import`, and the buttons of its preview."""

from discord import Interaction
from discord.ext import commands

from bot.domain.errors import Restarting, TooBusy
from bot.domain.ids import ProgressKey, SessionId
from bot.interactions.asking import asker_of
from bot.interactions.errors import tell
from bot.interactions.history_files import HistoryFiles, open_files_form, sends_files
from bot.interactions.modals import uploaded_with
from bot.interactions.router import Router
from bot.interactions.sending import redraw_alone
from bot.interactions.slow_answers import in_time
from bot.replies.progress import moves_undone
from bot.replies.progress_import import watched_card, watched_saved
from bot.replies.progress_import_clicks import (
    ApplyWatched,
    CancelWatched,
    ChooseWatched,
    KeepWatched,
    OpenWatchedForm,
    UndoMoves,
)
from bot.replies.saved import cancelled_card
from bot.services.progress_import import WatchedFiles
from bot.services.progress_undo import ProgressUndo


class ProgressFiles(commands.Cog):
    """Members' own files."""

    def __init__(
        self, *, watched: WatchedFiles, undo: ProgressUndo, files: HistoryFiles, router: Router
    ) -> None:
        self._watched = watched
        self._files = files
        self._router = router
        router.on(OpenWatchedForm, lambda interaction, _: open_files_form(interaction))
        router.on(ApplyWatched, self._apply)
        router.private(
            ChooseWatched,
            lambda asker, click: watched.choose(
                asker, SessionId(click.preview), ProgressKey(click.show), click.option
            ),
            watched_card,
        )
        router.private(
            KeepWatched,
            lambda asker, click: watched.keep(asker, SessionId(click.preview), keeps=click.keeps),
            watched_card,
        )
        router.private(
            CancelWatched,
            lambda asker, click: watched.cancel(asker, SessionId(click.preview)),
            lambda _: cancelled_card(),
        )
        router.private(UndoMoves, lambda asker, click: undo.undo(asker, SessionId(click.moves)), moves_undone)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Called by discord.py for every interaction; the form is answered here, also after a restart."""
        if not sends_files(interaction):
            return
        try:
            async with self._router.workload.turn(interaction, "files form"):
                await self._preview(interaction)
        except (TooBusy, Restarting) as error:
            await tell(interaction, error)

    async def _preview(self, interaction: Interaction) -> None:
        try:
            await self._files.preview(interaction, uploaded_with(interaction))
        except Exception as error:  # noqa: BLE001 - the one place where this form's errors are answered
            await tell(interaction, error)

    async def _apply(self, interaction: Interaction, click: ApplyWatched) -> None:
        saving = self._watched.apply(asker_of(interaction, private=True), SessionId(click.preview))
        saved = await in_time(interaction, saving)
        await redraw_alone(interaction, watched_saved(saved), None)
