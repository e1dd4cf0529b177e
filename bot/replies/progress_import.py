"""Replies about progress from a tracker's file. Only the asker sees them, and they name codes, not titles."""

import io
from collections.abc import Iterable, Iterator

from discord import ButtonStyle, File, ui

from bot.domain.positions import Position
from bot.domain.shows import Show
from bot.domain.spoilers import NOTHING, Limit
from bot.replies import words
from bot.replies.clicks import ChooseProgress, button
from bot.replies.imports import problems_text
from bot.replies.layout import Buttons, card, forgotten, row, rule, text
from bot.replies.markup import EMPTY, Markup, compose, large, number, plain
from bot.replies.menus import OPTIONS, menu
from bot.replies.paging import fill
from bot.replies.progress_import_clicks import (
    ApplyWatched,
    CancelWatched,
    ChooseWatched,
    KeepWatched,
    UndoMoves,
)
from bot.services.progress_import import WatchedPreview, WatchedSaved
from bot.services.progress_proposals import Proposal

FILES = "files"
"""The form's field for the files."""

_MOST_FILES = 10
_LIST = "not-here.txt"
_LINES = 1_200
"""Characters of the list of shows."""


def files_form(custom_id: str) -> ui.Modal:
    """The form that takes a tracker's files."""
    form = ui.Modal(title="Progress from your files", custom_id=custom_id)
    upload = ui.FileUpload[ui.Modal](custom_id=FILES, min_values=1, max_values=_MOST_FILES)
    form.add_item(
        ui.Label[ui.Modal](
            text="Your watch history",
            description="From Trakt, TV Time, Simkl, MyAnimeList, Netflix and others. A zip is fine.",
            component=upload,
        )
    )
    return forgotten(form)


def watched_card(preview: WatchedPreview) -> ui.LayoutView:
    """Each show's progress before and after, one question at a time, and one confirmation."""
    saves = sum(proposal.after not in (None, proposal.before) for _, proposal in preview.proposals)
    question = next((each for each in preview.proposals if each[1].is_open), None)
    view = card(
        text(*_heading(preview, saves)),
        text(*_bounded(_line(*each) for each in preview.proposals)) if preview.proposals else None,
        *(_question(preview, *question) if question else ()),
        text(*others) if (others := list(_others(preview))) else None,
        text(Markup("### Not read"), problems_text(preview.problems)) if preview.problems else None,
        rule(),
        text(Markup("-# Nothing is saved yet. Only your progress will be, not the file.")),
        row(_buttons(preview, saves)),
    )
    if preview.others:
        view.add_item(ui.File(f"attachment://{_LIST}"))
    return view


def _bounded(blocks: Iterable[Markup]) -> Iterator[Markup]:
    """The lines that fit, and the number of the others."""
    pages = fill(blocks, _LINES)
    yield from pages[0]
    if more := sum(map(len, pages[1:])):
        yield compose("-# … and {} more", number(more))


def titles_file(preview: WatchedPreview) -> File | None:
    """The shows in the files that aren't in this server, by the files' own titles."""
    if not preview.titles:
        return None
    return File(io.BytesIO("\n".join(preview.titles).encode()), _LIST)


def _heading(preview: WatchedPreview, saves: int) -> Iterator[Markup]:
    if not preview.proposals:
        yield Markup("### None of your file's shows are here")
    elif not saves and not any(proposal.is_open for _, proposal in preview.proposals):
        yield Markup("### Nothing to change")
        if any(proposal.unknown for _, proposal in preview.proposals):
            yield Markup("Your file has nothing more of the episodes that are here.")
        else:
            yield Markup("Your progress here is as in your file.")
    else:
        yield Markup("### Your progress from this file")


