from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest
from bot.importers.copied_page import read_page
from bot.importers.source import Source, Unreadable
from tests.real import SHARED, needs_shared


def read(text: str, name: str = "page.txt") -> Draft:
    return read_page(Source(name, text.encode("utf-8", "replace")), text)


def only_episode(text: str, name: str = "page.txt") -> Episode[str, str]:
    (episode_draft,) = read(text, name).episodes
    return episode_draft


def quotes_in(episode: Episode[str, str]) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in episode.quotes]


def with_head(story: str) -> str:
    """A page with a header and this text."""
    return f"Half Hour\nSeason 1, Episode 6\nAir date March 12, 2012\n\n{story}\n"


OPENING = """Opening Lines | Backstage Wiki | Fandom

Opening Lines
Written by
Mara Okafor
Directed by
Tove Lind
Air date
March 5, 2012
Season
1
Episode
5
Production code
105
← Previous
The Lighting Rig
Next →
Half Hour

"Opening Lines" is the fifth episode of the first season of Backstage. It was watched by two million.

PlotEdit
Otto finds the theater locked. "Nobody told me we were moving," he says to the doorman. Lena comes round the
corner with the keys. She smiles. "You never read your mail."

Vera, meanwhile, sings for the investors (A Door Left Open). Lena watches from the wings and is proud of \
her. “She is the one,” said Otto. Lena nods and says “of course she is”, but the poster for the “big night” \
still shows another face.

CastEdit
Main CastEdit
• Ann Bell as Lena Marsh
• Carl Dow as Otto Reyes
Guest CastEdit
• Gia Hart as Vera Stone
• Ian Jute as the Doorman
• Kit Lowe as himself

TriviaEdit
• Otto says “hello” to an earlier episode, as he explains at length in his interview with the press.
CategoriesEdit
Episodes
""".replace("the\ncorner", "the corner")


def test_a_page_with_labels_on_separate_lines_is_read_completely() -> None:
    draft = read(OPENING)
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title) == ("S01E05", "Opening Lines")
    assert episode.aired == date(2012, 3, 5)
    assert (episode.writers, episode.directors) == (("Mara Okafor",), ("Tove Lind",))
    assert episode.production_code == "105"
    assert [scene.partition(" ")[0] for scene in episode.scenes] == ["Otto", "Vera,"]
    assert quotes_in(episode) == [
        ("Otto", "Nobody told me we were moving"),
        (None, "You never read your mail."),
        ("Otto", "She is the one"),
        ("Lena", "of course she is"),
    ]


def test_only_guest_stars_become_guests() -> None:
    assert only_episode(OPENING).guests == (
        Guest("Gia Hart", "Vera Stone"),
        Guest("Ian Jute", "the Doorman"),
        Guest("Kit Lowe", "himself"),
    )


def test_a_song_named_only_in_the_recap_is_found() -> None:
    draft = read(OPENING)
    assert [song.title for song in draft.songs] == ["A Door Left Open"]
    assert draft.episodes[0].performances[0].context == "Vera, meanwhile, sings for the investors."


READ = """The Long Table Read
Season 2, Episode 11
The Long Table Read
Featured Music "Paper Moon Street" "Not Tonight, Not Ever"

"Half of Me"
Guest Stars Gia Hart as Vera Stone, Ian Jute as Max Pell and Kit Lowe as Joy
Directed by Tove Lind
Written by Mara Okafor\u200a&\u200aBen Usher
Original air date: 13\u00a0November 2013

The Long Table Read is the eleventh episode of season two and the twenty-sixth overall.

Lena walks into the rehearsal room and finds Max in her chair. He does not get up. “There is a new order \
around here” he tells her. Lena asks Otto what is going on and he shrugs. "I only work here."

Vera (Gia Hart) sits at the piano and performs a new number for Joy (Half of Me). Joy is moved to tears. She \
asks Vera who wrote it. Max tells Joy that the show is “dead in the water”, and that nobody will come.

Otto pours two drinks. Lena laughs and answers, “So far.” The sign on the door reads “Closed for good”. Lena \
and Vera sing together until the morning (Not tonight, not ever) and Lena whispers “I missed this”.
"""


def test_a_page_with_a_reordered_infobox_is_read_completely() -> None:
    draft = read(READ)
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title, episode.number_in_series) == (
        "S02E11",
        "The Long Table Read",
        26,
    )
    assert episode.aired == date(2013, 11, 13)
    assert (episode.writers, episode.directors) == (("Mara Okafor", "Ben Usher"), ("Tove Lind",))
    assert [guest.character for guest in episode.guests] == ["Vera Stone", "Max Pell", "Joy"]
    assert len(episode.scenes) == 3
    assert quotes_in(episode) == [
        (None, "There is a new order around here"),
        (None, "I only work here."),
        ("Max", "dead in the water"),
        ("Lena", "So far."),
        ("Lena", "I missed this"),
    ]


