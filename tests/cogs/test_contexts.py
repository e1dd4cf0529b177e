"""Outside of the bot's servers: direct messages, and the bot installed for a user."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord.interactions
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, SetupError, UserHandle

from bot.replies.clicks import ChooseSetup, TurnOverview, custom_id_of
from tests.world import (
    World,
    custom_id_of_button,
    hidden_text,
    labels_of,
    message_of,
    text_in,
    text_of,
    text_on,
    visible_text,
    write_curtain,
)

GUILD_INSTALL, USER_INSTALL = 0, 1
IN_A_SERVER, IN_OTHER_PEOPLES_MESSAGES = 0, 2

Install = Callable[..., None]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Adds to interactions who installed the bot and where they happen; SimCord leaves both out."""
    real = simcord.interactions.base_payload

    def install(*, by_user: bool, by_guild: bool = False, context: int = IN_A_SERVER) -> None:
        def base_payload(backend: Any, **options: Any) -> tuple[Any, dict[str, Any]]:
            record, payload = real(backend, **options)
            owners: dict[str, str] = {}
            if by_guild:
                owners[str(GUILD_INSTALL)] = str(options["guild_id"])
            if by_user:
                owners[str(USER_INSTALL)] = str(options["user_id"])
            return record, {**payload, "authorizing_integration_owners": owners, "context": context}

        monkeypatch.setattr(simcord.interactions, "base_payload", base_payload)

    return install


async def foreign_server(world: World) -> tuple[GuildHandle, ChannelHandle]:
    """A server that the bot is not a member of."""
    guild = world.env.create_guild("Foreign")
    channel = guild.create_text_channel("lobby")
    await world.env.settle()
    world.env.backend.emit("GUILD_DELETE", {"id": str(guild.id)})
    await world.env.settle()
    assert world.env.bot.get_guild(guild.id) is None
    return guild, channel


async def own_show(world: World) -> None:
    """Give the server its own show."""
    async with world.database.write() as writing:
        await writing.run(
            "INSERT INTO show (slug, title, owner) VALUES ('ours', 'Ours Alone', $1)", world.guild.id
        )


async def open_server(world: World) -> None:
    """Open the server for all spoilers and give it its own show, neither of which may apply elsewhere."""
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await own_show(world)


