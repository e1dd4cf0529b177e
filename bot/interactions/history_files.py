"""People's own files, sent with a command or a form: downloading them, and showing what they would change."""

import secrets
from collections.abc import Sequence

from discord import Interaction, InteractionType

from bot.domain.editing_errors import FileTooBig
from bot.domain.errors import TooBusy
from bot.interactions.asking import asker_of
from bot.interactions.downloads import download
from bot.interactions.modals import Upload
from bot.interactions.sending import redraw_alone, show_work
from bot.replies.imports import reading_card, waiting_card
from bot.replies.progress_import import files_form, titles_file, watched_card
from bot.services.import_queue import ImportQueue
from bot.services.progress_import import LARGEST, WatchedFiles

_PREFIX = "files:"


async def open_files_form(interaction: Interaction) -> None:
    """Show the form for files. Nothing belongs to it, so it may be sent at any time, also after a restart.

    Raises `TooBusy` as `show_form` does.
    """
    if interaction.response.is_done():
        raise TooBusy
    await interaction.response.send_modal(files_form(f"{_PREFIX}{secrets.token_hex(8)}"))


def sends_files(interaction: Interaction) -> bool:
    """Whether an interaction sends the form for files."""
    return interaction.type is InteractionType.modal_submit and str(
        (interaction.data or {}).get("custom_id", "")
    ).startswith(_PREFIX)


class HistoryFiles:
    """Reads people's own files, in turns."""

    def __init__(self, *, watched: WatchedFiles, queue: ImportQueue) -> None:
        self._watched = watched
        self._queue = queue

    async def preview(self, interaction: Interaction, files: Sequence[Upload]) -> None:
        """Read files together, and answer with what they would change.

        Raises `FileTooBig`, `TooManyFiles`, `FileUnavailable` or `HistoryUnreadable`.
        """
        asker, size = asker_of(interaction, private=True), sum(file.size for file in files)
        if size > LARGEST:
            raise FileTooBig(size, LARGEST)
        name = files[0].name if len(files) == 1 else f"{len(files)} files"
        ahead = self._queue.ahead(asker.user, None)
        await show_work(interaction, waiting_card(name, ahead) if ahead else reading_card(name))
        async with self._queue.take(asker.user, None):
            if ahead:
                await show_work(interaction, reading_card(name))
            read: list[tuple[str, bytes]] = []
            for file in files:
                room = LARGEST - sum(len(data) for _, data in read)
                read.append((file.name, await download(interaction, file.address, at_most=room)))
            preview = await self._watched.preview(asker, read)
        await redraw_alone(interaction, watched_card(preview), titles_file(preview))
