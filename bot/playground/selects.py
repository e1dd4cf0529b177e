"""Making up for what SimCord 3.2 lacks: a menu shows its new choice when its message is edited.

SimCord's page keeps what it showed of a menu first, by a key that the menu has for good. Here the key changes
with the options that are chosen already, so that the page takes them anew.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from zlib import crc32

from simcord.preview import _action_plans, _component_projection  # pyright: ignore[reportPrivateUsage]  # there is no other way in


@contextmanager
def menus_show_their_choice() -> Generator[None]:
    """Patch SimCord: where it makes a menu's key for the page, and where it looks for the menu with a key."""
    shown = _component_projection._control_key  # pyright: ignore[reportPrivateUsage]  # as above
    found = _action_plans._component_key  # pyright: ignore[reportPrivateUsage]  # as above

    def control_key(scope: str, component: Mapping[str, Any], path: str) -> str | None:
        key = shown(scope, component, path)
        return key if scope.startswith("modal:") else _with_choice(key, component)

    def component_key(component: Mapping[str, Any], path: str, message_id: int) -> str | None:
        return _with_choice(found(component, path, message_id), component)

    with (
        patch.object(_component_projection, "_control_key", control_key),
        patch.object(_action_plans, "_component_key", component_key),
    ):
        yield


def _with_choice(key: str | None, component: Mapping[str, Any]) -> str | None:
    options: list[dict[str, Any]] = component.get("options") or []
    defaults: list[dict[str, Any]] = component.get("default_values") or []
    chosen = [str(option["value"]) for option in options if option.get("default")]
    chosen += [str(default["id"]) for default in defaults]
    return f"{key}:{crc32(' '.join(chosen).encode())}" if key and chosen else key
