"""The world of the suite: the bot, two people, where they can be, and rules made at random."""

import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
import simcord.interactions
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

from bot.app import build
from bot.client import Understudy
from bot.domain.ids import ChannelId, GuildId, ProgressKey, UserId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import Limit
from bot.services.packs import load_packs
from bot.store.database import Database
from bot.store.guilds import set_hides_titles, set_log_channel
from bot.store.places import PlacePolicy, set_policy
from bot.store.progress import set_progress
from tests.leaks.catalogue import Catalogue
from tests.leaks.oracle import KEYS, NOT_STARTED, PlaceRule
from tests.webhooks import webhooks_as_discord_has_them


@dataclass(slots=True)
class Rules:
    """The rules of one setting."""

    place: PlaceRule
    hides_titles: bool
    progress: dict[int, int | None]
    context: str
    now: datetime


@dataclass(slots=True)
class Stage:
    """The world of the suite: the bot, two people, and where they can be."""

    env: Env
    bot: Understudy
    database: Database
    catalogue: Catalogue
    show: ProgressKey
    guild: GuildHandle
    category: ChannelHandle
    channel: ChannelHandle
    thread: ChannelHandle
    log: ChannelHandle
    fan: MemberActor
    other: MemberActor
    rules: Rules
    chance: random.Random
    shown: list[tuple[InteractionResult, MemberActor]] = field(default_factory=list[Any])
    read: int = 0
    went_beyond: bool = False


async def make_rules(stage: Stage) -> None:
    """Make up new rules, and put them in force."""
    chance = stage.chance
    rule = _place_rule(chance)
    limits = [None, NOT_STARTED, *KEYS, KEYS[-1] + 10**8]
    stage.rules = Rules(
        place=rule,
        hides_titles=chance.random() < 0.5,
        progress={member.id: chance.choice(limits) for member in (stage.fan, stage.other)},
        context=chance.choice(("channel", "channel", "thread", "dm", "user install", "group")),
        now=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 45)),
    )
    await _put_in_force(stage)
    stage.shown.clear()
    stage.went_beyond = False


def _place_rule(chance: random.Random) -> PlaceRule:
    kind = chance.choice(("open", "tagged", "up-to", "aired"))
    return PlaceRule(
        kind=kind,
        strict=chance.random() < 0.4,
        up_to=chance.choice(KEYS) if kind == "up-to" else None,
        days=chance.choice((0, 3, 7)) if kind == "aired" else None,
    )


async def _put_in_force(stage: Stage) -> None:
    """The rule goes to one of the places that can decide; whatever is farther off says something else."""
    chance, rules, guild = stage.chance, stage.rules, GuildId(stage.guild.id)
    chain = [ChannelId(stage.channel.id), ChannelId(stage.category.id), None]
    if rules.context == "thread":
        chain.insert(0, ChannelId(stage.thread.id))
    decides = chance.randrange(len(chain))
    async with stage.database.write() as writing:
        await writing.run("DELETE FROM place_policy")
        await writing.run("DELETE FROM progress")
        await set_hides_titles(writing, guild, rules.hides_titles)
        await set_log_channel(writing, guild, ChannelId(stage.log.id))
        for farther in chain[decides + 1 :]:
            await set_policy(writing, guild, PlacePolicy(farther, None, Policy(Kind.OPEN)))
        for_this_show = chance.random() < 0.5
        if for_this_show:
            await set_policy(writing, guild, PlacePolicy(chain[decides], None, Policy(Kind.OPEN)))
        policy = _policy(rules.place)
        await set_policy(
            writing, guild, PlacePolicy(chain[decides], stage.show if for_this_show else None, policy)
        )
        for user, key in rules.progress.items():
            if key is not None:
                await set_progress(writing, UserId(user), stage.show, Limit(key))


def _policy(rule: PlaceRule) -> Policy:
    up_to = None if rule.up_to is None else Position.from_key(rule.up_to)
    return Policy(Kind(rule.kind), up_to=up_to, days=rule.days, strict=rule.strict)


@asynccontextmanager
async def open_stage(folder: Path, seed: int, patch: pytest.MonkeyPatch) -> AsyncGenerator[Stage]:
    """A world with the marked show in it."""
    catalogue = Catalogue()
    packs = catalogue.write(folder / "packs")
    holder: list[Stage] = []
    async with Database.open(folder / "leaks.db") as database:
        await load_packs(database, packs)
        async with database.read() as reading:
            show = ProgressKey((await reading.one("SELECT id FROM show"))["id"])

        def clock() -> datetime:
            return holder[0].rules.now if holder else datetime(2026, 1, 1, tzinfo=UTC)

        bot = build(database, announce=lambda _: None, clock=clock, shard_count=1)
        env = Env(bot)
        await env.start()
        try:
            stage = await _build(env, bot, database, catalogue, show, random.Random(seed))
            holder.append(stage)
            _fill_in_contexts(stage, patch)
            with webhooks_as_discord_has_them():
                yield stage
        finally:
            await env.shutdown()


async def _build(
    env: Env,
    bot: Understudy,
    database: Database,
    catalogue: Catalogue,
    show: ProgressKey,
    chance: random.Random,
) -> Stage:
    guild = env.create_guild("Canaries")
    category = guild.create_category("talk")
    channel = guild.create_text_channel("general", category=category)
    everything = guild.create_role(
        "All", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
    )
    fan = guild.add_member(env.create_user("fay"), roles=[everything])
    await env.settle()
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    await found.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    await env.settle()
    (thread,) = channel.threads
    other = guild.add_member(env.create_user("otto"))
    for name, kind in (("catalog", 1), ("Save as quote", 3)):
        command = env.backend.find_command(name, guild.id, type=kind)
        assert command is not None
        guild.set_command_permissions(int(command["id"]), {other: True})  # the bot asks for rights itself
    return Stage(
        env=env,
        bot=bot,
        database=database,
        catalogue=catalogue,
        show=show,
        guild=guild,
        category=category,
        channel=channel,
        thread=thread,
        log=guild.create_text_channel("log"),
        fan=fan,
        other=other,
        rules=Rules(PlaceRule("tagged"), False, {}, "channel", datetime(2026, 1, 1, tzinfo=UTC)),
        chance=chance,
    )


def _fill_in_contexts(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """SimCord leaves out how the bot was installed, and knows no messages of other people."""
    plain = simcord.interactions.base_payload

    def base_payload(backend: Any, **given: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = plain(backend, **given)
        user, guild = str(given["user_id"]), given["guild_id"]
        by_user = stage.rules.context in ("user install", "group")
        payload["authorizing_integration_owners"] = {"1": user} if by_user else {"0": str(guild or 0)}
        payload["context"] = {"dm": 1, "group": 2}.get(stage.rules.context, 0)
        return record, payload

    patch.setattr(simcord.interactions, "base_payload", base_payload)
