"""`/progress`: members save what they have watched. The button on cards: `watched_up_to.py`."""

from discord import Attachment, Interaction, app_commands
from discord.ext import commands

from bot.domain.spoilers import Audience, Limit
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.history_files import HistoryFiles, open_files_form
from bot.interactions.modals import Upload
from bot.interactions.router import Router
from bot.interactions.sending import answer_click, reply
from bot.interactions.slow_answers import in_time
from bot.replies.clicks import ChooseProgress, SetProgress, UndoProgress, limit_of
from bot.replies.progress import progress_changed, progress_choice, progress_cleared, progress_shown
from bot.replies.progress_import_clicks import AnswerKept
from bot.services.progress import Progress


class ProgressCommands(commands.GroupCog, group_name="progress", group_description="Set what you've watched"):
    """Members set what they have watched."""

    def __init__(self, *, progress: Progress, files: HistoryFiles, router: Router) -> None:
        super().__init__()
        self._progress = progress
        self._files = files
        router.on(ChooseProgress, self._choose)
        router.private(
            SetProgress,
            lambda asker, click: progress.set_to(asker, click.show, limit_of(click.key)),
            progress_changed,
        )
        router.private(
            AnswerKept,
            lambda asker, click: progress.answer_kept(asker, click.show, uses=click.uses),
            lambda change: (
                progress_choice(change.now) if change.before == change.after else progress_changed(change)
            ),
        )
        router.private(
            UndoProgress,
            lambda asker, click: progress.undo(asker, click.show, _limit(click.before), _limit(click.after)),
            progress_changed,
        )

    @app_commands.command(name="set")
    @app_commands.describe(
        episode="The last episode you watched, or “not started”, “finished”",
        show="Which show (default show if empty)",
    )
    async def set_(self, interaction: Interaction, episode: str, show: str | None = None) -> None:
        """Set the last episode you watched, to hide later ones"""
        await answer_alone(
            interaction, lambda asker: self._progress.set(asker, episode, show), progress_changed
        )

    @app_commands.command()
    @app_commands.describe(show="Which show (all shows if empty)")
    async def show(self, interaction: Interaction, show: str | None = None) -> None:
        """See your progress"""
        await answer_alone(interaction, lambda asker: self._progress.shown(asker, show), progress_shown)

    @app_commands.command(name="import")
    @app_commands.describe(
        file="From Trakt, TV Time, Simkl, MyAnimeList, Netflix and others (leave empty for several files)"
    )
    async def import_(self, interaction: Interaction, file: Attachment | None = None) -> None:
        """Set your progress from a tracker's file"""
        if file is None:
            await open_files_form(interaction)
        else:
            await self._files.preview(interaction, [Upload(file.filename, file.url, file.size)])

    @app_commands.command()
    @app_commands.describe(show="Which show (all shows if empty)")
    async def clear(self, interaction: Interaction, show: str | None = None) -> None:
        """Clear your progress"""
        await answer_alone(interaction, lambda asker: self._progress.clear(asker, show), progress_cleared)

    async def _choose(self, interaction: Interaction, click: ChooseProgress) -> None:
        asker = asker_of(interaction, private=True)
        now = await in_time(interaction, self._progress.of(asker, click.named))
        view = progress_choice(now, click.at)
        if click.at is None:
            await reply(interaction, view, Audience.ASKER)
        else:
            await answer_click(interaction, view, Audience.ASKER)


def _limit(key: int | None) -> Limit | None:
    return None if key is None else limit_of(key)
