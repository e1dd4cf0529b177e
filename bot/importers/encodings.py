"""Decoding a file's bytes, whatever their encoding."""

import codecs
import re
from contextlib import suppress
from typing import Final

import chardet

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
    (b"BZh", "is packed with bzip2. Pack it with gzip or as a .zip"),
    (b"\xfd7zXZ", "is packed with xz. Pack it with gzip or as a .zip"),
)


def decode(source: Source) -> str:
    """The text of a file: by its byte order mark, else as UTF-8, UTF-16, or what chardet detects.

    Raises `Unreadable` if it isn't text, or its encoding can't be detected.
    """
    data = source.data
    for start, what in _KINDS:
        if data.startswith(start):
            raise source.unreadable(what)
    try:
        text = _decoded(source)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "has bytes in another encoding than the rest. Save it as UTF-8"
        raise source.unreadable(what, line) from error
    if "\0" in text:
        raise source.unreadable("is not text")
    return text


def _decoded(source: Source) -> str:
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    if b"\0" in data[:_SAMPLE]:
        return _wide(source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data):
            raise
        return _guessed(source, error)


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


def _guessed(source: Source, error: UnicodeDecodeError) -> str:
    """Only encodings of today's web are considered, else chardet takes curly quotes for Mac Roman."""
    start = max(0, error.start - _SAMPLE // 2)
    sample = source.data[start : start + _SAMPLE]
    for guess in chardet.detect_all(sample, encoding_era=chardet.EncodingEra.MODERN_WEB):
        with suppress(UnicodeDecodeError, LookupError):
            if _is_for_people(text := source.data.decode(guess["encoding"] or "")):
                return text
    what = "is not text, or its encoding is unknown. Save it as UTF-8"
    raise source.unreadable(what) from error
