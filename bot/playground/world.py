"""The simulated server: its channels, roles, people, and the welcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import discord
import simcord

from bot.app import now
from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.policies import DEFAULT_DAYS, Kind, Policy
from bot.domain.spoilers import Audience
from bot.playground.demo import DEMO, write_packs
from bot.services.pack_loading import load_packs
from bot.services.progress import Progress
from bot.services.setup import OPEN, Setup
from bot.services.visibility import Viewpoints
from bot.store.database import Database

BOT_NAME: Final = "Understudy"
SERVER_NAME: Final = "Stage Door"
MODERATORS: Final = "Moderators"
ADMINS: Final = "Admins"
CHANNELS: Final[Mapping[str, str]] = {
    "general": "Spoilers are hidden here. Tap to reveal.",
    "spoilers-welcome": "Spoilers are allowed here.",
    "no-spoilers": "Nothing newer than a week, not even hidden.",
}
"""The simulated server's channels, name to topic. The first one is open at the start."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """A click of the tour: a command, sent as a `person` if one is named, or a button of the last answer."""

    says: str
    command: str | None = None
    button: str | None = None
    person: str | None = None


STEPS: Final = (
    TourStep(
        "Look up an episode. Spoilers are hidden.", command="/episode lookup episode:S01E05 private:True"
    ),
    TourStep("Say that you've watched it, and the story shows.", button="Watched up to S01E05"),
    TourStep("Search with a typo.", command="/quote search text:pasenger"),
    TourStep(
        "Search again as Ben. He has watched one episode, so he finds less.",
        command="/quote search text:pasenger",
        person="Ben (new viewer)",
    ),
)
"""The tour, a click each."""

SUGGESTED_COMMANDS: Final = (
    "/quote random",
    "/recap episode:S01E05",
    "/episode list",
    "/song list",
    "/progress show",
    "/episode lookup episode:fallout",
    "/here",
    "/help",
)
"""The commands that the welcome suggests after the tour, as a person types them."""

PEOPLE: Final = {
    "Fay (fan)": ("fay", None, "looks things up"),
    "Ben (new viewer)": ("ben", None, "has watched one episode"),
    "Max (moderator)": ("max", MODERATORS, "edits the catalogue, sets spoiler limits and hides messages"),
    "Ada (admin)": ("ada", ADMINS, "sets up the bot"),
}
"""Display name to user name, role, and what this person does."""
_WATCHED: Final = {"Ben (new viewer)": "S01E01", "Max (moderator)": "finished"}
"""How much of the demo show some of them have watched."""
ROLES: Final = {
    MODERATORS: discord.Permissions(manage_messages=True),
    ADMINS: discord.Permissions(manage_guild=True, manage_messages=True),
}
_A_WEEK_OLD: Final = Policy(Kind.AIRED, days=DEFAULT_DAYS, strict=True)
_FAVOURITE: Final = "Nora is right: never argue about the lamp, move the lamp."
"""What a fan has said: a message to try the menus on."""
_STAGE_GOLD: Final = 0xE3B341


@dataclass(frozen=True, slots=True)
class World:
    """The ids of the simulated server's members, channels and roles, by name."""

    guild_id: int
    channel_ids: Mapping[str, int]
    role_ids: Mapping[str, int]
    user_ids: Mapping[str, int]


async def build(env: simcord.Env) -> tuple[simcord.GuildHandle, Sequence[simcord.MemberActor]]:
    """Set up the simulated server with its channels, roles and people."""
    assert env.bot.user is not None  # SimCord has logged the bot in
    await env.bot.user.edit(username=BOT_NAME)
    guild = env.create_guild(SERVER_NAME)
    for name, topic in CHANNELS.items():
        guild.create_text_channel(name, topic=topic)
    roles = {name: guild.create_role(name, permissions=permissions) for name, permissions in ROLES.items()}
    people = [
        guild.add_member(env.create_user(username, global_name=name), roles=[roles[role]] if role else [])
        for name, (username, role, _) in PEOPLE.items()
    ]
    await people[0].send(guild.channels[next(iter(CHANNELS))], _FAVOURITE)
    await env.settle()
    return guild, people


def world_of(guild: simcord.GuildHandle, people: Sequence[simcord.MemberActor]) -> World:
    """The ids of what was built."""
    return World(
        guild_id=guild.id,
        channel_ids={name: guild.channels[name].id for name in CHANNELS},
        role_ids={name: guild.roles[name].id for name in ROLES},
        user_ids={name: person.id for name, person in zip(PEOPLE, people, strict=True)},
    )


async def welcome(bot: discord.Client, world: World) -> None:
    """Post the welcome into the first channel, as the bot."""
    steps = [f"{number}. {step.says} `{step.command or step.button}`" for number, step in enumerate(STEPS, 1)]
    people = [f"- **{name}** {purpose}" for name, (_, _, purpose) in PEOPLE.items()]
    channels = [f"- <#{world.channel_ids[name]}> {topic}" for name, topic in CHANNELS.items()]
    passages = [
        ["## Welcome to the playground", "A simulated Discord on your own machine: no account, no network."],
        ["**Start here: four clicks**", *steps],
        [
            "**Then try**",
            " ".join(f"`{command}`" for command in SUGGESTED_COMMANDS),
            "-# A click sends a command. Type one to get suggestions.",
        ],
        ["**People**, under “Viewing as”", *people],
        [
            "**Channels**",
            *channels,
            "-# Right-click a message for its menu. Try it as Max.",
        ],
        ["-# Two shows are loaded: *The Late Crossing*, which is made up, and *Smash*."],
    ]
    box: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=_STAGE_GOLD)
    for number, lines in enumerate(passages):
        if number:
            box.add_item(discord.ui.Separator())
        box.add_item(discord.ui.TextDisplay("\n".join(lines)))
    channel = bot.get_channel(next(iter(world.channel_ids.values())))
    assert isinstance(channel, discord.TextChannel)  # built above
    await channel.send(view=discord.ui.LayoutView(timeout=None).add_item(box))


async def set_up_world(database: Database, world: World) -> None:
    """Load the demo show, and set the simulated server up as its welcome and topics promise."""
    with TemporaryDirectory(prefix="understudy-") as folder:
        write_packs(Path(folder), now().date())
        await load_packs(database, Path(folder))
    setup = Setup(database=database)
    admin = Asker(UserId(0), GuildId(world.guild_id), (), Audience.ASKER, manages=True)
    await setup.set_default_show(admin, DEMO)
    await setup.set_moderator_roles(admin, [RoleId(world.role_ids[MODERATORS])])
    await setup.set_channels(admin, OPEN, [ChannelId(world.channel_ids["spoilers-welcome"])])
    await setup.set_channels(admin, _A_WEEK_OLD, [ChannelId(world.channel_ids["no-spoilers"])])
    progress = Progress(database=database, viewpoints=Viewpoints(clock=now), clock=now)
    for name, watched in _WATCHED.items():
        person = Asker(UserId(world.user_ids[name]), GuildId(world.guild_id), (), Audience.ASKER)
        await progress.set(person, watched, DEMO)
