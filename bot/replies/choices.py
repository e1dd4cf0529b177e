"""Suggestions for command options. They can't hide anything, so they have only what may be shown."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any

from discord import AppCommandOptionType, Interaction
from discord.app_commands import Choice, Command, CommandTree

from bot.domain.asking import Asker
from bot.domain.finding import Candidate, SongCandidate
from bot.domain.references import BETWEEN, labels_of, named
from bot.domain.shows import Quote, Show
from bot.interactions.asking import asker_of
from bot.services.panels import SuggestedQuotes
from bot.services.quote_views import SuggestedSpeaker

_NAME = 100
"""Discord's limit for the name and for the value of a suggestion, in characters."""


Suggester = Callable[[Asker, str, str | None], Awaitable[list[Choice[str]]]]
"""Suggests from the asker, the typed text, and the command's `show` option."""

Suggesters = Mapping[str, Mapping[str, Suggester]]
"""By the beginning of a command's name, then by option."""


def suggest_options(tree: CommandTree[Any], suggesters: Suggesters) -> None:
    """Give every text option of the tree's commands that has a suggester its suggestions.

    The suggesters are those of the router of the tree's client.
    """
    for command in tree.walk_commands():
        if isinstance(command, Command):
            for option in command.parameters:
                is_text = option.type is AppCommandOptionType.string and not option.choices
                if is_text and _suggester_of(suggesters, command.qualified_name, option.name):
                    command.autocomplete(option.name)(_suggest_for(option.name))


def _suggest_for(option: str) -> Callable[[Interaction[Any], str], Coroutine[Any, Any, list[Choice[str]]]]:
    """What discord.py calls. All clients of a process share it, so the suggester is the client's own."""

    async def suggest(interaction: Interaction[Any], typed: str) -> list[Choice[str]]:
        suggesters: Suggesters = interaction.client.router.suggesters
        command = interaction.command.qualified_name if interaction.command else ""
        suggester = _suggester_of(suggesters, command, option)
        asker = asker_of(interaction, private=True)
        return await suggester(asker, typed, typed_show(interaction)) if suggester else []

    return suggest


def _suggester_of(suggesters: Suggesters, command: str, option: str) -> Suggester | None:
    """The suggester of a command's option: under the longest beginning of the command's name."""
    fitting = [start for start in suggesters if command.startswith(start) and option in suggesters[start]]
    return suggesters[max(fitting, key=len)][option] if fitting else None


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


def typed_show(interaction: Interaction) -> str | None:
    """The text in the command's `show` option so far."""
    typed = getattr(interaction.namespace, "show", None)
    return typed if isinstance(typed, str) and typed else None


def cut_name(name: str) -> str:
    """A suggestion's name, cut to Discord's limit."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