class TestDirectMessages:
    @pytest.fixture
    def fay(self, world: World) -> UserHandle:
        return world.fan.user

    async def test_spoilers_are_hidden_until_progress_is_set(self, world: World, fay: UserHandle) -> None:
        await open_server(world)
        answer = await fay.slash("episode lookup", episode="S01E03")
        assert "Edda wrote the letter." in hidden_text(text_of(answer))
        assert "letter" not in visible_text(text_of(answer))
        assert "Share in channel" not in labels_of(answer)
        await fay.slash("progress set", episode="S01E03")
        answer = await fay.slash("episode lookup", episode="S01E03")
        assert "Edda wrote the letter." in visible_text(text_of(answer))
        ahead = await fay.slash("episode lookup", episode="S02E01")
        assert "letter" not in text_of(ahead)
        assert "## S02E01" in text_of(ahead)
        assert "Show anyway" in labels_of(ahead)
        assert "Share in channel" not in labels_of(ahead)

    async def test_replies_are_not_ephemeral_in_direct_messages(self, world: World, fay: UserHandle) -> None:
        for command, options in (
            ("episode lookup", {"episode": "S01E01"}),
            ("episode lookup", {"episode": "S01E01", "private": False}),
            ("episode list", {}),
            ("progress set", {"episode": "S01E01"}),
            ("progress show", {}),
            ("here", {}),
        ):
            assert not (await fay.slash(command, **options)).ephemeral

    async def test_the_buttons_work(self, world: World, fay: UserHandle) -> None:
        await fay.slash("progress set", episode="S01E01")
        card = await fay.slash("episode lookup", episode="S01E02")
        shown = await fay.click(message_of(card), label="Show anyway")
        assert "Bella hides the letter." in hidden_text(text_of(shown))
        assert shown.response.id == card.response.id
        watched = await fay.click(message_of(shown), label="Watched up to S01E02")
        assert "Bella hides the letter." in visible_text(text_of(card))
        (answer,) = watched.followups
        assert "watched up to **S01E02**" in text_in(answer.components)
        await world.restart()
        await fay.click(answer.message, label="Undo")
        assert "watched up to **S01E01**" in text_of(await fay.slash("progress show"))
        listed = await fay.slash("episode list")
        turned = await fay.click(message_of(listed), label="Season 2")
        assert "`S02E01`" in text_of(turned)
        assert "Prompt Side" not in text_of(turned)

    async def test_progress_is_the_same_as_in_the_server(self, world: World, fay: UserHandle) -> None:
        await fay.slash("progress set", episode="S01E02")
        answer = await world.fan.slash(world.general, "progress show")
        assert "watched up to **S01E02**" in text_of(answer)

    async def test_only_bundled_shows_are_available(self, world: World, fay: UserHandle) -> None:
        await own_show(world)
        answer = await fay.slash("episode list", show="ours")
        assert "### No show “ours”" in text_of(answer)
        assert "Ours Alone" not in text_of(answer)
        assert await fay.autocomplete("episode list", "show", "") == [{"name": "Curtain", "value": "curtain"}]
        listed = await world.fan.slash(world.general, "episode list", show="ours")
        assert "## Ours Alone" in text_of(listed)

    async def test_here_says_that_no_server_settings_apply(self, world: World, fay: UserHandle) -> None:
        await open_server(world)
        text = text_of(await fay.slash("here"))
        assert "I don't know this place's limits" in text
        assert "🔒 **You**: all spoilers are hidden" in text

    async def test_here_lists_progress_in_every_show_with_progress(
        self, world: World, fay: UserHandle
    ) -> None:
        await own_show(world)
        await world.fan.slash(world.general, "progress set", episode="S01E02")
        await world.fan.slash(world.general, "progress set", episode="S03E04", show="ours")
        await world.other.slash(world.general, "progress set", episode="S02E01")
        text = text_of(await fay.slash("here"))
        assert (
            "🟡 **Curtain**: visible up to **S01E02**\n🟡 **Ours Alone**: visible up to **S03E04**\n" in text
        )
        assert "Ours Alone" not in text_of(await world.other.user.slash("here"))

    async def test_a_servers_copy_is_named_like_the_bundled_show_in_direct_messages(
        self, world: World, fay: UserHandle
    ) -> None:
        """Another server's copy may have another name."""
        await world.fan.slash(world.general, "progress set", episode="S01E02")
        async with world.database.write() as writing:
            await writing.run(
                "INSERT INTO show (slug, title, owner, progress_key, origin) "
                "SELECT slug, 'Renamed', $1, id, id FROM show WHERE slug = 'curtain'",
                world.guild.id,
            )
        text = text_of(await fay.slash("here"))
        assert "**Curtain**" in text
        assert "Renamed" not in text

    async def test_server_commands_are_not_available_in_direct_messages(
        self, world: World, fay: UserHandle
    ) -> None:
        for command, options in (
            ("setup", {}),
            ("spoilers overview", {}),
            ("spoilers titles", {"hide": True}),
        ):
            with pytest.raises(SetupError):
                await fay.slash(command, **options)

    async def test_server_commands_are_not_available_as_a_user_app(self, world: World) -> None:
        about_a_server = [
            command for command in world.bot.payload() if command["name"] in {"setup", "spoilers"}
        ]
        assert [command["contexts"] for command in about_a_server] == [[IN_A_SERVER]] * 2
        assert [command["integration_types"] for command in about_a_server] == [[GUILD_INSTALL]] * 2

    async def test_a_servers_title_setting_does_not_apply_in_direct_messages(
        self, world: World, fay: UserHandle
    ) -> None:
        await world.admin.slash(world.general, "spoilers titles", hide=True)
        assert "## Footlights" in text_of(await fay.slash("episode lookup", episode="Footlights"))


