"""`make screenshots`: the pictures in the guides, taken in the playground with the real bot.

Every picture is of an invented show. Take them again when a reply looks different. Only the guides use them.
"""

import asyncio
import io
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from tests.browser import (
    WHY_NOT,
    answer_to,
    become,
    chromium_page,
    go_to_channel,
    message_after,
    messages,
    newest,
    paste_command,
    real_playground,
    reveal,
    send_command,
    until_pictured,
)

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
FAN, MODERATOR, ADMIN = "Fay (fan)", "Max (moderator)", "Ada (admin)"
DESKTOP, PHONE = (920, 1500), (390, 1500)
"""Widths of a desktop's and a phone's page. Tall, so that an answer is never cut off."""

STORY: Final = "Nora hides in lifeboat four"
"""The beginning of the summary of S01E05."""
TYPOS: Final = "gosts dont need carbn paper"
FOUND: Final = "Ghosts don’t need carbon paper"

FILM = (640, 760)
"""The size of the page in the moving picture."""

_EPISODES: Final = [
    ("The Understudy", "2019-03-04"),
    ("Prompt Side", "2019-03-11"),
    ("The Letter", None),
    ("Dark House", "2019-03-25"),
]
_TVMAZE: Final = {
    "name": "The Late Curtain",
    "premiered": "2019-03-04",
    "_embedded": {
        "episodes": [
            {"id": number, "season": 1, "number": number, "name": name, "airdate": aired}
            for number, (name, aired) in enumerate(_EPISODES, 1)
        ]
    },
}
"""An invented show, as TVmaze JSON."""


_WITHOUT_STILL: Final = 6000
"""A picture without a still has fewer colours."""


async def shoot(message: "Locator", name: str) -> None:
    """Take a picture of one message, all its own pictures loaded, with nothing under the mouse."""
    await until_pictured(message)
    await message.page.mouse.move(0, 0)
    shot = Image.open(io.BytesIO(await message.screenshot(animations="disabled")))
    small(shot.convert("RGB")).save(IMAGES / f"{name}.png", optimize=True)


def small(shot: Image.Image) -> Image.Image:
    """The picture with a palette; one with a still, which would get rings, keeps all its colours."""
    if shot.getcolors(_WITHOUT_STILL) is None:
        return shot
    return shot.quantize(method=Image.Quantize.MAXCOVERAGE)


async def shoot_fan(page: "Page") -> None:
    """What a fan sees: a card with spoilers hidden, revealed and later, and a quote found despite typos."""
    episode = await answer_to(page, "/episode lookup episode:S01E05")
    await shoot(episode, "lookup")
    await reveal(page, STORY)
    await shoot(episode, "lookup-revealed")
    await answer_to(page, "/progress set episode:S01E03")
    await shoot(await answer_to(page, "/episode lookup episode:S01E05 private:True"), "lookup-ahead")
    await shoot(await answer_to(page, "/here"), "here")
    await answer_to(page, "/progress set episode:S01E05")
    await shoot(await answer_to(page, f"/quote search text:{TYPOS}"), "quote")


async def shoot_admin(page: "Page") -> None:
    """What an admin sees."""
    await become(page, ADMIN)
    await shoot(await answer_to(page, "/setup"), "setup")


async def shoot_moderator(page: "Page", folder: Path) -> None:
    """What a moderator sees: spoiler limits, an episode edited, a show imported from a file."""
    await become(page, MODERATOR)
    await answer_to(page, "/spoilers channel policy:aired")
    await shoot(await answer_to(page, "/spoilers overview"), "overview")
    panel = await answer_to(page, "/catalog episode edit episode:S01E05")
    await shoot(panel, "edit")
    await panel.get_by_role("button", name="Facts").click()
    form = page.locator(".modal-dialog")
    await form.get_by_label("Production code").fill("LC-205")
    await form.locator(".modal-body").evaluate("body => { body.scrollTop = 0 }")
    await shoot(form, "form")
    await form.locator("button[type=submit]").click()
    await form.wait_for(state="detached")
    await shoot(messages(page).last, "saved")
    file = folder / "the-late-curtain.json"
    file.write_text(json.dumps(_TVMAZE), encoding="utf-8")
    await answer_to(page, "/catalog import", file=file)
    preview = messages(page).filter(has_text="Import of").last
    await preview.wait_for()
    await shoot(preview, "import")
    await preview.get_by_role("button", name="Apply").click()
    await messages(page).filter(has_text="Imported ").last.wait_for()
    await go_to_channel(page, "spoilers-welcome")  # the page's clock stops until it is opened again
    await shoot(await answer_to(page, "/catalog history"), "history")


class Film:
    """A moving picture of the page, a frame at a time."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._frames: list[Image.Image] = []
        self._milliseconds: list[int] = []

    async def frame(self, seconds: float, showing: "Locator | None" = None) -> None:
        """Show the page for some seconds, scrolled to the end of a message."""
        await self._page.mouse.move(0, 0)
        if showing is not None:
            await until_pictured(showing)
            await showing.evaluate("message => message.scrollIntoView({block: 'end'})")
        shot = Image.open(io.BytesIO(await self._page.screenshot(animations="disabled")))
        self._frames.append(shot.convert("RGB").quantize(64, dither=Image.Dither.NONE))
        self._milliseconds.append(round(seconds * 1000))

    def save(self, path: Path) -> None:
        """Write the frames as a GIF that repeats."""
        first, *rest = self._frames
        first.save(
            path, save_all=True, append_images=rest, duration=self._milliseconds, loop=0, optimize=True
        )


async def film(page: "Page") -> None:
    """The README's film: a quote found despite typos, and a card that shows more once watched."""
    moving = Film(page)
    await paste_command(page, f"/quote search text:{TYPOS}")
    await moving.frame(1.5)
    await send_command(page)
    found = messages(page).filter(has_text=FOUND).last
    await found.wait_for()
    await reveal(page, FOUND)
    await moving.frame(3, found)
    await answer_to(page, "/progress set episode:S01E04")
    await paste_command(page, "/episode lookup episode:S01E05 private:True")
    await moving.frame(1.5)
    last = await newest(page)
    await send_command(page)
    card = await message_after(page, last)
    await moving.frame(2.5, card)
    await card.get_by_role("button", name="Watched up to S01E05").click()
    await card.get_by_role("button", name="Yes, I've watched it").click()
    await card.get_by_role("button", name="Show card").click()
    await card.filter(has_text=STORY).wait_for()
    await moving.frame(3.5, card)
    moving.save(IMAGES / "search.gif")


async def take() -> None:
    """Take every picture, one of them on a phone, in a playground that is then deleted."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="understudy-") as name:
        folder = Path(name)
        async with real_playground(folder / "playground.db") as address:
            async with chromium_page(address, width=PHONE[0], height=PHONE[1]) as page:
                await shoot(await answer_to(page, "/episode lookup episode:S01E05"), "phone")
            async with chromium_page(address, width=FILM[0], height=FILM[1]) as page:
                await film(page)
            async with chromium_page(address, width=DESKTOP[0], height=DESKTOP[1]) as page:
                await shoot_fan(page)
                await shoot_admin(page)
                await shoot_moderator(page, folder)


if __name__ == "__main__":
    if WHY_NOT:
        sys.exit(f"No pictures can be taken: {WHY_NOT}.")
    asyncio.run(take())