def test_listed_songs_get_context_and_performers_from_the_recap() -> None:
    first, second, third = only_episode(READ).performances
    assert (first.title, first.context, first.performers) == ("Paper Moon Street", None, ())
    assert (second.title, second.performers) == ("Not Tonight, Not Ever", ("Lena", "Vera"))
    assert (third.title, third.performers) == ("Half of Me", ())
    assert third.context == "Vera (Gia Hart) sits at the piano and performs a new number for Joy."


def test_listed_songs_without_quotation_marks_are_read_line_by_line() -> None:
    episode = only_episode(
        with_head("Featured Music\nCan You Hear It?\nHalf of Me\n\nOtto wakes up late today.")
    )
    assert [song.title for song in episode.performances] == ["Can You Hear It?", "Half of Me"]
    assert episode.scenes == ("Otto wakes up late today.",)


def test_a_guessed_speaker_is_a_doubt_with_its_line() -> None:
    doubts = read(READ).doubts
    assert {doubt.what for doubt in doubts} == {Doubtful.GUESSED_SPEAKER}
    assert [(doubt.text, doubt.line) for doubt in doubts] == [("dead in the water", 16)]
    assert {doubt.position for doubt in doubts} == {Position.from_code("S02E11")}


def test_a_summary_before_the_recap_does_not_become_a_scene() -> None:
    story = "Summary\nOtto has a secret, and Lena hears of it.\n\nRecap\nOtto wakes up late today."
    episode = only_episode(with_head(story))
    assert episode.summary == "Otto has a secret, and Lena hears of it."
    assert episode.scenes == ("Otto wakes up late today.",)


def test_a_summary_without_a_recap_becomes_the_scenes() -> None:
    assert only_episode(with_head("Summary\nOtto wakes up late today.")).scenes == (
        "Otto wakes up late today.",
    )


def test_song_and_quote_lists_are_read() -> None:
    episode = only_episode(
        with_head(
            "Otto wakes up late today.\n\nMusical Numbers\n"
            '"A Door Left Open" - performed by Vera and Otto\nPaper Moon Street\n'
            "Memorable Quotes\nLena: Not in my theater.\n“We open on Monday.” — Otto\n"
        )
    )
    assert [(song.title, song.performers) for song in episode.performances] == [
        ("A Door Left Open", ("Vera", "Otto")),
        ("Paper Moon Street", ()),
    ]
    assert quotes_in(episode) == [("Lena", "Not in my theater."), ("Otto", "We open on Monday.")]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Season 2, Episode 11", "S02E11"),
        ("Season Two, Episode Eleven", "S02E11"),
        ("S02E11", "S02E11"),
        ("Episode 2x11", "S02E11"),
        ("Season 2\nEpisode 11", "S02E11"),
        ("Season: 2\nEpisode number: 11", "S02E11"),
        ("It is the eleventh episode of the show's second season, as we know.", "S02E11"),
        ("The Read is the eleventh episode of the show's second season.", "S02E11"),
    ],
)
def test_season_and_episode_are_found_however_they_are_written(place: str, code: str) -> None:
    episode = only_episode(f"The Read\n{place}\nAir date March 12, 2012\n\nOtto wakes up late today.\n")
    assert (episode.position.code, episode.title) == (code, "The Read")


def test_a_page_without_episode_number_takes_it_from_the_file_name() -> None:
    text = "Half Hour\nOtto wakes up late today.\n"
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert [str(problem) for problem in refused.value.problems] == [
        "page.txt: does not say which episode it is about. Add a line like “Season 2, Episode 2”"
    ]
    assert only_episode(text, name="backstage.s01e06.txt").position.code == "S01E06"


def test_a_page_without_an_air_date_gets_a_doubt() -> None:
    draft = read("Half Hour\nSeason 1, Episode 6\nOtto wakes up late today, on March 12.\n")
    assert draft.episodes[0].aired is None
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.NO_DATE]


def test_the_air_date_is_read_from_the_first_sentence() -> None:
    text = "Half Hour is the sixth episode of the first season. It premiered on March 12, 2012 on a Monday.\n"
    assert only_episode(text).aired == date(2012, 3, 12)


