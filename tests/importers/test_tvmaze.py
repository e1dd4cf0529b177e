from datetime import date
from typing import Any

import msgspec
import pytest

from bot.domain.drafts import Doubtful, Draft
from bot.importers.reading import read
from tests.importers.files import refusal, source


def drafted(answer: object) -> Draft:
    return read(source("tvmaze.json", msgspec.json.encode(answer)))


def episode(
    number: int | None, airdate: str, *, name: str = "Name", season: int = 1, **more: Any
) -> dict[str, Any]:
    return {"name": name, "season": season, "number": number, "airdate": airdate, **more}


def codes(draft: Draft) -> list[str]:
    return [episode_read.position.code for episode_read in draft.episodes]


def test_a_show_with_embedded_episodes_is_read() -> None:
    show = {
        "name": "Smash",
        "url": "https://www.tvmaze.com/shows/1/smash",
        "premiered": "2012-02-06",
        "_embedded": {"episodes": [episode(2, "2012-02-13"), episode(1, "2012-02-06", name="Pilot")]},
    }
    draft = drafted(show)
    assert (draft.title, draft.slug) == ("Smash", "smash")
    assert [(episode_read.title, episode_read.aired) for episode_read in draft.episodes] == [
        ("Pilot", date(2012, 2, 6)),
        ("Name", date(2012, 2, 13)),
    ]
    assert draft.doubts == ()


def test_a_show_without_embedded_episodes_is_empty() -> None:
    draft = drafted({"name": "Smash", "premiered": None, "url": None})
    assert (draft.title, draft.slug, draft.episodes) == ("Smash", "", ())


@pytest.mark.parametrize(
    "named",
    [
        {"_links": {"show": {"name": "Smash"}}},
        {"_embedded": {"show": {"name": "Smash"}}},
        {"show": {"name": "Smash"}},
    ],
)
def test_the_shows_title_is_read_from_its_episodes(named: dict[str, Any]) -> None:
    assert drafted([episode(1, "2012-02-06", **named)]).title == "Smash"


def test_a_special_follows_the_last_episode_of_its_season_aired_before_it() -> None:
    draft = drafted(
        [
            episode(1, "2012-01-01"),
            episode(2, "2012-01-08"),
            episode(None, "2012-12-25", name="Third"),
            episode(None, "2012-01-05", name="First"),
            episode(None, "2012-01-06", name="Second"),
            episode(None, "2011-12-01", name="Before all"),
            episode(None, "", name="Undated"),
            episode(1, "2013-01-01", season=2),
        ]
    )
    assert [(episode_read.position.code, episode_read.title) for episode_read in draft.episodes] == [
        ("special after S01E00", "Before all"),
        ("S01E01", "Name"),
        ("special after S01E01", "First"),
        ("special 2 after S01E01", "Second"),
        ("S01E02", "Name"),
        ("special after S01E02", "Third"),
        ("special 2 after S01E02", "Undated"),
        ("S02E01", "Name"),
    ]
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.NO_DATE]


def test_a_special_of_a_season_missing_from_the_file_is_skipped_and_reported() -> None:
    draft = drafted([episode(1, "2012-01-01"), episode(None, "2013-12-25", season=2, name="Carol")])
    assert codes(draft) == ["S01E01"]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [(Doubtful.NOT_PLACED, "Carol")]


def test_a_show_title_that_is_too_long_is_skipped_and_reported() -> None:
    episodes = {"episodes": [episode(1, "2012-01-01")]}
    draft = drafted({"name": "x" * 101, "premiered": "2012-01-01", "_embedded": episodes})
    assert (draft.title, [doubt.what for doubt in draft.doubts]) == ("", [Doubtful.LEFT_OUT])


def test_a_season_can_be_a_year() -> None:
    assert codes(drafted([episode(73, "2012-06-06", season=2012)])) == ["S2012E73"]


def test_of_two_episodes_with_the_same_number_the_first_is_kept() -> None:
    draft = drafted([episode(1, "2012-01-01", name="One"), episode(1, "2012-01-02", name="Two")])
    assert [episode_read.title for episode_read in draft.episodes] == ["One"]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [(Doubtful.PLACED_TWICE, "Two")]


