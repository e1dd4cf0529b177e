"""Loading the bundled packs into the catalogue."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.domain.drafts import ShowDraft
from bot.domain.placing import with_specials_placed
from bot.domain.problems import Problem
from bot.domain.start_errors import BrokenPack
from bot.importers.pack import read_pack
from bot.importers.source import Unreadable
from bot.store.database import Database
from bot.store.folding import fold_waiting
from bot.store.packs import fingerprint_of, save_bundled_show

_log = logging.getLogger(__name__)


def bundled_packs() -> Path:
    """The folder of bundled packs: inside the installed package, or `data/` beside a checkout's code."""
    package = Path(__file__).parents[1]
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent / "data"


def read_packs(folder: Path) -> dict[str, ShowDraft]:
    """Read every pack in a folder (a sub-folder with a `show.toml`), by fingerprint.

    Raises `BrokenPack` with every problem of every pack.
    """
    drafts: dict[str, ShowDraft] = {}
    problems: list[Problem] = []
    for pack in sorted(path.parent for path in folder.glob("*/show.toml")):
        files = {path.name: path.read_bytes() for path in pack.glob("*.toml")}
        try:
            draft = read_pack(files)
            drafts[_fingerprint(files)] = replace(draft, episodes=with_specials_placed(draft.episodes))
        except Unreadable as bad:
            problems += [replace(problem, file=f"{pack.name}/{problem.file}") for problem in bad.problems]
    if problems:
        raise BrokenPack(tuple(problems))
    return drafts


async def load_packs(database: Database, folder: Path) -> None:
    """Bring the bundled shows up to date with the packs of a folder, in one transaction, where they changed.

    Raises `BrokenPack`; the database is then as it was.
    """
    drafts = read_packs(folder)
    async with database.read() as reading:
        changed = {
            fingerprint: draft
            for fingerprint, draft in drafts.items()
            if await fingerprint_of(reading, draft.slug) != fingerprint
        }
    async with database.write() as writing:
        for fingerprint, draft in changed.items():
            await save_bundled_show(writing, draft, fingerprint)
        await fold_waiting(writing)  # lines from before there was a search
    for draft in changed.values():
        _log.info("loaded pack %s: %d episodes", draft.slug, len(draft.episodes))


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()
