"""The log: one line an event, ids only. Tokens never get into it."""

import logging
import re

from aiohttp import ClientError
from discord import ConnectionClosed, DiscordServerError, GatewayNotFound, HTTPException

from bot.domain.storage_errors import StorageFailed

_SECRETS = re.compile(r"(?P<before>/(?:interactions|webhooks)/\d+/)[\w.-]+")
"""An interaction's token, and a webhook's, stand in the address of a request."""

_TELL_TALES = ("aiosqlite", "discord")
"""At DEBUG these log what passes through them: rows of the catalogue, queries, messages, tokens."""

_LATE = {10062, 40060}
_WEATHER = (DiscordServerError, ConnectionClosed, GatewayNotFound, ClientError, TimeoutError)


def set_up_logging(level: str) -> None:
    """Log to standard error from this level on (`DEBUG`, `INFO`, `WARNING`, `ERROR`)."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        _Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S%z")
    )
    handler.addFilter(_not_late)
    handler.addFilter(_in_one_line)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in _TELL_TALES:
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = _weather(record)
        return _SECRETS.sub(r"\g<before>…", super().format(record if error is None else _line(record, error)))


def _weather(record: logging.LogRecord) -> BaseException | None:
    """Trouble of Discord or of the network that discord.py deals with, and yet logs with a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if record.name.startswith("discord") and isinstance(error, _WEATHER):
        return error
    return None


def _line(record: logging.LogRecord, error: BaseException) -> logging.LogRecord:
    """The same as a warning in one line."""
    changed = {"levelname": "WARNING", "exc_info": None, "exc_text": None}
    return logging.makeLogRecord(
        {**record.__dict__, **changed, "msg": f"{record.msg}: {type(error).__name__}"}
    )


def _not_late(record: logging.LogRecord) -> bool:
    """Leave out what discord.py logs when suggestions come too late: people type on, it is no fault."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, HTTPException) and error.code in _LATE)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Say in one line that the disk failed, whoever logs it: a traceback says nothing more."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, StorageFailed):
        record.msg, record.args = "the database failed: %s (%s)", (error, error.reason)
        record.exc_info = record.exc_text = None
    return True