def test_an_invalid_date_is_left_empty_and_reported() -> None:
    draft = drafted([episode(1, "soon"), episode(2, ""), episode(3, "2012-01-01")])
    assert [episode_read.aired for episode_read in draft.episodes] == [None, None, date(2012, 1, 1)]
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.UNREADABLE_DATE, Doubtful.NO_DATE]


def test_a_summary_is_text_without_its_markup() -> None:
    markup = "<p><b>Tom</b>&nbsp;&amp; Ivy, 2 < 3.</p><p>Then<br />rain.</p>"
    (episode_read,) = drafted([episode(1, "2012-01-01", summary=markup)]).episodes
    assert episode_read.summary == "Tom & Ivy, 2 < 3.\nThen\nrain."


def test_placeholder_titles_and_titles_that_are_too_long_are_skipped() -> None:
    draft = drafted([episode(1, "2012-01-01", name="TBA"), episode(2, "2012-01-08", name="x" * 101)])
    assert [episode_read.title for episode_read in draft.episodes] == [None, None]
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.LEFT_OUT]
    assert len(draft.doubts[0].text) <= 100


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"name": "Not Found", "message": "Unknown episode", "status": 404},
            "error from TVmaze: 'Unknown episode'",
        ),
        ([{"name": "A", "premiered": ""}, {"name": "B", "premiered": ""}], "is a list of shows"),
        ([{"score": 1, "show": {"name": "A"}}, {"score": 1, "show": {"name": "B"}}], "is a list of shows"),
        ([episode(1, "", show={"name": "A"}), episode(2, "", show={"name": "B"})], "of several shows"),
    ],
)
def test_a_tvmaze_response_without_a_show_is_refused(answer: object, sentence: str) -> None:
    (problem,) = refusal(source("tvmaze.json", msgspec.json.encode(answer)))
    assert sentence in problem


def test_a_search_response_with_one_show_is_read() -> None:
    assert drafted([{"score": 1.5, "show": {"name": "Smash", "premiered": ""}}]).title == "Smash"


def test_truncated_json_is_reported_with_its_line() -> None:
    assert refusal(source("tvmaze.json", '[{"name": "Pilot",\n "season": 1,\n "number')) == [
        "tvmaze.json, line 3: is not JSON: Input data was truncated"
    ]


def test_poster_and_stills_are_read() -> None:
    image = {"medium": "https://static.example/m.jpg", "original": "https://static.example/o.jpg"}
    still = {"medium": "https://static.example/s.jpg", "original": None}
    show = {"name": "Smash", "premiered": None, "image": image}
    draft = drafted({**show, "_embedded": {"episodes": [episode(1, "2012-02-06", image=still)]}})
    assert draft.look.poster == "https://static.example/o.jpg"
    assert [episode_read.still for episode_read in draft.episodes] == ["https://static.example/s.jpg"]
    assert draft.doubts == ()


def test_http_picture_addresses_become_https() -> None:
    show = {"name": "Smash", "premiered": None, "image": {"original": "http://static.example/o.jpg"}}
    draft = drafted({**show, "_embedded": {"episodes": [episode(1, "2012-02-06")]}})
    assert draft.look.poster == "https://static.example/o.jpg"
    assert draft.doubts == ()


def test_pictures_without_an_https_address_are_skipped_and_reported() -> None:
    image = {"original": "ftp://static.example/o.jpg"}
    show = {"name": "Smash", "premiered": None, "image": image}
    draft = drafted({**show, "_embedded": {"episodes": [episode(1, "2012-02-06", image=image)]}})
    assert draft.look.poster is None
    assert draft.episodes[0].still is None
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.LEFT_OUT] * 2


@pytest.mark.parametrize("unknown", [{"season": "x"}, {"number": "x"}])
def test_an_episode_whose_season_or_number_is_none_is_named(unknown: dict[str, str]) -> None:
    rows = [episode(1, "2012-01-01"), {**episode(2, "2012-01-08"), **unknown}]
    draft = read(source("tvmaze.json", msgspec.json.encode(rows)))
    assert [each.position.code for each in draft.episodes] == ["S01E01"]
    assert Doubtful.NOT_PLACED in [doubt.what for doubt in draft.doubts]
