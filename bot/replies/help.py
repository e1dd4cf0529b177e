"""The help: what the bot does, by topic. Every command named here exists; a test holds that."""

from discord import ButtonStyle, ui

from bot.replies.clicks import HelpTopic, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import Markup

_TOPICS: dict[str, tuple[str, Markup]] = {
    "start": (
        "Start here",
        Markup(
            "Look up episodes, songs and quotes of your show. Spoilers stay hidden until you've watched "
            "them.\n\n"
            "- `/episode lookup` — air date, credits, songs and story. Type a word of the title, a code like "
            "`S02E02`, or a number.\n"
            "- `/episode list` — every episode, season by season.\n"
            "- `/recap` — an episode scene by scene.\n"
            "- `/quote search` — find a quote by words you remember. Typos are fine.\n"
            "- `/quote random` — a random quote, no repeats until you've seen them all.\n"
            "- `/song info` — writer, original artist, singer and scene.\n"
            "- `/song list` — the songs of an episode, or of the show.\n"
            "- `/progress set` — set the last episode you watched. Later ones stay hidden."
        ),
    ),
    "spoilers": (
        "Spoilers",
        Markup(
            "**Facts are never spoilers**: numbers, air dates, writers, directors.\n"
            "**Story is**: what happens, who sings a song, who guest stars. It's hidden if it's past your "
            "progress or the channel's spoiler limit. Tap to reveal.\n\n"
            "- `/here` — this channel's spoiler limit, and what it means for you.\n"
            "- `/progress show` — your progress.\n"
            "- `/progress clear` — clear your progress.\n"
            "- `/privacy export` — download your data.\n"
            "- `/privacy erase` — delete all your data.\n\n"
            "Add `private:True` to a command and only you see the answer. It leaves out episodes you haven't "
            "watched. “Show anyway” adds them as hidden spoilers. “Share in channel” lets everyone see a "
            "private answer."
        ),
    ),
    "moderators": (
        "For moderators",
        Markup(
            "- `/setup` — default show, moderator roles, log channel and spoiler limits (admins).\n"
            "- `/spoilers channel` — set the spoiler limit of a channel, category, forum or thread: "
            "everything, nothing, up to an episode, or some days after airing. `strict` blocks even hidden "
            "spoilers.\n"
            "- `/spoilers clear` — remove a limit.\n"
            "- `/spoilers overview` — every channel with a limit.\n"
            "- `/spoilers explain` — which limit applies in a channel, and why.\n"
            "- `/spoilers default` — the limit of all other channels (admins).\n"
            "- `/spoilers titles` — hide or show the titles of later episodes (admins).\n"
            "- **Hide as spoiler** — in the menu of any message, under Apps. Reposts it as a spoiler in its "
            "author's name, and lets you label it with its episode."
        ),
    ),
    "catalog": (
        "Add and edit",
        Markup(
            "Moderators add and edit shows. Every change can be undone, and stays in this server. A form "
            "with a mistake comes back with your text.\n\n"
            "- `/catalog show add` — add a show.\n"
            "- `/catalog episode add`, `/catalog song add`, `/catalog quote add` — add to a show.\n"
            "- `/catalog show edit`, `/catalog episode edit`, `/catalog song edit`, `/catalog quote edit` — "
            "edit it.\n"
            "- `/catalog recap edit` — write a recap scene by scene, in forms or from a file.\n"
            "- `/catalog show remove`, `/catalog episode remove`, `/catalog song remove`, "
            "`/catalog quote remove` — delete it.\n"
            "- `/catalog history` — who changed what. `/catalog undo` — undo a change.\n"
            "- `/catalog import` — import a file: a wiki page, a wiki dump, TVmaze, subtitles or dialogue. "
            "You see a preview first.\n"
            "- `/catalog export` — export a show to a file.\n"
            "- **Save as quote** — in the menu of any message, under Apps.\n\n"
            "The first edit of a bundled show makes a copy for this server. Delete the copy to get the "
            "bundled show back."
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
