"""An episode's infobox, whatever the wiki calls it and its parameters.

The best known is https://en.wikipedia.org/wiki/Template:Infobox_television_episode. Wikis differ from it, and
between their own pages: `Number` here, `Episode` there.
"""

import re
from collections.abc import Mapping
from typing import Final

from mwparserfromhell.nodes import Template, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from bot.domain.text import tidy_lines
from bot.importers.wikitext_markup import name_of, plain, templates_in

_NAMED = re.compile(r"(?=.*episode).*(?:box|info|template).*|(?:tv |television )?episode")
_COMMAS = re.compile(r"(?:[\s,;•&]|\band\b)*")
_NO_BOX = re.compile(r"(?=.*(?:episode list|table|nav|cast|stub|preload)).*")

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "name", "episodename", "episodetitle", "englishtitle", "title1", "rtitle"),
    "number": (
        "number", "episode", "episodenumber", "episodeno", "epnumber", "epno", "ep", "no", "num",
        "numberinseason", "seasonepisode", "noinseason", "episodeinseason", "episodenum",
    ),
    "season": ("season", "seasonnumber", "seasonno", "seasonnum"),
    "overall": (
        "overall", "numberinseries", "overallnumber", "seriesnumber", "totalnumber", "noinseries",
        "overallepisode", "numberoverall", "episodeoverall", "seriesno",
    ),
    "aired": (
        "originalairdate", "airdate", "aired", "airedon", "firstaired", "originalair", "premiere",
        "premieredate", "premiered", "broadcastdate", "originalbroadcast", "usairdate", "airdateus", "japair",
        "japaneseairdate", "japaneserelease", "originalrelease", "releasedate", "released", "release", "date",
    ),
    "code": ("productioncode", "prodcode", "production", "productionnumber", "productionno", "code"),
    "writers": ("writer", "writers", "writtenby", "screenplay", "screenplayby", "script", "scriptby"),
    "story": ("story", "storyby"),
    "teleplay": ("teleplay", "teleplayby"),
    "directors": ("director", "directors", "directedby"),
    "guests": ("guest", "guests", "gueststar", "gueststars", "gueststarring", "guestcast"),
    "songs": ("songs", "song", "featuredmusic", "featuredsongs", "featuredsong", "musicalnumbers"),
    "music": ("music",),
    "summary": ("shortsummary", "logline"),
    "show": ("show", "tvshow", "showname", "series"),
}  # fmt: skip
"""Our names → the parameters' names, folded, likeliest first."""

_TELLING: Final = ("title", "number", "season", "overall", "aired", "code", "writers", "directors")


class Infobox:
    """An infobox, read by our own names: `title`, `number`, `aired`, …"""

    def __init__(self, template: Template, page: str) -> None:
        shown = {_key(str(param.name)): plain(_apart(param.value), page) for param in template.params}
        self._values = {key: tidied for key, value in shown.items() if (tidied := tidy_lines(value))}

    def get(self, what: str) -> str:
        """The lines of the first parameter with this value; empty if there is none."""
        return next((self._values[name] for name in _NAMES[what] if name in self._values), "")

    def tells_of_an_episode(self, *, named: bool) -> bool:
        """Whether it is an episode's. A template not `named` so must have enough of its parameters."""
        if named:
            return any(map(self.get, _TELLING))
        of_a_season = "season" in self._values or any("episode" in key for key in self._values)
        made = any(map(self.get, ("code", "writers", "directors")))
        return of_a_season and made and bool(self.get("aired") and self.get("number"))


def find_infobox(code: Wikicode, page: str) -> Infobox | None:
    """The first infobox of an episode on a page."""
    for template in templates_in(code):
        name = name_of(template)
        if not _NO_BOX.fullmatch(name):
            box = Infobox(template, page)
            if box.tells_of_an_episode(named=_NAMED.fullmatch(name) is not None):
                return box
    return None


def _apart(value: Wikicode) -> Wikicode:
    """Links with only commas between them, on a line each: so that every song is one."""
    links = [node for node in value.nodes if isinstance(node, Wikilink)]
    others = "".join(str(node) for node in value.nodes if not isinstance(node, Wikilink))
    if len(links) < 2 or _COMMAS.fullmatch(others) is None:
        return value
    return Wikicode([node for link in links for node in (link, Text("\n"))])


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
