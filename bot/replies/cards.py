"""Cards for episodes, one at a time and in lists."""

from collections.abc import Iterator
from itertools import groupby

from discord import ButtonStyle, ui

from bot.domain.positions import Position
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies import words
from bot.replies.clicks import ChooseProgress, ListEpisodes, OpenEpisode, PostEpisode, Watch, button
from bot.replies.layout import PIECE, card, fill, row, rule, text, titled
from bot.replies.markup import Markup, brief, compose, day, lines, names, number, pieces, plain
from bot.services.lookup import EpisodeList, EpisodeView, Guested, Listed, Sung

_LINES = 25
"""Episodes on a page of a list."""

PRIMARY = ButtonStyle.primary


def episode_card(view: EpisodeView, page: int = 0) -> ui.LayoutView:
    """An episode: facts in the clear, story as the rule has disclosed it, on as many pages as it takes."""
    pages = _pages(view)
    page = min(page, len(pages) - 1)
    return card(
        *_page(view, pages[page]),
        row([_previous(view), *_page_buttons(view, page, len(pages)), _following(view)]),
        row(_own_buttons(view)),
    )


def episode_preview(view: EpisodeView) -> ui.LayoutView:
    """What everyone will see of an episode's card, told in words: a private answer may not show it itself."""
    story = {
        Disclosure.CLEAR: Markup("The story stands **in the clear**: this channel is that far."),
        Disclosure.TAGGED: Markup("The story stands **behind bars**, for each to tap who wants to read it."),
    }
    return card(
        text(
            _heading(view),
            compose("Everyone in this channel will see this card. {}", story[view.standing.disclosure]),
        ),
        row(
            [
                button("Post it", PostEpisode(view.show.slug, view.position.key, sure=True), style=PRIMARY),
                button("Keep it to myself", OpenEpisode(view.show.slug, view.position.key, alone=True)),
            ]
        ),
    )


def posted() -> ui.LayoutView:
    """What stands in the place of the private card once it was posted."""
    return card(text(Markup("-# Posted.")))


def _pages(view: EpisodeView) -> list[list[Markup]]:
    return fill([_facts(view), *_story(view)])


def _page(view: EpisodeView, blocks: list[Markup]) -> list[ui.Item[ui.LayoutView]]:
    hint = _hint(view)
    return [text(_heading(view)), rule(), text(*blocks), *([text(hint)] if hint else [])]


def _heading(view: EpisodeView) -> Markup:
    code = plain(view.position.code)
    where = compose("-# {} · {}", plain(view.show.title), code)
    if view.number_in_series is not None:
        where = compose("{} · No. {} in the series", where, number(view.number_in_series))
    return lines([where, compose("## {}", plain(view.title) if view.title else code)])


def _facts(view: EpisodeView) -> Markup:
    facts: list[Markup] = []
    if view.aired:
        facts.append(compose("**Aired** {}", day(view.aired)))
    if view.writers:
        facts.append(compose("**Written by** {}", names(view.writers)))
    if view.directors:
        facts.append(compose("**Directed by** {}", names(view.directors)))
    if view.production_code:
        facts.append(compose("**Production code** {}", plain(view.production_code)))
    return lines(facts) if facts else Markup("-# Nobody has filled in when it aired or who made it yet.")


def _story(view: EpisodeView) -> Iterator[Markup]:
    if view.standing.disclosure is Disclosure.WITHHELD:
        yield _kept_back(view)
        return
    if view.summary:
        yield from titled("What happens", pieces(view.summary, PIECE))
    yield from titled("Songs", (_song(song) for song in view.songs if song.title is not None))
    yield from titled("Guest cast", (compose("- {}", brief(_guest(guest))) for guest in view.guests))


def _kept_back(view: EpisodeView) -> Markup:
    """The same words whatever is there, and whether or not anything is."""
    return compose(
        "### The story is kept for later\n"
        "For this show you are at: {}. This episode comes after that, so I keep its story to myself.",
        words.progress(view.standing.progress),
    )


def _song(song: Sung) -> Markup:
    title = plain(song.title or "")
    if not song.performers:
        return compose("- {}", title)
    return compose("- {} · {}", title, brief(_performers(song)))


def _performers(song: Sung) -> Passage:
    first, *others = song.performers
    return joined(first, *(part for other in others for part in (", ", other)))


def _guest(guest: Guested) -> Passage:
    return guest.name if guest.character is None else joined(guest.name, " as ", guest.character)


