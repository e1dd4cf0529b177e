"""The names that a repost shows: its author's, cleaned for a webhook, and neutral ones for its files.

Limits: Discord's documentation ("Webhook", "Usernames and Nicknames").
"""

import re

from bot.domain.text import shows_anything

_LONGEST = 80
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_REFUSED_IN_NAMES = re.compile(
    r"(?<=d)(?=iscord)|(?<=c)(?=lyde)|(?<=e)(?=veryone)|(?<=h)(?=ere)", re.IGNORECASE
)
_HAIR_SPACE = "\u200a"
"""Discord removes zero-width characters from names, but not this one."""


def name_for_webhook(*names: str) -> str:
    """The first of these names with a visible character, changed so that Discord accepts it for a webhook."""
    shown = next((name.strip() for name in names if shows_anything(name)), "A member")
    return _REFUSED_IN_NAMES.sub(_HAIR_SPACE, shown)[:_LONGEST].strip()


def neutral_file_name(name: str, number: int) -> str:
    """A file's name is visible to everyone, so only its suffix is kept."""
    suffix = _SUFFIX.search(name)
    return f"{number}{suffix[0] if suffix else ''}"
