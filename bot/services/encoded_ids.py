"""Ids as custom ids and stored sessions have them: bounded, because a custom id can be forged."""

from typing import Annotated, Self

from msgspec import Meta

Slug = Annotated[str, Meta(max_length=32)]
"""A show's short name."""

Id = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""The id of a record, or the key of a position, within the database's range even if it was forged."""


class OnlySlug(str):
    """A show's short name that nobody typed: it never means a show whose title is like it.

    Else a button of a deleted show would be about another one.
    """

    __slots__ = ()

    @classmethod
    def of(cls, slug: str) -> Self | None:
        """The short name in a button; None for an empty one: no show is named."""
        return cls(slug) if slug else None
