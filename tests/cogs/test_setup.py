from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, RoleHandle, SetupError
from simcord.backend import serializers

from bot.domain.ids import GuildId
from bot.replies.clicks import ChooseSetup, Click, custom_id_of
from bot.store.edits import add_show
from tests.forms import save
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


async def panel_of(world: World) -> InteractionResult:
    panel = await world.admin.slash(world.general, "setup")
    assert panel.ephemeral
    return panel


def select_of(panel: InteractionResult, click: Click) -> dict[str, Any]:
    (select,) = [part for part in walk(components_of(panel)) if part.get("custom_id") == custom_id_of(click)]
    return select


def chosen_in(panel: InteractionResult, click: Click) -> list[str]:
    """What a menu of the panel shows as chosen: ids, or option values."""
    select = select_of(panel, click)
    values = [str(value["id"]) for value in select.get("default_values", [])]
    return values + [option["value"] for option in select.get("options", []) if option.get("default")]


async def choose(
    world: World, panel: InteractionResult, click: Click, *values: object, by: MemberActor | None = None
) -> InteractionResult:
    """Choose in a menu of the panel; the panel must be updated in place."""
    drawn = await (by or world.admin).select(message_of(panel), list(values), custom_id=custom_id_of(click))
    assert drawn.response is not None
    assert panel.response is not None
    assert drawn.response.id == panel.response.id
    assert drawn.followups == []
    return drawn


async def lookup(world: World, episode: str, channel: ChannelHandle | None = None) -> InteractionResult:
    return await world.fan.slash(channel or world.general, "episode lookup", episode=episode)


def in_order(*handles: ChannelHandle | RoleHandle) -> list[str]:
    return [str(handle.id) for handle in sorted(handles, key=lambda handle: handle.id)]


async def test_the_panel_of_a_new_server_shows_nothing_chosen(world: World) -> None:
    panel = await panel_of(world)
    assert chosen_in(panel, ChooseSetup("show")) == ["curtain"]
    for click in (
        ChooseSetup("moderators"),
        ChooseSetup("log"),
        ChooseSetup("open"),
        ChooseSetup("closed"),
        ChooseSetup("default"),
    ):
        assert chosen_in(panel, click) == []
    assert labels_of(panel) == ["Hide titles", "Hide Zebra"]
    assert sum(1 for _ in walk(components_of(panel))) <= 40


