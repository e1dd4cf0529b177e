"""The fields of moderators' forms: how each is read from typed text, and written as text.

An empty field means unknown. `scenes` are separated by blank lines; people by lines or commas; guests are
"Name as Character".
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import chain
from operator import attrgetter
from typing import Any

from bot.domain.codes import read_position
from bot.domain.dates import AmbiguousDate, read_date
from bot.domain.errors import UnderstudyError
from bot.domain.folding import fold
from bot.domain.looks import ADDRESS_LENGTH, read_address, read_colour
from bot.domain.positions import Position
from bot.domain.quotes import read_time
from bot.domain.show_ids import read_imdb, read_show_number
from bot.domain.shows import Guest
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH, as_typed, shows_anything

SLUG = 32
"""The allowed characters of a show's slug."""

PEOPLE = 100
"""The most people in one field."""

_SLUG_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_HEADING = re.compile(r"^(#[ \t]+\S.*)\n[^\S\n]*(?:\n[^\S\n]*)+(?=[^\s#])", re.MULTILINE)
_BETWEEN_PEOPLE = re.compile(r"[\n,;]")
_AS = re.compile(r"\s+as\s+", re.IGNORECASE)

Values = Mapping[str, str]
"""The fields of a form by name, as typed."""


class Fault(Enum):
    """What can be wrong with a field."""

    MISSING = "it must be filled in"
    TOO_LONG = "it has too many characters"
    ONE_TOO_LONG = "one of those that it names has too many characters"
    TOO_MANY = "it names too many"
    NOT_A_DATE = "it is no date"
    AMBIGUOUS_DATE = "it could be two dates"
    NOT_A_NUMBER = "it is no whole number"
    NOT_YES_OR_NO = "it is neither yes nor no"
    NOT_A_TIME = "it is no time in an episode"
    NO_EPISODE_NUMBER = "it is no number of an episode in a season"
    NOT_A_PLACE = "it is no place in the story"
    NOT_A_SLUG = "it is no short name"
    NOT_AN_ADDRESS = "it is no https address of a picture"
    NOT_A_COLOUR = "it is no colour"
    NOT_AN_ID = "it is no id of a show"
    TAKEN = "another one is there already"
    NOT_TEXT = "it is no text file"
    FILE_TOO_LARGE = "the file is too large"
    UNKNOWN_EPISODE = "there is no such episode"


@dataclass(eq=False)
class BadField(UnderstudyError):
    """A field can't be saved as typed.

    `limit` goes with too long and too many, `days` with an ambiguous date; `typed` may be one name or one
    scene of several.
    """

    field: str
    fault: Fault
    typed: str = ""
    limit: int = 0
    days: tuple[date, ...] = ()


def _name(typed: str, field: str) -> str | None:
    """A name or a title, on one line."""
    return _short(" ".join(typed.split()), field, NAME_LENGTH)


def _text(typed: str, field: str) -> str | None:
    """A passage of story."""
    return _short(typed, field, TEXT_LENGTH)


def _short(typed: str, field: str, limit: int, fault: Fault = Fault.TOO_LONG) -> str | None:
    if len(typed) > limit:
        raise BadField(field, fault, typed, limit=limit)
    return typed or None


def _each_short(several: Iterable[str], field: str, limit: int) -> None:
    for one in several:
        _short(one, field, limit, Fault.ONE_TOO_LONG)


def _lines(parts: Iterable[str]) -> Iterator[str]:
    """Parts on a line each, those that show anything."""
    return filter(shows_anything, (" ".join(part.split()) for part in parts))


def _people(typed: str, field: str) -> tuple[str, ...]:
    """Names in the order typed, without duplicates."""
    found = tuple(dict.fromkeys(_lines(_BETWEEN_PEOPLE.split(typed))))
    _not_too_many(found, field)
    _each_short(found, field, NAME_LENGTH)
    return found


