"""Discord's payloads as JSON: servers, people, messages, interactions (API documentation, v10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

APPLICATION = 4242
CHANNELS = 30
ROLES = 15
_CATEGORIES = 3
READ_AND_WRITE = 1 << 10 | 1 << 11

_FIRST_SERVER = 1 << 40
_SPAN = 1 << 22
"""The distance between server ids, with room for ids inside a server. Discord's ids contain the time."""

BOT: dict[str, Any] = {
    "id": str(APPLICATION),
    "username": "understudy",
    "discriminator": "0",
    "avatar": None,
    "bot": True,
}
_ids = count(1 << 50)


def new_id() -> int:
    """An unused id."""
    return next(_ids)


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its number: 30 channels, the first three of them categories, and 15 roles."""

    number: int

    @property
    def id(self) -> int:
        """The server's id, which is also the id of @everyone."""
        return _FIRST_SERVER + self.number * _SPAN

    @property
    def channel(self) -> int:
        """The text channel that people use the bot in."""
        return self.id + 100 + _CATEGORIES

    def payload(self) -> dict[str, Any]:
        """The server in `GUILD_CREATE`."""
        return {
            "id": str(self.id),
            "name": f"Server {self.number}",
            "unavailable": False,
            "owner_id": str(self.id + 1),
            "member_count": 50,
            "system_channel_id": str(self.channel),
            "roles": [self._role(number) for number in range(ROLES)],
            "channels": [self.place(number) for number in range(CHANNELS)],
            "members": [{"user": BOT, "roles": [], "joined_at": _THEN, "flags": 0}],
            "threads": [],
            "emojis": [],
            "features": [],
            "preferred_locale": "en-US",
        }

    def _role(self, number: int) -> dict[str, Any]:
        return {
            "id": str(self.id + number),
            "name": f"role {number}" if number else "@everyone",
            "permissions": str(READ_AND_WRITE),
            "position": number,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }

    def place(self, number: int) -> dict[str, Any]:
        """A channel or category."""
        is_category = number < _CATEGORIES
        overwrite = {"id": str(self.id + 1), "type": 0, "allow": "1024", "deny": "0"}
        return {
            "id": str(self.id + 100 + number),
            "type": 4 if is_category else 0,
            "name": f"channel-{number}",
            "position": number,
            "parent_id": None if is_category else str(self.id + 100 + number % _CATEGORIES),
            "permission_overwrites": [overwrite],
            "topic": None if is_category else f"What channel {number} is about",
            "nsfw": False,
        }


_THEN = "2024-01-01T00:00:00+00:00"


def person(user: int) -> dict[str, Any]:
    """A user."""
    return {"id": str(user), "username": f"fan{user}", "discriminator": "0", "avatar": None}


def message(body: dict[str, Any], *, channel: int, ephemeral: bool, asked_by: int | None) -> dict[str, Any]:
    """A message of the bot, with the body that it sent."""
    made: dict[str, Any] = {
        "id": str(new_id()),
        "type": 0,
        "channel_id": str(channel),
        "author": BOT,
        "content": body.get("content") or "",
        "components": body.get("components", []),
        "flags": int(body.get("flags", 0)) | (64 if ephemeral else 0),
        "embeds": [],
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "timestamp": _THEN,
        "edited_timestamp": None,
        "pinned": False,
        "tts": False,
        "application_id": str(APPLICATION),
    }
    if asked_by is not None:
        made["interaction_metadata"] = {"id": str(new_id()), "type": 2, "user": person(asked_by)}
    return made


def interaction(
    kind: int, data: dict[str, Any], *, token: str, user: int, server: Server, permissions: int
) -> dict[str, Any]:
    """An interaction of this kind: 2 command, 3 click, 4 suggestions, 5 form."""
    return {
        "id": str(new_id()),
        "application_id": str(APPLICATION),
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "guild_id": str(server.id),
        "guild": {"id": str(server.id), "features": [], "locale": "en-US"},
        "channel_id": str(server.channel),
        "channel": server.place(server.channel - server.id - 100),
        "member": {
            "user": person(user),
            "roles": [],
            "permissions": str(permissions),
            "joined_at": _THEN,
            "deaf": False,
            "mute": False,
            "flags": 0,
        },
        "app_permissions": str(READ_AND_WRITE),
        "authorizing_integration_owners": {"0": str(server.id)},
        "context": 0,
        "locale": "en-US",
        "attachment_size_limit": 10 << 20,
        "entitlements": [],
    }


def command_data(name: str, options: dict[str, Any], *, focused: str | None = None) -> dict[str, Any]:
    """A use of a command, such as `episode lookup`; `focused` is the option that is being typed."""
    given = [
        {"name": option, "type": _TYPES[type(value)], "value": value, "focused": option == focused}
        for option, value in options.items()
    ]
    first, *inner = name.split()
    for depth, word in enumerate(reversed(inner), start=1):
        given = [{"name": word, "type": depth, "options": given}]  # 1: a command, 2: a group of them
    return {"id": "1", "name": first, "type": 1, "options": given}


_TYPES: dict[type, int] = {str: 3, int: 4, bool: 5}


def click_data(clicked: dict[str, Any], custom_id: str, values: list[str] | None) -> dict[str, Any]:
    """A click on a button, or (`values`) a choice in a select."""
    (found,) = [part for part in parts_of(clicked["components"]) if part.get("custom_id") == custom_id]
    chosen = {} if values is None else {"values": values}
    return {"custom_id": custom_id, "component_type": found["type"], **chosen}


def parts_of(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too."""
    for part in components:
        yield part
        yield from parts_of(part.get("components", []))


def form_data(custom_id: str, fields: dict[str, str]) -> dict[str, Any]:
    """A form, filled in: the custom id of each text input, and what was typed there."""
    return {
        "custom_id": custom_id,
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": field, "value": typed}}
            for field, typed in fields.items()
        ],
    }