class TestInOtherPeoplesMessages:
    @pytest.fixture
    def fay(self, world: World, installed: Install) -> UserHandle:
        installed(by_user=True, context=IN_OTHER_PEOPLES_MESSAGES)
        return world.fan.user

    async def test_every_reply_is_private(self, world: World, fay: UserHandle) -> None:
        for command, options in (
            ("episode lookup", {"episode": "S01E01"}),
            ("episode lookup", {"episode": "S01E01", "private": False}),
            ("episode lookup", {"episode": "zzz"}),
            ("episode list", {"private": False}),
            ("progress set", {"episode": "S01E01"}),
            ("progress show", {}),
            ("here", {}),
            ("help", {}),
        ):
            answer = await fay.slash(command, **options)
            assert answer.ephemeral, command
            assert "Share in channel" not in labels_of(answer)

    async def test_the_same_rules_apply_as_in_direct_messages(self, world: World, fay: UserHandle) -> None:
        tagged = await fay.slash("episode lookup", episode="S01E02")
        assert "Bella hides the letter." in hidden_text(text_of(tagged))
        await fay.slash("progress set", episode="S01E01")
        clear = await fay.slash("episode lookup", episode="S01E01")
        assert "Anna finds the letter." in visible_text(text_of(clear))
        withheld = await fay.slash("episode lookup", episode="S01E02")
        assert "letter" not in text_of(withheld)
        shown = await fay.click(message_of(withheld), label="Show anyway")
        assert "Bella hides the letter." in hidden_text(text_of(shown))
        assert shown.response.ephemeral
        offered = await fay.click(message_of(shown), label="Watched up to S01E02")
        assert offered.followups
        assert all(followup.ephemeral for followup in offered.followups)

    async def test_here_says_that_no_server_settings_apply(self, world: World, fay: UserHandle) -> None:
        answer = await fay.slash("here")
        assert answer.ephemeral
        assert "I don't know this place's limits" in text_of(answer)

    async def test_a_forged_share_button_posts_nothing(self, world: World, installed: Install) -> None:
        posting = await posting_buttons(world)
        installed(by_user=True, context=IN_OTHER_PEOPLES_MESSAGES)
        await check_nothing_is_posted(world, world.fan.user, world.fan.user.dm_channel, posting)


class TestInAServerWithoutTheBot:
    @pytest.fixture
    async def place(self, world: World, installed: Install) -> ChannelHandle:
        """Install the bot only for the user; settings of the other server must not matter."""
        await open_server(world)
        installed(by_user=True)
        return (await foreign_server(world))[1]

    @pytest.fixture
    def fan(self, world: World, place: ChannelHandle) -> MemberActor:
        assert place.guild is not None
        return place.guild.add_member(world.fan.user)

    async def test_every_reply_is_private(self, fan: MemberActor, place: ChannelHandle) -> None:
        for command, options in (
            ("episode lookup", {"episode": "S01E01"}),
            ("episode lookup", {"episode": "S01E01", "private": False}),
            ("episode lookup", {"episode": "zzz"}),
            ("episode list", {"private": False}),
            ("progress set", {"episode": "S01E01"}),
            ("here", {}),
            ("help", {}),
        ):
            answer = await fan.slash(place, command, **options)
            assert answer.ephemeral, command
            assert "Share in channel" not in labels_of(answer)

    async def test_spoilers_are_hidden_until_progress_is_set(
        self, fan: MemberActor, place: ChannelHandle
    ) -> None:
        tagged = await fan.slash(place, "episode lookup", episode="S01E02")
        assert "Bella hides the letter." in hidden_text(text_of(tagged))
        assert "letter" not in visible_text(text_of(tagged))
        await fan.slash(place, "progress set", episode="S01E01")
        withheld = await fan.slash(place, "episode lookup", episode="S01E02")
        assert "letter" not in text_of(withheld)
        await fan.click(message_of(withheld), label="Show anyway")
        watched = await fan.click(message_of(withheld), label="Watched up to S01E02")
        assert "Bella hides the letter." in visible_text(text_of(withheld))
        (answer,) = watched.followups
        assert answer.ephemeral

    async def test_only_bundled_shows_are_available(self, fan: MemberActor, place: ChannelHandle) -> None:
        answer = await fan.slash(place, "episode list", show="ours")
        assert "### No show “ours”" in text_of(answer)
        assert await fan.autocomplete(place, "episode list", "show", "") == [
            {"name": "Curtain", "value": "curtain"}
        ]

    async def test_here_says_that_no_server_settings_apply(
        self, fan: MemberActor, place: ChannelHandle
    ) -> None:
        text = text_of(await fan.slash(place, "here"))
        assert "I don't know this place's limits" in text
        assert "everything is visible" not in text

    async def test_nobody_can_change_settings_there(self, world: World, place: ChannelHandle) -> None:
        assert place.guild is not None
        owner = MemberActor(world.env, place.guild, place.guild.owner)
        for command, options in (
            ("setup", {}),
            ("spoilers overview", {}),
            ("spoilers channel", {"channel": place, "policy": "open"}),
            ("spoilers default", {"policy": "open"}),
            ("spoilers titles", {"hide": True}),
        ):
            refused = await owner.slash(place, command, **options)
            assert refused.ephemeral
            assert "### Servers only" in text_of(refused)
        assert await saved_settings(world, place) == 0

    async def test_a_forged_button_cannot_change_settings_there(
        self, world: World, place: ChannelHandle
    ) -> None:
        assert place.guild is not None
        owner = MemberActor(world.env, place.guild, place.guild.owner)
        for click in (ChooseSetup("titles", hides=True), TurnOverview(0)):
            refused = await owner.click(forged(world, place, custom_id_of(click)), label="forged")
            assert refused.ephemeral
            assert "### Servers only" in text_of(refused)

    async def test_a_forged_share_button_posts_nothing(self, world: World, installed: Install) -> None:
        posting = await posting_buttons(world)
        installed(by_user=True)
        guild, place = await foreign_server(world)
        await check_nothing_is_posted(world, guild.add_member(world.fan.user), place, posting)

    async def test_a_click_on_a_public_message_is_answered_privately(
        self, world: World, fan: MemberActor, place: ChannelHandle
    ) -> None:
        card = await fan.slash(place, "episode lookup", episode="S01E01")
        message = forged(world, place, custom_id_of_button(card, "▶"))
        opened = await fan.click(message, label="forged")
        assert opened.ephemeral
        assert "## Second Night" in text_of(opened)


