"""Ids as custom ids and stored sessions have them: bounded, because a custom id can be forged."""

from typing import Annotated

from msgspec import Meta

Slug = Annotated[str, Meta(max_length=32)]
"""A show's short name."""

Id = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""The id of a record, or the key of a position, within the database's range even if it was forged."""
