"""Spoilers past a member's progress change nothing of what they are sent: not a letter, not a button.

Two worlds have the same episodes, facts and titles. Their story texts are equal up to an episode; after it
they differ in words, in number, and in whether there are any. The same actions are done in both, by people
who have set progress and never press "Show anyway", in strict channels: everything sent must be equal.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

import bot.interactions.history_files
import bot.interactions.modals
import bot.store.draws
import bot.store.expiring_sessions
from tests.leaks.asking import ASKING
from tests.leaks.catalogue import Catalogue, Mark, Twin
from tests.leaks.faults import FOUND_BY_TWINS, Fault
from tests.leaks.oracle import NOTHING, PlaceRule
from tests.leaks.pressing import click
from tests.leaks.rules import put_in_force
from tests.leaks.stage import BEGINNING, CONTEXTS, Rules, Stage, open_stage
from tests.leaks.story_order import UNPLACED, orders
from tests.leaks.test_leaks import SEED, SETTINGS
from tests.leaks.watch import Leak, Tally

_RANDOM = (
    bot.interactions.history_files,
    bot.interactions.modals,
    bot.store.draws,
    bot.store.expiring_sessions,
)
"""The modules with random choices of their own; they are made equal in both worlds."""
_STEPS = 60
_PAIRS = 12
"""A deliberate difference must be found in at most this many pairs."""
_NUMBERS = re.compile(r"\d+")
_A_SNOWFLAKE = 15
"""The minimum number of digits of a Discord id."""
_PUBLIC = {name: drive for name, drive in ASKING.items() if name not in ("Hide as spoiler", "privacy export")}


class Differs(Leak):
    """Two worlds that must look alike differ: where, and what each has there."""

    def __init__(self, path: str, one: object, other: object) -> None:
        super().__init__(f"{path}: {one!r} and {other!r}")


class Pairs:
    """Which id of one world corresponds to which of the other."""

    def __init__(self) -> None:
        self._there: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def must_match(self, one: Any, other: Any, where: str) -> None:
        """Raise `Differs` if two JSON values are not the same, up to ids."""
        for mine, theirs in zip_longest(leaves(one, where), leaves(other, where), fillvalue=("", "")):
            if mine[0] != theirs[0]:
                raise Differs(where, mine, theirs)
            self._strings(mine[1], theirs[1], mine[0])

    def _strings(self, one: str, other: str, path: str) -> None:
        mine, theirs = _numbers_in(one), _numbers_in(other)
        if _NUMBERS.sub("#", one) != _NUMBERS.sub("#", other):
            raise Differs(path, one, other)
        holds_ids = path.endswith((".custom_id", ".value"))
        for a, b in zip(mine, theirs, strict=True):
            if holds_ids or min(len(a), len(b)) >= _A_SNOWFLAKE:
                same = self._there.setdefault(a, b) == b and self._back.setdefault(b, a) == a
            else:
                same = a == b
            if not same:
                raise Differs(path, one, other)


def leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every value in a JSON value, in order, each with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping) and value:
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # JSON
            yield from leaves(inner, f"{path}[{index}]")
    else:
        yield path, json.dumps(value)


def _numbers_in(text: str) -> list[str]:
    return [found[0] for found in _NUMBERS.finditer(text)]


def _last_alike(stage: Stage, slug: str, alike_to: int) -> int:
    """The last placed position up to which a show is equal in both worlds."""
    episodes = stage.catalogue.show(slug).episodes
    order = orders(episodes)
    return max(key for episode in episodes[: alike_to + 1] if (key := order[episode.code]) < UNPLACED)


async def _rule(stage: Stage, alike_to: int) -> None:
    """Everybody has progress and every channel is strict; no limit is past what both worlds share."""
    chance, last = stage.chance, {s.slug: _last_alike(stage, s.slug, alike_to) for s in stage.catalogue.shows}
    settings: dict[tuple[str, str | None], PlaceRule] = {("server", None): PlaceRule("tagged", strict=True)}
    for place in ("server", "channel", "thread", "post", "side"):
        for slug, key in last.items():
            if chance.random() < 0.6:
                up_to = chance.choice([k for k in _keys(stage, slug) if k <= key])
                settings[place, slug] = PlaceRule("up-to", strict=True, up_to=up_to)
    progress = {
        (member.id, slug): chance.choice([NOTHING, *(k for k in _keys(stage, slug) if k <= key)])
        for member in stage.people
        for slug, key in last.items()
    }
    stage.rules = Rules(settings, chance.random() < 0.5, progress, BEGINNING.replace(month=3))
    await put_in_force(stage)


def _keys(stage: Stage, slug: str) -> list[int]:
    return list(orders(stage.catalogue.show(slug).episodes).values())


async def _step(stage: Stage, number: int) -> list[Any]:
    """Do one action; returns the bodies of all that the bot sent."""
    begun = len(stage.env.http_requests)
    if number % 3:
        await click(stage)
    else:
        stage.actor, stage.context = stage.chance.choice(stage.people), stage.chance.choice(CONTEXTS)
        await _PUBLIC[stage.chance.choice(sorted(_PUBLIC))](stage)
    return [request.json for request in stage.env.http_requests[begun:]]


def _within(stage: Stage, alike_to: int) -> bool:
    return all(
        (key := stage.rules.progress.get((member.id, show.slug))) is not None
        and key <= _last_alike(stage, show.slug, alike_to)
        for member in stage.people
        for show in stage.catalogue.shows
    )


class _SameDraws:
    """Makes random choices equal in both worlds."""

    def __init__(self) -> None:
        self.chance = random.Random(0)

    def randbelow(self, end: int) -> int:
        return self.chance.randrange(end)

    def randbits(self, bits: int) -> int:
        return self.chance.getrandbits(bits)

    def token_hex(self, size: int) -> str:
        return self.chance.randbytes(size).hex()


async def compare(folder: Path, patch: pytest.MonkeyPatch, seed: int, tally: Tally) -> None:
    """Do the same in two worlds. Raises `Differs` if they can be distinguished."""
    pairs = Pairs()
    alike_to = random.Random(seed).randrange(3)
    catalogues = [Catalogue(Twin(number, alike_to)) for number in (1, 2)]
    _know_both(catalogues)
    one, other = [
        await _live(folder / catalogue_name, patch, tally, catalogue, seed, alike_to)
        for catalogue_name, catalogue in zip(("one", "other"), catalogues, strict=True)
    ]
    for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        pairs.must_match(mine, theirs, f"SEED={seed} step {number}")


async def _live(
    folder: Path,
    patch: pytest.MonkeyPatch,
    tally: Tally,
    catalogue: Catalogue,
    seed: int,
    alike_to: int,
) -> list[list[Any] | None]:
    """One world's replies, step by step; None once somebody's progress reaches what differs."""
    draws, answered = _SameDraws(), list[list[Any] | None]()
    for module in _RANDOM:
        patch.setattr(module, "secrets", draws)
    async with open_stage(folder, seed, patch, tally, catalogue) as stage:
        stage.insists = False
        for number in range(_STEPS):
            stage.chance.seed(f"{seed} {number}")
            draws.chance.seed(number)
            if number % 10 == 0 or not _within(stage, alike_to):
                await _rule(stage, alike_to)
            bodies = await _step(stage, number)
            within = _within(stage, alike_to)
            if not within:
                stage.kept.clear()
            answered.append(bodies if within else None)
        assert stage.env.errors == []
    return answered


def _know_both(catalogues: list[Catalogue]) -> None:
    """Searches may use words of either world."""
    marks: dict[str, Mark] = {word: mark for one in catalogues for word, mark in sorted(one.marks.items())}
    spoken = sorted({word for one in catalogues for word in one.spoken})
    for one in catalogues:
        one.marks, one.spoken = dict(sorted(marks.items())), spoken


@pytest.mark.parametrize("pair", range(max(2, SETTINGS // 150)))
async def test_later_episodes_change_nothing_of_what_members_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pair: int, tally: Tally
) -> None:
    await compare(tmp_path, monkeypatch, SEED + pair, tally)


@pytest.mark.parametrize("fault", FOUND_BY_TWINS, ids=lambda fault: fault.__name__)
async def test_a_deliberate_difference_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, fault: Fault
) -> None:
    fault(monkeypatch)
    with pytest.raises(Differs):
        await _compare_some(tmp_path, monkeypatch, tally)


async def _compare_some(folder: Path, patch: pytest.MonkeyPatch, tally: Tally) -> None:
    for pair in range(_PAIRS):
        await compare(folder / str(pair), patch, pair, tally)
