"""`/spoilers channel` without a policy opens a panel with menus."""

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.domain.positions import Position
from bot.replies.clicks import ClearLimit, Click, SetLimit, ShowLimit, custom_id_of
from tests.world import (
    World,
    components_of,
    labels_of,
    message_of,
    text_of,
    text_on,
    visible_text,
    walk,
    write_two_shows,
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_two_shows(tmp_path / "packs")


async def panel(world: World, command: str = "spoilers channel", **options: Any) -> InteractionResult:
    shown = await world.admin.slash(world.general, command, **options)
    assert shown.ephemeral
    return shown


def menus_of(panel: InteractionResult) -> dict[str, dict[str, str]]:
    """The options of each menu of a panel: values by labels."""
    return {
        part["placeholder"]: {option["label"]: option["value"] for option in part["options"]}
        for part in walk(components_of(panel))
        if "options" in part
    }


async def choose(world: World, panel: InteractionResult, menu: str, label: str) -> InteractionResult:
    value = next(value for name, value in menus_of(panel)[menu].items() if label in name)
    chosen = await world.admin.select(message_of(panel), [value], custom_id=f'["menu","{menu}"]')
    assert chosen.response is not None
    assert chosen.response.id == message_of(panel).id
    return chosen


async def is_visible(world: World, episode: str, what: str) -> bool:
    card = await world.fan.slash(world.general, "episode lookup", episode=episode, show="curtain")
    return what in visible_text(text_of(card))


async def test_the_panel_is_for_the_given_or_the_current_channel(world: World) -> None:
    shown = await panel(world)
    assert f"🔒 **<#{world.general.id}>**: all spoilers are hidden" in text_of(shown)
    assert list(menus_of(shown)) == ["What is allowed?", "For which show?"]
    assert labels_of(shown) == []
    other = world.guild.create_text_channel("other")
    assert f"<#{other.id}>" in text_of(await panel(world, channel=other))
    thread = world.thread(world.general)
    in_thread = await world.admin.slash(thread, "spoilers channel")
    assert f"<#{thread.id}>" in text_of(in_thread)


async def test_each_policy_can_be_set_from_the_menu(world: World) -> None:
    for label, sentence in (
        ("Spoilers are allowed", "🔓 **"),
        ("All spoilers are hidden", "🔒 **"),
        ("7 days after airing", "unlocks 7 days after an episode airs"),
    ):
        assert sentence in text_of(await choose(world, await panel(world), "What is allowed?", label))


async def test_a_limit_up_to_an_episode_can_be_set_from_menus(world: World) -> None:
    asked = await choose(world, await panel(world), "What is allowed?", "up to an episode")
    assert "Pick the last episode that's allowed" in text_of(asked)
    assert list(menus_of(asked)["Season"]) == ["Season 1", "Season 2"]
    done = await choose(world, asked, "Episode", "S01E02")
    assert f"🟡 **<#{world.general.id}> · Curtain**: visible up to **S01E02**" in text_of(done)
    assert await is_visible(world, "S01E02", "the letter")
    assert not await is_visible(world, "S01E03", "the letter")
    second = await choose(world, done, "Season", "Season 2")
    assert "S02E01" in menus_of(second)["Episode"]


@pytest.mark.parametrize("command", ["spoilers channel", "spoilers default"])
async def test_up_to_without_an_episode_asks_for_it_in_a_menu(world: World, command: str) -> None:
    asked = await panel(world, command, policy="up-to", strict=True)
    assert "Pick the last episode that's allowed" in text_of(asked)
    assert "all spoilers are hidden" in text_of(asked)
    done = await choose(world, asked, "Episode", "S01E01")
    assert "visible up to **S01E01**, later ones aren't posted" in text_of(done)


async def test_next_episode_raises_the_limit_by_one(world: World) -> None:
    shown = await panel(world, policy="up-to", up_to="S01E03")
    raised = await world.admin.click(message_of(shown), label="Next: S02E01")
    assert "up to **S02E01**" in text_of(raised)
    assert await is_visible(world, "S02E01", "the letter")
    assert not [label for label in labels_of(raised) if label.startswith("Next")]


async def test_pressing_next_twice_raises_the_limit_only_once(world: World) -> None:
    await panel(world, policy="up-to", up_to="S01E01")
    pressed = SetLimit(world.general.id, "curtain", "up-to", Position.from_code("S01E02").key)
    message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(pressed)))
    for _ in range(2):
        raised = await world.admin.click(message, label="x")
        assert "up to **S01E02**" in text_of(raised)