class TestInAServerWithTheBot:
    async def test_installed_by_server_and_user_the_servers_settings_apply(
        self, world: World, installed: Install
    ) -> None:
        await open_server(world)
        for by_user in (False, True):
            installed(by_user=by_user, by_guild=True)
            answer = await world.fan.slash(world.general, "episode lookup", episode="S01E03", show="curtain")
            assert not answer.ephemeral
            assert "Edda wrote the letter." in visible_text(text_of(answer))

    async def test_installed_only_by_the_user_the_servers_settings_do_not_apply(
        self, world: World, installed: Install
    ) -> None:
        await open_server(world)
        installed(by_user=True)
        answer = await world.fan.slash(world.general, "episode lookup", episode="S01E03")
        assert answer.ephemeral
        assert "Edda" not in visible_text(text_of(answer))
        assert "Share in channel" not in labels_of(answer)
        here = text_of(await world.fan.slash(world.general, "here"))
        assert "I don't know this place's limits" in here
        refused = await world.admin.slash(world.general, "spoilers titles", hide=True)
        assert "### Servers only" in text_of(refused)


async def saved_settings(world: World, place: ChannelHandle) -> int:
    assert place.guild is not None
    async with world.database.read() as reading:
        rows = await reading.rows("SELECT id FROM guild WHERE id = $1", place.guild.id)
    return len(rows)


def forged(world: World, place: ChannelHandle, *custom_ids: str) -> discord.Message:
    """A public message with forged buttons."""
    assert world.env.bot.user is not None
    buttons = [
        {
            "type": 2,
            "style": 2,
            "label": "forged" if len(custom_ids) == 1 else f"forged {number}",
            "custom_id": custom_id,
        }
        for number, custom_id in enumerate(custom_ids)
    ]
    world.env.backend.create_message(
        place.id, world.env.bot.user.id, components=[{"type": 1, "components": buttons}]
    )
    message = place.last_message
    assert message is not None
    return message


async def posting_buttons(world: World) -> list[str]:
    """The custom ids of "Share in channel" and "Share", from a card in a server."""
    card = await world.other.slash(
        world.general, "episode lookup", episode="S01E03", show="curtain", private=True
    )
    preview_it = custom_id_of_button(card, "Share in channel")
    preview = await world.other.click(message_of(card), label="Share in channel")
    return [preview_it, custom_id_of_button(preview, "Share")]


async def check_nothing_is_posted(
    world: World, member: MemberActor | UserHandle, place: ChannelHandle, posting: list[str]
) -> None:
    """Check that nothing is shared outside of the bot's servers, wherever the button is from."""
    message = forged(world, place, *posting)
    for number in range(len(posting)):
        refused: InteractionResult = await member.click(message, label=f"forged {number}")
        assert all(followup.ephemeral for followup in refused.followups)
        assert refused.ephemeral
    public = [message for message in place.history() if not message.flags.ephemeral]
    assert len(public) == 1
    assert "S01E03" not in text_on(public[0])
