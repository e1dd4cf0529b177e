"""Discord failures over real sockets: the bot's process keeps answering and says nothing false."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stand_in import Answer, Fault, Server, StandIn, stand_in
from tests.stand_in.process import running
from tests.stand_in.rest import Place
from tests.world import text_in, walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKEN = "a-token-for-tests"
ADMIN = 1 << 5


@dataclass(slots=True)
class Process:
    """The bot's process connected to a fake Discord; each test can read its log."""

    discord: StandIn
    log: Path
    _read: int = field(default=0)

    def logged(self) -> str:
        """What was logged since the last call."""
        text = self.log.read_text(encoding="utf-8")
        new, self._read = text[self._read :], len(text)
        return new


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Process]:
    folder = tmp_path_factory.mktemp("failures")
    with (folder / "log").open("wb") as log:
        async with (
            stand_in(token=TOKEN, servers=2) as discord,
            running(folder, discord, log=log, seconds=600),
        ):
            await discord.gateway.ready()
            yield Process(discord, folder / "log")


@pytest_asyncio.fixture(loop_scope="module")
async def bot(started: Process) -> AsyncGenerator[Process]:
    """One process for all tests, so tests must leave it as they found it."""
    yield started
    await answers(started.discord)
    assert [faults for faults in started.discord.rest.faults.values() if faults] == []
    log = started.logged()
    assert "Traceback" not in log
    assert "ERROR" not in log


async def until(comes_true: Callable[[], bool]) -> None:
    """Wait for something that the bot does by itself."""
    async with asyncio.timeout(30):
        while not comes_true():  # noqa: ASYNC110 - the bot's process sets no event here
            await asyncio.sleep(0.01)


async def spent(discord: StandIn, place: Place) -> None:
    """Wait until the added faults have occurred, so that they cannot affect later requests."""
    await until(lambda: not discord.rest.faults[place])


async def answers(discord: StandIn) -> None:
    """Check that the bot replies."""
    asked = await discord.use("episode lookup", episode="S01E01")
    assert "S01E01" in text_of(await asked.answer())


def text_of(answer: Answer) -> str:
    return text_in(answer.body["components"])


def button(answer: Answer, label: str) -> str:
    """The custom id of a reply's button."""
    assert answer.message is not None
    (found,) = [part for part in walk(answer.message["components"]) if part.get("label") == label]
    return str(found["custom_id"])


async def test_a_dropped_connection_is_resumed_without_losing_commands(bot: Process) -> None:
    discord = bot.discord
    resumed, identified = discord.gateway.resumed, discord.gateway.identified
    await discord.gateway.drop()
    asked = await discord.use("episode lookup", episode="S01E02")
    assert "S01E02" in text_of(await asked.answer())
    assert discord.gateway.resumed == resumed + 1
    assert discord.gateway.identified == identified


async def test_the_bot_reconnects_when_discord_asks_it_to(bot: Process) -> None:
    resumed = bot.discord.gateway.resumed
    await bot.discord.gateway.ask_to_reconnect()
    await bot.discord.gateway.ready()
    assert bot.discord.gateway.resumed == resumed + 1


async def test_an_invalidated_session_is_started_again(bot: Process) -> None:
    identified = bot.discord.gateway.identified
    await bot.discord.gateway.invalidate()
    await bot.discord.gateway.ready()
    assert bot.discord.gateway.identified == identified + 1


async def test_a_connection_closed_without_reason_is_opened_again(bot: Process) -> None:
    gateway = bot.discord.gateway
    before = gateway.resumed + gateway.identified
    await gateway.drop(code=1000)
    await gateway.ready()
    assert gateway.resumed + gateway.identified == before + 1
    await answers(bot.discord)


async def test_pressing_share_again_while_posting_posts_once(bot: Process) -> None:
    discord = bot.discord
    card = await (await discord.use("episode lookup", episode="S01E01", private=True)).answer()
    asked = await (await discord.click(card, button(card, "Share in channel"))).answer()
    discord.fail("follow-up", Fault(429, retry_after=0.5))
    first, *again = [await discord.click(asked, button(asked, "Share")) for _ in range(3)]
    for click in (first, *again):
        assert (await click.answer()).kind == "deferred update"
    posted = await first.answer()
    assert (posted.kind, posted.ephemeral) == ("follow-up", False)
    assert "Shared." in text_of(await first.answer())
    await answers(discord)
    assert [click.answers.empty() for click in again] == [True, True]


