"""A cue of subtitles, as the readers of all their formats give it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue with its start in milliseconds, if known. Its text may have tags; `line` is its line in the file.

    `broken`: it can't be read, and its text is what was found instead.
    """

    start: int | None
    text: str
    speaker: str | None = None
    line: int | None = None
    broken: bool = False
