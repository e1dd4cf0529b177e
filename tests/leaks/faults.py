"""Faults that were there once or could be: each puts a leak into the bot, and the suite has to find it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from discord import Interaction

import bot.domain.spoilers
import bot.replies.markup
import bot.replies.quotes
import bot.services.access
import bot.services.viewpoints
import cogs.episodes
from bot.domain.asking import Asker
from bot.domain.spoilers import Disclosure, Passage
from bot.replies.asking import asker_of
from bot.services.quote_views import Spoken
from bot.store.places import PlacePolicy

Fault = Callable[[pytest.MonkeyPatch], None]


def tell_all(patch: pytest.MonkeyPatch) -> None:
    """The rule itself fails open."""

    def clear(*_: object) -> Disclosure:
        return Disclosure.CLEAR

    patch.setattr(bot.domain.spoilers, "disclose", clear)


def show_titles(patch: pytest.MonkeyPatch) -> None:
    """Masked titles are shown, as in suggestions."""

    def shows(*_: object) -> bool:
        return True

    patch.setattr(bot.domain.spoilers, "shows_label", shows)


def let_text_out(patch: pytest.MonkeyPatch) -> None:
    """A bar in the text is left as it is, and ends the hiding early."""
    patch.setattr(bot.replies.markup, "_SPECIAL", re.compile("\\\\"))


def mistake_the_clicker(patch: pytest.MonkeyPatch) -> None:
    """Whoever clicks is answered for everyone."""

    def for_everyone(interaction: Interaction, **_: object) -> Asker:
        return asker_of(interaction, private=False)

    patch.setattr(cogs.episodes, "clicker_of", for_everyone)


def let_anyone_in(patch: pytest.MonkeyPatch) -> None:
    """The moderators' door stands open."""

    async def anyone(*_: object) -> bool:
        return True

    patch.setattr(bot.services.access, "is_moderator", anyone)


def insist_by_the_looks(patch: pytest.MonkeyPatch) -> None:
    """What an old message shows hidden counts as if it had been asked for."""
    plain = bot.replies.quotes._openers  # pyright: ignore[reportPrivateUsage]  # what the fault is put into

    def openers(show: Any, shown: Any, *, insisted: bool) -> Any:
        return plain(show, shown, insisted=insisted or True)

    patch.setattr(bot.replies.quotes, "_openers", openers)


def forget_the_server(patch: pytest.MonkeyPatch) -> None:
    """Where the channel is unknown, so is what its server says of titles."""
    plain = bot.services.viewpoints.Viewpoints.of

    async def of(self: Any, reading: Any, asker: Asker, show: Any) -> Any:
        viewpoint = await plain(self, reading, asker, show)
        return viewpoint if asker.places else replace(viewpoint, hides_titles=False)

    patch.setattr(bot.services.viewpoints.Viewpoints, "of", of)


def tell_times(patch: pytest.MonkeyPatch) -> None:
    """Whatever stands as the time of a quote is no story."""
    plain = bot.replies.quotes._where  # pyright: ignore[reportPrivateUsage]  # as above

    def where(line: Spoken) -> Any:
        time = line.timestamp
        return plain(replace(line, timestamp=time and Passage(Disclosure.CLEAR, time.text)))

    patch.setattr(bot.replies.quotes, "_where", where)


def look_farther_out(patch: pytest.MonkeyPatch) -> None:
    """A setting for one show says nothing of the others: what is farther out decides for them."""

    def deciding(settings: list[PlacePolicy], places: Any, show: Any) -> Any:
        for place in places:
            here = {setting.show: setting for setting in settings if setting.place == place}
            if (found := here.get(show) or here.get(None)) is not None:
                return found, False
        return None, False

    patch.setattr(bot.services.viewpoints, "_deciding", deciding)


FAULTS: tuple[Fault, ...] = (
    tell_all,
    show_titles,
    let_text_out,
    mistake_the_clicker,
    let_anyone_in,
    insist_by_the_looks,
    forget_the_server,
    tell_times,
    look_farther_out,
)
"""Found by driving one world."""

TOLD_APART: tuple[Fault, ...] = ()
"""Found by comparing two worlds."""
