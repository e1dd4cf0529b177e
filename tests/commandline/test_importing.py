"""`import` and `export`, typed as a host types them."""

import json
from pathlib import Path

from tests.test_main import understudy

SETTINGS = {"DISCORD_TOKEN": "x", "UNDERSTUDY_DATABASE": "u.db"}
LINES = "season,episode,speaker,line\n2,2,Tom,A line of our own.\n2,3,Ivy,Another one.\n"


def test_a_file_is_imported_and_the_summary_says_what_came_of_it(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--json", **SETTINGS)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)
    told = json.loads(ran.stdout)
    assert (told["show"], told["new_lines"], told["changed_episodes"]) == ("smash", 2, 2)
    again = understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--json", **SETTINGS)
    assert json.loads(again.stdout)["changed"] == 0


def test_a_servers_import_leaves_the_bundled_show_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--server", "42", **SETTINGS)
    bundled = understudy(tmp_path, "export", "--show", "smash", "--json", **SETTINGS)
    assert json.loads(bundled.stdout)["lines"] == 10
    own = understudy(tmp_path, "export", "--server", "42", "--json", "--force", **SETTINGS)
    assert json.loads(own.stdout)["lines"] == 12


def test_what_is_exported_imports_back_to_the_same(tmp_path: Path) -> None:
    understudy(tmp_path, "export", "--show", "smash", "--format", "json", **SETTINGS)
    ran = understudy(tmp_path, "import", "smash.json", "--json", **SETTINGS)
    assert json.loads(ran.stdout)["changed"] == 0


def test_an_export_replaces_no_file_unasked(tmp_path: Path) -> None:
    (tmp_path / "smash.toml").write_text("mine", encoding="utf-8")
    ran = understudy(tmp_path, "export", "--show", "smash", **SETTINGS)
    assert ran.returncode == 1
    assert "--force" in ran.stderr
    assert (tmp_path / "smash.toml").read_text(encoding="utf-8") == "mine"


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "cat.png", "lines.csv", "--show", "smash", **SETTINGS)
    assert ran.returncode == 1
    assert "cat.png" in ran.stderr
    assert "new lines" in ran.stdout


def test_a_show_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "lines.csv", "--show", "nope", **SETTINGS)
    assert ran.returncode == 1
    assert "There is no show nope" in ran.stderr
