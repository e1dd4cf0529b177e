"""Discord's own specification, where it lies beside the project: every request body is held against it."""

import importlib.util
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from simcord import HttpLogEntry

SHARED = Path(__file__).parents[2] / "shared"
_TOOL = SHARED / "tools" / "check_payload.py"


class _Spec(Protocol):
    def errors(self, method: str, path: str, body: Any) -> list[str]: ...


class Specification:
    """Checks request bodies."""

    def __init__(self, spec: _Spec) -> None:
        self._spec = spec

    def faults(self, requests: Iterable[HttpLogEntry]) -> list[str]:
        """What Discord would refuse, by request."""
        return [
            fault
            for request in requests
            if request.json is not None
            for fault in self.faults_of(request.method, request.path, request.json)
        ]

    def faults_of(self, method: str, path: str, body: Any) -> list[str]:
        """What Discord would refuse of one request."""
        return [f"{method} {path}: {fault}" for fault in self._spec.errors(method, path, body)]


@cache
def specification() -> Specification | None:
    """The specification, or None where the project stands alone."""
    if not _TOOL.exists():
        return None
    found = importlib.util.spec_from_file_location("check_payload", _TOOL)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to the garbage collector
        return Specification(module.Spec())
