"""The reply after a moderator's change, and its line in the log channel."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import LiteralString

from discord import ButtonStyle, ui

from bot.domain.changes import Action, Done, Topic
from bot.domain.positions import NotACode, Position
from bot.replies.catalog_clicks import EditEpisode, EditSong, OpenForm, UndoChange
from bot.replies.clicks import ListEpisodes, MakeDefault, button
from bot.replies.layout import card, row, text
from bot.replies.markup import EMPTY, Markup, command, compose, listed, number, plain, shortened
from bot.services.editing import Saved
from bot.services.subjects.episodes import NewEpisode
from bot.services.subjects.quotes import NewQuote
from bot.services.subjects.songs import NewSong, SongFacts, SungBy, SungIn

_SHORT = 200
"""As much of a quote is shown."""

_DONE: dict[Action, LiteralString] = {
    Action.ADD: "Added",
    Action.EDIT: "Edited",
    Action.REMOVE: "Deleted",
    Action.IMPORT: "Imported into",
    Action.UNDO: "Undid a change to",
}
_ONE = {
    Topic.SHOW: Markup("the show"),
    Topic.EPISODE: Markup("an episode"),
    Topic.RECAP: Markup("a recap"),
    Topic.SONG: Markup("a song"),
    Topic.QUOTE: Markup("a quote"),
}


def done_text(done: Done) -> Markup:
    """What was done, by code only, so that it may be logged."""
    return compose("{} {}", Markup(_DONE[done.action].lower()), _thing(done))


def _thing(done: Done) -> Markup:
    if done.position is None:
        return _ONE[done.topic]
    code = plain(done.position.code)
    match done.topic:
        case Topic.EPISODE | Topic.SHOW:
            return compose("episode **{}**", code)
        case Topic.RECAP:
            return compose("recap of **{}**", code)
        case _:
            return compose("{} in **{}**", _ONE[done.topic], code)


def saved_card(saved: Saved, heading: Markup | None = None) -> ui.LayoutView:
    """What was changed, what follows from it, and Undo."""
    return card(
        text(
            compose("-# {} · change #{}", plain(saved.show.title), number(saved.change)),
            heading or compose("### {}", _heading(saved)),
            *_consequences(saved),
            *_default_stays(saved),
        ),
        row([*_further(saved), _undo(saved)]),
        row(_other_default(saved)),
    )


def cancelled_card() -> ui.LayoutView:
    """The reply after cancelling."""
    return card(text(Markup("### Cancelled"), Markup("Nothing was changed.")))


def in_the_log(saved: Saved) -> Markup:
    """A change's line in the log channel: what, of which show, and its number."""
    return compose("{} · {} (#{})", done_text(saved.done), plain(saved.show.title), number(saved.change))


def _heading(saved: Saved) -> Markup:
    done, named = saved.done, shortened(saved.named, _SHORT)
    code = EMPTY if done.position is None else plain(done.position.code)
    if done.action is Action.UNDO:
        return compose(
            "{}: {} (#{})",
            Markup("Redone" if saved.redone else "Undone"),
            _undone_thing(saved),
            number(saved.undoes or saved.change),
        )
    if done.action is Action.REMOVE and done.topic is Topic.SONG and code:
        return compose("Removed “{}” from {}", named, code)
    what = compose("{} {}", Markup(_DONE[done.action]), Markup(done.topic))
    if done.topic in (Topic.SONG, Topic.QUOTE):
        where = listed(filter(None, [shortened(saved.speaker or "", _SHORT), code]), ", ")
        return compose("{}: “{}” ({})" if where else "{}: “{}”", what, named, where)
    return compose("{}: {}", what, listed(filter(None, [code, named]), " · "))


def _undone_thing(saved: Saved) -> Markup:
    if saved.done.topic is Topic.SHOW and saved.done.position is None:
        return compose("change to {}", plain(saved.show.title))
    return _thing(saved.done)


def _undo(saved: Saved) -> ui.Button[ui.LayoutView]:
    """Undoing an undo restores the change, and can be undone too."""
    if saved.done.action is Action.UNDO and not saved.redone:
        return button("Redo", UndoChange(saved.change), emoji="↪️")
    return button("Undo", UndoChange(saved.change), emoji="↩️")