async def test_the_panel_ends_with_a_summary_and_what_to_try_next(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    panel = await choose(world, panel, ChooseSetup("open"), world.general)
    last = text_of(panel).splitlines()[-2:]
    assert last[0] == (
        f"**Set now**: Curtain by default · no moderator role · log in <#{log.id}> · "
        "channels with spoilers: 1, without: 0"
    )
    assert "`/spoilers channel`" in last[1]


async def test_only_admins_can_use_setup(world: World) -> None:
    for member in (world.fan, world.moderator):
        with pytest.raises(SetupError):
            await member.slash(world.general, "setup")
    world.show_command("setup", world.fan, world.moderator)
    await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    for member in (world.fan, world.moderator):
        refused = await member.slash(world.general, "setup")
        assert refused.ephemeral
        assert "### Admins only" in text_of(refused)
        assert not [part for part in walk(components_of(refused)) if "custom_id" in part]


async def test_an_admin_can_choose_the_default_show(world: World) -> None:
    panel = await panel_of(world)
    assert "## Overture" in text_of(await lookup(world, "S01E01"))
    drawn = await choose(world, panel, ChooseSetup("show"), "zebra")
    assert chosen_in(drawn, ChooseSetup("show")) == ["zebra"]
    assert "## Stripes" in text_of(await lookup(world, "S01E01"))
    assert "### Zebra" in text_of(await world.fan.slash(world.general, "here"))


async def test_an_admin_can_choose_the_moderator_roles(world: World) -> None:
    other = world.guild.create_role("Stewards")
    panel = await panel_of(world)
    drawn = await choose(world, panel, ChooseSetup("moderators"), world.moderator_role, other)
    assert chosen_in(drawn, ChooseSetup("moderators")) == in_order(world.moderator_role, other)
    told = await world.moderator.slash(world.general, "spoilers overview")
    assert "### Spoiler limits" in text_of(told)
    drawn = await choose(world, drawn, ChooseSetup("moderators"))
    assert chosen_in(drawn, ChooseSetup("moderators")) == []
    told = await world.moderator.slash(world.general, "spoilers overview")
    assert "### Moderators only" in text_of(told)


async def test_the_moderator_role_is_enough_to_moderate(world: World) -> None:
    stewards = world.guild.create_role("Stewards")
    steward = world.guild.add_member(world.env.create_user("stella"), roles=[stewards])
    await choose(world, await panel_of(world), ChooseSetup("moderators"), stewards)
    world.show_command("spoilers", steward)
    done = await steward.slash(world.general, "spoilers channel", channel=world.general, policy="open")
    assert "everything is visible" in text_of(done)
    assert "Fiona leaves" in visible_text(text_of(await lookup(world, "S02E01")))


async def test_the_panel_explains_how_a_role_can_be_shown_the_commands(world: World) -> None:
    helpers = world.guild.create_role("*Helpers*")
    chiefs = world.guild.create_role("Chiefs", permissions=discord.Permissions(administrator=True))
    panel = await choose(
        world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role, chiefs
    )
    assert "Integrations" not in text_of(panel)
    panel = await choose(world, panel, ChooseSetup("moderators"), world.moderator_role, chiefs, helpers)
    text = text_of(panel)
    assert "Server Settings → Integrations" in text
    assert r"\*Helpers\*" in text
    assert "Chiefs" not in text
    assert text_of(await panel_of(world)) == text


async def test_an_admin_can_choose_the_log_channel(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    assert chosen_in(panel, ChooseSetup("log")) == [str(log.id)]
    assert f"**ada** moved the log to <#{log.id}>." in text_on(log.last_message)
    told = len(log.history())
    panel = await choose(world, panel, ChooseSetup("log"))
    assert chosen_in(panel, ChooseSetup("log")) == []
    await choose(world, panel, ChooseSetup("default"), "open")
    assert [text_on(message) for message in log.history()[told:]] == ["**ada** turned the log off."]


async def test_a_channel_is_told_when_it_stops_being_the_log(world: World) -> None:
    """Otherwise an admin could remove the log unnoticed."""
    first, second = (world.guild.create_text_channel(name) for name in ("log", "another"))
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), first)
    panel = await choose(world, panel, ChooseSetup("log"), second)
    assert len(first.history()) == 2
    assert len(second.history()) == 1
    await choose(world, panel, ChooseSetup("log"))
    assert len(second.history()) == 2


async def test_each_setup_change_is_logged_without_titles(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await choose(world, await panel_of(world), ChooseSetup("log"), log)
    told = len(log.history())
    changes: list[tuple[Click, list[object], str]] = [
        (ChooseSetup("show"), ["zebra"], "show"),
        (ChooseSetup("moderators"), [world.moderator_role], f"<@&{world.moderator_role.id}>"),
        (ChooseSetup("moderators"), [], "none"),
        (ChooseSetup("open"), [world.general], f"<#{world.general.id}>"),
        (ChooseSetup("closed"), [world.general], f"<#{world.general.id}>"),
        (ChooseSetup("default"), ["aired"], "set the spoiler limit of the server"),
    ]
    for click, values, words in changes:
        await choose(world, panel, click, *values)
        line = text_on(log.last_message)
        assert line.startswith("**ada** ")
        assert words in line
        told += 1
        assert len(log.history()) == told
    await world.admin.click(message_of(panel), label="Hide titles")
    assert "**ada** now hides titles." in text_on(log.last_message)
    await world.admin.click(message_of(panel), label="Show titles")
    assert "**ada** now shows titles." in text_on(log.last_message)
    lines = [text_on(message) for message in log.history()]
    titles = ("Overture", "Second Night", "Half Light", "Greasepaint", "Footlights", "Prompt Side", "Stripes")
    assert not [line for line in lines if any(title in line for title in titles)]


async def test_an_admin_can_choose_channels_with_and_without_spoilers(world: World) -> None:
    welcome = world.guild.create_text_channel("spoilers-welcome")
    quiet = world.guild.create_category("Quiet")
    inside = world.guild.create_text_channel("inside", category=quiet)
    panel = await choose(world, await panel_of(world), ChooseSetup("open"), welcome, world.general)
    assert chosen_in(panel, ChooseSetup("open")) == in_order(welcome, world.general)
    panel = await choose(world, panel, ChooseSetup("closed"), quiet)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(quiet.id)]
    for channel in (welcome, world.general):
        assert "Anna finds the letter." in visible_text(text_of(await lookup(world, "S01E01", channel)))
    assert "letter" not in text_of(await lookup(world, "S01E01", inside))
    panel = await choose(world, panel, ChooseSetup("closed"), quiet, world.general)
    assert chosen_in(panel, ChooseSetup("open")) == [str(welcome.id)]
    assert "letter" not in text_of(await lookup(world, "S01E01"))
    panel = await choose(world, panel, ChooseSetup("closed"))
    assert chosen_in(panel, ChooseSetup("closed")) == []
    assert chosen_in(panel, ChooseSetup("open")) == [str(welcome.id)]
    answer = await lookup(world, "S01E01")
    assert not answer.ephemeral
    assert "letter" not in visible_text(text_of(answer))
    assert "letter" in text_of(answer)