def _line(show: Show, proposal: Proposal) -> Markup:
    title, before = plain(show.title), _code(proposal.before)
    if proposal.after == proposal.before:
        line = compose("- **{}**: stays at {}", title, before)
    else:
        line = compose("- **{}**: {} → **{}**", title, before, _code(proposal.after))
    if not proposal.unknown:
        return line
    many = Markup("1 episode in your file isn't") if proposal.unknown == 1 else EMPTY
    many = many or compose("{} episodes in your file aren't", large(proposal.unknown))
    return compose("{}\n  -# {} in this show here", line, many)


def _code(key: int | None) -> Markup:
    if key is None:
        return Markup("not set")
    return Markup("not started") if key == NOTHING.key else plain(Limit(key).code)


def _question(
    preview: WatchedPreview, show: Show, proposal: Proposal
) -> Iterator[ui.Item[ui.LayoutView] | None]:
    open_ = sum(each.is_open for _, each in preview.proposals)
    title = plain(show.title)
    yield text(
        compose("### {}", title)
        if open_ == 1
        else compose("### {} · {} more to choose", title, number(open_ - 1)),
        _why(proposal),
    )
    yield row(
        button(_option(proposal, key), ChooseWatched(preview.id, show.progress_key, index))
        for index, key in enumerate(proposal.options)
    )


def _why(proposal: Proposal) -> Markup:
    if proposal.missing is not None:
        where = Markup("found by its title") if proposal.by_title else Markup("ticked in your file")
        return compose("{} isn't {}.", words.code(Position.from_key(proposal.missing)), where)
    if proposal.by_title:
        return Markup("Found by episode titles. Is that right?")
    return Markup("You're further here than in your file.")


def _option(proposal: Proposal, key: int | None) -> str:
    """The label of an option: where to stop before a gap, what to keep, or what to use."""
    if key is None:
        return "Leave it unset"
    code = "not started" if key == NOTHING.key else Limit(key).code
    if key == proposal.before:
        return f"Keep {code}"
    stops = proposal.missing is not None and key != proposal.options[-1]
    return f"Stop at {code}" if stops else f"Use {code}"


def _others(preview: WatchedPreview) -> Iterator[Markup]:
    if not preview.others:
        return
    shows = (
        Markup("1 other show isn't")
        if preview.others == 1
        else compose("{} other shows aren't", large(preview.others))
    )
    yield compose("{} here. The file below lists them.", shows)
    if preview.keepable and preview.keeps:
        yield compose(
            "{} of them will be saved too: IDs and your progress. You're offered each where a server has it.",
            large(preview.keepable),
        )
    elif preview.keepable:
        yield Markup("Keep the others for later? Only their IDs and your progress would be saved.")


def _buttons(preview: WatchedPreview, saves: int) -> Buttons:
    keeps = bool(preview.keeps and preview.keepable)
    label = f"Save {saves} shows" if saves > 1 else "Save"
    return [
        button(label, ApplyWatched(preview.id), style=ButtonStyle.primary) if saves or keeps else None,
        button("Don't keep the others" if keeps else "Keep the others", KeepWatched(preview.id, not keeps))
        if preview.keepable
        else None,
        button("Cancel", CancelWatched(preview.id)),
    ]


def watched_saved(saved: WatchedSaved) -> ui.LayoutView:
    """What was saved."""
    if not (saved.shows or saved.kept):
        return card(text(Markup("### Nothing to change"), Markup("Your progress is saved already.")))
    kept = Markup("1 other show") if saved.kept == 1 else compose("{} other shows", large(saved.kept))
    shows = [(show.title, ChooseProgress(show.slug)) for show, _ in saved.shows[:OPTIONS]]
    return card(
        text(
            Markup("### Progress saved"),
            *_bounded(
                compose("- **{}**: {}", plain(show.title), words.progress(progress))
                for show, progress in saved.shows
            ),
        ),
        text(compose("Also saved: {}. You're offered each where a server has it.", kept))
        if saved.kept
        else None,
        menu("Change one", shows) if shows else None,
        row([button("Undo", UndoMoves(saved.undo)) if saved.undo is not None else None]),
    )
