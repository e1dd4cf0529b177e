"""Checking the commands against Discord's limits, for `python -m bot check`."""

from collections.abc import Iterator, Sequence
from typing import Any

_COMMANDS = 100
_NAME = 32
_DESCRIPTION = 100
_OPTIONS = 25
_CHAT_INPUT = 1


def payload_problems(payload: Sequence[dict[str, Any]]) -> list[str]:
    """Where the commands break Discord's limits (documentation: "Application Commands").

    Discord refuses all commands if one of them is invalid.
    """
    problems = [problem for command in payload for problem in _problems(command, f"/{command['name']}")]
    if len(payload) > _COMMANDS:
        problems.append(f"{len(payload)} commands. Discord takes {_COMMANDS}")
    return problems


def _problems(part: dict[str, Any], path: str) -> Iterator[str]:
    if len(part["name"]) > _NAME:
        yield f"{path}: the name is over {_NAME} characters"
    if part.get("type", _CHAT_INPUT) == _CHAT_INPUT or "options" in part:
        length = len(part.get("description", ""))
        if not 1 <= length <= _DESCRIPTION:
            yield f"{path}: the description has {length} characters. Discord takes 1 to {_DESCRIPTION}"
    options: list[dict[str, Any]] = part.get("options", [])
    if len(options) > _OPTIONS:
        yield f"{path}: {len(options)} options. Discord takes {_OPTIONS}"
    for option in options:
        yield from _problems(option, f"{path} {option['name']}")
