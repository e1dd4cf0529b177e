"""Menus: an option for each click that can be chosen. They work after a restart, like buttons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import LiteralString

from discord import SelectOption, ui

from bot.domain.positions import Position
from bot.domain.text import cut
from bot.replies.clicks import Choose, Click, custom_id_of

OPTIONS = 25
"""Options that Discord takes in a menu."""

_A_PAGE = OPTIONS - 2
"""Seasons on a page of a menu that has several: two options turn the pages."""

_LABEL = 100

Option = tuple[str, Click]
"""What an option says, and what choosing it does. Its label can't hide anything, so it has no story."""


def menu(
    placeholder: LiteralString, options: Iterable[Option], chosen: Click | None = None
) -> ui.ActionRow[ui.LayoutView]:
    """A menu of up to 25 options, one of them chosen already. Two menus of a reply differ in `placeholder`.

    Choosing an option is answered like a press on a button with that click: it needs no handler of its own.
    """
    return ui.ActionRow(
        ui.Select(
            custom_id=custom_id_of(Choose(placeholder)),
            placeholder=placeholder,
            options=[
                SelectOption(label=cut(label, _LABEL), value=custom_id_of(click), default=click == chosen)
                for label, click in options
            ],
        )
    )


def episode_menu(
    episodes: Iterable[Position],
    *,
    turn: Callable[[int], Click],
    choose: Callable[[int], Click],
    at: int | None = None,
    chosen: Position | None = None,
) -> list[ui.ActionRow[ui.LayoutView]]:
    """Menus to choose an episode of a show: its season, then its code. Titles and specials are never in them.

    `episodes` are all of the show, in story order. `choose` makes the click for the episode with a key.
    `turn` makes the click that shows the same reply with the season at a key, which comes back as `at`; at
    first that of the episode that is `chosen` already is shown. A show with one short season needs one menu,
    and one without episodes none.

        *episode_menu(
            episodes, turn=partial(ChooseProgress, slug), choose=partial(SetProgress, slug), at=click.at
        )
    """
    runs = list(_runs(position for position in episodes if position.regular))
    if not runs:
        return []
    key = at if at is not None else chosen.key if chosen is not None else 0
    current = max((index for index, run in enumerate(runs) if run[0].key <= key), default=0)
    rows = [
        menu(
            "Episode",
            [(position.code, choose(position.key)) for position in runs[current]],
            None if chosen is None else choose(chosen.key),
        )
    ]
    if len(runs) > 1:
        rows.insert(0, menu("Season", _seasons(runs, current, turn), turn(runs[current][0].key)))
    return rows


Run = tuple[Position, ...]
"""Up to 25 episodes of a season, one after the other."""


def _runs(episodes: Iterable[Position]) -> Iterator[Run]:
    for _, grouped in groupby(episodes, key=lambda position: position.season):
        season = tuple(grouped)
        yield from (season[first : first + OPTIONS] for first in range(0, len(season), OPTIONS))


def _seasons(runs: Sequence[Run], current: int, turn: Callable[[int], Click]) -> Iterator[Option]:
    """The page of seasons that has the current one; "Earlier" and "Later" lead to the other pages."""
    first = current // _A_PAGE * _A_PAGE if len(runs) > OPTIONS else 0
    end = first + _A_PAGE if len(runs) > OPTIONS else len(runs)
    if first:
        yield "Earlier …", turn(runs[first - 1][0].key)
    for run in runs[first:end]:
        yield _name(run, runs), turn(run[0].key)
    if end < len(runs):
        yield "Later …", turn(runs[end][0].key)


def _name(run: Run, runs: Sequence[Run]) -> str:
    """A season by its number; one of more than 25 episodes is in parts."""
    season = run[0].season
    parted = sum(other[0].season == season for other in runs) > 1
    return f"{run[0].code} to {run[-1].code}" if parted else f"Season {season}"
