from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError

from bot.domain.ids import ChannelId, GuildId, ProgressKey
from bot.domain.policies import Kind, Policy
from bot.replies.clicks import TurnOverview, custom_id_of
from bot.store.places import PlacePolicy, set_policy
from tests.forms import press_and_save, save
from tests.world import (
    World,
    components_of,
    hidden_text,
    labels_of,
    message_of,
    text_of,
    text_on,
    visible_text,
    walk,
    write_curtain,
    write_pack,
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")


async def choose_moderators(world: World) -> None:
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(
        message_of(panel), [world.moderator_role], custom_id='["setup","moderators",false]'
    )


async def choose_log(world: World) -> ChannelHandle:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id='["setup","log",false]')
    return log


async def set_channel(
    world: World, channel: ChannelHandle, policy: str, by: MemberActor | None = None, **options: Any
) -> InteractionResult:
    return await (by or world.admin).slash(
        world.general, "spoilers channel", channel=channel, policy=policy, **options
    )


async def explain(world: World, channel: ChannelHandle, **options: str) -> str:
    answer = await world.admin.slash(world.general, "spoilers explain", channel=channel, **options)
    assert answer.ephemeral
    return text_of(answer)


async def overview(world: World) -> str:
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert answer.ephemeral
    return text_of(answer)


async def card(world: World, episode: str, channel: ChannelHandle | None = None) -> str:
    return text_of(await world.fan.slash(channel or world.general, "episode lookup", episode=episode))


async def is_clear(world: World, episode: str, channel: ChannelHandle | None = None) -> bool:
    """Whether an episode's story is visible to everyone in a channel; if not, it is hidden."""
    text = await card(world, episode, channel)
    assert "the letter" in text
    clear = "the letter" in visible_text(text)
    assert clear is not ("the letter" in hidden_text(text))
    return clear


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
    for options, clear, barred in cases:
        answer = await set_channel(world, world.general, by=world.moderator, **options)
        assert answer.ephemeral
        assert f"<#{world.general.id}>" in text_of(answer)
        seen = {code: await is_clear(world, code) for code in clear + barred}
        assert seen == {**dict.fromkeys(clear, True), **dict.fromkeys(barred, False)}, options
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
    told = len(log.history())
    where = {"channel": world.general} if command == "spoilers channel" else {}
    for options, sentence in WRONG:
        answer = await world.admin.slash(world.general, command, **where, **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
        assert "No limit is set here" in await explain(world, world.general)
    assert len(log.history()) == told


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


def all_commands(world: World) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("spoilers channel", {"channel": world.general, "policy": "open"}),
        ("spoilers channel", {"channel": world.general, "policy": "up-to", "up_to": "nope"}),
        ("spoilers clear", {"channel": world.general}),
        ("spoilers overview", {}),
        ("spoilers explain", {"channel": world.general}),
        ("spoilers default", {"policy": "open"}),
        ("spoilers default", {"policy": "open", "clear": True}),
        ("spoilers titles", {"hide": True}),
    ]


async def test_members_do_not_see_the_spoilers_commands(world: World) -> None:
    for command, options in all_commands(world):
        with pytest.raises(SetupError):
            await world.fan.slash(world.general, command, **options)


async def test_a_member_who_sees_the_commands_but_is_not_a_moderator_is_refused(world: World) -> None:
    world.show_command("spoilers", world.fan)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    before = await overview(world)
    for member in (world.fan, world.moderator):
        for command, options in all_commands(world):
            answer = await member.slash(world.general, command, **options)
            assert answer.ephemeral
            for_admins = command in {"spoilers default", "spoilers titles"}
            assert ("### Admins only" if for_admins else "### Moderators only") in text_of(answer)
            assert "S01E02" not in text_of(answer)
    assert await overview(world) == before


async def test_only_admins_can_change_the_server_default_and_title_setting(world: World) -> None:
    await choose_moderators(world)
    before = await overview(world)
    for command, options in all_commands(world)[5:]:
        answer = await world.moderator.slash(world.general, command, **options)
        assert answer.ephemeral
        assert "### Admins only" in text_of(answer)
        assert await overview(world) == before
        answer = await world.moderator.slash(world.general, "spoilers overview")
        assert "### Spoiler limits" in text_of(answer)


