"""A toy bot in the playground."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.playground import CHANNELS, PortTaken, World, serve_playground

GENERAL, OPEN, STRICT = CHANNELS


class Answer(discord.ui.LayoutView):
    """A reply with hidden text and a button."""

    def __init__(self, word: str) -> None:
        super().__init__(timeout=None)
        self.box: discord.ui.Container[Answer] = discord.ui.Container()
        self.box.add_item(discord.ui.TextDisplay(f"Pong, {word}: ||the twist||"))
        button: discord.ui.Button[Answer] = discord.ui.Button(label="Open for me", custom_id="open")
        button.callback = self.open
        self.box.add_item(discord.ui.ActionRow(button))
        self.add_item(self.box)

    async def open(self, interaction: Interaction) -> None:
        """Reply to the clicker."""
        await interaction.response.send_message("Yours alone", ephemeral=True)


async def tell(interaction: Interaction, _: app_commands.AppCommandError) -> None:
    """Answers errors itself, like the real bot."""
    await interaction.response.send_message("There is no such word.", ephemeral=True)


class Keep(discord.ui.Modal, title="Keep it"):
    """A form with one field."""

    note: discord.ui.TextInput["Keep"] = discord.ui.TextInput(label="Note", default="Kept")

    async def on_submit(self, interaction: Interaction) -> None:
        """Reply with the field's text."""
        await interaction.response.send_message(f"Note: {self.note.value}", ephemeral=True)


class Toy(commands.AutoShardedBot):
    """A bot with four commands and a message menu.

    `/ping word`, `/hello name`, `/clock ago`, `/hang seconds` (it works in a thread). `keep` opens a form.
    """

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True), shard_count=1)
        self.at_work = asyncio.Event()

    async def setup_hook(self) -> None:
        """Called by discord.py before it connects."""
        self.tree.error(tell)

        async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            words = [word for word in ("fallout", "pilot") if typed.casefold() in word]
            return [app_commands.Choice(name=word.title(), value=word) for word in words]

        @self.tree.command()
        @app_commands.autocomplete(word=suggest)
        async def ping(interaction: Interaction, word: str, loud: bool = False) -> None:
            """Answers with a pong"""
            if word == "nonsense":
                raise ValueError(word)
            await interaction.response.send_message(view=Answer(word.upper() if loud else word))

        @self.tree.command()
        async def hang(_: Interaction, seconds: float) -> None:
            """Works for so long"""
            self.at_work.set()
            await asyncio.to_thread(time.sleep, seconds)

        @self.tree.command()
        async def hello(interaction: Interaction, name: str = "you") -> None:
            """Says hello"""
            await interaction.response.send_message(f"Hello, {name}!")

        @self.tree.command()
        async def clock(interaction: Interaction, ago: int) -> None:
            """Names a moment so many seconds ago"""
            await interaction.response.send_message(f"That was <t:{int(time.time()) - ago}:R>")

        @self.tree.context_menu()
        @app_commands.default_permissions(manage_messages=True)
        async def keep(interaction: Interaction, _: discord.Message) -> None:
            await interaction.response.send_modal(Keep())

        await self.tree.sync()


@asynccontextmanager
async def served(
    *, port: int = 0, prepare: Callable[[World], Awaitable[None]] | None = None, bot: Toy | None = None
) -> AsyncGenerator[tuple[str, asyncio.Task[None]]]:
    """A playground with the toy bot in it: its address, and the task to cancel."""
    announced = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve_playground(bot or Toy(), port=port, announce=announced.set_result, prepare=prepare)
    )
    try:
        await asyncio.wait({announced, task}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield announced.result(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, PortTaken):
            await task


async def page_of(http: aiohttp.ClientSession, url: str) -> str:
    async with http.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


def secret_in(page: str) -> str:
    found = re.search(r"&quot;secret&quot;: &quot;([\w-]+)&quot;", page)
    assert found is not None
    return found[1]
