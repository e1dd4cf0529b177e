"""The message menu **Save as quote**: the form for a quote, filled from a message."""

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.domain.text import TEXT_LENGTH
from bot.interactions.asking import asker_of
from bot.interactions.modals import show_form
from bot.replies.messages import words_of
from bot.services.forms import Forms
from bot.services.panels import Panels
from bot.services.subjects.quotes import MessageQuote, NewQuote
from bot.services.subjects.subject import Subject


class SaveAsQuote(commands.Cog):
    """A moderator saves a message as a quote."""

    def __init__(self, *, forms: Forms, panels: Panels) -> None:
        self._forms = forms
        self._panels = panels
        self.menu = app_commands.ContextMenu(name="Save as quote", callback=self.save)

    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_messages=True)
    async def save(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for a quote with the words of a message in it."""
        asker = asker_of(interaction, private=True)
        show = await self._panels.show(asker, None)
        filled = {"text": words_of(message)[:TEXT_LENGTH]}
        subject: Subject = NewQuote(show.slug, None)
        if len(await self._panels.suggest_shows(asker, "")) > 1:
            subject, filled = MessageQuote(show.slug), {**filled, "show": show.slug}
        opened = await self._forms.open(asker, subject, filled)
        await show_form(interaction, opened)
