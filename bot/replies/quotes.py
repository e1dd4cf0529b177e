"""Cards for quotes: what a search found, one line amid others, the lines of an episode."""

from collections.abc import Iterator, Sequence
from itertools import islice

from discord import ui

from bot.domain.shows import Show
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies.card_footer import before_posting, hint, kept_back, own_buttons, page_buttons
from bot.replies.clicks import ChooseProgress, OpenEpisode, OpenQuote, OpenQuotes, TurnFound, button
from bot.replies.layout import PAGE, PIECE, card, fill, row, rule, text
from bot.replies.markup import EMPTY, Markup, compose, lines, number, pieces, plain, spoken
from bot.services.quote_views import A_PAGE, EpisodeQuotes, Found, QuoteView, Spoken

_LONGEST = PAGE // A_PAGE - 300
"""Characters of a line on a page of several; all of it is on its own card."""

_SO_FAR = Markup("-# Searched as far as you are.")
_UNTOLD = Markup("-# Nobody has written a line of this episode down yet.")


def found_card(view: Found) -> ui.LayoutView:
    """A page of what a search found. Its last lines are the same whatever was left out."""
    barred = any(line.text.disclosure is Disclosure.TAGGED for line in view.lines)
    return card(
        text(
            compose("-# {} · Quotes", plain(view.show.title)),
            Markup("## Found" if view.lines else "## Nothing found"),
        ),
        rule(),
        text(*_numbered(view.lines)) if view.lines else text(_NOTHING),
        text(Markup("-# Story stands behind bars. Tap a bar to read it.")) if barred else None,
        text(_SO_FAR),
        row(_openers(view.show, view.lines, insisted=view.insisted and view.audience is Audience.ASKER)),
        row([*_turns(view), button("I've watched more", ChooseProgress(view.show.slug))]),
    )


_NOTHING = Markup(
    "No line has those words. Try fewer of them, or others that you are surer of; typing mistakes are "
    'forgiven. `"in quotes"` finds words just as they are; `character` and `season` narrow the search.'
)


def _numbered(shown: Sequence[Spoken]) -> Iterator[Markup]:
    for index, line in enumerate(shown, start=1):
        yield compose("**{}** · {}", number(index), _where(line))
        yield _beginning(_said(line), _LONGEST)


def _beginning(passage: Passage, limit: int) -> Markup:
    """As much of a passage as there is room for, and a sign where there is more."""
    shown = list(islice(pieces(passage, limit), 2))
    return compose("{} …", shown[0]) if len(shown) > 1 else shown[0] if shown else EMPTY


def _where(line: Spoken) -> Markup:
    """Where it is said. The time is story too: where it is withheld, nothing tells that there is one."""
    where = _episode_of(line)
    if line.timestamp is None or line.timestamp.disclosure is Disclosure.WITHHELD:
        return where
    return compose("{} · {}", where, spoken(line.timestamp))


def _episode_of(line: Spoken) -> Markup:
    code = plain(line.position.code)
    return compose("{} · {}", code, plain(line.episode_title)) if line.episode_title else code


def _said(line: Spoken) -> Passage:
    """Who says it and what, in one line; the name is as much story as the words."""
    flat = Passage(line.text.disclosure, " ".join(line.text.text.split()))
    return flat if line.speaker is None else joined(line.speaker, ": ", flat)


def _openers(show: Show, shown: Sequence[Spoken], *, insisted: bool) -> list[ui.Button[ui.LayoutView]]:
    """A button for each line. One that was asked for though it lies ahead need not be asked for again."""
    return [
        button(
            str(index),
            OpenQuote(
                show.slug,
                line.id,
                alone=True,
                insisted=insisted and line.text.disclosure is Disclosure.TAGGED,
            ),
            emoji="💬",
        )
        for index, line in enumerate(shown, start=1)
    ]


def _turns(view: Found) -> list[ui.Button[ui.LayoutView] | None]:
    if view.session is None:
        return []
    for_everyone = view.audience is Audience.EVERYONE
    return [
        button("Back", TurnFound(view.session, view.page - 1)) if view.page else None,
        button("More", TurnFound(view.session, view.page + 1)) if view.more else None,
        button("Show me privately", TurnFound(view.session, view.page, alone=True)) if for_everyone else None,
    ]


