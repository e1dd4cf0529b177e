"""A small simulated Discord with the real bot in it."""

import logging
import re
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, RoleHandle

from bot.app import build, now
from bot.client import Understudy
from bot.domain.ids import GuildId, RoleId
from bot.services.pack_loading import load_packs
from bot.store.database import Database
from bot.store.guilds import set_moderator_roles


@dataclass(slots=True)
class Clock:
    """The bot's clock: the real time, until a test sets another."""

    at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or now()


@dataclass(frozen=True, slots=True)
class World:
    """A server with a channel, two fans, a moderator and an admin.

    `moderator_role` has Manage Messages, so its members see the moderators' commands; they aren't moderators
    until `let_moderate`. The admin has Manage Server.
    """

    env: Env
    bot: Understudy
    database: Database
    guild: GuildHandle
    general: ChannelHandle
    fan: MemberActor
    other: MemberActor
    moderator_role: RoleHandle
    moderator: MemberActor
    admin: MemberActor
    clock: Clock
    expected: list[type[BaseException]] = field(default_factory=list[type[BaseException]])
    """Errors that a test causes on purpose."""

    async def restart(self) -> None:
        """Restart the bot on the same database; the simulated Discord goes on."""
        await self.env.restart_bot(_bot(self.database, self.clock))

    def thread(self, parent: ChannelHandle, name: str = "a thread") -> ChannelHandle:
        """A new thread in a channel, or a post in a forum."""
        thread = self.env.backend.create_thread(parent.id, name, self.fan.id)
        return ChannelHandle(self.env, self.guild, thread)

    async def let_moderate(self) -> None:
        """An admin chooses the moderators' role."""
        async with self.database.write() as writing:
            await set_moderator_roles(writing, GuildId(self.guild.id), [RoleId(self.moderator_role.id)])

    def take_role(self, member: MemberActor, role: RoleHandle) -> None:
        """An admin removes a member's role."""
        self.env.backend.get_guild(self.guild.id).members[member.id].role_ids.remove(role.id)

    def show_command(self, command: str, *members: MemberActor) -> None:
        """An admin shows a command to these members in Discord; the bot still checks permissions."""
        registered = self.env.backend.find_command(command, self.guild.id)
        assert registered is not None
        self.guild.set_command_permissions(int(registered["id"]), dict.fromkeys(members, True))

    async def delete(self, place: ChannelHandle) -> None:
        """Somebody deletes a channel, a category or a thread."""
        self.env.backend.delete_channel(place.id)
        await self.env.settle()

    async def forge(self, *items: discord.ui.Item[discord.ui.View]) -> discord.Message:
        """A message in the general channel with forged buttons or selects, visible to everyone."""
        channel = self.env.bot.get_channel(self.general.id)
        assert isinstance(channel, discord.TextChannel)
        view = discord.ui.View(timeout=None)
        for item in items:
            view.add_item(item)
        return await channel.send(view=view)


@asynccontextmanager
async def open_world(path: Path, packs: Path) -> AsyncGenerator[World]:
    """Start the bot on a database at `path` with these packs, in a server of its own.

    Errors that the bot couldn't answer with words of its own are raised at the end.
    """
    async with Database.open(path) as database:
        await load_packs(database, packs)
        clock = Clock()
        bot = _bot(database, clock)
        with _failures() as failures:
            async with _started(Env(bot, settle_timeout=60)) as env:
                guild = env.create_guild("Smash Fans")
                moderators = guild.create_role(
                    "Moderators", permissions=discord.Permissions(manage_messages=True)
                )
                admins = guild.create_role(
                    "Admins", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
                )
                world = World(
                    env=env,
                    bot=bot,
                    database=database,
                    guild=guild,
                    general=guild.create_text_channel("general"),
                    fan=guild.add_member(env.create_user("fay")),
                    other=guild.add_member(env.create_user("otto")),
                    moderator_role=moderators,
                    moderator=guild.add_member(env.create_user("max"), roles=[moderators]),
                    admin=guild.add_member(env.create_user("ada"), roles=[admins]),
                    clock=clock,
                )
                yield world
                failed = [*failures, *env.errors]
        unexpected = [error for error in failed if not isinstance(error, tuple(world.expected))]
        if unexpected:
            raise BaseExceptionGroup("the bot failed", unexpected)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.errors.append(error or RuntimeError(record.getMessage()))


