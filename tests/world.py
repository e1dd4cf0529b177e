"""A small simulated Discord with the real bot in it."""

import logging
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

from bot.app import build
from bot.client import Understudy
from bot.services.packs import load_packs
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class World:
    """A server with a channel, a fan and another fan."""

    env: Env
    bot: Understudy
    database: Database
    guild: GuildHandle
    general: ChannelHandle
    fan: MemberActor
    other: MemberActor
    expected: list[type[BaseException]] = field(default_factory=list[type[BaseException]])
    """Errors that a test brings about on purpose."""

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database; Discord goes on."""
        await self.env.restart_bot(_bot(self.database))


@asynccontextmanager
async def open_world(path: Path, packs: Path) -> AsyncGenerator[World]:
    """Start the bot on a database at `path` with these packs in it, in a server of its own.

    At the end, whatever the bot could not answer in so many words is raised.
    """
    async with Database.open(path) as database:
        await load_packs(database, packs)
        bot = _bot(database)
        with _failures() as failures:
            async with _started(Env(bot)) as env:
                guild = env.create_guild("Smash Fans")
                world = World(
                    env=env,
                    bot=bot,
                    database=database,
                    guild=guild,
                    general=guild.create_text_channel("general"),
                    fan=guild.add_member(env.create_user("fay")),
                    other=guild.add_member(env.create_user("otto")),
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
    """The errors that the bot logs: each is one that nobody has foreseen."""
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


def _bot(database: Database) -> Understudy:
    return build(database, announce=_ignored, shard_count=1)


def _ignored(_: str) -> None:
    """What the host would be told."""


def components_of(result: InteractionResult) -> list[dict[str, Any]]:
    """The components of the answer to an interaction."""
    assert result.response is not None
    return result.response.components


def text_of(result: InteractionResult) -> str:
    """All the text that the answer shows, without labels of buttons."""
    return "\n".join(part["content"] for part in walk(components_of(result)) if "content" in part)


def labels_of(result: InteractionResult) -> list[str]:
    """The labels of the answer's buttons, in order."""
    return [part["label"] for part in walk(components_of(result)) if part.get("label")]


def message_of(result: InteractionResult) -> discord.Message:
    """The answer as a message that can be clicked."""
    assert result.response is not None
    return result.response.message


def walk(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too."""
    for part in parts:
        yield part
        yield from walk(part.get("components", []))
