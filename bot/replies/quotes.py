"""Cards for quotes: search results, one quote among its neighbours, the quotes of an episode."""

from collections.abc import Iterator, Sequence
from itertools import islice

from discord import ui

from bot.domain.positions import Position
from bot.domain.shows import Episode, Quote, Show
from bot.domain.spoilers import Audience, Disclosure, Passage, joined
from bot.replies.card_footer import hidden_story, own_buttons, page_buttons, small_print
from bot.replies.clicks import ChooseProgress, OpenEpisode, OpenQuote, OpenQuotes, TurnFound, button
from bot.replies.layout import card, row, rule, text
from bot.replies.markup import EMPTY, Markup, compose, lines, number, pieces, plain, spoken
from bot.replies.paging import PAGE, PIECE, fill
from bot.services.quote_views import A_PAGE, EpisodeQuotes, Found, QuoteView

_LONGEST = PAGE // A_PAGE - 300
"""Characters of a quote on a page of several; all of it is on its own card."""

_SO_FAR = Markup("-# Searched up to your progress.")
_NO_STORY = Markup("-# No quotes yet.")


def found_card(view: Found, _page: int = 0) -> ui.LayoutView:
    """A page of search results. It ends with the same words whatever was left out."""
    quotes = [quote for episode in view.quotes for quote in episode.quotes]
    hidden = any(quote.text.disclosure is Disclosure.TAGGED for quote in quotes)
    return card(
        text(
            compose("-# {} · Quotes", plain(view.show.title)),
            Markup("## Found" if view.quotes else "## Nothing found"),
        ),
        rule(),
        text(*_numbered(view.quotes)) if view.quotes else text(_NOTHING),
        text(Markup("-# Spoilers are hidden. Tap to reveal.")) if hidden else None,
        text(_SO_FAR),
        row(_openers(view.show, quotes, insisted=view.insisted and view.audience is Audience.ASKER)),
        row([*_turns(view), button("I've watched more", ChooseProgress(view.show.slug))]),
    )


_NOTHING = Markup(
    "No quote matches. Try fewer words. Typos are fine.\n"
    '`"in quotes"` finds an exact phrase. `character` and `season` narrow the search.'
)


def _numbered(episodes: Sequence[Episode[str | None, Passage]]) -> Iterator[Markup]:
    for index, episode in enumerate(episodes, start=1):
        quote = episode.quotes[0]
        yield compose("**{}** · {}", number(index), _where(quote, episode.position, episode.title))
        yield _beginning(_said(quote), _LONGEST)


def _beginning(passage: Passage, limit: int) -> Markup:
    """The beginning of a passage, with `…` if it is cut."""
    shown = list(islice(pieces(passage, limit), 2))
    return compose("{} …", shown[0]) if len(shown) > 1 else shown[0] if shown else EMPTY


def _where(quote: Quote[Passage], position: Position, title: str | None) -> Markup:
    """The quote's place. Its time is story: if withheld, nothing shows that there is one."""
    where = _episode_of(position, title)
    if quote.timestamp is None or quote.timestamp.disclosure is Disclosure.WITHHELD:
        return where
    return compose("{} · {}", where, spoken(quote.timestamp))


def _episode_of(position: Position, title: str | None) -> Markup:
    code = plain(position.code)
    return compose("{} · {}", code, plain(title)) if title else code


def _said(quote: Quote[Passage]) -> Passage:
    """Speaker and words on one line. The name is as much a spoiler as the words."""
    flat = Passage(quote.text.disclosure, " ".join(quote.text.text.split()))
    return flat if quote.speaker is None else joined(quote.speaker, ": ", flat)


