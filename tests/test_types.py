"""Passing undisclosed text to a reply does not type-check: a failing sample proves it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "samples" / "leaky.py"


def test_undisclosed_text_in_a_reply_is_a_type_error(tmp_path: Path) -> None:
    config = tmp_path / "pyrightconfig.json"
    config.write_text(
        json.dumps({"typeCheckingMode": "strict", "include": [str(SAMPLE)], "extraPaths": [str(ROOT)]})
    )
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "basedpyright", "--outputjson"),
            *("--project", str(config), "--pythonpath", sys.executable),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = json.loads(checked.stdout)["generalDiagnostics"]
    refused = {error["range"]["start"]["line"] + 1 for error in errors}
    marked = {
        number
        for number, line in enumerate(SAMPLE.read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith("# refused")
    }
    assert refused == marked
