"""The playground's page in a real browser, with a toy bot."""

import asyncio
import time

import aiohttp
import pytest

from bot.playground import CHANNELS, SUGGESTED_COMMANDS
from bot.playground.world import STEPS
from tests import browser
from tests.playground.steps import GENERAL, OPEN, STRICT, Toy, page_of, secret_in, served

pytestmark = pytest.mark.asyncio


in_a_browser = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


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
async def test_a_command_that_is_drawn_anew_keeps_the_focus(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await browser.type_command(page, "ping")
        await browser.pick_suggestion(page, "word", "pil", "Pilot")
        await page.locator(".command-chip:focus").wait_for()
        await page.locator(".command-chip").evaluate("chip => chip.replaceWith(chip.cloneNode(true))")
        await page.locator(".command-chip:focus").wait_for()


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
async def test_a_relative_time_is_right_when_it_appears(url: str) -> None:
    async with browser.chromium_page(url) as page:
        await page.evaluate("""() => {
            const said = () => document.querySelector("time.discord-timestamp")?.textContent;
            new MutationObserver(() => { window.firstSaid ??= said(); })
                .observe(document.body, { childList: true, subtree: true });
        }""")
        await browser.answer_to(page, "/clock ago:31600000")
        assert await page.evaluate("window.firstSaid") == "last year"


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
