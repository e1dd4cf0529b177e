"""Driving the playground's page in a real browser, to test what a person sees.

Nothing here waits for a fixed time or uses `page.wait_for_function`: SimCord's content security policy
forbids evaluating text in the page, and the tests keep that policy.
"""

import asyncio
import importlib.util
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.app import build, opened
from bot.playground import serve_playground, set_up_world
from bot.services.pack_loading import bundled_packs

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WHY_NOT = (
    "playwright is not installed"
    if importlib.util.find_spec("playwright") is None
    else "there is no chromium on this machine"
    if CHROMIUM is None
    else ""
)
"""Why browser tests cannot run here; empty if they can. For `pytest.mark.skipif`."""

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_PATIENCE = 60
"""Seconds to wait for anything on the page, also on a machine with other work."""


@asynccontextmanager
async def real_playground(database_path: Path) -> AsyncGenerator[str]:
    """Serve the playground with the real bot in it, as a newcomer finds it; yields its address."""
    addresses: asyncio.Queue[str] = asyncio.Queue()

    async def serve() -> None:
        async with opened(database_path, bundled_packs()) as database:
            await serve_playground(
                build(database, announce=lambda _: None, shard_count=1),
                port=0,
                announce=addresses.put_nowait,
                prepare=lambda world: set_up_world(database, world),
            )

    serving = asyncio.create_task(serve())
    try:
        yield await asyncio.wait_for(addresses.get(), _PATIENCE)
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


@asynccontextmanager
async def chromium_page(
    url: str, *, width: int = 1280, height: int = 800, theme: Literal["dark", "light"] = "dark"
) -> AsyncGenerator["Page"]:
    """Open `url` in a new headless Chromium; yields the page once it shows the channel."""
    from playwright.async_api import async_playwright  # noqa: PLC0415  (may be missing: see WHY_NOT)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            page.set_default_timeout(_PATIENCE * 1000)
            await page.goto(url)
            await until_shown(page)
            yield page
        finally:
            await browser.close()


_READY = "window.simcordPreview?.ready === true"


async def until_shown(page: "Page") -> None:
    """Wait until the page shows the channel and accepts commands."""
    await _until(page, _READY)
    await page.locator("#channel-composer-input").wait_for()


async def _until(page: "Page", holds: str) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not await page.evaluate(holds):  # noqa: ASYNC110  (what is awaited happens in the browser)
            await asyncio.sleep(0.05)


async def type_command(page: "Page", invocation: str) -> None:
    """Type a command's name, as ``episode lookup``, and choose it from the list of commands."""
    await page.locator("#channel-composer-input").press_sequentially(f"/{invocation}")
    await page.locator(f'.command-entry:has(strong:text-is("/{invocation}"))').first.click()


def option_field(page: "Page", option: str) -> "Locator":
    """The field of one option of the command being typed."""
    return page.locator(f'.command-pill[data-option="{option}"] input')


async def pick_suggestion(page: "Page", option: str, typed: str, label: str) -> None:
    """Type into an option, and choose the suggestion whose label contains ``label``."""
    await option_field(page, option).press_sequentially(typed)
    await page.locator(".command-suggestion", has_text=label).first.click()


async def paste_command(page: "Page", line: str) -> None:
    """Paste a whole command, such as `/episode lookup episode:fallout`; it is parsed but not sent."""
    await page.locator("#channel-composer-input").fill(line)
    await page.locator(".command-chip").wait_for()


async def send_command(page: "Page") -> None:
    """Send the command that is being written, once the page is ready: before that it ignores the click."""
    await _until(page, _READY)
    await page.locator("#send-message").click()


def messages(page: "Page") -> "Locator":
    """The messages of the channel, oldest first."""
    return page.locator("#channel-message-list .channel-message")


async def expect_hidden(page: "Page", text: str) -> None:
    """Assert that a text is on the page but still hidden."""
    spoiler = page.locator(".markdown-spoiler", has_text=text).last
    assert await spoiler.get_attribute("aria-label") == "Reveal spoiler"
    assert await spoiler.locator(".markdown-spoiler-content").get_attribute("aria-hidden") == "true"


async def reveal(page: "Page", text: str) -> None:
    """Click a hidden text, and wait until it is visible."""
    await page.locator(".markdown-spoiler", has_text=text).last.click()
    await page.locator(".markdown-spoiler-content:not([aria-hidden=true])", has_text=text).last.wait_for()


async def go_to_channel(page: "Page", name: str) -> None:
    """Click a channel in the bar, and wait until the page shows it."""
    await page.locator(f'#playground button[value="{name}"]').click()
    await page.locator(f'#playground button[value="{name}"][aria-current]').wait_for()
    await until_shown(page)


async def become(page: "Page", display_name: str) -> None:
    """Choose another person under "Viewing as"."""
    (chosen,) = await page.locator("#viewer-picker").select_option(label=display_name)
    await _until(page, f"window.simcordPreview.viewerId === '{chosen}'")
    await until_shown(page)


async def person(page: "Page") -> str:
    """The display name of the person viewing the page."""
    return await page.locator("#viewer-picker option:checked").inner_text()


async def answer_to(page: "Page", line: str, *, file: Path | None = None) -> "Locator":
    """Send a whole command, with a file for its option `file` if given; returns the reply."""
    last = await newest(page)
    await (paste_command(page, line) if ":" in line else type_command(page, line.removeprefix("/")))
    if file is not None:
        await page.locator('.command-file-input[data-option="file"]').set_input_files(file)
    await send_command(page)
    return await message_after(page, last)


async def newest(page: "Page") -> int:
    """The id of the newest message that is shown; 0 where none is."""
    ids = await messages(page).evaluate_all("shown => shown.map(message => message.dataset.messageId)")
    return max(map(int, ids), default=0)


async def message_after(page: "Page", last: int) -> "Locator":
    """Wait for a newer message than that with the id `last`, and its pictures; gives the newest."""
    async with asyncio.timeout(_PATIENCE):
        while (now := await newest(page)) <= last:  # noqa: ASYNC110  (as above)
            await asyncio.sleep(0.05)
    answer = page.locator(f'#channel-message-list [data-message-id="{now}"]')
    await until_pictured(answer)
    return answer


async def until_pictured(message: "Locator") -> None:
    """Scroll to a message, and wait until its pictures are loaded."""
    async with asyncio.timeout(_PATIENCE):
        while not await message.evaluate(_PICTURED):  # noqa: ASYNC110  (what is awaited happens in the browser)
            await asyncio.sleep(0.05)


_PICTURED = """message => {
    message.scrollIntoView();
    return [...message.querySelectorAll("img")].every(image => image.naturalWidth > 0);
}"""
