"""What the bot uses of its libraries and they do not promise: a version that changes it fails here."""

import asyncio
import dataclasses
import inspect
from collections.abc import Generator
from typing import Any

import aiohttp
import pytest
import yarl
from discord import ui
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from simcord import Preview
from simcord.http.routes import interactions
from simcord.preview import _pages  # pyright: ignore[reportPrivateUsage]  # held here

from bot.addresses import has_other_gateway, point_at
from bot.replies.layout import card, forgotten, text
from bot.replies.markup import Markup
from tests.world import World


@pytest.fixture
def elsewhere() -> Generator[None]:
    """The addresses of another Discord, and afterwards those that were there before."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(api_url="http://localhost:1/api", gateway_url="ws://localhost:2/")
    yield
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


@pytest.mark.usefixtures("elsewhere")
def test_requests_go_where_the_settings_say() -> None:
    """Held: `discord.http.Route.BASE`."""
    assert Route("GET", "/gateway").url == "http://localhost:1/api/gateway"


class _Asked(Exception):
    """Where a connection was to go."""


class _Http:
    async def ws_connect(self, url: str, **_: Any) -> None:
        raise _Asked(url)


class _Client:
    http = _Http()


@pytest.mark.usefixtures("elsewhere")
async def test_connections_go_where_the_settings_say() -> None:
    """Held: `DiscordWebSocket.DEFAULT_GATEWAY`, which a connection without an address of its own takes."""
    client: Any = _Client()
    with pytest.raises(_Asked) as asked:
        await DiscordWebSocket.from_client(client)
    address = yarl.URL(str(asked.value))
    assert (address.host, address.port) == ("localhost", 2)
    assert has_other_gateway()


def test_the_gateway_of_a_bot_that_was_pointed_nowhere_is_discords_own() -> None:
    assert not has_other_gateway()


async def test_files_are_fetched_with_the_session_of_discord_py() -> None:
    """Held: `HTTPClient.__session`, `proxy`, `proxy_auth`, `get_from_cdn` and `get_bot_gateway`."""
    http = HTTPClient(asyncio.get_running_loop())
    assert not isinstance(vars(http)["_HTTPClient__session"], aiohttp.ClientSession), "it is not logged in"
    assert (http.proxy, http.proxy_auth) == (None, None)
    assert callable(http.get_from_cdn)
    assert callable(http.get_bot_gateway)


async def test_a_view_that_is_forgotten_is_finished_before_it_is_sent() -> None:
    """Held: that a view can be stopped before anybody waits for it."""
    assert card(text(Markup("x"))).is_finished()
    assert forgotten(ui.Modal(title="x")).is_finished()


async def test_discord_py_keeps_no_view_and_no_form_that_was_sent(world: World) -> None:
    """Held: that discord.py stores only what is not finished. Its store is looked into here alone."""
    await world.fan.slash(world.general, "help")
    await world.admin.slash(world.general, "catalog show add")
    kept = world.bot._connection._view_store  # pyright: ignore[reportPrivateUsage]  # nothing else tells
    assert not kept._views  # pyright: ignore[reportPrivateUsage]  # as above
    assert not kept._modals  # pyright: ignore[reportPrivateUsage]  # as above
    await world.forge(ui.Button(label="x", custom_id="x"))
    assert kept._views  # pyright: ignore[reportPrivateUsage]  # a view that waits: the above could fail


def test_a_page_of_the_playground_has_a_viewer_and_an_open_form() -> None:
    """Held: `Preview._get_page` of SimCord, and three fields of its pages."""
    assert list(inspect.signature(Preview._get_page).parameters) == ["self", "context_id"]  # pyright: ignore[reportPrivateUsage]  # held here
    fields = {field.name for field in dataclasses.fields(_pages._Page)}  # pyright: ignore[reportPrivateUsage]  # held here
    assert fields >= {"viewer", "modal", "modal_handle"}


def test_simcord_posts_by_a_webhook_through_the_two_functions_that_are_patched() -> None:
    """Held: `_incoming_webhook` and `_incoming_webhook_body` of SimCord."""
    for name in ("_incoming_webhook", "_incoming_webhook_body"):
        assert list(inspect.signature(getattr(interactions, name)).parameters) == ["ctx"]
        assert name in interactions.execute_webhook.__code__.co_names