def _openers(
    show: Show, shown: Sequence[Quote[Passage]], *, insisted: bool
) -> list[ui.Button[ui.LayoutView]]:
    """A button for each quote. "Show anyway" carries over to quotes past the progress."""
    return [
        button(
            str(index),
            OpenQuote(
                show.slug,
                quote.id,
                alone=True,
                insisted=insisted and quote.text.disclosure is Disclosure.TAGGED,
            ),
            emoji="💬",
        )
        for index, quote in enumerate(shown, start=1)
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
    """A quote with its context and neighbours, on as many pages as needed."""
    opened = OpenQuote(view.show.slug, view.quote.id)
    pages = fill(_amid(view))
    page = min(page, len(pages) - 1)
    return card(
        text(
            _page_heading(view, page, len(pages)),
            compose("### {}", _where(view.quote, view.position, view.title)),
        ),
        rule(),
        text(*pages[page]),
        small_print(view.visibility, has_story=True, without=_NO_STORY),
        row(
            [
                *page_buttons(view.visibility, opened, page, len(pages)),
                button("Show context", opened)
                if view.visibility.withheld or not (page or view.before or view.after)
                else None,
                button(
                    view.position.code,
                    OpenEpisode(view.show.slug, view.position.key, alone=True),
                    emoji="🎬",
                ),
            ]
        ),
        own_buttons(view, opened),
    )


def quote_heading(view: QuoteView) -> Markup:
    """The quote's episode, without its time, which is story."""
    return lines([_page_heading(view, 0, 1), compose("### {}", _episode_of(view.position, view.title))])


def _page_heading(view: QuoteView, page: int, pages: int) -> Markup:
    heading = compose("-# {} · Quote", plain(view.show.title))
    if pages == 1:
        return heading
    return compose("{}, page {} of {}", heading, number(page + 1), number(pages))


def _amid(view: QuoteView) -> Iterator[Markup]:
    if view.visibility.disclosure is Disclosure.WITHHELD:
        yield hidden_story(view.visibility)
        return
    for quote in view.before:
        yield compose("-# {}", _beginning(_said(quote), _LONGEST))
    yield from (compose("> {}", piece) for piece in pieces(_said(view.quote), PIECE))
    for quote in view.after:
        yield compose("-# {}", _beginning(_said(quote), _LONGEST))
    if view.quote.context:
        yield from (compose("*{}*", piece) for piece in pieces(_flat(view.quote.context), PIECE))


def _flat(passage: Passage) -> Passage:
    return Passage(passage.disclosure, " ".join(passage.text.split()))


def episode_quotes(view: EpisodeQuotes, page: int = 0) -> ui.LayoutView:
    """The quotes of an episode, a few on a page."""
    quotes = view.quotes if view.visibility.disclosure is not Disclosure.WITHHELD else ()
    count = max(len(quotes) - 1, 0) // A_PAGE + 1
    page = min(page, count - 1)
    shown = quotes[page * A_PAGE : (page + 1) * A_PAGE]
    opened = OpenQuotes(view.show.slug, view.position.key)
    code = plain(view.position.code)
    return card(
        text(
            compose("-# {} · {} · Quotes", plain(view.show.title), code),
            compose("## {}", plain(view.title) if view.title else code),
        ),
        rule(),
        text(hidden_story(view.visibility)) if view.visibility.disclosure is Disclosure.WITHHELD else None,
        text(*(_line(index, quote) for index, quote in enumerate(shown, start=1))) if shown else None,
        small_print(view.visibility, has_story=bool(quotes), without=_NO_STORY),
        row(_openers(view.show, shown, insisted=view.visibility.ends_at_progress)),
        row([*page_buttons(view.visibility, opened, page, count), _episode(view)]),
        own_buttons(view, opened),
    )


def episode_quotes_heading(view: EpisodeQuotes) -> Markup:
    """Whose quotes these are."""
    return compose("### {} · Quotes", plain(view.position.code))


def _line(index: int, quote: Quote[Passage]) -> Markup:
    said = compose("**{}** · {}", number(index), _beginning(_said(quote), _LONGEST))
    if quote.context is None:
        return said
    return compose("{}\n-# {}", said, _beginning(_flat(quote.context), _LONGEST // 2))


def _episode(view: EpisodeQuotes) -> ui.Button[ui.LayoutView]:
    return button(view.position.code, OpenEpisode(view.show.slug, view.position.key, alone=True), emoji="🎬")
