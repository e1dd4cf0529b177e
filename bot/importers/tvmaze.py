"""A show or its episodes in the format of TVmaze's API (https://www.tvmaze.com/api)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Final, cast

import msgspec
from msgspec import Struct, field

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.looks import Look, read_address
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.show_ids import ID_MOST, NO_IDS, ShowIds, read_imdb
from bot.domain.shows import Episode
from bot.domain.text import tidy, tidy_lines
from bot.importers.doubts import excerpt
from bot.importers.page_episodes import NOWHERE, PageEpisode, assemble, clean_title
from bot.importers.source import Source, Unreadable

_SLUG = re.compile(r"/shows/\d+/([a-z0-9]+(?:-[a-z0-9]+)*)/?$")
_SLUG_ROOM: Final = 32
_BREAK = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class _Named(Struct):
    """An episode's show: newer responses name it beside the link."""

    name: str | None = None


class _Links(Struct):
    show: _Named | None = None


class _Image(Struct):
    medium: str | None = None
    original: str | None = None


class _EpisodeParts(Struct):
    show: "_Show | None" = None


class _Episode(Struct):
    season: int | None = None
    number: int | None = None
    name: str | None = None
    airdate: str | None = None
    summary: str | None = None
    image: _Image | None = None
    links: _Links | None = field(default=None, name="_links")
    parts: _EpisodeParts | None = field(default=None, name="_embedded")
    show: "_Show | None" = None


class _ShowParts(Struct):
    episodes: list[_Episode] = []


class _Externals(Struct):
    thetvdb: object = None
    imdb: object = None


class _Show(Struct):
    name: str
    id: object = None
    externals: _Externals | None = None
    url: str | None = None
    image: _Image | None = None
    parts: _ShowParts | None = field(default=None, name="_embedded")


_TELLING: Final = {"name", "season", "number", "airdate"}
_KEYS: Final = {
    *_TELLING,
    *("id", "url", "type", "airtime", "airstamp", "runtime", "rating", "image", "summary", "show"),
    *("_links", "_embedded"),
}
"""What an episode of TVmaze's has. A list with other keys is somebody's own, and all of it counts."""


def is_tvmaze(value: object) -> bool:
    """Whether a JSON value looks like a response of TVmaze, even an error."""
    if isinstance(value, list):
        rows = cast("list[object]", value)
        return bool(rows) and all(map(is_tvmaze, rows))
    if not isinstance(value, dict):
        return False
    table = cast("dict[str, object]", value)
    keys = table.keys()
    return (
        (keys >= _TELLING and _is_numbered(table) and (keys <= _KEYS or "_links" in keys))
        or {"name", "premiered"} <= keys
        or {"score", "show"} <= keys
        or {"name", "message", "status"} <= keys
    )


def _is_numbered(episode: Mapping[str, object]) -> bool:
    return isinstance(episode["season"], int) and isinstance(episode["number"], int | None)


def read_tvmaze(source: Source, value: object) -> Draft:
    """Read a show, an episode, or a list of episodes from a response. Raises `Unreadable`."""
    try:
        show, episodes = _answer(source, value)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise Unreadable(Problem(source.name, None, path.strip("`."), what)) from error
    if show is None:
        return assemble(_placed(episodes))
    poster, doubts = _picture(show.image)
    draft = assemble(_placed(episodes), title=tidy(show.name), doubts=doubts)
    slug = _SLUG.search(show.url or "")
    named = slug[1] if slug and len(slug[1]) <= _SLUG_ROOM else ""
    return replace(draft, slug=named, look=Look(poster), ids=_ids(show) if episodes else NO_IDS)


def _ids(show: _Show) -> ShowIds:
    others = show.externals or _Externals()
    imdb = read_imdb(others.imdb) if isinstance(others.imdb, str) else None
    return ShowIds(tvdb=_number(others.thetvdb), imdb=imdb, tvmaze=_number(show.id))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value <= ID_MOST else None


