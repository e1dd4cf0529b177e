"""What a person is told for each error that we know: what is wrong, and what to do."""

from collections.abc import Callable
from typing import Any

from discord import ButtonStyle, ui

from bot.domain.errors import (
    AnotherShow,
    EpisodeAmbiguous,
    EpisodeNotFound,
    MessageGone,
    NoEpisodes,
    NoShows,
    NotAllowed,
    NothingToDraw,
    NotInStory,
    NotTaken,
    NoWords,
    OutdatedCommand,
    ProgressMovedOn,
    Purpose,
    SearchPutAway,
    SeasonNotFound,
    ShowNotFound,
    SongAmbiguous,
    SongNotFound,
    StaleClick,
    UnderstudyError,
)
from bot.replies.clicks import (
    Click,
    ListEpisodes,
    MendEpisode,
    MendSong,
    OpenEpisode,
    OpenForm,
    OpenSong,
    SetProgress,
    button,
)
from bot.replies.layout import GOLD, notice
from bot.replies.markup import EMPTY, Markup, command, compose, lines, listed, number, plain, shortened
from bot.replies.suggestions import episode_name, song_name
from bot.services.subjects import NewEpisode

_TYPED = 100
"""As much of what somebody typed is shown back to them."""


def _episode_not_found(error: EpisodeNotFound) -> ui.LayoutView:
    return notice(
        compose("### No episode “{}”", _typed(error.typed)),
        compose("Did you mean one of these?{}", _names(error))
        if error.candidates
        else _how_to_name_an_episode(),
        [*_add(error), *_choices(error), button("List the episodes", ListEpisodes("", None, 0))],
        Markup(
            "-# Titles that lie ahead, of you or of this channel, are found by their code alone: `S02E02`."
        ),
    )


def _add(error: EpisodeNotFound) -> list[ui.Button[ui.LayoutView]]:
    """For a moderator who named a place in the story: the form for an episode there."""
    if error.add_at is None:
        return []
    show, key = error.add_at
    return [button("Add it", OpenForm(NewEpisode(show, key)), emoji="➕", style=ButtonStyle.primary)]


def _episode_ambiguous(error: EpisodeAmbiguous) -> ui.LayoutView:
    return notice(
        compose("### Several episodes answer to “{}”", _typed(error.typed)),
        compose("Which one do you mean?{}", _names(error)),
        _choices(error),
    )


def _not_in_story(error: NotInStory) -> ui.LayoutView:
    what = "spoiler limit" if error.purpose is Purpose.CEILING else "progress"
    return notice(
        compose("### {} can't be your {}", plain(error.position.code), Markup(what)),
        Markup(
            "It has no place in the story order yet. Choose an episode, e.g. `S01E05`. Nothing was changed."
        ),
    )


def _show_not_found(error: ShowNotFound) -> ui.LayoutView:
    return notice(
        compose("### No show “{}”", _typed(error.typed)),
        compose(
            "Here there is {}. Leave `show` empty for the usual one.\n-# {}", _or(error.titles), _OF_YOUR_OWN
        ),
    )


def _another_show(error: AnotherShow) -> ui.LayoutView:
    return notice(
        compose("### That's from {}, but `show` is {}", plain(error.of), plain(error.chosen)),
        Markup("Nothing was changed. Choose both from the same show, or leave `show` empty."),
    )


def _no_shows(error: NoShows) -> ui.LayoutView:
    return notice(
        Markup("### There is no show here yet"),
        compose("The catalogue is empty. {}", _OF_YOUR_OWN),
    )


_OF_YOUR_OWN = Markup(
    "Moderators add a show with `/catalog show add`; or they save TVmaze's page for it "
    "(`https://api.tvmaze.com/singlesearch/shows?q=NAME&embed=episodes`) and drop that file into "
    "`/catalog import`."
)


def _season_not_found(error: SeasonNotFound) -> ui.LayoutView:
    seasons = listed(number(season) for season in error.seasons) if error.seasons else Markup("none yet")
    return notice(
        compose("### {} has no season {}", plain(error.show_title), number(error.season)),
        compose("Its seasons: {}.", seasons),
    )


def _song_not_found(error: SongNotFound) -> ui.LayoutView:
    return notice(
        compose("### No song “{}”", _typed(error.typed)) if error.typed else Markup("### No such song here"),
        compose("Try a word of its title. {} shows the songs.", command("song list")),
    )


def _song_ambiguous(error: SongAmbiguous) -> ui.LayoutView:
    several = len({candidate.show for candidate in error.candidates}) > 1
    return notice(
        compose("### Several songs answer to “{}”", _typed(error.typed)),
        Markup("Which one do you mean?"),
        [
            button(
                song_name(candidate, several),
                (MendSong if error.purpose is Purpose.MEND else OpenSong)(candidate.show, candidate.id),
            )
            for candidate in error.candidates
        ],
    )


def _nothing_to_draw(error: NothingToDraw) -> ui.LayoutView:
    title, body = _NO_QUOTE_BY_THEM if error.of_somebody else _NO_QUOTES
    return notice(title, body, colour=GOLD)


