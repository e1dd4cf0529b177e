"""Replies to moderators who mend the catalogue. They are for them alone, and hide nothing."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import LiteralString

from discord import ButtonStyle, Interaction, ui

from bot.domain.changes import Action, Done, Topic
from bot.domain.positions import NotACode, Position
from bot.domain.shows import Show
from bot.domain.spoilers import Audience
from bot.replies.clicks import (
    Cancel,
    MakeDefault,
    MendEpisode,
    MendRecap,
    MendSong,
    OpenForm,
    RemoveEpisode,
    RemoveShow,
    RemoveSong,
    UndoChange,
    button,
)
from bot.replies.layout import card, row, rule, text
from bot.replies.log import tell_log
from bot.replies.markup import Markup, command, compose, day, listed, names, number, plain, shortened
from bot.replies.sending import answer_click
from bot.services.editing import Saved
from bot.services.panels import EpisodePanel, SongPanel
from bot.services.setup import Setup
from bot.services.subjects import (
    EpisodeFacts,
    EpisodePeople,
    EpisodeSummary,
    NewEpisode,
    NewQuote,
    NewSong,
    RecapFile,
    RecapScenes,
    SongFacts,
    SungBy,
    SungIn,
)

_SHORT = 200
"""As much of a passage is shown on a panel."""

_GROUP = 3600
"""Characters of scenes in one form; a form's field takes 4,000."""

_GROUPS = 15
"""Groups of scenes on a page of the panel: three rows of buttons."""

_ACTIONS = {
    Action.ADD: Markup("added"),
    Action.EDIT: Markup("edited"),
    Action.REMOVE: Markup("removed"),
    Action.IMPORT: Markup("imported into"),
    Action.UNDO: Markup("took back a change of"),
}
_TOPICS = {
    Topic.SHOW: Markup("the show"),
    Topic.EPISODE: Markup("the episode"),
    Topic.RECAP: Markup("the recap"),
    Topic.SONG: Markup("a song"),
    Topic.QUOTE: Markup("a line"),
}


def told(done: Done) -> Markup:
    """What was done, by code alone: it may stand in the log channel."""
    what = compose("{} {}", _ACTIONS[done.action], _TOPICS[done.topic])
    if done.position is None:
        return what
    code = plain(done.position.code)
    if done.topic is Topic.EPISODE:
        return compose("{} **{}**", what, code)
    return compose("{} in **{}**" if done.topic is not Topic.RECAP else "{} of **{}**", what, code)


async def answer_saved(
    interaction: Interaction, saved: Saved, setup: Setup, heading: Markup | None = None
) -> None:
    """Answer with what was changed, and tell the log channel, without titles and without story.

    `heading` says what was changed where more is known of it than what `saved` tells.

    The log hears of it even where Discord takes no answer any more, as after a very long import.
    """
    try:
        await answer_click(interaction, saved_card(saved, heading), Audience.ASKER)
    finally:
        if saved.show.owner is not None:
            channel = await setup.log_channel(saved.show.owner)
            await tell_log(interaction, channel, in_the_log(saved))


def saved_card(saved: Saved, heading: Markup | None = None) -> ui.LayoutView:
    """What was changed, what follows from it, and the way back."""
    return card(
        text(
            compose("-# {} · change #{}", plain(saved.show.title), number(saved.change)),
            heading or compose("### Done: you {}.", told(saved.done)),
            *_consequences(saved),
            *_default_stays(saved),
        ),
        row([*_further(saved), _way_back(saved)]),
        row(_other_default(saved)),
    )


def cancelled_card() -> ui.LayoutView:
    """What is told when something was cancelled."""
    return card(text(Markup("### Cancelled"), Markup("Nothing was changed.")))


def remove_show_question(show: Show) -> ui.LayoutView:
    """Ask whether a show is to be deleted."""
    after = (
        "The bundled show comes back." if show.origin else "All its episodes, songs and quotes go with it."
    )
    return card(
        text(
            compose("### Delete {}?", plain(show.title)),
            compose("{} You can undo this.", Markup(after)),
        ),
        row(
            [
                button(f"Delete {show.title}", RemoveShow(show.slug), emoji="🗑️", style=ButtonStyle.danger),
                button("Cancel", Cancel()),
            ]
        ),
    )


def in_the_log(saved: Saved) -> Markup:
    """What the log channel is told of a change: what, of which show, and its number."""
    return compose("{} · {} (#{})", told(saved.done), plain(saved.show.title), number(saved.change))


def _way_back(saved: Saved) -> ui.Button[ui.LayoutView]:
    """Undoing an undo brings the change back, and is undone in its turn."""
    if saved.done.action is Action.UNDO and not saved.redone:
        return button("Redo", UndoChange(saved.change), emoji="↪️")
    return button("Undo", UndoChange(saved.change), emoji="↩️")


