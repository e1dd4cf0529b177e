"""The words when nothing, or too much, matches what was typed."""

from collections.abc import Callable

from discord import ButtonStyle, ui

from bot.domain.errors import (
    AnotherShow,
    EpisodeAmbiguous,
    EpisodeNotFound,
    NoEpisodes,
    NoQuotes,
    NoShows,
    NotInStory,
    NoWords,
    Purpose,
    SearchExpired,
    SeasonNotFound,
    ShowNotFound,
    SongAmbiguous,
    SongNotFound,
)
from bot.replies.catalog_clicks import EditEpisode, EditSong, OpenForm
from bot.replies.choices import episode_name, song_name
from bot.replies.clicks import (
    ChooseProgress,
    Click,
    ListEpisodes,
    ListSongs,
    OpenEpisode,
    OpenSong,
    SetProgress,
    button,
)
from bot.replies.layout import GOLD, Notice, Notices, notice
from bot.replies.markup import EMPTY, Markup, compose, lines, listed, number, plain, shortened
from bot.replies.menus import menu
from bot.services.subjects.episodes import NewEpisode

_TYPED = 100
"""As much of what somebody typed is shown back to them."""


def _episode_not_found(error: EpisodeNotFound) -> ui.LayoutView:
    return notice(
        compose("### No episode “{}”", _typed(error.typed)),
        compose("Did you mean one of these?{}", _names(error))
        if error.candidates
        else _how_to_name_an_episode(),
        [
            *_add(error),
            *(
                [button("Choose an episode", ChooseProgress(error.show))]
                if error.purpose is Purpose.PROGRESS
                else []
            ),
            button("List the episodes", ListEpisodes(error.show, None, 0)),
        ],
        Markup("-# Not that far yet? Search by code, e.g. `S02E02`."),
        colour=GOLD,
        choices=_choices(error),
    )


def _add(error: EpisodeNotFound) -> list[ui.Button[ui.LayoutView]]:
    """For a moderator who typed a position: the form for an episode there."""
    if error.add_at is None:
        return []
    form = OpenForm(NewEpisode(error.show, error.add_at))
    return [button("Add it", form, emoji="➕", style=ButtonStyle.primary)]


def _episode_ambiguous(error: EpisodeAmbiguous) -> ui.LayoutView:
    return notice(
        compose("### Several episodes match “{}”", _typed(error.typed)),
        compose("Which one?{}", _names(error)),
        colour=GOLD,
        choices=_choices(error),
    )


def _not_in_story(error: NotInStory) -> ui.LayoutView:
    what = "spoiler limit" if error.purpose is Purpose.LIMIT else "progress"
    return notice(
        compose("### {} can't be your {}", plain(error.position.code), Markup(what)),
        Markup(
            "It has no place in the story order yet. Choose an episode, e.g. `S01E05`. Nothing was changed."
        ),
        [button("Choose an episode", ChooseProgress(error.show))]
        if error.purpose is Purpose.PROGRESS
        else [],
    )


def _show_not_found(error: ShowNotFound) -> ui.LayoutView:
    return notice(
        compose("### No show “{}”", _typed(error.typed)),
        compose(
            "This server has {}. Leave `show` empty for the default show.\n-# {}",
            _or(error.titles),
            Markup(_ADD_A_SHOW),
        ),
        colour=GOLD,
    )


def _another_show(error: AnotherShow) -> ui.LayoutView:
    return notice(
        compose("### That's from {}, but `show` is {}", plain(error.of), plain(error.chosen)),
        Markup("Nothing was changed. Choose both from the same show, or leave `show` empty."),
    )


_ADD_A_SHOW = (
    "Moderators can add a show with `/catalog show add`, or save its page from TVmaze "
    "(`https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes`) and import that file with "
    "`/catalog import`."
)


def _season_not_found(error: SeasonNotFound) -> ui.LayoutView:
    seasons = listed(number(season) for season in error.seasons) if error.seasons else Markup("none yet")
    return notice(
        compose("### {} has no season {}", plain(error.show_title), number(error.season)),
        compose("Its seasons: {}.", seasons),
        colour=GOLD,
    )


