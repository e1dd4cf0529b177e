"""Filling in what SimCord 3.2 lacks: buttons on an application's own webhooks, and threads.

Source: Discord's documentation, "Execute Webhook": an application's own webhooks may send any components, and
`thread_id` names a thread of the webhook's channel.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from simcord.backend import errors
from simcord.http.routes import interactions


@contextmanager
def webhooks_as_discord_has_them() -> Generator[None]:
    """Patch SimCord."""
    plain_webhook, plain_body = interactions._incoming_webhook, interactions._incoming_webhook_body  # pyright: ignore[reportPrivateUsage]  # there is no other way in

    def incoming_webhook(ctx: Any) -> Any:
        webhook = plain_webhook(ctx)
        if (thread_id := ctx.params.get("thread_id")) is None:
            return webhook
        if ctx.backend.get_channel(int(thread_id)).parent_id != webhook.channel_id:
            raise errors.unknown_channel()
        return replace(webhook, channel_id=int(thread_id))

    def incoming_webhook_body(ctx: Any) -> tuple[dict[str, Any], bool]:
        if plain_webhook(ctx).creator_id != ctx.backend.bot_user.id:
            return plain_body(ctx)
        body = dict(ctx.body())
        with_components = bool(int(ctx.params.get("with_components", 0)))
        if not with_components:
            body.pop("components", None)
        return body, with_components

    with (
        patch.object(interactions, "_incoming_webhook", incoming_webhook),
        patch.object(interactions, "_incoming_webhook_body", incoming_webhook_body),
    ):
        yield
