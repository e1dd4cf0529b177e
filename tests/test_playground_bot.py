"""The real bot in the playground, in a real browser, as a newcomer uses it."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground import SUGGESTED_COMMANDS
from tests import browser

pytestmark = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)

SECRET = "Karen, meanwhile, is certain"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncGenerator[str]:
    """Where the playground with the real bot is open."""
    async with browser.real_playground(tmp_path / "p.db") as address:
        yield address


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
