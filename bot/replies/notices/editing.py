"""The words for errors of editing the catalogue."""

from typing import LiteralString

from discord import ButtonStyle, ui

from bot.domain.editing_errors import (
    AlreadyUndone,
    ChangedSince,
    ChangeNotFound,
    FileTooBig,
    FileUnavailable,
    FormGone,
    FormOvertaken,
    FormRejected,
    FormSaved,
    FormTooSmall,
    NothingInFile,
    NothingToChange,
    NotImportable,
    NotYours,
    Overtaken,
    PartGone,
    PreviewGone,
    QuoteAmbiguous,
    QuoteNotFound,
    TooManyFiles,
)
from bot.domain.errors import HistoryUnreadable
from bot.domain.fields import BadField, Fault
from bot.replies.catalog_clicks import ApplyForm, FormAgain, OpenChange, OpenForm, TurnHistory
from bot.replies.clicks import HelpTopic, button
from bot.replies.forms import label_of
from bot.replies.imports import problems_text
from bot.replies.layout import Notice, Notices, notice
from bot.replies.markup import Markup, command, compose, lines, listed, number, plain, shortened
from bot.replies.menus import menu
from bot.services.subjects.quotes import QuoteWords

_SHOWN = 300
"""As much of a value is shown back."""

_IN_A_TITLE = 100

_OPTIONS = {"season": "Season", "number": "Number"}
"""Fields that are options of a command and not of a form."""


def _form_rejected(error: FormRejected) -> ui.LayoutView:
    cause, gone = error.cause, not isinstance(error.cause, BadField)
    body = _fault(cause) if isinstance(cause, BadField) else Markup("Someone deleted what this form edits.")
    return notice(
        Markup("### Not saved yet"),
        compose("{}\n-# Nothing was changed. What you typed is kept.", body),
        [
            button("Edit again", FormAgain(error.form), emoji="✏️", style=ButtonStyle.primary),
            *([button("History", TurnHistory("", 0))] if gone else []),
        ],
    )


def _bad_field(error: BadField) -> ui.LayoutView:
    return notice(Markup("### Not saved"), compose("{}\n-# Nothing was changed.", _fault(error)))


def _form_too_small(error: FormTooSmall) -> ui.LayoutView:
    return notice(
        Markup("### Too long for a form"),
        compose(
            "**{}** is over 4,000 characters. Edit it in a file and use {}.",
            plain(_label(error.field)),
            command("catalog import"),
        ),
    )


def _label(field: str) -> str:
    return _OPTIONS.get(field) or label_of(field)


def _fault(error: BadField) -> Markup:
    field = compose("**{}**", plain(_label(error.field)))
    typed = compose("“{}”", _shown(error.typed))
    days = listed((compose("`{}`", Markup(day.isoformat())) for day in error.days), " or ")
    return compose(_FAULTS[error.fault], field, typed, number(error.limit), days)


_FAULTS: dict[Fault, LiteralString] = {
    Fault.MISSING: "{0} is required.",
    Fault.TOO_LONG: "{0} is too long. The limit is {2} characters.",
    Fault.ONE_TOO_LONG: "{0}: {1} is too long. The limit is {2} characters each.",
    Fault.TOO_MANY: "{0} has too many names. The limit is {2}.",
    Fault.NOT_A_DATE: "{0}: {1} isn't a date. Try `2013-02-05` or `5 February 2013`.",
    Fault.AMBIGUOUS_DATE: "{0}: {1} could be {3}. Type the one you mean.",
    Fault.NOT_A_NUMBER: "{0}: {1} can't be used. Try a number like `2`.",
    Fault.NOT_YES_OR_NO: "{0}: type `yes` or `no`, not {1}.",
    Fault.NOT_A_TIME: "{0}: {1} isn't a time. Try `0:12:34` or `12:34`.",
    Fault.NO_EPISODE_NUMBER: (
        "{0}: {1} isn't an episode number. Try `3`, `3.5`, `1-2` for a double episode, or `special`."
    ),
    Fault.NOT_A_PLACE: (
        "{0}: {1} isn't an episode code. Try `S02E05`, `S01E03.5` or `special after S01E10`."
    ),
    Fault.NOT_A_SLUG: "{0}: {1} isn't a short name. Use lower case, digits and hyphens: `my-show`.",
    Fault.NOT_AN_ADDRESS: "{0}: {1} can't be used. Paste a picture's address that begins with `https://`.",
    Fault.NOT_AN_ID: "{0}: {1} isn't an ID. Copy it from the show's page there.",
    Fault.NOT_A_COLOUR: "{0}: {1} isn't a colour. Try one like `#1F6F78`.",
    Fault.TAKEN: "{0}: {1} exists already. Edit that one, or choose another.",
    Fault.NOT_TEXT: "{0}: this file isn't text. Save it as plain text in UTF-8.",
    Fault.FILE_TOO_LARGE: "{0}: this file is too large. The limit is 1 MB of text.",
    Fault.UNKNOWN_EPISODE: "{0}: there is no episode {1} yet. Add it first.",
}
"""What is wrong with a field: {0} is its name, {1} what was typed, {2} a limit, {3} the dates it could be."""


