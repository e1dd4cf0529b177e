"""Forms, as Discord shows them: fields by name, with the words for each; and what comes back of one.

Limits (Discord's documentation, "Modals"): five parts, a title of 45 characters, a label of 45, a
description of 100, a field's value of 4,000. A form can only be a first answer, and never an answer to a
form.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discord import File, Interaction, SelectOption, TextStyle, ui

from bot.domain.editing_errors import FormGone
from bot.domain.fields import SLUG
from bot.domain.ids import FormId
from bot.domain.text import NAME_LENGTH as NAME
from bot.domain.text import TEXT_LENGTH as TEXT
from bot.replies.layout import text
from bot.replies.markup import Markup, compose, plain
from bot.replies.suggestions import cut
from bot.services.forms import OpenForm
from bot.services.subjects import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    MessageQuote,
    NewEpisode,
    NewQuote,
    NewShow,
    NewSong,
    NewSpecial,
    QuoteWords,
    RecapFile,
    RecapScenes,
    ShowNames,
    SongFacts,
    Subject,
    SungBy,
    SungIn,
)

_PREFIX = "form:"
_DIGITS = 19
"""Of a form's id, which is less than 2**62."""
_GIVEN_BACK = 2_500
"""Characters of what was typed that an answer shows; the rest of Discord's 4,000 is for the reason."""
_TYPED = "what-you-typed.txt"
FILE = "file"
"""The one field that is a file."""
SHOW = "show"
"""The one field that is chosen."""
_OPTIONS = 25


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's words. `long` takes several lines."""

    label: str
    description: str | None = None
    long: bool = False
    required: bool = False
    limit: int = NAME


FIELDS: Mapping[str, _Field] = {
    "title": _Field("Title"),
    "slug": _Field(
        "Short name", "For buttons and links: my-show. Left empty, the title makes it.", limit=SLUG
    ),
    "place": _Field(
        "Where it stands in the story", "S02E05, S01E03.5, or: special after S01E10", required=True
    ),
    "after": _Field("After which episode?", "Its code: S01E10", required=True),
    "aired": _Field("Air date", "2013-02-05, or 5 February 2013"),
    "number_in_series": _Field("Number in the series", "Counted through all seasons"),
    "production_code": _Field("Production code"),
    "writers": _Field("Written by", "A name a line, or with commas", long=True, limit=TEXT),
    "directors": _Field("Directed by", "A name a line, or with commas", long=True, limit=TEXT),
    "guests": _Field("Guest cast", "A line each: Michael Cristofer as Jerry Rand", long=True, limit=TEXT),
    "summary": _Field("What happens", "In your own words", long=True, limit=TEXT),
    "scenes": _Field("Scenes", "A blank line between two scenes", long=True, limit=TEXT),
    FILE: _Field("Recap", "A text file, a blank line between two scenes. It replaces the whole recap."),
    "performers": _Field("Sung by", "A name a line, or with commas", long=True, limit=TEXT),
    "song_context": _Field("Where in the story, and why", long=True, limit=TEXT),
    "song_writers": _Field("Words and music by", "A name a line, or with commas", long=True, limit=TEXT),
    "original_artist": _Field("First sung by", "If it is a cover"),
    "text": _Field("The line", long=True, required=True, limit=TEXT),
    "speaker": _Field("Who says it"),
    "quote_context": _Field("Context", "To whom, where, why", long=True, limit=TEXT),
    "timestamp": _Field("Time in the episode", "0:12:34"),
    SHOW: _Field("Show"),
    "episode": _Field("Episode", "Its code: S02E02", required=True),
}
"""The words for each field, by the name that services know it by."""

_TITLES: Mapping[type[Subject], str] = {
    NewShow: "Add a show",
    ShowNames: "Name the show",
    NewEpisode: "Add an episode",
    NewSpecial: "Add a special",
    EpisodeFacts: "The episode",
    EpisodePeople: "Who made it, who guests in it",
    EpisodeSummary: "What happens",
    RecapScenes: "The recap",
    RecapFile: "The recap, from a file",
    NewSong: "Add a song",
    SongFacts: "The song",
    SungBy: "Who sings it",
    SungIn: "Where else it is sung",
    NewQuote: "Add a line",
    MessageQuote: "Save a quote",
    QuoteWords: "The line",
}

