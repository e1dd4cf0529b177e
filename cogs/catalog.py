"""`/catalog`: import, export, history and undo. Its sub-groups have files of their own."""

import io
from collections.abc import Sequence

from discord import Attachment, File, Interaction, app_commands
from discord.ext import commands

from bot.domain.editing_errors import ChangeNotFound, FileTooBig, PreviewGone
from bot.domain.ids import ChangeId, SessionId
from bot.domain.references import read_number_sign
from bot.importers.size_limits import FILE
from bot.importers.source import Format, Source
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.downloads import download
from bot.interactions.router import Router, chosen_one
from bot.interactions.saving import answer_saved, save
from bot.interactions.sending import let_stand, redraw_alone, reply_with_file, show_work
from bot.interactions.slow_answers import in_time
from bot.replies.catalog_clicks import (
    ApplyImport,
    CancelImport,
    ChooseImport,
    OpenChange,
    TurnHistory,
    UndoChange,
)
from bot.replies.history import change_card, history_card
from bot.replies.import_preview import chosen_show, preview_card, preview_file
from bot.replies.imports import (
    EXPORTS,
    applying_card,
    exported_card,
    imported_heading,
    reading_card,
    waiting_card,
)
from bot.replies.saved import cancelled_card
from bot.services.exports import ExportFormat, Exports
from bot.services.history import History
from bot.services.import_queue import ImportQueue
from bot.services.imports import Imported, Imports


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_messages=True)
class Catalog(commands.GroupCog, group_name="catalog", group_description="Add, edit and undo (moderators)"):
    """Moderators add, edit and undo."""

    def __init__(
        self,
        *,
        history: History,
        imports: Imports,
        exports: Exports,
        queue: ImportQueue,
        router: Router,
        groups: Sequence[app_commands.Group],
    ) -> None:
        super().__init__()
        self._history = history
        self._imports = imports
        self._queue = queue
        self._exports = exports
        assert self.app_command is not None, "a GroupCog has one"
        for group in groups:
            self.app_command.add_command(group)
        router.private(
            TurnHistory,
            lambda asker, click: history.page(asker, click.named, click.page),
            history_card,
        )
        router.private(
            OpenChange, lambda asker, click: history.change(asker, ChangeId(click.change)), change_card
        )
        router.on(UndoChange, self._undo)
        router.on(ApplyImport, self._apply)
        router.on(ChooseImport, self._choose)
        router.private(
            CancelImport,
            lambda asker, click: imports.cancel(asker, SessionId(click.preview)),
            lambda _: cancelled_card(),
        )

    @app_commands.command(name="import")
    @app_commands.describe(
        file="A copied wiki page, wikitext, wiki dump, TVmaze JSON, subtitles, dialogue or a pack",
        show="Which show, if not the one the file names or the default show",
        format="What the file is, if it isn't recognised",
    )
    @app_commands.choices(format=[app_commands.Choice(name=kind.words, value=kind.value) for kind in Format])
    async def import_(
        self,
        interaction: Interaction,
        file: Attachment,
        show: str | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
    ) -> None:
        """Preview what a file would change, then import it (only you see it)"""
        asker = asker_of(interaction, private=True)
        guild = await self._imports.check(asker)
        if file.size > FILE:
            raise FileTooBig(file.size, FILE)
        ahead = self._queue.ahead(asker.user, guild)
        reading = reading_card(file.filename)
        await show_work(interaction, waiting_card(file.filename, ahead) if ahead else reading)
        async with self._queue.take(asker.user, guild):
            if ahead:
                await show_work(interaction, reading)
            source = Source(file.filename, await download(interaction, file.url, at_most=FILE))
            draft = await self._imports.draft(asker, source, None if format is None else Format(format))
            preview = await self._imports.preview(asker, draft, show, file.filename)
        await redraw_alone(interaction, preview_card(preview), preview_file(preview))

    @app_commands.command()
    @app_commands.describe(
        show="Which show. Leave empty for all of this server's own shows", format="File format"
    )
    @app_commands.choices(
        format=[app_commands.Choice(name=name, value=kind.value) for name, kind in EXPORTS.items()]
    )
    async def export(
        self,
        interaction: Interaction,
        show: str | None = None,
        format: str = ExportFormat.PACK.value,  # noqa: A002 - the option's name
    ) -> None:
        """Export a show to a file (only you see it)"""
        asker, limit = asker_of(interaction, private=True), interaction.filesize_limit
        exporting = self._exports.export(asker, show, ExportFormat(format), limit=limit)
        exported = await in_time(interaction, exporting)
        file = File(io.BytesIO(exported.data), exported.name)
        await reply_with_file(interaction, exported_card(exported), file)

    @app_commands.command()
    @app_commands.describe(show="Which show. Leave empty for all of this server's shows")
    async def history(self, interaction: Interaction, show: str | None = None) -> None:
        """Who changed what, and when (only you see it)"""
        await answer_alone(interaction, lambda asker: self._history.page(asker, show), history_card)

    @app_commands.command()
    @app_commands.describe(change="Its number, or words of what was changed")
    async def undo(self, interaction: Interaction, change: str) -> None:
        """Undo a change, yours or someone else's (only you see it)"""
        number = read_number_sign(f"#{change.strip().removeprefix('#')}")
        if number is None:
            raise ChangeNotFound
        await save(interaction, lambda asker: self._history.undo(asker, ChangeId(number)))

    async def _undo(self, interaction: Interaction, click: UndoChange) -> None:
        await save(interaction, lambda asker: self._history.undo(asker, ChangeId(click.change)))

    async def _apply(self, interaction: Interaction, click: ApplyImport) -> None:
        asker, preview = asker_of(interaction, private=True), SessionId(click.preview)
        await self._imports.check_open(asker, preview)  # a late click must not cover the result
        await show_work(interaction, applying_card())
        try:
            outcome = await self._imports.apply(asker, preview)
        except PreviewGone:
            let_stand(interaction)  # another click has applied it, and its answer is shown
            raise
        if isinstance(outcome, Imported):
            await answer_saved(interaction, outcome.saved, imported_heading(outcome))
        else:
            await redraw_alone(interaction, preview_card(outcome), preview_file(outcome))

    async def _choose(self, interaction: Interaction, click: ChooseImport) -> None:
        asker, slug = asker_of(interaction, private=True), chosen_show(chosen_one(interaction))
        choosing = self._imports.choose(asker, SessionId(click.preview), slug)
        preview = await in_time(interaction, choosing)
        await redraw_alone(interaction, preview_card(preview), preview_file(preview))
