"""A catalogue made up for measuring: as many lines as wanted, with words as frequent as in speech."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.domain.ids import EpisodeId, ShowId
from bot.domain.positions import Position
from bot.domain.shows import Quote
from bot.store.database import Writing
from bot.store.edits import add_quotes
from bot.store.snapshots import UNRECORDED, Edit

SEED = 20130205
SHOWS = 20
LINES_A_SHOW = 50_000

_EPISODES = 100
_SONGS = 200
_SPEAKERS = 30
_SHARED = 300
"""The most frequent words, which all shows share."""

_WORDS_A_SHOW = 12_000
_SYLLABLES = [
    onset + nucleus + coda
    for onset in ("", "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "tr", "ch")
    for nucleus in ("a", "e", "i", "o", "u", "ea", "ou")
    for coda in ("", "", "", "n", "r", "s", "t", "ng", "ll", "ck")
]

Lines = Sequence[str]


def vocabulary(chance: random.Random, count: int, taken: set[str], shortest: bool = False) -> list[str]:
    """New words of one to four syllables; the shortest ones, as frequent words are, or of any length."""
    words: list[str] = []
    while len(words) < count:
        syllables = 1 if shortest else chance.choices((1, 2, 3, 4), (1, 5, 4, 1))[0]
        word = "".join(chance.choices(_SYLLABLES, k=syllables))
        if word not in taken and len(word) <= (4 if shortest else 14):
            taken.add(word)
            words.append(word)
    return words


def shows(chance: random.Random) -> Iterator[Lines]:
    """The lines of each show. Words have Zipf's frequencies (after Mandelbrot: 1 / (rank + 2.7))."""
    taken: set[str] = set()
    shared = vocabulary(chance, _SHARED, taken, shortest=True)
    common = vocabulary(chance, _WORDS_A_SHOW, taken)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(_SHARED + _WORDS_A_SHOW)))
    for _ in range(SHOWS):
        own = vocabulary(chance, _WORDS_A_SHOW // 2, taken)
        rest = own + chance.sample(common, _WORDS_A_SHOW - len(own))
        chance.shuffle(rest)
        words = shared + rest
        yield [
            _sentence(chance.choices(words, cum_weights=weights, k=_length(chance)))
            for _ in range(LINES_A_SHOW)
        ]


def _length(chance: random.Random) -> int:
    """How many words a line has: seven as a rule, seldom more than twenty."""
    return max(1, min(40, round(chance.lognormvariate(1.95, 0.6))))


def _sentence(words: Sequence[str]) -> str:
    return " ".join(words).capitalize() + "."


async def write_show(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a show with these lines, in as many episodes to a season as there are, into a database."""
    await write_episodes(writing, show, lines)
    await _write_songs(writing, show, lines)
    await add_quotes(Edit(writing, UNRECORDED, show), new_quotes(show, lines))


async def write_episodes(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a show and its episodes, whose titles are the beginnings of lines."""
    await writing.run(
        "INSERT INTO show (id, slug, title) VALUES ($1, $2, $3)", show, f"show-{show}", f"Show {show}"
    )
    await writing.run_many(
        "INSERT INTO episode (id, show_id, position, title, aired) VALUES ($1, $2, $3, $4, '2020-01-01')",
        [
            (show * _EPISODES + number, show, _position(number).key, " ".join(lines[number].split()[:3]))
            for number in range(_EPISODES)
        ],
    )


async def _write_songs(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Two songs an episode, whose titles are the ends of lines, with a number that no other has."""
    first = show * _SONGS
    await writing.run_many(
        "INSERT INTO song (id, show_id, title) VALUES ($1, $2, $3)",
        [
            (first + number, show, f"{' '.join(lines[number].split()[-2:])} {number}")
            for number in range(_SONGS)
        ],
    )
    await writing.run_many(
        "INSERT INTO performance (song_id, episode_id, ordinal) VALUES ($1, $2, $3)",
        [
            (first + number, show * _EPISODES + number * _EPISODES // _SONGS, number)
            for number in range(_SONGS)
        ],
    )


def new_quotes(show: ShowId, lines: Lines) -> list[tuple[EpisodeId, Quote[str]]]:
    """The lines of a show, as many in each of its episodes."""
    return [
        (
            EpisodeId(show * _EPISODES + number * _EPISODES // len(lines)),
            Quote(line, speaker=f"Speaker {lines[number * 7 % _SPEAKERS].split()[0]}"),
        )
        for number, line in enumerate(lines)
    ]


def _position(number: int) -> Position:
    season, episode = divmod(number, 20)
    return Position.from_code(f"S{season + 1:02}E{episode + 1:02}")
