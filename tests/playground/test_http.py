"""The playground's server: who can open it, and what it answers."""

import asyncio
import re
import time

import aiohttp
import pytest
import simcord

from bot.playground import CHANNELS, PortTaken, World, serve_playground
from bot.playground.world import ADMINS, MODERATORS, PEOPLE
from tests.playground.steps import GENERAL, OPEN, STRICT, Toy, page_of, secret_in, served

pytestmark = pytest.mark.asyncio


def current_in(page: str) -> str:
    found = re.search(r"&quot;current&quot;: &quot;([\w-]+)&quot;", page)
    assert found is not None
    return found[1]


async def opened(http: aiohttp.ClientSession, url: str, secret: str, origin: str) -> int:
    """Open a page as SimCord's own script does; gives the status."""
    headers = {"Origin": origin, "X-Simcord-Capability": secret}
    async with http.post(f"{url}api/pages", json={}, headers=headers) as answer:
        return answer.status


async def test_the_address_without_a_secret_opens_the_playground(
    http: aiohttp.ClientSession, url: str
) -> None:
    page = await page_of(http, url)
    assert current_in(page) == GENERAL
    assert await opened(http, url, secret_in(page), url.rstrip("/")) == 200


async def test_localhost_works_like_the_ip_address(http: aiohttp.ClientSession, url: str) -> None:
    there = url.replace("127.0.0.1", "localhost").rstrip("/")
    async with http.get(url, headers={"Host": there.removeprefix("http://")}) as answer:
        assert answer.status == 200
    assert await opened(http, url, secret_in(await page_of(http, url)), there) == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:8750", "127.0.0.1:1", "127.0.0.1"])
async def test_an_unknown_host_header_is_refused(http: aiohttp.ClientSession, url: str, host: str) -> None:
    for path in ("", "playground/now", "playground/bar.js", "app.js", "api/state"):
        async with http.get(url + path, headers={"Host": host}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://elsewhere.example", "https://127.0.0.1"])
async def test_another_site_cannot_switch_the_channel(
    http: aiohttp.ClientSession, url: str, origin: str | None
) -> None:
    headers = {} if origin is None else {"Origin": origin}
    async with http.post(f"{url}playground/channel", data=STRICT, headers=headers) as answer:
        assert answer.status == 403
    assert current_in(await page_of(http, url)) == GENERAL


async def test_the_page_keeps_its_security_headers(http: aiohttp.ClientSession, url: str) -> None:
    async with http.get(url) as answer:
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_the_page_includes_the_playground_scripts(http: aiohttp.ClientSession, url: str) -> None:
    page = await page_of(http, url)
    for name in ("page.css", "bar.js", "typing.js", "tour.js", "menus.js", "times.js"):
        assert f'"/playground/{name}"' in page
        async with http.get(f"{url}playground/{name}") as answer:
            assert answer.status == 200
    assert page.index("/playground/bar.js") < page.index("/app.js")
    async with http.get(f"{url}playground/other.js") as answer:
        assert answer.status == 404


async def test_switching_the_channel_invalidates_the_old_secret(
    http: aiohttp.ClientSession, url: str
) -> None:
    old, origin = secret_in(await page_of(http, url)), url.rstrip("/")
    async with http.post(f"{url}playground/channel", data=STRICT, headers={"Origin": origin}) as answer:
        assert answer.status == 204
    page = await page_of(http, url)
    assert current_in(page) == STRICT
    assert await opened(http, url, old, origin) == 401
    async with http.get(f"{url}playground/now") as answer:
        assert await answer.json() == {"secret": secret_in(page)}


async def test_an_unknown_channel_is_refused(http: aiohttp.ClientSession, url: str) -> None:
    headers = {"Origin": url.rstrip("/")}
    async with http.post(f"{url}playground/channel", data="attic", headers=headers) as answer:
        assert answer.status == 404
    assert current_in(await page_of(http, url)) == GENERAL


async def test_many_channel_switches_at_once_all_work(http: aiohttp.ClientSession, url: str) -> None:
    async def switch(name: str) -> int:
        headers = {"Origin": url.rstrip("/")}
        async with http.post(f"{url}playground/channel", data=name, headers=headers) as answer:
            return answer.status

    statuses = await asyncio.gather(*(switch(name) for name in (STRICT, OPEN, GENERAL, OPEN, STRICT)))
    assert set(statuses) == {204}
    assert current_in(await page_of(http, url)) == STRICT


async def test_a_busy_simulation_is_reported_and_can_be_retried(
    http: aiohttp.ClientSession, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def switch() -> tuple[int, str]:
        headers = {"Origin": url.rstrip("/")}
        async with http.post(f"{url}playground/channel", data=STRICT, headers=headers) as answer:
            return answer.status, await answer.text()

    def busy(*_: object, **__: object) -> None:
        raise simcord.SetupError("operation overlaps active preview.action")

    with monkeypatch.context() as patched:
        patched.setattr(simcord.Env, "preview", busy)
        assert await switch() == (503, "The bot is still busy. Trying again in a moment.")
        async with http.get(url) as answer:
            assert answer.headers["Refresh"] == "1"
    assert await switch() == (204, "")
    assert current_in(await page_of(http, url)) == STRICT


async def test_a_closed_page_can_be_opened_again(http: aiohttp.ClientSession, url: str) -> None:
    secret = secret_in(await page_of(http, url))
    headers = {"Origin": url.rstrip("/"), "X-Simcord-Capability": secret}
    async with http.post(f"{url}api/pages", json={}, headers=headers) as answer:
        context = (await answer.json())["context"]["id"]
    end = {"protocol_version": 3, "sequence": 1, "request_id": "r", "generation": 1, "bot_generation": 1}
    headers["X-Simcord-Context"] = context
    async with http.post(f"{url}api/action", json={**end, "kind": "close"}, headers=headers) as answer:
        assert answer.status == 200
    async with asyncio.timeout(5):
        while secret_in(await page_of(http, url)) == secret:  # noqa: ASYNC110  (SimCord ends it a moment later)
            await asyncio.sleep(0.05)


async def test_a_port_that_is_taken_is_reported() -> None:
    async with served() as (address, _):
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(PortTaken) as caught:
            await serve_playground(Toy(), port=port, announce=pytest.fail)
    assert caught.value.port == port


async def test_the_playground_world_can_be_prepared_before_it_opens() -> None:
    worlds: list[World] = []

    async def prepare(world: World) -> None:
        worlds.append(world)

    async with served(prepare=prepare):
        (world,) = worlds
    assert list(world.channel_ids) == list(CHANNELS)
    assert set(world.role_ids) == {MODERATORS, ADMINS}
    assert list(world.user_ids) == list(PEOPLE)


async def test_cancelling_closes_everything_at_once(http: aiohttp.ClientSession) -> None:
    async with served() as (address, task):
        await page_of(http, address)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert time.monotonic() - started < 2
    with pytest.raises(aiohttp.ClientConnectorError):
        await page_of(http, address)
    async with served():  # SimCord allows one world at a time, so the last one must be closed
        pass
