"""Undocumented parts of libraries that the bot uses: a version that changes one fails here."""

import asyncio
import dataclasses
import inspect
from collections.abc import Generator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import HTTPClient, Route
from discord.shard import Shard
from simcord import Env, Preview
from simcord.http.routes import interactions
from simcord.preview import _action_plans, _component_projection, _pages  # pyright: ignore[reportPrivateUsage]  # held here

from bot.addresses import has_other_gateway, point_at
from bot.replies.layout import card, forgotten, text
from bot.replies.markup import Markup
from tests.world import World


@pytest.fixture
def elsewhere() -> Generator[None]:
    """Use another Discord's addresses, and restore the previous ones afterwards."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(api_url="http://localhost:1/api", gateway_url="ws://localhost:2/")
    yield
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


@pytest.mark.usefixtures("elsewhere")
def test_requests_go_where_the_settings_say() -> None:
    """Checks `discord.http.Route.BASE`."""
    assert Route("GET", "/gateway").url == "http://localhost:1/api/gateway"


class _Asked(Exception):
    """The address a connection would have used."""


class _Http:
    async def ws_connect(self, url: str, **_: Any) -> None:
        raise _Asked(url)


class _Client:
    http = _Http()


@pytest.mark.usefixtures("elsewhere")
async def test_connections_go_where_the_settings_say() -> None:
    """Checks `DiscordWebSocket.DEFAULT_GATEWAY`, used by connections without their own address."""
    client: Any = _Client()
    with pytest.raises(_Asked) as asked:
        await DiscordWebSocket.from_client(client)
    address = yarl.URL(str(asked.value))
    assert (address.host, address.port) == ("localhost", 2)
    assert has_other_gateway()


def test_without_settings_the_gateway_is_discords_own() -> None:
    assert not has_other_gateway()


async def test_shards_are_built_on_these_parts_of_discord_py() -> None:
    """Checks what `bot/gateway/` uses of `Shard`, `AutoShardedClient`, `DiscordWebSocket` and the state."""
    client = discord.AutoShardedClient(intents=discord.Intents.none(), shard_count=1)
    assert vars(client)["_AutoShardedClient__shards"] == {}
    assert "__queue" in inspect.getsource(discord.AutoShardedClient)
    assert list(inspect.signature(Shard).parameters) == ["ws", "client", "queue_put"]
    nothing: Any = None
    client._reconnect = True  # pyright: ignore[reportPrivateUsage]  # `connect` sets it
    shard = Shard(nothing, client, nothing)
    assert vars(shard).keys() >= {"ws", "_client", "_queue_put", "_task"}
    assert callable(getattr(Shard, "_cancel_task", None))
    wanted = {"initial", "gateway", "shard_id", "session", "sequence", "resume"}
    assert wanted <= inspect.signature(DiscordWebSocket.from_client).parameters.keys()
    assert list(inspect.signature(KeepAliveHandler).parameters)[-4:-1] == ["ws", "interval", "shard_id"]
    schedule: Any = getattr(client, "_schedule_event")  # noqa: B009 - held here
    assert list(inspect.signature(schedule).parameters)[:2] == ["coro", "event_name"]
    assert vars(client._connection)["_ready_states"] == {}  # pyright: ignore[reportPrivateUsage]  # held here
    state = client._connection  # pyright: ignore[reportPrivateUsage]  # held here
    assert {"READY", "RESUMED", "INTERACTION_CREATE", "GUILD_CREATE"} <= state.parsers.keys()
    assert callable(state._remove_guild)  # pyright: ignore[reportPrivateUsage]  # held here
    assert list(inspect.signature(app_commands.CommandTree._call).parameters) == ["self", "interaction"]  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]  # held here


async def test_files_are_fetched_with_the_session_of_discord_py() -> None:
    """Checks `HTTPClient.__session`, `proxy`, `proxy_auth`, `get_from_cdn` and `get_bot_gateway`."""
    http = HTTPClient(asyncio.get_running_loop())
    assert not isinstance(vars(http)["_HTTPClient__session"], aiohttp.ClientSession), "it is not logged in"
    assert (http.proxy, http.proxy_auth) == (None, None)
    assert callable(http.get_from_cdn)
    assert callable(http.get_bot_gateway)


async def test_a_forgotten_view_is_finished_before_it_is_sent() -> None:
    """Checks that a view can be stopped before anybody waits for it."""
    assert card(text(Markup("x"))).is_finished()
    assert forgotten(ui.Modal(title="x")).is_finished()


async def test_discord_py_keeps_no_sent_views_or_forms(world: World) -> None:
    """Checks that discord.py stores only unfinished views. Only this test reads its store."""
    await world.fan.slash(world.general, "help")
    await world.admin.slash(world.general, "catalog show add")
    kept = world.bot._connection._view_store  # pyright: ignore[reportPrivateUsage]  # nothing else tells
    assert not kept._views  # pyright: ignore[reportPrivateUsage]  # as above
    assert not kept._modals  # pyright: ignore[reportPrivateUsage]  # as above
    await world.forge(ui.Button(label="x", custom_id="x"))
    assert kept._views  # pyright: ignore[reportPrivateUsage]  # a view that waits: the above could fail


def test_a_page_of_the_playground_has_a_viewer_and_an_open_form() -> None:
    """Checks SimCord's `Preview._get_page`, and three fields of its pages."""
    assert list(inspect.signature(Preview._get_page).parameters) == ["self", "context_id"]  # pyright: ignore[reportPrivateUsage]  # held here
    fields = {field.name for field in dataclasses.fields(_pages._Page)}  # pyright: ignore[reportPrivateUsage]  # held here
    assert fields >= {"viewer", "modal", "modal_handle"}


def test_simcord_posts_webhook_messages_through_the_two_patched_functions() -> None:
    """Checks SimCord's `_incoming_webhook` and `_incoming_webhook_body`."""
    for name in ("_incoming_webhook", "_incoming_webhook_body"):
        assert list(inspect.signature(getattr(interactions, name)).parameters) == ["ctx"]
        assert name in interactions.execute_webhook.__code__.co_names


def test_simcord_names_menus_by_the_two_patched_functions() -> None:
    """Checks SimCord's `_control_key` and `_component_key`."""
    for module, name, user, parameters in (
        (_component_projection, "_control_key", "_annotate_control_keys", ["scope", "component", "path"]),
        (_action_plans, "_component_key", "_find_scoped_component", ["component", "path", "message_id"]),
    ):
        assert list(inspect.signature(getattr(module, name)).parameters) == parameters
        assert name in getattr(module, user).__code__.co_names


def test_simcord_looks_often_whether_an_answer_is_done() -> None:
    """Checks `simcord.Env._settle_internal`, whose default tests/conftest.py shortens."""
    settling: Any = Env._settle_internal  # pyright: ignore[reportPrivateUsage]  # held here
    assert inspect.signature(settling).parameters["idle"].default == 0.001
