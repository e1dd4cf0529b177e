"""How long things took, counted by size."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

BUCKETS = (0.1, 0.3, 1.0, 3.0, 10.0, float("inf"))
"""Upper bounds, in seconds."""


@dataclass(slots=True)
class Times:
    """Seconds in all, and how many times there were up to each bound but not the one before it."""

    seconds: float = 0
    within: Counter[float] = field(default_factory=Counter[float])

    def count(self, seconds: float) -> None:
        """Count one."""
        self.seconds += seconds
        self.within[next(bound for bound in BUCKETS if seconds <= bound)] += 1

    @contextmanager
    def measured(self) -> Generator[None]:
        """Count how long this lasts."""
        began = perf_counter()
        try:
            yield
        finally:
            self.count(perf_counter() - began)
