import json
from functools import partial

import discord
import pytest

from bot.domain.positions import Position
from bot.replies.clicks import ChooseProgress, ListEpisodes, SetProgress, custom_id_of
from bot.replies.menus import episode_menu, menu


def codes(*seasons: int, first: int = 1) -> list[Position]:
    """A show with so many episodes a season."""
    return [
        Position.from_code(f"S{season:02}E{number:02}")
        for season, count in enumerate(seasons, first)
        for number in range(1, count + 1)
    ]


def menus(
    episodes: list[Position], at: int | None = None, chosen: Position | None = None
) -> list[discord.ui.Select[discord.ui.LayoutView]]:
    rows = episode_menu(
        episodes,
        turn=partial(ChooseProgress, "curtain"),
        choose=partial(SetProgress, "curtain"),
        at=at,
        chosen=chosen,
    )
    selects = [child for row in rows for child in row.children if isinstance(child, discord.ui.Select)]
    assert len(selects) == len(rows)
    return selects


def labels(select: discord.ui.Select[discord.ui.LayoutView]) -> list[str]:
    return [option.label for option in select.options]


def test_a_short_show_has_one_menu_of_its_codes() -> None:
    (episodes,) = menus(codes(6))
    assert labels(episodes) == [f"S01E0{number}" for number in range(1, 7)]
    assert episodes.options[1].value == custom_id_of(SetProgress("curtain", codes(6)[1].key))


def test_a_show_without_episodes_has_no_menu() -> None:
    assert menus([]) == []


def test_specials_are_not_in_the_menu() -> None:
    specials = [Position.from_code(code) for code in ("special after S01E01", "S00E03")]
    (episodes,) = menus([*codes(1), *specials])
    assert labels(episodes) == ["S01E01"]


def test_choosing_a_season_shows_its_episodes() -> None:
    show = codes(2, 3)
    seasons, episodes = menus(show)
    assert labels(seasons) == ["Season 1", "Season 2"]
    assert labels(episodes) == ["S01E01", "S01E02"]
    turned = json.loads(seasons.options[1].value)
    seasons, episodes = menus(show, at=turned[2])
    assert [option.default for option in seasons.options] == [False, True]
    assert labels(episodes) == ["S02E01", "S02E02", "S02E03"]


def test_the_current_choice_is_marked_in_its_season() -> None:
    show = codes(2, 3)
    seasons, episodes = menus(show, chosen=show[3])
    assert [option.label for option in seasons.options + episodes.options if option.default] == [
        "Season 2",
        "S02E02",
    ]


def test_a_long_season_is_split_into_parts() -> None:
    seasons, episodes = menus(codes(60))
    assert labels(seasons) == ["S01E01 to S01E25", "S01E26 to S01E50", "S01E51 to S01E60"]
    assert len(labels(episodes)) == 25


@pytest.mark.parametrize("season_count", [24, 25, 26, 47, 60])
def test_every_season_of_a_very_long_show_can_be_reached(season_count: int) -> None:
    show = codes(*[1] * season_count)
    reached, at = list[str](), None
    while True:
        seasons, _ = menus(show, at=at)
        assert len(seasons.options) <= 25
        reached += [label for label in labels(seasons) if label.startswith("Season")]
        if labels(seasons)[-1] != "Later …":
            break
        at = json.loads(seasons.options[-1].value)[2]
    assert reached == [f"Season {number}" for number in range(1, season_count + 1)]


def test_a_menu_has_a_unique_id_and_clicks_as_values() -> None:
    row = menu(
        "Which list?", [("All", ListEpisodes("curtain", None, 0)), ("x" * 200, ListEpisodes("", 2, 0))]
    )
    (select,) = row.children
    assert isinstance(select, discord.ui.Select)
    assert select.custom_id == '["menu","Which list?"]'
    assert [len(option.label) for option in select.options] == [3, 100]
    assert select.options[0].value == '["episodes","curtain",null,0,false,false]'
