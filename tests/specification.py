"""Discord's own specification, if it is available: every request body is checked against it."""

import importlib.util
import json
import re
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from simcord import HttpLogEntry

SHARED = Path(__file__).parents[2] / "shared"
_TOOL = SHARED / "tools" / "check_payload.py"


_IDS = re.compile(r"(simcord_interaction_)?\d{15,}")


class _Spec(Protocol):
    def errors(self, method: str, path: str, body: Any) -> list[str]: ...


class Specification:
    """Checks request bodies, each once however often it was sent."""

    def __init__(self, spec: _Spec) -> None:
        self._spec = spec
        self._known: dict[str, list[str]] = {}

    def faults(self, requests: Iterable[HttpLogEntry]) -> list[str]:
        """What Discord would refuse, per request."""
        return [
            fault
            for request in requests
            if request.json is not None
            for fault in self.faults_of(request.method, request.path, request.json)
        ]

    def faults_of(self, method: str, path: str, body: Any) -> list[str]:
        """What Discord would refuse in one request."""
        same = json.dumps([method, _IDS.sub("1", path), body], sort_keys=True, default=str)
        if same not in self._known:
            faults = self._spec.errors(method, path, body)
            self._known[same] = [f"{method} {path}: {fault}" for fault in faults]
        return self._known[same]


@cache
def specification() -> Specification | None:
    """The specification, or None if it isn't available."""
    if not _TOOL.exists():
        return None
    found = importlib.util.spec_from_file_location("check_payload", _TOOL)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # it leaves closing its file to the garbage collector
        return Specification(module.Spec())
