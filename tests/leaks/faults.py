"""Deliberate leaks, which the suite must find. Some were real bugs."""

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
import bot.services.episodes
import bot.services.permissions
import bot.services.quotes
import bot.services.songs
import bot.services.visibility
import cogs.suggestions
from bot.domain.aired_limit import Airing
from bot.domain.asking import Asker
from bot.domain.policies import Policy
from bot.domain.positions import LAST, Position
from bot.domain.shows import Episode, Performance, Quote
from bot.domain.spoilers import Disclosure, Label, Limit, Passage, Veiled, Viewpoint
from bot.interactions.asking import asker_of
from bot.store.episodes import has_recap_and_quotes
from bot.store.places import PlacePolicy

Fault = Callable[[pytest.MonkeyPatch], None]


def show_everything(patch: pytest.MonkeyPatch) -> None:
    """The rule fails open."""

    def clear(*_: object) -> Disclosure:
        return Disclosure.CLEAR

    patch.setattr(bot.domain.spoilers, "disclose", clear)


def show_titles(patch: pytest.MonkeyPatch) -> None:
    """Masked titles are shown, as in suggestions."""

    def shows(*_: object) -> bool:
        return True

    patch.setattr(bot.domain.spoilers, "shows_label", shows)


def leave_pipes_unescaped(patch: pytest.MonkeyPatch) -> None:
    """A `|` in a text isn't escaped, and ends the spoiler early."""
    patch.setattr(bot.replies.markup, "_ESCAPES", [("\\", "\\\\")])


def treat_clicks_as_public(patch: pytest.MonkeyPatch) -> None:
    """A click is answered by the rules for public replies."""

    def for_everyone(interaction: Interaction, **_: object) -> Asker:
        return asker_of(interaction, private=False)

    patch.setattr(bot.interactions.router, "clicker_of", for_everyone)


def make_everyone_a_moderator(patch: pytest.MonkeyPatch) -> None:
    """Everyone counts as a moderator."""

    async def anyone(*_: object) -> bool:
        return True

    patch.setattr(bot.services.permissions, "is_moderator", anyone)


def keep_show_anyway_of_old_messages(patch: pytest.MonkeyPatch) -> None:
    """An old message with shown spoilers counts as "Show anyway"."""
    plain = bot.replies.quotes._openers  # pyright: ignore[reportPrivateUsage]  # what the fault is put into

    def openers(show: Any, shown: Any, *, insisted: bool) -> Any:
        return plain(show, shown, insisted=insisted or True)

    patch.setattr(bot.replies.quotes, "_openers", openers)


def ignore_title_setting_in_unknown_channels(patch: pytest.MonkeyPatch) -> None:
    """If the channel is unknown, the server's setting for titles is ignored."""
    plain = bot.services.visibility.Viewpoints.of

    async def of(self: Any, reading: Any, asker: Asker, show: Any) -> Any:
        viewpoint = await plain(self, reading, asker, show)
        return viewpoint if asker.places else replace(viewpoint, hides_titles=False)

    patch.setattr(bot.services.visibility.Viewpoints, "of", of)


def show_timestamps(patch: pytest.MonkeyPatch) -> None:
    """Timestamps are always visible."""
    plain = bot.replies.quotes._listed  # pyright: ignore[reportPrivateUsage]  # as above

    def listed(index: int, quote: Quote[Passage], *given: Any) -> Any:
        yield quote.timestamp.text if quote.timestamp else ""
        yield from plain(index, quote, *given)

    patch.setattr(bot.replies.quotes, "_listed", listed)


def show_search_text_publicly(patch: pytest.MonkeyPatch) -> None:
    """The search text is shown above public results."""
    plain = bot.services.quotes.page_of

    async def page_of(*given: Any, **options: Any) -> Any:
        return replace(await plain(*given, **options), typed=given[6])

    patch.setattr(bot.services.quotes, "page_of", page_of)


def use_names_as_suggestion_values(patch: pytest.MonkeyPatch) -> None:
    """The value of a suggested character is the name, which others can see in the used command."""
    plain = cogs.suggestions.character_choices

    def choices(found: Any) -> list[Choice[str]]:
        return [Choice(name=choice.name, value=choice.name) for choice in plain(found)]

    patch.setattr(cogs.suggestions, "character_choices", choices)


def ignore_limits_of_other_shows(patch: pytest.MonkeyPatch) -> None:
    """A limit for one show doesn't hide the others: the category's or server's limit applies to them."""

    def deciding(settings: list[PlacePolicy], places: Any, show: Any) -> Any:
        for place in places:
            here = {setting.show: setting for setting in settings if setting.place == place}
            if (found := here.get(show) or here.get(None)) is not None:
                return found, False
        return None, False

    patch.setattr(bot.services.visibility, "deciding", deciding)


