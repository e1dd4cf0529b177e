"""Rows of lists as wikis have them beside the plain ones, and songs on a page."""

import pytest

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


def doubts_in(draft: Draft) -> list[tuple[Doubtful, str, int | None]]:
    return [
        (doubt.what, doubt.text, doubt.line) for doubt in draft.doubts if doubt.what is not Doubtful.NO_DATE
    ]


def test_a_song_whose_title_is_guessed_is_named_with_its_line_unless_markup_shows_it() -> None:
    page = (
        "{{Infobox episode|title=Dust|season=1|number=1}}\n== Songs ==\n"
        "* [[First Light]] (Ann & Bo)\n* ''Long Way Down'' by Cy\n* Third Song by Dee\n* [[Stand by Me]]\n"
    )
    draft = read(source("page", page))
    assert [(sung.title, sung.performers) for sung in draft.episodes[0].performances] == [
        ("First Light", ("Ann", "Bo")),
        ("Long Way Down", ("Cy",)),
        ("Third Song", ("Dee",)),
        ("Stand by Me", ()),
    ]
    assert doubts_in(draft) == [(Doubtful.GUESSED_SONG, "• Third Song by Dee", 5)]


def test_linked_songs_with_commas_between_them_are_a_song_each() -> None:
    songs = "[[First Light]], [[Hello, Goodbye]] and [[Rain]]"
    box = f"{{{{Infobox episode|title=Dust|season=1|number=1|songs={songs}}}}}"
    titles = [sung.title for sung in read(source("page", box)).episodes[0].performances]
    assert titles == ["First Light", "Hello, Goodbye", "Rain"]


def test_the_music_of_a_box_is_songs_in_quotation_marks_and_anything_else_is_named() -> None:
    box = "{{Infobox episode|title=Dust|season=1|number=1\n|music=%s}}"
    draft = read(source("page", box % '\n* "First Light" by Dee Vale\n* "Rain"'))
    songs = [(sung.title, sung.performers) for sung in draft.episodes[0].performances]
    assert songs == [("First Light", ("Dee Vale",)), ("Rain", ())]
    draft = read(source("page", box % "[[Ann Field]]"))
    assert draft.episodes[0].performances == ()
    assert doubts_in(draft) == [(Doubtful.LEFT_OUT, "music: Ann Field", 2)]


def test_a_serial_with_one_number_has_its_own_title_and_the_date_of_its_last_part() -> None:
    row = (
        "== Season 1 ==\n{{Episode list|EpisodeNumber=1|EpisodeNumber2=1|NumParts=2|%sRTitle_1=The Wick"
        "|RTitle_2=The Flame|OriginalAirDate_1=June 4, 2012|OriginalAirDate_2=June 11, 2012}}\n"
    )
    draft = read(source("page", row % "Title=The Lamp|"))
    (episode,) = draft.episodes
    assert (episode.position.code, episode.title, str(episode.aired)) == ("S01E01", "The Lamp", "2012-06-11")
    assert doubts_in(draft) == [(Doubtful.DOUBLE_EPISODE, "The Lamp", 2)]
    assert read(source("page", row % "")).episodes[0].title == "The Wick / The Flame"


def test_a_row_whose_number_in_the_season_is_a_word_is_read_and_one_that_is_unknown_is_named() -> None:
    row = "== Season 3 ==\n{{Episode list|EpisodeNumber=20|EpisodeNumber2=%s|Title=Dust}}\n"
    (episode,) = read(source("page", row % "Ten")).episodes
    assert (episode.position.code, episode.number_in_series) == ("S03E10", 20)
    assert refusal(source("page", row % "Finale"), Format.WIKITEXT)


def test_a_number_in_words_may_have_the_word_episode_before_it() -> None:
    box = "{{Infobox episode|title=Dust|season=Season Two|number=Episode Nine|airdate=June 4, 2012}}"
    assert read(source("page", box)).episodes[0].position.code == "S02E09"


@pytest.mark.parametrize(
    "heading", ["Featured songs", "Songs in this episode", "Original Songs", "Musical performances"]
)
def test_songs_are_read_under_headings_of_many_wikis(heading: str) -> None:
    page = f"{{{{Infobox episode|title=Dust|season=1|number=1}}}}\n== {heading} ==\n* [[First Light]]\n"
    assert [sung.title for sung in read(source("page", page)).episodes[0].performances] == ["First Light"]
    copied = (
        f"Dust\nS01E01\n\nDust is the first episode of the first season of Keel.\n\n{heading}\nFirst Light\n"
    )
    (episode,) = read_any(source("page.txt", copied), Format.PAGE).episodes
    assert [sung.title for sung in episode.performances] == ["First Light"]


def test_a_section_that_may_have_songs_but_is_not_known_is_named() -> None:
    page = "{{Infobox episode|title=Dust|season=1|number=1}}\n== Deleted songs ==\n* [[First Light]]\n"
    draft = read(source("page", page))
    assert draft.episodes[0].performances == ()
    assert doubts_in(draft) == [(Doubtful.LEFT_OUT, "deleted songs", None)]


def test_a_line_under_quotes_that_names_nobody_is_named() -> None:
    page = (
        "{{Infobox episode|title=Dust|season=1|number=1}}\n== Quotes ==\n{{Quote|Never.|Bo}}\nAnn: No.\n"
        "Nobody knows who said this.\n"
    )
    draft = read(source("page", page))
    said = [(quote.speaker, quote.text) for quote in draft.episodes[0].quotes]
    assert said == [("Bo", "Never."), ("Ann", "No.")]
    assert doubts_in(draft) == [(Doubtful.LEFT_OUT, "Nobody knows who said this.", 5)]
