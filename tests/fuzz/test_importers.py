"""Every importer on generated files: it gives a valid draft or raises `Unreadable`, quickly.

`make fuzz` spends FUZZ seconds on each importer; the ordinary tests run one short round.
"""

import gzip
import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from types import FrameType

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.drafts import Draft
from bot.domain.text import NAME_LENGTH, TEXT_LENGTH
from bot.importers.reading import read
from bot.importers.source import Format, Source, Unreadable
from tests.importers import files

SECONDS = float(os.environ.get("FUZZ", "0"))
"""Seconds spent on each importer; 0: one round, as in the ordinary tests."""

HANGS = 30
"""Seconds after which reading one small file counts as hanging, in `make fuzz`."""

MEMORY = 1024**3
"""The total memory allowed, in bytes, in `make fuzz`."""

WIKI = """{{Infobox episode
| title = Pilot
| season = 1
| episode = 2
| airdate = {{Start date|2012|2|6}}
| writer = [[Tom]]<br />Ivy
}}
\'\'\'Pilot\'\'\' is the first episode.
== Plot ==
Tom asks "Where is everybody?"
<ref name="a">b</ref>
{| class="wikitable"
|-
! a !! b
|}
== Songs ==
"Cut" by Tom and Ivy
=== Book Two ===
{{Episode list
|EpisodeNumber=1
|Title=Pilot
|OriginalAirDate={{Start date|2012|2|6}}
}}
{{Japanese episode list multi-part |EpisodeNumber=2 |EnglishTitleA=Up |EnglishTitleB=Down}}
"""

PAGE = """Pilot
Season 1, Episode 2
Air date February 6th, 2012
Written by Tom & Ivy
Featured Music "Cut"

Pilot is the first episode of Smash's first season and first overall.

Tom meets Ivy. “Where is everybody?” he asks. Ivy says “gone”.

  • Somebody as Nobody
"""

DUMP = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" xml:lang="en">
<siteinfo><sitename>Smash Wiki</sitename></siteinfo>
<page><title>Pilot</title><ns>0</ns><id>1</id><revision><id>1</id><text xml:space="preserve">
{WIKI.replace("<", "&lt;").replace('"', "&quot;")}</text><sha1>x</sha1></revision></page>
</mediawiki>
"""

SEEDS: dict[Format, list[bytes]] = {
    Format.PAGE: [PAGE.encode()],
    Format.WIKITEXT: [WIKI.encode()],
    Format.DUMP: [DUMP.encode(), gzip.compress(DUMP.encode())],
    Format.TVMAZE: [files.TVMAZE],
    Format.SUBTITLES: [
        files.SRT.encode(),
        files.VTT.encode(),
        files.SBV.encode(),
        files.ASS.encode(),
        files.MICRODVD.encode(),
        files.SAMI.encode(),
        files.TTML.encode(),
        files.zipped({"S01E01.srt": files.SRT, "S01E02.ass": files.ASS}),
    ],
    Format.DIALOGUE: [
        files.CSV.encode(),
        b'[{"season": 1, "episode": 1, "speaker": "Tom", "text": "Hello"}]',
    ],
    Format.EPISODES: [
        files.LIST.encode(),
        files.COPIED_LIST.encode(),
        *map(msgspec.json.encode, (files.TMDB_SEASON, files.OMDB_SEASON, files.JIKAN, files.ANILIST)),
    ],
    Format.TRANSCRIPT: [files.TRANSCRIPT.encode(), files.SCRIPT.encode()],
    Format.PACK: [
        files.PACK,
        b'{"slug": "smash", "title": "Smash", "song": [], "episode": [{"code": "S01E01"}]}',
        files.zipped(
            {"smash/show.toml": 'slug = "smash"\ntitle = "Smash"\n', "smash/one.toml": "[[episode]]\n"}
        ),
    ],
}

PIECES = [
    *(
        b"{{",
        b"}}",
        b"[[",
        b"]]",
        b"{|",
        b"|}",
        b"<b>",
        b"</b>",
        b"<ref>",
        b"<!--",
        b"-->",
        b"''",
        b"==",
        b"|",
    ),
    *(
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"=",
    ),
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xe2\x80\x9c",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x98\x80",
    ),
    *(
        b"S01E01",
        b"S9999E9999.99",
        b"-1",
        b"1e999",
        b"99999999999999999999",
        b"null",
        b"true",
        b"0x10",
        b"1-1",
    ),
    *(
        b"00:00:01,000 --> 00:00:02,000",
        b"99:99:99.999 --> 0:0:0.0",
        b"<v Tom>",
        b"TOM: ",
        b"NOTE",
        b"WEBVTT",
    ),
    *(b"&amp;", b"&#0;", b"&#x110000;", b"<!DOCTYPE html>", b"<?xml?>", b"=1+1", b"season", b"x" * 5_000),
]


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A valid or empty file with pieces inserted, removed, repeated or overwritten."""
    data = draw(st.sampled_from([*seeds, b""]))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 200)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=12) | st.just(data[start:end]))
        times = draw(st.sampled_from([1, 1, 1, 2, 50]))
        data = data[:start] + piece * times + data[draw(st.sampled_from([start, end])) :]
    return data


