"""The names of suggestions. They can't hide anything, so they have only what may be shown."""

from collections.abc import Iterable, Sequence

from discord.app_commands import Choice

from bot.domain.finding import Candidate, SongCandidate
from bot.domain.references import BETWEEN, labels_of, named
from bot.domain.shows import Quote, Show
from bot.services.panels import SuggestedQuotes
from bot.services.quote_views import SuggestedSpeaker

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
            name=cut_name(
                BETWEEN.join(filter(None, (suggested.show_title, f"#{quote.number}", _words(quote))))
            ),
            value=f"{suggested.show.slug}:quote-{quote.id}",
        )
        for quote in suggested.quotes
    ]


def _words(quote: Quote[str]) -> str:
    words = " ".join(quote.text.split())
    return f"{quote.speaker}: {words}" if quote.speaker else words


def character_choices(characters: Iterable[SuggestedSpeaker]) -> list[Choice[str]]:
    """Speakers by name."""
    return [Choice(name=cut_name(character.name), value=character.reference) for character in characters]


def show_choices(shows: Sequence[Show]) -> list[Choice[str]]:
    """Shows by title."""
    labels = labels_of(shows)
    return [Choice(name=named(labels[show.slug], reference=show.slug), value=show.slug) for show in shows]


def episode_name(candidate: Candidate, with_show: bool) -> str:
    """An episode on one line, as far as the asker may see it."""
    named = f"{candidate.position.code} · {candidate.title}" if candidate.title else candidate.position.code
    return f"{candidate.show_title} · {named}" if with_show else named


def cut_name(name: str) -> str:
    """A suggestion's name, cut to Discord's limit."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
