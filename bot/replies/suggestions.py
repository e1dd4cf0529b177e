"""Suggestions under a command's options. They cannot hide anything, so they hold only what may be shown."""

from collections.abc import Sequence

from discord import Interaction
from discord.app_commands import Choice

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.references import BETWEEN, labels_of, named
from bot.domain.shows import Show
from bot.services.panels import Line, SuggestedQuotes

_NAME = 100
"""Discord's limit for the name and for the value of a suggestion, in characters."""


def episode_choices(candidates: Sequence[Candidate]) -> list[Choice[str]]:
    """Episodes by code and title; with the show's name where there are several."""
    return [Choice(name=candidate.name, value=candidate.reference) for candidate in candidates]


def song_choices(candidates: Sequence[SongCandidate]) -> list[Choice[str]]:
    """Songs by title; with the show's name where there are several."""
    return [Choice(name=candidate.name, value=candidate.reference) for candidate in candidates]


def song_name(candidate: SongCandidate, with_show: bool) -> str:
    """A song in one line."""
    return f"{candidate.show_title} · {candidate.title}" if with_show else candidate.title


def quote_choices(suggested: SuggestedQuotes | None) -> list[Choice[str]]:
    """Quotes by number and words, for a moderator who edits them."""
    if suggested is None:
        return []
    return [
        Choice(
            name=cut(BETWEEN.join(filter(None, (suggested.show_title, f"#{line.number}", _words(line))))),
            value=f"{suggested.show.slug}:quote-{line.id}",
        )
        for line in suggested.lines
    ]


def _words(line: Line) -> str:
    words = " ".join(line.draft.text.split())
    return f"{line.draft.speaker}: {words}" if line.draft.speaker else words


def show_choices(shows: Sequence[Show]) -> list[Choice[str]]:
    """Shows by title."""
    labels = labels_of(shows)
    return [Choice(name=named(labels[show.slug], reference=show.slug), value=show.slug) for show in shows]


def episode_name(candidate: Candidate, with_show: bool) -> str:
    """An episode in one line, as far as the asker may know it."""
    named = f"{candidate.position.code} · {candidate.title}" if candidate.title else candidate.position.code
    return f"{candidate.show_title} · {named}" if with_show else named


def typed_show(interaction: Interaction) -> str | None:
    """What has been put into the command's `show` option so far."""
    typed = getattr(interaction.namespace, "show", None)
    return typed if isinstance(typed, str) and typed else None


def cut(name: str) -> str:
    """A suggestion's name, no longer than Discord takes."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