def read_and_check(data: bytes, kind: Format | None) -> None:
    """Read a file whose name contains an episode code; the draft must be valid."""
    with suppress(Unreadable):
        assert_valid(read(Source("S01E01.txt", data), kind))


def assert_valid(draft: Draft) -> None:
    """Check what every draft guarantees: it fits into the catalogue and names no missing song."""
    positions = [episode.position for episode in draft.episodes]
    assert positions == sorted(set(positions))
    songs = {song.title for song in draft.songs}
    names: list[str | None] = [draft.title or None, *songs]
    texts: list[str | None] = []
    for episode in draft.episodes:
        names += [episode.title, episode.production_code, *episode.writers, *episode.directors]
        texts += [episode.summary, *episode.scenes]
        for guest in episode.guests:
            names += [guest.name, guest.character]
        for sung in episode.performances:
            assert sung.title in songs
            names += [sung.title, *sung.performers]
            texts.append(sung.context)
        for quote in episode.quotes:
            names += [quote.speaker, quote.timestamp]
            texts += [quote.text, quote.context]
    assert all(name.strip() and len(name) <= NAME_LENGTH for name in names if name is not None)
    assert all(text.strip() and len(text) <= TEXT_LENGTH for text in texts if text is not None)
    assert all(len(doubt.text) <= NAME_LENGTH for doubt in draft.doubts)


@contextmanager
def limited() -> Generator[None]:
    """In `make fuzz`, hanging or excessive memory is a failure; the ordinary tests measure neither."""
    if not SECONDS or not hasattr(signal, "setitimer"):
        yield
        return
    import resource  # noqa: PLC0415 - Windows has none

    def hanging(_: int, __: FrameType | None) -> None:
        pytest.fail(f"one file takes longer than {HANGS} s")

    before = signal.signal(signal.SIGALRM, hanging)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    allowed = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, allowed[1]))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, allowed)


ROUND = settings(
    max_examples=500 if SECONDS else 40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.mark.parametrize("kind", Format, ids=lambda kind: kind.value)
def test_an_importer_gives_a_valid_draft_or_refuses(kind: Format) -> None:
    @ROUND
    @given(mutated(SEEDS[kind]), st.sampled_from([kind, None]))
    def checked(data: bytes, chosen: Format | None) -> None:
        with limited():
            read_and_check(data, chosen)

    until = time.monotonic() + SECONDS
    checked()
    while time.monotonic() < until:
        checked()


@pytest.mark.parametrize("kind", Format, ids=lambda kind: kind.value)
def test_every_fuzz_seed_can_be_imported(kind: Format) -> None:
    drafts: list[Draft] = []
    for data in SEEDS[kind]:
        with suppress(Unreadable):
            drafts.append(read(Source("S01E01.txt", data)))
    assert drafts


@pytest.mark.parametrize("kind", [None, *Format], ids=str)
@ROUND
@given(st.binary(max_size=2_000) | st.text(max_size=1_000).map(lambda text: text.encode("utf-8", "ignore")))
def test_random_bytes_and_text_are_read_or_refused(kind: Format | None, data: bytes) -> None:
    with limited():
        read_and_check(data, kind)