@pytest.mark.parametrize(
    "fault",
    [Fault(429, retry_after=0.3), Fault(500), Fault(502)],
    ids=["429 with retry-after", "500", "502"],
)
async def test_a_reply_that_discord_rejects_temporarily_is_sent_again(bot: Process, fault: Fault) -> None:
    bot.discord.fail("callback", fault)
    asked = await bot.discord.use("episode list")
    answer = await asked.answer()
    assert answer.kind == "message"
    assert answer.after > (fault.retry_after or 1)


async def test_suggestions_that_discord_rejects_temporarily_are_sent_again(bot: Process) -> None:
    bot.discord.fail("callback", Fault(502))
    asked = await bot.discord.type("episode lookup", "episode", episode="S01")
    assert (await asked.answer()).body["choices"]


async def test_a_reply_that_arrived_despite_an_error_is_not_sent_twice(bot: Process) -> None:
    bot.discord.fail("callback", Fault(502, done=True))
    asked = await bot.discord.use("episode list")
    assert (await asked.answer()).kind == "message"
    await until(lambda: f"interaction {asked.id} got no answer" in bot.log.read_text(encoding="utf-8"))
    assert asked.answers.empty()


@pytest.mark.parametrize("code", [10062, 40060])
async def test_a_reply_that_comes_too_late_logs_no_warning(bot: Process, code: int) -> None:
    bot.discord.fail("callback", Fault(404 if code == 10062 else 400, code))
    asked = await bot.discord.use("episode list")
    await spent(bot.discord, "callback")
    await answers(bot.discord)
    assert asked.answers.empty()


async def test_suggestions_that_come_too_late_log_no_warning(bot: Process) -> None:
    bot.discord.fail("callback", Fault(404, 10062))
    await bot.discord.type("episode lookup", "episode", episode="S01")
    await spent(bot.discord, "callback")


async def test_a_click_on_a_deleted_message_gets_an_error_message(bot: Process) -> None:
    listed = await (await bot.discord.use("episode lookup", episode="S01E01")).answer()
    assert not listed.ephemeral
    bot.discord.delete(listed)
    clicked = await bot.discord.click(listed, button(listed, "▶"))
    answer = await clicked.answer()
    assert answer.ephemeral
    assert "That message is gone" in text_of(answer)


async def test_a_removed_command_gets_an_error_message(bot: Process) -> None:
    for command in ("gone", "episode gone", "episode"):
        answer = await (await bot.discord.use(command)).answer()
        assert answer.ephemeral
        assert "I've just been updated" in text_of(answer)


async def test_a_removed_or_changed_option_gets_an_error_message(bot: Process) -> None:
    answer = await (await bot.discord.use("episode lookup", name="S01E01")).answer()
    assert answer.ephemeral
    assert "I've just been updated" in text_of(answer)


async def test_a_removed_command_gives_no_suggestions(bot: Process) -> None:
    asked = await bot.discord.type("gone", "episode", episode="S01")
    answer = await asked.answer()
    assert answer.kind == "suggestions"
    assert answer.body["choices"] == []


async def test_a_server_works_again_after_an_outage_or_rejoin(bot: Process) -> None:
    discord = bot.discord
    server = discord.servers[-1]
    for unavailable in (True, False):
        await discord.take_away(server, unavailable=unavailable)
        during = await (await discord.use("episode lookup", server=server, episode="S01E01")).answer()
        await discord.bring_back(server, joined=not unavailable)
        after = await (await discord.use("episode lookup", server=server, episode="S01E01")).answer()
        assert not after.ephemeral, during
    assert discord.rest.posted


async def test_a_greeting_without_permission_is_skipped(bot: Process) -> None:
    discord = bot.discord
    posted = len(discord.rest.posted)
    discord.fail("channel", Fault(403, 50013))
    await discord.bring_back(Server(77), joined=True)
    await spent(discord, "channel")
    await discord.take_away(Server(77))
    assert len(discord.rest.posted) == posted


