"""What the image installs, and what the alerts speak of."""

import re
import tomllib
from pathlib import Path

from tests.test_health import Here, get, here, port, there

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "image.lock").read_text(encoding="utf-8").splitlines()[1:]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

__all__ = ["here", "port", "there"]


def _name(requirement: str) -> str:
    return re.split(r"[=<>\[ ]", requirement)[0].lower().replace("_", "-")


def _versions(lines: list[str]) -> dict[str, str]:
    return {_name(line): line.split()[0].partition("==")[2] for line in lines}


def test_every_file_of_the_image_has_a_hash_and_none_an_address() -> None:
    assert len(LOCK) > 30
    for line in LOCK:
        assert re.fullmatch(r"\S+==\S+( --hash=sha256:[0-9a-f]{64}){1,2}", line), line
    assert "--require-hashes" in DOCKERFILE


def test_the_image_gets_the_pinned_versions_of_all_dependencies() -> None:
    pinned = _versions((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    locked = _versions(LOCK)
    assert {name: version for name, version in locked.items() if pinned.get(name, version) != version} == {}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {_name(one) for one in project["project"]["dependencies"]}
    assert wanted <= locked.keys()
    assert locked.keys() - pinned.keys() <= {
        "hatchling", "editables", "pathspec", "tomlkit", "trove-classifiers"  # what builds it
    }  # fmt: skip


def test_the_container_is_not_root_and_cannot_write_elsewhere() -> None:
    assert re.search(r"^USER understudy$", DOCKERFILE, re.MULTILINE)
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for line in ("read_only: true", "cap_drop: [ALL]", "mem_limit: 1g", "no-new-privileges:true"):
        assert line in compose


async def test_every_number_that_an_alert_is_about_exists(port: int, here: Here) -> None:
    alerts = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"understudy_\w+", alerts))
    assert len(wanted) > 5
    _, text = await get(port, "metrics")
    there_are = set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
    bare = {re.sub(r"_(sum|count|bucket)$", "", name) for name in wanted}
    assert bare <= there_are
