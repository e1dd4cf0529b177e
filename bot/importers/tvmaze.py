"""A show or its episodes as TVmaze's API gives them (https://www.tvmaze.com/api), embedded or as a list."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Final, cast

import msgspec
from msgspec import Struct, field

from bot.domain.drafts import Doubtful, Draft, EpisodeDraft
from bot.domain.positions import NotACode, Position
from bot.domain.problems import Problem
from bot.domain.text import tidy, tidy_lines
from bot.importers.doubts import Doubts
from bot.importers.page_episodes import clean_title
from bot.importers.source import Source, Unreadable

_SLUG = re.compile(r"/shows/\d+/([a-z0-9]+(?:-[a-z0-9]+)*)/?$")
_SLUG_ROOM: Final = 32
_BREAK = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class _Named(Struct):
    """Where an episode belongs: newer answers name the show beside the link to it."""

    name: str | None = None


class _Links(Struct):
    show: _Named | None = None


class _EpisodeParts(Struct):
    show: "_Show | None" = None


class _Episode(Struct):
    season: int | None = None
    number: int | None = None
    name: str | None = None
    airdate: str | None = None
    summary: str | None = None
    links: _Links | None = field(default=None, name="_links")
    parts: _EpisodeParts | None = field(default=None, name="_embedded")
    show: "_Show | None" = None


class _ShowParts(Struct):
    episodes: list[_Episode] = []


class _Show(Struct):
    name: str
    url: str | None = None
    parts: _ShowParts | None = field(default=None, name="_embedded")


def is_tvmaze(value: object) -> bool:
    """Whether a JSON value looks like one of TVmaze's answers, a failed one included."""
    if isinstance(value, list):
        rows = cast("list[object]", value)
        return bool(rows) and is_tvmaze(rows[0])
    if not isinstance(value, dict):
        return False
    keys = cast("dict[str, object]", value).keys()
    return (
        {"name", "season", "airdate"} <= keys
        or {"name", "premiered"} <= keys
        or {"score", "show"} <= keys
        or {"name", "message", "status"} <= keys
    )


def read_tvmaze(source: Source, value: object) -> Draft:
    """Read a show, an episode, or a list of episodes, out of an answer's JSON. Raises `Unreadable`."""
    try:
        show, episodes = _answer(source, value)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise Unreadable(Problem(source.name, None, path.strip("`."), what)) from error
    return _Reader(source, show).read(episodes)


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
    """The one show that all the episodes name, or that none of them does."""
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


class _Reader:
    def __init__(self, source: Source, show: _Show | None) -> None:
        self._source = source
        self._show = show
        self._doubts = Doubts()
        self._found: dict[Position, EpisodeDraft] = {}

    def read(self, episodes: list[_Episode]) -> Draft:
        """Episodes first: a special stands behind one of them."""
        dates = {id(episode): self._aired(episode) for episode in episodes}
        specials: list[_Episode] = []
        for episode in episodes:
            if episode.number is None:
                specials.append(episode)
            else:
                self._keep(episode, self._position(episode), dates[id(episode)])
        regular = list(self._found.values())
        after: Counter[Position] = Counter()
        for special in sorted(specials, key=lambda special: dates[id(special)] or date.max):
            aired = dates[id(special)]
            position = self._behind(special, aired, regular, after, alone=len(episodes) == 1)
            self._keep(special, position, aired)
        title = self._doubts.name(tidy(self._show.name)) if self._show else None
        slug = _SLUG.search(self._show.url or "") if self._show else None
        return Draft(
            title=title,
            slug=slug[1] if slug and len(slug[1]) <= _SLUG_ROOM else None,
            episodes=tuple(self._found[position] for position in sorted(self._found)),
            doubts=self._doubts.all(),
        )

    def _position(self, episode: _Episode) -> Position | None:
        if episode.season is None or episode.number is None:
            return None
        try:
            return Position(episode.season, Decimal(episode.number))
        except NotACode:
            return None

    def _behind(
        self,
        special: _Episode,
        aired: date | None,
        regular: list[EpisodeDraft],
        after: Counter[Position],
        *,
        alone: bool,
    ) -> Position | None:
        """Where a special stands: behind the last episode of its season that aired before it.

        Before all of them that is "after E00"; without a date, the end of the season. A file that tells of
        no episode of the season does not say.
        """
        if alone and self._source.episode:
            return self._source.episode
        season = sorted(
            (episode for episode in regular if episode.position.season == special.season),
            key=lambda episode: episode.position,
        )
        if not season:
            return None
        before = [
            episode.position for episode in season if not aired or (episode.aired and episode.aired <= aired)
        ]
        base = before[-1] if before else Position(season[0].position.season, Decimal(0))
        after[base] += 1
        try:
            return replace(base, special=after[base])
        except NotACode:
            return None

    def _keep(self, episode: _Episode, position: Position | None, aired: date | None) -> None:
        title = tidy(episode.name or "")
        if position is None:
            self._doubts.add(Doubtful.NOT_PLACED, title)
            return
        if position in self._found:
            self._doubts.add(Doubtful.PLACED_TWICE, title, position)
            return
        if aired is None:
            self._doubts.add(self._no_date(episode), episode.airdate or title, position)
        self._found[position] = EpisodeDraft(
            position,
            title=self._doubts.name(clean_title(title) or "", position),
            aired=aired,
            summary=self._doubts.text(_text_of(episode.summary or ""), position),
        )

    @staticmethod
    def _no_date(episode: _Episode) -> Doubtful:
        return Doubtful.UNREADABLE_DATE if episode.airdate else Doubtful.NO_DATE

    @staticmethod
    def _aired(episode: _Episode) -> date | None:
        try:
            return date.fromisoformat(episode.airdate or "")
        except ValueError:
            return None


def _text_of(markup: str) -> str:
    """A summary's words: TVmaze writes it with `<p>`, `<b>` and `<br>`."""
    return tidy_lines(unescape(_TAG.sub("", _BREAK.sub("\n", markup))))
