"""A bare discord.py bot that answers "pong": what the library costs without Understudy."""

import os

import discord
from discord import Interaction
from discord.ext import commands

from bot.addresses import point_at


class Bare(commands.AutoShardedBot):
    """As Understudy's client is set up, with one command and nothing behind it."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            help_command=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )

    async def setup_hook(self) -> None:
        """Called by discord.py after the login and before it connects."""
        self.tree.command(name="ping", description="Is anyone there?")(_ping)
        self.shard_count, _, _ = await self.http.get_bot_gateway()


async def _ping(interaction: Interaction) -> None:
    await interaction.response.send_message("pong", ephemeral=True)


def main() -> None:
    """Run it on the stand-in that the environment names."""
    point_at(api_url=os.environ["DISCORD_API_URL"], gateway_url=os.environ["DISCORD_GATEWAY_URL"])
    Bare().run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
