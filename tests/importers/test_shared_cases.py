"""What comes out of each invented file of `../shared/cases/files`, one of each shape that people have."""

from dataclasses import dataclass

import pytest

from bot.domain.drafts import Draft
from bot.domain.shows import Episode
from bot.importers.reading import read
from bot.importers.source import Source
from tests.importers.files import refusal
from tests.specification import SHARED

FILES = SHARED / "cases" / "files"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the cases lie beside the project, not in it")

Said = tuple[str | None, str]


@dataclass(frozen=True)
class Read:
    """An episode in a line each, what is said in it, and the kinds of doubts."""

    episodes: tuple[str, ...]
    said: tuple[Said, ...] = ()
    doubts: tuple[str, ...] = ()


def line_of(episode: Episode[str, str]) -> str:
    """What a file says of an episode, but not what is said in it."""
    songs = (f"{sung.title} ({', '.join(sung.performers)})" for sung in episode.performances)
    guests = (f"{guest.name} as {guest.character}" for guest in episode.guests)
    parts = (
        episode.position.code,
        episode.title,
        episode.aired and episode.aired.isoformat(),
        f"#{episode.number_in_series}" if episode.number_in_series else None,
        episode.production_code,
        episode.summary,
        *episode.writers,
        *episode.directors,
        *(song.removesuffix(" ()") for song in songs),
        *guests,
        f"{len(episode.scenes)} scenes" if episode.scenes else None,
    )
    return " · ".join(filter(None, parts))


def summary_of(draft: Draft) -> Read:
    """A draft as these cases have it."""
    answer = tuple((quote.speaker, quote.text) for each in draft.episodes for quote in each.quotes)
    return Read(
        tuple(map(line_of, draft.episodes)),
        answer,
        tuple(dict.fromkeys(doubt.what.value for doubt in draft.doubts)),
    )


