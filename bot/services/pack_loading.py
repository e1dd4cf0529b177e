"""Loading the bundled packs into the catalogue."""

import hashlib
import logging
from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import Path

from bot.domain.drafts import Draft
from bot.domain.placing import with_specials_placed
from bot.domain.problems import Problem
from bot.domain.start_errors import BrokenPack
from bot.importers.pack_reading import read_pack
from bot.importers.source import Unreadable
from bot.store.changes import is_as_copied
from bot.store.database import Database, Writing
from bot.store.folding import fold_waiting
from bot.store.packs import fingerprints_of, forget_history, loaded_show, save_bundled_show

_log = logging.getLogger(__name__)


def bundled_packs() -> Path:
    """The folder of bundled packs: in the installed package, or `data/` in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent / "data"


def read_packs(folder: Path, but: Container[str] = ()) -> dict[str, Draft]:
    """Read every pack in a folder (each sub-folder with a `show.toml`), by fingerprint, but these.

    Raises `BrokenPack` with every problem of every pack.
    """
    drafts: dict[str, Draft] = {}
    problems: list[Problem] = []
    for pack in sorted(path.parent for path in folder.glob("*/show.toml")):
        files = {path.name: path.read_bytes() for path in pack.glob("*.toml")}
        fingerprint = _fingerprint(files)
        if fingerprint in but:
            continue
        try:
            draft = read_pack(files)
            drafts[fingerprint] = replace(draft, episodes=with_specials_placed(draft.episodes))
        except Unreadable as bad:
            problems += [replace(problem, file=f"{pack.name}/{problem.file}") for problem in bad.problems]
    if problems:
        raise BrokenPack(tuple(problems))
    return drafts


async def load_packs(database: Database, folder: Path) -> None:
    """Update the bundled shows from the packs in a folder that changed, in one transaction.

    A show that the host has edited is left alone until those changes are undone; then it is updated and its
    history is deleted. So no edit is lost, and no undone edit returns.

    Raises `BrokenPack`; the database is unchanged then.
    """
    async with database.read() as reading:
        changed = read_packs(folder, but=await fingerprints_of(reading))
    loaded: list[Draft] = []
    async with database.write() as writing:
        for fingerprint, draft in changed.items():
            if await _may_be_loaded(writing, draft):
                await save_bundled_show(writing, draft, fingerprint)
                loaded.append(draft)
            else:
                _log.warning(
                    "new version of pack %s not loaded: the show was changed on this machine", draft.slug
                )
        await fold_waiting(writing)  # quotes from before there was a search
    for draft in loaded:
        _log.info("loaded pack %s: %d episodes", draft.slug, len(draft.episodes))


async def _may_be_loaded(writing: Writing, draft: Draft) -> bool:
    """Whether the host has no changes in the way. Undone changes are deleted."""
    there = await loaded_show(writing, draft.slug)
    if there is None:
        return True
    if not await is_as_copied(writing, there):
        return False
    await forget_history(writing, there)
    return True


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()