def _guests(typed: str, field: str) -> tuple[Guest[str], ...]:
    """Guests, one per line: a name, and "as" the character where that is known."""
    found = [_AS.split(line, maxsplit=1) for line in _lines(typed.split("\n"))]
    _not_too_many(found, field)
    _each_short(chain.from_iterable(found), field, NAME_LENGTH)
    return tuple(Guest(*guest) for guest in found)


def _not_too_many(people: Sequence[Any], field: str) -> None:
    if len(people) > PEOPLE:
        raise BadField(field, Fault.TOO_MANY, limit=PEOPLE)


def _scenes(typed: str, field: str) -> tuple[str, ...]:
    """Scenes, a blank line between two."""
    found = [scene.strip() for scene in _BLANK_LINE.split(_HEADING.sub(r"\1\n", typed))]
    _each_short(found, field, TEXT_LENGTH)
    return tuple(scene for scene in found if shows_anything(scene))


def _by(parse: Callable[[str], Any], fault: Fault) -> Callable[[str, str], Any]:
    """Read a field with a function that gives None for what it does not understand."""

    def read(typed: str, field: str) -> Any:
        if not typed:
            return None
        try:
            found = parse(typed)
        except AmbiguousDate as error:
            days = (error.day_first, error.month_first)
            raise BadField(field, Fault.AMBIGUOUS_DATE, typed, days=days) from error
        if found is None:
            raise BadField(field, fault, typed)
        return found

    return read


def _whole_number(typed: str) -> int | None:
    """A number from 0 to 100,000."""
    digits = _plain(typed).removeprefix("#")
    understood = digits.isascii() and digits.isdigit() and int(digits[:7]) <= 100_000
    return int(digits) if understood else None


def _yes_or_no(typed: str) -> bool | None:
    """`yes` or `no`."""
    return {"y": True, "yes": True, "n": False, "no": False}.get(typed.lower())


def _slug(typed: str) -> str | None:
    """A show's short name: lower case, digits, hyphens."""
    slug = typed.lower()
    return slug if len(slug) <= SLUG and _SLUG_SHAPE.fullmatch(slug) else None


def slug_of(title: str) -> str | None:
    """The slug made from a title; None if the title has no letter or digit that a slug allows."""
    words = [word for word in fold(title).split() if word.isascii() and word.isalnum()]
    return "-".join(words)[:SLUG].strip("-") or None


_NUMBERS = re.compile(r"e?(?P<first>\d{1,4}(?:\.\d{1,2})?)(?:\s*(?:-|–|&|\+|/|and)\s*e?(?P<last>\d{1,4}))?")
_SPECIAL = "special"


def new_position(season: str, number: str) -> Position | None:
    """The position of a new episode, from its season and number as typed; None for a special.

    A double episode ("1-2") gets its last number: who has watched only the first part hasn't watched it.
    Raises `BadField`.
    """
    within = season_of(season)
    typed = _plain(number).lower()
    if typed.startswith(_SPECIAL):
        return None
    found = _NUMBERS.fullmatch(typed)
    if found is None or (found["last"] and Decimal(found["last"]) <= Decimal(found["first"])):
        raise BadField("number", Fault.NO_EPISODE_NUMBER, as_typed(number))
    return Position(within, Decimal(found["last"] or found["first"]))


def season_of(season: str) -> int:
    """A season as typed: "2", "S2", "season 2". Raises `BadField`."""
    typed = re.sub(r"^(season|s)\s*", "", _plain(season).lower())
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise BadField("season", Fault.NOT_A_NUMBER, as_typed(season))
    return int(typed)


def _plain(typed: str) -> str:
    """A number with ASCII digits: full-width ones are common on some keyboards."""
    return unicodedata.normalize("NFKC", as_typed(typed))


@dataclass(frozen=True, slots=True)
class Field:
    """A form field: the attribute of a record that it edits, how it is read and written.

    It is read from what was typed, trimmed, and the field's name. It takes `limit` characters.
    """

    attribute: str
    read: Callable[[str, str], Any]
    write: Callable[[Any], str] = str
    limit: int = NAME_LENGTH