def _default_stays(saved: Saved) -> Iterator[Markup]:
    if saved.offer is not None:
        yield compose("{} is still the default show.", plain(saved.offer.default.title))
        if not saved.offer.may_choose:
            yield compose("-# Admins choose it with {}.", command("setup"))


def _other_default(saved: Saved) -> Iterator[ui.Button[ui.LayoutView]]:
    if saved.offer is None or not saved.offer.may_choose:
        return
    hides = saved.offer.hides
    hide = "" if not hides else f" and hide {hides[0].title if len(hides) == 1 else 'the bundled shows'}"
    yield button(f"Make it the default{hide}", MakeDefault(saved.show.slug, bool(hides)), emoji="⭐")


def _consequences(saved: Saved) -> Iterator[Markup]:
    if saved.done.topic is Topic.SHOW and saved.done.action is Action.ADD:
        yield compose(
            "Its short name is `{}`. Add the first episode here, or all of them from a file: save TVmaze's "
            "page for the show (`https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes`) and "
            "choose it in {}.",
            Markup(saved.show.slug),
            command("catalog import"),
        )
    if saved.done.topic is Topic.SHOW and saved.done.action is Action.REMOVE:
        yield Markup("Everything in it is deleted too. Undo brings it all back.")
    if saved.new_default is not None:
        yield compose("The default show is now {}.", plain(saved.new_default.title))
    if saved.gives_way:
        yield Markup("The bundled show is back. Undo restores this server's copy.")
    if saved.done.topic is Topic.EPISODE and saved.done.action is Action.REMOVE:
        yield Markup("Its quotes, songs and recap are deleted too. Undo brings them all back.")
    if saved.copied:
        yield compose(
            "This server now has its own copy of {}. Other servers keep the bundled one. Members' progress "
            "and channels' spoiler limits stay as they are.",
            plain(saved.show.title),
        )
    yield from _other_numbers(saved)


def _other_numbers(saved: Saved) -> Iterator[Markup]:
    title = plain(saved.show.title)
    if saved.renumbered:
        yield compose(
            "⚠️ An episode number now belongs to another episode. Members' progress in {} is unset, and "
            "they need to set it again. Channels with a spoiler limit up to an episode hide everything "
            "until you set them again.",
            title,
        )
    if saved.earlier_numbers:
        yield compose(
            "⚠️ Episode numbers in {} are the earlier ones again, and so is members' progress. Spoiler limits "
            "set since then apply, but one up to an episode hides everything until you set it again.",
            title,
        )


def _further(saved: Saved) -> Iterator[ui.Button[ui.LayoutView]]:
    """Buttons for what a moderator may want to do next."""
    show, done = saved.show.slug, saved.done
    if done.action is Action.REMOVE or done.action is Action.UNDO:
        return
    if isinstance(saved.subject, NewQuote | NewSong) and saved.subject.episode is not None:
        yield button("Add another", OpenForm(saved.subject), emoji="➕", style=ButtonStyle.primary)
    if done.topic is Topic.SHOW and done.action is Action.ADD:
        yield add_episode(show, Position.from_code("S01E01"))
    if done.topic is Topic.EPISODE and done.action is Action.ADD and done.position is not None:
        with suppress(NotACode):  # after number 9999 there is none
            yield add_episode(show, Position(done.position.season, Decimal(int(done.position.number) + 1)))
    if done.action is Action.IMPORT:
        yield button("Open", ListEpisodes(show, None, 0, alone=True, anew=True))
    if done.position is not None:
        yield button(done.position.code, EditEpisode(show, done.position.key), emoji="✏️")
    if isinstance(saved.subject, SongFacts | SungBy | SungIn):
        yield button("Song", EditSong(show, saved.subject.song), emoji="🎵")


def add_episode(show: str, position: Position) -> ui.Button[ui.LayoutView]:
    """A button that opens the form for a new episode."""
    form = OpenForm(NewEpisode(show, position.key))
    return button(f"Add {position.code}", form, emoji="➕", style=ButtonStyle.primary)
