"""Formats are detected from content; broken and hostile files are refused."""

import io
import struct
import zipfile

import pytest

from bot.domain.drafts import Draft
from bot.importers.reading import read
from bot.importers.size_limits import FILE
from bot.importers.source import Format, Source, Unreadable
from tests.importers.files import CSV, PACK, SBV, SRT, TVMAZE, VTT, gzipped, refusal, source, zipped

JSON_PACK = (
    b'{"slug": "smash", "title": "Smash", "episode": [{"code": "S01E01", "quotes": [{"text": "Hello"}]}]}'
)
JSON_LINES = b'[{"season": 1, "episode": 1, "text": "Hello"}]'


def shape(draft: Draft) -> tuple[str, list[tuple[str, int]]]:
    """The show's title, and how many lines each episode has."""
    return draft.title, [(episode.position.code, len(episode.quotes)) for episode in draft.episodes]


CASES = [
    (SRT.encode(), ("", [("S09E09", 2)])),
    (VTT.encode(), ("", [("S09E09", 2)])),
    (SBV.encode(), ("", [("S09E09", 2)])),
    (CSV.encode(), ("", [("S01E01", 2), ("S01E02", 1)])),
    (JSON_LINES, ("", [("S01E01", 1)])),
    (TVMAZE, ("", [("S01E01", 0)])),
    (PACK, ("Smash", [("S01E01", 1)])),
    (JSON_PACK, ("Smash", [("S01E01", 1)])),
]


@pytest.mark.parametrize(
    "name", ["S09E09", "S09E09.txt", "S09E09.csv", "S09E09.srt", "S09E09.json", "S09E09.zip"]
)
@pytest.mark.parametrize(("content", "expected"), CASES)
def test_the_format_is_detected_from_the_content_not_the_name(
    content: bytes, expected: object, name: str
) -> None:
    assert shape(read(source(name, content))) == expected


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_a_compressed_file_is_read_like_the_file_in_it(content: bytes, expected: object) -> None:
    assert shape(read(source("S09E09.gz", gzipped(content)))) == expected
    assert shape(read(source("one.zip", zipped({"S09E09.srt": content})))) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("content", [SRT, VTT, CSV, TVMAZE.decode()])
def test_a_files_encoding_changes_nothing(content: str, encoding: str) -> None:
    assert read(source("S09E09", content.encode(encoding))) == read(source("S09E09", content))


def test_a_zipped_pack_folder_is_read_completely() -> None:
    files = {
        "data/smash/show.toml": 'slug = "smash"\ntitle = "Smash"\n',
        "data/smash/songs.toml": '[[song]]\ntitle = "Cut"\n',
        "data/smash/one.toml": '[[episode]]\ncode = "S01E01"\nsongs = [{ title = "Cut" }]\n',
        "data/README.md": "# Packs",
    }
    draft = read(source("smash.zip", zipped(files)))
    assert shape(draft) == ("Smash", [("S01E01", 0)])
    assert [song.title for song in draft.songs] == ["Cut"]
    problems = refusal(source("smash.zip", zipped({**files, "data/smash/one.toml": "[[episode]]\n"})))
    assert problems == ["one.toml, line 1: episode[0] Object missing required field `code`"]


def test_a_pack_file_without_a_show_is_for_an_existing_show() -> None:
    draft = read(source("one.toml", '[[episode]]\ncode = "S01E01"\nsongs = [{ title = "Cut" }]\n'))
    assert (draft.slug, draft.title) == ("", "")
    assert [song.title for song in draft.songs] == ["Cut"]


def test_an_invalid_pack_reports_the_line_of_every_mistake() -> None:
    wrong = (
        PACK.decode().replace('text = "Hello"', "text = 7").replace("[[song]]", '[[song]]\ncolour = "red"')
    )
    wrong += '\n[[episode]]\ncode = "S01E01"\nquotes = [\n  { text = "a" },\n  { text = "" },\n]\n'
    assert [problem.split(" ", 3)[:3] for problem in refusal(source("smash.toml", wrong))] == [
        ["smash.toml,", "line", "4:"],
        ["smash.toml,", "line", "11:"],
        ["smash.toml,", "line", "17:"],
    ]


ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = b"<!DOCTYPE html>\n<html><head><title>503</title></head><body>Busy</body></html>"


@pytest.mark.parametrize("chosen", [None, *Format])
@pytest.mark.parametrize("content", [HTML, gzipped(HTML), zipped({"dump.xml": HTML})])
def test_a_web_page_is_refused_as_a_web_page(content: bytes, chosen: Format | None) -> None:
    (problem,) = refusal(source("dump.xml", content), chosen)
    assert "is a web page" in problem


