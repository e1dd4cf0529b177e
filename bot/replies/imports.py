"""Replies about files that go into the catalogue, and come out of it. They are for moderators alone."""

from collections import Counter
from collections.abc import Iterator

from discord import ButtonStyle, ui

from bot.domain.drafts import Doubt
from bot.domain.merging import MergedEpisode
from bot.importers.reading import Format
from bot.replies.clicks import ApplyImport, CancelImport, button
from bot.replies.forms import FIELDS
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup, compose, lines, listed, number, plain
from bot.services.exports import Exported, ExportFormat
from bot.services.imports import ImportPreview

FORMATS = {
    "Text copied from an episode's wiki page": Format.PAGE,
    "Wikitext of a page": Format.WIKITEXT,
    "A wiki's XML dump": Format.DUMP,
    "TVmaze (JSON)": Format.TVMAZE,
    "Subtitles (SRT, VTT, or a zip of a season)": Format.SUBTITLES,
    "Dialogue (CSV or JSON)": Format.DIALOGUE,
    "A pack of Understudy's own": Format.PACK,
}
"""What a file can be, as somebody chooses it."""

EXPORTS = {
    "A pack, which imports back (TOML)": ExportFormat.PACK,
    "A pack, which imports back (JSON)": ExportFormat.JSON,
    "The lines, for a sheet (CSV)": ExportFormat.CSV,
}
"""What a show can be written as, as somebody chooses it."""

_EPISODES = 12
"""Episodes that a preview names; of more it says how many."""

_EXAMPLES = 3
"""Doubts of a kind that a preview quotes."""


def reading_card(name: str) -> ui.LayoutView:
    """What is told while a file is being read."""
    return card(text(compose("⏳ Reading {} …", plain(name)), Markup("-# I go on answering meanwhile.")))


def waiting_card(name: str, ahead: int) -> ui.LayoutView:
    """What is told while other files are read first."""
    first = Markup("1 other file is") if ahead == 1 else compose("{} other files are", number(ahead))
    return card(text(compose("⏳ Waiting to read {} …", plain(name)), compose("-# {} read first.", first)))


def applying_card() -> ui.LayoutView:
    """What is told while an import is being written."""
    return card(
        text(
            Markup("⏳ Writing …"),
            Markup("-# All of it, or nothing. Should this message stay as it is, `/catalog history` tells."),
        )
    )


def cancelled_card() -> ui.LayoutView:
    """What is told when an import was given up."""
    return card(text(Markup("### Given up"), Markup("Nothing was changed.")))


def preview_card(preview: ImportPreview, name: str) -> ui.LayoutView:
    """What a file would change, and what in it a person should look at."""
    return card(
        text(
            compose("-# {} · import of {}", plain(preview.target.title), plain(name)),
            Markup("## What would change"),
        ),
        rule(),
        text(*_counts(preview)),
        text(*_episodes(preview)) if preview.merge.episodes else None,
        text(Markup("### Please look at"), *_doubts(preview.merge.doubts)) if preview.merge.doubts else None,
        text(*_consequences(preview)),
        row(
            [
                button("Apply", ApplyImport(preview.id), style=ButtonStyle.primary),
                button("Cancel", CancelImport(preview.id)),
            ]
        ),
    )


def _counts(preview: ImportPreview) -> Iterator[Markup]:
    merged = preview.merge
    new = sum(episode.id is None for episode in merged.episodes)
    yield compose(
        "**Episodes** {} new · {} changed · {} the same",
        number(new),
        number(len(merged.episodes) - new),
        number(merged.same),
    )
    if merged.new_lines or merged.changed_lines:
        yield compose("**Lines** {} new · {} changed", _large(merged.new_lines), _large(merged.changed_lines))
    if merged.new_songs or merged.changed_songs:
        new, changed = len(merged.new_songs), len(merged.changed_songs)
        yield compose("**Songs** {} new · {} changed", number(new), number(changed))


def _large(value: int) -> Markup:
    return Markup(f"{value:,}")


def _episodes(preview: ImportPreview) -> Iterator[Markup]:
    episodes = preview.merge.episodes
    for episode in episodes[:_EPISODES]:
        yield _episode(episode)
    if len(episodes) > _EPISODES:
        yield compose("-# … and {} more episodes", number(len(episodes) - _EPISODES))


def _episode(episode: MergedEpisode) -> Markup:
    draft = episode.draft
    named = compose("`{}`", Markup(draft.position.code))
    if draft.title:
        named = compose("{} {}", named, plain(draft.title))
    if episode.id is None:
        return compose("- **new** {}", named)
    labels = [plain(_LABELS.get(field) or FIELDS[field].label) for field in sorted(episode.fields)]
    if episode.new_lines or episode.changed_lines:
        labels.append(compose("{} lines", _large(len(episode.new_lines) + len(episode.changed_lines))))
    return compose("- {}: {}", named, listed(labels))


_LABELS = {"performances": "Songs", "scenes": "Recap"}


def _doubts(doubts: tuple[Doubt, ...]) -> Iterator[Markup]:
    counted = Counter(doubt.what for doubt in doubts)
    for what, count in counted.items():
        examples = [doubt for doubt in doubts if doubt.what is what][:_EXAMPLES]
        quoted = listed((_example(doubt) for doubt in examples), "; ")
        more = compose(" … and {} more", number(count - _EXAMPLES)) if count > _EXAMPLES else Markup("")
        yield compose("- **{}**: {}{}", plain(what.value), quoted, more)


def _example(doubt: Doubt) -> Markup:
    where = [] if doubt.position is None else [plain(doubt.position.code)]
    if doubt.position is not None and doubt.position.known_as is not None:
        where.append(compose("after {}", plain(doubt.position.follows.code)))
    where += [] if doubt.line is None else [compose("line {}", number(doubt.line))]
    words = [compose("“{}”", plain(doubt.text))] if doubt.text else []
    return listed([*where, *words], " ")


def _consequences(preview: ImportPreview) -> Iterator[Markup]:
    if preview.target.show is None:
        yield compose(
            "This **makes a new show** here: {} (`{}`). If it belongs to one that is there, cancel, and name "
            "that one in `show`.",
            plain(preview.target.title),
            Markup(preview.target.slug),
        )
    if preview.target.copies:
        yield Markup("This server gets **its own copy** of the bundled show first.")
    yield Markup(
        "-# Nothing is written before you apply it. Nothing that is there is taken away, and one undo takes "
        "all of it back."
    )


def problems_text(problems: tuple[object, ...]) -> Markup:
    """What is wrong with a file, problem by problem."""
    shown = [compose("- {}", plain(str(problem)[:200])) for problem in problems[:10]]
    if len(problems) > len(shown):
        shown.append(compose("-# … and {} more", number(len(problems) - len(shown))))
    return lines(shown)


def exported_card(exported: Exported) -> ui.LayoutView:
    """A file to take along."""
    titles = listed(compose("**{}**", plain(show.title)) for show in exported.shows[:10])
    view = card(
        text(
            compose("### Here is {}", titles),
            compose("{} episodes, {} lines.", _large(exported.episodes), _large(exported.lines)),
            Markup("-# Only you see this. The file holds the whole story: mind where you put it."),
        )
    )
    view.add_item(ui.File(f"attachment://{exported.name}"))
    return view
