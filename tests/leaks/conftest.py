"""Adds up what was checked, over all workers, and prints it at the end."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest

from tests.leaks.watch import Tally

_JUDGED = "judged"


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """Counts what a test checks; the sum is printed at the end of the run."""
    counting = Tally()
    yield counting
    record_property(_JUDGED, asdict(counting))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Called by pytest at the end: prints how much was checked."""
    noted = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "teardown"
        for name, value in report.user_properties
        if name == _JUDGED
    ]
    if noted:
        sums = {name: sum(one[name] for one in noted) for name in noted[0]}
        terminalreporter.write_line(f"leaks: {Tally(**sums)}")
