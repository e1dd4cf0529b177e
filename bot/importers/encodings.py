"""Decoding a file's bytes, whatever their encoding."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import chardet

from bot.domain.drafts import Doubt, Doubtful
from bot.domain.text import NAME_LENGTH
from bot.importers.doubts import excerpt
from bot.importers.source import Source

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with UTF-16's mark, so it is tested first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 64 * 1024
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x7f]")
_WINDOWS_ALONE = re.compile(rb"[\x80-\x9f]")
_MOSTLY: Final = 20
"""Text has fewer control characters than one in this many."""

_KINDS: Final = (
    (b"%PDF", "is a PDF. Copy its text into a text file"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"SQLite format 3\0", "is a database, not a file to import"),
    (b"\xd0\xcf\x11\xe0", "is an Office document. Save it as CSV or as plain text"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive. Pack it as a .zip"),
    (b"Rar!", "is a RAR archive. Pack it as a .zip"),
    (b"{\\rtf", "is an RTF document. Save it as plain text, or a table as CSV"),
    (b"\x00\x00\x01\xba", "is VobSub, which is pictures of text. Save it as SRT"),
    *((page + b"STL", "is STL. Save it as SRT") for page in (b"437", b"850", b"860", b"863", b"865")),
    (b"BZh", "is packed with bzip2. Pack it with gzip or as a .zip"),
    (b"\xfd7zXZ", "is packed with xz. Pack it with gzip or as a .zip"),
)


def decode(source: Source) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a file: by its byte order mark, else as UTF-8, UTF-16, or what chardet detects.

    A detected encoding is a doubt, with the first line in which it matters. Raises `Unreadable` if it isn't
    text, or its encoding can't be detected.
    """
    data = source.data
    for start, what in _KINDS:
        if data.startswith(start):
            raise source.unreadable(what)
    try:
        text, is_certain = _decoded(source)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "has bytes in another encoding than the rest. Save it as UTF-8"
        raise source.unreadable(what, line) from error
    if "\0" in text:
        raise source.unreadable("is not text")
    return text, () if is_certain else tuple(_example(text))


def _example(text: str) -> Iterator[Doubt]:
    """The line with the most letters that another encoding would show as others, among the first."""
    lines = list(enumerate(text[:_SAMPLE].splitlines(), 1))
    if lines:
        number, line = max(lines, key=lambda line: sum(letter > "\x7f" for letter in line[1][:NAME_LENGTH]))
        yield Doubt(Doubtful.GUESSED_ENCODING, excerpt(line), line=number)


def _decoded(source: Source) -> tuple[str, bool]:
    """The text, and whether its encoding is certain."""
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding), True
    if b"\0" in data[:_SAMPLE]:
        return _wide(source), True
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data):
            raise
        return _guessed(source, error), False


def _wide(source: Source) -> str:
    """Detects UTF-16 without a mark: with Latin letters, one byte of each pair is zero."""
    sample = source.data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    if encoding:
        with suppress(UnicodeDecodeError):
            if _is_for_people(text := source.data.decode(encoding)):
                return text
    raise source.unreadable("is not text")


def _is_for_people(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) * _MOSTLY <= len(sample)


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether only a few bytes aren't UTF-8. Another encoding would break all the rest."""
    text = data.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - wrong
    return right > 3 * wrong


def _likelihood(guess: chardet.DetectionDict) -> float:
    """How likely a guess is. In a few words of French or Spanish chardet sees Polish nearly as well."""
    return guess["confidence"] * (4 / 3 if guess["encoding"] == "Windows-1252" else 1)


def _guessed(source: Source, error: UnicodeDecodeError) -> str:
    """Only encodings of the web are considered, else chardet takes curly quotes for Mac Roman.

    ISO-8859-2 is like Windows-1250, but has no letters among the bytes 0x80 to 0x9F.
    """
    start = max(0, error.start - _SAMPLE // 2)
    sample = source.data[start : start + _SAMPLE]
    guesses = chardet.detect_all(sample, encoding_era=chardet.EncodingEra.MODERN_WEB)
    for guess in sorted(guesses, key=_likelihood, reverse=True):
        encoding = guess["encoding"] or ""
        if encoding == "Windows-1250" and not _WINDOWS_ALONE.search(sample):
            encoding = "ISO-8859-2"
        with suppress(UnicodeDecodeError, LookupError):
            if _is_for_people(text := source.data.decode(encoding)):
                return text
    what = "is not text, or its encoding is unknown. Save it as UTF-8"
    raise source.unreadable(what) from error
