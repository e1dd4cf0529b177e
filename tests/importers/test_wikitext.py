from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest, Performance, Quote
from bot.importers.source import Source, Unreadable
from bot.importers.wikitext import read_wiki_page, read_wikitext
from tests.real import REAL, needs_shared


def read(text: str, name: str = "Page.wikitext") -> Draft:
    return read_wikitext(Source(name, text.encode("utf-8", "replace")), text)


def only_episode(text: str, name: str = "Page.wikitext") -> Episode[str, str]:
    (episode_draft,) = read(text, name).episodes
    return episode_draft


def refusal(text: str, name: str = "Page.wikitext") -> str:
    with pytest.raises(Unreadable) as refused:
        read(text, name)
    return "; ".join(map(str, refused.value.problems))


def codes(draft: Draft) -> list[str]:
    return [episode.position.code for episode in draft.episodes]


def doubts(draft: Draft) -> list[tuple[Doubtful, str]]:
    return [(doubt.what, doubt.text) for doubt in draft.doubts]


BOX = """{{Infobox television episode
| title = {{PAGENAME}}
| series = ''[[Backstage (TV series)|Backstage]]''
| season = 2
| episode = 3 <!-- not 4 -->
| overall = 16
| director = [[Tove Lind]]
| writer = {{hlist|Mara Okafor|[[Ben Usher]]}}
| production = 203
| airdate = {{Start date|2013|2|19}}<ref>A paper</ref>
| guests = {{Plainlist|
* [[Gia Hart]] as Vera Stone
* Ian Jute as himself
}}
}}
'''The Read''' is an episode.

==Plot==
Otto {{nihongo|reads|読む}} aloud&nbsp;and [[Lena Marsh|Lena]] listens.<ref name="a" />

{{Quote|Nobody reads any more.|Otto}}
===Later===
[[File:Otto.png|thumb|Otto, later]]
It rains. The others leave.

==Songs==
* "Paper Moon Street" - performed by [[Vera]] and Otto
* ''[[Half of Me]]''
==Quotes==
:'''Lena:''' Read it again.
==Guest cast==
* Kit Lowe as [[Joy]]
==Trivia==
* The book is real.
[[Category:Episodes]]
"""


def test_a_page_with_infobox_and_sections_is_read_completely() -> None:
    draft = read(BOX, "The Read.wikitext")
    assert draft.title == "Backstage"
    assert draft.doubts == ()
    assert draft.episodes == (
        Episode(
            position=Position(2, Decimal(3)),
            title="The Read",
            number_in_series=16,
            aired=date(2013, 2, 19),
            production_code="203",
            writers=("Mara Okafor", "Ben Usher"),
            directors=("Tove Lind",),
            guests=(
                Guest("Gia Hart", "Vera Stone"),
                Guest("Ian Jute", "himself"),
                Guest("Kit Lowe", "Joy"),
            ),
            performances=(
                Performance("Paper Moon Street", ("Vera", "Otto")),
                Performance("Half of Me"),
            ),
            quotes=(Quote("Nobody reads any more.", "Otto"), Quote("Read it again.", "Lena")),
            scenes=("Otto reads aloud and Lena listens.", "It rains. The others leave."),
        ),
    )
    assert [song.title for song in draft.songs] == ["Paper Moon Street", "Half of Me"]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ("season=2|number=3", "S02E03"),
        ("Season = Season Two|Episode = 03", "S02E03"),
        ("season number=2|episode_number=3", "S02E03"),
        ("number=S02E03", "S02E03"),
        ("episode=Season 2, Episode 3", "S02E03"),
        ("episode=2x03", "S02E03"),
        ("series=2|episode=3", "S02E03"),
        ("number=3.5|season=1", "S01E03.5"),
        ("Number=07", "S01E07"),
    ],
)
def test_season_and_episode_are_found_under_any_parameter_name(parameters: str, code: str) -> None:
    assert only_episode("{{Episode Infobox|" + parameters + "}}").position.code == code


@pytest.mark.parametrize(
    "name", ["Episode", "Infobox Episode", "Template:Backstage Wiki:Episode Template", "EpisodeBox"]
)
def test_an_episode_infobox_is_recognised_under_common_names(name: str) -> None:
    assert only_episode("{{" + name + "|title=The Read|season=1|number=2}}").title == "The Read"


def test_a_template_with_enough_episode_fields_counts_as_an_infobox() -> None:
    enough = "{{Infobox|name=The Read|season=1|episode=2|air date=March 5, 2012|writer=Mara Okafor}}"
    assert only_episode(enough).aired == date(2012, 3, 5)
    assert "no episode infobox" in refusal("{{Infobox character|name=Otto|season=1|episode=2}}")


