"""The expected result, or error message, for every real TVmaze and subtitle file."""

from dataclasses import dataclass

import pytest

from bot.importers.reading import read
from bot.importers.source import Format, Source
from tests.importers.files import refusal
from tests.specification import SHARED

REAL = SHARED / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie beside the project, not in it")


@dataclass(frozen=True)
class Expected:
    """The number of quotes, the first and last timestamps, and the numbers of speakers and doubts."""

    lines: int
    first: str
    last: str
    speakers: int = 0
    left_out: int = 0


NO_TIME = "has no subtitles with a readable time"
EMPTY = "is empty"

SUBTITLES: dict[str, Expected | str] = {
    "srt/ascii.srt": Expected(3, "0:00:27", "0:00:34"),
    "srt/gb2312.srt": Expected(3, "0:00:27", "0:00:34", left_out=1),
    "webvtt/captions_with_bom.vtt": Expected(4, "0:00:00", "0:00:16"),
    "webvtt/comments.vtt": Expected(3, "0:02:15", "0:02:25"),
    "webvtt/cue_tags.vtt": Expected(3, "0:00:16", "0:00:20"),
    "webvtt/empty.vtt": EMPTY,
    "webvtt/invalid.vtt": Expected(7, "0:00:00", "0:00:27"),
    "webvtt/invalid_format.sbv": NO_TIME,
    "webvtt/invalid_format1.srt": NO_TIME,
    "webvtt/invalid_format2.srt": NO_TIME,
    "webvtt/invalid_format3.srt": NO_TIME,
    "webvtt/invalid_format4.srt": "has subtitles, but no text in them",
    "webvtt/invalid_timeframe.sbv": Expected(4, "0:00:00", "0:00:17", left_out=1),
    "webvtt/invalid_timeframe.srt": Expected(4, "0:00:00", "0:00:21", left_out=1),
    "webvtt/invalid_timeframe.vtt": Expected(6, "0:00:00", "0:00:27", left_out=1),
    "webvtt/invalid_timeframe_in_cue_text.vtt": Expected(3, "0:00:00", "0:00:11"),
    "webvtt/metadata_headers.vtt": Expected(2, "0:00:00", "0:00:07"),
    "webvtt/metadata_headers_multiline.vtt": Expected(2, "0:00:00", "0:00:07"),
    "webvtt/missing_caption_text.sbv": Expected(4, "0:00:00", "0:00:17"),
    "webvtt/missing_caption_text.srt": Expected(4, "0:00:00", "0:00:21"),
    "webvtt/missing_caption_text.vtt": Expected(4, "0:00:00", "0:00:21"),
    "webvtt/missing_timeframe.sbv": Expected(4, "0:00:00", "0:00:17", left_out=1),
    "webvtt/missing_timeframe.srt": Expected(4, "0:00:00", "0:00:21", left_out=1),
    "webvtt/missing_timeframe.vtt": Expected(6, "0:00:00", "0:00:27", left_out=1),
    "webvtt/no_captions.vtt": NO_TIME,
    "webvtt/non_padded_timestamps.vtt": Expected(3, "0:00:00", "0:01:05", speakers=2),
    "webvtt/one_caption.srt": Expected(1, "0:00:00", "0:00:00"),
    "webvtt/one_caption.vtt": Expected(1, "0:00:00", "0:00:00"),
    "webvtt/regions.vtt": Expected(2, "0:00:00", "0:00:02", speakers=2),
    "webvtt/sample.sbv": Expected(5, "0:00:00", "0:00:17"),
    "webvtt/sample.srt": Expected(5, "0:00:00", "0:00:21"),
    "webvtt/sample.vtt": Expected(16, "0:00:00", "0:01:01"),
    "webvtt/styles.vtt": Expected(1, "0:00:00", "0:00:00"),
    "webvtt/styles_colours.srt": Expected(6, "0:00:07", "0:02:27"),
    "webvtt/styles_colours.vtt": Expected(6, "0:00:07", "0:02:27"),
    "webvtt/styles_with_comments.vtt": Expected(1, "0:00:00", "0:00:00"),
    "webvtt/two_captions.sbv": Expected(2, "0:00:00", "0:00:11"),
    "webvtt/using_identifiers.vtt": Expected(6, "0:00:00", "0:00:23"),
    "webvtt/youtube_dl.vtt": Expected(4, "0:04:46", "0:05:05"),
}

