"""Rows of lists as wikis have them beside the plain ones, and songs on a page."""

from bot.domain.drafts import Doubtful, Draft
from bot.importers.reading import read as read_any
from bot.importers.source import Format, Source
from tests.importers.files import refusal, source


def read(given: Source) -> Draft:
    return read_any(given, Format.WIKITEXT)


def test_rows_of_several_stories_join_their_titles() -> None:
    rows = (
        "{{Japanese episode list multi-part|EpisodeNumber=1|EnglishTitleA=Tin|EnglishTitleB=Copper}}\n"
        "{{Episode list multi-part|EpisodeNumber=2|Title_1=Salt|Title_2=Ash|WrittenBy_1=Al|WrittenBy_2=Bo}}\n"
    )
    episodes = read(source("List of Keel episodes", rows)).episodes
    assert [(each.position.code, each.title) for each in episodes] == [
        ("S01E01", "Tin / Copper"),
        ("S01E02", "Salt / Ash"),
    ]
    assert episodes[1].writers == ("Al", "Bo")


def test_a_serial_has_an_episode_for_each_part_under_its_own_title() -> None:
    row = (
        "== Season 2 (1965) ==\n{{Episode list|EpisodeNumber=5|EpisodeNumber2_1=1|EpisodeNumber2_2=2"
        '|Title=The Lamp|RTitle_1="The Wick"|RTitle_2="The Flame"}}\n'
    )
    episodes = read(source("page", row)).episodes
    assert [(each.position.code, each.title) for each in episodes] == [
        ("S02E01", "The Wick"),
        ("S02E02", "The Flame"),
    ]


def test_headings_number_seasons_under_other_names_and_specials_are_of_none() -> None:
    rows = "".join(
        f"=== {heading} ===\n{{{{Episode list|EpisodeNumber=1|Title=Of {heading}}}}}\n"
        for heading in ("Book One: Salt (2005)", "Volume 2", "Part III", "Webisodes")
    )
    episodes = read(source("page", rows)).episodes
    assert [(each.position.code, each.title) for each in episodes] == [
        ("S01E01", "Of Book One: Salt (2005)"),
        ("S02E01", "Of Volume 2"),
        ("S03E01", "Of Part III"),
        ("S00E01", "Of Webisodes"),
    ]


def test_a_part_of_a_season_is_no_season() -> None:
    rows = "== Season 4 ==\n=== Part 1 ===\n{{Episode list|EpisodeNumber=1|Title=Dust}}\n"
    (episode,) = read(source("page", rows)).episodes
    assert episode.position.code == "S04E01"


def test_a_template_like_a_row_that_is_not_known_is_named_with_its_line() -> None:
    rows = (
        "{{Episode list|EpisodeNumber=1|Title=Dust}}\n{{Some episode list row|EpisodeNumber=2|Title=Salt}}\n"
    )
    draft = read(source("page", rows))
    assert [each.title for each in draft.episodes] == ["Dust"]
    assert (Doubtful.NOT_PLACED, "Salt", 2) in [
        (doubt.what, doubt.text, doubt.line) for doubt in draft.doubts
    ]


def test_numbers_in_words_are_read_in_a_box_but_not_in_a_name() -> None:
    box = "{{Infobox episode|title=Dust|season=Two|number=Twenty-one|airdate=June 4, 2012}}"
    (episode,) = read(source("Nine", box)).episodes
    assert episode.position.code == "S02E21"
    assert refusal(
        source("Nine", "{{Infobox episode|title=Nine|season=Two|airdate=June 4, 2012}}"), Format.WIKITEXT
    )


def test_songs_of_the_box_and_of_the_section_are_joined_and_other_lines_are_named() -> None:
    page = (
        "{{Infobox episode|title=Dust|season=1|number=1|songs=First Light<br>Long Way Down}}\n== Songs ==\n"
        "First Light - Dee Vale\n: Third Song (Cy)\nNobody knows who sings the others.\n"
        '{| class="wikitable"\n| Song || Singer\n|}\n'
    )
    draft = read(source("page", page))
    (episode,) = draft.episodes
    assert [(sung.title, sung.performers) for sung in episode.performances] == [
        ("First Light", ("Dee Vale",)),
        ("Long Way Down", ()),
        ("Third Song", ("Cy",)),
    ]
    left_out = [doubt.text for doubt in draft.doubts if doubt.what is Doubtful.LEFT_OUT]
    assert left_out == ["Nobody knows who sings the others.", "table of songs"]
