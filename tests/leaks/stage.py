"""The suite's world: the bot, three people, the contexts they can be in, and random rules."""

import random
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
import simcord.interactions
from simcord import ChannelHandle, Env, GuildHandle, MemberActor
from simcord.results import ResponseMessage

from bot.app import build
from bot.client import Understudy
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.positions import Position
from bot.playground.webhooks import webhooks_as_discord_has_them
from bot.services.pack_loading import load_packs
from bot.store.database import Database
from bot.store.guilds import set_log_channel, set_moderator_roles
from tests.leaks.catalogue import Catalogue
from tests.leaks.oracle import HIDDEN, NOTHING, PlaceRule, Seen, ShowView, Story, rule_in
from tests.leaks.story_order import UNPLACED
from tests.leaks.watch import Leak, Tally

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

PLACES_BY_CONTEXT = {
    "channel": ("channel", "category", "server"),
    "thread": ("thread", "channel", "category", "server"),
    "post": ("post", "forum", "server"),
    "side": ("side", "server"),
}
"""The contexts in the server, and the channels whose settings may apply there, nearest first."""

CONTEXTS = (*PLACES_BY_CONTEXT, "orphan", "dm", "group", "user install")
"""All contexts. An orphan is a thread whose channel the bot does not know."""

KEPT_MESSAGES = 60
"""How many old messages can still be clicked."""


@dataclass(slots=True)
class Rules:
    """The current rules: channel settings, progress by user and show, and the time."""

    settings: dict[tuple[str, str | None], PlaceRule] = field(
        default_factory=dict[tuple[str, str | None], PlaceRule]
    )
    hides_titles: bool = False
    progress: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])
    now: datetime = BEGINNING


@dataclass(frozen=True, slots=True)
class Kept:
    """A message to be clicked later: its owner, its context, and its kind (the clicks it offers)."""

    message: ResponseMessage
    owner: MemberActor
    context: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Insisted:
    """What somebody pressed "Show anyway" for: an item (`*`: all results of a search), and its position."""

    thing: str
    at: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Insisting:
    """Whether somebody insists on exactly this, or else on which positions of which shows."""

    on_this: bool = False
    at: frozenset[tuple[str, int]] = frozenset()


NOT_INSISTING = Insisting()


@dataclass(slots=True)
class Stage:
    """The suite's world. `actor` does the next action, in `context`."""

    env: Env
    bot: Understudy
    database: Database
    catalogue: Catalogue
    shows: Mapping[str, int]
    guild: GuildHandle
    places: Mapping[str, ChannelHandle]
    admin: MemberActor
    moderator: MemberActor
    fan: MemberActor
    actor: MemberActor
    chance: random.Random
    tally: Tally
    rules: Rules = field(default_factory=Rules)
    context: str = "channel"
    kept: deque[Kept] = field(default_factory=lambda: deque[Kept](maxlen=KEPT_MESSAGES))
    deleted: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Episodes that the server has deleted, by show."""
    undoing: list[tuple[str, str, Kept]] = field(default_factory=list[tuple[str, str, Kept]])
    """The same, with the answers that can undo it."""
    insisted: dict[tuple[int, int], "Insisted"] = field(default_factory=dict[tuple[int, int], "Insisted"])
    """By person and message: what they pressed "Show anyway" for."""
    typed: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    """By person: what they searched for."""
    beyond: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    """Person and number of each search with the option `beyond`."""
    insists: bool = True
    """Whether anybody asks for spoilers past their progress."""
    read: int = 0

    @property
    def people(self) -> tuple[MemberActor, ...]:
        """The three members."""
        return self.admin, self.moderator, self.fan

    @property
    def place(self) -> ChannelHandle:
        """The channel or thread of the context."""
        return self.places[self.context if self.context in self.places else "channel"]

    @property
    def in_server(self) -> bool:
        """Whether the bot knows the server in this context."""
        return self.context in PLACES_BY_CONTEXT or self.context == "orphan"

    def seen(self, actor: MemberActor, *, alone: bool, insisted: Insisting, named: bool) -> Seen:
        """How somebody sees a reply in this context."""
        show_views = {
            show.slug: self._show_view(actor, show.slug)
            for show in self.catalogue.shows
            if self.in_server or not show.owned
        }
        return Seen(
            alone=alone,
            show_views=show_views,
            hides_titles=self.rules.hides_titles and self.in_server,
            insisted=insisted.on_this,
            insisted_at=insisted.at,
            named=named,
        )

    def _show_view(self, actor: MemberActor, slug: str) -> ShowView:
        rule, places = HIDDEN, PLACES_BY_CONTEXT.get(self.context)
        if places is not None:
            rule = rule_in(self.rules.settings, places, slug)
        story = self.story(slug)
        return ShowView(
            story, rule, story.limit(rule, self.rules.now), self.rules.progress.get((actor.id, slug))
        )

    def story(self, slug: str) -> Story:
        """A show as it is in this context."""
        deleted = self.deleted.get(slug, frozenset()) if self.in_server else frozenset[str]()
        return Story.without(self.catalogue.show(slug).episodes, deleted)

    async def follow_progress(self) -> None:
        """Read everyone's progress again: commands and clicks may have changed it."""
        async with self.database.read() as reading:
            rows = await reading.rows("SELECT user_id, progress_key, position FROM progress")
        slugs = {key: slug for slug, key in self.shows.items()}
        self.rules.progress = {(row["user_id"], slugs[row["progress_key"]]): row["position"] for row in rows}
        for (_, slug), key in self.rules.progress.items():
            _must_be_placed(slug, key)


