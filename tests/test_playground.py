"""The playground with a toy bot: access by plain HTTP, the page in a real browser."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
import discord
import pytest
import simcord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.playground import CHANNELS, SUGGESTED_COMMANDS, PortTaken, World, serve_playground
from bot.playground.world import ADMINS, MODERATORS, PEOPLE, STEPS
from tests import browser

pytestmark = pytest.mark.asyncio
in_a_browser = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)

GENERAL, OPEN, STRICT = CHANNELS


class Answer(discord.ui.LayoutView):
    """A reply with hidden text and a button."""

    def __init__(self, word: str) -> None:
        super().__init__(timeout=None)
        self.box: discord.ui.Container[Answer] = discord.ui.Container()
        self.box.add_item(discord.ui.TextDisplay(f"Pong, {word}: ||the twist||"))
        button: discord.ui.Button[Answer] = discord.ui.Button(label="Open for me", custom_id="open")
        button.callback = self.open
        self.box.add_item(discord.ui.ActionRow(button))
        self.add_item(self.box)

    async def open(self, interaction: Interaction) -> None:
        """Reply to the clicker."""
        await interaction.response.send_message("Yours alone", ephemeral=True)


async def tell(interaction: Interaction, _: app_commands.AppCommandError) -> None:
    """Answers errors itself, like the real bot."""
    await interaction.response.send_message("There is no such word.", ephemeral=True)


class Keep(discord.ui.Modal, title="Keep it"):
    """A form with one field."""

    note: discord.ui.TextInput["Keep"] = discord.ui.TextInput(label="Note", default="Kept")

    async def on_submit(self, interaction: Interaction) -> None:
        """Reply with the field's text."""
        await interaction.response.send_message(f"Note: {self.note.value}", ephemeral=True)


class Toy(commands.AutoShardedBot):
    """A bot with four commands and a message menu.

    `/ping word`, `/hello name`, `/clock ago`, `/hang seconds` (it works in a thread). `keep` opens a form.
    """

    def __init__(self) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents(guilds=True), shard_count=1)
        self.at_work = asyncio.Event()

    async def setup_hook(self) -> None:
        """Called by discord.py before it connects."""
        self.tree.error(tell)

        async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            words = [word for word in ("fallout", "pilot") if typed.casefold() in word]
            return [app_commands.Choice(name=word.title(), value=word) for word in words]

        @self.tree.command()
        @app_commands.autocomplete(word=suggest)
        async def ping(interaction: Interaction, word: str, loud: bool = False) -> None:
            """Answers with a pong"""
            if word == "nonsense":
                raise ValueError(word)
            await interaction.response.send_message(view=Answer(word.upper() if loud else word))

        @self.tree.command()
        async def hang(_: Interaction, seconds: float) -> None:
            """Works for so long"""
            self.at_work.set()
            await asyncio.to_thread(time.sleep, seconds)

        @self.tree.command()
        async def hello(interaction: Interaction, name: str = "you") -> None:
            """Says hello"""
            await interaction.response.send_message(f"Hello, {name}!")

        @self.tree.command()
        async def clock(interaction: Interaction, ago: int) -> None:
            """Names a moment so many seconds ago"""
            await interaction.response.send_message(f"That was <t:{int(time.time()) - ago}:R>")

        @self.tree.context_menu()
        @app_commands.default_permissions(manage_messages=True)
        async def keep(interaction: Interaction, _: discord.Message) -> None:
            await interaction.response.send_modal(Keep())

        await self.tree.sync()