def _picture(image: _Image | None) -> tuple[str | None, tuple[Doubt, ...]]:
    """The address of a picture, the largest there is, and a doubt where it can't be used."""
    named = image and (image.original or image.medium)
    if not named:
        return None, ()
    address = read_address(
        re.sub("^http:", "https:", named)
    )  # older answers name plain http; both are served
    return address, () if address else (Doubt(Doubtful.LEFT_OUT, excerpt(named)),)


def _answer(source: Source, value: object) -> tuple[_Show | None, list[_Episode]]:
    rows = cast("list[object]", value) if isinstance(value, list) else [value]
    if not rows:
        raise source.unreadable("is an empty list. TVmaze found nothing")
    if len(rows) == 1 and isinstance(rows[0], dict) and "score" in rows[0]:
        rows = [cast("dict[str, object]", rows[0]).get("show")]
    first = cast("dict[str, object]", rows[0]) if isinstance(rows[0], dict) else {}
    if "status" in first and "message" in first:
        what = f"is an error from TVmaze: {first['message']!r}"
        raise source.unreadable(what)
    if "season" not in first and len(rows) == 1:
        show = msgspec.convert(rows[0], _Show)
        return show, show.parts.episodes if show.parts else []
    if "season" not in first:
        raise source.unreadable("is a list of shows. Send one of them, with its episodes")
    episodes = msgspec.convert(rows, list[_Episode])
    return _show_of(source, episodes), episodes


def _show_of(source: Source, episodes: list[_Episode]) -> _Show | None:
    """The show that all the episodes name, or None."""
    shows: dict[str, _Show] = {}
    for episode in episodes:
        show = episode.show or (episode.parts and episode.parts.show)
        if show:
            shows.setdefault(show.name, show)
        elif episode.links and episode.links.show and episode.links.show.name:
            shows.setdefault(episode.links.show.name, _Show(episode.links.show.name))
    if len(shows) > 1:
        raise source.unreadable("has episodes of several shows. Send one show at a time")
    return next(iter(shows.values()), None)


def _placed(episodes: list[_Episode]) -> Iterator[PageEpisode]:
    """The episodes, numbered ones first: a special follows one of them."""
    aired: dict[Position, date | None] = {}
    specials: list[PageEpisode] = []
    for episode in map(_read_episode, episodes):
        if episode.number is None:
            specials.append(episode)
            continue
        if episode.position:
            aired.setdefault(episode.position, episode.episode.aired)
        yield episode
    taken: Counter[Position] = Counter()
    for special in sorted(specials, key=lambda special: special.episode.aired or date.max):
        followed = _followed_by(special, aired)
        if followed:
            taken[followed] += 1
            special = replace(special, number=followed.number, special=taken[followed])  # noqa: PLW2901 - the same, placed
        yield special


def _read_episode(row: _Episode) -> PageEpisode:
    title = tidy(row.name or "")
    aired = None
    still, doubts = _picture(row.image)
    try:
        aired = date.fromisoformat(row.airdate or "")
    except ValueError:
        what = Doubtful.UNREADABLE_DATE if row.airdate else Doubtful.NO_DATE
        doubts = (*doubts, Doubt(what, excerpt(row.airdate or title)))
    episode = Episode(
        NOWHERE,
        title=clean_title(title),
        aired=aired,
        summary=_text_of(row.summary or "") or None,
        still=still,
    )
    number = None if row.number is None else Decimal(row.number)
    return PageEpisode(episode, row.season, number, doubts=doubts)


def _followed_by(special: PageEpisode, aired: Mapping[Position, date | None]) -> Position | None:
    """The episode that a special follows: the last of its season that had aired by its date.

    Before all of them that is "E00"; without a date, the last of the season. None for a season with no
    episode in the file.
    """
    season = sorted(position for position in aired if position.season == special.season)
    day = special.episode.aired
    before = [position for position in season if day is None or (aired[position] or date.max) <= day]
    return before[-1] if before else Position(season[0].season, Decimal(0)) if season else None


def _text_of(markup: str) -> str:
    """The text of a summary, which has `<p>`, `<b>` and `<br>` tags."""
    return tidy_lines(unescape(_TAG.sub("", _BREAK.sub("\n", markup))))
