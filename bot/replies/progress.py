"""Replies about somebody's progress. Only that person sees them."""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec
from discord import ButtonStyle, ui
from discord.app_commands import Choice

from bot.domain.references import named
from bot.domain.spoilers import NOTHING, Limit
from bot.replies import words
from bot.replies.choices import episode_choices
from bot.replies.clicks import (
    AnyCard,
    AskWatched,
    ChooseProgress,
    ConfirmWatched,
    SetProgress,
    UndoProgress,
    button,
)
from bot.replies.layout import Buttons, card, row, show_card, text
from bot.replies.markup import EMPTY, Markup, compose, number, plain
from bot.replies.menus import OPTIONS, episode_menu, menu
from bot.replies.paging import fill
from bot.replies.progress_import_clicks import AnswerKept, OpenWatchedForm, UndoMoves
from bot.services.progress import (
    FINISHED,
    LAST_AIRED,
    NEXT,
    NOT_STARTED,
    ProgressChange,
    ProgressCleared,
    ShowProgress,
    Step,
    Suggested,
)
from bot.services.progress_undo import ProgressUndone

_STEPS = {
    NOT_STARTED: "Not started",
    NEXT: "Watched the next one",
    LAST_AIRED: "Watched all that aired",
    FINISHED: "Finished",
}
_BAR = 10
"""Signs of a bar."""


def progress_question(change: ProgressChange, click: AskWatched) -> ui.LayoutView:
    """Asks whether somebody has watched up to a withheld card, with the old and new code."""
    return card(
        text(
            compose("### {} → {}?", _code(change.before), _code(change.after)),
            compose("Your progress in {}. Everything in between becomes visible.", plain(change.show.title)),
        ),
        row(
            [
                button(
                    "Yes, I've watched it", ConfirmWatched(click.key, click.card), style=ButtonStyle.primary
                ),
                button("No, go back", _privately(click.card)),
                button("Another episode", ChooseProgress(change.show.slug)),
            ]
        ),
    )


def progress_changed(change: ProgressChange, opened: AnyCard | None = None) -> ui.LayoutView:
    """What somebody's progress is now, what that means, a way back, and one to the card they came from."""
    back = None if opened is None else button("Show card", _privately(opened))
    show = plain(change.show.title)
    if change.before == change.after:
        return show_card(
            change.show,
            text(compose("### {}: nothing to change", show)),
            text(compose("Already saved: {}.", words.progress(change.after)), _bar(change.now)),
            row([back, *_next_steps(change.now)]),
        )
    return show_card(
        change.show,
        text(
            compose("### {}: {}", show, words.progress(change.after))
            if change.after
            else compose("### {} progress cleared", show)
        ),
        text(
            *([_bar(change.now)] if change.after else []),
            _meaning(change.after, finished=change.now.is_finished),
            *_beyond(change.now),
        ),
        row(
            [
                back,
                *(_next_steps(change.now) if change.after else []),
                button("Undo", UndoProgress(change.show.slug, _key(change.before), _key(change.after))),
            ]
        ),
    )


def _privately(opened: AnyCard) -> AnyCard:
    return msgspec.structs.replace(opened, alone=True)


def _code(progress: Limit | None) -> Markup:
    if progress is None or progress <= NOTHING:
        return Markup("Not started")
    return plain(progress.code)


def _meaning(progress: Limit | None, *, finished: bool = False) -> Markup:
    if progress is None:
        return Markup("I'll use the channel's limit.")
    if progress <= NOTHING:
        return Markup("I'll hide all spoilers in private replies.")
    shown = compose("I'll show you everything {} in private replies", words.limit(progress))
    return compose("{}." if finished else "{} and hide the rest.", shown)


def _beyond(now: ShowProgress) -> Iterator[Markup]:
    if now.progress is not None and now.last is not None and now.progress > Limit.up_to(now.last):
        yield compose("-# The last episode here is {}. Is that what you meant?", words.code(now.last))


def _key(progress: Limit | None) -> int | None:
    return None if progress is None else progress.key


def _bar(now: ShowProgress) -> Markup:
    """How much of a show somebody has watched: `▰▰▰▱▱▱▱▱▱▱ 9/32`. Empty where it has no episodes."""
    watched, episodes = now.counts
    if not episodes:
        return EMPTY
    full = watched * _BAR // episodes or min(watched, 1)
    bar = compose(
        "{}{} {}/{}", Markup("▰" * full), Markup("▱" * (_BAR - full)), number(watched), number(episodes)
    )
    if not now.is_up_to_date:
        return bar
    return compose("{} · {}", bar, words.all_watched(now.show.title, finished=now.is_finished))


