"""The same few characters repeated many times: reading time must not grow quadratically."""

import time
from contextlib import suppress

import pytest

from bot.importers.reading import read
from bot.importers.source import Format, Source, Unreadable

SIZE = 60_000
ENOUGH = 6
"""CPU seconds; quadratic reading would take minutes."""

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
def test_hostile_repetition_is_read_quickly(kind: Format | None) -> None:
    for piece in OVER_AND_OVER:
        text = piece * (SIZE // len(piece)) + "x"
        began = time.process_time()
        with suppress(Unreadable):
            read(Source("Show S01E01.txt", text.encode()), kind)
        assert time.process_time() - began < ENOUGH, repr(piece)
