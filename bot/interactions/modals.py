"""Showing a form, and reading what was sent with it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import Interaction

from bot.domain.editing_errors import FormGone
from bot.domain.errors import TooBusy
from bot.domain.ids import SessionId
from bot.replies.forms import SHOW, modal
from bot.services.forms import FormView

_PREFIX = "form:"
_DIGITS = 19
"""The most digits of a form's id, which is below 2**62."""


async def show_form(interaction: Interaction, form: FormView) -> None:
    """Show a form, as the first answer to a command or a click.

    Its custom id is new each time: Discord saves typed text under it. Raises `TooBusy` if an answer was
    promised while this waited for its turn: a form can't follow.
    """
    if interaction.response.is_done():
        raise TooBusy
    await interaction.response.send_modal(modal(form, f"{_PREFIX}{form.id}:{secrets.token_hex(8)}"))


def sent_form(interaction: Interaction) -> SessionId | None:
    """The form that an interaction sends; None if it sends none of ours. Raises `FormGone`."""
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    if not custom_id.startswith(_PREFIX):
        return None
    number, _, _ = custom_id.removeprefix(_PREFIX).partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise FormGone
    return SessionId(int(number))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent in a form: its name, where to download it, and its size in bytes."""

    name: str
    address: str
    size: int


def typed_into(interaction: Interaction) -> dict[str, str]:
    """The fields of a form as typed. For a file see `uploaded_with`."""
    data: Any = interaction.data or {}
    typed: dict[str, str] = {}
    for part in _walk(data.get("components", [])):
        if "value" in part:
            typed[part["custom_id"]] = str(part["value"] or "")
        elif part.get("custom_id") == SHOW:
            typed[SHOW] = "".join(part.get("values", [])[:1])
    return typed


def uploaded_with(interaction: Interaction) -> list[Upload]:
    """The files sent with a form."""
    data: Any = interaction.data or {}
    return [
        Upload(str(file["filename"]), str(file["url"]), int(file["size"]))
        for file in data.get("resolved", {}).get("attachments", {}).values()
    ]


def _walk(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(part.get("components", []))
        if "component" in part:
            yield part["component"]
