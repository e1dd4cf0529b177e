"""Small files of every kind that can be imported, all made up here."""

import gzip
import io
import zipfile
from collections.abc import Mapping

from bot.importers.reading import Format, read
from bot.importers.source import Source, Unreadable

SRT = """1
00:00:01,000 --> 00:00:02,500
TOM: Where is everybody?

2
00:12:34,000 --> 00:12:36,000
<i>Listen: it rains</i>
"""

VTT = """WEBVTT

NOTE nothing to see here

00:01.000 --> 00:02.500
<v Tom>Where is <b>everybody</b>?

1:00:03.000 --> 1:00:04.000
Tea &amp; cake
"""

SBV = """0:00:01.000,0:00:02.500
Where is everybody?

0:12:34.000,0:12:36.000
Gone
"""

CSV = '''season,episode,speaker,text
1,1,Tom,"Where is
everybody?"
1,1,Ivy,"""Gone"", he said"
1,2,,Music plays
'''

TVMAZE = b"""[
  {"name": "Pilot", "season": 1, "number": 1, "airdate": "2012-02-06", "summary": "<p>It begins.</p>"}
]"""

PACK = b"""slug = "smash"
title = "Smash"

[[song]]
title = "Cut"

[[episode]]
code = "S01E01"
songs = [{ title = "Cut" }]
quotes = [{ text = "Hello", speaker = "Tom" }]
"""


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # dated 1980
    return packed.getvalue()


def gzipped(content: bytes) -> bytes:
    """The content packed with gzip."""
    return gzip.compress(content, mtime=0)  # a test's name may hold it, and all workers must agree on names


def source(name: str, content: str | bytes) -> Source:
    """A file as somebody sent it."""
    return Source(name, content.encode() if isinstance(content, str) else content)


def refusal(given: Source, format: Format | None = None) -> list[str]:  # noqa: A002 - as `read` has it
    """The sentences that refuse a file."""
    try:
        read(given, format)
    except Unreadable as unreadable:
        return [str(problem) for problem in unreadable.problems]
    return []
