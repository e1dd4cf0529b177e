"""How the bot handles servers that leave and return."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from simcord import GuildHandle
from simcord.backend import serializers

from bot.client import APPLICATION, Understudy
from bot.commandline.notices import explain
from bot.domain.start_errors import AnotherApplication
from bot.services.departures import Departures
from bot.store.remembered import recall, remember
from tests.servers import Services
from tests.store.test_departures import rows, tables_of
from tests.world import World, text_of, write_curtain

A_DAY = 24 * 3600
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


@pytest.fixture
async def guild(world: World) -> GuildHandle:
    """A server with its own show and moderator roles."""
    world.clock.at = NOW
    services = Services(world.database, world.clock)
    await services.own_show(world.guild.id, world.admin.id, 3)
    await services.set_up(world.guild.id)
    return world.guild


async def send_event(world: World, event: str, payload: dict[str, object]) -> None:
    world.env.backend.emit(event, payload)
    await world.env.settle()


async def remove_bot(world: World) -> None:
    await send_event(world, "GUILD_DELETE", {"id": str(world.guild.id)})


async def add_bot(world: World) -> None:
    payload = dict(
        serializers.guild_create_payload(world.env.backend, world.env.backend.get_guild(world.guild.id))
    )
    payload.pop("unavailable")  # Discord sends it for servers the bot was in before, not for new ones
    await send_event(world, "GUILD_CREATE", payload)


async def a_day_passes(world: World, days: int) -> None:
    world.clock.at = NOW + timedelta(days=days)
    bot_now = world.env.bot
    assert isinstance(bot_now, Understudy)
    await bot_now.tidy()


async def test_a_server_that_removed_the_bot_is_erased_after_30_days(
    world: World, guild: GuildHandle
) -> None:
    await remove_bot(world)
    await a_day_passes(world, 29)
    assert tables_of(world.database.path, guild.id)
    await a_day_passes(world, 30)
    assert not tables_of(world.database.path, guild.id)


async def test_a_server_that_returns_within_30_days_loses_nothing(world: World, guild: GuildHandle) -> None:
    before = rows(world.database.path)
    await remove_bot(world)
    assert rows(world.database.path) != before, "that it left is noted"
    await a_day_passes(world, 29)
    await add_bot(world)
    assert rows(world.database.path) == before
    await a_day_passes(world, 90)
    assert rows(world.database.path) == before
    found = await world.fan.slash(world.general, "episode list", show="ours")
    assert "## Ours" in text_of(found)


async def test_a_server_that_discord_cannot_reach_has_not_left(world: World, guild: GuildHandle) -> None:
    before = rows(world.database.path)
    await send_event(world, "GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    await a_day_passes(world, 1)
    await a_day_passes(world, 90)
    assert rows(world.database.path) == before


async def test_a_server_that_left_while_the_bot_was_off_is_noticed_at_startup(
    world: World, guild: GuildHandle
) -> None:
    before = rows(world.database.path)
    world.env.backend.guilds.pop(guild.id)
    await world.restart()
    assert rows(world.database.path)["guild"] != before["guild"]
    world.clock.at = NOW + timedelta(days=30)
    await world.restart()
    assert not tables_of(world.database.path, guild.id)


async def test_due_servers_are_erased_daily(world: World, guild: GuildHandle) -> None:
    await remove_bot(world)
    world.clock.at = NOW + timedelta(days=30)
    await world.env.advance_time(A_DAY + 1)
    assert not tables_of(world.database.path, guild.id)


async def test_a_failed_daily_cleanup_runs_again_the_next_day(
    world: World, guild: GuildHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.expected.append(ZeroDivisionError)
    await remove_bot(world)
    world.clock.at = NOW + timedelta(days=30)

    async def fail(_: Departures) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(Departures, "erase_due", fail)
        await world.env.advance_time(A_DAY + 1)
    assert tables_of(world.database.path, guild.id)
    await world.env.advance_time(A_DAY + 1)
    assert not tables_of(world.database.path, guild.id)


async def test_another_application_cannot_start_on_this_database_and_changes_nothing(
    world: World, guild: GuildHandle
) -> None:
    async with world.database.read() as reading:
        ours = await recall(reading, APPLICATION)
    assert ours == str(world.bot.application_id)
    async with world.database.write() as writing:
        await remember(writing, APPLICATION, "999")
    before = rows(world.database.path)
    world.env.backend.guilds.pop(guild.id)
    with pytest.raises(AnotherApplication) as refused:
        await world.restart()
    assert (refused.value.known, refused.value.given) == ("999", ours)
    assert rows(world.database.path) == before
    sentence = explain(refused.value)
    assert f"belongs to the Discord application 999, but this token belongs to {ours}." in sentence
    assert "run --adopt" in sentence