def _song_not_found(error: SongNotFound) -> ui.LayoutView:
    return notice(
        compose("### No song “{}”", _typed(error.typed)) if error.typed else Markup("### No such song here"),
        Markup("Try a word of its title."),
        [button("List the songs", ListSongs(error.show, None, 0))],
        colour=GOLD,
    )


def _song_ambiguous(error: SongAmbiguous) -> ui.LayoutView:
    several = len({candidate.show for candidate in error.candidates}) > 1
    leads_to = EditSong if error.purpose is Purpose.EDIT else OpenSong
    return notice(
        compose("### Several songs match “{}”", _typed(error.typed)),
        Markup("Which one?"),
        colour=GOLD,
        choices=menu(
            "Song",
            (
                (song_name(candidate, several), leads_to(candidate.show, candidate.id))
                for candidate in error.candidates
            ),
        ),
    )


def _nothing_to_draw(error: NoQuotes) -> ui.LayoutView:
    heading, text = _NO_QUOTE_BY if error.of_somebody else _NO_QUOTES
    return notice(heading, text, [button("Set my progress", ChooseProgress(error.show))], colour=GOLD)


_NO_QUOTES = (
    Markup("### No quotes yet"),
    Markup("The episodes you've watched and this channel allows have no quotes yet. Try another `show`."),
)
_NO_QUOTE_BY = (
    Markup("### No quote by this character"),
    Markup(
        "I only pick from episodes you've watched and this channel allows. "
        "Try without `character`, or pick one of the suggestions."
    ),
)


def _no_episodes(error: NoEpisodes) -> ui.LayoutView:
    return notice(
        compose("### {} has no such episode yet", plain(error.show_title)),
        Markup("Type a code instead, e.g. `S01E05`."),
        colour=GOLD,
    )


def _names(error: EpisodeNotFound | EpisodeAmbiguous) -> Markup:
    """The episodes by name, where there is nothing to click: the limit has to be set once more."""
    if error.purpose is not Purpose.LIMIT:
        return EMPTY
    several_shows = len({candidate.show for candidate in error.candidates}) > 1
    names = [plain(episode_name(candidate, several_shows)) for candidate in error.candidates[:10]]
    return lines([EMPTY, *(compose("- {}", name) for name in names)])


_LEADS_TO: dict[Purpose, Callable[[str, int], Click]] = {
    Purpose.OPEN: OpenEpisode,
    Purpose.PROGRESS: SetProgress,
    Purpose.EDIT: EditEpisode,
}


def _choices(error: EpisodeNotFound | EpisodeAmbiguous) -> ui.ActionRow[ui.LayoutView] | None:
    """A menu of the episodes that may have been meant."""
    if error.purpose is Purpose.LIMIT or not error.candidates:
        return None
    several_shows = len({candidate.show for candidate in error.candidates}) > 1
    kind = _LEADS_TO[error.purpose]
    return menu(
        "Episode",
        (
            (episode_name(candidate, several_shows), kind(candidate.show, candidate.position.key))
            for candidate in error.candidates
        ),
    )


def _how_to_name_an_episode() -> Markup:
    return Markup("Try a word of its title, a code like `S02E02` or `2x2`, or its number in the series.")


def _typed(typed: str) -> Markup:
    return shortened(typed, _TYPED)


def _or(titles: tuple[str, ...]) -> Markup:
    return listed([compose("**{}**", plain(title)) for title in titles[:10]], " or ")


FINDING: Notices = {
    EpisodeNotFound: _episode_not_found,
    EpisodeAmbiguous: _episode_ambiguous,
    NotInStory: _not_in_story,
    ShowNotFound: _show_not_found,
    AnotherShow: _another_show,
    NoShows: Notice("No shows yet", _ADD_A_SHOW, colour=GOLD),
    SeasonNotFound: _season_not_found,
    SongNotFound: _song_not_found,
    SongAmbiguous: _song_ambiguous,
    NoQuotes: _nothing_to_draw,
    NoWords: Notice(
        "Nothing to search for", "Type a few words of the quote in `text`, in any order.", colour=GOLD
    ),
    SearchExpired: Notice(
        "This search has expired", "Results are saved for a day. Run `/quote search` again.", colour=GOLD
    ),
    NoEpisodes: _no_episodes,
}
