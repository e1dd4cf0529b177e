"""The real bot in the playground, in a real browser, as a newcomer uses it."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground import SUGGESTED_COMMANDS
from bot.playground.world import STEPS
from tests import browser

pytestmark = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)

SECRET = "Karen, meanwhile, is certain"
TWIST = "Mr. Lark is Leonard Finch"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncGenerator[str]:
    """Where the playground with the real bot is open."""
    async with browser.real_playground(tmp_path / "p.db") as address:
        yield address


async def test_a_newcomer_looks_up_an_episode_and_reveals_a_spoiler(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.type_command(page, "episode lookup")
        await browser.pick_suggestion(page, "episode", "falout", "The Fallout")
        await browser.send_command(page)
        await browser.messages(page).get_by_text("Julie Rottenberg & Elisa Zuritsky").wait_for()
        await browser.expect_hidden(page, SECRET)
        await browser.reveal(page, SECRET)


async def test_the_tour_takes_four_clicks(address: str) -> None:
    async with browser.chromium_page(address) as page:
        following = page.locator("#playground-tour button")
        await following.click()
        card = browser.messages(page).filter(has_text="The Fourth Lifeboat").last
        await card.wait_for()
        await browser.expect_hidden(page, TWIST)
        await following.click()
        await card.locator(".markdown-spoiler", has_text=TWIST).wait_for(state="detached")
        assert await card.get_by_text(TWIST).is_visible()
        await following.click()
        await browser.messages(page).get_by_text("You are the Passenger").wait_for()
        await following.click()
        found = browser.messages(page).filter(has_text="A Passenger").last
        await found.get_by_text("Whoever this Passenger is").wait_for()
        assert await browser.person(page) == "Ben (new viewer)"
        assert await browser.messages(page).get_by_text("You are the Passenger").count() == 0
        await page.get_by_text("That was the tour").wait_for()


async def test_the_steps_in_the_welcome_message_can_be_clicked(address: str) -> None:
    async with browser.chromium_page(address) as page:
        welcome = browser.messages(page).filter(has_text="Welcome to the playground")
        for number, step in enumerate(STEPS):
            await welcome.locator("li code").nth(number).click()
            await page.locator("#playground-tour", has_text=step.says).wait_for(state="detached")
        await browser.messages(page).get_by_text("Whoever this Passenger is").wait_for()


@pytest.mark.parametrize("command", SUGGESTED_COMMANDS)
async def test_commands_suggested_in_the_welcome_message_are_sent_by_a_click(
    address: str, command: str
) -> None:
    async with browser.chromium_page(address) as page:
        before = await browser.messages(page).count()
        await browser.messages(page).get_by_text(command, exact=True).click()
        await browser.messages(page).nth(before).wait_for()


async def test_a_long_description_leaves_the_send_button_on_a_phones_page(address: str) -> None:
    async with browser.chromium_page(address, width=390) as page:
        await browser.paste_command(page, "/episode lookup episode:S01E05")
        await page.get_by_text("its code (S02E02, 2x2) or its number").wait_for()
        box = await page.locator("#send-message").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390


async def test_a_message_can_be_hidden_and_saved_from_its_menu(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.become(page, "Max (moderator)")
        message = browser.messages(page).filter(has_text="never argue about the lamp").first
        await message.click(button="right")
        await page.get_by_role("menuitem", name="Save as quote").click()
        form = page.locator(".modal-dialog")
        await form.get_by_text("Save a quote").wait_for()
        await form.get_by_role("button", name="Cancel").click()
        await form.wait_for(state="detached")
        await message.click(button="right")
        await page.get_by_role("menuitem", name="Hide as spoiler").click()
        await browser.messages(page).get_by_text("It's a spoiler now").wait_for()
        await browser.expect_hidden(page, "never argue about the lamp")


async def test_a_panels_menus_show_what_was_chosen(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.become(page, "Max (moderator)")
        panel = await browser.answer_to(page, "/spoilers channel")
        menus = panel.locator(".select-trigger")
        for menu, option, said in (
            (0, "Allowed up to an episode", "Pick the last episode"),
            (1, "S01E03", "visible up to S01E03"),
        ):
            await menus.nth(menu).click()
            await page.get_by_role("option", name=option).click()
            await panel.get_by_text(said).wait_for()
        await panel.get_by_role("button", name="Next: S01E04").click()
        for menu, shown in ((1, "S01E04"), (0, "Allowed up to an episode"), (2, "The Late Crossing")):
            await menus.nth(menu).get_by_text(shown).wait_for()


async def test_a_picture_from_the_web_leaves_room_for_the_heading(address: str, tmp_path: Path) -> None:
    file = tmp_path / "lantern-bay.json"
    file.write_text(
        """{"name": "Lantern Bay", "premiered": "2019-03-04",
        "image": {"original": "https://pictures.example/bay.jpg"}, "_embedded": {"episodes":
        [{"id": 1, "season": 1, "number": 1, "name": "The Lamp", "airdate": "2019-03-04"}]}}"""
    )
    async with browser.chromium_page(address, width=390) as page:
        await browser.become(page, "Max (moderator)")
        await browser.answer_to(page, "/catalog import", file=file)
        preview = browser.messages(page).filter(has_text="New show: Lantern Bay").last
        await preview.get_by_role("button", name="Apply").click()
        done = browser.messages(page).filter(has_text="Imported ").last
        await done.get_by_role("button", name="Open").click()
        box = await page.locator(".component-section .media-unavailable").bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (84, 84)


async def test_an_error_reply_is_shown_on_the_page(address: str) -> None:
    async with browser.chromium_page(address) as page:
        await browser.paste_command(page, "/episode lookup episode:zzzzzz")
        await browser.send_command(page)
        await browser.messages(page).get_by_text("No episode “zzzzzz”").wait_for()
