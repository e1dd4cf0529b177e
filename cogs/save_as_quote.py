"""The message menu "Save as quote": the form for a line, filled from a message."""

import discord
from discord import Interaction, app_commands

from bot.domain.fields import TEXT
from bot.replies.asking import asker_of
from bot.replies.forms import show_form
from bot.services.curation import Curation
from bot.services.panels import Panels
from bot.services.subjects import NewQuote


def save_as_quote(*, curation: Curation, panels: Panels) -> app_commands.ContextMenu:
    """The menu, for `Understudy`."""

    @app_commands.context_menu(name="Save as quote")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_messages=True)
    async def save(interaction: Interaction, message: discord.Message) -> None:
        asker = asker_of(interaction, private=True)
        show = await panels.show(asker, None)
        filled = {"text": message.content[:TEXT]}
        await show_form(interaction, await curation.open(asker, NewQuote(show.slug, None), filled))

    return save
