"""What public databases of shows answer, as rows: TMDB, OMDb, Jikan (MyAnimeList) and AniList.

https://developer.themoviedb.org/reference/tv-season-details, https://www.omdbapi.com,
https://docs.api.jikan.moe, https://docs.anilist.co
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

_Table = Mapping[str, object]
_NOTHING: Final[_Table] = {}

_STILLS: Final = "https://image.tmdb.org/t/p/original"
"""https://developer.themoviedb.org/docs/image-basics"""

_STREAMED = re.compile(r"(?:Episode|Ep\.?) (\d{1,4})(?:\s*[-–—:]\s*(.+))?")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's rows, with keys that `bot.importers.columns` knows, or why it is refused.

    `has_more`: there are other pages. `left_out`: what isn't a row.
    """

    rows: Sequence[dict[str, object]] = ()
    show: str | None = None
    refusal: str = ""
    has_more: bool = False
    left_out: Sequence[str] = ()


def has_more(value: object) -> bool:
    """Whether a list says that it is a page, and that another follows."""
    table = _table(value)
    page, pages = table.get("page", 1), table.get("total_pages", table.get("totalPages"))
    links, paged = _table(table.get("links")), _table(table.get("pagination"))
    counted = isinstance(page, int) and isinstance(pages, int) and page < pages
    return counted or any(map(bool, (links.get("next"), table.get("next"), paged.get("has_next_page"))))


def read_database(value: object) -> Answer | None:
    """The rows of an answer; None if it is from none of these databases."""
    return next(filter(None, (read(_table(value)) for read in _READERS)), None)


def _table(value: object) -> _Table:
    return cast("_Table", value) if isinstance(value, dict) else {}


def _tables(value: object) -> list[_Table]:
    rows = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("_Table", row) for row in rows if isinstance(row, dict)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _tmdb(value: _Table) -> Answer | None:
    """A season, an episode, or a show with `append_to_response=season/1,season/2`."""
    if value.get("success") is False and "status_message" in value:
        return Answer(refusal=f"is an error from TMDB: {_text(value['status_message'])!r}")
    appended = [_table(part) for key, part in value.items() if key.startswith("season/")]
    rows = [row for part in appended or [value] for row in _tables(part.get("episodes"))] or [value]
    if not {"episode_number", "season_number", "name"} <= rows[0].keys():
        if {"number_of_seasons", "first_air_date"} <= value.keys():
            how = "Add ?append_to_response=season/1,season/2 to its address"
            return Answer(refusal=f"is a show from TMDB without episodes. {how}")
        return None
    return Answer([_tmdb_row(row) for row in rows], _text(value.get("name")) if appended else None)


def _tmdb_row(row: _Table) -> dict[str, object]:
    crew = _tables(row.get("crew"))
    guests = [
        (_text(guest.get("name")), _text(guest.get("character"))) for guest in _tables(row.get("guest_stars"))
    ]
    still = _text(row.get("still_path"))
    return {
        "season": row.get("season_number"),
        "episode": row.get("episode_number"),
        "title": row.get("name"),
        "aired": row.get("air_date"),
        "summary": row.get("overview"),
        "production_code": row.get("production_code"),
        "directors": [person for person in crew if person.get("job") == "Director"],
        "writers": [person for person in crew if person.get("job") in {"Writer", "Teleplay", "Story"}],
        "guests": "\n".join(f"{name} as {part}" if part else name for name, part in guests),
        "still": f"{_STILLS}{still}" if still else None,
    }


def _omdb(value: _Table) -> Answer | None:
    """A season (`?t=SHOW&Season=1`), or an episode with its plot and people."""
    if value.get("Response") not in {"True", "False"}:
        return None
    if value["Response"] == "False":
        return Answer(refusal=f"is an error from OMDb: {_text(value.get('Error'))!r}")
    if rows := _tables(value.get("Episodes")):
        return Answer(
            [_omdb_row({**row, "Season": value.get("Season")}) for row in rows], _text(value.get("Title"))
        )
    if value.get("Type") == "episode":
        return Answer([_omdb_row(value)])
    return Answer(refusal="is from OMDb, but has no episodes. Add &Season=1 to its address")


def _omdb_row(row: _Table) -> dict[str, object]:
    return {
        "season": row.get("Season"),
        "episode": row.get("Episode"),
        "title": row.get("Title"),
        "aired": row.get("Released"),
        "summary": row.get("Plot"),
        "directors": row.get("Director"),
        "writers": row.get("Writer"),
    }


def _jikan(value: _Table) -> Answer | None:
    """The episodes of an anime (`/anime/N/episodes`), a page of at most 100; or one of them."""
    if {"status", "type", "message"} <= value.keys():
        return Answer(refusal=f"is an error from Jikan: {_text(value['message'])!r}")
    inner = value.get("data")
    rows = _tables(inner) or _tables(value.get("episodes")) or [_table(inner)]
    if not {"mal_id", "filler"} <= rows[0].keys():
        if {"mal_id", "title", "episodes"} <= rows[0].keys():
            return Answer(refusal="is from Jikan, but has no episodes. Add /episodes to its address")
        return None
    found: list[dict[str, object]] = [
        {
            "episode": row.get("mal_id"),
            "title": row.get("title"),
            "aired": row.get("aired"),
            "summary": row.get("synopsis"),
        }
        for row in rows
    ]
    return Answer(found, has_more=bool(_table(value.get("pagination")).get("has_next_page")))


def _anilist(value: _Table) -> Answer | None:
    """A `Media` with `streamingEpisodes` (titles) and `airingSchedule` (times), or a `Page` of the latter."""
    data = _table(value.get("data")) or value
    media = _table(data.get("Media"))
    scheduled = _nodes(media.get("airingSchedule")) or _tables(
        _table(data.get("Page")).get("airingSchedules")
    )
    if len({str(each.get("media")) for each in scheduled}) > 1:
        return Answer(refusal="is from AniList, but has several shows. Ask for one of them")
    media = media or next((_table(each.get("media")) for each in scheduled), _NOTHING)
    if not (media or scheduled):
        return None
    names = _table(media.get("title"))
    show = next(filter(None, (_text(names.get(name)) for name in ("english", "romaji", "native"))), None)
    rows: dict[int, dict[str, object]] = {}
    left_out: list[str] = []
    for episode in _tables(media.get("streamingEpisodes")):
        if found := _STREAMED.fullmatch(_text(episode.get("title")).strip()):
            rows.setdefault(int(found[1]), {})["title"] = found[2]
        else:
            left_out.append(_text(episode.get("title")))
    for airing in scheduled:
        number, at = airing.get("episode"), airing.get("airingAt")
        if isinstance(number, int) and isinstance(at, int) and 0 < at < 2**33:
            day = datetime.fromtimestamp(at, UTC).date()
            rows.setdefault(number, {})["aired"] = day.isoformat()
    if not rows:
        what = "is from AniList, but has no episodes. Ask for streamingEpisodes and airingSchedule too"
        return Answer(refusal=what)
    listed: list[dict[str, object]] = [
        {"episode": number, "title": None, **rows[number]} for number in sorted(rows)
    ]
    return Answer(listed, show, left_out=left_out)


def _anilist_error(value: _Table) -> Answer | None:
    errors = _tables(value.get("errors"))
    if not errors or "message" not in errors[0]:
        return None
    return Answer(refusal=f"is an error from AniList: {_text(errors[0]['message'])!r}")


def _nodes(connection: object) -> list[_Table]:
    """The nodes of a GraphQL connection, listed as nodes or in edges."""
    table = _table(connection)
    return _tables(table.get("nodes")) or [_table(edge.get("node")) for edge in _tables(table.get("edges"))]


_READERS: Final[Iterable[Callable[[_Table], Answer | None]]] = (
    _tmdb,
    _omdb,
    _jikan,
    _anilist_error,
    _anilist,
)
