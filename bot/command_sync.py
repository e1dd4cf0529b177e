"""Syncing the commands with Discord, only if they changed: it allows few syncs a day."""

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any

from discord.app_commands import CommandTree

from bot.interactions.mentions import Mentions, ids_of, mentions_of
from bot.store.database import Database
from bot.store.remembered import recall, remember

_log = logging.getLogger(__name__)

_SYNCED = "synced commands"


async def sync_commands(
    tree: CommandTree[Any], payload: Sequence[dict[str, Any]], database: Database
) -> Mentions:
    """Sync the commands if their payload isn't the one that was synced last; their mentions by name."""
    text = json.dumps([tree.client.application_id, payload], sort_keys=True)
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    async with database.read() as reading:
        known, _, ids = (await recall(reading, _SYNCED) or "").partition(" ")
    if known != fingerprint or not ids:
        synced = await tree.sync()
        ids = json.dumps(ids_of(synced))
        async with database.write() as writing:
            await remember(writing, _SYNCED, f"{fingerprint} {ids}")
        _log.info("synced %d commands", len(synced))
    return mentions_of(tree, json.loads(ids))
