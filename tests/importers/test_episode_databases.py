"""What public databases answer, in made-up answers of the same shapes."""

from datetime import date

import msgspec
import pytest

from bot.domain.drafts import Doubtful, Draft
from bot.domain.shows import Episode, Guest
from bot.importers.reading import read
from tests.importers.files import (
    ANILIST,
    JIKAN,
    OMDB_EPISODE,
    OMDB_SEASON,
    TMDB_EPISODE,
    TMDB_SEASON,
    refusal,
    source,
)


def answered(value: object) -> Draft:
    return read(source("answer.json", msgspec.json.encode(value)))


def only(value: object) -> Episode[str, str]:
    (episode,) = answered(value).episodes
    return episode


@pytest.mark.parametrize(
    "value", [TMDB_SEASON, TMDB_EPISODE, {"name": "Lantern Row", "season/1": TMDB_SEASON}]
)
def test_tmdb_gives_facts_people_guests_and_a_still(value: object) -> None:
    episode = only(value)
    assert (episode.position.code, episode.title, episode.aired) == ("S01E01", "Pilot", date(2012, 6, 4))
    assert (episode.directors, episode.writers) == (("Ann Field",), ("Bo Marsh",))
    assert (episode.summary, episode.production_code) == ("Ann finds a lamp.", "101")
    assert episode.guests == (Guest("Dee Vale", "Tom"), Guest("Ed Ash"))
    assert episode.still == "https://image.tmdb.org/t/p/original/abc.jpg"
    assert answered({"name": "Lantern Row", "season/1": TMDB_SEASON}).title == "Lantern Row"


def test_omdb_gives_a_season_or_an_episode() -> None:
    assert answered(OMDB_SEASON).title == "Lantern Row"
    for value in (OMDB_SEASON, OMDB_EPISODE):
        episode = only(value)
        assert (episode.position.code, episode.title, episode.aired) == ("S02E01", "Salt", date(2013, 3, 4))
        assert episode.summary is None
    assert only(OMDB_EPISODE).writers == ("Bo Marsh", "Cy Dunn")


def test_jikan_episodes_are_read_and_further_pages_reported() -> None:
    draft = answered(JIKAN)
    assert [(each.position.code, each.title, each.aired) for each in draft.episodes] == [
        ("S01E01", "Kettle", date(2014, 4, 9))
    ]
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.NO_SEASON, Doubtful.CUT_OFF]
    assert only({"data": JIKAN["data"][0]}).title == "Kettle"


def test_anilist_episodes_are_read_and_other_items_reported() -> None:
    draft = answered(ANILIST)
    assert draft.title == "Lantern Row"
    assert [(each.position.code, each.title, each.aired) for each in draft.episodes] == [
        ("S01E01", "Kettle", date(2014, 4, 9))
    ]
    assert (Doubtful.LEFT_OUT, "Trailer") in [(doubt.what, doubt.text) for doubt in draft.doubts]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"success": False, "status_code": 34, "status_message": "Gone"}, "is an error from TMDB: 'Gone'"),
        (
            {"name": "A", "number_of_seasons": 2, "first_air_date": "", "seasons": []},
            "from TMDB without episodes",
        ),
        ({"Response": "False", "Error": "Series not found!"}, "is an error from OMDb: 'Series not found!'"),
        ({"Title": "A", "Type": "series", "Response": "True"}, "Add &Season=1"),
        (
            {"status": 404, "type": "HttpException", "message": "Not Found"},
            "is an error from Jikan: 'Not Found'",
        ),
        ({"data": {"mal_id": 1, "title": "A", "episodes": 12}}, "Add /episodes"),
        ({"data": {"Media": {"title": {"romaji": "A"}}}}, "Ask for streamingEpisodes"),
        (
            {"data": {"Page": {"airingSchedules": [{"episode": 1, "media": {"id": n}} for n in (1, 2)]}}},
            "has several shows",
        ),
    ],
)
def test_an_answer_without_episodes_is_refused_and_says_how_to_get_them(value: object, sentence: str) -> None:
    (problem,) = refusal(source("answer.json", msgspec.json.encode(value)))
    assert sentence in problem


def test_a_list_of_ones_own_with_tvmazes_keys_keeps_its_others() -> None:
    row = {"season": 1, "number": 1, "name": "Door", "airdate": "2012-06-04", "director": "Ann Field"}
    other = {"season": "one", "number": "x", "name": "Key", "airdate": "2012-06-11"}
    draft = read(source("list.json", msgspec.json.encode([row, other])))
    assert [(each.position.code, each.title, each.directors) for each in draft.episodes] == [
        ("S01E01", "Door", ("Ann Field",))
    ]
    assert [(doubt.what, doubt.text) for doubt in draft.doubts] == [(Doubtful.NOT_PLACED, "one x · Key")]


@pytest.mark.parametrize(
    "around",
    [
        {"page": 1, "total_pages": 3},
        {"links": {"next": "https://example.org/2"}},
        {"next": "https://example.org/2"},
        {"pagination": {"has_next_page": True}},
    ],
)
def test_a_page_of_any_list_says_that_another_follows(around: dict[str, object]) -> None:
    row = {"season_number": 1, "episode_number": 1, "title": "Door", "air_date": "2012-06-04"}
    draft = read(source("list.json", msgspec.json.encode({"results": [row], **around})))
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.CUT_OFF]
    last = {"results": [row], "page": 3, "total_pages": 3, "next": None, "links": {"next": None}}
    assert read(source("list.json", msgspec.json.encode(last))).doubts == ()


def test_an_error_of_anilists_is_refused_with_its_words() -> None:
    error = {"errors": [{"message": "Not Found.", "status": 404}], "data": {"Media": None}}
    assert "is an error from AniList: 'Not Found.'" in str(
        refusal(source("x.json", msgspec.json.encode(error)))
    )