@pytest.mark.parametrize("chosen", [None, *Format])
@pytest.mark.parametrize("content", [b"", b" \n\n\t", gzipped(b""), gzipped(b"\n"), zipped({"a.srt": b""})])
def test_an_empty_file_is_refused(content: bytes, chosen: Format | None) -> None:
    (problem,) = refusal(source("file", content), chosen)
    assert problem.endswith(": is empty")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture"),
        (b"\x00\x01\x02\x03" * 50, "is not text"),
        (b"<?xml version='1.0'?>\n<rss></rss>", "is XML, but neither a wiki dump nor subtitles"),
        (b'{"a": 1}', "is JSON, but has no episodes with a number"),
        (b'{"a": ', "is not JSON"),
        (gzipped(TVMAZE)[:40], "is a broken gzip file"),
        (gzipped(TVMAZE)[:-5] + b"wrong", "is a broken gzip file"),
        (gzipped(gzipped(TVMAZE)), "is an archive inside an archive"),
        (zipped({"a.zip": zipped({"b.srt": SRT})}), "is an archive inside an archive"),
        (zipped({"a.srt": SRT})[:60], "is a broken zip archive"),
        (zipped({"a.jpg": b"1", "b.jpg": b"2"}), "must contain one file"),
        (zipped({}), "must contain one file"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "is an Excel workbook. Save the sheet"),
        (
            zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
            "is a Word document. Save it as plain",
        ),
        (
            zipped({"mimetype": ODS, "content.xml": ""}),
            "is an OpenDocument spreadsheet (ODS). Save the sheet",
        ),
        (zipped({"mimetype": "application/epub+zip", "a": ""}), "is a book (EPUB)"),
        (zipped({"mimetype": "text/x", "a": ""}), "is a document (text/x). Save it as CSV"),
        (b"{\\rtf1\\ansi Hello}", "is an RTF document. Save it as plain text"),
        (b"<episodedetails><season>1</season></episodedetails>", "is a media library's NFO file"),
        (b"<div><p>Season 1, Episode 2</p></div>", "is HTML"),
        (zipped({"a/show.toml": "", "b/show.toml": ""}), "has several packs"),
        (zipped({f"S01E{number}.srt": SRT for number in range(1001)}), "has 1,001 files"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_its_kind(content: bytes, sentence: str) -> None:
    (problem,) = refusal(source("file", content))
    assert sentence in problem


@pytest.mark.parametrize("chosen", [None, *Format])
def test_a_gzip_bomb_is_refused_before_it_is_unpacked(chosen: Format | None) -> None:
    bomb = gzipped(b" " * 200_000_000)
    assert len(bomb) < 200_000
    (problem,) = refusal(source("dump.xml.gz", bomb), chosen)
    assert "unpacks to more than" in problem


def test_a_zip_bomb_is_refused() -> None:
    for bomb in (
        zipped({"S01E01.srt": bytes(200_000_000)}),
        zipped({f"{n}.srt": bytes(FILE // 9) for n in range(90)}),
    ):
        (problem,) = refusal(source("season.zip", bomb))
        assert "unpacks to more than 20 MB" in problem


def test_a_zip_with_false_sizes_is_refused() -> None:
    bomb = bytearray(zipped({"S01E01.srt": bytes(100_000_000)}))
    for start in (bomb.index(b"PK\x01\x02") + 24, 22):
        bomb[start : start + 4] = struct.pack("<I", 100)
    assert refusal(source("season.zip", bytes(bomb)))


def test_paths_in_a_zip_have_no_effect() -> None:
    season = zipped({"../../etc/S01E01.srt": SRT, "/srv/S01E02.srt": SRT, "C:\\S01E03.srt": "x"})
    assert refusal(source("season.zip", season)) == ["C:/S01E03.srt: has no subtitles with a readable time"]


def test_a_zip_with_a_password_or_unusual_compression_is_refused() -> None:
    locked = bytearray(zipped({"S01E01.srt": SRT}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(header) + flags] |= 1
    assert "is locked with a password" in refusal(source("a.zip", bytes(locked)))[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("S01E01.srt", SRT)
    assert "is packed in an unusual way" in refusal(source("a.zip", packed.getvalue()))[0]


@pytest.mark.parametrize("chosen", [kind for kind in Format if kind is not Format.DUMP])
def test_a_file_over_20_mb_is_refused(chosen: Format) -> None:
    (problem,) = refusal(Source("big.csv", b"x" * (FILE + 1)), chosen)
    assert problem == "big.csv: has more than 20 MB"


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"a":' * 100_000,
        "[[episode]]\na = " + "[" * 100_000,
        "[[episode]]\na = " + "{a = " * 50_000,
        "<b>" * 20_000,
        "{{a|" * 15_000,
        "[[a|" * 15_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v." * 50_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "\n" * 100_000 + "x",
        "A" * 100_000 + ": x",
        "\n".join(f"[[song]]\ntitle = {number}" for number in range(2_000)),
        "season,episode,text\n" + '"' * 100_001,
        "," * 100_000 + "\n",
    ],
)
@pytest.mark.parametrize("chosen", [None, *Format])
def test_files_built_to_break_parsers_are_read_or_refused(content: str, chosen: Format | None) -> None:
    problems = refusal(source("S01E01.srt", content), chosen)
    assert problems or read(source("S01E01.srt", content), chosen).episodes
    assert all(len(problem) < 1_000 for problem in problems)
    assert len(problems) <= 100


def test_a_file_with_too_many_quotes_must_be_sent_in_parts() -> None:
    lines = "".join(f"1,1,Anna,Line {number}\n" for number in range(60_001))
    with pytest.raises(Unreadable, match=r"more than 60,000 quotes\. Send it in parts"):
        read(Source("lines.csv", f"season,episode,speaker,line\n{lines}".encode()))