def list_unperformed_songs(patch: pytest.MonkeyPatch) -> None:
    """A song without a performance is listed and suggested."""
    plain = bot.services.songs.songs_of

    async def songs_of(reading: Any, show: Any) -> Any:
        sung: Performance[Label, Veiled] = Performance(Label("", show=show, position=LAST))
        nowhere = (Episode(LAST, performances=(sung,)),)
        return [song if song.sung else replace(song, sung=nowhere) for song in await plain(reading, show)]

    patch.setattr(bot.services.songs, "songs_of", songs_of)


def place_undated_specials_anywhere(patch: pytest.MonkeyPatch) -> None:
    """An undated special follows the episode before it, even if its own episode is missing."""
    plain = bot.services.visibility.ceiling_of

    def ceiling_of(policy: Policy, airings: Any, now: datetime) -> Any:
        known, before = list[Airing](), None
        for airing in airings:
            undated = airing.aired is None and airing.position.special
            known.append(replace(airing, aired=before.aired) if undated and before else airing)
            before = known[-1]
        return plain(policy, known, now)

    patch.setattr(bot.services.visibility, "ceiling_of", ceiling_of)


def cover_unplaced_specials(patch: pytest.MonkeyPatch) -> None:
    """Unplaced specials come before everything."""
    plain = Limit.covers

    def covers(self: Limit, position: Position) -> bool:
        return not position.placed or plain(self, position)

    patch.setattr(Limit, "covers", covers)


def list_songs_past_the_limit(patch: pytest.MonkeyPatch) -> None:
    """Public song lists in a strict channel go past its limit."""
    plain = bot.services.songs.disclose

    def disclose(position: Position, viewpoint: Viewpoint) -> Disclosure:
        return plain(position, replace(viewpoint, strict=False))

    patch.setattr(bot.services.songs, "disclose", disclose)


def post_summaries_past_the_limit(patch: pytest.MonkeyPatch) -> None:
    """In a strict channel, an episode past the limit is shown with its summary as a hidden spoiler."""
    plain = bot.services.episodes.visibility_of

    def visibility_of(asker: Any, viewpoint: Viewpoint, position: Position, **options: Any) -> Any:
        return plain(asker, replace(viewpoint, strict=False), position, **options)

    patch.setattr(bot.services.episodes, "visibility_of", visibility_of)


def show_buttons_only_for_content(patch: pytest.MonkeyPatch) -> None:
    """A withheld card has buttons only for what exists."""
    plain = bot.services.episodes._episode  # pyright: ignore[reportPrivateUsage]  # as above

    async def episode(question: Any, *others: Any, **options: Any) -> Any:
        view = await plain(question, *others, **options)
        has_recap, has_quotes = await has_recap_and_quotes(question.reading, view.episode.id)
        return replace(view, has_recap=has_recap, has_quotes=has_quotes)

    patch.setattr(bot.services.episodes, "_episode", episode)


def send_withheld_stills(patch: pytest.MonkeyPatch) -> None:
    """A withheld card shows the still, as a spoiler."""
    plain = bot.services.episodes._episode  # pyright: ignore[reportPrivateUsage]  # as above

    async def episode(question: Any, *others: Any, **options: Any) -> Any:
        view = await plain(question, *others, **options)
        row = await question.reading.one("SELECT still FROM episode WHERE id = $1", view.episode.id)
        still = Passage(Disclosure.TAGGED, row["still"]) if row["still"] else None
        return replace(view, episode=replace(view.episode, still=view.episode.still or still))

    patch.setattr(bot.services.episodes, "_episode", episode)


def show_stills_without_spoiler_mark(patch: pytest.MonkeyPatch) -> None:
    """A still that is a spoiler is not marked as one."""
    plain = bot.replies.episodes.picture

    def picture(still: Passage | None) -> Any:
        return plain(still and replace(still, disclosure=Disclosure.CLEAR))

    patch.setattr(bot.replies.episodes, "picture", picture)


FAULTS: tuple[Fault, ...] = (
    show_everything,
    show_titles,
    leave_pipes_unescaped,
    treat_clicks_as_public,
    make_everyone_a_moderator,
    keep_show_anyway_of_old_messages,
    ignore_title_setting_in_unknown_channels,
    show_timestamps,
    show_search_text_publicly,
    use_names_as_suggestion_values,
    ignore_limits_of_other_shows,
    list_unperformed_songs,
    place_undated_specials_anywhere,
    cover_unplaced_specials,
    list_songs_past_the_limit,
    post_summaries_past_the_limit,
    send_withheld_stills,
    show_stills_without_spoiler_mark,
)
"""Found in one world or a few: `keep_show_anyway_of_old_messages` takes one to four."""

FOUND_BY_TWINS: tuple[Fault, ...] = (show_buttons_only_for_content,)
"""Found by comparing two worlds."""