async def test_sharing_without_permission_is_reported_privately(bot: Process) -> None:
    discord = bot.discord
    card = await (await discord.use("episode lookup", episode="S01E01", private=True)).answer()
    asked = await (await discord.click(card, button(card, "Share in channel"))).answer()
    discord.fail("follow-up", Fault(403, 50013))
    sure = await discord.click(asked, button(asked, "Share"))
    assert (await sure.answer()).kind == "deferred update"
    answer = await sure.answer()
    assert answer.ephemeral
    assert "I'm missing a permission" in text_of(answer)


async def test_sharing_succeeds_even_if_the_preview_was_dismissed(
    bot: Process,
) -> None:
    discord = bot.discord
    card = await (await discord.use("episode lookup", episode="S01E01", private=True)).answer()
    asked = await (await discord.click(card, button(card, "Share in channel"))).answer()
    sure = await discord.click(asked, button(asked, "Share"))
    assert (await sure.answer()).kind == "deferred update"
    discord.delete(asked)
    posted = await sure.answer()
    assert not posted.ephemeral
    await answers(discord)
    assert sure.answers.empty()


@pytest.mark.parametrize(
    "fault",
    [Fault(429, retry_after=0.3), Fault(500), Fault(502)],
    ids=["429 with retry-after", "500", "502"],
)
async def test_a_follow_up_that_discord_rejects_temporarily_is_sent_again(bot: Process, fault: Fault) -> None:
    discord = bot.discord
    card = await (await discord.use("episode lookup", episode="S01E01", private=True)).answer()
    watched = await discord.click(card, button(card, "Watched up to S01E01"))
    discord.fail("follow-up", fault)
    assert (await watched.answer()).kind == "update"
    answer = await watched.answer()
    assert answer.kind == "follow-up"
    assert answer.ephemeral
    undone = await discord.click(answer, button(answer, "Undo"))
    assert (await undone.answer()).kind == "update"


async def test_a_click_on_a_dismissed_panel_is_answered_in_a_new_message(bot: Process) -> None:
    panel = await (await bot.discord.use("setup", permissions=ADMIN)).answer()
    bot.discord.delete(panel)
    answer = await (await bot.discord.click(panel, button(panel, "Hide titles"), permissions=ADMIN)).answer()
    assert answer.kind == "message"
    assert answer.ephemeral
    await bot.discord.click(answer, button(answer, "Show titles"), permissions=ADMIN)


async def test_changes_are_logged_even_if_they_could_not_be_answered(bot: Process) -> None:
    """If the log channel is not writable for a while, everything else works."""
    discord = bot.discord
    channel = str(discord.servers[0].channel)
    panel = await (await discord.use("setup", permissions=ADMIN)).answer()
    chosen = await discord.click(panel, '["setup","log",false]', values=[channel], permissions=ADMIN)
    assert (await chosen.answer()).kind == "update"
    discord.fail("channel", Fault(403, 50013))
    titles = await discord.use("spoilers titles", hide=True, permissions=ADMIN)
    assert (await titles.answer()).ephemeral
    await spent(discord, "channel")
    posted = len(discord.rest.posted)
    discord.fail("callback", Fault(404, 10062))
    await discord.use("spoilers titles", hide=False, permissions=ADMIN)
    await until(lambda: len(discord.rest.posted) > posted)
    await spent(discord, "callback")


@contextmanager
def held(database: Path) -> Generator[None]:
    """Another program locks the database, so writers wait."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


async def test_replies_that_wait_for_a_writer_are_deferred_and_random_quotes_are_not(
    bot: Process,
) -> None:
    discord = bot.discord
    card = await (await discord.use("episode lookup", episode="S01E02", private=True)).answer()
    with held(bot.log.with_name("u.db")):
        progress = await discord.use("progress set", user=2, episode="S01E03")
        drawn = await discord.use("quote random", user=3)
        watched = await discord.click(card, button(card, "Watched up to S01E02"), user=4)
        put_off = [await asked.answer() for asked in (progress, drawn, watched)]
    assert [answer.kind for answer in put_off] == ["deferral", "message", "deferred update"]
    assert [answer.ephemeral for answer in put_off] == [True, False, False]
    answer = await progress.answer()
    assert answer.kind == "follow-up"
    assert answer.ephemeral
    assert (await watched.answer()).kind == "edit"
    reply = await watched.answer()
    assert reply.kind == "follow-up"
    assert reply.ephemeral