async def test_a_channel_without_spoilers_overrides_limits_of_single_shows(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S01E01"
    )
    panel = await choose(world, await panel_of(world), ChooseSetup("closed"), world.general)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(world.general.id)]
    for episode in ("curtain:S01E01", "zebra:S01E01"):
        assert "||" not in text_of(await lookup(world, episode))
    assert "letter" not in text_of(await lookup(world, "curtain:S01E01"))


async def test_an_outdated_panel_does_not_remove_others_choices(world: World) -> None:
    mine, theirs = await panel_of(world), await panel_of(world)
    one, two = (world.guild.create_text_channel(name) for name in ("one", "two"))
    await choose(world, theirs, ChooseSetup("closed"), one)
    panel = await choose(world, mine, ChooseSetup("closed"), two)
    assert chosen_in(panel, ChooseSetup("closed")) == in_order(one, two)
    panel = await choose(world, panel, ChooseSetup("closed"), one)
    assert chosen_in(panel, ChooseSetup("closed")) == [str(one.id)]


async def test_not_everyone_can_be_a_moderator(world: World) -> None:
    panel = await panel_of(world)
    refused = await world.admin.select(
        message_of(panel), [world.guild.default_role], custom_id=custom_id_of(ChooseSetup("moderators"))
    )
    assert refused.ephemeral
    assert "### That would make everyone a moderator" in text_of(refused)
    assert chosen_in(await panel_of(world), ChooseSetup("moderators")) == []
    world.show_command("spoilers", world.fan)
    told = await world.fan.slash(world.general, "spoilers overview")
    assert "### Moderators only" in text_of(told)


async def test_a_server_default_for_one_show_is_shown_until_the_panel_replaces_it(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="up-to", up_to="S01E01")
    panel = await panel_of(world)
    assert "Curtain" in text_of(panel).partition("**Set now**")[0]
    assert "Zebra" not in text_of(panel)
    panel = await choose(world, panel, ChooseSetup("default"), "open")
    assert "Curtain" not in text_of(panel).partition("**Set now**")[0]
    assert "Fiona leaves" in visible_text(text_of(await lookup(world, "S02E01")))


async def test_an_admin_can_choose_the_server_default(world: World) -> None:
    panel = await panel_of(world)
    sentences = {
        "tagged": "all spoilers are hidden",
        "aired": "7 days after an episode",
        "open": "everything is visible",
        "closed": "not even hidden",
    }
    offered = [option["value"] for option in select_of(panel, ChooseSetup("default"))["options"]]
    assert offered == list(sentences)
    for name, sentence in sentences.items():
        panel = await choose(world, panel, ChooseSetup("default"), name)
        assert chosen_in(panel, ChooseSetup("default")) == [name]
        assert sentence in text_of(await world.fan.slash(world.general, "here"))