def _default_stays(saved: Saved) -> Iterator[Markup]:
    """Which show is the default one after a new one was made."""
    if saved.offer is not None:
        default = plain(saved.offer.default.title)
        yield compose("{} is still the default show.", default)
        if not saved.offer.may_choose:
            yield compose("-# Admins choose it with {}.", command("setup"))


def _other_default(saved: Saved) -> Iterator[ui.Button[ui.LayoutView]]:
    """The other choice of the default show, in one tap."""
    if saved.offer is None or not saved.offer.may_choose:
        return
    hides = saved.offer.hides
    hide = "" if not hides else f" and hide {hides[0].title if len(hides) == 1 else 'the bundled shows'}"
    yield button(f"Make it the default{hide}", MakeDefault(saved.show.slug, bool(hides)), emoji="⭐")


def _consequences(saved: Saved) -> Iterator[Markup]:
    if saved.done.topic is Topic.SHOW and saved.done.action is Action.ADD:
        yield compose(
            "Its short name is `{}`. Add its first episode here, or bring all of them in a file: save "
            "TVmaze's page for the show "
            "(`https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes`), and drop it into {}.",
            Markup(saved.show.slug),
            command("catalog import"),
        )
    if saved.done.topic is Topic.SHOW and saved.done.action is Action.REMOVE:
        yield Markup("All that was in it went with it; “Undo” brings it back.")
    if saved.gives_way:
        yield Markup("The bundled show stands in its place again; “Undo” brings this server's copy back.")
    if saved.done.topic is Topic.EPISODE and saved.done.action is Action.REMOVE:
        yield Markup("Its lines, songs and recap went with it; “Undo” brings everything back.")
    if saved.copied:
        yield compose(
            "This server now has its own copy of {}; other servers keep the bundled one. What members "
            "said of their progress, and what channels allow, holds as before.",
            plain(saved.show.title),
        )
    if saved.renumbered:
        yield compose(
            "⚠️ A place in the story was given to another episode, so what members said of their progress in "
            "{} no longer holds: they say it anew. Channels that went up to an episode are closed until you "
            "set them again (`/spoilers overview`).",
            plain(saved.show.title),
        )


def _further(saved: Saved) -> Iterator[ui.Button[ui.LayoutView]]:
    """What a moderator may want to do next."""
    show, done = saved.show.slug, saved.done
    if done.action is Action.REMOVE or done.action is Action.UNDO:
        return
    if isinstance(saved.subject, NewQuote | NewSong) and saved.subject.episode is not None:
        yield button("Another", OpenForm(saved.subject), emoji="➕", style=ButtonStyle.primary)
    if done.topic is Topic.SHOW and done.action is Action.ADD:
        yield add_episode(show, Position.from_code("S01E01"))
    if done.topic is Topic.EPISODE and done.action is Action.ADD and done.position is not None:
        with suppress(NotACode):  # after number 9999 there is none
            yield add_episode(show, Position(done.position.season, Decimal(int(done.position.number) + 1)))
    if done.position is not None:
        yield button(done.position.code, MendEpisode(show, done.position.key), emoji="✏️")
    if isinstance(saved.subject, SongFacts | SungBy | SungIn):
        yield button("The song", MendSong(show, saved.subject.song), emoji="🎵")


def add_episode(show: str, position: Position) -> ui.Button[ui.LayoutView]:
    """A button that opens the form for a new episode."""
    form = OpenForm(NewEpisode(show, position.key))
    return button(f"Add {position.code}", form, emoji="➕", style=ButtonStyle.primary)


def episode_panel(panel: EpisodePanel) -> ui.LayoutView:
    """Everything that can be mended of an episode."""
    show, key, draft = panel.show.slug, panel.draft.position.key, panel.draft
    return card(
        text(
            compose("-# {} · {}", plain(panel.show.title), plain(draft.position.code)),
            compose("## {}", plain(draft.title or draft.position.code)),
        ),
        rule(),
        text(*_known(panel)),
        row(
            [
                button("Facts", OpenForm(EpisodeFacts(show, panel.id)), emoji="✏️"),
                button("People", OpenForm(EpisodePeople(show, panel.id)), emoji="✏️"),
                button("What happens", OpenForm(EpisodeSummary(show, panel.id)), emoji="✏️"),
                button("Recap", MendRecap(show, key), emoji="📖"),
            ]
        ),
        row(
            [
                button("Add a song", OpenForm(NewSong(show, panel.id)), emoji="➕"),
                button("Add a line", OpenForm(NewQuote(show, panel.id)), emoji="➕"),
            ]
        ),
        row(
            button(sung.title, MendSong(show, song), emoji="🎵")
            for sung, song in list(zip(draft.performances, panel.songs, strict=True))[:5]
        ),
        row(
            [button("Remove the episode", RemoveEpisode(show, panel.id), emoji="🗑️", style=ButtonStyle.danger)]
        ),
    )


