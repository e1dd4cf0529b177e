"""**/spoilers channel**: the limit of a channel."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from simcord import SetupError

from tests.cogs.spoilers.steps import (
    all_commands,
    choose_log,
    choose_moderators,
    explain,
    is_clear,
    overview,
    set_channel,
)
from tests.world import World, components_of, labels_of, text_of, walk


async def test_a_moderator_can_set_a_channels_limit(world: World) -> None:
    world.clock.at = datetime(2024, 1, 12, tzinfo=UTC)
    await choose_moderators(world)
    cases: list[tuple[dict[str, Any], list[str], list[str]]] = [
        ({"policy": "open"}, ["S01E01", "S02E01"], []),
        ({"policy": "tagged"}, [], ["S01E01", "S02E01"]),
        ({"policy": "up-to", "up_to": "S01E02"}, ["S01E01", "S01E02"], ["S01E02.5", "S01E03"]),
        ({"policy": "up-to", "up_to": "Second Night"}, ["S01E02"], ["S01E02.5"]),
        ({"policy": "up-to", "up_to": "S01E02.5"}, ["S01E02.5"], ["special after S01E02.5", "S01E03"]),
        ({"policy": "up-to", "up_to": "special after S01E02.5"}, ["special after S01E02.5"], ["S01E03"]),
        ({"policy": "up-to", "up_to": "S01E99"}, ["S01E03"], ["S02E01"]),
        ({"policy": "aired"}, ["S01E01"], ["S01E02"]),
        ({"policy": "aired", "days": 0}, ["S01E02.5", "special after S01E02.5"], ["S01E03"]),
    ]
    for options, clear, hidden in cases:
        answer = await set_channel(world, world.general, by=world.moderator, **options)
        assert answer.ephemeral
        assert f"<#{world.general.id}>" in text_of(answer)
        seen = {code: await is_clear(world, code) for code in clear + hidden}
        assert seen == {**dict.fromkeys(clear, True), **dict.fromkeys(hidden, False)}, options
        await world.moderator.slash(world.general, "spoilers clear", channel=world.general)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"policy": "up-to", "days": 3}, "`days` needs another policy"),
    ({"policy": "up-to", "up_to": "S01E01", "days": 3}, "“Unlock some days after"),
    ({"policy": "up-to", "up_to": "zzz"}, "### No episode “zzz”"),
    ({"policy": "open", "up_to": "S01E01"}, "### `up_to` needs another policy"),
    ({"policy": "open", "days": 3}, "### `days` needs another policy"),
    ({"policy": "tagged", "up_to": "S01E01"}, "“Allowed up to an episode"),
    ({"policy": "tagged", "days": 3}, "“Unlock some days after"),
    ({"policy": "aired", "up_to": "S01E01"}, "“Allowed up to an episode"),
    ({"policy": "aired", "up_to": "S01E01", "days": 3}, "“Allowed up to an episode"),
    ({"policy": "open", "show": "nope"}, "### No show “nope”"),
]


@pytest.mark.parametrize("command", ["spoilers channel", "spoilers default"])
async def test_an_invalid_combination_of_options_changes_nothing(world: World, command: str) -> None:
    log = await choose_log(world)
    logged = len(log.history())
    where = {"channel": world.general} if command == "spoilers channel" else {}
    for options, sentence in WRONG:
        answer = await world.admin.slash(world.general, command, **where, **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
        assert "No limit is set here" in await explain(world, world.general)
    assert len(log.history()) == logged


async def test_a_mistyped_episode_lists_likely_codes_without_buttons(world: World) -> None:
    """A button could not repeat the other options, so the codes are only listed."""
    for typed, offered in (("Footligths on", ["S01E03"]), ("1", ["S01E01", "S02E01"])):
        answer = await set_channel(world, world.general, "up-to", up_to=typed, show="curtain")
        assert answer.ephemeral
        assert [code for code in offered if code not in text_of(answer)] == []
        assert not [label for label in labels_of(answer) if "S0" in label]
    assert "No limit is set here" in await explain(world, world.general)


async def test_a_number_of_days_out_of_range_cannot_be_given(world: World) -> None:
    for days in (-1, 3651):
        with pytest.raises(SetupError):
            await set_channel(world, world.general, "aired", days=days)


async def test_a_limit_for_all_shows_says_which_show_keeps_its_own(world: World) -> None:
    """`up-to` was set for the default show, which therefore keeps its own limit."""
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    answer = await set_channel(world, world.general, "open")
    assert not await is_clear(world, "S01E03")
    assert "Curtain keeps its own limit here" in text_of(answer)


async def test_an_open_channel_cannot_be_strict(world: World) -> None:
    """Nothing is past the limit, so strict changes nothing; the panel shows it as open too."""
    await set_channel(world, world.general, "open", strict=True)
    panel = await world.admin.slash(world.general, "setup")
    (select,) = [
        part for part in walk(components_of(panel)) if part.get("custom_id") == '["setup","open",false]'
    ]
    assert [str(value["id"]) for value in select.get("default_values", [])] == [str(world.general.id)]


async def test_up_to_suggests_every_episode_and_hides_titles_past_progress(world: World) -> None:
    await choose_moderators(world)
    await world.moderator.slash(world.general, "progress set", episode="S01E02")
    for command in ("spoilers channel", "spoilers default"):
        choices = await world.moderator.autocomplete(world.general, command, "up_to", "")
        assert [choice["name"].removeprefix("Curtain · ") for choice in choices] == [
            "S01E01 · Overture",
            "S01E02 · Second Night",
            "S01E02.5",
            "special after S01E02.5",
            "S01E03",
            "S02E01",
        ]
    answer = await set_channel(world, world.general, "up-to", by=world.moderator, up_to=choices[3]["value"])
    assert "**special after S01E02.5**" in text_of(answer)


async def test_shows_are_suggested(world: World) -> None:
    for command in ("spoilers channel", "spoilers clear", "spoilers explain", "spoilers default"):
        choices = await world.admin.autocomplete(world.general, command, "show", "ze")
        assert choices == [{"name": "Zebra", "value": "zebra"}]


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        for command, options in all_commands(world)[:6]:
            if command == "spoilers clear":
                continue
            answer = await world.admin.slash(world.general, command, **options)
            assert answer.ephemeral
            assert "No shows yet" in text_of(answer)


async def test_a_limit_for_one_show_says_that_other_shows_are_hidden(world: World) -> None:
    answer = await set_channel(world, world.general, "up-to", up_to="S01E02", strict=True)
    assert "There are no spoilers of other shows here, not even hidden ones." in text_of(answer)
    assert f"<#{world.general.id}> · other shows**" in await overview(world)
    answer = await set_channel(world, world.general, "tagged")
    assert "other shows" not in text_of(answer)
    assert "other shows" not in await overview(world)
