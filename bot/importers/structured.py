"""JSON text to plain values, or the line where it goes wrong."""

import re

import msgspec

from bot.domain.problems import Problem
from bot.importers.source import Source, Unreadable

_BYTE = re.compile(r" \(byte (\d+)\)$")


def load_json(source: Source, text: str) -> object:
    """The value that a JSON text holds; several, one on each line (JSON Lines), are a list.

    Raises `Unreadable` with the line of the mistake.
    """
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise Unreadable(Problem(source.name, None, "", "is nested too deep")) from error
    except msgspec.DecodeError as error:
        if "trailing characters" in str(error):
            return _load_lines(source, text, error)
        raise _not_json(source, text, error) from error


def _load_lines(source: Source, text: str, error: msgspec.DecodeError) -> object:
    try:
        return msgspec.json.Decoder().decode_lines(text)
    except (msgspec.DecodeError, RecursionError):
        raise _not_json(source, text, error) from error


def _not_json(source: Source, text: str, error: msgspec.DecodeError) -> Unreadable:
    what = str(error)
    byte = _BYTE.search(what)
    line = text.encode()[: int(byte[1])].count(b"\n") + 1 if byte else text.count("\n") + 1
    return Unreadable(Problem(source.name, line, "", f"is not JSON: {_BYTE.sub('', what)}"))
