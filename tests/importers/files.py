"""Small sample files of every format that can be imported."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from bot.importers.reading import read
from bot.importers.source import Format, Source, Unreadable

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

ASS = """[Script Info]
Title: Nothing

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not shown
Dialogue: 0,0:00:01.50,0:00:02.00,Default,Ann,0,0,0,,Mind the step.\\NBoth of you.
Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}
Dialogue: 0,1:02:03.00,1:02:04.00,Default,,0,0,0,,{\\i1}Too late{\\i0}, I fear.
"""

MICRODVD = "{1}{1}25.000\n{50}{75}Mind the step.|Both of you.\n{2500}{2600}{y:i}BO: Gone\n"

SAMI = """<SAMI><HEAD><TITLE>Nothing</TITLE></HEAD><BODY>
<SYNC Start=1000><P Class=ENCC>Mind the step.<br>Both of you.
<SYNC Start=3000><P Class=ENCC>&nbsp;
<SYNC Start=65000><P Class=ENCC>Tea &amp; cake
</BODY></SAMI>
"""

TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
 xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1000" xml:lang="en">
 <head><ttm:agent xml:id="a" type="character"><ttm:name>Ann Lee</ttm:name></ttm:agent></head>
 <body><div begin="10s">
  <p begin="00:00:01.500" end="3s" ttm:agent="a">Mind the
   step.<br/>Both of you.</p>
  <p begin="50f">Gone <span>already</span></p>
  <p begin="3000t">Ticks</p>
 </div><div timeContainer="seq"><p dur="1s">Whenever</p></div></body>
</tt>
"""

TRANSCRIPT = """Ann: You took the long way round,
and nobody was at the door to let you in.

[Thunder]

Bo: I know.
BO (to the cat): “Who left this here?”

She sits down.

Man at the door: Not me!
"""

SCRIPT = """INT. KITCHEN - NIGHT

Ann stirs the soup.

          ANN
     You took the long way round,
     and nobody was there.

          BO
     (softly)
     I know.

          ANN (V.O.)
     Sit.
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


LIST = """Season,No. overall,No. in season,Title,Directed by,Air date,Summary
1,1,1,Pilot,Ann Field,2012-06-04,Ann finds a lamp.
1,2,2,"Dust, and more",Ann Field,2012-06-11,
"""

COPIED_LIST = """List of Lantern Row episodes
From an encyclopedia

Episodes
Season 1 (2012)[edit]
No.
overall\tNo. in
season\tTitle\tDirected by\tWritten by\tOriginal release date [1]\tProd.
code\tU.S. viewers
(millions)
1\t1\t"Pilot"\tAnn Field\tBo Marsh
Cy Dunn\tJune 4, 2012\t101\t1.44[2]
Ann paints the back wall blue before breakfast, and Bo wants it green.
2\t2\t"Dust"\tAnn Field\tStory by : Bo Marsh
Teleplay by : Cy Dunn\tJune 11, 2012\t102\t1.34[3]
Season 2 (2013)[edit]
No.
overall\tNo. in
season\tTitle\tOriginal release date
3\t1\t"Salt"\tMarch 4, 2013
Bo counts keys. Nobody pays.
Webisodes
No.\tTitle\tOriginal release date
1\t"Keys"\tMarch 4, 2014
References
A line of small print
"""

TMDB_EPISODE: dict[str, Any] = {
    "air_date": "2012-06-04",
    "crew": [
        {"job": "Director", "department": "Directing", "name": "Ann Field"},
        {"job": "Writer", "department": "Writing", "name": "Bo Marsh"},
        {"job": "Editor", "department": "Editing", "name": "Cy Dunn"},
    ],
    "episode_number": 1,
    "guest_stars": [{"character": "Tom", "name": "Dee Vale"}, {"character": "", "name": "Ed Ash"}],
    "name": "Pilot",
    "overview": "Ann finds a lamp.",
    "id": 7,
    "production_code": "101",
    "season_number": 1,
    "still_path": "/abc.jpg",
    "vote_average": 7.5,
}
TMDB_SEASON: dict[str, Any] = {"_id": "x", "name": "Season 1", "season_number": 1, "episodes": [TMDB_EPISODE]}
OMDB_SEASON: dict[str, Any] = {
    "Title": "Lantern Row",
    "Season": "2",
    "totalSeasons": "2",
    "Episodes": [
        {"Title": "Salt", "Released": "2013-03-04", "Episode": "1", "imdbRating": "N/A", "imdbID": "tt1"}
    ],
    "Response": "True",
}
OMDB_EPISODE: dict[str, Any] = {
    "Title": "Salt",
    "Released": "04 Mar 2013",
    "Season": "2",
    "Episode": "1",
    "Director": "Ann Field",
    "Writer": "Bo Marsh, Cy Dunn",
    "Plot": "N/A",
    "Type": "episode",
    "Response": "True",
}
JIKAN: dict[str, Any] = {
    "pagination": {"last_visible_page": 2, "has_next_page": True},
    "data": [
        {
            "mal_id": 1,
            "url": None,
            "title": "Kettle",
            "title_japanese": "x",
            "aired": "2014-04-09T00:00:00+00:00",
            "filler": False,
            "recap": False,
        }
    ],
}
ANILIST: dict[str, Any] = {
    "data": {
        "Media": {
            "title": {"romaji": "Rantan", "english": "Lantern Row"},
            "streamingEpisodes": [{"title": "Episode 1 - Kettle"}, {"title": "Trailer"}],
            "airingSchedule": {
                "nodes": [{"episode": 1, "airingAt": 1397055600}, {"episode": 2, "airingAt": 0}]
            },
        }
    }
}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # dated 1980
    return packed.getvalue()


def gzipped(content: bytes) -> bytes:
    """The content packed with gzip."""
    return gzip.compress(
        content, mtime=0
    )  # it may be part of a test id, which must be the same in all workers


def source(name: str, content: str | bytes) -> Source:
    """A file as a member sent it."""
    return Source(name, content.encode() if isinstance(content, str) else content)


def refusal(given: Source, format: Format | None = None) -> list[str]:  # noqa: A002 - as `read` has it
    """The error messages for a refused file."""
    try:
        read(given, format)
    except Unreadable as unreadable:
        return [str(problem) for problem in unreadable.problems]
    return []
