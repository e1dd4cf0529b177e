"""A bare discord.py bot: what the library costs without Understudy.

It answers `/ping` with "pong", and `/card` with a card or with suggestions that Understudy sent: those in
`cards.json` where it runs, by the name of the question, in turn.
"""

import json
import os
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import discord
from discord import Interaction, app_commands, ui
from discord.ext import commands

from bot.addresses import point_at

CARDS = "cards.json"


class Bare(commands.AutoShardedBot):
    """As Understudy's client is set up, with two commands and nothing behind them."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        kept = Path(CARDS)
        cards: dict[str, list[dict[str, Any]]] = json.loads(kept.read_text()) if kept.exists() else {}
        self.cards = {name: cycle(bodies) for name, bodies in cards.items()}

    async def setup_hook(self) -> None:
        """Called by discord.py after the login and before it connects."""
        self.tree.command(name="ping", description="Is anyone there?")(_ping)
        card = self.tree.command(name="card", description="A card that Understudy sent")(_card)
        card.autocomplete("name")(_suggest)
        self.shard_count, _, _ = await self.http.get_bot_gateway()


async def _ping(interaction: Interaction) -> None:
    await interaction.response.send_message("pong", ephemeral=True)


async def _card(interaction: Interaction[Bare], name: str) -> None:
    body = next(interaction.client.cards[name])
    view = ui.LayoutView(timeout=None)
    for part in body["components"]:
        view.add_item(_item(part))
    view.stop()  # as Understudy does: discord.py keeps every view that waits for clicks
    await interaction.response.send_message(view=view, ephemeral=bool(body["flags"] & 64))


async def _suggest(interaction: Interaction[Bare], typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(**choice) for choice in next(interaction.client.cards[typed])["choices"]]


def _item(part: dict[str, Any]) -> ui.Item[Any]:
    """The part of a card that this component is."""
    inside = [_item(each) for each in part.get("components", [])]
    return _MAKERS[discord.ComponentType(part["type"])](part, inside)


_MAKERS: dict[discord.ComponentType, Callable[[dict[str, Any], list[ui.Item[Any]]], ui.Item[Any]]] = {
    discord.ComponentType.container: lambda part, inside: ui.Container(
        *inside, accent_colour=part["accent_color"]
    ),
    discord.ComponentType.section: lambda part, inside: ui.Section(
        *inside, accessory=_item(part["accessory"])
    ),
    discord.ComponentType.thumbnail: lambda part, inside: ui.Thumbnail(part["media"]["url"]),
    discord.ComponentType.text_display: lambda part, inside: ui.TextDisplay(part["content"]),
    discord.ComponentType.separator: lambda part, inside: ui.Separator(),
    discord.ComponentType.action_row: lambda part, inside: ui.ActionRow(*inside),
    discord.ComponentType.button: lambda part, inside: ui.Button(
        label=part.get("label"),
        style=discord.ButtonStyle(part["style"]),
        emoji=discord.PartialEmoji.from_dict(part["emoji"]) if "emoji" in part else None,
        custom_id=part["custom_id"],
        disabled=part["disabled"],
    ),
}


def main() -> None:
    """Run it on the stand-in that the environment names."""
    point_at(api_url=os.environ["DISCORD_API_URL"], gateway_url=os.environ["DISCORD_GATEWAY_URL"])
    Bare().run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