def test_a_sentence_that_starts_like_a_label_is_not_a_label() -> None:
    episode = only_episode(
        with_head("Writers gather at the bar and talk about the show.\n\nSeason tickets sell out, says Otto.")
    )
    assert episode.writers == ()
    assert len(episode.scenes) == 2


def test_a_paragraph_that_is_too_long_is_split_at_a_sentence() -> None:
    scenes = only_episode(with_head("Otto goes on and on. " * 300)).scenes
    assert len(scenes) == 2
    assert all(scene.endswith("on and on.") for scene in scenes)


def test_a_page_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unreadable, match="longer than a page"):
        read("Season 1, Episode 1\n" + "word " * 50_000)


LINES = st.sampled_from(
    ["Season 2, Episode 2", "Air date 05/02/2013", "Featured Music", '"A Song" "B"', "• A as B", "Plot",
     "Quotes", "Otto: Hello.", "Guest Stars A as B and C", "Overall 9", "“Hi” he says. She says “no”.", "",
     "Written by", "Edit", "9" * 300]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=60), max_size=12).map("\n".join), st.booleans())
def test_any_text_is_read_or_refused(text: str, named: bool) -> None:
    try:
        draft = read(text, "S01E01.txt" if named else "page.txt")
    except Unreadable as refused:
        says = [problem.what for problem in refused.problems]
        assert says
        assert not named or says == ["has nothing to import but the number of an episode"]
    else:
        assert len(draft.episodes) == 1


@needs_shared
def test_the_real_fallout_page_is_read_completely() -> None:
    draft = read((SHARED / "seed" / "the-fallout.txt").read_text("utf-8"))
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title, episode.number_in_series) == ("S02E02", "The Fallout", 17)
    assert episode.aired == date(2013, 2, 5)
    assert (episode.writers, episode.directors) == (("Julie Rottenberg", "Elisa Zuritsky"), ("Craig Zisk",))
    assert episode.guests == (Guest("Michael Cristofer", "Jerry Rand"),)
    assert [song.title for song in draft.songs] == [
        "Would I Lie to You?",
        "Caught In the Storm",
        "They Just Keep Moving the Line",
    ]
    assert all(performance.context for performance in episode.performances)
    assert [performance.performers for performance in episode.performances] == [(), (), ("Ivy",)]
    assert len(episode.scenes) == 10


@needs_shared
def test_the_real_fallout_page_has_all_quotes_and_no_wrong_speaker() -> None:
    draft = read((SHARED / "seed" / "the-fallout.txt").read_text("utf-8"))
    speakers = [quote.speaker for quote in draft.episodes[0].quotes]
    assert speakers == [None, None, "Eileen", "Tom", "Tom", "Tom", "Derek", "Kyle", "Jerry", None]
    guessed = [quote.text for quote in draft.episodes[0].quotes if quote.guessed]
    assert [doubt.text for doubt in draft.doubts] == guessed
    assert len(guessed) == 3


INFOBOX = """Dust (Lantern Row)
"Dust"
Lantern Row episode
Episode no.\tSeason 2
Episode 4
Directed by\tAnn Field
Story by\tBo Marsh
Cy Dunn
Featured music\t
"First Light" by Dee Vale, "Long Way Down"
Original air date\tMay 1, 2012
Guest appearances
Ed Ash as Tom[1]
Flo Ray
Episode chronology
← Previous
"Rain"\tNext →
"Wind"
Lantern Row season 2
List of episodes
"Dust" is the twenty-eighth episode of the American television series Lantern Row. It aired on May 1, 2012.

Plot
Ann closes the shutters before the wind comes up from the river, and Bo helps her.
"""


def test_an_infobox_as_a_browser_copies_it_is_read_without_its_navigation() -> None:
    draft = read(INFOBOX, "page.txt")
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title, episode.number_in_series) == ("S02E04", "Dust", 28)
    assert episode.writers == ("Bo Marsh", "Cy Dunn")
    assert [(guest.name, guest.character) for guest in episode.guests] == [
        ("Ed Ash", "Tom"),
        ("Flo Ray", None),
    ]
    assert [(sung.title, sung.performers) for sung in episode.performances] == [
        ("First Light", ("Dee Vale",)),
        ("Long Way Down", ()),
    ]
    assert len(episode.scenes) == 1
    assert draft.doubts == ()


def test_songs_without_quotation_marks_go_on_below_their_label() -> None:
    page = (
        "Dust\nSeason 1, Episode 2\nFeatured Music Let It Rain\n\n(Hurry Up) Slow Morning\nPaint It Twice\n\n"
    )
    page += "Dust is the second episode of Lantern Row's first season. Ann paints the back wall blue.\n"
    (episode,) = read(page, "page.txt").episodes
    titles = [sung.title for sung in episode.performances]
    assert titles == ["Let It Rain", "(Hurry Up) Slow Morning", "Paint It Twice"]