TVMAZE = {
    "001_200": "show the-flash",
    "002_200": "show the-daily-show-with-jon-stewart",
    "003_200": "S2012E73 2012-06-06",
    "004_200": "S02E02 2015-10-13",
    "005_200": "show arrow",
    "006_200": "S02E02 2013-10-16",
    "007_200": "show firefly",
    "008_200": "S01E13 - NO_DATE",
    "009_200": "show marvels-jessica-jones",
    "010_200": "S01E02 2015-11-20",
    "011_200": "S01E03 2015-11-20",
    "012_200": "show the-big-bang-theory",
    "013_200": "S09E09 2015-11-19",
    "014_200": "S02E04 2015-10-27",
    "015_200": "show the-walking-dead",
    "016_200": "S06E08 2015-11-29",
    "017_200": "show house",
    "018_200": "S01E02 2004-11-23",
    "019_200": "show doctor-who",
    "020_200": "S02E03 2006-04-29",
    "021_200": "show the-flash",
    "022_200": "S02E02 2015-10-13",
    "023_200": "S02E03 2015-10-20",
    "024_200": "S02E04 2015-10-27",
    "025_200": "show shameless",
    "026_200": "S03E02 2013-01-20",
    "027_200": "show tosh0",
    "028_200": "S07E30 2015-12-01",
    "029_200": "show unwrapped-20",
    "030_200": "S02E06 2015-11-07",
    "031_200": "show jake-20",
    "032_200": "S01E10 2003-11-19",
    "033_200": "show unite-9",
    "034_200": "S01E16 2013-01-22",
    "035_200": "show 1992",
    "036_200": "S01E02 2015-03-24",
    "037_200": "show 24",
    "038_200": "S01E01 2001-11-06",
    "039_404": EMPTY,
    "040_200": "show kroniken",
    "041_200": "show the-daily-show-with-trevor-noah",
    "042_200": "S2016E113 2016-09-12",
    "043_200": "show the-flash",
    "044_200": "S01E01 2014-10-07",
    "045_404": "is an error from TVmaze: 'Unknown episode'",
    "046_200": "show the-x-files",
    "047_404": EMPTY,
    "real_specials": "S06E07 2001-11-06 NOT_PLACED NOT_PLACED",
}


@pytest.mark.parametrize(("name", "expected"), SUBTITLES.items())
def test_real_subtitle_files_are_read_or_refused_as_expected(name: str, expected: Expected | str) -> None:
    given = Source(f"S01E01 {name}", (REAL / "subtitles" / name).read_bytes())
    if isinstance(expected, str):
        assert refusal(given, Format.SUBTITLES) == [f"{given.name}: {expected}"]
        return
    draft = read(given)
    quotes = draft.episodes[0].quotes
    speakers = {quote.speaker for quote in quotes if quote.speaker}
    assert expected == Expected(
        len(quotes), str(quotes[0].timestamp), str(quotes[-1].timestamp), len(speakers), len(draft.doubts)
    )
    assert all(quote.text and "<" not in quote.text.replace("2 < 3", "") for quote in quotes)


def test_chinese_subtitles_are_read_as_chinese() -> None:
    given = Source("S01E01.srt", (REAL / "subtitles" / "srt" / "gb2312.srt").read_bytes())
    (episode,) = read(given).episodes
    assert all("\u4e00" <= quote.text[0] <= "\u9fff" for quote in episode.quotes)


@pytest.mark.parametrize(("start", "expected"), TVMAZE.items())
def test_real_tvmaze_files_are_read_or_refused_as_expected(start: str, expected: str) -> None:
    (path,) = (REAL / "tvmaze").glob(f"{start}*")
    given = Source(start, path.read_bytes())
    if problems := refusal(given):
        assert problems == [f"{start}: {expected}"]
        return
    draft = read(given)
    episodes = [f"{episode.position.code} {episode.aired or '-'}" for episode in draft.episodes]
    doubts = [doubt.what.name for doubt in draft.doubts]
    assert " ".join([f"show {draft.slug}"] * bool(draft.title) + episodes + doubts) == expected
    assert all(episode.title for episode in draft.episodes)
    assert not any("<" in (episode.summary or "") for episode in draft.episodes)


HISTORIES = {
    "gdpr-v2-tracking-prod-records-v2.csv": "is a history of what somebody has watched",
    "tvtime-series-episodes.csv": "is a history of what somebody has watched",
    "tvtime-series.csv": "has no column for episode numbers",
    "tvtime-series.json": "is a history of what somebody has watched",
    "yamtrack-import_mal_anime.json": "has no episodes with a number",
    "yamtrack-import_trakt_watched.json": "is a history of what somebody has watched",
    "yamtrack-import_yamtrack.csv": "is a history of what somebody has watched",
}


@pytest.mark.parametrize(("name", "sentence"), HISTORIES.items())
def test_a_history_of_what_somebody_watched_is_taken_for_no_show(name: str, sentence: str) -> None:
    (problem,) = refusal(Source(name, (REAL / "progress" / name).read_bytes()))
    assert sentence in problem


def test_every_real_file_has_an_expected_result() -> None:
    subtitles = {f"{path.parent.name}/{path.name}" for path in (REAL / "subtitles").glob("*/*")}
    assert subtitles == SUBTITLES.keys()
    answers = [path.name for path in (REAL / "tvmaze").iterdir()]
    assert len(answers) == len(TVMAZE)
    assert all(any(name.startswith(start) for start in TVMAZE) for name in answers)
    assert {path.name for path in (REAL / "progress").iterdir()} == {*HISTORIES, "README.md"}
    assert [path.name for path in (REAL / "dump").iterdir()] == ["nogamenolife_pages_current.xml.gz"]
    folders = {path.name for path in REAL.iterdir()}
    assert folders == {"README.md", "dump", "progress", "subtitles", "tvmaze", "wikitext"}


@pytest.mark.parametrize(
    ("folder", "pattern", "kind"),
    [
        ("real/wikitext", "**/*.wik*", Format.WIKITEXT),
        ("real/dump", "*.gz", Format.DUMP),
        ("seed", "the-fallout.txt", Format.PAGE),
    ],
)
def test_real_wiki_files_are_recognised_by_their_content(folder: str, pattern: str, kind: Format) -> None:
    paths = list((SHARED / folder).glob(pattern))
    assert paths
    for path in paths:
        nameless = Source("S01E01", path.read_bytes())
        problems = refusal(nameless)
        assert problems == refusal(nameless, kind)
        if not problems:
            assert read(nameless) == read(nameless, kind)