def _hint(view: EpisodeView) -> Markup | None:
    standing = view.standing
    if standing.sent_aside:
        return Markup(
            "-# Only you see this: it is beyond what may be posted in this channel. "
            "`/here` says how far it goes."
        )
    if standing.disclosure is Disclosure.WITHHELD:
        return None
    if not (view.summary or view.guests or any(song.performers for song in view.songs)):
        return Markup("-# Nobody has told this episode's story here yet.")
    if standing.disclosure is Disclosure.TAGGED:
        return Markup("-# What gives the story away stands behind bars. Tap a bar to read it.")
    return None


def _page_buttons(view: EpisodeView, page: int, pages: int) -> list[ui.Button[ui.LayoutView] | None]:
    def turn(label: str, to: int) -> ui.Button[ui.LayoutView] | None:
        if not 0 <= to < pages:
            return None
        insisted = view.standing.disclosure is Disclosure.TAGGED and view.standing.audience is Audience.ASKER
        return button(label, OpenEpisode(view.show.slug, view.position.key, to, insisted=insisted))

    return [turn("Back", page - 1), turn("Read on", page + 1)]


def _previous(view: EpisodeView) -> ui.Button[ui.LayoutView] | None:
    return _go(view, view.previous, "◀️")


def _following(view: EpisodeView) -> ui.Button[ui.LayoutView] | None:
    return _go(view, view.following, "▶️")


def _go(view: EpisodeView, position: Position | None, emoji: str) -> ui.Button[ui.LayoutView] | None:
    if position is None:
        return None
    return button(position.code, OpenEpisode(view.show.slug, position.key), emoji=emoji)


def _own_buttons(view: EpisodeView) -> list[ui.Button[ui.LayoutView] | None]:
    """What a reader may do about their own progress, and about who sees the card."""
    show, key, standing = view.show.slug, view.position.key, view.standing
    hidden = standing.masked or standing.disclosure is not Disclosure.CLEAR
    withheld = standing.disclosure is Disclosure.WITHHELD
    for_everyone = standing.audience is Audience.EVERYONE
    return [
        button("I've watched this", Watch(show, key), emoji="✅"),
        button("Open for me", OpenEpisode(show, key, alone=True)) if for_everyone and hidden else None,
        button("Show anyway", OpenEpisode(show, key, alone=True, insisted=True)) if withheld else None,
        button("I'm further", ChooseProgress(show)) if withheld else None,
        button("Post here", PostEpisode(show, key)) if standing.can_be_posted else None,
    ]


def episode_list(view: EpisodeList, page: int = 0) -> ui.LayoutView:
    """A show's episodes, a season at a time; a long season takes several pages."""
    pages = list(_list_pages(view))
    heading = compose("## {}", plain(view.show.title))
    if not pages:
        nothing = "Nothing that may be listed here." if view.cut else "This show has no episodes yet."
        return card(
            text(heading, Markup(nothing)), text(_CUT) if view.cut else None, row([_open_list(view, 0)])
        )
    page = min(page, len(pages) - 1)
    titles = [title for title, _ in pages]
    return card(
        text(heading, compose("-# {}", plain(titles[page]))),
        rule(),
        text(*pages[page][1]),
        text(_CUT) if view.cut and page == len(pages) - 1 else None,
        row([_turn_list(view, "◀️", page - 1, titles), _turn_list(view, "▶️", page + 1, titles)]),
        row([_open_list(view, page)]),
    )


_CUT = Markup("-# This channel's list ends at what may be posted here. `/here` says how far that is.")


def _open_list(view: EpisodeList, page: int) -> ui.Button[ui.LayoutView] | None:
    masked = view.cut or any(listed.masked for listed in view.episodes)
    if view.audience is Audience.ASKER or not masked:
        return None
    return button("Open for me", ListEpisodes(view.show.slug, view.season, page, alone=True))


def _list_pages(view: EpisodeList) -> Iterator[tuple[str, list[Markup]]]:
    """The pages of a list, each with its title: the season, and which part of it where it has several."""
    for season, episodes in groupby(view.episodes, key=lambda listed: listed.position.season):
        parts = fill((_entry(episode) for episode in episodes), at_most=_LINES)
        for index, part in enumerate(parts, start=1):
            yield f"Season {season}" + (f", {index} of {len(parts)}" if len(parts) > 1 else ""), part


def _entry(listed: Listed) -> Markup:
    entry = compose("`{}`", Markup(listed.position.code))
    if listed.title:
        entry = compose("{} {}", entry, plain(listed.title))
    return compose("{} · {}", entry, day(listed.aired)) if listed.aired else entry


def _turn_list(
    view: EpisodeList, emoji: str, page: int, titles: list[str]
) -> ui.Button[ui.LayoutView] | None:
    if not 0 <= page < len(titles):
        return None
    return button(titles[page], ListEpisodes(view.show.slug, view.season, page), emoji=emoji)