_NEEDS_TITLE = (NewShow, ShowNames, NewSong, SongFacts)


async def show_form(interaction: Interaction, opened: OpenForm) -> None:
    """Show a form, as the first answer to a command or a click."""
    title = _TITLES[type(opened.subject)]
    form = ui.Modal(title=title, custom_id=_custom_id(opened))
    for name, value in opened.values.items():
        if name == SHOW:
            form.add_item(_show_choice(opened))
            continue
        form.add_item(_part(name, value, needs_title=isinstance(opened.subject, _NEEDS_TITLE)))
    # What comes back is known by its custom id, also after a restart: discord.py need not wait for it.
    form.stop()
    await interaction.response.send_modal(form)


def _custom_id(opened: OpenForm) -> str:
    """Another one each time that a form is shown: Discord keeps what was typed under it."""
    first = f"{_PREFIX}{opened.id}"
    return f"{first}:{opened.opening}" if opened.opening else first


def _show_choice(opened: OpenForm) -> ui.Label[ui.Modal]:
    options = [
        SelectOption(label=cut(show.title), value=show.slug, default=show.slug == opened.subject.show)
        for show in opened.shows[:_OPTIONS]
    ]
    chosen: ui.Item[ui.Modal] = ui.Select(custom_id=SHOW, options=options)
    return ui.Label(text=FIELDS[SHOW].label, component=chosen)


def _part(name: str, value: str, *, needs_title: bool) -> ui.Label[ui.Modal]:
    field = FIELDS[name]
    if name == FILE:
        upload: ui.Item[ui.Modal] = ui.FileUpload(custom_id=name, min_values=1, max_values=1)
        return ui.Label(text=field.label, description=field.description, component=upload)
    typed: ui.Item[ui.Modal] = ui.TextInput(
        custom_id=name,
        style=TextStyle.paragraph if field.long else TextStyle.short,
        default=value or None,
        required=field.required or (name == "title" and needs_title),
        max_length=field.limit,
    )
    return ui.Label(text=field.label, description=field.description, component=typed)


def sent_form(interaction: Interaction) -> FormId | None:
    """Which form an interaction sends; None where it is no form, or none of ours. Raises `FormGone`."""
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    if not custom_id.startswith(_PREFIX):
        return None
    number, _, _ = custom_id.removeprefix(_PREFIX).partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise FormGone
    return FormId(int(number))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent in a form: where it can be read from, and its size in bytes."""

    address: str
    size: int


def typed_into(interaction: Interaction) -> dict[str, str]:
    """The fields of a form as they were filled in; a file is `uploaded_with` it."""
    data: Any = interaction.data or {}
    typed: dict[str, str] = {}
    for part in _walk(data.get("components", [])):
        if "value" in part:
            typed[part["custom_id"]] = str(part["value"] or "")
        elif part.get("custom_id") == SHOW:
            typed[SHOW] = "".join(part.get("values", [])[:1])
    return typed


def uploaded_with(interaction: Interaction) -> Upload | None:
    """The file that came with a form, if one did."""
    data: Any = interaction.data or {}
    for attachment in data.get("resolved", {}).get("attachments", {}).values():
        return Upload(str(attachment["url"]), int(attachment["size"]))
    return None


def give_back(view: ui.LayoutView, typed: Mapping[str, str]) -> File | None:
    """Put what somebody typed below an answer, to be copied; a file where it does not fit into a message."""
    values = {name: value for name, value in typed.items() if value.strip()}
    if not values:
        return None
    view.add_item(text(Markup("**What you typed**")))
    if sum(map(len, values.values())) <= _GIVEN_BACK and not any("```" in value for value in values.values()):
        for name, value in values.items():
            view.add_item(text(compose("{}\n```\n{}\n```", _label(name), Markup(value))))
        return None
    told = "\n\n".join(f"{_label(name)}:\n{value}" for name, value in values.items())
    view.add_item(ui.File(f"attachment://{_TYPED}"))
    return File(io.BytesIO(told.encode()), _TYPED)


def _label(field: str) -> Markup:
    return plain(FIELDS[field].label if field in FIELDS else field)


def _walk(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(part.get("components", []))
        if "component" in part:
            yield part["component"]
