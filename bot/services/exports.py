"""Exporting whole shows: as a pack that imports to the same catalogue, or a table of quotes."""

import asyncio
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.asking import Asker
from bot.domain.drafts import Draft
from bot.domain.editing_errors import FileTooBig
from bot.domain.errors import NoShows
from bot.domain.ids import GuildId
from bot.domain.shows import Show
from bot.importers.pack_writing import write_csv, write_pack, write_pack_json
from bot.services.permissions import require_moderator
from bot.services.shows import show_named
from bot.store.database import Database, Reading
from bot.store.shows import shows_of
from bot.store.unfiltered import unfiltered_show


class ExportFormat(Enum):
    """The export formats, as people choose them."""

    PACK = "pack"
    JSON = "json"
    CSV = "csv"


_WRITERS: dict[ExportFormat, tuple[str, Callable[[Draft], bytes]]] = {
    ExportFormat.PACK: ("toml", write_pack),
    ExportFormat.JSON: ("json", write_pack_json),
    ExportFormat.CSV: ("csv", write_csv),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to send. Its name is made of slugs, so it can't spoil."""

    name: str
    data: bytes
    shows: tuple[Show, ...]
    episodes: int
    quotes: int


class Exports:
    """Exports shows for moderators, and for the host."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def export(
        self, asker: Asker, named_show: str | None, kind: ExportFormat, *, limit: int
    ) -> Exported:
        """A show, or (None) every show that the server has of its own or copied, in one archive.

        A file over `limit` bytes is compressed. Raises `FileTooBig` if that isn't enough, `NotModerator`,
        `ShowNotFound` or `NoShows`.
        """

        async def read(reading: Reading) -> _Shows:
            return await _shows_to_export(reading, await require_moderator(reading, asker), named_show)

        exported = await _exported(await self._database.read_apart(read), kind)
        if len(exported.data) > limit:
            packed = await asyncio.to_thread(zipped, [(exported.name, exported.data)])
            exported = replace(exported, name=f"{exported.name}.zip", data=packed)
        if len(exported.data) > limit:
            raise FileTooBig(len(exported.data), limit)
        return exported

    async def for_host(self, guild: GuildId | None, named_show: str | None, kind: ExportFormat) -> Exported:
        """The same for any server, or (None) for bundled shows."""
        async with self._database.read() as reading:
            return await _exported(await _shows_to_export(reading, guild, named_show), kind)


_Shows = list[tuple[Show, Draft]]
"""Shows, each with all that it has."""


async def _shows_to_export(reading: Reading, guild: GuildId | None, named_show: str | None) -> _Shows:
    shows = await _meant(reading, guild, named_show)
    return [(show, await unfiltered_show(reading, show)) for show in shows]


async def _exported(shows: _Shows, kind: ExportFormat) -> Exported:
    drafts = [draft for _, draft in shows]
    name, data = await asyncio.to_thread(_written, drafts, kind)
    return Exported(
        name,
        data,
        tuple(show for show, _ in shows),
        episodes=sum(len(draft.episodes) for draft in drafts),
        quotes=sum(len(episode.quotes) for draft in drafts for episode in draft.episodes),
    )


async def _meant(reading: Reading, guild: GuildId | None, named_show: str | None) -> list[Show]:
    if named_show is not None:
        return [await show_named(reading, guild, named_show)]
    shows = await shows_of(reading, guild)
    own = [show for show in shows if guild is None or show.owner is not None]
    if not shows:
        raise NoShows
    return own or [await show_named(reading, guild, None)]


def _written(drafts: Sequence[Draft], kind: ExportFormat) -> tuple[str, bytes]:
    """One show as a file, several as an archive."""
    ending, write = _WRITERS[kind]
    files = [(f"{draft.slug}.{ending}", write(draft)) for draft in drafts]
    return files[0] if len(files) == 1 else ("shows.zip", zipped(files))


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()
