"""Shows in which every title and story text has a unique mark, among markup that tries to escape.

With a `Twin`, episodes up to a position are equal in both twins, and later ones differ: other words, more or
fewer of them, or none. Titles and facts stay the same.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from tests.leaks.story_order import DatedEpisode

_WORD = re.compile(r"zz[a-z]+\d+zz")
_NAMED = (
    *(
        "{}",
        "|{}|",
        "||{}||",
        "`{}`",
        "**{}** \\",
        "~~{}",
        "<@1> {}",
        "{} https://x.y/{}",
        "[{}](https://x.y)",
    ),
    *("\u200b{}\u200d", "\u202e{}\u202c", "\u2066{}", "{} \\|\\|", "# {}", "> {}", "{split}"),
)
_LONGER = (
    *(
        "# {}\n> {}",
        "> {}\n>>> {}",
        "- {}\n- {}",
        "1. {}\n2. {}",
        "-# {}\r\n-# {}",
        "```{}\n{}```",
        "```js\n{}",
    ),
    *(
        "{}\r\n\r\n{}",
        "{}\u2028{}",
        "||\n{}\n||",
        "{}||\n||{}",
        "* {}\n\n>>> {}\n{}",
        "\x1b{}\x85{}",
        "{}\r{}",
    ),
)


_LOOK = 'poster = "https://pictures.example/poster.webp"\naccent = "#1F6F78"\n'
_ADDRESSES = (
    *("https://pictures.example/{}.webp", "https://pictures.example/||{}||.png?{}"),
    *("https://pictures.example/`{}`", "https://{}.pictures.example:443/#{}"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that occurs in only one item of the catalogue.

    `codes` are the episodes that it belongs to: for a song's title those with a performance, for a name those
    that have it. It may be known from the first of them on; without any, never.
    """

    word: str
    show: str
    codes: tuple[str, ...]
    is_label: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """Which of two worlds a catalogue is for, and up to which position of each show they are equal."""

    number: int
    alike_to: int


@dataclass(slots=True)
class MarkedShow:
    """A show of the catalogue: its episodes in story order, and its pack."""

    slug: str
    owned: bool
    episodes: tuple[DatedEpisode, ...]
    files: dict[str, str] = field(default_factory=dict[str, str])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _dated(*episodes: tuple[str, str | None]) -> tuple[DatedEpisode, ...]:
    return tuple(DatedEpisode(code, _day(aired)) for code, aired in episodes)


CANARY = _dated(
    ("S01E01", "2026-01-01"),
    ("S01E02", "2026-01-08"),
    ("special after S01E02", None),
    ("S01E03.5", "2026-01-20"),
    ("S00E01", "2026-01-25"),
    ("S02E01", None),
    ("S02E02", "2026-02-01"),
    ("special after S02E02", "2026-12-01"),
    ("special after S02E04", None),
    ("S00E02", None),
)
FINCH = _dated(("S01E01", None), ("S01E02", None), ("special 2 after S01E02", None), ("S00E01", "2026-01-02"))
WREN = _dated(
    ("S01E01", "2026-01-03"), ("special after S02E01", None), ("S02E02", "2026-01-10"), ("S02E03", None)
)


class Catalogue:
    """Two bundled shows, one show owned by a server, and their marks."""

    def __init__(self, twin: Twin | None = None) -> None:
        self.marks: dict[str, Mark] = {}
        self.spoken: list[str] = []
        """For each quote, a word that occurs only in it."""
        self.timestamps: list[tuple[str, str]] = []
        """Words of quotes, and invalid timestamps as older versions stored them."""
        self._twin = twin
        self.shows = (
            MarkedShow("canary", False, CANARY),
            MarkedShow("finch", False, FINCH),
            MarkedShow("wren", True, WREN),
        )
        for number, show in enumerate(self.shows, 1):
            _Writer(self, show, number, twin).write()

    def write(self, folder: Path) -> Path:
        """Write the packs into a folder."""
        for show in self.shows:
            (folder / show.slug).mkdir(parents=True)
            for name, text in show.files.items():
                (folder / show.slug / name).write_text(text, encoding="utf-8")
        return folder

    def show(self, slug: str) -> MarkedShow:
        """One of the shows."""
        return next(show for show in self.shows if show.slug == slug)

    def words(self, kind: str) -> list[str]:
        """The marks of a kind: `episode`, `song`, `name` or `story`."""
        return [word for word in self.marks if word.startswith(f"zz{kind}")]