def test_the_season_is_found_in_category_page_name_or_prose() -> None:
    box = "{{Episode|number=4|title=X}}"
    assert only_episode(box + "[[Category:Season 3 episodes]]").position.code == "S03E04"
    assert only_episode(box, "Backstage season 3.wiki").position.code == "S03E04"
    prose = "'''X''' is the fourth episode of the [[third season|third season]] and twentieth overall."
    assert only_episode("{{Episode|number=20|title=X}}" + prose).position.code == "S03E04"
    assert only_episode("{{Episode|title=X}}" + prose).number_in_series == 20


def test_a_page_without_episode_number_takes_it_from_the_file_name() -> None:
    box = "{{Episode|title=The Read}}"
    assert "does not say which episode" in refusal(box)
    assert only_episode(box, "Backstage S01E10.wiki").position.code == "S01E10"


@pytest.mark.parametrize("title", ["", "TBA", "{{tba}}", "<!-- none yet -->", "''TBD''"])
def test_a_placeholder_title_is_left_empty(title: str) -> None:
    assert only_episode("{{Episode|number=1|airdate=March 5, 2012|title=" + title + "}}").title is None


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("", Doubtful.NO_DATE),
        ("TBA", Doubtful.NO_DATE),
        ("12", Doubtful.UNREADABLE_DATE),
        ("Spring 2013", Doubtful.UNREADABLE_DATE),
        ("05/02/2013", Doubtful.AMBIGUOUS_DATE),
    ],
)
def test_an_uncertain_date_is_left_empty_with_a_doubt(written: str, doubt: Doubtful) -> None:
    draft = read("{{Episode|season=1|number=1|title=X|airdate=" + written + "}}")
    assert draft.episodes[0].aired is None
    assert [each.what for each in draft.doubts] == [doubt]
    assert draft.doubts[0].position == Position(1, Decimal(1))


ROW = "{{Episode list|EpisodeNumber=%s|Title=%s}}\n"


def seasons_guessed(text: str, name: str = "x.wiki") -> list[tuple[str, int | None]]:
    return [
        (doubt.position.code, doubt.line)
        for doubt in read(text, name).doubts
        if doubt.what is Doubtful.NO_SEASON and doubt.position
    ]


def test_rows_without_a_season_are_a_doubt_with_the_line_of_the_first() -> None:
    rows = "An introduction.\n" + ROW % (1, "Reef") + ROW % (2, "Bend")
    assert seasons_guessed(rows) == [("S01E01", 2)]
    assert seasons_guessed("== Season 2 ==\n" + rows) == []
    assert seasons_guessed(rows, "Knots season 2.wiki") == []


def test_the_dates_of_rows_are_read_together() -> None:
    row = "{{Episode list|EpisodeNumber=%s|Title=X|OriginalAirDate=%s}}\n"
    rows = row % (1, "05/02/2013") + row % (2, "19/02/2013")
    draft = read("== Season 1 ==\n" + rows)
    assert [episode.aired for episode in draft.episodes] == [date(2013, 2, 5), date(2013, 2, 19)]
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.DAY_FIRST, "19/02/2013", 3)
    ]


def test_rows_above_the_only_heading_with_a_season_are_doubts() -> None:
    text = "== Episodes ==\n" + ROW % (1, "Reef") + "== Season 2 ==\n" + ROW % (2, "Bend")
    assert seasons_guessed(text) == [("S02E01", 2)]


def test_story_that_the_parts_of_a_double_row_share_goes_with_the_last() -> None:
    row = ROW % ("1–2", "Reef|ShortSummary=They part. {{Episode cast}} Ann Field")
    first, last = read("== Season 1 ==\n" + row).episodes
    assert (first.title, first.summary, first.guests) == ("Reef", None, ())
    assert (last.title, last.summary, last.guests) == ("Reef", "They part.", (Guest("Ann Field"),))


def test_a_short_summary_stays_a_summary_and_a_long_one_becomes_scenes() -> None:
    box = "{{Episode|number=1|title=X}}\n==Synopsis==\n"
    assert only_episode(box + "Otto leaves.").summary == "Otto leaves."
    assert only_episode(box + "Otto leaves.\n\nLena stays.").scenes == ("Otto leaves.", "Lena stays.")
    assert only_episode(box + "Otto leaves.\n==Plot==\nLena stays.").scenes == ("Lena stays.",)


