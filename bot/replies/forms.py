"""Forms in Discord: the words for each field, and reading what was sent.

Limits (Discord's documentation, "Modals"): five parts, a title of 45 characters, a label of 45, a description
of 100, a field's value of 4,000. A form can only be a first answer, and never an answer to a form.
"""

import io
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discord import File, Interaction, SelectOption, TextStyle, ui

from bot.domain.editing_errors import FormGone
from bot.domain.fields import FIELDS
from bot.domain.ids import SessionId
from bot.domain.text import TEXT_LENGTH
from bot.replies.choices import cut_name
from bot.replies.layout import forgotten, text
from bot.replies.markup import Markup, compose, plain
from bot.services.forms import FormView
from bot.services.subjects.episodes import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    NewEpisode,
    NewSpecial,
    RecapFile,
    RecapScenes,
)
from bot.services.subjects.quotes import MessageQuote, NewQuote, QuoteWords
from bot.services.subjects.shows import NewShow, ShowFacts
from bot.services.subjects.songs import NewSong, SongFacts, SungBy, SungIn
from bot.services.subjects.subject import Subject

_PREFIX = "form:"
_DIGITS = 19
"""The most digits of a form's id, which is below 2**62."""
_GIVEN_BACK = 2_500
"""Characters of typed text in an answer; the rest of Discord's 4,000 is for the reason."""
_TYPED = "what-you-typed.txt"
FILE = "file"
"""The field that is a file upload."""
SHOW = "show"
"""The field that is a menu of shows."""
_OPTIONS = 25


NAMES = "One name per line, or comma-separated"
LABELS: Mapping[str, tuple[str, str | None]] = {
    "title": ("Title", None),
    "slug": ("Short name", "For buttons and links, e.g. my-show. Leave empty to use the title."),
    "has_songs": ("Songs", "yes, or no if this show has none. Then cards have no Songs button."),
    "poster": ("Poster", "The https address of a picture that everyone may see"),
    "accent": ("Colour", "Of this show's cards, e.g. #1F6F78"),
    "place": ("Season and episode", "S02E05, S01E03.5, or: special after S01E10"),
    "after": ("After which episode?", "Its code, e.g. S01E10"),
    "aired": ("Air date", "2013-02-05, or 5 February 2013"),
    "number_in_series": ("Number in series", "Counted through all seasons"),
    "production_code": ("Production code", None),
    "writers": ("Writers", NAMES),
    "directors": ("Directors", NAMES),
    "guests": ("Guest cast", "One per line, e.g. Michael Cristofer as Jerry Rand"),
    "summary": ("Summary", "What happens, in your own words"),
    "still": ("Still", "An https address. It can name people, and members may see it."),
    "scenes": ("Scenes", "Separate scenes with a blank line. Heading of a scene: # Karen, backstage"),
    FILE: ("Recap", "A text file. Separate scenes with a blank line. It replaces the whole recap."),
    "performers": ("Sung by", NAMES),
    "song_context": ("Scene", "Where in the story, and why"),
    "song_writers": ("Written by", NAMES),
    "original_artist": ("Original artist", "If it's a cover"),
    "text": ("Quote", None),
    "speaker": ("Said by", None),
    "quote_context": ("Context", "To whom, where, why"),
    "timestamp": ("Time in the episode", "0:12:34"),
    SHOW: ("Show", None),
    "episode": ("Episode", "Its code, e.g. S02E02"),
}
"""The label and description of each field, by its name in `bot.domain.fields`."""

_TITLES: Mapping[type[Subject], str] = {
    NewShow: "Add a show",
    ShowFacts: "Edit the show",
    NewEpisode: "Add an episode",
    NewSpecial: "Add a special",
    EpisodeFacts: "Edit the episode",
    EpisodePeople: "Writers, directors, guest cast",
    EpisodeSummary: "Edit the summary and still",
    RecapScenes: "Edit the recap",
    RecapFile: "Recap from a file",
    NewSong: "Add a song",
    SongFacts: "Edit the song",
    SungBy: "Edit who sings it",
    SungIn: "Add the song to another episode",
    NewQuote: "Add a quote",
    MessageQuote: "Save a quote",
    QuoteWords: "Edit the quote",
}


def label_of(field: str) -> str:
    """The label of a field."""
    return LABELS[field][0] if field in LABELS else field


async def show_form(interaction: Interaction, form: FormView) -> None:
    """Show a form, as the first answer to a command or a click.

    Its custom id is new each time: Discord saves typed text under it.
    """
    shown = ui.Modal(
        title=_TITLES[type(form.subject)], custom_id=f"{_PREFIX}{form.id}:{secrets.token_hex(8)}"
    )
    for name, value in form.values.items():
        label, description = LABELS[name]
        part = _part(form, name, value)
        shown.add_item(ui.Label[ui.Modal](text=label, description=description, component=part))
    await interaction.response.send_modal(forgotten(shown))


def _part(form: FormView, name: str, value: str) -> ui.Item[ui.Modal]:
    if name == FILE:
        return ui.FileUpload(custom_id=name, min_values=1, max_values=1)
    if name == SHOW:
        options = [
            SelectOption(label=cut_name(show.title), value=show.slug, default=show.slug == form.subject.show)
            for show in form.shows[:_OPTIONS]
        ]
        return ui.Select(custom_id=SHOW, options=options)
    limit = FIELDS[name].limit
    return ui.TextInput(
        custom_id=name,
        style=TextStyle.paragraph if limit == TEXT_LENGTH else TextStyle.short,
        default=value or None,
        required=name in form.subject.required,
        max_length=limit,
    )


def sent_form(interaction: Interaction) -> SessionId | None:
    """The form that an interaction sends; None if it sends none of ours. Raises `FormGone`."""
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    if not custom_id.startswith(_PREFIX):
        return None
    number, _, _ = custom_id.removeprefix(_PREFIX).partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise FormGone
    return SessionId(int(number))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent in a form: where to download it, and its size in bytes."""

    address: str
    size: int


def typed_into(interaction: Interaction) -> dict[str, str]:
    """The fields of a form as typed. For a file see `uploaded_with`."""
    data: Any = interaction.data or {}
    typed: dict[str, str] = {}
    for part in _walk(data.get("components", [])):
        if "value" in part:
            typed[part["custom_id"]] = str(part["value"] or "")
        elif part.get("custom_id") == SHOW:
            typed[SHOW] = "".join(part.get("values", [])[:1])
    return typed


def uploaded_with(interaction: Interaction) -> Upload | None:
    """The file sent with a form, if any."""
    data: Any = interaction.data or {}
    for attachment in data.get("resolved", {}).get("attachments", {}).values():
        return Upload(str(attachment["url"]), int(attachment["size"]))
    return None


def give_back(view: ui.LayoutView, typed: Mapping[str, str]) -> File | None:
    """Show typed text below an answer, to be copied; as a file if it doesn't fit."""
    values = {name: value for name, value in typed.items() if value.strip()}
    if not values:
        return None
    view.add_item(text(Markup("**What you typed**")))
    if sum(map(len, values.values())) <= _GIVEN_BACK and not any("```" in value for value in values.values()):
        for name, value in values.items():
            view.add_item(text(compose("{}\n```\n{}\n```", plain(label_of(name)), Markup(value))))
        return None
    typed_text = "\n\n".join(f"{label_of(name)}:\n{value}" for name, value in values.items())
    view.add_item(ui.File(f"attachment://{_TYPED}"))
    return File(io.BytesIO(typed_text.encode()), _TYPED)


def _walk(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(part.get("components", []))
        if "component" in part:
            yield part["component"]
