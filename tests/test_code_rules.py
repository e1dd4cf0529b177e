"""Architecture rules that no type checker enforces: import directions, and where SQL and Discord belong."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stand_in.process import environment

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for folder in ("bot", "cogs") for path in (ROOT / folder).rglob("*.py"))

LAYERS = {
    "bot/domain/": ("bot.domain",),
    "bot/importers/": ("bot.domain", "bot.importers"),
    "bot/store/": ("bot.domain", "bot.store"),
    "bot/services/": ("bot.domain", "bot.importers", "bot.store", "bot.services"),
    "bot/gateway/": ("bot.gateway",),
    "bot/replies/": ("bot.domain", "bot.services", "bot.replies"),
    "bot/interactions/": ("bot.domain", "bot.services", "bot.replies", "bot.interactions"),
    "bot/webhooks/": ("bot.domain", "bot.services", "bot.replies", "bot.interactions", "bot.webhooks"),
    "cogs/": (
        "bot.domain",
        "bot.importers",
        "bot.services",
        "bot.replies",
        "bot.interactions",
        "bot.webhooks",
    ),
}
DISCORD = (
    "cogs/",
    "bot/replies/",
    "bot/interactions/",
    "bot/webhooks/",  # it posts, edits and deletes messages itself, unlike replies
    "bot/addresses.py",
    "bot/client.py",
    "bot/command_sync.py",
    "bot/gateway/",
    "bot/health/",
    "bot/playground/",
    "bot/logs.py",
    "bot/commandline/",
)
DOMAIN_MAY_USE = {*sys.stdlib_module_names, "rapidfuzz", "bot"}

_SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA)\b", re.DOTALL
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_layers(path: Path) -> None:
    for folder, allowed in LAYERS.items():
        if name_of(path).startswith(folder):
            ours = [name for name in imports_of(path) if name.split(".")[0] in {"bot", "cogs"}]
            assert [name for name in ours if not name.startswith(allowed)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_discord_is_imported_only_where_replies_are_made(path: Path) -> None:
    if not name_of(path).startswith(DISCORD):
        assert not [name for name in imports_of(path) if name.split(".")[0] == "discord"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_sql_is_only_in_the_store(path: Path) -> None:
    if not name_of(path).startswith("bot/store/"):
        assert not _SQL.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in MODULES if "/domain/" in name_of(path)], ids=name_of)
def test_the_domain_needs_nothing_but_the_standard_library_and_rapidfuzz(path: Path) -> None:
    assert {name.split(".")[0] for name in imports_of(path)} <= DOMAIN_MAY_USE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_more_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_importing_a_module_has_no_side_effects(tmp_path: Path) -> None:
    """Every module can be imported in an empty folder without settings; nothing is printed or created."""
    names = [
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in MODULES
        if path.name != "__main__.py" and "playground" not in path.parts
    ]
    ran = subprocess.run(
        [sys.executable, "-c", "import " + ", ".join(names)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_running_bot_loads_no_library_that_only_other_commands_need(tmp_path: Path) -> None:
    run = "import sys; from bot.__main__ import main; sys.argv[1:] = ['run']"
    ran = subprocess.run(
        [sys.executable, "-c", f"{run}\ntry: main()\nexcept SystemExit: print(*sys.modules)"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ran.stdout.split())
    assert "bot.app" in loaded
    assert loaded.isdisjoint(
        {"chardet", "mwparserfromhell", "prometheus_client", "pydantic", "pysubs2", "rich", "typer", "webvtt"}
    )


MODERATORS_DOOR = ("bot.store.unfiltered", "bot.store.edits")
OPENS_IT = re.compile(
    r"bot/(store/.*|services/(editing|subjects/.*|forms|records|history|panels|imports|exports))\.py"
)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_services_for_moderators_read_the_catalogue_unfiltered(path: Path) -> None:
    if not OPENS_IT.fullmatch(name_of(path)):
        assert not [name for name in imports_of(path) if name in MODERATORS_DOOR]
