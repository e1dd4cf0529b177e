"""How a show's cards look: pictures by their addresses, and a colour."""

import re
from dataclasses import dataclass, fields
from typing import Final

ADDRESS_LENGTH: Final = 512
"""The most characters of a picture's address."""

ADDRESS: Final = r"^https://(?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?\Z"
"""A picture's address: `https` to a named host, without a user name or password, in ASCII."""

COLOUR: Final = r"^#[0-9A-Fa-f]{6}\Z"
"""A colour: red, green and blue in two hexadecimal digits each."""


@dataclass(frozen=True, slots=True)
class Look:
    """The address of a show's poster, and the colour of its cards as `#RRGGBB`."""

    poster: str | None = None
    accent: str | None = None


NO_LOOK: Final = Look()
LOOK: Final = tuple(each.name for each in fields(Look))
"""The fields of a `Look`."""


def read_address(typed: str) -> str | None:
    """A picture's address; None if it is no such address."""
    return typed if len(typed) <= ADDRESS_LENGTH and re.match(ADDRESS, typed) else None


def read_colour(typed: str) -> str | None:
    """A colour as `#RRGGBB`, typed with or without the `#`; None if it is none."""
    colour = f"#{typed.removeprefix('#')}"
    return colour.upper() if re.match(COLOUR, colour) else None
