"""`/help`: what the bot does."""

from typing import Any

from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.spoilers import Audience
from bot.interactions.asking import clicker_of
from bot.interactions.router import Router
from bot.interactions.sending import answer_click, reply
from bot.replies.clicks import HelpTopic
from bot.replies.help import TOPICS, help_card


class Help(commands.Cog):
    """What the bot does."""

    def __init__(self, *, router: Router) -> None:
        router.on(HelpTopic, self._open)

    @app_commands.command()
    @app_commands.describe(topic="A topic")
    @app_commands.choices(topic=[app_commands.Choice(name=title, value=key) for key, title in TOPICS.items()])
    async def help(self, interaction: Interaction[Any], topic: str = "start") -> None:
        """What Understudy does and how it hides spoilers (only you see it)"""
        await reply(interaction, help_card(interaction.client.tree, topic), Audience.ASKER)

    async def _open(self, interaction: Interaction[Any], click: HelpTopic) -> None:
        view = help_card(interaction.client.tree, click.topic)
        await answer_click(interaction, view, clicker_of(interaction).audience)