def _guests_as_text(guests: Sequence[Guest[str]]) -> str:
    return "\n".join(
        f"{guest.name} as {guest.character}" if guest.character else guest.name for guest in guests
    )


def _scenes_as_text(scenes: Sequence[str]) -> str:
    """Scenes joined by blank lines. Blank lines inside a scene are removed, else it would be read as two."""
    return "\n\n".join("\n".join(filter(str.strip, scene.split("\n"))) for scene in scenes)


_code: Callable[[Position], str] = attrgetter("code")
_position = _by(read_position, Fault.NOT_A_PLACE)
_address = _by(read_address, Fault.NOT_AN_ADDRESS)

FIELDS: Mapping[str, Field] = {
    "title": Field("title", _name),
    "slug": Field("slug", _by(_slug, Fault.NOT_A_SLUG), limit=SLUG),
    "has_songs": Field(
        "has_songs", _by(_yes_or_no, Fault.NOT_YES_OR_NO), lambda has: "yes" if has else "no", limit=3
    ),
    "poster": Field("poster", _address, limit=ADDRESS_LENGTH),
    "accent": Field("accent", _by(read_colour, Fault.NOT_A_COLOUR), limit=len("#RRGGBB")),
    "tvdb": Field("tvdb", _by(read_show_number, Fault.NOT_AN_ID), limit=ADDRESS_LENGTH),
    "imdb": Field("imdb", _by(read_imdb, Fault.NOT_AN_ID), limit=ADDRESS_LENGTH),
    "tmdb": Field("tmdb", _by(read_show_number, Fault.NOT_AN_ID), limit=ADDRESS_LENGTH),
    "tvmaze": Field("tvmaze", _by(read_show_number, Fault.NOT_AN_ID), limit=ADDRESS_LENGTH),
    "place": Field("position", _position, _code),
    "after": Field("after", _position, _code),
    "episode": Field("position", _position, _code),
    "aired": Field("aired", _by(read_date, Fault.NOT_A_DATE), date.isoformat),
    "number_in_series": Field("number_in_series", _by(_whole_number, Fault.NOT_A_NUMBER)),
    "production_code": Field("production_code", _name),
    "writers": Field("writers", _people, "\n".join, TEXT_LENGTH),
    "directors": Field("directors", _people, "\n".join, TEXT_LENGTH),
    "guests": Field("guests", _guests, _guests_as_text, TEXT_LENGTH),
    "summary": Field("summary", _text, limit=TEXT_LENGTH),
    "still": Field("still", _address, limit=ADDRESS_LENGTH),
    "scenes": Field("scenes", _scenes, _scenes_as_text, TEXT_LENGTH),
    "file": Field("scenes", _scenes, _scenes_as_text, TEXT_LENGTH),
    "performers": Field("performers", _people, "\n".join, TEXT_LENGTH),
    "song_context": Field("context", _text, limit=TEXT_LENGTH),
    "song_writers": Field("writers", _people, "\n".join, TEXT_LENGTH),
    "original_artist": Field("original_artist", _name),
    "text": Field("text", _text, limit=TEXT_LENGTH),
    "speaker": Field("speaker", _name),
    "quote_context": Field("context", _text, limit=TEXT_LENGTH),
    "timestamp": Field("timestamp", _by(read_time, Fault.NOT_A_TIME)),
    "show": Field("show", _name),
}
"""Every field by its name in forms."""


def as_text(field: str, value: Any) -> str:
    """A value as text in a field."""
    return "" if value is None else FIELDS[field].write(value)


def read_all(values: Values, required: Collection[str] = ()) -> dict[str, Any]:
    """The typed values, by the attributes that they edit. Raises `BadField`."""
    read = {name: FIELDS[name].read(as_typed(typed), name) for name, typed in values.items()}
    for name in required:
        if name in read and read[name] in (None, ()):
            raise BadField(name, Fault.MISSING)
    return {FIELDS[name].attribute: value for name, value in read.items()}
