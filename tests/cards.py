"""What holds for every card that the bot sends, wherever it is sent in the tests."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from simcord import HttpLogEntry

_ROW, _BUTTON, _TEXT = 1, 2, 10
_COMPONENTS_V2 = 1 << 15

Parts = list[dict[str, Any]]
"""Components of a message, in Discord's JSON."""

_CLICKS = {
    "catalog episode edit": {"edit-episode"},
    "catalog history": {"history"},
    "catalog recap edit": {"edit-recap"},
    "catalog song edit": {"edit-song"},
    "catalog undo": {"undo"},
    "episode list": {"episodes"},
    "episode lookup": {"ep"},
    "privacy erase": {"erase-me"},
    "progress set": {"progress", "further", "w", "w?"},
    "progress show": {"further"},
    "recap": {"re"},
    "song info": {"so"},
    "song list": {"songs"},
    "spoilers channel": {"limit", "limit-set"},
    "spoilers clear": {"limit-clear"},
    "spoilers overview": {"overview"},
}
"""Commands that a click can stand for, and the tags of the clicks that do."""

_MAY_NAME = {
    "help": "lists commands, to be learnt, or greets a server and leads to that list",
    "setup": "what to try next, in other channels and as a member",
}
"""By the tag of a click on a card: why it may name commands that it has no button for."""

_LOG_LINES = ("**Understudy was updated.**",)
"""How lines of the log channel begin that may name commands: a line there has no buttons."""

_NAMED = re.compile(r"`/([a-z ]+)`|</([a-z ]+):\d+>")


def faults_of_cards(requests: Iterable[HttpLogEntry]) -> list[str]:
    """What is wrong with the cards in these requests."""
    cards = {json.dumps(card): card for request in requests for card in _cards(request.json)}
    return [f"{fault}: {body[:600]}" for body, card in cards.items() for fault in _faults(card)]


def _cards(body: Any) -> Iterator[Parts]:
    """The components of the message in a request, if it has any; those of a form are none."""
    if isinstance(body, dict):
        sent = cast("dict[str, Any]", body)
        message = sent["data"] if sent.get("type") in {4, 7} else sent
        if message.get("components") and message.get("flags", 0) & _COMPONENTS_V2:
            yield message["components"]


def _faults(card: Parts) -> Iterator[str]:
    parts = list(_walk(card))
    rows = [part["components"] for part in parts if part["type"] == _ROW]
    text = "\n".join(part["content"] for part in parts if part["type"] == _TEXT)
    checks = {
        "more than two rows of buttons": sum(row[0]["type"] == _BUTTON for row in rows) > 2,
        "more than five buttons in a row": any(len(row) > 5 for row in rows),
        "a label of more than 80 characters": any(len(part.get("label") or "") > 80 for part in parts),
        "more than 40 components": len(parts) > 40,
        "more than 4,000 characters": len(text) > 4000,
    }
    yield from (fault for fault, found in checks.items() if found)
    tags = set(_tags(parts))
    if not tags & _MAY_NAME.keys() and not text.startswith(_LOG_LINES):
        named = {found[1] or found[2] for found in _NAMED.finditer(text)} & _CLICKS.keys()
        yield from (f"/{name} is named and has no button" for name in named if not tags & _CLICKS[name])


def _walk(parts: Parts) -> Iterator[dict[str, Any]]:
    """Every component, those beside a text too."""
    for part in parts:
        yield part
        yield from _walk([*part.get("components", []), *filter(None, [part.get("accessory")])])


def _tags(parts: Parts) -> Iterator[str]:
    """The tags of the clicks of a card: on its buttons, and in its menus."""
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    ids += [option["value"] for part in parts for option in part.get("options", [])]
    yield from (json.loads(custom_id)[0] for custom_id in ids if custom_id.startswith("["))
