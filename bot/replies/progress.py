"""Replies about somebody's progress. Only that person sees them."""

from collections.abc import Sequence

import msgspec
from discord import ButtonStyle, ui
from discord.app_commands import Choice

from bot.domain.positions import Position
from bot.domain.references import named
from bot.domain.spoilers import NOTHING, Limit
from bot.replies import words
from bot.replies.clicks import AnyCard, AskWatched, ConfirmWatched, SetProgress, UndoProgress, button
from bot.replies.layout import card, fill, row, text
from bot.replies.markup import Markup, command, compose, plain
from bot.replies.suggestions import episode_choices
from bot.services.progress import (
    FINISHED,
    LAST_AIRED,
    NEXT,
    NOT_STARTED,
    ProgressChange,
    Step,
    Steps,
    Suggested,
    Watched,
)

_STEPS = {
    NOT_STARTED: "Not started",
    NEXT: "Watched the next one",
    LAST_AIRED: "Watched all that aired",
    FINISHED: "Finished",
}


def progress_question(change: ProgressChange, click: AskWatched) -> ui.LayoutView:
    """Whether somebody has watched up to a withheld card, by the codes of then and now."""
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
            ]
        ),
    )


def progress_changed(change: ProgressChange, opened: AnyCard | None = None) -> ui.LayoutView:
    """What somebody's progress is now, what that means, a way back, and one to the card they came from."""
    show_card = None if opened is None else button("Show card", _privately(opened))
    show = plain(change.show.title)
    if change.before == change.after:
        return card(
            text(
                compose("### {}: nothing to change", show),
                compose("Already saved: {}.", words.progress(change.after)),
            ),
            row([show_card]),
        )
    return card(
        text(
            compose("### {}: {}", show, words.progress(change.after))
            if change.after
            else compose("### {} progress cleared", show),
            _meaning(change.after),
            *([_beyond(change.beyond)] if change.beyond else []),
        ),
        row(
            [
                show_card,
                button("Undo", UndoProgress(change.show.slug, _key(change.before), _key(change.after))),
            ]
        ),
    )


def _privately(opened: AnyCard) -> AnyCard:
    return msgspec.structs.replace(opened, alone=True)


def _code(progress: Limit | None) -> Markup:
    if progress is None or progress <= NOTHING:
        return Markup("Not started")
    return plain(Position.from_key(progress.key).code)


def _meaning(progress: Limit | None) -> Markup:
    if progress is None:
        return Markup("I'll use the channel's limit.")
    if progress <= NOTHING:
        return Markup("I'll hide all spoilers in private replies.")
    return compose(
        "I'll show you everything {} in private replies and hide the rest.",
        words.limit(progress),
    )


def _beyond(last: Position) -> Markup:
    return compose("-# The last episode here is {}. Is that what you meant?", words.code(last))


def _key(progress: Limit | None) -> int | None:
    return None if progress is None else progress.key


def progress_shown(watched: Sequence[Watched]) -> ui.LayoutView:
    """Somebody's progress, show by show."""
    if not any(one.progress is not None for one in watched):
        return card(
            text(
                Markup("### No progress saved"),
                compose("Set it with {} and I'll hide later episodes.", command("progress set")),
            )
        )
    lines = [compose("- **{}**: {}", plain(one.show.title), words.progress(one.progress)) for one in watched]
    return card(text(Markup("### Your progress"), *fill(lines)[0]))


def progress_cleared(changes: Sequence[ProgressChange]) -> ui.LayoutView:
    """What was cleared, with Undo where it was one show."""
    if len(changes) == 1:
        return progress_changed(changes[0])
    if not changes:
        return progress_shown([])
    return card(
        text(
            Markup("### Progress cleared"),
            *fill(compose("- {}", plain(change.show.title)) for change in changes)[0],
            _meaning(None),
        )
    )


def progress_choice(steps: Steps) -> ui.LayoutView:
    """Where somebody may be in a show, to choose from."""
    likely = [step for step in steps.likely() if step.position is not None]
    return card(
        text(
            compose("### Your progress in {}", plain(steps.show.title)),
            compose("Now: {}.", words.progress(steps.progress)),
            compose("Any other episode: {}.", command("progress set")),
        ),
        row(
            button(_step_name(step), SetProgress(steps.show.slug, key), style=ButtonStyle.secondary)
            for key, step in {step.position.key: step for step in likely if step.position is not None}.items()
        ),
    )


def progress_choices(suggested: Suggested) -> list[Choice[str]]:
    """Suggestions for how far somebody is."""
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