async def test_the_panel_shows_a_server_default_set_by_command(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="aired", days=21, strict=True)
    panel = await panel_of(world)
    assert chosen_in(panel, ChooseSetup("default")) == []
    assert "Set with `/spoilers default`" in text_of(panel)
    assert "21 days after an episode airs" in text_of(panel)


async def test_an_admin_can_hide_and_show_titles(world: World) -> None:
    panel = await panel_of(world)
    drawn = await world.admin.click(message_of(panel), label="Hide titles")
    assert "Show titles" in labels_of(drawn)
    assert "show as a code" in text_of(drawn)
    assert "Footlights" not in text_of(await lookup(world, "S01E03"))
    drawn = await world.admin.click(message_of(drawn), label="Show titles")
    assert "Hide titles" in labels_of(drawn)
    assert "Footlights" in text_of(await lookup(world, "S01E03"))


async def test_the_panel_and_its_settings_survive_a_restart(world: World) -> None:
    panel = await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    panel = await choose(world, panel, ChooseSetup("show"), "zebra")
    panel = await choose(world, panel, ChooseSetup("open"), world.general)
    await world.admin.click(message_of(panel), label="Hide titles")
    before = components_of(await panel_of(world))
    await world.restart()
    assert components_of(await panel_of(world)) == before
    panel = await choose(world, panel, ChooseSetup("default"), "closed")
    assert chosen_in(panel, ChooseSetup("default")) == ["closed"]
    assert labels_of(panel) == ["Show titles", "Hide Curtain"]


async def test_one_servers_setup_does_not_apply_in_another(world: World) -> None:
    panel = await choose(world, await panel_of(world), ChooseSetup("show"), "zebra")
    panel = await choose(world, panel, ChooseSetup("default"), "open")
    log = world.guild.create_text_channel("log")
    await choose(world, panel, ChooseSetup("log"), log)
    told = len(log.history())
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    theirs = await boss.slash(lobby, "setup")
    assert chosen_in(theirs, ChooseSetup("show")) == ["curtain"]
    assert chosen_in(theirs, ChooseSetup("default")) == []
    assert chosen_in(theirs, ChooseSetup("log")) == []
    assert "### Curtain" in text_of(await boss.slash(lobby, "here"))
    await boss.select(message_of(theirs), ["closed"], custom_id=custom_id_of(ChooseSetup("default")))
    await boss.select(message_of(theirs), [], custom_id=custom_id_of(ChooseSetup("open")))
    assert "everything is visible" in text_of(await world.fan.slash(world.general, "here"))
    assert len(log.history()) == told


async def test_a_forged_log_channel_in_another_server_gets_no_log(world: World) -> None:
    """A menu's channel id can be forged."""
    lobby = world.env.create_guild("Elsewhere").create_text_channel("lobby")
    forged = discord.ui.Select[discord.ui.View](
        custom_id=custom_id_of(ChooseSetup("log")),
        options=[discord.SelectOption(label="log", value=str(lobby.id))],
    )
    await world.admin.select(await world.forge(forged), [str(lobby.id)])
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    assert lobby.history() == []


async def test_an_admin_of_one_server_has_no_permissions_in_another(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    guest = elsewhere.add_member(world.admin.user)
    elsewhere.set_command_permissions(
        int(next(command.id for command in await world.bot.tree.fetch_commands() if command.name == "setup")),
        {guest: True},
    )
    assert "### Admins only" in text_of(await guest.slash(lobby, "setup"))


async def forged_panel(world: World) -> list[tuple[discord.Message, list[object]]]:
    """Every part of the panel, forged on a public message, with values to choose."""
    other = world.guild.create_text_channel("other")
    parts: list[tuple[discord.ui.Item[discord.ui.View], list[object]]] = [
        (
            discord.ui.Select(
                custom_id=custom_id_of(ChooseSetup("show")), options=[discord.SelectOption(label="zebra")]
            ),
            ["zebra"],
        ),
        (discord.ui.RoleSelect(custom_id=custom_id_of(ChooseSetup("moderators"))), [world.moderator_role]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("log"))), [other]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("open"))), [other]),
        (discord.ui.ChannelSelect(custom_id=custom_id_of(ChooseSetup("closed"))), [world.general]),
        (
            discord.ui.Select(
                custom_id=custom_id_of(ChooseSetup("default")), options=[discord.SelectOption(label="open")]
            ),
            ["open"],
        ),
        (discord.ui.Button(label="titles", custom_id=custom_id_of(ChooseSetup("titles", hides=True))), []),
    ]
    return [(await world.forge(item), values) for item, values in parts]