def _must_be_placed(slug: str, key: int) -> None:
    if key != NOTHING and (key >= UNPLACED or Position.from_key(key).season in (0, 9999)):
        reason = f"progress in {slug} was set to what has no place in the story: {key}"
        raise Leak(reason)


@asynccontextmanager
async def open_stage(
    folder: Path, seed: int, patch: pytest.MonkeyPatch, tally: Tally, catalogue: Catalogue | None = None
) -> AsyncGenerator[Stage]:
    """A world with the marked shows in it."""
    catalogue = catalogue or Catalogue()
    packs = catalogue.write(folder / "packs")
    holder: list[Stage] = []
    async with Database.open(folder / "leaks.db") as database:
        await load_packs(database, packs)
        await _store_old_timestamps(database, catalogue)
        bot = build(
            database,
            announce=lambda _: None,
            clock=lambda: holder[0].rules.now if holder else BEGINNING,
            shard_count=1,
        )
        env = Env(bot, settle_timeout=60)  # a slow machine is not a failure
        await env.start()
        try:
            stage = await _build(env, bot, database, catalogue, random.Random(seed), tally)
            holder.append(stage)
            _fill_in_contexts(stage, patch)
            with webhooks_as_discord_has_them():
                yield stage
        finally:
            await env.shutdown()


async def _store_old_timestamps(database: Database, catalogue: Catalogue) -> None:
    """Store invalid timestamps, as older versions allowed them."""
    async with database.write() as writing:
        for word, timestamp in catalogue.timestamps:
            await writing.run("UPDATE quote SET timestamp = $2 WHERE instr(text, $1) > 0", word, timestamp)


async def _build(
    env: Env, bot: Understudy, database: Database, catalogue: Catalogue, chance: random.Random, tally: Tally
) -> Stage:
    guild = env.create_guild("Canaries")
    everything = discord.Permissions(manage_guild=True, manage_messages=True)
    admins = guild.create_role("Admins", permissions=everything)
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_messages=True))
    admin = guild.add_member(env.create_user("fay"), roles=[admins])
    moderator = guild.add_member(env.create_user("max"), roles=[moderators])
    fan = guild.add_member(env.create_user("otto"))
    places = await _places(env, guild, fan)
    _let_see_every_command(env, guild, fan)
    async with database.write() as writing:
        await set_log_channel(writing, GuildId(guild.id), ChannelId(places["log"].id))
        await set_moderator_roles(writing, GuildId(guild.id), [RoleId(moderators.id)])
        for show in catalogue.shows:
            if show.owned:
                await writing.run("UPDATE show SET owner = $2 WHERE slug = $1", show.slug, guild.id)
        shows = {row["slug"]: row["id"] for row in await writing.rows("SELECT id, slug FROM show")}
    return Stage(
        env=env,
        bot=bot,
        database=database,
        catalogue=catalogue,
        shows=shows,
        guild=guild,
        places=places,
        admin=admin,
        moderator=moderator,
        fan=fan,
        actor=fan,
        chance=chance,
        tally=tally,
    )


async def _places(env: Env, guild: GuildHandle, fan: MemberActor) -> dict[str, ChannelHandle]:
    category = guild.create_category("talk")
    places = {
        "category": category,
        "channel": guild.create_text_channel("general", category=category),
        "forum": guild.create_forum_channel("posts"),
        "side": guild.create_text_channel("side"),
        "lost": guild.create_text_channel("lost"),
        "log": guild.create_text_channel("log"),
    }
    await env.settle()
    for name, parent in (("thread", "channel"), ("post", "forum"), ("orphan", "lost")):
        thread = env.backend.create_thread(places[parent].id, f"a {name}", fan.id)
        places[name] = ChannelHandle(env, guild, thread)
    await env.settle()
    known = env.bot.get_guild(guild.id)
    lost = known and known.get_channel(places["lost"].id)
    assert known is not None
    assert lost is not None
    known._remove_channel(lost)  # pyright: ignore[reportPrivateUsage]  # as if the bot had missed it
    return places


def _let_see_every_command(env: Env, guild: GuildHandle, fan: MemberActor) -> None:
    """Show the moderators' commands to the fan: the bot checks permissions itself."""
    for name, kind in (("catalog", 1), ("spoilers", 1), ("Save as quote", 3)):
        command = env.backend.find_command(name, guild.id, type=kind)
        assert command is not None
        guild.set_command_permissions(int(command["id"]), {fan: True})


def _fill_in_contexts(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """SimCord leaves out how the bot was installed."""
    plain = simcord.interactions.base_payload

    def base_payload(backend: Any, **given: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = plain(backend, **given)
        user, guild = str(given["user_id"]), given["guild_id"]
        by_user = stage.context in ("user install", "group")
        payload["authorizing_integration_owners"] = {"1": user} if by_user else {"0": str(guild or 0)}
        payload["context"] = {"dm": 1, "group": 2}.get(stage.context, 0)
        return record, payload

    patch.setattr(simcord.interactions, "base_payload", base_payload)
