"""How large an imported file may be, and the refusal of a larger one. `child.py` limits memory and time."""

from typing import Final

from bot.domain.drafts import Draft
from bot.importers.source import Source, Unreadable

MEGABYTE: Final = 1024 * 1024

FILE: Final = 20 * MEGABYTE
"""Bytes of a file, unpacked. No importer has more than this in memory."""

DUMP: Final = 64 * MEGABYTE
"""Bytes of a wiki dump, unpacked. It is read as a stream, page by page."""

QUOTES: Final = 60_000
"""Quotes of a file: writing them blocks other writes for about two seconds."""

MEMBERS: Final = 1_000
"""Files in an archive."""

COPIED_PAGE: Final = 200_000
"""Characters of a copied page; a long recap has 20,000."""

WIKITEXT: Final = 2_097_152
"""Characters of a wikitext page: MediaWiki's own limit (`$wgMaxArticleSize`)."""


def refuse_large(source: Source, limit: int) -> None:
    """Raise `Unreadable` for a file of more than `limit` bytes."""
    if len(source.data) > limit:
        what = f"has more than {limit // MEGABYTE} MB"
        raise source.unreadable(what)


def unpacks_to_too_much(source: Source, limit: int) -> Unreadable:
    """The refusal of an archive whose content has more than `limit` bytes."""
    return source.unreadable(f"unpacks to more than {limit // MEGABYTE} MB")


def refuse_many_members(source: Source, count: int) -> None:
    """Raise `Unreadable` for an archive with too many files."""
    if count > MEMBERS:
        what = f"has {count:,} files. The limit is {MEMBERS:,}"
        raise source.unreadable(what)


def refuse_many_quotes(source: Source, draft: Draft) -> None:
    """Raise `Unreadable` for a file with too many quotes."""
    if sum(len(episode.quotes) for episode in draft.episodes) > QUOTES:
        what = f"has more than {QUOTES:,} quotes. Send it in parts"
        raise source.unreadable(what)


def refuse_long_page(source: Source, text: str) -> None:
    """Raise `Unreadable` for a copied page that is too long."""
    if len(text) > COPIED_PAGE:
        what = f"is longer than a page: over {COPIED_PAGE:,} characters"
        raise source.unreadable(what)
