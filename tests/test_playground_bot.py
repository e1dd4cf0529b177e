"""The real bot in the playground, in a real browser, as a newcomer uses it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.app import build, opened
from bot.playground import SUGGESTED_COMMANDS, serve_playground, set_up_world
from bot.services.packs import bundled_packs
from bot.services.setup import Setup
from tests import browser

pytestmark = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)

SECRET = "Karen, meanwhile, is certain"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncGenerator[str]:
    """Where the playground with the real bot is open."""
    addresses: asyncio.Queue[str] = asyncio.Queue()

    async def serve() -> None:
        async with opened(tmp_path / "p.db", bundled_packs()) as database:
            bot = build(database, announce=lambda _: None, shard_count=1)
            setup = Setup(database=database)
            await serve_playground(
                bot,
                port=0,
                announce=addresses.put_nowait,
                prepare=lambda world: set_up_world(setup, world),
            )

    serving = asyncio.create_task(serve())
    try:
        yield await asyncio.wait_for(addresses.get(), 20)
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_a_newcomer_looks_an_episode_up_and_reveals_its_story(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.type_command(page, "episode lookup")
        await browser.pick_suggestion(page, "episode", "falout", "The Fallout")
        await browser.send_command(page)
        await browser.messages(page).get_by_text("Julie Rottenberg & Elisa Zuritsky").wait_for()
        await browser.expect_hidden(page, SECRET)
        await browser.reveal(page, SECRET)


@pytest.mark.parametrize("command", SUGGESTED_COMMANDS)
async def test_what_the_welcome_suggests_is_answered(address: str, command: str) -> None:
    async with browser.chromium_page(address) as page:
        before = await browser.messages(page).count()
        await browser.messages(page).get_by_text(command, exact=True).click()
        await browser.send_command(page)
        await browser.messages(page).nth(before).wait_for()


async def test_a_mistake_is_answered_on_the_page(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.paste_command(page, "/episode lookup episode:zzzzzz")
        await browser.send_command(page)
        await browser.messages(page).get_by_text("No episode “zzzzzz”").wait_for()
