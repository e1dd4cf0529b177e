"""The playground's web server: it proxies SimCord's page of one channel, and adds a bar of channels.

SimCord's page is bound to its channel, has a secret in its address, and a random port. The front door has one
plain address and lets in anyone on this machine. So requests from other web pages are refused: a foreign
`Host` (DNS rebinding), and changes without our own page as the `Origin`.
"""

import asyncio
import errno
import json
import logging
import socket
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

import aiohttp
import discord
import simcord
from aiohttp import web
from aiohttp.typedefs import Handler
from multidict import CIMultiDict
from yarl import URL

from bot.playground.world import BOT_NAME, CHANNELS, SERVER_NAME, STEPS, SUGGESTED_COMMANDS

_log = logging.getLogger(__name__)

_STYLE: Final = "page.css"
_SCRIPTS: Final = ("bar.js", "typing.js", "tour.js", "menus.js", "times.js")
"""In this order, and before SimCord's own."""
_OUR_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_ONE_HOP: Final = frozenset(  # RFC 9110, section 7.6.1; "Host" names the server that is asked
    ["connection", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]
)


class PortTaken(Exception):
    """The port is used by another program, or this user may not use it."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


def listen(port: int) -> socket.socket:
    """Listen on a port of 127.0.0.1; 0 takes a free one. Raises `PortTaken`."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from error
        raise


class Stage:
    """SimCord's only preview, and the channel that it shows.

    `pictures` are the file name and content of each picture, by address. Nothing is loaded from the web.
    """

    def __init__(
        self,
        env: simcord.Env,
        channels: Mapping[str, simcord.ChannelHandle],
        people: Sequence[simcord.MemberActor],
        pictures: Mapping[str, tuple[str, bytes]],
    ) -> None:
        self._env = env
        self._channels = channels
        self._people = people
        self._pictures = pictures
        self._preview: simcord.Preview | None = None
        self._opening = asyncio.Lock()
        self.current = next(iter(channels))
        self.acting = asyncio.Lock()  # held while a person's action runs: a switch waits for its end

    async def address(self) -> URL:
        """SimCord's address for the current channel, with its secret in the fragment. Opens it if needed.

        Raises `simcord.SetupError` while SimCord is busy: try again shortly.
        """
        async with self._opening:
            if self._preview is not None and (url := _url_of(self._preview)) is not None:
                return url
            # SimCord's clock doesn't run. The given time makes "2 hours ago" right anyway.
            preview = self._env.preview(
                self._channels[self.current],
                viewers=self._people,
                layout="channel",
                presentation_time=datetime.now(UTC),
                assets=self._pictures,
            )
            self._preview = await preview.__aenter__()
            return URL(preview.url)

    async def show(self, name: str) -> None:
        """Show this channel in every tab. Raises as `address` does; the next call then opens it."""
        async with self.acting:
            if name != self.current:
                await self.close()
                self.current = name
            await self.address()

    def menus(self, context: str) -> list[str]:
        """The message menus that the person of a page may use, by name. Raises `simcord.SetupError`."""
        _, page = self._page(context)
        seen = self._env.backend.visible_commands(
            user_id=page.viewer.id, channel_id=page.channel_id, type=discord.AppCommandType.message.value
        )
        return [menu["name"] for menu in seen]

    async def use_menu(self, context: str, name: str, message: int) -> None:
        """Choose a menu of a message, as the person of a page. Raises `simcord.SetupError`.

        SimCord's page has no message menus, so this does what it does for commands: a form goes to this page,
        and every page is drawn again.
        """
        preview, page = self._page(context)
        channel = self._channels[self.current]
        target = simcord.ResponseMessage(self._env, self._env.backend.get_message(channel.id, message))
        answer = await page.viewer.context_menu(channel, name, target)
        if answer.modal is not None:
            page.modal, page.modal_handle = answer, f"m_{message}"
        await preview.refresh()

    def _page(self, context: str) -> tuple[simcord.Preview, Any]:
        if self._preview is None:
            raise simcord.SetupError("no page is open")
        return self._preview, self._preview._get_page(context)  # pyright: ignore[reportPrivateUsage]  # no other way

    async def close(self) -> None:
        """Close the current preview, if any."""
        async with self._opening:
            preview, self._preview = self._preview, None
            if preview is not None:
                await preview.close()


def _url_of(preview: simcord.Preview) -> URL | None:
    try:
        return URL(preview.url)
    except simcord.SetupError:  # so SimCord says that the page has ended it
        return None


@asynccontextmanager
async def front_door(stage: Stage, listening: socket.socket) -> AsyncGenerator[str]:
    """Serve browsers on this socket. Yields the address to open."""
    url = URL.build(scheme="http", host="127.0.0.1", port=int(listening.getsockname()[1]))
    jar, patience = aiohttp.DummyCookieJar(), aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(auto_decompress=False, cookie_jar=jar, timeout=patience) as session:
        app = _FrontDoor(stage, session, [url, url.with_host("localhost")]).app
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            _log.info("playground open on port %s", url.port)
            yield f"{url}/"
        finally:
            await runner.cleanup()


