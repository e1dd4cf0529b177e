"""A show in which every title and every piece of story carries a mark, amid markup that wants out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle
from pathlib import Path

from bot.domain.positions import Position

SLUG = "canary"
CODES = ("S01E01", "S01E02", "special after S01E02", "S01E03.5", "S02E01", "S02E02")
AIRED = (date(2026, 1, 1), date(2026, 1, 8), None, date(2026, 1, 20), None, date(2026, 2, 1))

_AROUND = cycle(
    ("{}", "|{}|", "||{}||", "`{}`", "**{}** \\", "# {}\n> {}", "```{}", "{} https://x.y/{}", "<@1> {}")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that stands in one place of the catalogue alone."""

    word: str
    position: Position
    is_label: bool


class Catalogue:
    """The show and its marks."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self._numbers = count(1000)
        self.files = {
            "show.toml": f'slug = "{SLUG}"\ntitle = "Canary"\n',
            "episodes.toml": "".join(self._episodes()),
        }
        self.files["songs.toml"] = "".join(self._songs)

    def write(self, folder: Path) -> Path:
        """Write the pack into a folder of packs."""
        (folder / SLUG).mkdir(parents=True)
        for name, text in self.files.items():
            (folder / SLUG / name).write_text(text, encoding="utf-8")
        return folder

    def titles(self) -> list[str]:
        """Every title of an episode."""
        return [word for word, mark in self.marks.items() if mark.is_label and word.startswith("zzepisode")]

    def _episodes(self) -> Iterator[str]:
        self._songs: list[str] = []
        for code, aired in zip(CODES, AIRED, strict=True):
            position = Position.from_code(code)
            song = self._label(position, "song")
            self._songs.append(f"[[song]]\ntitle = '''{song}'''\nwriters = ['A Writer']\n")
            yield f"""
[[episode]]
code = '{code}'
title = '''{self._label(position, "episode")}'''
{f"aired = {aired}" if aired else ""}
writers = ['A Writer']
summary = '''{self._story(position)}'''
scenes = ['''{self._story(position)}''', '''{self._story(position)}''']
guests = [{{ name = '''{self._story(position)}''', character = '''{self._story(position)}''' }}]
[[episode.songs]]
title = '''{song}'''
performers = ['''{self._story(position)}''', '''{self._story(position)}''']
context = '''{self._story(position)}'''
[[episode.quotes]]
speaker = '''{self._story(position)}'''
text = '''{self._story(position)}'''
context = '''{self._story(position)}'''
"""

    def _label(self, position: Position, kind: str) -> str:
        return self._mark(position, f"zz{kind}", is_label=True)

    def _story(self, position: Position) -> str:
        return next(_AROUND).replace("{}", self._mark(position, "zzstory", is_label=False))

    def _mark(self, position: Position, kind: str, *, is_label: bool) -> str:
        word = f"{kind}{next(self._numbers)}zz"
        self.marks[word] = Mark(word, position, is_label)
        return word
