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
            "- `/episode list` — every episode, season by season.\n"
            "- `/recap` — an episode scene by scene.\n"
            "- `/quote search` — find a line by the words that you remember; typing mistakes are forgiven.\n"
            "- `/quote random` — a line at random; none comes again until all have.\n"
            "- `/song info` — who wrote a song, who sings it, and where in the story.\n"
            "- `/song list` — the songs of an episode, or of the show.\n"
            "- `/progress set` — tell me how far you have watched. What you have seen then stands in the "
            "clear for you, and I keep the rest for later."
        ),
    ),
    "spoilers": (
        "Spoilers",
        Markup(
            "**Facts are never hidden**: numbers, air dates, writers, directors.\n"
            "**Story is**, where it lies ahead of you or of the channel: what happens, who sings a song and "
            "why, who turns up. It stands behind bars that you tap to read.\n\n"
            "- `/here` — how far this channel may go, who decided it, and what that means for you.\n"
            "- `/progress show` — what you have told me.\n"
            "- `/progress clear` — make me forget it.\n"
            "- `/privacy export` — all that I keep of you, in a file, and why I keep it.\n"
            "- `/privacy erase` — make me forget all of it.\n\n"
            "Add `private:True` to a command and only you see the answer. What you have not watched is then "
            "kept back altogether; “Show anyway” brings it, behind bars. “Share in channel” posts a "
            "private answer."
        ),
    ),
    "moderators": (
        "For moderators",
        Markup(
            "- `/setup` — admins choose the show, the moderators, the log, and the channels.\n"
            "- `/spoilers channel` — how far a channel, category, forum or thread may go: anything, nothing, "
            "up to an episode, or what aired some days ago; `strict` keeps even bars out.\n"
            "- `/spoilers clear` — take that away again.\n"
            "- `/spoilers overview` — every channel with a setting.\n"
            "- `/spoilers explain` — which setting decides in a channel, and why.\n"
            "- `/spoilers default` — for every other channel (admins).\n"
            "- `/spoilers titles` — hide titles too, where they lie ahead (admins).\n"
            "- **Hide as spoiler** — in the menu of any message, under Apps: puts it behind bars, in its "
            "author's name, and lets you say which episode it is about."
        ),
    ),
    "catalog": (
        "Add and mend",
        Markup(
            "Moderators build shows here, and mend them, also each other's work. A form that I cannot take "
            "comes back filled; everything can be undone; other servers never see what you change.\n\n"
            "- `/catalog show add` — begin a show of your own.\n"
            "- `/catalog episode add`, `/catalog song add`, `/catalog quote add` — fill it.\n"
            "- `/catalog episode edit`, `/catalog song edit`, `/catalog quote edit`, `/catalog show edit` — "
            "mend it, part by part.\n"
            "- `/catalog recap edit` — tell an episode scene by scene, in forms or from a file.\n"
            "- `/catalog episode remove`, `/catalog song remove`, `/catalog quote remove`, "
            "`/catalog show remove` — take something out, with all that is in it.\n"
            "- `/catalog history` — who changed what. `/catalog undo` — take a change back.\n"
            "- `/catalog import` — fill a show from a file: a wiki page, a wiki's dump, TVmaze, subtitles, "
            "dialogue; you see what would change before anything does.\n"
            "- `/catalog export` — take a show along in a file that imports back.\n"
            "- **Save as quote**, in the menu of any message, under Apps — keep its words as a line.\n\n"
            "The first change of a bundled show gives this server a copy of its own. Removing that copy "
            "brings the bundled show back."
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
