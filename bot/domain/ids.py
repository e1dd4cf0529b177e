"""Identifiers, each a type of its own so that one is never taken for another."""

from typing import NewType

GuildId = NewType("GuildId", int)
"""A Discord server (a snowflake)."""

UserId = NewType("UserId", int)
"""A Discord user (a snowflake)."""

ChannelId = NewType("ChannelId", int)
"""A channel, thread, forum post or category (a snowflake)."""

ShowId = NewType("ShowId", int)
EpisodeId = NewType("EpisodeId", int)
SongId = NewType("SongId", int)
