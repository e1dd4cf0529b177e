"""The help: what the bot does, by topic. Every command named here exists; a test holds that."""

from discord import ButtonStyle, ui

from bot.replies.clicks import HelpTopic, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup

_TOPICS: dict[str, tuple[str, Markup]] = {
    "start": (
        "Start here",
        Markup(
            "I know the episodes of the show you love, and I never tell you more than you are ready for.\n\n"
            "- `/episode lookup` — who wrote it, when it aired, what happens. Type a word of the title, a "
            "code like `S02E02`, or a number.\n"
            "- `/episode list` — every episode, season by season."
        ),
    ),
    "spoilers": (
        "Spoilers",
        Markup(
            "**Facts are never hidden**: numbers, air dates, writers, directors.\n"
            "**Story is**: what happens, who sings a song and why, who turns up. It stands behind bars "
            "that you tap to read, so that nobody reads on by accident.\n\n"
            "Add `private:True` to a command and only you see the answer."
        ),
    ),
}

TOPICS = {key: title for key, (title, _) in _TOPICS.items()}
"""The topics by key, with the title that people see."""


def help_card(topic: str) -> ui.LayoutView:
    """The help on a topic, with buttons to the others."""
    title, body = _TOPICS.get(topic, _TOPICS["start"])
    return card(
        text(Markup(f"## {title}")),
        rule(),
        text(body),
        row(
            [
                button(
                    label,
                    HelpTopic(key),
                    style=ButtonStyle.primary if label == title else ButtonStyle.secondary,
                    disabled=label == title,
                )
                for key, label in TOPICS.items()
            ]
        ),
    )