async def use(member: MemberActor, message: discord.Message, values: list[object]) -> InteractionResult:
    """Use the only component of a message: choose in the menu, or click the button."""
    return await member.select(message, values) if values else await member.click(message, label="titles")


async def test_only_admins_can_use_any_part_of_the_panel(world: World) -> None:
    """Buttons can be forged, so every click checks permissions."""
    await choose(world, await panel_of(world), ChooseSetup("moderators"), world.moderator_role)
    before = components_of(await panel_of(world))
    for message, values in await forged_panel(world):
        for member in (world.fan, world.moderator):
            refused = await use(member, message, values)
            assert refused.ephemeral
            assert "### Admins only" in text_of(refused)
    assert components_of(await panel_of(world)) == before


async def test_an_admin_can_use_every_part_of_a_forged_panel(world: World) -> None:
    for message, values in await forged_panel(world):
        await use(world.admin, message, values)
    panel = await panel_of(world)
    other = str(world.guild.channels["other"].id)
    assert chosen_in(panel, ChooseSetup("show")) == ["zebra"]
    assert chosen_in(panel, ChooseSetup("moderators")) == [str(world.moderator_role.id)]
    assert chosen_in(panel, ChooseSetup("log")) == chosen_in(panel, ChooseSetup("open")) == [other]
    assert chosen_in(panel, ChooseSetup("closed")) == [str(world.general.id)]
    assert chosen_in(panel, ChooseSetup("default")) == ["open"]
    assert labels_of(panel) == ["Show titles", "Hide Curtain"]


async def test_the_panel_is_never_shown_publicly(world: World) -> None:
    message = await world.forge(
        discord.ui.Button(label="titles", custom_id=custom_id_of(ChooseSetup("titles", hides=True)))
    )
    await world.admin.click(message, label="titles")
    assert not [message for message in world.general.history() if "Set up Understudy" in text_on(message)]


async def test_a_forged_choice_that_no_panel_offers_is_refused(world: World) -> None:
    before = components_of(await panel_of(world))
    for click, label in (
        (ChooseSetup("default"), "everything-goes"),
        (ChooseSetup("show"), "nope"),
        (ChooseSetup("moderators"), "no role"),
        (ChooseSetup("log"), "no channel"),
        (ChooseSetup("open"), "no channel"),
        (ChooseSetup("closed"), "no channel"),
    ):
        message = await world.forge(
            discord.ui.Select(custom_id=custom_id_of(click), options=[discord.SelectOption(label=label)])
        )
        refused = await world.admin.select(message, [label])
        assert refused.ephemeral
        assert "###" in text_of(refused)
        assert "Something went wrong" not in text_of(refused)
    assert components_of(await panel_of(world)) == before


async def join(
    world: World, *, denied: discord.Permissions | None = None, system_channel: bool = True
) -> GuildHandle:
    """Add the bot to an existing server."""
    backend = world.env.backend
    subscribers, backend.subscribers = backend.subscribers, []
    guild = world.env.create_guild("New")
    overwrite = discord.PermissionOverwrite.from_pair(
        discord.Permissions.none(), denied or discord.Permissions.none()
    )
    channel = guild.create_text_channel("welcome", overwrites={guild.default_role: overwrite})
    guild.create_text_channel("another")
    stored = backend.get_guild(guild.id)
    stored.system_channel_id = channel.id if system_channel else None
    backend.subscribers = subscribers
    # SimCord marks every server as available again; Discord does not do that for new ones.
    payload = dict(serializers.guild_create_payload(backend, stored))
    del payload["unavailable"]
    backend.emit("GUILD_CREATE", payload)
    await world.env.settle()
    return guild


