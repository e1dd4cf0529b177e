"""Double episodes: each part gets the facts, and what they share of the story goes with the last."""

import pytest

from bot.domain.drafts import Doubtful, Draft
from bot.importers.reading import read
from bot.importers.source import Source, Unreadable


def table(text: str) -> Draft:
    return read(Source("list.csv", text.encode()))


def codes(draft: Draft) -> list[str]:
    return [episode.position.code for episode in draft.episodes]


def doubts(draft: Draft) -> list[tuple[Doubtful, str, int | None]]:
    return [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts]


@pytest.mark.parametrize(
    "number",
    ["2–3", "2-3", "2 - 3", "E02-E03", "2 & 3", "2/3", '"2, 3"', "2+3", "2 and 3", "2 to 3", "S01E02-E03"],
)
def test_a_double_episode_in_a_table_is_both_episodes(number: str) -> None:
    draft = table(f"Season,Episode,Title,Summary\n1,1,Reef,One.\n1,{number},Bend,Two.\n1,4,Hitch,Four.\n")
    assert [(each.position.code, each.title, each.summary) for each in draft.episodes] == [
        ("S01E01", "Reef", "One."),
        ("S01E02", "Bend", None),
        ("S01E03", "Bend", "Two."),
        ("S01E04", "Hitch", "Four."),
    ]
    assert doubts(draft) == []


@pytest.mark.parametrize(
    "code", ["S01E02-E03", "S01E02E03", "S01E02–03", "S01E02/E03", "1x02-03", "1x02-1x03"]
)
def test_a_code_of_a_double_episode_is_both_episodes(code: str) -> None:
    assert codes(table(f"Code,Title\nS01E01,Reef\n{code},Bend\n")) == ["S01E01", "S01E02", "S01E03"]


def test_a_double_episode_has_both_numbers_in_the_series() -> None:
    draft = table("Season,Overall,Episode,Title\n2,13,1,Reef\n2,14–15,2–3,Bend\n2,x,4-5,Hitch\n")
    assert [(each.position.code, each.number_in_series) for each in draft.episodes] == [
        ("S02E01", 13),
        ("S02E02", 14),
        ("S02E03", 15),
        ("S02E04", None),
        ("S02E05", None),
    ]


@pytest.mark.parametrize("number", ["1-25", "3-2", "1/12", "2a", "TBA", "2–2"])
def test_what_is_no_double_episode_is_named_with_its_line(number: str) -> None:
    draft = table(f"Season,Episode,Title\n1,9,Reef\n1,{number},Bend\n")
    assert codes(draft) == ["S01E09"]
    assert doubts(draft) == [(Doubtful.NOT_PLACED, f"1 {number} · Bend", 3)]


def test_a_row_without_a_title_is_named_by_all_it_says() -> None:
    draft = table("Season,Episode,Title\n1,1,Reef\nSource: a wiki,,\n")
    assert doubts(draft) == [(Doubtful.NOT_PLACED, "Source: a wiki", 3)]


@pytest.mark.parametrize("numbers", [("1/1", "1/2", "2/1"), ("1.01", "1.02", "2.01"), ("1-1", "1-2", "2-1")])
def test_pairs_in_a_table_without_seasons_name_the_season(numbers: tuple[str, ...]) -> None:
    rows = "".join(f"{number},Reef {number}\n" for number in numbers)
    assert codes(table(f"Season/Episode,Title\n{rows}")) == ["S01E01", "S01E02", "S02E01"]


def test_decimals_among_whole_numbers_stay_decimals() -> None:
    assert codes(table("Episode,Title\n1,Reef\n1.5,Bend\n2,Hitch\n")) == ["S01E01", "S01E01.5", "S01E02"]


@pytest.mark.parametrize("number", ["2–3\t2–3", "2\n3\t2\n3"])
def test_a_double_episode_in_a_copied_list_is_both_episodes(number: str) -> None:
    text = (
        "List of Knots episodes\nSeason 1 (2013)\nNo. overall\tNo. in season\tTitle\tOriginal air date\n"
        f'1\t1\t"Reef"\tFebruary 5, 2013\n{number}\t"Bend"\tFebruary 12, 2013\n'
        'They tie two knots, one after the other.\n4\t4\t"Hitch"\tFebruary 19, 2013\n'
    )
    draft = read(Source("list.txt", text.encode()))
    assert [(each.position.code, each.title, each.summary is not None) for each in draft.episodes] == [
        ("S01E01", "Reef", False),
        ("S01E02", "Bend", False),
        ("S01E03", "Bend", True),
        ("S01E04", "Hitch", False),
    ]
    assert doubts(draft) == []


@pytest.mark.parametrize("number", ["2–3", "S01E02-E03"])
def test_dialogue_of_a_double_episode_goes_with_the_last_and_is_named(number: str) -> None:
    draft = table(f"season,episode,speaker,text\n1,1,Ann,Hi.\n1,{number},Bo,Ho.\n1,{number},Ann,Hm.\n")
    assert [(each.position.code, len(each.quotes)) for each in draft.episodes] == [
        ("S01E01", 1),
        ("S01E03", 2),
    ]
    assert doubts(draft) == [(Doubtful.DOUBLE_EPISODE, f"1 {number}", 3)]


SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n"
TRANSCRIPT = "ANN: You are late.\nBO: I am early.\nANN: Wait!\n"


@pytest.mark.parametrize(("text", "ending"), [(SUBTITLES, "srt"), (TRANSCRIPT, "txt")])
def test_a_file_named_after_a_double_episode_goes_with_the_last(text: str, ending: str) -> None:
    name = f"Knots.S01E02-E03.720p.{ending}"
    draft = read(Source(name, text.encode()))
    assert codes(draft) == ["S01E03"]
    assert doubts(draft) == [(Doubtful.DOUBLE_EPISODE, name, None)]
    with pytest.raises(Unreadable, match="does not say which episode"):
        read(Source(f"Knots.S01E01-E25.{ending}", text.encode()))


PAGE = (
    "Reef\n{}Air Date February 5, 2013\nWritten by Bo Marsh\n\nAnn ties a knot that holds until it doesn't.\n"
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Season 1, Episodes 2 and 3\n", "reef.txt"),
        ("Season 1, Episode 2–3\n", "reef.txt"),
        ("", "S01E02-E03.txt"),
    ],
)
def test_a_page_about_a_double_episode_is_both_and_its_story_is_with_the_last(line: str, name: str) -> None:
    first, last = read(Source(name, PAGE.format(line).encode())).episodes
    assert (first.position.code, last.position.code) == ("S01E02", "S01E03")
    assert first.writers == last.writers == ("Bo Marsh",)
    assert (first.scenes, first.summary) == ((), None)
    assert last.scenes or last.summary


def test_a_page_of_wikitext_that_counts_two_episodes_is_both() -> None:
    lead = "Reef is the second and third episode of season one."
    text = f"{{{{Episode|title=Reef}}}}\n{lead}\n==Plot==\nThey part.\n"
    first, last = read(Source("Reef.wiki", text.encode())).episodes
    assert (first.position.code, first.scenes, first.summary) == ("S01E02", (), None)
    assert (last.position.code, last.scenes) == ("S01E03", ("They part.",))