@contextmanager
def _failures() -> Generator[list[BaseException]]:
    """The errors that the bot logs; each is unexpected."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield listener.errors
    finally:
        logging.getLogger().removeHandler(listener)


@asynccontextmanager
async def _started(env: Env) -> AsyncGenerator[Env]:
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()


def _bot(database: Database, clock: Clock) -> Understudy:
    return build(database, announce=_ignored, clock=clock, shard_count=1)


def _ignored(_: str) -> None:
    """Ignores announcements to the host."""


def components_of(result: InteractionResult) -> list[dict[str, Any]]:
    """The components of a reply."""
    assert result.response is not None
    return result.response.components


def text_of(result: InteractionResult) -> str:
    """The text of a reply, without button labels."""
    return text_in(components_of(result))


def text_in(components: list[dict[str, Any]]) -> str:
    """The text of these components, without button labels. Command mentions are shown by name."""
    text = "\n".join(part["content"] for part in walk(components) if "content" in part)
    return re.sub(r"<(/[a-z ]+):\d+>", r"`\1`", text)


def text_on(message: discord.Message | None) -> str:
    """The text of a message, without button labels."""
    assert message is not None
    return text_in([dict(component.to_dict()) for component in message.components])


def visible_text(text: str) -> str:
    """The visible text: everything outside spoiler markup."""
    return "".join(text.split("||")[::2])


def hidden_text(text: str) -> str:
    """The hidden text: everything inside spoiler markup."""
    return "".join(text.split("||")[1::2])


def labels_of(result: InteractionResult) -> list[str]:
    """The labels of the reply's buttons, in order."""
    return [part["label"] for part in walk(components_of(result)) if part.get("label")]


def custom_id_of_button(result: InteractionResult, label: str) -> str:
    """The custom id of one of the reply's buttons."""
    (custom_id,) = [part["custom_id"] for part in walk(components_of(result)) if part.get("label") == label]
    return str(custom_id)


def options_of(result: InteractionResult, menu: str) -> list[str]:
    """The options of one of the reply's menus, named by its placeholder."""
    (found,) = [part for part in walk(components_of(result)) if part.get("placeholder") == menu]
    return [option["label"] for option in found["options"]]


async def choose(member: MemberActor, result: InteractionResult, label: str) -> InteractionResult:
    """Choose an option by its label in one of the reply's menus."""
    ((custom_id, value),) = [
        (part["custom_id"], option["value"])
        for part in walk(components_of(result))
        for option in part.get("options", [])
        if option["label"] == label
    ]
    return await member.select(message_of(result), [value], custom_id=custom_id)


def message_of(result: InteractionResult) -> discord.Message:
    """The reply as a message that can be clicked."""
    assert result.response is not None
    return result.response.message


def walk(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, including nested ones."""
    for part in parts:
        yield part
        yield from walk(part.get("components", []))


def write_pack(folder: Path, slug: str, title: str, episodes: str, songs: str = "") -> None:
    """A pack of one show; episodes and songs are TOML."""
    pack = folder / slug
    pack.mkdir(parents=True)
    (pack / "show.toml").write_text(f'slug = "{slug}"\ntitle = "{title}"\n', encoding="utf-8")
    (pack / "songs.toml").write_text(songs, encoding="utf-8")
    (pack / "episodes.toml").write_text(episodes, encoding="utf-8")


def write_curtain(folder: Path) -> Path:
    """A folder with the pack of "Curtain", a show made for tests. Each summary names another person."""
    write_pack(folder, "curtain", "Curtain", _CURTAIN, '[[song]]\ntitle = "Under the Gods"\n')
    return folder


def write_two_shows(folder: Path) -> Path:
    """A folder with "Curtain" and "Zebra", a show of one episode."""
    write_pack(folder, "zebra", "Zebra", '[[episode]]\ncode = "S01E01"\ntitle = "Stripes"\n')
    return write_curtain(folder)


def episode_toml(code: str, title: str, aired: str, summary: str, more: str = "") -> str:
    """An episode of a pack, as TOML; `more` are further keys."""
    date = f"aired = {aired}\n" if aired else ""
    story = f'summary = "{summary}"\n' if summary else ""
    return f'[[episode]]\ncode = "{code}"\ntitle = "{title}"\n{date}{story}{more}\n'


_CURTAIN = "".join(
    (
        episode_toml("S01E01", "Overture", "2024-01-01", "Anna finds the letter."),
        episode_toml("S01E02", "Second Night", "2024-01-08", "Bella hides the letter."),
        episode_toml("S01E02.5", "Half Light", "2024-01-10", "Clara reads the letter."),
        episode_toml("special after S01E02.5", "Greasepaint", "", "Dora burns the letter."),
        episode_toml(
            "S01E03",
            "Footlights",
            "2024-01-15",
            "Edda wrote the letter.",
            'guests = [{ name = "Gwen Guest", character = "Hilda" }]\n'
            'songs = [{ title = "Under the Gods", performers = ["Edda"], '
            'context = "Edda sings it to Hilda." }]',
        ),
        episode_toml("S02E01", "Prompt Side", "2024-02-05", "Fiona leaves with the letter."),
    )
)
