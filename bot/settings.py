"""The settings, read once from the environment and `.env`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.domain.start_errors import BadSetting

ENV_FILE = Path(".env")
"""In the working directory."""

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `.env.example` explains them."""

    token: str | None = field(repr=False)
    database: Path
    log_level: str
    api_url: str
    gateway_url: str
    http_port: int | None

    @classmethod
    def read(cls, env_file: Path = ENV_FILE) -> Self:
        """Read the environment, then `.env` for what is missing. Raises `BadSetting`."""
        return cls.of({**dotenv_values(env_file), **os.environ})

    @classmethod
    def of(cls, values: Mapping[str, str | None]) -> Self:
        """Settings from plain values; an empty one counts as unset. Raises `BadSetting`."""

        def value(name: str, default: str = "") -> str:
            return (values.get(name) or "").strip() or default

        return cls(
            token=_token(value("DISCORD_TOKEN")),
            database=Path(value("UNDERSTUDY_DATABASE", "data/understudy.db")),
            log_level=_log_level(value("UNDERSTUDY_LOG_LEVEL", "INFO")),
            api_url=_url("DISCORD_API_URL", value("DISCORD_API_URL", "https://discord.com/api/v10"), "http"),
            gateway_url=_url(
                "DISCORD_GATEWAY_URL", value("DISCORD_GATEWAY_URL", "wss://gateway.discord.gg/"), "ws"
            ),
            http_port=_port("UNDERSTUDY_HTTP", value("UNDERSTUDY_HTTP")),
        )

    def required_token(self) -> str:
        """The token. Raises `BadSetting` if it is missing."""
        if self.token is None:
            raise BadSetting("DISCORD_TOKEN", "is not set")
        return self.token


def _token(value: str) -> str | None:
    if any(character.isspace() or not character.isprintable() for character in value):
        raise BadSetting("DISCORD_TOKEN", "contains a space or a line break. Copy the whole token again")
    return value or None


def _log_level(value: str) -> str:
    if value.upper() not in _LEVELS:
        raise BadSetting("UNDERSTUDY_LOG_LEVEL", f"must be one of {', '.join(_LEVELS)}")
    return value.upper()


def _url(name: str, value: str, scheme: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in (scheme, f"{scheme}s") or not parts.hostname:
        raise BadSetting(name, f"must be an address that starts with {scheme}:// or {scheme}s://")
    return value.rstrip("/")


def _port(name: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 2**16):
        raise BadSetting(name, "must be a port, such as 8787, or empty")
    return int(value)