GOOD_EVENING: Said = (None, "Good evening.\nEverybody.")
CURTAIN_CALL = Read(
    (
        (
            "S02E13 · Curtain Call · 2013-04-27 · #28 · 213 · Bo Marsh · Ann Field · First Light · "
            "Long Way Down · Cy Dunn as Adam · Dee Vale as herself · 2 scenes"
        ),
    ),
    (("Bo", "You forgot the cushions"),),
    ("guessed speaker",),
)
CASES: dict[str, Read | str] = {
    "01-tvmaze-list-of-another-show.json": Read(
        (
            "S01E01 · Wet Paint · 2014-03-11 · A kettle is sold twice.",
            "S01E02 · The Long Queue · 2014-03-12 · A porter counts keys.",
            "S01E03 · The Short Ladder · 2014-03-13 · A ladder is too short.",
        )
    ),
    "02-S01E03.ass": Read(("S01E03",), (("Ann", GOOD_EVENING[1]), ("Bob", "Oh, hello."))),
    "02b-S01E04.sub": Read(("S01E04",), (GOOD_EVENING, (None, "Oh, hello."))),
    "02d-S01E05.js": "does not look like anything that can be imported",
    "03-S01E02-transcript.txt": Read(
        ("S01E02",), (("Ann", "You are late."), ("Bo", "I am early."), ("BO", "Wait!"))
    ),
    "04-songs-unquoted.txt": Read(
        (
            (
                "S02E08 · Curtain · 2013-03-26 · #23 · Bo Marsh · Ann Field · Let It Rain · "
                "(Hurry Up) Slow Morning · A Ladder For Two · Paint It Twice · 1 scenes"
            ),
        )
    ),
    "04c-songs-infobox-and-section.wikitext.txt": Read(
        (
            (
                "S01E04 · The Pilot Light · 2012-06-04 · Ann finds a lamp. · First Light (Dee Vale) · "
                "Long Way Down · Other Song (Bo Marsh)"
            ),
        )
    ),
    "04d-songs-performers.wikitext.txt": Read(
        (
            (
                "S01E04 · The Pilot Light · 2012-06-04 · First Light (Dee Vale) · Other Song (Bo Marsh) · "
                "Long Way Down (Ann, Bo)"
            ),
        )
    ),
    "05-wikipedia-page-copied.txt": CURTAIN_CALL,
    "05b-wikipedia-page-copied-guests.txt": CURTAIN_CALL,
    "06-multi-part-rows.wikitext.txt": Read(
        (
            "S01E01 · The Tin Kettle / The Copper Spoon · 2008-02-03 · A kettle is sold twice.",
            "S01E02 · The Long Queue · 2008-02-10",
            "S01E03 · The Wet Umbrella / The Dry Umbrella · 2008-02-17",
        ),
        doubts=("no season",),
    ),
    "07-book-headings.wikitext.txt": Read(
        (
            "S01E01 · Harbour · 2005-02-21 · #1",
            "S01E02 · Anchor · 2005-02-28 · #2",
            "S02E01 · Orchard · 2006-03-17 · #3",
        )
    ),
    "09-number-words.wikitext.txt": Read(("S01E09 · The Pilot Light · 2012-06-04 · 1 scenes",)),
    "10-facts-in-dialogue.csv": Read(
        ("S01E01 · Pilot · 2012-06-04 · Bo Marsh · Ann Field",), (("Ann", "You are late."),)
    ),
    "11-na.csv": Read(("S01E01",), (("Ed", "Na."),)),
    "12-delimiter-in-text.csv": Read(("S01E01",), (("Ann", "You are late; really."), ("Bo", "I am; early."))),
    "13-quotes-in-text.csv": Read(("S01E01",), (("Ann", 'He said "hi" to me'), ("Bo", "ok"))),
    "14-episode-list.csv": Read(("S01E01 · Pilot · 2012-06-04 · Ann finds a lamp.",)),
    "14b-episode-list.json": Read(
        ("S01E01 · Pilot · 2012-06-04 · Ann finds a lamp.", "S01E02 · Dust · 2012-06-11 · She loses it.")
    ),
    "14c-tmdb-season.json": Read(("S01E01 · Pilot · 2012-06-04 · 101 · Ann finds a lamp.",)),
    "16-dialogue.xlsx": "is an Excel workbook. Save the sheet with the episodes or quotes as CSV",
    "17-S01E01-latin2.srt": Read(
        ("S01E01",),
        (
            (None, "Kde jsi byl, příteli?"),
            (None, "Žádné světlo v divadle není, ještě čekám."),
            (None, "Šel jsem domů, už je příliš pozdě."),
        ),
        ("guessed encoding",),
    ),
    "18-S01E01-minutes-over-60.vtt": Read(
        ("S01E01",), ((None, "Hello there."), (None, "Two hours in."), (None, "After that."))
    ),
    "19-S01E01-tags.vtt": Read(
        ("S01E01",),
        (
            ("Ann", "Good evening."),
            (None, "(applause)"),
            ("Ann", "Are you really here?\nYes, you."),
            (None, "Bold move & new para"),
        ),
    ),
    "20-show-only.toml": Read(()),
    "21-chapter-columns.csv": Read(("S01E01 · The Kettle",), (("Ann", "You are late."),), ("left out",)),
}
OTHERS = {"22-recall.csv"}
"""What is about searching: `tests/services/test_shared_searches.py`."""


@pytest.mark.parametrize(("name", "expected"), CASES.items())
def test_a_case_is_read_or_refused_as_it_says(name: str, expected: Read | str) -> None:
    given = Source(name, (FILES / name).read_bytes())
    if isinstance(expected, str):
        (problem,) = refusal(given)
        assert problem.startswith(f"{name}: {expected}")
    else:
        assert summary_of(read(given)) == expected


def test_the_time_after_two_hours_and_the_note_before_a_line_are_kept() -> None:
    late = read(Source("S01E01.vtt", (FILES / "18-S01E01-minutes-over-60.vtt").read_bytes()))
    assert late.episodes[0].quotes[1].timestamp == "2:00:00"
    spoken = read(Source("S01E02.txt", (FILES / "03-S01E02-transcript.txt").read_bytes()))
    assert spoken.episodes[0].quotes[2].context == "Ann leaves"


def test_no_case_is_forgotten() -> None:
    names = {path.name for path in FILES.iterdir() if not path.name.endswith(".expected.md")}
    assert names == CASES.keys() | OTHERS
