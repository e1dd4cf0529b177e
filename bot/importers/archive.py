"""Unpacking gzip and zip files up to a limit, in memory. Nothing is written to disk."""

import gzip
import io
import zipfile
import zlib
from typing import Final

from bot.domain.problems import Problem
from bot.importers.size_limits import DUMP, FILE, refuse_many_members, unpacks_to_too_much
from bot.importers.source import Source, Unreadable

_CHUNK: Final = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the standard library raises for broken archives, sometimes only half-way. `zipfile` raises
`NotImplementedError` for an unknown compression, `RuntimeError` for a password."""

_SHEET: Final = "Save the sheet with the episodes or quotes as CSV"
_DOCUMENTS: Final = (
    ("xl/workbook.xml", f"is an Excel workbook. {_SHEET}"),
    ("xl/workbook.bin", f"is an Excel workbook. {_SHEET}"),
    ("word/document.xml", "is a Word document. Save it as plain text, or a table in it as CSV"),
    ("ppt/presentation.xml", "is a PowerPoint presentation. Save its text as plain text"),
    ("Index/Document.iwa", "is a document of Numbers or Pages. Export a table as CSV, text as plain text"),
)
_OPEN_DOCUMENTS: Final = {
    "application/vnd.oasis.opendocument.spreadsheet": f"is an OpenDocument spreadsheet (ODS). {_SHEET}",
    "application/vnd.oasis.opendocument.text": "is an OpenDocument text (ODT). Save it as plain text",
    "application/epub+zip": "is a book (EPUB). Copy the episode's text into a text file",
}
"""By the type that the file in it called `mimetype` gives."""


def is_gzip(data: bytes) -> bool:
    """Whether the bytes are gzip."""
    return data.startswith(b"\x1f\x8b")


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip archive, maybe an empty one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def gunzip(source: Source) -> tuple[Source, bool]:
    """The content of a gzip file, and whether it is truncated. Raises `Unreadable` above `DUMP` bytes."""
    data, left = io.BytesIO(), DUMP
    packed = gzip.GzipFile(fileobj=io.BytesIO(source.data))
    is_cut_off = False
    try:
        while chunk := packed.read1(_CHUNK):
            left -= data.write(chunk)
            if left < 0:
                raise unpacks_to_too_much(source, DUMP)
    except _BROKEN:
        is_cut_off = True
    return Source(source.name.removesuffix(".gz"), data.getvalue()), is_cut_off


def unzip(source: Source) -> list[Source]:
    """The files in a zip archive, sorted by name, at most `FILE` bytes in all.

    Folders, hidden files and macOS's own files are left out. Raises `Unreadable`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = [member for member in archive.infolist() if _is_wanted(member)]
            _refuse_documents(source, archive)
            refuse_many_members(source, len(members))
            return _read_all(source, archive, sorted(members, key=lambda member: member.filename))
    except _BROKEN as error:
        what = "is a broken zip archive. Pack it again"
        raise source.unreadable(what) from error


def _refuse_documents(source: Source, archive: zipfile.ZipFile) -> None:
    """Office documents and books are zip archives too."""
    names = {member.filename for member in archive.infolist()}
    for name, what in _DOCUMENTS:
        if name in names:
            raise source.unreadable(what)
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            kind = file.read(100).decode("ascii", errors="replace").strip()
        what = _OPEN_DOCUMENTS.get(kind, f"is a document ({kind})")
        raise source.unreadable(f"{what}. Save it as CSV or as plain text" if "." not in what else what)


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = _parts(member.filename)
    return not member.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _parts(name: str) -> list[str]:
    """The names in a member's path, without drive, root and `..`."""
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
            raise unpacks_to_too_much(source, FILE)
        found.append(Source(name, data))
    return found