def _known(panel: EpisodePanel) -> list[Markup]:
    draft = panel.draft
    missing = Markup("–")
    guests = [guest.name for guest in draft.guests]
    return [
        compose("**Aired** {}", day(draft.aired) if draft.aired else missing),
        compose(
            "**Number in the series** {} · **Production code** {}",
            missing if draft.number_in_series is None else number(draft.number_in_series),
            plain(draft.production_code) if draft.production_code else missing,
        ),
        compose("**Written by** {}", names(draft.writers) if draft.writers else missing),
        compose("**Directed by** {}", names(draft.directors) if draft.directors else missing),
        compose("**Guest cast** {}", names(guests) if guests else missing),
        compose("**What happens** {}", _short(draft.summary) if draft.summary else missing),
        compose(
            "**In it** {} · {} · {}",
            _counted(len(draft.scenes), "scene"),
            _counted(len(draft.performances), "song"),
            _counted(panel.lines, "line"),
        ),
    ]


def _short(passage: str) -> Markup:
    return shortened(passage, _SHORT)


def recap_panel(panel: EpisodePanel, page: int = 0) -> ui.LayoutView:
    """The recap of an episode, in groups of scenes that each fit into a form; so many groups a page."""
    show, key, draft = panel.show.slug, panel.draft.position.key, panel.draft
    groups = list(_groups(draft.scenes))
    page = min(page, max(len(groups) - 1, 0) // _GROUPS)
    parts = [
        button(_scenes_named(first, count), OpenForm(RecapScenes(show, panel.id, first, count)), emoji="✏️")
        for first, count in groups[page * _GROUPS : (page + 1) * _GROUPS]
    ]
    more = RecapScenes(show, panel.id, len(draft.scenes), 0)
    return card(
        text(
            compose("-# {} · {} · Recap", plain(panel.show.title), plain(draft.position.code)),
            compose("## {}", plain(draft.title or draft.position.code)),
            compose("{}, told in the order of the buttons.", _counted(len(draft.scenes), "scene"))
            if draft.scenes
            else Markup("Nobody has written this recap yet."),
            Markup("-# In a form or a file, a blank line stands between two scenes."),
        ),
        *(row(parts[start : start + 5]) for start in range(0, len(parts), 5)),
        row(
            [
                button("Earlier scenes", MendRecap(show, key, page - 1)) if page else None,
                button("Later scenes", MendRecap(show, key, page + 1))
                if (page + 1) * _GROUPS < len(groups)
                else None,
            ]
        ),
        row(
            [
                button("Add scenes", OpenForm(more), emoji="➕", style=ButtonStyle.primary),
                button("From a file", OpenForm(RecapFile(show, panel.id)), emoji="📄"),
                button("The episode", MendEpisode(show, key), emoji="↩️"),
            ]
        ),
    )


def _counted(count: int, thing: LiteralString) -> Markup:
    return compose("{} {}", number(count), Markup(thing if count == 1 else f"{thing}s"))


def _scenes_named(first: int, count: int) -> str:
    return f"Scene {first + 1}" if count == 1 else f"Scenes {first + 1}–{first + count}"


def _groups(scenes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Runs of scenes that fit into a form: the first of each, and how many."""
    first, size = 0, 0
    for index, scene in enumerate(scenes):
        if index > first and size + len(scene) + 2 > _GROUP:
            yield first, index - first
            first, size = index, 0
        size += len(scene) + 2
    if len(scenes) > first:
        yield first, len(scenes) - first


def song_panel(panel: SongPanel) -> ui.LayoutView:
    """Everything that can be mended of a song."""
    show = panel.show.slug
    where = listed((plain(position.code) for _, position in panel.episodes), ", ")
    missing = Markup("–")
    return card(
        text(
            compose("-# {} · Song", plain(panel.show.title)),
            compose("## {}", plain(panel.draft.title)),
            compose("**Words and music** {}", names(panel.draft.writers) if panel.draft.writers else missing),
            compose(
                "**First sung by** {}",
                plain(panel.draft.original_artist) if panel.draft.original_artist else missing,
            ),
            compose("**Sung in** {}", where or missing),
        ),
        row(
            [
                button("Facts", OpenForm(SongFacts(show, panel.id)), emoji="✏️"),
                button("Sung in another episode", OpenForm(SungIn(show, panel.id)), emoji="➕"),
                button("Remove the song", RemoveSong(show, panel.id), emoji="🗑️", style=ButtonStyle.danger),
            ]
        ),
        *(
            row(
                [
                    button(
                        f"Who sings it in {position.code}",
                        OpenForm(SungBy(show, panel.id, episode)),
                        emoji="✏️",
                    ),
                    button(f"Not in {position.code}", RemoveSong(show, panel.id, episode), emoji="🗑️"),
                ]
            )
            for episode, position in panel.episodes[:6]
        ),
    )