def _next_steps(now: ShowProgress) -> Buttons:
    """Buttons for the places that somebody gets to from here; "Not started" where nothing is saved yet."""
    steps = [Step(now.show, NEXT, now.following)]
    if not now.is_up_to_date:
        steps.append(Step(now.show, FINISHED, now.finished))
    by_key = {step.position.key: step for step in steps if step.position is not None}
    not_started = button("Not started", SetProgress(now.show.slug, NOTHING.key))
    return [
        not_started if now.progress is None else None,
        *(button(_step_name(step), SetProgress(now.show.slug, key)) for key, step in by_key.items()),
    ]


def progress_shown(shown: Sequence[ShowProgress]) -> ui.LayoutView:
    """Somebody's progress in one show, with a menu to set it by, or in several, with one to choose a show."""
    if len(shown) == 1:
        return progress_choice(shown[0])
    lines = [
        compose(
            "- **{}**: {}{}\n{}", plain(now.show.title), words.progress(now.progress), _kept(now), _bar(now)
        )
        for now in shown
    ]
    return card(
        text(Markup("### Your progress"), *fill(lines)[0]),
        menu("Show", [(now.show.title, ChooseProgress(now.show.slug)) for now in shown[:OPTIONS]]),
        row([_from_a_file()]),
    )


def _kept(now: ShowProgress) -> Markup:
    return compose(" (your file says {})", words.code(now.kept)) if now.kept else EMPTY


def progress_cleared(cleared: ProgressCleared) -> ui.LayoutView:
    """What was cleared, with Undo."""
    changes, undo = cleared
    if len(changes) == 1:
        return progress_changed(changes[0])
    if not changes:
        return card(text(Markup("### No progress saved"), Markup("There's nothing to clear.")))
    return card(
        text(
            Markup("### Progress cleared"),
            *fill(compose("- {}", plain(change.show.title)) for change in changes)[0],
            _meaning(None),
        ),
        row([button("Undo", UndoMoves(undo)) if undo is not None else None]),
    )


def moves_undone(undone: ProgressUndone) -> ui.LayoutView:
    """What was undone, and what stays because it was changed since."""
    if not (undone.undone or undone.stayed or undone.dropped):
        return card(text(Markup("### Nothing to undo"), Markup("None of these shows is in this server.")))
    return card(
        text(
            Markup("### Undone") if undone.undone or undone.dropped else Markup("### Nothing undone"),
            *fill(
                compose("- **{}**: back to {}", plain(show.title), words.progress(progress))
                if progress is not None
                else compose("- **{}**: no progress saved, as before", plain(show.title))
                for show, progress in undone.undone
            )[0],
        ),
        text(
            Markup("You've changed these since, so they stay:"),
            *fill(
                compose("- **{}**: {}", plain(show.title), words.progress(progress) if progress else _UNSET)
                for show, progress in undone.stayed
            )[0],
        )
        if undone.stayed
        else None,
        text(compose("Other shows no longer kept: {}.", number(undone.dropped))) if undone.dropped else None,
    )


_UNSET = Markup("no progress saved")


def progress_choice(now: ShowProgress, at: int | None = None) -> ui.LayoutView:
    """Somebody's progress in a show, and every episode to set it to; the menu shows the season at a key."""
    show = now.show.slug
    following = now.following or now.last
    return show_card(
        now.show,
        text(compose("### Your progress in {}", plain(now.show.title))),
        text(
            compose("Now: {}.\n{}", words.progress(now.progress), _bar(now))
            if now.progress
            else Markup("No progress saved. Choose the last episode you watched, and I'll hide later ones."),
            *([compose("Your file says {}. Use it?", words.code(now.kept))] if now.kept else []),
        ),
        row(
            [
                button(f"Use {now.kept.code}", AnswerKept(show, uses=True), style=ButtonStyle.primary),
                button("No, delete that", AnswerKept(show, uses=False)),
            ]
            if now.kept
            else []
        ),
        *episode_menu(
            now.episodes,
            turn=partial(ChooseProgress, show),
            choose=partial(SetProgress, show),
            at=at if at is not None or following is None else following.key,
        ),
        row([*_next_steps(now), _from_a_file()]),
    )


def _from_a_file() -> ui.Button[ui.LayoutView]:
    return button("From a file", OpenWatchedForm(), emoji="📄")


def progress_choices(suggested: Suggested) -> list[Choice[str]]:
    """Suggestions for somebody's progress."""
    return [
        Choice(name=_suggested_name(step, suggested.show_title), value=step.reference)
        for step in suggested.steps
    ] + episode_choices(suggested.episodes)


def _suggested_name(step: Step, show_title: str | None) -> str:
    """A step's name with its code in it, which works as well as its value."""
    code = None if step.position is None else step.position.code
    return named(show_title, code, _STEPS[step.word], reference=step.reference)


def _step_name(step: Step) -> str:
    return _STEPS[step.word] if step.position is None else f"{_STEPS[step.word]}: {step.position.code}"