def test_a_scene_that_is_too_long_is_split_at_a_sentence() -> None:
    scenes = only_episode("{{Episode|number=1|title=X}}\n==Plot==\n" + "Otto goes on and on. " * 300).scenes
    assert len(scenes) == 2
    assert all(scene.endswith("Otto goes on and on.") and len(scene) <= 4000 for scene in scenes)


def test_a_name_that_is_too_long_is_skipped_with_a_doubt() -> None:
    long = "Otto " * 25
    draft = read(
        "{{Episode|season=1|number=1|title=X|airdate=March 5, 2012|writer=" + long + ", Mara Okafor}}"
    )
    assert draft.episodes[0].writers == ("Mara Okafor",)
    assert doubts(draft) == [(Doubtful.LEFT_OUT, long[:100])]


LIST = """== Season 1 (2012) ==
{{Episode table|episodes=
{{Episode list
 | EpisodeNumber = 1
 | EpisodeNumber2 = 1
 | Title = First
 | DirectedBy = Tove Lind
 | WrittenBy = {{StoryTeleplay|s=Mara Okafor & Ben Usher|t=[[Mara Okafor]]}}
 | OriginalAirDate = {{Start date|2012|3|5}}
 | ProdCode = 101
 | ShortSummary = Otto ''arrives''.
}}
{{Episode list
 | EpisodeNumber = 2<hr>3
 | EpisodeNumber2 = 2<hr>3
 | Title = Long" / "Longer
 | OriginalAirDate = {{Start date|df=yes|2012|3|12}} (US)<br />{{Start date|2012|4|1}} (UK)
 | ShortSummary = Both parts.
}}
}}
== Season 2 ==
{{Episode list/sublist|Backstage
 | NumParts = 2
 | EpisodeNumber_1 = 4 | EpisodeNumber_2 = 5
 | EpisodeNumber2_1 = 1 | EpisodeNumber2_2 = 2
 | Title_1 = Up | RTitle_2 = "Down" (Part 2)
 | OriginalAirDate = March 4, 2013
}}
{{Episode list
 | EpisodeNumber = Special
 | Title = The Reunion
 | OriginalAirDate = March 5, 2013
}}
"""


def test_an_episode_list_gives_each_row_with_its_season() -> None:
    draft = read(LIST, "List of Backstage episodes.wiki")
    assert codes(draft) == ["S01E01", "S01E02", "S01E03", "S02E01", "S02E02"]
    assert [episode.title for episode in draft.episodes] == [
        "First", "Long / Longer", "Long / Longer", "Up", "Down (Part 2)",
    ]  # fmt: skip
    assert [episode.number_in_series for episode in draft.episodes] == [1, 2, 3, 4, 5]
    assert [str(episode.aired) for episode in draft.episodes] == [
        "2012-03-05", "2012-03-12", "2012-03-12", "2013-03-04", "2013-03-04",
    ]  # fmt: skip
    assert draft.episodes[0].writers == ("Mara Okafor", "Ben Usher")
    assert draft.episodes[0].summary == "Otto arrives."


def test_a_shared_summary_of_two_parts_is_given_to_the_second() -> None:
    draft = read(LIST)
    assert [episode.summary for episode in draft.episodes[1:3]] == [None, "Both parts."]


def test_a_row_without_an_episode_number_is_reported_with_its_line() -> None:
    line = LIST[: LIST.index("{{Episode list\n | EpisodeNumber = Special")].count("\n") + 1
    assert Doubt(Doubtful.NOT_PLACED, "The Reunion", None, line) in read(LIST).doubts


def test_a_second_row_at_one_position_is_skipped_with_a_doubt() -> None:
    row = "{{Episode list|EpisodeNumber=1|Title=%s|OriginalAirDate=March 5, 2012}}"
    draft = read(row % "First" + row % "Other", "Backstage season 1")
    assert [episode.title for episode in draft.episodes] == ["First"]
    assert doubts(draft) == [(Doubtful.PLACED_TWICE, "Other")]


def test_a_cast_list_at_the_end_of_a_summary_becomes_guests() -> None:
    row = "{{Episode list|EpisodeNumber=1|ShortSummary=It snows. {{Episode cast}} [[Ann Bell]] and Carl Dow}}"
    assert only_episode(row).summary == "It snows."
    assert only_episode(row).guests == (Guest("Ann Bell"), Guest("Carl Dow"))


def test_text_without_an_episode_is_refused() -> None:
    for text in (
        "",
        "Just some words.",
        "{{Infobox person|name=Otto}}",
        "<html><body>502 Bad Gateway</body></html>",
    ):
        assert refusal(text) == "Page.wikitext: has no episode infobox and no list of episodes"


