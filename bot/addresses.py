"""Where Discord is. discord.py has no public way to send its requests and connections elsewhere."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

_DISCORDS_OWN = DiscordWebSocket.DEFAULT_GATEWAY


def point_at(*, api_url: str, gateway_url: str) -> None:
    """Send every request and connection of this process to Discord, or to proxies of it."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


def has_other_gateway() -> bool:
    """Whether `point_at` has named another gateway than Discord's own."""
    return DiscordWebSocket.DEFAULT_GATEWAY != _DISCORDS_OWN
