"""A catalogue made up for measuring: as many lines as wanted, in a made-up language."""

import random
from collections.abc import Iterator

from bench.language import Lines, dialogue
from bot.domain.ids import QUOTE_BITS, EpisodeId, ShowId
from bot.domain.positions import Position
from bot.domain.shows import Quote
from bot.store.database import Writing
from bot.store.folding import fold_waiting

SEED = 20130205
SHOWS = 20
LINES_A_SHOW = 50_000

EPISODES = 100
RECAP = "S01E01"
"""The episode that `write_recap` writes a recap of."""

_SONGS = 200
_SPEAKERS = 30


def shows(chance: random.Random) -> Iterator[Lines]:
    """The lines of each show."""
    return dialogue(chance, SHOWS, LINES_A_SHOW)


async def write_show(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a show with these quotes into a database."""
    await write_waiting(writing, show, lines)
    await fold_waiting(writing)


async def write_waiting(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a show whose lines wait to be indexed."""
    await write_episodes(writing, show, lines)
    await _write_songs(writing, show, lines)
    await writing.run_many(
        "INSERT INTO quote (id, episode_id, ordinal, text, speaker) VALUES ($1, $2, $3, $4, $5)",
        [
            ((show << QUOTE_BITS) + number, episode, number, quote.text, quote.speaker)
            for number, (episode, quote) in enumerate(new_quotes(show, lines), start=1)
        ],
    )
    await writing.run("UPDATE show SET quotes_numbered = $2 WHERE id = $1", show, len(lines))


async def write_episodes(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a show and its episodes; their titles are the first words of quotes."""
    await writing.run(
        "INSERT INTO show (id, slug, title) VALUES ($1, $2, $3)", show, f"show-{show}", f"Show {show}"
    )
    await writing.run_many(
        "INSERT INTO episode (id, show_id, position, title, aired) VALUES ($1, $2, $3, $4, '2020-01-01')",
        [
            (show * EPISODES + number, show, position(number).key, " ".join(lines[number].split()[:3]))
            for number in range(EPISODES)
        ],
    )


async def _write_songs(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write two songs per episode; their titles are the last words of quotes, and a unique number."""
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
        [(first + number, show * EPISODES + number * EPISODES // _SONGS, number) for number in range(_SONGS)],
    )


async def write_recap(writing: Writing, show: ShowId, lines: Lines) -> None:
    """Write a recap of twenty scenes, each with a heading and eight lines, for a show's first episode."""
    scenes = [
        f"# {' '.join(lines[number].split()[:4])}\n{' '.join(lines[number + 1 : number + 9])}"
        for number in range(0, 20 * 9, 9)
    ]
    await writing.run_many(
        "INSERT INTO scene (episode_id, ordinal, text) VALUES ($1, $2, $3)",
        [(show * EPISODES, ordinal, text) for ordinal, text in enumerate(scenes)],
    )


def new_quotes(show: ShowId, lines: Lines) -> list[tuple[EpisodeId, Quote[str]]]:
    """The quotes of a show, spread evenly over its episodes."""
    return [
        (
            EpisodeId(show * EPISODES + number * EPISODES // len(lines)),
            Quote(line, speaker=f"Speaker {lines[number * 7 % _SPEAKERS].split()[0]}"),
        )
        for number, line in enumerate(lines)
    ]


def position(number: int) -> Position:
    """The position of the nth episode of a show, from 0 on."""
    season, episode = divmod(number, 20)
    return Position.from_code(f"S{season + 1:02}E{episode + 1:02}")
