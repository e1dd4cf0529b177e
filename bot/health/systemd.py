"""Signs of life for systemd (sd_notify): started, still starting, alive, stopping."""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

_EXTENSION = 60
"""Seconds by which the start is extended while it goes on, as long as the event loop runs."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Systemd:
    """The socket that systemd listens on, and how often, in seconds, it wants a sign of life; None: neither.

    https://www.freedesktop.org/software/systemd/man/sd_notify.html
    """

    address: str | None = None
    watchdog: float | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """What systemd has put into the environment, if it started this process."""
        address = environment.get("NOTIFY_SOCKET") or None
        every = environment.get("WATCHDOG_USEC", "")
        ours = environment.get("WATCHDOG_PID") in (None, str(os.getpid()))
        return cls(address, int(every) / _MILLION if address and ours and every.isdigit() else None)

    def tell(self, *lines: str) -> None:
        """Send lines such as `READY=1`. That systemd doesn't hear them must not stop the bot."""
        if self.address is None:
            return
        to = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0)
            sender.sendto("\n".join(lines).encode(), to)

    @asynccontextmanager
    async def starting(self) -> AsyncGenerator[None]:
        """While this lasts, the start may: migrations and indexes of large databases take minutes."""

        async def extend() -> None:
            while True:
                self.tell(f"EXTEND_TIMEOUT_USEC={_EXTENSION * _MILLION}")
                await asyncio.sleep(_EXTENSION / 3)

        extending = asyncio.create_task(extend())
        try:
            yield
        finally:
            extending.cancel()
