"""Leaks put into the bot on purpose, which the suite has to find. Some were real bugs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from discord import Interaction
from discord.app_commands import Choice

import bot.domain.spoilers
import bot.interactions.router
import bot.replies.episodes
import bot.replies.markup
import bot.replies.quotes
import bot.services.access
import bot.services.episodes
import bot.services.quotes
import bot.services.songs
import bot.services.visibility
import cogs.suggestions
from bot.domain.asking import Asker
from bot.domain.policies import Airing, Policy
from bot.domain.positions import LAST, Position
from bot.domain.shows import Episode, Performance, Quote
from bot.domain.spoilers import Disclosure, Label, Limit, Passage, Veiled, Viewpoint
from bot.interactions.asking import asker_of
from bot.store.episodes import has_recap_and_quotes
from bot.store.places import PlacePolicy

Fault = Callable[[pytest.MonkeyPatch], None]


def tell_all(patch: pytest.MonkeyPatch) -> None:
    """The rule fails open."""

    def clear(*_: object) -> Disclosure:
        return Disclosure.CLEAR

    patch.setattr(bot.domain.spoilers, "disclose", clear)


def show_titles(patch: pytest.MonkeyPatch) -> None:
    """Masked titles are shown, as in suggestions."""

    def shows(*_: object) -> bool:
        return True

    patch.setattr(bot.domain.spoilers, "shows_label", shows)


def let_text_out(patch: pytest.MonkeyPatch) -> None:
    """A `|` in a text isn't escaped, and ends the spoiler early."""
    patch.setattr(bot.replies.markup, "_SPECIAL", re.compile("\\\\"))


def mistake_the_clicker(patch: pytest.MonkeyPatch) -> None:
    """Anyone who clicks is answered as everyone."""

    def for_everyone(interaction: Interaction, **_: object) -> Asker:
        return asker_of(interaction, private=False)

    patch.setattr(bot.interactions.router, "clicker_of", for_everyone)


def let_anyone_in(patch: pytest.MonkeyPatch) -> None:
    """Everyone counts as a moderator."""

    async def anyone(*_: object) -> bool:
        return True

    patch.setattr(bot.services.access, "is_moderator", anyone)


def insist_by_the_looks(patch: pytest.MonkeyPatch) -> None:
    """An old message with shown spoilers counts as "Show anyway"."""
    plain = bot.replies.quotes._openers  # pyright: ignore[reportPrivateUsage]  # what the fault is put into

    def openers(show: Any, shown: Any, *, insisted: bool) -> Any:
        return plain(show, shown, insisted=insisted or True)

    patch.setattr(bot.replies.quotes, "_openers", openers)


def forget_the_server(patch: pytest.MonkeyPatch) -> None:
    """If the channel is unknown, the server's setting for titles is ignored."""
    plain = bot.services.visibility.Viewpoints.of

    async def of(self: Any, reading: Any, asker: Asker, show: Any) -> Any:
        viewpoint = await plain(self, reading, asker, show)
        return viewpoint if asker.places else replace(viewpoint, hides_titles=False)

    patch.setattr(bot.services.visibility.Viewpoints, "of", of)


def tell_times(patch: pytest.MonkeyPatch) -> None:
    """A quote's time never counts as story."""
    plain = bot.replies.quotes._listed  # pyright: ignore[reportPrivateUsage]  # as above

    def listed(index: int, quote: Quote[Passage], *given: Any) -> Any:
        yield quote.timestamp.text if quote.timestamp else ""
        yield from plain(index, quote, *given)

    patch.setattr(bot.replies.quotes, "_listed", listed)


def repeat_queries(patch: pytest.MonkeyPatch) -> None:
    """The text of somebody's search is above a public reply."""
    plain = bot.services.quotes.page_of

    async def page_of(*given: Any, **options: Any) -> Any:
        return replace(await plain(*given, **options), typed=given[6])

    patch.setattr(bot.services.quotes, "page_of", page_of)


def send_names_back(patch: pytest.MonkeyPatch) -> None:
    """The value of a suggested character is their name, which the header of a public answer may show."""
    plain = cogs.suggestions.character_choices

    def choices(found: Any) -> list[Choice[str]]:
        return [Choice(name=choice.name, value=choice.name) for choice in plain(found)]

    patch.setattr(cogs.suggestions, "character_choices", choices)


def look_farther_out(patch: pytest.MonkeyPatch) -> None:
    """A setting for one show doesn't affect the others: what is farther out decides for them."""

    def deciding(settings: list[PlacePolicy], places: Any, show: Any) -> Any:
        for place in places:
            here = {setting.show: setting for setting in settings if setting.place == place}
            if (found := here.get(show) or here.get(None)) is not None:
                return found, False
        return None, False

    patch.setattr(bot.services.visibility, "deciding", deciding)


