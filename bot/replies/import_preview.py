"""The import preview: where a file goes, and what it changes."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator

from discord import ButtonStyle, File, SelectOption, ui

from bot.domain.drafts import Doubt
from bot.domain.merging import MergedEpisode
from bot.domain.overwriting import Overwritten
from bot.replies.catalog_clicks import ApplyImport, CancelImport, ChooseImport
from bot.replies.choices import cut_name
from bot.replies.clicks import button, custom_id_of
from bot.replies.forms import label_of
from bot.replies.imports import DOUBTS
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, large, listed, number, plain, shortened
from bot.services.import_targets import Why
from bot.services.imports import ImportPreview

_EPISODES = 12
"""Episodes named in a preview; more are only counted."""

_OVERWRITTEN = 10
"""Overwritten values that a preview shows; if there are more, a file lists them all."""

_SECTION = 900
"""Characters of each list in a preview, so that all fit into one message."""

_VALUE = 60
"""As much of a value is shown as it was before, and after."""

_EXAMPLES = 3
"""Doubts of a kind that a preview quotes."""

_SHOWS = 24
"""Shows in the menu, beside a new one; Discord allows 25 options."""

_FILE = "import-preview.txt"
_NEW = "+"
"""The menu's value for a new show; no slug is like it."""


def preview_card(preview: ImportPreview) -> ui.LayoutView:
    """The show a file goes into and why, what would change, and what to check."""
    merge = preview.merge
    doubts = (*preview.target.doubts, *merge.doubts)
    view = card(
        text(*_heading(preview)),
        rule(),
        text(*_counts(preview)),
        text(*_overwritten(preview)) if merge.overwritten else None,
        text(*episodes) if (episodes := list(_episodes(preview))) else None,
        text(Markup("### Please check"), *_bounded(_doubts(doubts))) if doubts else None,
        text(*_consequences(preview)),
        _show_menu(preview),
        row(
            [
                button("Apply", ApplyImport(preview.id), style=ButtonStyle.primary),
                button("Cancel", CancelImport(preview.id)),
            ]
        ),
    )
    if _is_long(preview):
        view.add_item(ui.File(f"attachment://{_FILE}"))
    return view


def preview_file(preview: ImportPreview) -> File | None:
    """Every overwritten value and every doubt, if a preview has no room for them."""
    if not _is_long(preview):
        return None
    rows = [_in_full(change) for change in preview.merge.overwritten]
    rows += [
        f"{DOUBTS[doubt.what]}: {_place(doubt)} {doubt.text}"
        for doubt in (*preview.target.doubts, *preview.merge.doubts)
    ]
    return File(io.BytesIO("\n".join(rows).encode()), _FILE)


def _is_long(preview: ImportPreview) -> bool:
    overwritten = preview.merge.overwritten
    return len(overwritten) > _OVERWRITTEN or any(
        max(len(change.old), len(change.new)) > _VALUE for change in overwritten
    )


def chosen_show(value: str) -> str | None:
    """The slug chosen in a preview's menu; None: a new show."""
    return None if value == _NEW else value


def _heading(preview: ImportPreview) -> Iterator[Markup]:
    target = preview.target
    if preview.again:
        yield Markup("⚠️ **Something changed since you looked. Please check again.** Nothing was written yet.")
    yield compose("-# Import of {}", plain(preview.file))
    if target.show is None:
        yield compose("## New show: {}", plain(target.title))
        why = "The file names this show." if target.why is Why.NAMED else "You chose to make a new show."
        yield compose("{} Its short name will be `{}`.", Markup(why), Markup(target.slug))
    else:
        yield compose("## Import into {}", plain(target.title))
        yield _WHY[target.why]


_WHY = {
    Why.NAMED: Markup("The file names this show."),
    Why.DEFAULT: Markup("The file names no show, so it goes into the **default show**."),
    Why.CHOSEN: Markup("You chose this show."),
}


def _show_menu(preview: ImportPreview) -> ui.ActionRow[ui.LayoutView]:
    """The shows that the file could go into. Its current show is always among them."""
    target = preview.target
    shows = sorted(preview.shows, key=lambda show: show.slug != target.slug)[:_SHOWS]
    options = [
        SelectOption(
            label=cut_name(f"New show: {target.title if target.show is None else preview.new_title}"),
            value=_NEW,
            default=target.show is None,
        ),
        *(
            SelectOption(
                label=cut_name(show.title),
                value=show.slug,
                description=show.slug,
                default=target.show is not None and show.slug == target.slug,
            )
            for show in shows
        ),
    ]
    return ui.ActionRow(ui.Select(custom_id=custom_id_of(ChooseImport(preview.id)), options=options))


