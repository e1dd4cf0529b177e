"""Opening forms from buttons, and saving what is sent in them."""

from collections.abc import Mapping

from discord import Interaction, InteractionType
from discord.ext import commands

from bot.domain.editing_errors import FileTooBig, FormOvertaken, FormRejected, FormSaved, NothingToChange
from bot.domain.fields import BadField, Fault
from bot.domain.ids import SessionId
from bot.interactions.asking import asker_of
from bot.interactions.downloads import download
from bot.interactions.errors import tell, tell_and_give_back
from bot.interactions.modals import Upload, sent_form, show_form, typed_into, uploaded_with
from bot.interactions.router import Router
from bot.interactions.saving import answer_saved, save
from bot.interactions.slow_answers import in_time
from bot.replies.catalog_clicks import ApplyForm, FormAgain, OpenForm
from bot.replies.forms import FILE
from bot.services.editing import Saved
from bot.services.forms import Forms

_LARGEST = 2**20
"""Bytes of a file sent in a form: a megabyte of text is a thick book."""


class FormCog(commands.Cog):
    """Opens forms and receives them."""

    def __init__(self, *, forms: Forms, router: Router) -> None:
        self._forms = forms
        self._router = router
        router.on(OpenForm, self._open)
        router.on(FormAgain, self._again)
        router.on(ApplyForm, self._apply)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Called by discord.py for every interaction; forms are answered here, also after a restart."""
        if interaction.type is not InteractionType.modal_submit:
            return
        typed: dict[str, str] = {}
        try:
            typed = typed_into(interaction)
            form = sent_form(interaction)
            if form is not None:
                async with self._router.workload.turn(interaction, "form"):
                    await self._receive(interaction, form, typed)
        except Exception as error:  # noqa: BLE001 - the one place where a form's errors are answered
            await tell_and_give_back(interaction, error, typed)

    async def _receive(self, interaction: Interaction, form: SessionId, typed: Mapping[str, str]) -> None:
        try:
            saved = await in_time(interaction, self._save(interaction, form, typed))
        except (FormRejected, FormOvertaken, NothingToChange, FormSaved) as error:
            await tell(interaction, error)  # nothing of it is lost
        except Exception as error:  # noqa: BLE001 - as above
            await tell_and_give_back(interaction, error, typed)
        else:
            await self._answer(interaction, saved)

    async def _save(self, interaction: Interaction, form: SessionId, typed: Mapping[str, str]) -> Saved:
        asker, uploads = asker_of(interaction, private=True), uploaded_with(interaction)
        if not uploads:
            return await self._forms.submit(asker, form, typed)
        await self._forms.opened(asker, form)
        try:
            file = await _text_of(interaction, uploads[0])
        except BadField as error:
            raise FormRejected(form, error) from error
        return await self._forms.submit(asker, form, {**typed, FILE: file})

    async def _answer(self, interaction: Interaction, saved: Saved) -> None:
        try:
            await answer_saved(interaction, saved)
        except Exception as error:  # noqa: BLE001 - as above
            await tell(interaction, error)

    async def _open(self, interaction: Interaction, click: OpenForm) -> None:
        opened = await self._forms.open(asker_of(interaction, private=True), click.subject)
        await show_form(interaction, opened)

    async def _again(self, interaction: Interaction, click: FormAgain) -> None:
        opened = await self._forms.reopen(asker_of(interaction, private=True), SessionId(click.form))
        await show_form(interaction, opened)

    async def _apply(self, interaction: Interaction, click: ApplyForm) -> None:
        await save(interaction, lambda asker: self._forms.apply(asker, SessionId(click.form)))


async def _text_of(interaction: Interaction, upload: Upload) -> str:
    """The text of a file sent in a form. Raises `BadField` if it is no text, or too large."""
    try:
        text = (await download(interaction, upload.address, at_most=_LARGEST)).decode("utf-8-sig")
    except FileTooBig as error:
        raise BadField(FILE, Fault.FILE_TOO_LARGE) from error
    except UnicodeDecodeError as error:
        raise BadField(FILE, Fault.NOT_TEXT) from error
    if "\0" in text:
        raise BadField(FILE, Fault.NOT_TEXT)
    return text