_NO_QUOTE_BY_THEM = (
    Markup("### No quote by this character"),
    Markup(
        "I only pick from episodes you've watched and this channel allows. "
        "Try without `character`, or pick one of the suggestions."
    ),
)
_NO_QUOTES = (
    Markup("### No quotes yet"),
    Markup("I only pick from episodes you've watched and this channel allows. Try another show."),
)


def _no_words(_: NoWords) -> ui.LayoutView:
    return notice(
        Markup("### Nothing to search for"),
        Markup("There's no word in `text`. Type a few words of the quote, in any order."),
    )


def _search_put_away(_: SearchPutAway) -> ui.LayoutView:
    return notice(
        Markup("### This search has been put away"),
        compose("I keep what a search found for a week. Search again with {}.", command("quote search")),
    )


def _no_episodes(error: NoEpisodes) -> ui.LayoutView:
    return notice(
        compose("### {} has no such episode yet", plain(error.show_title)),
        Markup("Give a code instead, like `S01E05`."),
    )


def _progress_moved_on(_: ProgressMovedOn) -> ui.LayoutView:
    return notice(
        Markup("### That cannot be undone any more"),
        compose("You have told me something else since. {} shows what I know.", command("progress show")),
    )


def _outdated_command(_: OutdatedCommand) -> ui.LayoutView:
    return notice(
        Markup("### I have just been updated"),
        Markup("Your Discord still shows the command as it was. Try again in a minute."),
    )


def _message_gone(_: MessageGone) -> ui.LayoutView:
    return notice(
        Markup("### That message is gone"),
        Markup("It was deleted before I could change it. Ask again with the command."),
    )


def _not_allowed(_: NotAllowed) -> ui.LayoutView:
    return notice(
        Markup("### Discord does not let me do that here"),
        Markup(
            "I lack a permission in this channel. Whoever manages it can give it to me: "
            "“View Channel” and “Send Messages”."
        ),
    )


def _not_taken(_: NotTaken) -> ui.LayoutView:
    return notice(
        Markup("### Discord did not take my answer"),
        Markup(
            "It has trouble at the moment. What you asked for may be done all the same: "
            "look before you ask again."
        ),
    )


def _stale_click(error: StaleClick) -> ui.LayoutView:
    return notice(
        Markup("### This button has gone out of use"),
        Markup("Its message is from an earlier version of the bot. Ask again with the command."),
    )


def _names(error: EpisodeNotFound | EpisodeAmbiguous) -> Markup:
    """The episodes by name, where there is nothing to click: a policy has to be given anew."""
    if error.purpose is not Purpose.CEILING:
        return EMPTY
    several_shows = len({candidate.show for candidate in error.candidates}) > 1
    names = [plain(episode_name(candidate, several_shows)) for candidate in error.candidates[:10]]
    return lines([EMPTY, *(compose("- {}", name) for name in names)])


_LEADS_TO: dict[Purpose, Callable[[str, int], Click]] = {
    Purpose.OPEN: OpenEpisode,
    Purpose.PROGRESS: SetProgress,
    Purpose.MEND: MendEpisode,
}


def _choices(error: EpisodeNotFound | EpisodeAmbiguous) -> list[ui.Button[ui.LayoutView]]:
    """A button for each episode that may have been meant, which does what it was named for."""
    if error.purpose is Purpose.CEILING:
        return []
    several_shows = len({candidate.show for candidate in error.candidates}) > 1
    kind = _LEADS_TO[error.purpose]
    return [
        button(episode_name(candidate, several_shows), kind(candidate.show, candidate.position.key))
        for candidate in error.candidates
    ]


def _how_to_name_an_episode() -> Markup:
    return compose(
        "Try a word of its title, a code like `S02E02` or `2x2`, or its number in the series. "
        "{} shows them all.",
        command("episode list"),
    )


def _typed(typed: str) -> Markup:
    return shortened(typed, _TYPED)


def _or(titles: tuple[str, ...]) -> Markup:
    return listed([compose("**{}**", plain(title)) for title in titles[:10]], " or ")


FINDING: dict[type[UnderstudyError], Callable[[Any], ui.LayoutView]] = {
    EpisodeNotFound: _episode_not_found,
    EpisodeAmbiguous: _episode_ambiguous,
    NotInStory: _not_in_story,
    ShowNotFound: _show_not_found,
    AnotherShow: _another_show,
    NoShows: _no_shows,
    SeasonNotFound: _season_not_found,
    SongNotFound: _song_not_found,
    SongAmbiguous: _song_ambiguous,
    NothingToDraw: _nothing_to_draw,
    NoWords: _no_words,
    SearchPutAway: _search_put_away,
    NoEpisodes: _no_episodes,
    ProgressMovedOn: _progress_moved_on,
    MessageGone: _message_gone,
    NotAllowed: _not_allowed,
    NotTaken: _not_taken,
    StaleClick: _stale_click,
    OutdatedCommand: _outdated_command,
}
"""The words where something was not found, or was not clear."""