@pytest.mark.parametrize(
    "bomb",
    ["<b>" * 20_000, "{{a|" * 15_000, "[[a|" * 15_000, '<ref name="' * 6_000, "[http://a " * 6_000,
     "{|\n" * 20_000,
     "}}" * 9_999 + "{{a|" * 9_999, "x" * 2_100_000],
)  # fmt: skip
def test_a_page_that_would_block_the_parser_is_refused_before_parsing(bomb: str) -> None:
    assert "brackets or tags" in refusal(BOX + bomb)


PIECES = st.sampled_from(
    ["{{", "}}", "|", "=", "[[", "]]", "<b>", "</b>", "<hr>", "==", "\n", "<!--", "-->", "{{{", "'''", "*",
     "{|", "&#0;", "Episode list", "Episode", "number", "1", "EpisodeNumber", "EpisodeNumber_1", "Title",
     "season", "airdate",
     "Start date", "05/02/2013", "Quote", "Plot", "Nihongo", "9" * 400, "\0", "\u00bc", "\u0663"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join) | st.text())
def test_any_wikitext_is_read_or_refused(text: str) -> None:
    for page in (text, "{{Episode|number=1|title=" + text, "{{Episode list|EpisodeNumber=1|" + text + "}}"):
        try:
            draft = read(page)
        except Unreadable as refused:
            assert refused.problems  # noqa: PT017 - most texts are refused, which is fine too
        else:
            assert draft.episodes


@dataclass(frozen=True)
class Expected:
    """The expected result of a real file."""

    episodes: dict[str, str | None]
    dates: list[str | None]
    doubts: list[Doubtful] = field(default_factory=list[Doubtful])


WIKIPEDIA = {
    "bleach-tybw-ep412": Expected({"S01E412": None}, ["2026-08-29"], [Doubtful.NO_SEASON]),
    "decimal-and-anchored-episode-numbers.TRIMMED": Expected(
        {
            "S01E03.25": "The Sudden Visitor: The Torturous Curse of Youth",
            "S01E03.5": "Ilse's Notebook: Memoirs of a Scout Regiment Member",
            "S01E03.75": "Distress",
            "S04E04": "The Sontaran Stratagem",
        },
        ["2014-04-09", "2013-12-09", "2014-08-08", "2008-04-26"],
        [Doubtful.NO_SEASON],
    ),
    "ds9-s5-assignment-tribbleations": Expected(
        {"S05E05": "The Assignment", "S05E06": "Trials and Tribble-ations"}, ["1996-10-28", "1996-11-04"]
    ),
    "enterprise-s1-broken-bow": Expected(
        {"S01E01": "Broken Bow", "S01E02": "Broken Bow"}, ["2001-09-26", "2001-09-26"]
    ),
    "enterprise-s1-strange-new-world": Expected({"S01E04": "Strange New World"}, ["2001-10-10"]),
    "farscape-s1-nerve-rtitle": Expected(
        {
            "S01E05": "Back and Back and Back to the Future",
            "S01E19": "Nerve (Part 1)",
            "S01E20": "The Hidden Memory (Part 2)",
        },
        ["1999-03-26", "2000-01-07", "2000-01-14"],
    ),
    "invincible-s1-we-need-to-talk.TRIMMED": Expected({"S01E07": "We Need to Talk"}, ["2021-04-22"]),
    "madmen-s5-a-little-kiss.TRIMMED": Expected(
        {"S05E01": "A Little Kiss", "S05E02": "A Little Kiss"}, ["2012-03-25", "2012-03-25"]
    ),
    "mst3k-s14-tba-rtitle": Expected(
        {"S14E02": "Deathsport", "S14E03": None, "S14E04": "Space Raiders"},
        ["2026-10-23", "2026-10-30", "2026-11-20"],
    ),
    "vinland-saga-s2-shorts-collide": Expected(
        {
            "S02E06": "I Want a Horse / We Need a Horse",
            "S02E06.5": "Drowning in the Shadow",
            "S02E18": "The First Measure / The First Method",
            "S02E18.5": "Same old story",
        },
        ["2023-02-14", "2023-02-14", "2023-05-09", "2023-05-12"],
    ),
}


def real(path: str) -> tuple[str, str]:
    """A real file's name and text."""
    file = REAL / "wikitext" / path
    return file.name, file.read_text("utf-8")