class _FrontDoor:
    """The proxy in front of SimCord's page."""

    def __init__(self, stage: Stage, session: aiohttp.ClientSession, addresses: Sequence[URL]) -> None:
        self._stage = stage
        self._session = session
        self._origins = [str(url.origin()) for url in addresses]  # without the port where it is HTTP's own
        self._hosts = [origin.removeprefix("http://") for origin in self._origins]
        folder = Path(__file__).with_name("assets")
        self._assets = {name: (folder / name).read_text(encoding="utf-8") for name in (_STYLE, *_SCRIPTS)}
        self.app = web.Application(middlewares=[self._guard])
        self.app.router.add_get("/", self._index)
        self.app.router.add_get("/playground/now", self._now)
        self.app.router.add_post("/playground/channel", self._switch)
        self.app.router.add_get("/playground/menus", self._menus)
        self.app.router.add_post("/playground/menus", self._use_menu)
        self.app.router.add_get("/playground/{name}", self._asset)
        self.app.router.add_post("/api/action", self._action)
        self.app.router.add_route("*", "/{path:.*}", self._pass_on)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse requests of other pages, and turn "not now" into a sentence."""
        if request.host not in self._hosts:
            return _say(403, f"The playground answers only at {self._origins[0]}/.")
        if request.method not in ("GET", "HEAD") and request.headers.get("Origin") not in self._origins:
            return _say(403, "Only the playground's own page may do that.")
        try:
            return await handler(request)
        except (simcord.BackendError, simcord.SetupError, aiohttp.ClientError) as error:
            _log.info("the playground was not ready: %s", type(error).__name__)
            return _say(503, "The bot is still busy. Trying again in a moment.")

    async def _index(self, _: web.Request) -> web.StreamResponse:
        url = await self._stage.address()
        async with self._session.get(url) as answer:
            page = _with_bar(await answer.text(), current=self._stage.current, secret=url.fragment)
            headers = _passed_on(answer.headers)
        del headers["Content-Length"]
        return web.Response(text=page, headers=headers)

    async def _now(self, _: web.Request) -> web.StreamResponse:
        """The current preview. A tab with another one reloads itself."""
        url = await self._stage.address()
        return web.json_response({"secret": url.fragment}, headers=_OUR_HEADERS)

    async def _switch(self, request: web.Request) -> web.StreamResponse:
        name = await request.text()
        if name not in CHANNELS:
            return _say(404, "There is no such channel here.")
        await self._stage.show(name)
        return web.Response(status=204, headers=_OUR_HEADERS)

    async def _menus(self, request: web.Request) -> web.StreamResponse:
        """The names of the message menus that the person of a page sees."""
        return web.json_response(self._stage.menus(request.query["context"]), headers=_OUR_HEADERS)

    async def _use_menu(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        async with self._stage.acting:
            await self._stage.use_menu(asked["context"], asked["menu"], int(asked["message"]))
        return web.Response(status=204, headers=_OUR_HEADERS)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in self._assets:
            return _say(404, "There is nothing here.")
        kind = "text/css" if name == _STYLE else "text/javascript"
        return web.Response(text=self._assets[name], content_type=kind, headers=_OUR_HEADERS)

    async def _action(self, request: web.Request) -> web.StreamResponse:
        """A person's action: one at a time, also from two tabs, and never during a switch."""
        async with self._stage.acting:
            return await self._pass_on(request)

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        """Hand a request to SimCord and hand its answer back, as streams, under the names SimCord expects."""
        there = (await self._stage.address()).origin()
        url = request.url.with_scheme("http").with_host("127.0.0.1").with_port(there.port)
        headers = _passed_on(request.headers)
        if headers.get("Origin") in self._origins:
            headers["Origin"] = str(there)
        body = request.content if request.can_read_body else None
        async with self._session.request(
            request.method, url, headers=headers, data=body, allow_redirects=False
        ) as answer:
            response = web.StreamResponse(status=answer.status, headers=_passed_on(answer.headers))
            await response.prepare(request)
            async for chunk in answer.content.iter_any():
                await response.write(chunk)
            await response.write_eof()
            return response


def _say(status: int, sentence: str) -> web.Response:
    """A sentence as a response. A page that couldn't be opened just now retries by itself."""
    again = {"Refresh": "1"} if status == 503 else {}
    return web.Response(status=status, text=sentence, headers=_OUR_HEADERS | again)


def _passed_on(headers: Mapping[str, str]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in _ONE_HOP)


def _with_bar(page: str, *, current: str, secret: str) -> str:
    """SimCord's page with our style and scripts, which run before SimCord's own."""
    about = {
        "bot": BOT_NAME,
        "server": SERVER_NAME,
        "channels": CHANNELS,
        "current": current,
        "secret": secret,
        "steps": [asdict(step) for step in STEPS],
        "commands": SUGGESTED_COMMANDS,
    }
    data = f'<template id="playground-about" data-about="{escape(json.dumps(about))}"></template>'
    scripts = "".join(f'<script src="/playground/{name}"></script>' for name in _SCRIPTS)
    style = f'<link rel="stylesheet" href="/playground/{_STYLE}">'
    return page.replace("</head>", f"{style}</head>", 1).replace("<body>", f"<body>{data}{scripts}", 1)
