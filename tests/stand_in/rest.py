"""Discord's REST API, as far as a bot uses it to answer, with faults that a test adds."""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from tests.stand_in.interactions import UPDATES, Asked, kind_of
from tests.stand_in.payloads import APPLICATION, message

Place = Literal["callback", "follow-up", "original", "channel"]
"""Where a fault happens: first answers, follow-ups, edits of the original, messages in a channel."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure of Discord: an HTTP status, and Discord's code if it has one.

    `retry_after` is in seconds. `done`: the request is carried out, and only the response is lost.
    """

    status: int
    code: int = 0
    retry_after: float | None = None
    done: bool = False


UNKNOWN = Fault(404, 10062)
ANSWERED = Fault(400, 40060)
UNKNOWN_WEBHOOK = Fault(404, 10015)
MESSAGE_GONE = Fault(404, 10008)


def reply_json(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON response without a charset, as Discord sends it: else discord.py doesn't parse it."""
    return web.Response(
        body=json.dumps(value).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


class Refused(Exception):
    """Discord refuses a request."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


@dataclass(slots=True)
class Rest:
    """The open interactions, the deleted messages, and the faults to come.

    `posted` are the messages that the bot sent to channels, in order. `delay` is how many seconds each
    answer of Discord takes.
    """

    asked: dict[str, Asked] = field(default_factory=dict[str, Asked])
    gone: set[str] = field(default_factory=set[str])
    posted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    delay: float = 0
    faults: defaultdict[Place, deque[Fault]] = field(default_factory=lambda: defaultdict(deque[Fault]))

    def routes(self) -> list[web.RouteDef]:
        """What it answers at."""
        webhook = f"/api/v10/webhooks/{APPLICATION}/{{token}}"
        return [
            web.post("/api/v10/interactions/{id}/{token}/callback", self._callback),
            web.post(webhook, self._follow_up),
            web.patch(f"{webhook}/messages/@original", self._edit),
            web.delete(f"{webhook}/messages/@original", self._remove),
            web.post("/api/v10/channels/{channel}/messages", self._post),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        return await self._answered("callback", request)

    async def _follow_up(self, request: web.Request) -> web.Response:
        return await self._answered("follow-up", request)

    async def _edit(self, request: web.Request) -> web.Response:
        return await self._answered("original", request)

    async def _remove(self, request: web.Request) -> web.Response:
        return await self._answered("original", request)

    async def _post(self, request: web.Request) -> web.Response:
        return await self._answered("channel", request)

    async def _answered(self, place: Place, request: web.Request) -> web.Response:
        """Carry out a request, unless a fault comes first or Discord would refuse it."""
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = self.faults[place].popleft() if self.faults[place] else None
        if fault is not None and not fault.done:
            return _refusal(fault)
        try:
            done = self._do(place, request, await request.json() if request.can_read_body else {})
        except Refused as refused:
            return _refusal(refused.fault)
        return done if fault is None else _refusal(fault)

    def _do(self, place: Place, request: web.Request, body: dict[str, Any]) -> web.Response:
        if place == "channel":
            channel = int(request.match_info["channel"])
            self.posted.append(message(body, channel=channel, ephemeral=False, asked_by=None))
            return reply_json(self.posted[-1])
        asked = self.asked.get(request.match_info["token"])
        if place == "callback":
            return self._first(asked, body)
        if asked is None or not asked.is_answered:
            raise Refused(UNKNOWN_WEBHOOK)
        if place == "follow-up":
            return self._following(asked, body)
        return self._changed(asked, body, removed=request.method == "DELETE")

    def _first(self, asked: Asked | None, body: dict[str, Any]) -> web.Response:
        if asked is None:
            raise Refused(UNKNOWN)
        if asked.is_answered:
            raise Refused(ANSWERED)
        kind = kind_of(body)
        sent: dict[str, Any] = body.get("data") or {}
        if kind in UPDATES:
            self._still_there(asked)
            if kind == "update" and asked.original is not None:
                asked.original = {**asked.original, "components": sent.get("components", [])}
        elif kind in ("message", "deferral"):
            hidden = bool(int(sent.get("flags", 0)) & 64)
            asked.original = message(sent, channel=asked.channel, ephemeral=hidden, asked_by=asked.user)
            asked.is_loading = kind == "deferral"
        asked.is_answered = True
        shown = asked.original if kind in ("message", "update", "deferral") else None
        asked.keep(kind, sent, shown)
        callback: dict[str, Any] = {"interaction": {"id": asked.id, "type": body["type"]}}
        if shown is not None:
            callback["resource"] = {"type": body["type"], "message": shown}
        return reply_json(callback)

    def _following(self, asked: Asked, body: dict[str, Any]) -> web.Response:
        """A follow-up. The first one after a deferral replaces it, with its audience."""
        hidden = asked.is_hidden if asked.is_loading else bool(int(body.get("flags", 0)) & 64)
        made = message(body, channel=asked.channel, ephemeral=hidden, asked_by=asked.user)
        if asked.is_loading:
            asked.original, asked.is_loading = made, False
        asked.keep("follow-up", body, made)
        return reply_json(made)

    def _changed(self, asked: Asked, body: dict[str, Any], *, removed: bool) -> web.Response:
        self._still_there(asked)
        if removed:
            asked.original, asked.is_loading = None, False
            asked.keep("removal", {}, None)
            return web.Response(status=204)
        assert asked.original is not None
        asked.original = {**asked.original, "components": body.get("components", [])}
        asked.is_loading = False
        asked.keep("edit", body, asked.original)
        return reply_json(asked.original)

    def _still_there(self, asked: Asked) -> None:
        if asked.original is None or asked.original["id"] in self.gone:
            raise Refused(MESSAGE_GONE)


def _refusal(fault: Fault) -> web.Response:
    if fault.retry_after is None:
        return reply_json({"message": "refused", "code": fault.code}, status=fault.status)
    return reply_json(
        {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": False},
        status=fault.status,
        # Without it discord.py takes the answer for Cloudflare's, and gives up.
        headers={"Via": "1.1 google"},
    )