def sing_nowhere(patch: pytest.MonkeyPatch) -> None:
    """A song without a performance is listed and suggested."""
    plain = bot.services.songs.songs_of

    async def songs_of(reading: Any, show: Any) -> Any:
        sung: Performance[Label, Veiled] = Performance(Label("", show=show, position=LAST))
        nowhere = (Episode(LAST, performances=(sung,)),)
        return [song if song.sung else replace(song, sung=nowhere) for song in await plain(reading, show)]

    patch.setattr(bot.services.songs, "songs_of", songs_of)


def follow_nothing(patch: pytest.MonkeyPatch) -> None:
    """An undated special follows whatever comes before it, even if its own episode is missing."""
    plain = bot.services.visibility.ceiling_of

    def ceiling_of(policy: Policy, airings: Any, now: datetime) -> Any:
        known, before = list[Airing](), None
        for airing in airings:
            undated = airing.aired is None and airing.position.special
            known.append(replace(airing, aired=before.aired) if undated and before else airing)
            before = known[-1]
        return plain(policy, known, now)

    patch.setattr(bot.services.visibility, "ceiling_of", ceiling_of)


def count_season_0_first(patch: pytest.MonkeyPatch) -> None:
    """Unplaced specials come before everything."""
    plain = Limit.covers

    def covers(self: Limit, position: Position) -> bool:
        return not position.placed or plain(self, position)

    patch.setattr(Limit, "covers", covers)


def list_beyond(patch: pytest.MonkeyPatch) -> None:
    """Lists of songs in a strict place go past its limit."""
    plain = bot.services.songs.disclose

    def disclose(position: Position, viewpoint: Viewpoint) -> Disclosure:
        return plain(position, replace(viewpoint, strict=False))

    patch.setattr(bot.services.songs, "disclose", disclose)


def post_stories(patch: pytest.MonkeyPatch) -> None:
    """A named episode past a strict place's limit is posted with its story, hidden."""
    plain = bot.services.episodes.visibility_of

    def visibility_of(asker: Any, viewpoint: Viewpoint, position: Position, **options: Any) -> Any:
        return plain(asker, replace(viewpoint, strict=False), position, **options)

    patch.setattr(bot.services.episodes, "visibility_of", visibility_of)


def button_what_is_there(patch: pytest.MonkeyPatch) -> None:
    """A withheld card has buttons only for what exists."""
    plain = bot.services.episodes._episode  # pyright: ignore[reportPrivateUsage]  # as above

    async def episode(question: Any, *others: Any, **options: Any) -> Any:
        view = await plain(question, *others, **options)
        has_recap, has_quotes = await has_recap_and_quotes(question.reading, view.episode.id)
        return replace(view, has_recap=has_recap, has_quotes=has_quotes)

    patch.setattr(bot.services.episodes, "_episode", episode)


def send_withheld_stills(patch: pytest.MonkeyPatch) -> None:
    """A withheld card has the still all the same, as a spoiler."""
    plain = bot.services.episodes._episode  # pyright: ignore[reportPrivateUsage]  # as above

    async def episode(question: Any, *others: Any, **options: Any) -> Any:
        view = await plain(question, *others, **options)
        row = await question.reading.one("SELECT still FROM episode WHERE id = $1", view.episode.id)
        still = Passage(Disclosure.TAGGED, row["still"]) if row["still"] else None
        return replace(view, episode=replace(view.episode, still=view.episode.still or still))

    patch.setattr(bot.services.episodes, "_episode", episode)


def show_stills_openly(patch: pytest.MonkeyPatch) -> None:
    """A still that is a spoiler is not marked as one."""
    plain = bot.replies.episodes.picture

    def picture(still: Passage | None) -> Any:
        return plain(still and replace(still, disclosure=Disclosure.CLEAR))

    patch.setattr(bot.replies.episodes, "picture", picture)


FAULTS: tuple[Fault, ...] = (
    tell_all,
    show_titles,
    let_text_out,
    mistake_the_clicker,
    let_anyone_in,
    insist_by_the_looks,
    forget_the_server,
    tell_times,
    repeat_queries,
    send_names_back,
    look_farther_out,
    sing_nowhere,
    follow_nothing,
    count_season_0_first,
    list_beyond,
    post_stories,
    send_withheld_stills,
    show_stills_openly,
)
"""Found in one world, or a few: `insist_by_the_looks` takes one to four."""

TOLD_APART: tuple[Fault, ...] = (button_what_is_there,)
"""Found by comparing two worlds."""
