"""Turns of interactions: nobody is lost, and nobody's flood holds up others."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from discord import InteractionType

from bot.domain.errors import Restarting, TooBusy
from bot.interactions.workload import Bounds, Workload
from tests.stand_in import Answer, Asked, StandIn, stand_in
from tests.stand_in.here import Here, running_here
from tests.world import text_in

TOKEN = "a-token-for-tests"


@dataclass
class _Response:
    put_off: bool = False

    def is_done(self) -> bool:
        return self.put_off

    async def defer(self, **_: object) -> None:
        self.put_off = True


@dataclass
class _Asked:
    """As much of an interaction as a turn needs."""

    guild_id: int
    user: Any
    type: InteractionType = InteractionType.application_command
    message: None = None
    id: int = 1
    context: Any = field(default_factory=lambda: SimpleNamespace(dm_channel=False))
    response: _Response = field(default_factory=_Response)
    extras: dict[str, Any] = field(default_factory=dict[str, Any])


def asked(server: int, member: int, kind: InteractionType = InteractionType.application_command) -> Any:
    return _Asked(server, SimpleNamespace(id=member), kind)


class Desk:
    """Work that takes until it is let go, and the order in which it began."""

    def __init__(self, **bounds: int) -> None:
        self.workload = Workload(Bounds(**bounds))
        self.begun: list[str] = []
        self.over = asyncio.Event()

    def ask(self, name: str, interaction: Any) -> asyncio.Task[None]:
        async def answer() -> None:
            async with self.workload.turn(interaction, "test"):
                self.begun.append(name)
                await self.over.wait()

        return asyncio.create_task(answer())


async def test_only_so_many_have_a_turn_at_once_and_all_get_one() -> None:
    desk = Desk(at_once=2)
    tasks = [desk.ask(f"{number}", asked(number, number)) for number in range(6)]
    await asyncio.sleep(0.01)
    assert (desk.begun, desk.workload.waiting) == (["0", "1"], 4)
    desk.over.set()
    await asyncio.gather(*tasks)
    assert desk.begun == ["0", "1", "2", "3", "4", "5"]
    assert (desk.workload.running, desk.workload.waiting, desk.workload.open) == (0, 0, 0)
    assert desk.workload.answers["test"].outcomes == {"answered": 6}


async def test_servers_take_turns_and_so_do_their_members() -> None:
    desk = Desk(at_once=1)
    flood = [("a1", 1, 1), ("a1", 1, 1), ("a1", 1, 1), ("a2", 1, 2), ("b3", 2, 3)]
    tasks = [desk.ask(name, asked(server, member)) for name, server, member in flood]
    await asyncio.sleep(0.01)
    desk.over.set()
    await asyncio.gather(*tasks)
    assert desk.begun == ["a1", "b3", "a2", "a1", "a1"]


async def test_a_server_with_several_questions_does_not_wait_for_all_other_servers_each_time() -> None:
    desk = Desk(at_once=1)
    tasks = [desk.ask("a", asked(1, member)) for member in range(3)]
    tasks += [desk.ask("other", asked(server, server)) for server in range(2, 62)]
    await asyncio.sleep(0.01)
    desk.over.set()
    await asyncio.gather(*tasks)
    at = [place for place, name in enumerate(desk.begun) if name == "a"]
    assert at[0] == 0
    assert all(5 < later - before < 30 for before, later in pairwise(at))


async def test_a_member_and_a_server_leave_room_for_others() -> None:
    desk = Desk(at_once=8, of_a_server=3, of_a_member=2)
    tasks = [desk.ask("a1", asked(1, 1)) for _ in range(4)]
    tasks += [desk.ask("a2", asked(1, 2)) for _ in range(4)]
    tasks += [desk.ask("b3", asked(2, 3)) for _ in range(4)]
    await asyncio.sleep(0.01)
    assert sorted(desk.begun) == ["a1", "a1", "a2", "b3", "b3"]
    desk.over.set()
    await asyncio.gather(*tasks)


async def test_a_member_who_asks_faster_than_they_are_answered_gets_few_turns_a_second() -> None:
    desk = Desk(at_once=8, of_a_member=2, a_second=5)
    tasks = [desk.ask("flood", asked(1, 1)) for _ in range(12)]
    await asyncio.sleep(0.01)
    desk.over.set()
    await asyncio.sleep(0.2)
    assert desk.begun == ["flood"] * 5
    await desk.ask("other", asked(1, 2))
    await asyncio.gather(*tasks)
    assert desk.begun.count("flood") == 12


async def test_a_member_who_waits_for_each_answer_gets_as_many_turns_as_they_like() -> None:
    desk = Desk(at_once=8, a_second=5)
    desk.over.set()
    async with asyncio.timeout(1):
        for _ in range(20):
            await desk.ask("a", asked(1, 1))


async def test_long_work_gives_its_turn_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload that takes minutes does not count against the answers of others."""
    monkeypatch.setattr("bot.interactions.workload._TURN", 0.05)
    desk = Desk(at_once=1)
    tasks = [desk.ask("upload", asked(1, 1)), desk.ask("answer", asked(2, 2))]
    await asyncio.sleep(0.02)
    assert desk.begun == ["upload"]
    await asyncio.sleep(0.1)
    assert desk.begun == ["upload", "answer"]
    desk.over.set()
    await asyncio.gather(*tasks)
    assert desk.workload.running == 0


