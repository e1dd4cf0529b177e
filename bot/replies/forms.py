"""Forms in Discord: their titles, and the words for each field.

Limits (Discord's documentation, "Modals"): five parts, a title of 45 characters, a label of 45, a description
of 100, a field's value of 4,000. A form can only be a first answer, and never an answer to a form.
"""

import io
from collections.abc import Mapping

from discord import File, SelectOption, TextStyle, ui

from bot.domain.fields import FIELDS
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
from bot.services.subjects.shows import IdsOfShow, NewShow, ShowFacts
from bot.services.subjects.songs import NewSong, SongFacts, SungBy, SungIn
from bot.services.subjects.subject import Subject

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
    "tvdb": ("TheTVDB", "Its number, e.g. 79169"),
    "imdb": ("IMDb", "Its id or address, e.g. tt0944947"),
    "tmdb": ("TMDB", "Its number or address, e.g. themoviedb.org/tv/1399"),
    "tvmaze": ("TVmaze", "Its number or address, e.g. tvmaze.com/shows/82"),
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
    IdsOfShow: "IDs of the show",
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


def modal(form: FormView, custom_id: str) -> ui.Modal:
    """A form as Discord shows it, with the values that its fields have so far."""
    shown = ui.Modal(title=_TITLES[type(form.subject)], custom_id=custom_id)
    for name, value in form.values.items():
        label, description = LABELS[name]
        part = _part(form, name, value)
        shown.add_item(ui.Label[ui.Modal](text=label, description=description, component=part))
    return forgotten(shown)


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
