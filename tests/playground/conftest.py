"""The playground's address, and a client for it."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from tests.playground.steps import served


@pytest.fixture
async def url() -> AsyncGenerator[str]:
    async with served() as (address, _):
        yield address


@pytest.fixture
async def http() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