@asynccontextmanager
async def served(
    *, port: int = 0, prepare: Callable[[World], Awaitable[None]] | None = None, bot: Toy | None = None
) -> AsyncGenerator[tuple[str, asyncio.Task[None]]]:
    """A playground with the toy bot in it: its address, and the task to cancel."""
    announced = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve_playground(bot or Toy(), port=port, announce=announced.set_result, prepare=prepare)
    )
    try:
        await asyncio.wait({announced, task}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield announced.result(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, PortTaken):
            await task


@pytest.fixture
async def url() -> AsyncGenerator[str]:
    async with served() as (address, _):
        yield address


@pytest.fixture
async def http() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def page_of(http: aiohttp.ClientSession, url: str) -> str:
    async with http.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


def secret_in(page: str) -> str:
    found = re.search(r"&quot;secret&quot;: &quot;([\w-]+)&quot;", page)
    assert found is not None
    return found[1]


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


@in_a_browser
async def test_a_command_can_be_used_and_a_spoiler_revealed_in_the_browser(url: str) -> None:
    async with browser.chromium_page(url) as page:
        assert await page.evaluate("location.hash.length") > 1
        welcome = browser.messages(page).filter(has_text="Welcome to the playground")
        for suggested in [*SUGGESTED_COMMANDS, *(step.command or step.button or "" for step in STEPS)]:
            assert await welcome.get_by_text(suggested, exact=True).first.is_visible()

        await browser.type_command(page, "ping")
        await browser.pick_suggestion(page, "word", "fall", "Fallout")
        await browser.send_command(page)
        answer = browser.messages(page).last
        await answer.get_by_text("Pong, fallout").wait_for()
        await browser.expect_hidden(page, "the twist")
        await browser.reveal(page, "the twist")

        await browser.become(page, "Max (moderator)")
        await browser.go_to_channel(page, STRICT)
        assert await browser.person(page) == "Max (moderator)"
        await page.get_by_text("No messages in this channel.").wait_for()


@in_a_browser
async def test_suggestions_appear_before_anything_is_typed(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.type_command(page, "ping")
        await page.locator(".command-suggestion", has_text="Pilot").wait_for()


@in_a_browser
async def test_enter_sends_after_a_click_on_a_suggestion(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.type_command(page, "ping")
        await browser.pick_suggestion(page, "word", "pil", "Pilot")
        await page.keyboard.press("Enter")
        await browser.messages(page).get_by_text("Pong, pilot").wait_for()


@in_a_browser
async def test_a_command_without_required_options_is_sent_with_enter(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await page.locator("#channel-composer-input").press_sequentially("/hello")
        await page.locator(".command-entry").first.wait_for()
        await page.keyboard.press("Enter")
        await browser.messages(page).get_by_text("Hello, you!").wait_for()
        await page.locator("#channel-composer-input").press_sequentially("/ping")
        await page.locator(".command-entry").first.wait_for()
        await page.keyboard.press("Enter")
        await browser.option_field(page, "word").wait_for()
        assert await browser.messages(page).get_by_text("Pong").count() == 0


@in_a_browser
async def test_relative_times_are_updated(url: str) -> None:
    async with browser.chromium_page(url) as page:
        answer = await browser.answer_to(page, "/clock ago:10")
        first = await answer.locator("time.discord-timestamp").inner_text()
        async with asyncio.timeout(20):
            while await answer.locator("time.discord-timestamp").inner_text() == first:  # noqa: ASYNC110  (a browser)
                await asyncio.sleep(0.1)
        answer = await browser.answer_to(page, "/clock ago:31600000")
        await answer.get_by_text("last year").wait_for()


@in_a_browser
async def test_the_page_adapts_to_a_resize(url: str) -> None:
    async with browser.chromium_page(url, width=1280) as page:
        await page.set_viewport_size({"width": 900, "height": 640})
        box = await page.locator("#preview-app").bounding_box()
        bar = await page.locator("#playground").bounding_box()
        assert box is not None
        assert bar is not None
        assert box["x"] + box["width"] == 900
        assert bar["y"] + bar["height"] == box["y"] + box["height"] == 640


@in_a_browser
async def test_a_message_has_only_the_menus_its_reader_may_use(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.messages(page).first.click(button="right")
        await page.get_by_text("Only moderators have menus here.").wait_for()
        await browser.become(page, "Max (moderator)")
        await browser.messages(page).first.hover()
        await browser.messages(page).first.get_by_role("button", name="Message menu").click()
        await page.get_by_role("menuitem", name="keep").click()
        form = page.locator(".modal-dialog")
        await form.get_by_label("Note").fill("A good one")
        await form.locator("button[type=submit]").click()
        await browser.messages(page).get_by_text("Note: A good one").wait_for()


async def test_a_menu_that_is_not_shown_cannot_be_used(http: aiohttp.ClientSession, url: str) -> None:
    origin = {"Origin": url.rstrip("/")}
    headers = origin | {"X-Simcord-Capability": secret_in(await page_of(http, url))}
    async with http.post(f"{url}api/pages", json={}, headers=headers) as answer:
        page = await answer.json()
    context, message = page["context"]["id"], page["timeline"][0]
    async with http.get(f"{url}playground/menus", params={"context": context}) as answer:
        assert await answer.json() == []
    asked = {"context": context, "menu": "keep", "message": message}
    async with http.post(f"{url}playground/menus", json=asked, headers=origin) as answer:
        assert answer.status == 503
    async with http.post(f"{url}playground/menus", json=asked) as answer:
        assert answer.status == 403


@in_a_browser
async def test_a_command_can_be_pasted_as_one_line(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.paste_command(page, "/ping word:what you will loud:True")
        assert await browser.option_field(page, "word").input_value() == "what you will"
        await browser.send_command(page)
        await browser.messages(page).last.get_by_text("Pong, WHAT YOU WILL").wait_for()


@in_a_browser
async def test_an_error_reply_of_the_bot_does_not_break_the_page(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.paste_command(page, "/ping word:nonsense")
        await browser.send_command(page)
        await browser.messages(page).last.get_by_text("There is no such word.").wait_for()
        await browser.until_shown(page)


@in_a_browser
async def test_another_tab_follows_the_channel_and_keeps_its_person(url: str) -> None:
    async with browser.chromium_page(url) as mine, browser.chromium_page(url) as yours:
        await browser.become(yours, "Ada (admin)")
        await browser.go_to_channel(mine, OPEN)
        await yours.locator(f'#playground button[value="{OPEN}"][aria-current]').wait_for()
        await browser.until_shown(yours)
        assert await browser.person(yours) == "Ada (admin)"
        assert await browser.person(mine) == "Fay (fan)"


@in_a_browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_nothing_overflows_the_page(url: str, width: int, height: int) -> None:
    async with browser.chromium_page(url, width=width, height=height) as page:
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        for name in CHANNELS:
            box = await page.locator(f'#playground button[value="{name}"]').bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        for unwanted in ("#capture-open", "#messages-sidebar", "#inspector-toggle"):
            assert not await page.locator(unwanted).is_visible()


@in_a_browser
async def test_a_hanging_bot_does_not_delay_closing() -> None:
    bot = Toy()
    async with served(bot=bot) as (address, task), browser.chromium_page(address) as page:
        await browser.paste_command(page, "/hang seconds:7")
        await browser.send_command(page)
        await bot.at_work.wait()
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 5


@in_a_browser
async def test_a_channel_switch_waits_for_the_running_command() -> None:
    bot = Toy()
    async with served(bot=bot) as (address, _), browser.chromium_page(address) as page:
        await browser.paste_command(page, "/hang seconds:1")
        await browser.send_command(page)
        await bot.at_work.wait()
        await browser.go_to_channel(page, OPEN)
        await browser.go_to_channel(page, GENERAL)
