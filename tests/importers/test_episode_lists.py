"""Lists of episodes as tables and JSON, and what is no such list."""

from datetime import date

import msgspec
import pytest

from bot.domain.drafts import Doubtful
from bot.domain.shows import Episode, Guest
from bot.importers.reading import read
from bot.importers.source import Format
from tests.importers.files import refusal, source

PLAIN = [
    ("S01E01", "Pilot", date(2012, 6, 4), "Ann finds a lamp."),
    ("S01E02", "Dust", date(2012, 6, 11), None),
]


def facts(
    content: str | bytes, name: str = "list.csv"
) -> list[tuple[str, str | None, date | None, str | None]]:
    episodes = read(source(name, content)).episodes
    return [(episode.position.code, episode.title, episode.aired, episode.summary) for episode in episodes]


def only(content: str | bytes) -> Episode[str, str]:
    (episode,) = read(source("list.csv", content)).episodes
    return episode


LISTS = (
    """
season,number,title,airdate,summary
1,1,Pilot,2012-06-04,Ann finds a lamp.
1,2,Dust,2012-06-11,

Season;Episode;Title;Air Date;Overview
1;1;Pilot;June 4, 2012;Ann finds a lamp.
1;2;Dust;June 11, 2012;NA

Series/Ep. No./Episode Name/Originally aired/Plot
Series 1/E01/“Pilot”/4 June 2012/Ann finds a lamp.
Series 1/E02/“Dust”/11 June 2012/

SEID,name,date,description
S01E01,Pilot,2012-06-04,Ann finds a lamp.
S01E02,Dust,2012-06-11,NULL

| Season | No. in season | Title | Released | Synopsis |
|---|---|---|---|---|
| One | 1 | Pilot | 2012-06-04 | Ann finds a lamp. |
| One | 2 | Dust | 2012-06-11 | |

episode_id,season_num,episode_num_in_season,title,Date of Broadcast,about
17,1,1,Pilot,2012-06-04,Ann finds a lamp.
18,1,2,Dust,2012-06-11,

season,number,episode,aired,about
1,1,Pilot,2012-06-04,Ann finds a lamp.
1,2,Dust,2012-06-11,

[{"season": 1, "episode": 1, "title": "Pilot", "airDate": "2012-06-04", "plot": "<p>Ann finds a lamp.</p>"},
{"season": 1, "episode": 2, "title": "Dust", "airDate": "2012-06-11", "plot": null}]

{"seasons": [{"number": 1, "episodes": [
{"number": 1, "title": "Pilot", "first_aired": "2012-06-04T20:00:00.000Z", "overview": "Ann finds a lamp."},
{"number": 2, "title": "Dust", "first_aired": "2012-06-11T20:00:00.000Z"}]}]}

{"season": 1, "episode": 1, "title": "Pilot", "aired": "2012-06-04", "plot": "Ann finds a lamp."}
{"season": 1, "episode": 2, "title": "Dust", "aired": "2012-06-11"}
""".replace("/", "\t", 12)
    .strip()
    .split("\n\n")
)


@pytest.mark.parametrize("content", LISTS)
def test_an_episode_list_is_read_under_common_column_names(content: str) -> None:
    assert facts(content, "list.txt") == PLAIN
    assert facts(content, "list.json") == PLAIN


def test_every_fact_in_a_row_is_read() -> None:
    header = (
        "Season,No. overall,No. in season,Title,Directed by,Writer 1,Writer 2,Guest stars,Prod. code,Date\n"
    )
    row = (
        '2,14,1,Salt[3],Ann Lee,Bo Marsh,Cy Ott and Dee Vale,"Ed Ash as Al, Flo Ray as Kit",201,2013-02-05\n'
    )
    episode = only(header + row)
    assert (episode.position.code, episode.title, episode.number_in_series) == ("S02E01", "Salt", 14)
    assert (episode.aired, episode.production_code) == (date(2013, 2, 5), "201")
    assert episode.directors == ("Ann Lee",)
    assert episode.writers == ("Bo Marsh", "Cy Ott", "Dee Vale")
    assert episode.guests == (Guest("Ed Ash", "Al"), Guest("Flo Ray", "Kit"))


def test_the_show_is_read_from_its_column_and_several_shows_are_refused() -> None:
    rows = "show,season,episode,title\nLantern Row,1,1,Pilot\n"
    assert read(source("list.csv", rows)).title == "Lantern Row"
    (problem,) = refusal(source("list.csv", f"{rows}Tin Street,1,1,Salt\n"))
    assert "has episodes of several shows" in problem


def test_a_list_without_seasons_is_season_1_with_a_doubt() -> None:
    draft = read(source("list.csv", "episode,title\n1,Pilot\n2,Dust\n"))
    assert [episode.position.code for episode in draft.episodes] == ["S01E01", "S01E02"]
    assert [doubt.what for doubt in draft.doubts] == [Doubtful.NO_SEASON]


def test_unreadable_values_are_doubts_with_their_line() -> None:
    content = (
        "season,episode,title,airdate,rating\n1,1,Pilot,05/02/2013,9\n1,2,Dust,soon,8\n1,finale,End,,\n"
        "1,3,Well, well,2013-02-05,1\n1,1,Again,,\n"
    )
    draft = read(source("list.csv", content))
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.LEFT_OUT, "rating", 1),
        (Doubtful.AMBIGUOUS_DATES, "05/02/2013", 2),
        (Doubtful.TOO_MANY_CELLS, "1 | 3 | Well | well | 2013-02-05 | 1", 5),
        (Doubtful.UNREADABLE_DATE, "soon", 3),
        (Doubtful.NOT_PLACED, "1 finale · End", 4),
        (Doubtful.PLACED_TWICE, "Again", 6),
    ]
    assert [episode.title for episode in draft.episodes] == ["Pilot", "Dust"]