def _form_overtaken(error: FormOvertaken) -> ui.LayoutView:
    return notice(
        Markup("### Someone else changed this"),
        lines(
            [
                Markup("This was changed while your form was open. Your version isn't saved yet."),
                *(_overtaken(field, _SHOWN // len(error.fields)) for field in error.fields),
            ]
        ),
        [
            button("Edit again", FormAgain(error.form), emoji="✏️", style=ButtonStyle.primary),
            button("Overwrite with mine", ApplyForm(error.form), style=ButtonStyle.danger),
            button("History", TurnHistory("", 0)),
        ],
    )


def _overtaken(field: Overtaken, at_most: int) -> Markup:
    mine = (
        Markup("yours: unchanged, so it stays as it is now")
        if field.typed == field.before
        else compose("yours: {}", _shown(field.typed, at_most))
    )
    return compose(
        "**{}**\n> before: {}\n> now: {}\n> {}",
        plain(_label(field.field)),
        _shown(field.before, at_most),
        _shown(field.now, at_most),
        mine,
    )


def _shown(value: str, at_most: int = _SHOWN) -> Markup:
    return shortened(value, at_most) if value.strip() else Markup("*nothing*")


def _already_undone(error: AlreadyUndone) -> ui.LayoutView:
    return notice(
        Markup("### Already undone"),
        compose("Change #{} undid it. Undo that one to redo it.", number(error.by)),
        [button(f"#{error.by}", OpenChange(error.by))],
    )


def _changed_since(error: ChangedSince) -> ui.LayoutView:
    if error.later is None:
        return notice(
            Markup("### Can't be undone"),
            Markup(
                "Something else is in its place now, or what it belongs to was deleted. Nothing was changed."
            ),
            [button("History", TurnHistory("", 0))],
        )
    return notice(
        Markup("### Changed again since"),
        compose(
            "Change #{} edited the same thing after #{}. Undo that one first. Nothing was changed.",
            number(error.later),
            number(error.change),
        ),
        [button(f"#{error.later}", OpenChange(error.later))],
    )


def _quote_not_found(error: QuoteNotFound) -> ui.LayoutView:
    return notice(
        compose("### No quote “{}”", _shown(error.typed, _IN_A_TITLE)),
        Markup("Type some of its words and pick it from the suggestions."),
    )


def _not_importable(error: NotImportable) -> ui.LayoutView:
    return notice(
        Markup("### This file can't be imported"),
        lines([problems_text(error.problems), Markup("-# Nothing was changed.")]),
    )


def _history_unreadable(error: HistoryUnreadable) -> ui.LayoutView:
    return notice(
        Markup("### I found no watched episodes"),
        lines([problems_text(error.problems), Markup("-# Nothing was changed.")]),
        [button("How to get your file", HelpTopic("files"))],
    )


def _nothing_in_file(error: NothingInFile) -> ui.LayoutView:
    return notice(
        Markup("### The file has no episodes"),
        compose(
            "It names {}, which is here already, and nothing else. From TVmaze, add `?embed=episodes` to the "
            "address and save what that shows.",
            plain(error.show_title),
        ),
    )


def _file_too_big(error: FileTooBig) -> ui.LayoutView:
    has = (
        compose("more than {} MB", number(error.limit // 1_000_000))
        if error.size is None
        else compose("{} MB", number(-(-error.size // 1_000_000)))
    )
    return notice(
        Markup("### This file is too large"),
        compose(
            "It has {}. The limit is {} MB. Split a file to import, or pack it with gzip. For a large "
            "export, ask the host of the bot (`python -m bot export`).",
            has,
            number(error.limit // 1_000_000),
        ),
    )


def _quote_ambiguous(error: QuoteAmbiguous) -> ui.LayoutView:
    return notice(
        compose("### Several quotes match “{}”", _shown(error.typed, _IN_A_TITLE)),
        Markup("Pick it from the suggestions, or edit one of these:"),
        choices=menu(
            "Quote", ((words, OpenForm(QuoteWords(error.show, quote))) for quote, words in error.quotes)
        ),
    )


_HISTORY = {"History": TurnHistory("", 0)}

EDITING: Notices = {
    FormGone: Notice(
        "This form is no longer open",
        "It was saved already, or it expired after a week. Run the command again.",
        _HISTORY,
    ),
    FormSaved: Notice("Already saved", "This form was sent more than once. It was saved once.", _HISTORY),
    PartGone: Notice(
        "This was deleted", "Someone deleted it. The history shows who, and can undo it.", _HISTORY
    ),
    NothingToChange: Notice("Nothing to change", "It's already saved like this."),
    FormRejected: _form_rejected,
    FormOvertaken: _form_overtaken,
    BadField: _bad_field,
    ChangeNotFound: Notice(
        "No change with that number",
        "The history lists this server's changes and their numbers.",
        _HISTORY,
    ),
    AlreadyUndone: _already_undone,
    ChangedSince: _changed_since,
    FormTooSmall: _form_too_small,
    QuoteNotFound: _quote_not_found,
    PreviewGone: Notice(
        "This import has expired",
        "It was applied, cancelled, or is over a day old. Send the file to `/catalog import` again.",
        _HISTORY,
    ),
    NotImportable: _not_importable,
    HistoryUnreadable: _history_unreadable,
    NothingInFile: _nothing_in_file,
    FileTooBig: _file_too_big,
    FileUnavailable: Notice(
        "I couldn't download that file",
        "Discord no longer has it, or didn't send it. Send the file once more.",
    ),
    TooManyFiles: Notice(
        "Too many imports are waiting", "Nothing was changed. Try again when the others are done."
    ),
    QuoteAmbiguous: _quote_ambiguous,
    NotYours: Notice(
        "Bundled shows can't be deleted",
        "Admins can choose another default show in `/setup`, and hide the bundled ones there.",
    ),
}
"""The words for each class of moderators' errors."""
