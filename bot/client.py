"""The Discord client: loads the cogs, tidies daily, shuts down cleanly."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.addresses import has_other_gateway
from bot.command_sync import sync_commands
from bot.domain.ids import GuildId
from bot.domain.start_errors import AnotherApplication
from bot.gateway.client import SteadyBot
from bot.interactions.autocomplete import suggest_options
from bot.interactions.errors import tell
from bot.interactions.router import Router
from bot.interactions.tree import Tree
from bot.services.departures import Departures
from bot.store.database import Database
from bot.store.remembered import recall, remember

_log = logging.getLogger(__name__)

APPLICATION = "application"
"""The name under which the database remembers its application id."""

_A_DAY = 24 * 3600

PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True
)
"""The permissions that the invite link asks for."""


class Understudy(SteadyBot):
    """The bot. Its only intent is `guilds`."""

    def __init__(
        self,
        *,
        database: Database,
        departures: Departures,
        router: Router,
        cogs: Sequence[commands.Cog],
        menus: Sequence[app_commands.ContextMenu],
        daily: Sequence[Callable[[discord.Client], Awaitable[None]]],
        announce: Callable[[str], None],
        shard_count: int | None = None,
    ) -> None:
        super().__init__(
            tree_cls=Tree,
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )
        self._database = database
        self._departures = departures
        self._daily: asyncio.Task[None] | None = None
        self._to_do_daily = daily
        self.router = router
        self._parts = cogs
        self._menus = menus
        self._announce = announce

    async def setup_hook(self) -> None:
        """Called by discord.py after the login, before it connects."""
        await self._know_application()
        await self.add_parts()
        self.router.mentions = await sync_commands(self.tree, self.payload(), self._database)
        self._daily = asyncio.create_task(self._tidy_daily())
        if has_other_gateway():
            # With a known shard count, discord.py connects to the default gateway, which is the proxy then,
            # and not to the address that Discord returns together with the count.
            self.shard_count, _, _ = await self.http.get_bot_gateway()

    async def add_parts(self) -> None:
        """Register cogs, menus, clicks and suggestions, and the handler of errors."""
        self.tree.error(tell)
        for cog in self._parts:
            await self.add_cog(cog)
        for menu in self._menus:
            self.tree.add_command(menu)
        suggest_options(self.tree, self.router.suggesters)
        self.add_dynamic_items(self.router.item())

    def payload(self) -> list[dict[str, Any]]:
        """The commands as sent to Discord."""
        return [command.to_dict(self.tree) for command in self.tree.get_commands()]

    async def on_ready(self) -> None:
        """Called by discord.py when it is connected, and again after a long interruption."""
        _log.info("ready: %d servers", len(self.guilds))
        if not self.guilds and self.application_id is not None:
            self._announce(f"I am in no server yet. Invite me: {invite_link(self.application_id)}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Called by discord.py when a server removed the bot, not when Discord can't reach it."""
        await self._departures.left(GuildId(guild.id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Called by discord.py when the bot was added to a server."""
        await self._departures.back(GuildId(guild.id))

    async def tidy(self) -> None:
        """Update which servers left or came back, also while the bot was offline, and erase what is due."""
        await self._departures.compare({GuildId(guild.id) for guild in self.guilds})
        await self._departures.erase_due()
        for work in self._to_do_daily:
            await work(self)

    async def close(self) -> None:
        """Called by discord.py, or to stop the bot."""
        if self._daily is not None:
            self._daily.cancel()
            await asyncio.wait({self._daily})
        await super().close()

    async def _tidy_daily(self) -> None:
        """Tidy once all servers are known, and then daily."""
        await self.wait_until_ready()
        while True:
            try:
                await self.tidy()
            except Exception:  # noqa: BLE001 - whatever it was: tomorrow it is tried again
                _log.exception("daily cleanup failed; it runs again tomorrow")
            await asyncio.sleep(_A_DAY)

    async def _know_application(self) -> None:
        """Check that the database belongs to this application, before servers can count as left.

        Raises `AnotherApplication`; `run --adopt` makes the database forget the earlier one.
        """
        given = str(self.application_id)
        async with self._database.write() as writing:
            known = await recall(writing, APPLICATION)
            if known not in (None, given):
                raise AnotherApplication(self._database.path, known or "", given)
            if known != given:
                await remember(writing, APPLICATION, given)


def invite_link(application_id: int) -> str:
    """The address that adds the bot to a server with the permissions it needs."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS)