async def test_on_joining_a_server_the_bot_greets_once_and_names_setup(world: World) -> None:
    guild = await join(world)
    (greeting,) = guild.channels["welcome"].history()
    assert "## Hello! I'm Understudy" in text_on(greeting)
    assert "`/setup`" in text_on(greeting)
    assert guild.channels["another"].history() == []
    await world.restart()
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, backend.get_guild(guild.id)))
    await world.env.settle()
    assert len(guild.channels["welcome"].history()) == 1
    assert world.general.history() == []


async def test_the_greeting_names_only_existing_commands(world: World) -> None:
    guild = await join(world)
    named = set(text_on(guild.channels["welcome"].last_message).split("`")[1::2])
    there = {
        f"/{command.qualified_name}"
        for command in world.bot.tree.walk_commands()
        if isinstance(command, discord.app_commands.Command)
    }
    assert named
    assert named <= there


async def test_without_a_system_channel_there_is_no_greeting(world: World) -> None:
    guild = await join(world, system_channel=False)
    assert guild.channels["welcome"].history() == []
    assert guild.channels["another"].history() == []


@pytest.mark.parametrize("denied", ["send_messages", "view_channel"])
async def test_the_bot_does_not_try_to_greet_without_permission(world: World, denied: str) -> None:
    guild = await join(world, denied=discord.Permissions(**{denied: True}))
    assert guild.channels["welcome"].history() == []
    assert not [request for request in world.env.http_requests if request.path.endswith("/messages")]


async def test_a_failed_greeting_causes_no_error(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    guild = await join(world)
    assert guild.channels["welcome"].history() == []


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_without_shows_the_panel_says_so_and_works(self, world: World) -> None:
        panel = await panel_of(world)
        assert "no shows yet" in text_of(panel)
        panel = await choose(world, panel, ChooseSetup("open"), world.general)
        assert chosen_in(panel, ChooseSetup("open")) == [str(world.general.id)]


async def test_bundled_shows_are_hidden_and_shown_again(world: World) -> None:
    await save(world, "show add", {"title": "Nashville"})
    hidden = await world.admin.click(message_of(await panel_of(world)), label="Hide Zebra")
    assert "Hidden, found only by name: Zebra" in text_of(hidden)
    shows = await world.fan.autocomplete(world.general, "episode lookup", "show", "")
    assert [show["name"] for show in shows] == ["Nashville", "Curtain"]
    shown = await world.admin.click(message_of(hidden), label="Show Zebra")
    assert "Hidden" not in text_of(shown)
    assert len(await world.fan.autocomplete(world.general, "episode lookup", "show", "")) == 3


async def test_with_many_shows_each_can_be_chosen_from_pages(world: World) -> None:
    async with world.database.write() as writing:
        for number in range(60):
            await add_show(writing, GuildId(world.guild.id), f"show-{number:02}", f"Show {number:02}")
    message = message_of(await panel_of(world))
    seen: list[str] = []
    page = await world.admin.select(message, [">1"], custom_id='["setup","show",false]')
    page = await world.admin.select(message, [">0"], custom_id='["setup","show",false]')
    while True:
        options = select_of(page, ChooseSetup("show"))["options"]
        assert len(options) <= 25
        seen += [option["value"] for option in options if not option["value"].startswith(">")]
        if options[-1]["label"] != "More shows":
            break
        page = await world.admin.select(message, [options[-1]["value"]], custom_id='["setup","show",false]')
    assert len(seen) == len(set(seen)) == 62
    chosen = await world.admin.select(message, ["show-59"], custom_id='["setup","show",false]')
    (option,) = [one for one in select_of(chosen, ChooseSetup("show"))["options"] if one.get("default")]
    assert option["value"] == "show-59"


async def test_a_panel_of_an_earlier_version_says_that_its_buttons_no_longer_work(world: World) -> None:
    select = discord.ui.Select[discord.ui.View](
        custom_id='["setup-show"]', options=[discord.SelectOption(label="Zebra", value="zebra")]
    )
    answer = await world.admin.select(await world.forge(select), ["zebra"])
    assert "### This button no longer works" in text_of(answer)
