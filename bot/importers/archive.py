"""gzip and zip, unpacked no further than a limit. A member's name is a label: nothing is written anywhere."""

import gzip
import io
import zipfile
import zlib
from typing import Final

from bot.domain.problems import Problem
from bot.importers.limits import DUMP, FILE, MEGABYTE, MEMBERS
from bot.importers.source import Source, Unreadable

_CHUNK: Final = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the standard library raises on archives that are broken, on some only after half of them.

`NotImplementedError` is zipfile's word for a packing that it does not know, `RuntimeError` for a password.
"""


def is_gzip(data: bytes) -> bool:
    """Whether the bytes are packed with gzip."""
    return data.startswith(b"\x1f\x8b")


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip archive, be it an empty one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


class Unpacking(io.RawIOBase):
    """What a gzip file holds, as a stream. A file that is cut off ends where it ends: `is_cut_off` says so.

    Reading on behind `limit` bytes raises `Unreadable`.
    """

    def __init__(self, source: Source, limit: int = DUMP) -> None:
        self._source = source
        self._packed = gzip.GzipFile(fileobj=io.BytesIO(source.data))
        self._limit = limit
        self._left = limit
        self.is_cut_off = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] - any writable buffer
        """Fill the buffer; how many bytes there were."""
        try:
            found = self._packed.read(len(buffer))
        except _BROKEN:
            self.is_cut_off = True
            return 0
        self._left -= len(found)
        if self._left < 0:
            raise _too_big(self._source, self._limit)
        buffer[: len(found)] = found
        return len(found)


def gunzip(source: Source) -> Source:
    """The file that a gzip file holds, at most `FILE` bytes. Raises `Unreadable`."""
    unpacking = Unpacking(source, FILE)
    data = io.BufferedReader(unpacking, _CHUNK).read()
    if unpacking.is_cut_off:
        raise source.unreadable("is a broken gzip file. Send it again")
    return Source(source.name.removesuffix(".gz"), data, source.episode)


def unzip(source: Source) -> list[Source]:
    """The files in a zip archive, in the order of their names, at most `FILE` bytes in all.

    Folders, hidden files and what a Mac adds are left out. Raises `Unreadable`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = [member for member in archive.infolist() if _is_wanted(member)]
            if len(members) > MEMBERS:
                what = f"has {len(members):,} files. The limit is {MEMBERS:,}"
                raise source.unreadable(what)
            return _read_all(source, archive, sorted(members, key=lambda member: member.filename))
    except _BROKEN as error:
        what = "is a broken zip archive. Pack it again"
        raise source.unreadable(what) from error


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = _parts(member.filename)
    return not member.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _parts(name: str) -> list[str]:
    """A member's path as names only: no drive, no root, no way up."""
    return [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]


def _read_all(source: Source, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> list[Source]:
    found: list[Source] = []
    left = FILE
    for member in members:
        name = "/".join(_parts(member.filename)) or source.name
        if member.flag_bits & 1:
            raise Unreadable(Problem(name, None, "", "is locked with a password"))
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            what = "is packed in an unusual way. Pack it as a plain .zip"
            raise Unreadable(Problem(name, None, "", what))
        with archive.open(member) as packed:
            data = packed.read(left + 1)
        left -= len(data)
        if left < 0:
            raise _too_big(source, FILE)
        found.append(Source(name, data, source.episode))
    return found


def _too_big(source: Source, limit: int) -> Unreadable:
    return source.unreadable(f"unpacks to more than {limit // MEGABYTE} MB")