class _Writer:
    """Writes one show, in story order."""

    def __init__(self, catalogue: Catalogue, show: MarkedShow, number: int, twin: Twin | None) -> None:
        self._catalogue, self._show, self._twin = catalogue, show, twin
        self._number = number * 100_000
        self._labels = count(number * 100_000)
        self._around = random.Random(number)
        self._names: dict[int, str] = {}
        self._songs: list[str] = []

    def write(self) -> None:
        episodes = list(self._episodes())
        nowhere = self._mark("song", next(self._labels), is_label=True)
        songs = [*self._songs, f"Never {nowhere}"]
        self._show.files |= {
            "show.toml": f'slug = "{self._show.slug}"\ntitle = "{self._show.slug.title()} Show"\n{_LOOK}',
            "songs.toml": "".join(
                f"[[song]]\ntitle = {json.dumps(song)}\nwriters = ['Lin']\noriginal_artist = 'Lou'\n"
                for song in songs
            ),
            "episodes.toml": "".join(episodes),
        }

    def _episodes(self) -> Iterator[str]:
        for index, episode in enumerate(self._show.episodes):
            self._code = episode.code
            beyond = self._twin is not None and index > self._twin.alike_to
            self._offset = (self._twin.number if self._twin and beyond else 0) * 1_000_000
            self._story = count(self._number + 1000 * (index + 1) + self._offset)
            self._around = random.Random(self._number + index + self._offset)
            self._amounts = random.Random(self._number + index + self._offset) if beyond else None
            yield "".join(self._episode(index, episode))

    def _episode(self, index: int, episode: DatedEpisode) -> Iterator[str]:
        title = self._mark("episode", next(self._labels), is_label=True)
        shown = self._in_a_line(title, label=True)
        yield f"[[episode]]\ncode = '{episode.code}'\ntitle = {json.dumps(shown)}\n"
        yield f"aired = {episode.aired}\n" if episode.aired else ""
        yield "writers = ['A Writer']\n"
        if self._some(1):
            yield f"summary = {json.dumps(self._text())}\n"
        if self._some(1):
            yield f"still = {json.dumps(self._put(self._around.choice(_ADDRESSES), self._new_story()))}\n"
        yield f"scenes = {json.dumps([self._text(long=index == 1) for _ in range(self._some(3))])}\n"
        guests = [(self._line(), self._line()) for _ in range(self._some(2))]
        yield "guests = ["
        yield ", ".join(f"{{ name = {json.dumps(n)}, character = {json.dumps(c)} }}" for n, c in guests)
        yield "]\n"
        yield from self._performances(index)
        yield from self._quotes()

    def _performances(self, index: int) -> Iterator[str]:
        new = self._in_a_line(self._mark("song", next(self._labels), is_label=True), label=True)
        reprises = [song for song in (self._songs[:1] + self._songs[-1:]) if index > 1 and self._some(1)]
        self._songs.append(new)
        for song in dict.fromkeys([new, *reprises]):
            self._belongs(song)
            yield f"[[episode.songs]]\ntitle = {json.dumps(song)}\n"
            yield f"performers = {json.dumps([self._line() for _ in range(self._some(2))])}\n"
            yield f"context = {json.dumps(self._text())}\n" if self._some(1) else ""

    def _quotes(self) -> Iterator[str]:
        for number in range(self._some(7)):
            text = f"Curtain call {self._text()}"
            word = self._marks_in(text)[0]
            self._catalogue.spoken.append(word)
            if number != 2:
                self._catalogue.timestamps.append((word, self._line()))
            yield f"[[episode.quotes]]\ntext = {json.dumps(text)}\n"
            if number != 1:
                yield f"speaker = {json.dumps(self._speaker(number % 3))}\n"
            yield f"context = {json.dumps(self._text())}\n" if self._some(1) else ""
            yield "timestamp = '00:01:05'\n" if number == 2 else ""

    def _some(self, usual: int) -> int:
        """How many items: the usual number, or a random one where twins differ."""
        return usual if self._amounts is None else self._amounts.randrange(usual + 2)

    def _speaker(self, which: int) -> str:
        """One of three recurring speakers; each first appears an episode later than the one before."""
        index = [episode.code for episode in self._show.episodes].index(self._code)
        which = min(which, index)
        if which not in self._names:
            self._names[which] = self._in_a_line(self._new_name(which))
        self._belongs(self._names[which])
        return self._names[which]

    def _belongs(self, text: str) -> None:
        """Record that these marks belong to the current episode."""
        for word in self._marks_in(text):
            mark = self._catalogue.marks[word]
            codes = tuple(dict.fromkeys((*mark.codes, self._code)))
            self._catalogue.marks[word] = Mark(word, mark.show, codes, mark.is_label)

    def _marks_in(self, text: str) -> list[str]:
        return _WORD.findall(text.replace("\u200b", ""))

    def _line(self) -> str:
        return self._in_a_line(self._new_story())

    def _text(self, *, long: bool = False) -> str:
        template = self._around.choice((*_NAMED, *_LONGER))
        filler = " ".join(["and the curtain rises once more."] * (60 if long else 0))
        return self._put(template, self._new_story()) + filler

    def _in_a_line(self, word: str, *, label: bool = False) -> str:
        if label:  # Titles are equal in twins.
            return self._put(random.Random(word).choice(_NAMED[:8]), word)
        return self._put(self._around.choice(_NAMED), word)

    def _put(self, template: str, word: str) -> str:
        middle = len(word) // 2
        return template.replace("{split}", f"{word[:middle]}\u200b{word[middle:]}").replace("{}", word)

    def _new_story(self) -> str:
        word = self._mark("story", next(self._story), is_label=False)
        self._belongs(word)
        return word

    def _new_name(self, which: int) -> str:
        return self._mark("name", self._number + self._offset + 900 + which, is_label=False)

    def _mark(self, kind: str, number: int, *, is_label: bool) -> str:
        word = f"zz{kind}{number}zz"
        codes = (self._code,) if kind == "episode" else ()
        self._catalogue.marks[word] = Mark(word, self._show.slug, codes, is_label)
        return word