@needs_shared
@pytest.mark.parametrize("name", WIKIPEDIA)
def test_real_wikipedia_lists_give_their_episodes(name: str) -> None:
    file, text = real(f"wikipedia/{name}.wiki")
    draft = read(text, file)
    expected = WIKIPEDIA[name]
    assert {episode.position.code: episode.title for episode in draft.episodes} == expected.episodes
    assert [episode.aired and episode.aired.isoformat() for episode in draft.episodes] == expected.dates
    assert [doubt.what for doubt in draft.doubts] == expected.doubts


@needs_shared
def test_every_real_page_has_an_expected_result() -> None:
    there = {file.stem for file in (REAL / "wikitext" / "wikipedia").iterdir()}
    assert there == {*WIKIPEDIA, "blackmirror-bandersnatch.TRIMMED"}
    assert {file.stem for file in (REAL / "wikitext" / "nogamenolife").iterdir()} == {*NO_GAME}
    assert [file.name for file in (REAL / "wikitext" / "fandom").iterdir()] == ["bleach-ep335.wiki"]


@needs_shared
def test_real_wikipedia_credits_name_each_person_once() -> None:
    file, text = real("wikipedia/ds9-s5-assignment-tribbleations.wiki")
    first, _ = read(text, file).episodes
    assert first.writers == ("David R. Long", "Robert Lederman", "David Weddle", "Bradley Thompson")
    assert first.directors == ("Allan Kroeker",)
    assert (first.number_in_series, first.production_code) == (103, "40510-504")
    assert first.summary is not None
    assert first.summary.startswith("Keiko returns from a journey")


@needs_shared
def test_a_film_without_an_episode_number_is_refused() -> None:
    file, text = real("wikipedia/blackmirror-bandersnatch.TRIMMED.wiki")
    assert refusal(text, file).endswith(
        "line 1: does not say which episode it is about. Season and number are missing"
    )
    film = read_wiki_page(file, text).episodes[0].episode
    assert (film.title, film.aired, len(film.guests)) == ("Bandersnatch", date(2018, 12, 28), 5)
    assert film.summary == "Bandersnatch is an interactive film, where viewer choices affect the storyline."


NO_GAME = {
    "Episode 01": ("Beginner", "2014-04-09", 5),
    "Episode 02": ("Challenger", "2014-04-16", 0),
    "Episode 03": ("Expert", "2014-04-23", 0),
    "Episode 04": ("Grandmaster", "2014-04-30", 0),
    "Episode 05": ("Weak Square", "2014-05-07", 0),
    "Episode 06": ("Interesting", "2014-05-14", 0),
    "Episode 07": ("Sacrifice", "2014-05-21", 0),
    "Episode 08": ("Fake End", "2014-05-28", 0),
    "Episode 09": ("Sky Walk", "2014-06-04", 4),
    "Episode 10": ("Blue Rose", "2014-06-11", 0),
    "Episode 11": ("Killing Giant", None, 0),
    "Episode 12": (None, "2014-06-25", 0),
}
"""Title, air date, number of scenes; a page without scenes has its one paragraph as a summary."""


@needs_shared
@pytest.mark.parametrize("name", NO_GAME)
def test_real_wiki_pages_give_their_episode(name: str) -> None:
    file, text = real(f"nogamenolife/{name}.wikitext")
    draft = read(text, file)
    (episode,) = draft.episodes
    title, aired, scenes = NO_GAME[name]
    assert episode.position.code == f"S01E{name[-2:]}"
    assert (episode.title, episode.aired and episode.aired.isoformat(), len(episode.scenes)) == (
        title,
        aired,
        scenes,
    )
    assert (episode.summary is None) == bool(scenes)
    no_date = [] if aired else [Doubtful.NO_DATE]
    no_season = [] if "first episode of" in text else [Doubtful.NO_SEASON]
    assert [doubt.what for doubt in draft.doubts] == [*no_date, *no_season]


@needs_shared
def test_credits_and_a_quote_are_read_from_a_real_wiki_page() -> None:
    episode = only_episode(*reversed(real("nogamenolife/Episode 01.wikitext")))
    assert episode.writers == ("Hanada Jukki",)
    assert episode.directors == ("Atsuko Ishizuka",)
    assert [quote.speaker for quote in episode.quotes] == ["Unseen Narrator"]
    assert only_episode(*reversed(real("nogamenolife/Episode 05.wikitext"))).directors == (
        "Sasaki Sumito",
        "Watanabe Kotono",
    )


@needs_shared
def test_a_page_without_a_title_takes_it_from_the_file_name() -> None:
    _, text = real("fandom/bleach-ep335.wiki")
    episode = only_episode(text, "A Name for It.wiki")
    assert (episode.position.code, episode.title, episode.aired) == (
        "S01E335",
        "A Name for It",
        date(2011, 8, 16),
    )