async def test_a_moderator_who_lost_the_role_is_refused(world: World) -> None:
    await choose_moderators(world)
    for number in range(25):
        await set_channel(world, world.guild.create_text_channel(f"room-{number}"), "open")
    shown = await world.moderator.slash(world.general, "spoilers overview")
    assert labels_of(shown) == ["More"]
    first = text_of(shown)
    world.show_command("spoilers", world.moderator)
    world.env.backend.remove_member_role(world.guild.id, world.moderator.id, world.moderator_role.id)
    clicked = await world.moderator.click(message_of(shown), label="More")
    assert clicked.ephemeral
    assert "### Moderators only" in text_of(clicked)
    assert text_of(shown) == first
    answer = await set_channel(world, world.general, "open", by=world.moderator)
    assert "### Moderators only" in text_of(answer)
    assert not await is_clear(world, "S01E01")


async def test_a_forged_overview_button_works_only_for_moderators_and_privately(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    message = await world.forge(
        discord.ui.Button(label="More", custom_id=custom_id_of(TurnOverview(0))),
        discord.ui.Button(label="Far", custom_id=custom_id_of(TurnOverview(9999))),
    )
    for member in (world.fan, world.other):
        clicked = await member.click(message, label="More")
        assert clicked.ephemeral
        assert "### Moderators only" in text_of(clicked)
        assert "S01E02" not in text_of(clicked)
    for member in (world.moderator, world.admin):
        for label in ("More", "Far"):
            clicked = await member.click(message, label=label)
            assert clicked.ephemeral
            assert "S01E02" in text_of(clicked)
    assert "S01E02" not in text_on(world.general.last_message)


async def test_the_overview_has_pages(world: World) -> None:
    assert "**Everywhere else**: all spoilers are hidden" in await overview(world)
    rooms = [world.guild.create_text_channel(f"room-{number}") for number in range(25)]
    for room in rooms:
        await set_channel(world, room, "open")
    shown = await world.admin.slash(world.general, "spoilers overview")
    first = text_of(shown)
    turned = await world.admin.click(message_of(shown), label="More")
    second = text_of(turned)
    assert labels_of(turned) == ["Back"]
    for room in rooms:
        assert (f"<#{room.id}>" in first) is not (f"<#{room.id}>" in second)
    back = await world.admin.click(message_of(turned), label="Back")
    assert text_of(back) == first


async def test_the_overview_names_the_show_that_limits_for_all_shows_refer_to(world: World) -> None:
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    assert "name an episode of" not in await overview(world)
    world.clock.at = datetime(2024, 1, 12, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert "Limits for all shows name an episode of Curtain." in await overview(world)


async def test_one_servers_settings_do_not_apply_in_another(world: World) -> None:
    await choose_moderators(world)
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = elsewhere.add_member(
        world.env.create_user("bo"),
        roles=[elsewhere.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    assert boss.guild.id == elsewhere.id
    text = text_of(await boss.slash(lobby, "episode lookup", episode="Footlights"))
    assert "the letter" not in visible_text(text)
    keeper = elsewhere.add_member(
        world.moderator.user,
        roles=[elsewhere.create_role("Keeper", permissions=discord.Permissions(manage_messages=True))],
    )
    answer = await keeper.slash(lobby, "spoilers overview")
    assert "### Moderators only" in text_of(answer)
    owner = MemberActor(world.env, elsewhere, elsewhere.owner)
    shown = text_of(await owner.slash(lobby, "spoilers overview"))
    assert "**Everywhere else**: all spoilers are hidden" in shown
    assert "Titles are visible" in shown
    await owner.slash(lobby, "spoilers default", policy="tagged", strict=True)
    assert await is_clear(world, "S02E01")


async def test_settings_and_buttons_survive_a_restart(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "aired", days=3, strict=True)
    for number in range(25):
        await set_channel(world, world.guild.create_text_channel(f"room-{number}"), "open")
    shown = await world.moderator.slash(world.general, "spoilers overview")
    before = text_of(shown)
    await world.restart()
    clicked = await world.moderator.click(message_of(shown), label="More")
    assert "Titles are visible" in text_of(clicked)
    assert text_of(await world.moderator.slash(world.general, "spoilers overview")) == before
    assert "3 days after an episode airs" in await explain(world, world.general)


async def test_the_nearest_setting_applies(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    thread = world.thread(channel)
    assert not await is_clear(world, "S01E01", thread)
    await world.admin.slash(world.general, "spoilers default", policy="open")
    assert await is_clear(world, "S01E01", thread)
    for place, policy in ((category, "tagged"), (channel, "open"), (thread, "tagged")):
        await set_channel(world, place, policy)
        assert await is_clear(world, "S01E01", thread) is (policy == "open")
        assert "Set here (" in await explain(world, place)
    assert not await is_clear(world, "S01E01", thread)
    assert await is_clear(world, "S01E01", channel)
    assert await is_clear(world, "S01E01", world.general)


async def test_a_moved_channel_uses_the_limit_of_its_new_category(world: World) -> None:
    first, second = (world.guild.create_category(name) for name in ("Season one", "Season two"))
    channel = world.guild.create_text_channel("talk", category=first)
    await set_channel(world, second, "open")
    assert not await is_clear(world, "S02E01", channel)
    world.env.backend.edit_channel(channel.id, {"parent_id": second.id})
    await world.env.settle()
    assert await is_clear(world, "S02E01", channel)


async def test_a_forum_post_uses_the_forums_limit_unless_it_has_its_own(world: World) -> None:
    forum = world.guild.create_forum_channel("theories")
    post = world.thread(forum)
    await set_channel(world, forum, "open")
    assert await is_clear(world, "S02E01", post)
    await set_channel(world, post, "tagged")
    assert not await is_clear(world, "S02E01", post)
    assert await is_clear(world, "S02E01", world.thread(forum, "another"))


async def test_a_limit_for_one_show_overrides_all_shows_only_within_one_channel(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    await set_channel(world, category, "up-to", up_to="S01E02", show="curtain")
    await set_channel(world, category, "open")
    assert await is_clear(world, "S01E02", channel)
    assert not await is_clear(world, "S01E03", channel)
    await set_channel(world, channel, "open")
    assert await is_clear(world, "S01E03", channel)
    await set_channel(world, channel, "tagged", show="zebra")
    assert await is_clear(world, "S01E03", channel)


async def test_explain_says_which_setting_applies(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk", category=category)
    thread = world.thread(channel)
    assert "all spoilers are hidden" in await explain(world, thread)
    await set_channel(world, category, "up-to", up_to="S01E02.5")
    text = await explain(world, thread)
    assert "### Curtain" in text
    assert f"**<#{thread.id}>**: visible" in text
    assert "up to **S01E02.5**" in text
    assert f"Set for <#{category.id}> (Curtain)" in text
    text = await explain(world, thread, show="zebra")
    assert f"Set for <#{category.id}> (other shows only, so this one is hidden)" in text
    assert "Set here (" in await explain(world, category)


async def test_explain_finds_the_channel_of_an_archived_thread(world: World) -> None:
    """Discord sends only active threads; for others the command's data is used."""
    thread = world.thread(world.general)
    await set_channel(world, world.general, "open")
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.env.settle()
    assert f"Set for <#{world.general.id}>" in await explain(world, thread)


async def test_settings_of_a_deleted_channel_or_thread_are_deleted(world: World) -> None:
    category = world.guild.create_category("Season one")
    channel = world.guild.create_text_channel("talk")
    thread = world.thread(world.general)
    forum = world.guild.create_forum_channel("theories")
    post = world.thread(forum)
    places = [category, channel, thread, forum, post]
    for place in places:
        await set_channel(world, place, "open")
    await set_channel(world, channel, "tagged", show="zebra")
    for place in (category, channel, thread):
        assert f"<#{place.id}>" in await overview(world)
        await world.delete(place)
        assert f"<#{place.id}>" not in await overview(world)
    await world.delete(forum)
    assert "<#" not in await overview(world)


async def test_a_deleted_log_channel_is_removed_from_the_settings(world: World) -> None:
    log = await choose_log(world)
    await world.delete(log)
    await set_channel(world, world.general, "open")
    panel = await world.admin.slash(world.general, "setup")
    (select,) = [
        part for part in walk(components_of(panel)) if part.get("custom_id") == '["setup","log",false]'
    ]
    assert not select.get("default_values")


async def test_an_aired_limit_rises_as_episodes_air(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 11, 59, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert await is_clear(world, "S01E01")
    assert not await is_clear(world, "S01E02")
    assert (
        "up to **S01E01** · unlocks as soon as an episode has aired everywhere · waiting for **S01E02**"
        in await explain(world, world.general)
    )
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    assert await is_clear(world, "S01E02")
    assert not await is_clear(world, "S01E02.5")
    assert "waiting for **S01E02.5**" in await explain(world, world.general)
    assert "waiting for **S01E02.5**" in await overview(world)
    await world.restart()
    world.clock.at = datetime(2024, 2, 6, 12, tzinfo=UTC)
    assert await is_clear(world, "S02E01")
    assert "waiting for" not in await explain(world, world.general)


async def added_by_mistake(world: World, code: str = "S01E01.5") -> InteractionResult:
    """Add an undated episode to a show that has completely aired."""
    world.clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    await set_channel(world, world.general, "aired", days=0)
    assert "up to **S02E01**" in await explain(world, world.general)
    season, number = code[1:].split("E")
    added = await save(world, "episode add", {"title": "Slip"}, season=season, number=number)
    assert f"waiting for **{code}**" in await explain(world, world.general)
    return added


async def test_undoing_an_added_episode_restores_the_limit(world: World) -> None:
    added = await added_by_mistake(world)
    await world.admin.click(message_of(added), label="Undo")
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting" not in await explained_limit(world)


async def test_after_correcting_a_new_episodes_code_the_wrong_code_does_not_affect_the_limit(
    world: World,
) -> None:
    await added_by_mistake(world)
    panel = await world.admin.slash(world.general, "catalog episode edit", episode="S01E01.5")
    await press_and_save(world, panel, "Facts", {"place": "S02E02"})
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting for **S02E02**" in await explained_limit(world)


async def test_undoing_an_added_episode_does_not_release_episodes_added_after_it(world: World) -> None:
    added = await added_by_mistake(world)
    await save(world, "episode add", {"title": "Coda", "aired": "2024-03-01"}, season="2", number="2")
    await world.admin.click(message_of(added), label="Undo")
    assert "up to **S01E01**" in await explained_limit(world)
    assert "-# **S01E01.5** was deleted" in await explain(world, world.general)


async def test_a_deleted_episode_that_hides_later_ones_says_so_and_can_be_released(world: World) -> None:
    await added_by_mistake(world)
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    for said in (
        await explain(world, world.general),
        text_of(await world.fan.slash(world.general, "here")),
        await overview(world),
    ):
        assert "waiting for" not in said
        assert "**S01E01.5** was deleted or moved, but still hides later episodes. To release them" in said
    again = {"title": "Slip", "aired": "2024-01-02"}
    await save(world, "episode add", again, season="1", number="1.5")
    assert "up to **S02E01**" in await explain(world, world.general)
    await world.admin.slash(world.general, "catalog episode remove", episode="S01E01.5")
    assert "up to **S02E01**" in await explained_limit(world)
    assert "waiting" not in await explained_limit(world)


async def explained_limit(world: World) -> str:
    return next(line for line in (await explain(world, world.general)).splitlines() if "visible" in line)


async def test_an_aired_limit_waits_the_given_number_of_days(world: World) -> None:
    await set_channel(world, world.general, "aired", days=7)
    world.clock.at = datetime(2024, 1, 16, 11, 59, tzinfo=UTC)
    assert not await is_clear(world, "S01E02")
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    assert await is_clear(world, "S01E02")


async def test_zero_and_one_days_are_written_naturally(world: World) -> None:
    for days, words in ((0, "0 days"), (1, "1 days")):
        text = text_of(await set_channel(world, world.general, "aired", days=days))
        assert "air" in text
        assert words not in text


TITLES_AND_STORY = (
    *("Overture", "Second Night", "Half Light", "Greasepaint", "Footlights", "Prompt Side"),
    *("the letter", "Edda", "Hilda", "Gwen", "Gods"),
)


async def test_each_limit_change_is_logged_by_code_without_titles(world: World) -> None:
    await choose_moderators(world)
    log = await choose_log(world)
    channel = world.general
    changes: list[tuple[MemberActor, str, dict[str, Any], str]] = [
        (world.moderator, "spoilers channel", {"channel": channel, "policy": "open"}, "Spoilers are allowed"),
        (
            world.moderator,
            "spoilers channel",
            {"channel": channel, "policy": "up-to", "up_to": "Second Night"},
            "**S01E02**",
        ),
        (world.moderator, "spoilers clear", {"channel": channel}, "removed"),
        (world.admin, "spoilers default", {"policy": "aired"}, "limit of the server"),
        (world.admin, "spoilers default", {"policy": "open", "clear": True}, "limit of the server"),
        (world.admin, "spoilers titles", {"hide": True}, "now hides titles"),
        (world.admin, "spoilers titles", {"hide": False}, "now shows titles"),
    ]
    for member, command, options, words in changes:
        told = len(log.history())
        await member.slash(channel, command, **options)
        (line,) = [text_on(message) for message in log.history()[told:]]
        assert line.startswith(f"**{member.name}** ")
        assert words in line
        assert (f"<#{channel.id}>" in line) is ("channel" in options)
        assert not [word for word in TITLES_AND_STORY if word in line]


async def test_the_log_says_which_show_a_setting_is_for(world: World) -> None:
    log = await choose_log(world)
    await set_channel(world, world.general, "open", show="zebra")
    assert "zebra" in text_on(log.last_message).lower()
    await world.admin.slash(world.general, "spoilers clear", channel=world.general, show="zebra")
    assert "zebra" in text_on(log.last_message).lower()


async def test_a_member_name_cannot_inject_markup_into_the_log(world: World) -> None:
    log = await choose_log(world)
    sly = world.guild.add_member(
        world.env.create_user("sly", global_name="**sly** @everyone <@&1>\n# big"),
        roles=[world.guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    world.show_command("spoilers", sly)
    await set_channel(world, world.general, "open", by=sly)
    line = text_on(log.last_message)
    assert r"\*\*sly\*\* \@everyone \<\@&1\>" in line
    assert "\n# big" not in line
    assert log.last_message is not None
    assert not log.last_message.mentions
    assert not log.last_message.mention_everyone


async def test_a_change_is_saved_even_if_the_log_channel_cannot_be_written_to(world: World) -> None:
    log = await choose_log(world)
    told = len(log.history())
    world.env.inject_error("POST", f"/channels/{log.id}/messages", status=403, code=50013)
    answer = await set_channel(world, world.general, "open")
    assert "everything is visible" in text_of(answer)
    assert await is_clear(world, "S02E01")
    assert len(log.history()) == told


async def test_failed_changes_are_not_logged(world: World) -> None:
    log = await choose_log(world)
    told = len(log.history())
    await world.moderator.slash(world.general, "spoilers channel", channel=world.general, policy="open")
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    assert len(log.history()) == told


async def test_a_limit_can_be_removed(world: World) -> None:
    await choose_moderators(world)
    await set_channel(world, world.general, "open")
    await set_channel(world, world.general, "up-to", up_to="S01E01")
    one = await world.moderator.slash(world.general, "spoilers clear", channel=world.general, show="curtain")
    assert one.ephemeral
    assert f"<#{world.general.id}> · Curtain" in text_of(one)
    assert await is_clear(world, "S02E01")
    await set_channel(world, world.general, "up-to", up_to="S01E01")
    every = await world.moderator.slash(world.general, "spoilers clear", channel=world.general)
    assert "Limit removed." in text_of(every)
    assert "No limit is set here" in await explain(world, world.general)


async def test_a_limit_that_is_not_set_cannot_be_removed(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    cases: list[tuple[dict[str, str], str]] = [
        ({}, "### No limit to remove"),
        ({"show": "curtain"}, "### No limit to remove"),
        ({"show": "nope"}, "### No show “nope”"),
    ]
    for options, sentence in cases:
        answer = await world.admin.slash(world.general, "spoilers clear", channel=world.general, **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
    assert await is_clear(world, "S02E01")


async def test_after_clearing_a_thread_its_channels_limit_applies(world: World) -> None:
    thread = world.thread(world.general)
    await set_channel(world, world.general, "open")
    await set_channel(world, thread, "tagged")
    answer = await world.admin.slash(world.general, "spoilers clear", channel=thread)
    assert "channel" in text_of(answer)
    assert await is_clear(world, "S02E01", thread)


async def test_an_admin_can_set_and_clear_the_server_default(world: World) -> None:
    answer = await world.admin.slash(world.general, "spoilers default", policy="up-to", up_to="S01E02")
    assert answer.ephemeral
    assert "**Everywhere else · Curtain**: visible" in text_of(answer)
    assert await is_clear(world, "S01E02")
    assert not await is_clear(world, "S01E03")
    answer = await world.admin.slash(world.general, "spoilers default", policy="open")
    assert "**Everywhere else**: everything" in text_of(answer)
    cleared = await world.admin.slash(
        world.general, "spoilers default", policy="tagged", clear=True, show="curtain"
    )
    assert "Everywhere else · Curtain" in text_of(cleared)
    assert await is_clear(world, "S01E03")
    await world.admin.slash(world.general, "spoilers default", policy="tagged", clear=True)
    assert not await is_clear(world, "S01E01")
    nothing = await world.admin.slash(world.general, "spoilers default", policy="tagged", clear=True)
    assert "### No limit to remove" in text_of(nothing)


async def test_titles_can_be_hidden_and_shown(world: World) -> None:
    answer = await world.admin.slash(world.general, "spoilers titles", hide=True)
    assert answer.ephemeral
    assert "### Titles past the limit are hidden" in text_of(answer)
    assert "Titles past a limit are hidden" in await overview(world)
    assert "Footlights" not in await card(world, "S01E03")
    answer = await world.admin.slash(world.general, "spoilers titles", hide=False)
    assert "### Titles are visible" in text_of(answer)
    assert "## Footlights" in await card(world, "S01E03")


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


async def test_a_limit_for_a_deleted_show_can_be_seen_and_cleared(world: World) -> None:
    async with world.database.write() as writing:
        setting = PlacePolicy(ChannelId(world.general.id), ProgressKey(4711), Policy(Kind.OPEN))
        await set_policy(writing, GuildId(world.guild.id), setting)
    assert f"<#{world.general.id}> · a deleted show**" in await overview(world)
    await world.admin.slash(world.general, "spoilers clear", channel=world.general)
    assert "a deleted show" not in await overview(world)


async def test_a_server_whose_limits_an_upgrade_changed_is_told_once(world: World) -> None:
    log = await choose_log(world)
    await set_channel(world, world.general, "up-to", up_to="S01E02")
    async with world.database.write() as writing:
        await writing.run("INSERT INTO news VALUES ($1, 'single shows')", world.guild.id)
    before = len(log.history())
    for _ in range(2):
        await world.bot.tidy()
    told = [text_on(message) for message in log.history()[before:]]
    assert len(told) == 1
    assert f"now hidden: <#{world.general.id}>." in told[0]


async def test_channels_deleted_while_the_bot_was_off_can_be_cleared(world: World) -> None:
    """A channel that the bot merely doesn't know, such as an archived thread, keeps its limit."""
    archived = world.thread(world.general)
    await set_channel(world, archived, "open")
    bot_guild = world.bot.get_guild(world.guild.id)
    assert bot_guild is not None
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert "Clear deleted channels" not in labels_of(answer)
    async with world.database.write() as writing:
        gone = PlacePolicy(ChannelId(4711), None, Policy(Kind.OPEN))
        await set_policy(writing, GuildId(world.guild.id), gone)
    bot_guild._remove_thread(bot_guild.get_thread(archived.id))  # type: ignore[arg-type] # it exists
    answer = await world.admin.slash(world.general, "spoilers overview")
    assert "<#4711>" in text_of(answer)
    cleared = await world.admin.click(message_of(answer), label="Clear deleted channels")
    assert "<#4711>" not in text_of(cleared)
    assert "Cleared the limits of deleted channels: 1." in text_of(cleared)
    assert f"<#{archived.id}>" in text_of(cleared)
    again = await world.admin.click(message_of(cleared), label="Clear deleted channels")
    assert "None of these channels is deleted." in text_of(again)
    assert f"<#{archived.id}>" in await overview(world)