@pytest.mark.parametrize("number", ["1", "2", "x"])
def test_a_row_with_an_unreadable_season_is_not_put_into_season_1(number: str) -> None:
    content = f"season,episode,title\n1,1,Pilot\nlater,{number},Dust\n"
    assert [code for code, *_ in facts(content)] == ["S01E01"]


def test_unquoted_delimiters_in_the_last_column_belong_to_its_text() -> None:
    assert only("season,episode,summary\n1,1,Ann, Bo, and a lamp.\n").summary == "Ann, Bo, and a lamp."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("show,season,episode,title,watched_at\nA,1,1,B,2020-01-01\n", "what somebody has watched"),
        ("id,show,episode,title,date\n1,A,S01E01,B,2020-01-01\n", "what somebody has watched"),
        (
            "season,episode,title\n1,1,Friends\n1,2,Friends\n1,3,Friends\n",
            "every episode the title 'Friends'",
        ),
        ("season,episode,title\n,,Pilot\n", "has nothing to import"),
        ("Title,Date\nA: Season 1: B,1/2/20\n", "has no column for episode numbers"),
    ],
)
def test_a_table_that_is_not_an_episode_list_is_refused_with_the_reason(content: str, sentence: str) -> None:
    (problem,) = refusal(source("list.csv", content))
    assert sentence in problem


def test_a_dialogue_table_with_episode_facts_is_still_read_as_dialogue() -> None:
    content = (
        "season,episode,air_date,director,title,speaker,text\n1,1,2012-06-04,Ann Field,Pilot,Ann,Late.\n"
    )
    content += "1,1,2012-06-05,Ann Field,Pilot,Bo,Early.\n"
    draft = read(source("lines.csv", content))
    (episode,) = draft.episodes
    assert (episode.title, episode.aired, episode.directors) == ("Pilot", date(2012, 6, 4), ("Ann Field",))
    assert len(episode.quotes) == 2
    assert [(doubt.what, doubt.text, doubt.line) for doubt in draft.doubts] == [
        (Doubtful.OTHER_VALUE, "2012-06-05", 3)
    ]
    rows = msgspec.json.encode([{"season": 1, "episode": 1, "title": "Pilot"}])
    assert len(read(source("list.json", rows), Format.EPISODES).episodes) == 1


OTHER_TABLES = """Staffel;Folge;Titel;Erstausstrahlung;Inhalt
1;1;Pilot;4. Juni 2012;Ann finds a lamp.
1;2;Dust;11. Juni 2012;

Saison,Épisode,Titre,Date de diffusion,Résumé
1,1,Pilot,4 juin 2012,Ann finds a lamp.
1,2,Dust,11 juin 2012,

Temporada,Episodio,Título,Fecha de emisión,Sinopsis
1,1,Pilot,4 de junio de 2012,Ann finds a lamp.
1,2,Dust,11 de junio de 2012,

Stagione,Episodio,Titolo,Data,Trama
1,1,Pilot,4 giugno 2012,Ann finds a lamp.
1,2,Dust,11 giugno 2012,

Seizoen,Aflevering,Titel,Datum,Samenvatting
1,1,Pilot,4 juni 2012,Ann finds a lamp.
1,2,Dust,11 juni 2012,

airedSeason,airedEpisodeNumber,episodeName,firstAired,overview
1,1,Pilot,2012-06-04,Ann finds a lamp.
1,2,Dust,2012-06-11,

Episode,Title,Date,Summary
Season 1,,,
1,Pilot,2012-06-04,Ann finds a lamp.
2,Dust,2012-06-11,

Season,#,Title,Date,Summary
Season One,One,Pilot,04/Jun/2012,Ann finds a lamp.
Season One,Two,Dust,11-Jun-2012,
""".strip().split("\n\n")


@pytest.mark.parametrize("content", OTHER_TABLES)
def test_tables_in_other_languages_and_of_other_forms_are_read(content: str) -> None:
    assert facts(content) == PLAIN


def test_a_heading_among_the_rows_is_no_episode() -> None:
    content = "Episode,Title\nSeason 1,\n1,Pilot\n2,Dust\nSeason 2 (2013),\n1,Salt\n"
    draft = read(source("list.csv", content))
    assert [(each.position.code, each.title) for each in draft.episodes] == [
        ("S01E01", "Pilot"),
        ("S01E02", "Dust"),
        ("S02E01", "Salt"),
    ]
    assert draft.doubts == ()


def test_people_are_read_without_the_entities_of_html() -> None:
    assert only("Season,Episode,Writers\n1,1,Ann Field &amp; Bo Marsh\n").writers == ("Ann Field", "Bo Marsh")


def test_a_number_through_the_series_is_none_of_the_season() -> None:
    columns = "season_num,episode_num_in_season,episode_num_overall,title,prod_code"
    table = f"{columns}\n1,1,1,Pilot,1A01\n2,1,23,Dust,2A01\n"
    episodes = read(source("list.csv", table)).episodes
    assert [(each.position.code, each.number_in_series, each.production_code) for each in episodes] == [
        ("S01E01", 1, "1A01"),
        ("S02E01", 23, "2A01"),
    ]
