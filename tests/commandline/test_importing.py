"""`import` and `export`, as a host runs them."""

import json
from pathlib import Path

from tests.test_main import understudy

SETTINGS = {"DISCORD_TOKEN": "x", "UNDERSTUDY_DATABASE": "u.db"}
LINES = "season,episode,speaker,line\n2,2,Tom,A line of our own.\n2,3,Ivy,Another one.\n"


def test_an_imported_file_is_summarised(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--json", **SETTINGS)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)
    report = json.loads(ran.stdout)
    assert (report["show"], report["new_lines"], report["changed_episodes"]) == ("smash", 2, 2)
    again = understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--json", **SETTINGS)
    assert json.loads(again.stdout)["changed"] == 0


def test_an_import_for_one_server_does_not_change_the_bundled_show(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    understudy(tmp_path, "import", "lines.csv", "--show", "smash", "--server", "42", **SETTINGS)
    bundled = understudy(tmp_path, "export", "--show", "smash", "--json", **SETTINGS)
    assert json.loads(bundled.stdout)["lines"] == 10
    own = understudy(tmp_path, "export", "--server", "42", "--json", "--force", **SETTINGS)
    assert json.loads(own.stdout)["lines"] == 12


def test_an_export_imports_back_without_changes(tmp_path: Path) -> None:
    understudy(tmp_path, "export", "--show", "smash", "--format", "json", **SETTINGS)
    ran = understudy(tmp_path, "import", "smash.json", "--json", **SETTINGS)
    assert json.loads(ran.stdout)["changed"] == 0


def test_an_export_does_not_replace_a_file_without_force(tmp_path: Path) -> None:
    (tmp_path / "smash.toml").write_text("mine", encoding="utf-8")
    ran = understudy(tmp_path, "export", "--show", "smash", **SETTINGS)
    assert ran.returncode == 1
    assert "--force" in ran.stderr
    assert (tmp_path / "smash.toml").read_text(encoding="utf-8") == "mine"


def test_an_unreadable_file_is_named_and_the_others_are_imported(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "cat.png", "lines.csv", "--show", "smash", **SETTINGS)
    assert ran.returncode == 1
    assert "cat.png" in ran.stderr
    assert "new lines" in ran.stdout


def test_an_unknown_show_is_reported(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    ran = understudy(tmp_path, "import", "lines.csv", "--show", "nope", **SETTINGS)
    assert ran.returncode == 1
    assert "lines.csv: No show is called nope. Shows: smash." in ran.stderr


def test_with_json_errors_are_json_too(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    files = ("lines.csv", "gone.csv")
    ran = understudy(tmp_path, "import", *files, "--show", "nope", "--json", **SETTINGS)
    assert (ran.returncode, ran.stderr) == (1, "")
    refused = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(each["file"], each["exit_code"]) for each in refused] == [(file, 1) for file in files]
    assert "No show is called nope" in refused[0]["error"]
    assert refused[1]["error"] == "gone.csv: cannot be read: No such file or directory"


LIST = json.dumps(
    [{"season": 1, "number": 1, "name": "Trash", "airdate": "2014-03-11", "summary": "<p>New.</p>"}]
)


def test_a_file_that_names_no_show_changes_nothing_and_says_how_to_name_one(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(LIST, encoding="utf-8")
    ran = understudy(tmp_path, "import", "list.json", **SETTINGS)
    assert ran.returncode == 1
    assert "does not say which show it is for" in ran.stderr
    assert "--show SLUG, or --new TITLE" in ran.stderr
    made = understudy(tmp_path, "import", "list.json", "--new", "Lantern Row", "--json", **SETTINGS)
    report = json.loads(made.stdout)
    assert (report["show"], report["new_show"], report["new_episodes"]) == ("lantern-row", True, 1)


def test_overwritten_values_are_listed_in_a_dry_run_and_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(LIST, encoding="utf-8")
    tried = understudy(tmp_path, "import", "list.json", "--show", "smash", "--dry-run", **SETTINGS)
    assert "S01E01 title: Pilot → Trash" in tried.stdout
    assert "Nothing was saved" in tried.stdout
    ran = understudy(tmp_path, "import", "list.json", "--show", "smash", "--json", **SETTINGS)
    report = json.loads(ran.stdout)
    assert {"episode": "S01E01", "of": None, "field": "title", "old": "Pilot", "new": "Trash"} in report[
        "overwritten"
    ]
    undone = understudy(tmp_path, "undo", str(report["change"]), **SETTINGS)
    assert "Undone" in undone.stdout
    again = understudy(tmp_path, "import", "list.json", "--show", "smash", "--dry-run", **SETTINGS)
    assert "S01E01 title: Pilot → Trash" in again.stdout
    twice = understudy(tmp_path, "undo", str(report["change"]), **SETTINGS)
    assert (twice.returncode, "already undone" in twice.stderr) == (1, True)


def test_undoing_an_unknown_change_is_reported(tmp_path: Path) -> None:
    ran = understudy(tmp_path, "undo", "99", **SETTINGS)
    assert (ran.returncode, "no such change" in ran.stderr, "Traceback" in ran.stderr) == (1, True, False)


def test_a_new_show_gets_the_short_name_that_is_given_with_its_title(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    new = ("import", "lines.csv", "--show", "friends", "--new", "Friends of Ours")
    made = json.loads(understudy(tmp_path, *new, "--json", **SETTINGS).stdout)
    assert (made["show"], made["title"], made["new_show"]) == ("friends", "Friends of Ours", True)
    again = understudy(tmp_path, *new, **SETTINGS)
    assert (again.returncode, "There is a show called friends already" in again.stderr) == (1, True)
    wrong = understudy(tmp_path, "import", "lines.csv", "--show", "No Slug", "--new", "A", **SETTINGS)
    assert (wrong.returncode, "takes a short name" in wrong.stderr) == (1, True)


def test_what_to_check_is_shown_by_kind_or_each_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(f"{LINES},,Tom,Nowhere.\n,,Ivy,Nor here.\n", encoding="utf-8")
    tried = ("import", "lines.csv", "--show", "smash", "--dry-run")
    short = understudy(tmp_path, *tried, **SETTINGS).stdout
    assert "Skipped, no episode number: line 4 “Nowhere.” (and 1 more: use --doubts)" in short
    assert "Nor here" not in short
    full = understudy(tmp_path, *tried, "--doubts", **SETTINGS).stdout
    assert "Skipped, no episode number: line 5 “Nor here.”" in full
    report = json.loads(understudy(tmp_path, *tried[:-1], "--json", **SETTINGS).stdout)
    assert [doubt["line"] for doubt in report["doubts"]] == [4, 5]
    again = understudy(tmp_path, *tried[:-1], "--doubts", **SETTINGS).stdout
    assert "Nothing to change" in again
    assert "Nor here" in again


def test_a_file_with_nothing_to_import_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("season,episode,title\n,,Pilot\n", encoding="utf-8")
    ran = understudy(tmp_path, "import", "list.csv", "--show", "smash", **SETTINGS)
    assert (ran.returncode, "nothing to import" in ran.stderr) == (1, True)


def test_a_show_with_a_similar_title_needs_a_decision(tmp_path: Path) -> None:
    (tmp_path / "smash.toml").write_text('slug = "smash"\ntitle = "Smash+"\n', encoding="utf-8")
    ran = understudy(tmp_path, "import", "smash.toml", **SETTINGS)
    assert ran.returncode == 1
    assert "could be smash" in ran.stderr
    assert '--new "Smash+"' in ran.stderr


def test_a_file_with_only_a_show_creates_it_once(tmp_path: Path) -> None:
    (tmp_path / "row.toml").write_text('slug = "row"\ntitle = "Row"\n', encoding="utf-8")
    made = understudy(tmp_path, "import", "row.toml", "--json", **SETTINGS)
    assert json.loads(made.stdout)["new_show"] is True
    again = understudy(tmp_path, "import", "row.toml", **SETTINGS)
    assert (again.returncode, "no episodes and no songs" in again.stderr) == (1, True)
