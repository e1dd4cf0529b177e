"""`/privacy`: a person's own data, to download or to delete."""

import io

from discord import File, Interaction, app_commands
from discord.ext import commands

from bot.domain.spoilers import Audience
from bot.interactions.asking import answer_alone, asker_of
from bot.interactions.router import Router
from bot.interactions.sending import reply, reply_with_file
from bot.interactions.slow_answers import in_time
from bot.replies.clicks import EraseMe, ExportMe
from bot.replies.privacy import erase_question, erased_card, exported_privacy
from bot.services.privacy import FILE, Privacy


class PrivacyCommands(
    commands.GroupCog, group_name="privacy", group_description="Download or delete your data"
):
    """A person's own data, in all servers, shown only to them."""

    def __init__(self, *, privacy: Privacy, router: Router) -> None:
        super().__init__()
        self._privacy = privacy
        router.on(ExportMe, lambda interaction, _: self._export(interaction))
        router.on(EraseMe, self._erase)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Download your data"""
        await self._export(interaction)

    async def _export(self, interaction: Interaction) -> None:
        exported = await in_time(interaction, self._privacy.export(asker_of(interaction, private=True)))
        file = File(io.BytesIO(exported.data), FILE)
        await reply_with_file(interaction, exported_privacy(exported.counts), file)

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        """Delete all your data (asks first)"""
        await answer_alone(interaction, self._privacy.counts, erase_question)

    async def _erase(self, interaction: Interaction, click: EraseMe) -> None:
        if click.sure:
            await answer_alone(interaction, self._privacy.erase, erased_card)
        else:  # below the file, which stays
            asker = asker_of(interaction, private=True)
            counts = await in_time(interaction, self._privacy.counts(asker))
            await reply(interaction, erase_question(counts), Audience.ASKER)
