"""The documents for hosts are correct: names, log lines, links, paths."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.client import PERMISSIONS, invite_link
from bot.commandline.commands import cli
from bot.domain.storage_errors import StorageFailed

ROOT = Path(__file__).parents[1]
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "hosting-reference.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
SHOWING_PICTURES = ("README.md", "docs/admins.md", "docs/moderating.md")
SENTENCES = " ".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "commandline").glob("*.py"))
)

NAMED_TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)))


def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED_TESTS)
def test_every_test_named_in_security_md_exists(file: str, name: str) -> None:
    assert name in functions_in(ROOT / file)


def test_every_threat_names_a_test_or_says_it_is_checked_by_hand() -> None:
    rows = [line for line in SECURITY.splitlines() if line.startswith("| **")]
    assert len(rows) > 10
    assert [row for row in rows if "::" not in row and "| by hand:" not in row] == []


def lines_of_the_log() -> Iterator[str]:
    """Every line that the code logs, as the guide writes it, with `…` for variable parts."""
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(ast.Attribute(ast.Name("_log"), _), [ast.Constant(str() as line), *_]):
                        yield re.sub(r"%[sd]", "…", line)
                    case _:
                        pass


def test_the_guide_explains_exactly_the_lines_of_the_log() -> None:
    section = REFERENCE.split("## The log")[1].split("## ")[0]
    explained = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    # A filter adds the error's name to disk failures (bot/logs.py).
    known = {"the database failed": "the database failed: … (…)"}
    logged = {known.get(line, line) for line in lines_of_the_log()}
    assert len(logged) > 8
    assert explained == logged


def test_the_guide_explains_every_kind_of_storage_failure() -> None:
    section = REFERENCE.split("## What check says")[1]
    assert {kind.__name__ for kind in StorageFailed.__subclasses__()} == set(
        re.findall(r"`((?:Database|Disk)\w+)`", section)
    )


def test_the_guide_quotes_the_real_output_of_check() -> None:
    section = REFERENCE.split("## What check says")[1].split("\n## ")[0]
    quoted = re.findall(r"^\| \*([^*]+)\*", section, re.MULTILINE)
    assert len(quoted) > 10
    for sentence in quoted:
        for part in sentence.split("…"):
            assert part.strip() in SENTENCES, part


def test_the_documented_invite_link_and_permissions_are_the_bots() -> None:
    link = invite_link(1).replace("client_id=1", "client_id=YOUR_ID")
    assert link in HOSTING
    section = REFERENCE.split("## Permissions")[1].split("\n## ")[0]
    named = re.findall(r"^\| ([A-Z][A-Za-z ]+) \|", section, re.MULTILINE)
    here_named = {"View Channels": "read_messages"}  # discord.py still uses the old name
    as_here = {here_named.get(name, name.lower().replace(" ", "_")) for name in named}
    assert as_here == {name for name, is_set in PERMISSIONS if is_set}


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "SECURITY.md",
        "PRIVACY.md",
        "CONTRIBUTING.md",
        "docs/hosting.md",
        "docs/hosting-reference.md",
        "docs/alerts.md",
        "docs/upstream.md",
        "docs/internals.md",
        "docs/packs.md",
        "docs/admins.md",
        "docs/moderating.md",
        "docs/fans.md",
        "docs/imports.md",
    ],
)
def test_links_within_the_documents_work(document: str) -> None:
    path = ROOT / document
    text = path.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if link.startswith("#"):
            assert link[1:] in headings, link
        elif not link.startswith("https://"):
            assert (path.parent / link.split("#")[0]).exists(), link


def test_the_readmes_part_before_hosting_is_short() -> None:
    before = (ROOT / "README.md").read_text(encoding="utf-8").split("## Host it")[0]
    assert len(before.split()) <= 600


def test_the_documents_pictures_are_small_and_all_used() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in SHOWING_PICTURES]
    shown = {name for text in texts for name in re.findall(r"images/([\w-]+\.(?:png|gif))", text)}
    assert shown == set(pictures)
    assert sum(pictures.values()) < 1_000_000


def test_every_host_command_in_the_guide_exists() -> None:
    known = {command.name for command in cli.registered_commands}
    typed = set(re.findall(r"(?:python -m bot|understudy understudy|bin/understudy) ([a-z]+)", HOSTING))
    assert typed >= {"run", "check", "backup", "restore"}
    assert typed <= known


def test_docker_image_and_wheel_contain_every_bundled_show() -> None:
    packs = {path.parent.name for path in (ROOT / "data").glob("*/show.toml")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {f"data/{name}": f"bot/packs/{name}" for name in packs}
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"^COPY data/(\S+) data/\1$", image, re.MULTILINE)) == packs


def test_systemd_accepts_the_unit_file(tmp_path: Path) -> None:
    unit = (ROOT / "docs" / "understudy.service").read_text(encoding="utf-8")
    copy = tmp_path / "understudy.service"
    copy.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", unit))
    try:
        verified = subprocess.run(
            ["systemd-analyze", "verify", copy],  # noqa: S607 - found on the PATH
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("this machine has no systemd-analyze")
    assert (verified.returncode, verified.stderr) == (0, "")