def quote_card(view: QuoteView, page: int = 0) -> ui.LayoutView:
    """A line with its context, amid the lines around it, on as many pages as it takes."""
    opened = OpenQuote(view.show.slug, view.line.id)
    small_print = hint(view.visibility, told=True, untold=_UNTOLD)
    pages = fill(_amid(view))
    page = min(page, len(pages) - 1)
    return card(
        text(_page_heading(view, page, len(pages)), compose("### {}", _where(view.line))),
        rule(),
        text(*pages[page]),
        text(small_print) if small_print else None,
        row(
            [
                *page_buttons(view.visibility, opened, page, len(pages)),
                button("Lines around it", opened)
                if view.visibility.withheld or not (page or view.before or view.after)
                else None,
                button(
                    view.line.position.code,
                    OpenEpisode(view.show.slug, view.line.position.key, alone=True),
                    emoji="🎬",
                ),
            ]
        ),
        own_buttons(view.visibility, opened, view.line.position, view.show.slug),
    )


def quote_before_posting(view: QuoteView) -> ui.LayoutView:
    """What everyone will see of a line's card."""
    heading = lines([_page_heading(view, 0, 1), compose("### {}", _episode_of(view.line))])
    return before_posting(view.visibility, heading, OpenQuote(view.show.slug, view.line.id))


def _page_heading(view: QuoteView, page: int, pages: int) -> Markup:
    heading = compose("-# {} · Quote", plain(view.show.title))
    if pages == 1:
        return heading
    return compose("{}, page {} of {}", heading, number(page + 1), number(pages))


def _amid(view: QuoteView) -> Iterator[Markup]:
    if view.visibility.disclosure is Disclosure.WITHHELD:
        yield kept_back(view.visibility)
        return
    for line in view.before:
        yield compose("-# {}", _beginning(_said(line), _LONGEST))
    yield from (compose("> {}", piece) for piece in pieces(_said(view.line), PIECE))
    for line in view.after:
        yield compose("-# {}", _beginning(_said(line), _LONGEST))
    if view.line.context:
        yield from (compose("*{}*", piece) for piece in pieces(_flat(view.line.context), PIECE))


def _flat(passage: Passage) -> Passage:
    return Passage(passage.disclosure, " ".join(passage.text.split()))


def episode_quotes(view: EpisodeQuotes, page: int = 0) -> ui.LayoutView:
    """The lines of an episode, a few on a page."""
    told = view.lines if view.visibility.disclosure is not Disclosure.WITHHELD else ()
    count = max(len(told) - 1, 0) // A_PAGE + 1
    page = min(page, count - 1)
    shown = told[page * A_PAGE : (page + 1) * A_PAGE]
    opened = OpenQuotes(view.show.slug, view.position.key)
    code = plain(view.position.code)
    small_print = hint(view.visibility, told=bool(told), untold=_UNTOLD)
    return card(
        text(
            compose("-# {} · {} · Quotes", plain(view.show.title), code),
            compose("## {}", plain(view.title) if view.title else code),
        ),
        rule(),
        text(kept_back(view.visibility)) if view.visibility.disclosure is Disclosure.WITHHELD else None,
        text(*(_line(index, line) for index, line in enumerate(shown, start=1))) if shown else None,
        text(small_print) if small_print else None,
        row(_openers(view.show, shown, insisted=view.visibility.ends_at_progress)),
        row([*page_buttons(view.visibility, opened, page, count), _episode(view)]),
        own_buttons(view.visibility, opened, view.position, view.show.slug),
    )


def episode_quotes_before_posting(view: EpisodeQuotes) -> ui.LayoutView:
    """What everyone will see of an episode's lines."""
    heading = compose("### {} · Quotes", plain(view.position.code))
    return before_posting(view.visibility, heading, OpenQuotes(view.show.slug, view.position.key))


def _line(index: int, line: Spoken) -> Markup:
    said = compose("**{}** · {}", number(index), _beginning(_said(line), _LONGEST))
    if line.context is None:
        return said
    return compose("{}\n-# {}", said, _beginning(_flat(line.context), _LONGEST // 2))


def _episode(view: EpisodeQuotes) -> ui.Button[ui.LayoutView]:
    return button(view.position.code, OpenEpisode(view.show.slug, view.position.key, alone=True), emoji="🎬")