async def test_whoever_waits_long_is_told_that_an_answer_will_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.interactions.workload._PATIENCE", 0.05)
    desk = Desk(at_once=1)
    patient, typing = asked(2, 2), asked(3, 3, InteractionType.autocomplete)
    tasks = [desk.ask("first", asked(1, 1)), desk.ask("patient", patient), desk.ask("typing", typing)]
    await asyncio.sleep(0.2)
    assert patient.response.put_off
    assert not typing.response.put_off
    with pytest.raises(TooBusy):
        await tasks.pop()
    desk.over.set()
    await asyncio.gather(*tasks)
    assert desk.begun == ["first", "patient"]


async def test_beyond_a_bound_people_are_asked_to_try_again() -> None:
    desk = Desk(at_once=1, waiting=3, waiting_of_a_member=2)
    tasks = [desk.ask("a", asked(1, 1)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(TooBusy):  # of this member
        await desk.ask("a", asked(1, 1))
    tasks.append(desk.ask("b", asked(1, 2)))
    await asyncio.sleep(0)
    with pytest.raises(TooBusy):  # of all
        await desk.ask("c", asked(2, 3))
    desk.over.set()
    await asyncio.gather(*tasks)
    assert desk.workload.answers["test"].outcomes == {"answered": 4, "busy": 2}


async def test_stopping_finishes_what_was_asked_and_begins_nothing_new() -> None:
    desk = Desk(at_once=1)
    tasks = [desk.ask("a", asked(1, 1)), desk.ask("b", asked(2, 2))]
    await asyncio.sleep(0)
    finishing = asyncio.create_task(desk.workload.finish(30))
    await asyncio.sleep(0)
    with pytest.raises(Restarting):
        await desk.ask("c", asked(3, 3))
    desk.over.set()
    await finishing
    await asyncio.gather(*tasks)
    assert desk.begun == ["a", "b"]


async def test_stopping_ends_what_takes_too_long() -> None:
    desk = Desk()
    task = desk.ask("a", asked(1, 1))
    await asyncio.sleep(0)
    await desk.workload.finish(0.05)
    assert task.cancelled()
    assert desk.workload.open == 0


@pytest.fixture
async def there() -> AsyncGenerator[StandIn]:
    async with stand_in(token=TOKEN, servers=4) as discord:
        yield discord


@pytest.fixture
async def here(tmp_path: Path, there: StandIn) -> AsyncGenerator[Here]:
    async with running_here(tmp_path, there) as running:
        await there.gateway.ready()
        yield running


async def first_and_last(question: Asked) -> tuple[Answer, Answer]:
    """The first answer, and the one with words."""
    first = await question.answer(within=60)
    return first, first if first.kind != "deferral" else await question.answer(within=60)


async def test_256_questions_at_once_are_all_answered(
    here: Here, there: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    questions = [
        await there.use(
            "episode lookup",
            user=number + 1,
            server=there.servers[number % 4],
            episode=f"S01E{number % 15 + 1:02}",
        )
        for number in range(256)
    ]
    answers = await asyncio.gather(*map(first_and_last, questions))
    for number, (first, last) in enumerate(answers):
        assert f"S01E{number % 15 + 1:02}" in text_in(last.body["components"]), (first, last)
        assert last.ephemeral >= (first.kind == "deferral")
    assert here.bot.router.workload.answers["episode lookup"].outcomes == {"answered": 256}
    print(f"first answers after {max(first.after for first, _ in answers):.2f} s at most")  # noqa: T201 - to be read by hand
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_form_that_comes_too_late_is_asked_for_again(
    here: Here, there: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.interactions.workload._PATIENCE", 0)
    monkeypatch.setattr(here.bot.router.workload, "_bounds", Bounds(at_once=0))
    question = await there.use("catalog show add", permissions=1 << 5)
    assert (await question.answer()).kind == "deferral"
    monkeypatch.setattr(here.bot.router.workload, "_bounds", Bounds())
    await (await there.use("help")).answer()
    last = await question.answer()
    assert last.ephemeral
    assert "I'm busy right now" in text_in(last.body["components"])


async def test_one_member_who_floods_the_bot_does_not_slow_others_down(here: Here, there: StandIn) -> None:
    async def one(number: int) -> float:
        question = await there.use(
            "episode lookup", user=500 + number, server=there.servers[1], episode="S01E02"
        )
        return (await question.answer()).after

    async def flood() -> None:
        while True:
            for _ in range(10):
                await there.use("episode lookup", user=1, server=there.servers[0], episode="S01E03")
            await asyncio.sleep(0.2)

    await one(0)
    alone = median([await one(number) for number in range(20)])
    flooding = asyncio.create_task(flood())
    await asyncio.sleep(0.5)
    beside = median([await one(number) for number in range(20)])
    flooding.cancel()
    print(f"median {alone * 1000:.0f} ms alone, {beside * 1000:.0f} ms beside a flood")  # noqa: T201 - to be read by hand
    assert beside < 2 * alone + 0.1  # a tenth of a second for a busy machine