def test_songs_with_their_singers_go_on_below_a_label_too() -> None:
    page = 'Dust\nSeason 1, Episode 2\nFeatured Music\nLet It Rain (Ann & Bo)\n\n"Third" by Cy\n'
    (episode,) = read(page, "page.txt").episodes
    assert [(sung.title, sung.performers) for sung in episode.performances] == [
        ("Let It Rain", ("Ann", "Bo")),
        ("Third", ("Cy",)),
    ]


def test_a_line_that_says_nothing_known_is_named_and_a_page_about_several_is_refused() -> None:
    page = "Dust\nSeason 1, Episode 2\nStreaming now\nWritten by Ann Field\n"
    doubts = read(page, "page.txt").doubts
    assert (Doubtful.LEFT_OUT, "Streaming now", 3) in [
        (doubt.what, doubt.text, doubt.line) for doubt in doubts
    ]
    with pytest.raises(Unreadable, match="about several episodes"):
        read("Season: 1\nEpisode: 2\nTitle: Dust\nSeason: 1\nEpisode: 3\nTitle: Salt\n", "page.txt")
    with pytest.raises(Unreadable, match="has nothing to import"):
        read("Season 1, Episode 2\n", "page.txt")


def test_wikipedias_other_labels_are_read_and_an_unknown_row_is_no_person() -> None:
    page = (
        '"Dust"\nEpisode nos.\tSeason 2\nEpisodes 13 & 14\nDirected by\tAnn Field\nWritten by\tBo Marsh\n'
        "Presented by\tEd Ott\nOriginal release date\tApril 27, 2013\nGuest appearances\nCy Dunn as Adam\n\n"
        "Dee Vale as Eve\n\nPlot\nAnn paints the wall.\n"
    )
    draft = read(page)
    assert [(each.position.code, each.aired, each.writers) for each in draft.episodes] == [
        ("S02E13", date(2013, 4, 27), ("Bo Marsh",)),
        ("S02E14", date(2013, 4, 27), ("Bo Marsh",)),
    ]
    assert draft.episodes[1].guests == (Guest("Cy Dunn", "Adam"), Guest("Dee Vale", "Eve"))
    assert (Doubtful.LEFT_OUT, "Presented by Ed Ott", 6) in [
        (doubt.what, doubt.text, doubt.line) for doubt in draft.doubts
    ]


def test_a_short_line_below_the_text_is_named_and_a_heading_of_another_episode_refused() -> None:
    page = "Dust\nS2.E1 ∙ Dust\nAnn paints the wall.\n8.1/10\n"
    assert [(doubt.what, doubt.text, doubt.line) for doubt in read(page).doubts][1:] == [
        (Doubtful.LEFT_OUT, "8.1/10", 4)
    ]
    with pytest.raises(Unreadable, match="about several episodes"):
        read(f"{page}S2.E2 ∙ Salt\nBo varnishes it.\n")


def test_a_guessed_title_of_a_song_is_named_with_its_line() -> None:
    page = "Dust\nSeason 1, Episode 2\nFeatured Music\nStand by Me\nLet It Rain by Ann\n"
    draft = read(page)
    assert [(sung.title, sung.performers) for sung in draft.episodes[0].performances] == [
        ("Stand by Me", ()),
        ("Let It Rain", ("Ann",)),
    ]
    named = [(doubt.text, doubt.line) for doubt in draft.doubts if doubt.what is Doubtful.GUESSED_SONG]
    assert named == [("Let It Rain by Ann", 5)]
    (doubt,) = (each for each in read("Dust\nS01E02\nFeatured Music Rain, Snow\n").doubts if each.line)
    assert (doubt.what, doubt.text, doubt.line) == (Doubtful.GUESSED_SONG, "Rain, Snow", 3)


def test_a_label_before_the_text_is_none_of_it() -> None:
    assert only_episode("Dust\nS01E02\nSummary: Ann paints the wall.\n").scenes == ("Ann paints the wall.",)


def test_a_line_under_quotes_that_names_nobody_is_named() -> None:
    draft = read("Dust\nS01E01\n\nQuotes\nAnn: No.\nNobody knows who said this one.\n")
    assert quotes_in(draft.episodes[0]) == [("Ann", "No.")]
    assert [(doubt.text, doubt.line) for doubt in draft.doubts if doubt.what is Doubtful.LEFT_OUT] == [
        ("Nobody knows who said this one.", 6)
    ]
