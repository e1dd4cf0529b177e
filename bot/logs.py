"""Logging: one line per event, ids only. Tokens are removed."""

import logging
import re
from typing import TextIO

from aiohttp import ClientError
from discord import ConnectionClosed, DiscordServerError, Forbidden, GatewayNotFound, HTTPException, NotFound

from bot.domain.storage_errors import StorageFailed

_SECRETS = re.compile(r"(?P<before>/(?:interactions|webhooks)/\d+/)[\w.-]+")
"""The tokens of interactions and webhooks in the address of a request."""

_TELL_TALES = ("aiosqlite", "discord")
"""At DEBUG these log rows of the catalogue, queries, messages and tokens."""

_LATE = {10062, 40060}
_WEATHER = (DiscordServerError, ConnectionClosed, GatewayNotFound, ClientError, TimeoutError)
_REFUSED = (Forbidden, NotFound)
"""Suggestions can be refused so in a channel or server that was left or deleted a moment ago."""


def set_up_logging(level: str) -> None:
    """Log to standard error from this level on (`DEBUG`, `INFO`, `WARNING`, `ERROR`)."""
    logging.basicConfig(level=level, handlers=[log_handler()], force=True)
    for library in _TELL_TALES:
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))


def log_handler(stream: TextIO | None = None) -> logging.Handler:
    """What writes the log, to standard error or a stream: in our format, without tokens and empty alarms."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S%z")
    )
    handler.addFilter(_not_late)
    handler.addFilter(_in_one_line)
    return handler


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = _short_network_errors(record)
        return _SECRETS.sub(r"\g<before>…", super().format(record if error is None else _line(record, error)))


def _short_network_errors(record: logging.LogRecord) -> BaseException | None:
    """Log network errors that discord.py handles itself as one warning, without a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    is_suggestion = record.name == "discord.app_commands.tree"
    expected = (*_WEATHER, *_REFUSED) if is_suggestion else _WEATHER
    return error if record.name.startswith("discord") and isinstance(error, expected) else None


def _line(record: logging.LogRecord, error: BaseException) -> logging.LogRecord:
    """The record as a warning in one line."""
    changed = {"levelname": "WARNING", "exc_info": None, "exc_text": None}
    return logging.makeLogRecord(
        {**record.__dict__, **changed, "msg": f"{record.msg}: {type(error).__name__}"}
    )


def _not_late(record: logging.LogRecord) -> bool:
    """Drop discord.py's warnings about late suggestions: people type on, it isn't an error."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, HTTPException) and error.code in _LATE)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Log a `StorageFailed` in one line: a traceback adds nothing."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, StorageFailed):
        record.msg, record.args = "the database failed: %s (%s)", (error, error.reason)
        record.exc_info = record.exc_text = None
    return True