async def test_strict_can_be_switched_with_a_button(world: World) -> None:
    shown = await panel(world, policy="tagged")
    strict = await world.admin.click(message_of(shown), label="No hidden spoilers")
    assert "⛔" in text_of(strict)
    loose = await world.admin.click(message_of(strict), label="Allow hidden spoilers")
    assert "🔒" in text_of(loose)


async def test_a_limit_for_one_show_can_be_set_and_removed(world: World) -> None:
    shown = await choose(world, await panel(world), "For which show?", "Zebra")
    done = await choose(world, shown, "What is allowed?", "Spoilers are allowed")
    assert f"🔓 **<#{world.general.id}> · Zebra**" in text_of(done)
    assert not await is_visible(world, "S01E01", "the letter")
    every = await choose(world, done, "For which show?", "All shows")
    assert "It has no limit of its own." in text_of(every)
    zebra = await choose(world, every, "For which show?", "Zebra")
    removed = await world.admin.click(message_of(zebra), label="Remove")
    assert "Limit removed." in text_of(removed)
    again = await world.admin.click(message_of(removed), label="Set a limit")
    assert "It has no limit of its own." in text_of(again)


async def test_a_limit_up_to_a_missing_episode_shows_a_note(world: World) -> None:
    shown = await panel(world, policy="up-to", up_to="S99E99")
    assert "There is no episode **S99E99** yet." in text_of(shown)
    assert "There is no episode" not in text_of(await panel(world, policy="up-to", up_to="S01E01"))


async def test_an_episode_or_days_without_a_policy_imply_the_policy(world: World) -> None:
    assert "visible up to **S01E02**" in text_of(await panel(world, up_to="S01E02"))
    assert "unlocks 3 days after" in text_of(await panel(world, days=3))


async def test_the_panel_opens_on_the_default_shows_limit_if_only_that_is_set(world: World) -> None:
    await panel(world, policy="up-to", up_to="S01E02")
    assert "· Curtain**: visible up to **S01E02**" in text_of(await panel(world))


async def test_changes_made_on_the_panel_are_logged(world: World) -> None:
    log = world.guild.create_text_channel("log")
    setup = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(setup), [log], custom_id='["setup","log",false]')
    shown = await panel(world, policy="up-to", up_to="S01E01")
    await world.admin.click(message_of(shown), label="Next: S01E02")
    assert "up to **S01E02**" in text_on(log.last_message)


FORGED: list[Click] = [
    ShowLimit(1),
    SetLimit(1, "*", "open"),
    ClearLimit(1),
    ShowLimit(None),
    SetLimit(None, "*", "open"),
    ClearLimit(None),
]


@pytest.mark.parametrize("click", FORGED, ids=str)
async def test_forged_panel_buttons_need_moderator_or_admin_permission(world: World, click: Click) -> None:
    for_admins = getattr(click, "place", 1) is None
    await world.admin.slash(world.general, "spoilers default", policy="up-to", up_to="S01E02")
    await world.let_moderate()
    message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
    clickers: list[MemberActor] = [world.fan, *([world.moderator] if for_admins else [])]
    for member in clickers:
        refused = await member.click(message, label="x")
        assert refused.ephemeral
        assert ("### Admins only" if for_admins else "### Moderators only") in text_of(refused)
    assert "visible up to **S01E02**" in text_of(await world.admin.slash(world.general, "spoilers overview"))


@pytest.mark.parametrize(
    "click",
    [
        SetLimit(1, "*", "up-to"),
        SetLimit(1, "*", "up-to", -7),
        SetLimit(1, "*", "aired", 10**9),
        SetLimit(1, "*", "aired"),
    ],
    ids=str,
)
async def test_a_forged_button_with_an_invalid_limit_is_refused(world: World, click: Click) -> None:
    message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
    refused = await world.admin.click(message, label="x")
    assert "### This button no longer works" in text_of(refused)
