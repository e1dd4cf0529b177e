"""Identifiers, each with a type of its own so that they can't be mixed up."""

from typing import NewType

GuildId = NewType("GuildId", int)
"""A Discord server (a snowflake)."""

UserId = NewType("UserId", int)
"""A Discord user (a snowflake)."""

ChannelId = NewType("ChannelId", int)
"""A channel, thread, forum post or category (a snowflake)."""

RoleId = NewType("RoleId", int)
"""A role of a server (a snowflake)."""

MessageId = NewType("MessageId", int)
"""A message (a snowflake)."""

ShowId = NewType("ShowId", int)
EpisodeId = NewType("EpisodeId", int)
SongId = NewType("SongId", int)
ChangeId = NewType("ChangeId", int)

QuoteId = NewType("QuoteId", int)
"""A quote. Its show is in it (`show_id << QUOTE_BITS | n`): a show's quotes are one run of ids."""

QUOTE_BITS = 24

SpeakerId = NewType("SpeakerId", int)
"""The name, as spelled, of a speaker of a show's quotes."""

ProgressKey = NewType("ProgressKey", int)
"""The key of progress and per-show settings: the id of the show that a server's copy was made from."""

SessionId = NewType("SessionId", int)
"""Something that a person has open, such as a form. Random, so that custom ids never repeat."""
