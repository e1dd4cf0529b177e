"""Cards for quotes: search results, one quote among its neighbours, the quotes of an episode."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import msgspec
from discord import ui

from bot.domain.ids import SessionId
from bot.domain.positions import Position
from bot.domain.queries import read_query
from bot.domain.quote_matching import matches
from bot.domain.shows import Quote, Show
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.clicks import (
    ChooseProgress,
    OpenEpisode,
    OpenQuote,
    OpenQuotes,
    ShareCard,
    TurnFound,
    button,
)
from bot.replies.layout import Buttons, row, rule, show_card, text
from bot.replies.markup import (
    EMPTY,
    Bold,
    Markup,
    as_one_spoiler,
    compose,
    lines,
    listed,
    number,
    plain,
    shortened,
    spoken,
)
from bot.replies.paging import PIECE, fill, pieces
from bot.services.quote_views import A_PAGE, EpisodeQuotes, Found, QuoteView

_WORDS, _NAME, _TIME, _NOTE = 280, 100, 40, 80
"""Characters of a quote on a page of several; all of it is on its own card."""

_QUERY = 60
"""Characters of what somebody looked for, in the heading."""

_NO_STORY = Markup("-# No quotes yet.")

_SEARCHED = Markup("-# Searched up to your progress.")
_SEARCHED_ALL = Markup("-# Searched past your progress too.")
"""The same whether or not anything was found there."""


def found_card(view: Found, _page: int = 0) -> ui.LayoutView:
    """A page of search results. It ends with the same words whether or not anything was left out."""
    quotes = [quote for episode in view.quotes for quote in episode.quotes]
    hidden = any(quote.text.disclosure is Disclosure.TAGGED for quote in quotes)
    insisted = view.insisted and view.audience is Audience.ASKER
    bold = _no_hits if view.typed is None else partial(matches, read_query(view.typed))
    return show_card(
        view.show,
        text(compose("-# {} · Quotes", plain(view.show.title)), _looked_for(view)),
        rule(),
        *(
            text(*_listed(index, episode.quotes[0], bold, episode.position))
            for index, episode in enumerate(view.quotes, start=1)
        ),
        None if view.quotes else text(_NOTHING),
        text(
            *([Markup("-# Spoilers are hidden. Tap to reveal.")] if hidden else []),
            _SEARCHED_ALL if view.insisted else _SEARCHED,
        ),
        row(_openers(view.show, quotes, insisted=insisted, session=view.session, results=view.page)),
        row(
            [
                *_turns(view),
                None if view.finished else button("I've watched more", ChooseProgress(view.show.slug)),
            ]
        ),
    )


_NOTHING = Markup(
    "No quote matches. Try fewer words. Typos are fine.\n"
    '`"in quotes"` finds an exact phrase. `character` and `season` narrow the search.'
)


def _looked_for(view: Found) -> Markup:
    """The heading. Only the one who typed the words sees them: they may be a spoiler themselves."""
    query = None if view.typed is None else compose("“{}”", shortened(view.typed, _QUERY))
    if view.quotes:
        return compose("## {}", query or Markup("Quotes found"))
    return compose("## Nothing found{}", compose(" for {}", query) if query else EMPTY)


def found_heading(view: Found) -> Markup:
    """What is to be shared of a search."""
    return compose("### {} · Quotes", plain(view.show.title))


def _no_hits(_: str) -> Sequence[tuple[int, int]]:
    return ()


def _openers(
    show: Show,
    shown: Sequence[Quote[Passage]],
    *,
    insisted: bool,
    session: SessionId | None = None,
    results: int = 0,
) -> Iterator[ui.Button[ui.LayoutView]]:
    """A button for each quote. Who insisted on seeing one past their progress need not insist again."""
    for index, quote in enumerate(shown, start=1):
        hidden = quote.text.disclosure is Disclosure.TAGGED
        opened = OpenQuote(show.slug, quote.id, 0, alone=True, insisted=insisted and hidden)
        yield button(str(index), msgspec.structs.replace(opened, session=session, results=results))


def _turns(view: Found) -> Buttons:
    if view.session is None:
        return []
    for_everyone = view.audience is Audience.EVERYONE
    here = TurnFound(view.session, view.page)
    return [
        button("Back", TurnFound(view.session, view.page - 1)) if view.page else None,
        button("More", TurnFound(view.session, view.page + 1)) if view.more else None,
        button("Show me privately", msgspec.structs.replace(here, alone=True)) if for_everyone else None,
        button("Share in channel", ShareCard(here)) if view.can_be_shared else None,
    ]


def _listed(
    index: int, quote: Quote[Passage], bold: Bold, position: Position | None = None
) -> Iterator[Markup]:
    """A quote on a page of several, with who says it where, and its note. Hidden, it is one spoiler."""
    said = _beginning(_in_quotes(quote), _WORDS, bold)
    who = _if_any(quote.speaker, _NAME)
    time = _if_any(quote.timestamp, _TIME)
    note = _if_any(quote.context, _NOTE)
    numbered = [compose("**{}**", number(index))]
    where = [] if position is None else [plain(position.code)]
    if quote.text.disclosure is Disclosure.CLEAR:
        yield compose("> {}", said)
        yield compose("> {}", listed([*numbered, *who, *where, *time], " · "))
        yield from (compose("> -# {}", each) for each in note)
    else:
        yield compose("> {}", as_one_spoiler([said, *who, *time, *note], " · "))
        yield compose("> {}", listed([*numbered, *where], " · "))


def _beginning(passage: Passage, limit: int, bold: Bold = _no_hits) -> Markup:
    """A passage shortened to one line, with a sign if there is more."""
    shown = list(islice(pieces(_flat(passage), limit, bold), 2))
    return compose("{} …", shown[0]) if len(shown) > 1 else shown[0] if shown else EMPTY


def _if_any(passage: Passage | None, limit: int) -> list[Markup]:
    return [] if passage is None else [_beginning(passage, limit)]


def _in_quotes(quote: Quote[Passage]) -> Passage:
    return joined("“", quote.text, "”")


def _flat(passage: Passage) -> Passage:
    return Passage(passage.disclosure, " ".join(passage.text.split()))


def _title(view: QuoteView) -> Markup:
    code = plain(view.position.code)
    return compose("{} · {}", code, plain(view.title)) if view.title else code


def quote_card(view: QuoteView, page: int = 0) -> ui.LayoutView:
    """A quote with its context and neighbours, on as many pages as needed."""
    opened = OpenQuote(view.show.slug, view.quote.id)
    # Everyone else's way leads to no results: they did not look for anything.
    session = view.session if view.audience is Audience.ASKER else None
    turned = msgspec.structs.replace(opened, session=session, results=view.results)
    pages = fill(_with_neighbours(view))
    page = min(page, len(pages) - 1)
    return show_card(
        view.show,
        text(_page_heading(view, page, len(pages)), compose("### {}", _title(view))),
        rule(),
        *map(text, pages[page]),
        small_print(view.visibility, has_story=True, without=_NO_STORY),
        row(
            [
                *page_buttons(view.visibility, turned, page, len(pages)),
                button("Show context", turned)
                if view.visibility.withheld or not (page or view.before or view.after)
                else None,
                button(
                    view.position.code,
                    OpenEpisode(view.show.slug, view.position.key, alone=True),
                    emoji="🎬",
                ),
                button("Back to results", TurnFound(session, view.results)) if session is not None else None,
            ]
        ),
        row(own_buttons(view, opened)),
    )


def quote_heading(view: QuoteView) -> Markup:
    """Which episode a quote is from, without its time: that is story."""
    return lines([_page_heading(view, 0, 1), compose("### {}", _title(view))])


def _page_heading(view: QuoteView, page: int, pages: int) -> Markup:
    heading = compose("-# {} · Quote", plain(view.show.title))
    if pages == 1:
        return heading
    return compose("{}, page {} of {}", heading, number(page + 1), number(pages))


def _with_neighbours(view: QuoteView) -> Iterator[Markup]:
    quote = view.quote
    if view.visibility.withheld:
        yield hidden_story(view.visibility)
        return
    yield from _around(view.before)
    about = [each for each in (quote.speaker, quote.timestamp) if each is not None]
    note = [] if quote.context is None else [_flat(quote.context)]
    said = _flat(_in_quotes(quote))
    if view.visibility.disclosure is Disclosure.CLEAR:
        *first, last = (compose("> {}", piece) for piece in pieces(said, PIECE))
        who = [compose("> — {}", listed([spoken(each) for each in about], " · "))] if about else []
        notes = [compose("> -# {}", piece) for each in note for piece in pieces(each, PIECE)]
        yield from (*first, lines([last, *who, *notes[:1]]), *notes[1:])
    else:
        parts = [said, *(part for each in (*about, *note) for part in (" · ", each))]
        yield from (compose("> {}", piece) for piece in pieces(joined(*parts), PIECE))
    yield from _around(view.after)


def _around(quotes: Sequence[Quote[Passage]]) -> Iterator[Markup]:
    """Quotes before or after another; hidden, they are one spoiler."""
    said = [
        _beginning(quote.text if quote.speaker is None else joined(quote.speaker, ": ", quote.text), _WORDS)
        for quote in quotes
    ]
    if any(quote.text.disclosure is Disclosure.TAGGED for quote in quotes):
        said = [as_one_spoiler(said, " / ")]
    if said:
        yield lines(compose("-# {}", each) for each in said)


def episode_quotes(view: EpisodeQuotes, page: int = 0) -> ui.LayoutView:
    """The quotes of an episode, a few on a page."""
    quotes = () if view.visibility.withheld else view.quotes
    count = max(len(quotes) - 1, 0) // A_PAGE + 1
    page = min(page, count - 1)
    shown = quotes[page * A_PAGE : (page + 1) * A_PAGE]
    opened = OpenQuotes(view.show.slug, view.position.key)
    code = plain(view.position.code)
    return show_card(
        view.show,
        text(
            compose("-# {} · {} · Quotes", plain(view.show.title), code),
            compose("## {}", plain(view.title) if view.title else code),
        ),
        rule(),
        text(hidden_story(view.visibility)) if view.visibility.withheld else None,
        *(text(*_listed(index, quote, _no_hits)) for index, quote in enumerate(shown, 1)),
        small_print(view.visibility, has_story=bool(quotes), without=_NO_STORY),
        row(_openers(view.show, shown, insisted=view.visibility.ends_at_progress)),
        row(
            [
                *page_buttons(view.visibility, opened, page, count),
                button(
                    view.position.code,
                    OpenEpisode(view.show.slug, view.position.key, alone=True),
                    emoji="🎬",
                ),
                *own_buttons(view, opened),
            ]
        ),
    )


def episode_quotes_heading(view: EpisodeQuotes) -> Markup:
    """Whose quotes these are."""
    return compose("### {} · Quotes", plain(view.position.code))
