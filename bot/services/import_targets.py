"""Choosing the show that a file is imported into: the chosen one, the one the file names, or the default."""

from dataclasses import dataclass
from enum import Enum

from bot.domain import fields
from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.editing_errors import ShowExists, ShowUnclear
from bot.domain.errors import ShowNotFound
from bot.domain.fields import slug_of
from bot.domain.folding import fold
from bot.domain.ids import GuildId
from bot.domain.shows import Show
from bot.domain.text import exact
from bot.services.records import numbered_slug
from bot.services.shows import show_named
from bot.store.database import Reading
from bot.store.shows import shows_of


class Why(Enum):
    """Why a file goes into a show."""

    NAMED = "named in the file"
    DEFAULT = "the default show"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Into:
    """What somebody chose: the show `named`, or a `new` one with this title (and, if both, this short name).

    Neither: what the file says, and else the default show.
    """

    named: str | None = None
    new: str | None = None


ANYWHERE = Into()
"""Let the file decide."""


@dataclass(frozen=True, slots=True)
class Target:
    """The show that a file goes into: an existing one, or (`show` None) a new one."""

    title: str
    slug: str
    show: Show | None
    why: Why
    doubts: tuple[Doubt, ...] = ()

    @property
    def copies(self) -> bool:
        """Whether applying creates the server's own copy of a bundled show."""
        return self.show is not None and self.show.owner is None


async def target_of(reading: Reading, guild: GuildId | None, draft: Draft, into: Into) -> Target:
    """The show that a draft goes into, for a preview.

    Raises `ShowNotFound`, `NoShows`, or `BadField` for the title of a new show.
    """
    if into.new is not None:
        return await _new(reading, guild, draft, into.new, Why.CHOSEN, into.named)
    if into.named is not None:
        return _chosen(draft, await show_named(reading, guild, into.named))
    if not (draft.title or draft.slug):
        show = await show_named(reading, guild, None)
        return Target(show.title, show.slug, show, Why.DEFAULT)
    return await _named(reading, guild, draft)


async def certain_target_of(reading: Reading, guild: GuildId | None, draft: Draft, into: Into) -> Target:
    """The same without a preview: nothing is guessed.

    Raises `ShowNotFound`, `ShowExists`, `ShowUnclear` or `BadField`.
    """
    shows = await shows_of(reading, guild)
    if into.new is not None and any(show.slug == into.named for show in shows):
        raise ShowExists(into.named or "")
    if into.named is not None and into.new is None:
        for show in shows:
            if into.named == show.slug:
                return _chosen(draft, show)
        raise ShowNotFound(into.named, tuple(show.slug for show in shows))
    if into == ANYWHERE and not (draft.title or draft.slug):
        raise ShowUnclear(None, tuple(show.slug for show in shows))
    target = await target_of(reading, guild, draft, into)
    if into == ANYWHERE and target.doubts:
        alike = [show for show in shows if _is_like(show, draft.title, draft.slug)]
        raise ShowUnclear(draft.title or None, tuple(show.slug for show in alike))
    return target


def _chosen(draft: Draft, show: Show) -> Target:
    other = draft.title and exact(draft.title) != exact(show.title)
    doubts = (Doubt(Doubtful.OTHER_SHOW, draft.title[:100]),) if other else ()
    return Target(show.title, show.slug, show, Why.CHOSEN, doubts)


async def _named(reading: Reading, guild: GuildId | None, draft: Draft) -> Target:
    """The show with exactly the title in the file; if several, the one with its slug too."""
    shows = await shows_of(reading, guild)
    if draft.title:
        same = [show for show in shows if exact(show.title) == exact(draft.title)]
    else:
        same = [show for show in shows if show.slug == draft.slug]
    if not same:
        return await _new(reading, guild, draft, draft.title or draft.slug, Why.NAMED)
    by_slug = [show for show in same if show.slug == draft.slug]
    show = (by_slug or same)[0]
    unclear = len(same) > 1 and not by_slug
    doubts = (Doubt(Doubtful.SAME_TITLE, show.title),) if unclear else ()
    return Target(show.title, show.slug, show, Why.NAMED, doubts)


async def _new(
    reading: Reading, guild: GuildId | None, draft: Draft, title: str, why: Why, slug: str | None = None
) -> Target:
    title = fields.read_all({"title": title}, ["title"])["title"]
    if slug is not None:
        slug = fields.read_all({"slug": slug}, ["slug"])["slug"]
    else:
        slug = draft.slug if draft.slug and title == draft.title else slug_of(title)
    doubts = tuple(
        Doubt(Doubtful.SAME_TITLE, title)
        if exact(show.title) == exact(title)
        else Doubt(Doubtful.SIMILAR_SHOW, f"{title[:48]} / {show.title[:48]}")
        for show in await shows_of(reading, guild)
        if _is_like(show, title, slug)
    )
    return Target(title, await numbered_slug(reading, guild, slug or "show"), None, why, doubts)


def _is_like(show: Show, title: str, slug: str | None) -> bool:
    return show.slug == slug or fold(show.title) == fold(title)
