"""Identifiers, each a type of its own so that one is never taken for another."""

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
"""A line. Its show is in the number (`bot.store.folding`): the lines of a show are one run of ids."""

SpeakerId = NewType("SpeakerId", int)
"""A name, as it is written, of somebody who speaks in a show's quotes."""

ProgressKey = NewType("ProgressKey", int)
"""What progress and per-show settings are kept under: the id of the show that a server's copy began as."""

SessionId = NewType("SessionId", int)
"""Something that somebody has open, as a form: made at random, so that no two ever share a custom id."""