def _counts(preview: ImportPreview) -> Iterator[Markup]:
    merged = preview.merge
    yield compose(
        "**Episodes** {} new · {} changed · {} the same",
        number(merged.new_episodes),
        number(len(merged.episodes) - merged.new_episodes),
        number(merged.same),
    )
    if merged.new_quotes or merged.changed_quotes:
        yield compose(
            "**Quotes** {} new · {} changed", large(merged.new_quotes), large(merged.changed_quotes)
        )
    if merged.look is not None:
        yield Markup("**Show** new poster or colour")
    if merged.ids is not None:
        yield Markup("**Show** new IDs in other databases")
    if merged.songs:
        changed = len(merged.songs) - merged.new_songs
        yield compose("**Songs** {} new · {} changed", number(merged.new_songs), number(changed))


def _bounded(lines: Iterable[Markup], at_most: int = 40) -> Iterator[Markup]:
    """As many lines as fit, and the number of those left out."""
    room, more = _SECTION, 0
    for index, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0 or index >= at_most:
            more += 1
        else:
            yield line
    if more:
        yield compose("-# … and {} more", large(more))


def _overwritten(preview: ImportPreview) -> Iterator[Markup]:
    changes = preview.merge.overwritten
    yield compose("### Values to overwrite: {}", large(len(changes)))
    yield from _bounded(map(_change, changes), _OVERWRITTEN)
    if _is_long(preview):
        yield Markup("-# The file below has all of them in full.")


def _change(change: Overwritten) -> Markup:
    where = [] if change.position is None else [compose("`{}`", Markup(change.position.code))]
    where += [] if change.of is None else [compose("“{}”", shortened(change.of, _VALUE))]
    return compose(
        "- {}: {} → {}",
        listed([*where, plain(_label(change.field))], " "),
        shortened(change.old, _VALUE),
        shortened(change.new, _VALUE),
    )


def _in_full(change: Overwritten) -> str:
    where = [] if change.position is None else [change.position.code]
    where += [] if change.of is None else [f"“{change.of}”"]
    return f"{' '.join([*where, _label(change.field)])}: {change.old} → {change.new}"


_LABELS = {"performances": "Songs", "scenes": "Recap", "context": "Context", "speaker": "Speaker"}


def _label(field: str) -> str:
    return _LABELS.get(field) or label_of(field)


def _episodes(preview: ImportPreview) -> Iterator[Markup]:
    yield from _bounded(filter(None, map(_episode, preview.merge.episodes)), _EPISODES)


def _episode(merged: MergedEpisode) -> Markup | None:
    """What is new in an episode; None if all that changes is among the overwritten values."""
    episode = merged.episode
    named = compose("`{}`", Markup(episode.position.code))
    if episode.title:
        named = compose("{} {}", named, plain(episode.title))
    if merged.is_new:
        return compose("- **new** {}", named)
    overwritten = {change.of or change.field for change in merged.overwritten}
    labels = [plain(_label(field)) for field in sorted(merged.fields - overwritten)]
    quotes = sum(not quote.id or quote.text not in overwritten for quote in episode.quotes)
    if quotes:
        labels.append(compose("{} quotes" if quotes > 1 else "{} quote", large(quotes)))
    return compose("- {}: {}", named, listed(labels)) if labels else None


def _doubts(doubts: tuple[Doubt, ...]) -> Iterator[Markup]:
    counted = Counter(doubt.what for doubt in doubts)
    for what, count in counted.items():
        examples = [doubt for doubt in doubts if doubt.what is what][:_EXAMPLES]
        quoted = listed((_example(doubt) for doubt in examples), ", ")
        more = compose(" … and {} more", number(count - _EXAMPLES)) if count > _EXAMPLES else Markup("")
        yield compose("- **{}**: {}{}", plain(DOUBTS[what]), quoted, more)


def _example(doubt: Doubt) -> Markup:
    words = [compose("“{}”", shortened(doubt.text, _VALUE))] if doubt.text else []
    place = _place(doubt)
    return listed([*([plain(place)] if place else []), *words], " ")


def _place(doubt: Doubt) -> str:
    position = doubt.position
    where = [] if position is None else [position.code]
    if position is not None and position.known_as is not None:
        where.append(f"after {position.follows.code}")
    where += [] if doubt.line is None else [f"line {doubt.line}"]
    return " ".join(where)


def _consequences(preview: ImportPreview) -> Iterator[Markup]:
    target = preview.target
    if target.show is None:
        if not preview.merge.episodes:
            yield Markup(
                "The file has no episodes, so the show will be empty. From TVmaze, add `?embed=episodes` to "
                "the address."
            )
        yield Markup("To add to an existing show, choose it below.")
    if target.copies:
        yield Markup("This server gets **its own copy** of the bundled show first.")
    yield Markup(
        "-# Nothing is saved until you apply it. Nothing is deleted, and you can undo all of it at once."
    )
