"""The same few characters over and over: the time to read them does not grow with the square of the size."""

import time
from contextlib import suppress

import pytest

from bot.importers.reading import read
from bot.importers.source import Format, Source, Unreadable

SIZE = 60_000
ENOUGH = 6
"""Seconds of this process; what grows with the square of the size takes minutes."""

OVER_AND_OVER = (
    " ",
    "\n",
    " \n",
    "\t",
    "-",
    "- ",
    ":",
    "#",
    "*",
    "(",
    "[",
    "“",
    "'",
    "…",
    "and ",
    "A: b\n",
    "1:",
)
FORMATS = (
    None,
    Format.PAGE,
    Format.WIKITEXT,
    Format.SUBTITLES,
    Format.DIALOGUE,
    Format.EPISODES,
    Format.TRANSCRIPT,
    Format.PACK,
)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: "guessed" if kind is None else kind.value)
def test_a_hostile_file_is_read_in_a_time_that_grows_with_its_size(kind: Format | None) -> None:
    for piece in OVER_AND_OVER:
        text = piece * (SIZE // len(piece)) + "x"
        began = time.process_time()
        with suppress(Unreadable):
            read(Source("Show S01E01.txt", text.encode()), kind)
        assert time.process_time() - began < ENOUGH, repr(piece)
