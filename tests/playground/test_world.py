"""The playground's world as a newcomer finds it, without a browser."""

import re
from pathlib import Path
from typing import Any

import simcord

from bot.app import build, opened
from bot.playground import CHANNELS, SUGGESTED_COMMANDS, set_up_world
from bot.playground.world import STEPS, world_of
from bot.playground.world import build as build_world
from bot.services.pack_loading import bundled_packs
from tests.world import text_of

COMMANDS = (*SUGGESTED_COMMANDS, *(step.command for step in STEPS if step.command))
EMPTY = re.compile(
    r"No (quote|song|episode|summary|scene|result)|Nothing|not found|can't|couldn't|went wrong"
)


def parsed(line: str) -> tuple[str, dict[str, Any]]:
    """A typed command, split into name and options."""
    name, *options = re.split(r" (\w+):", line.removeprefix("/"))
    given = dict(zip(options[::2], options[1::2], strict=True))
    return name, {
        option: value == "True" if option == "private" else value for option, value in given.items()
    }


async def test_every_suggested_command_has_something_to_show_for_everyone(tmp_path: Path) -> None:
    """Every command of the welcome message has a result for each person, in each channel, at any progress."""
    async with opened(tmp_path / "p.db", bundled_packs()) as database:
        bot = build(database, announce=lambda _: None, shard_count=1)
        async with simcord.run(bot) as env:
            guild, people = await build_world(env)
            await set_up_world(database, world_of(guild, people))
            for person in people:
                for progress in (None, "S01E05", "S02E02", "finished"):
                    if progress is not None:
                        await person.slash(guild.channels["general"], "progress set", episode=progress)
                    for channel in CHANNELS:
                        for command in (
                            *SUGGESTED_COMMANDS,
                            *(step.command for step in STEPS if step.command),
                        ):
                            name, options = parsed(command)
                            answer = await person.slash(guild.channels[channel], name, **options)
                            assert not EMPTY.search(text_of(answer)), (
                                person.user.name,
                                progress,
                                channel,
                                command,
                            )
