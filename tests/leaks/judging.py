"""Checks everything the bot sends: who sees it, by which rule, and what they asked for."""

import json
import re
from dataclasses import dataclass
from typing import Any

from simcord import HttpLogEntry, InteractionResult, MemberActor
from simcord.results import ResponseMessage

from tests.leaks.stage import NOT_INSISTING, PLACES_BY_CONTEXT, Insisting, Kept, Stage
from tests.leaks.watch import Leak, look, look_for_any

_MESSAGE, _EDIT, _SUGGESTIONS, _FORM = 4, 7, 8, 9
_EPHEMERAL = 64
_CLICK = re.compile(r"""'custom_id': '\["([^"]+)""")
ABOVE_RESULTS = ("#", "# Nothing found for")
"""What precedes the search text in a reply; it never precedes a quote's text."""


@dataclass(frozen=True, slots=True)
class Done:
    """An action, and how its results are checked.

    `for_moderators`: a command of `/catalog`, or a click or form of one. A moderator's private reply is
    unfiltered; anyone else's must have no mark.
    """

    what: str
    actor: MemberActor
    echo: str = ""
    insisted: Insisting = NOT_INSISTING
    named: bool = False
    for_moderators: bool = False


async def judge(stage: Stage, done: Done, result: InteractionResult | None) -> None:
    """Check the requests that the bot made since the last time.

    A click may have raised the clicker's progress, which then applies to what follows.
    """
    stage.tally.interactions += 1
    await stage.follow_progress()
    requests = stage.env.http_requests
    for request in requests[stage.read :]:
        if request.json is None:
            continue
        if request.path.startswith("/channels/"):
            look_for_any(f"{done.what}, a message of its own", json.dumps(request.json, ensure_ascii=False))
        elif "/interactions/" in request.path or "/webhooks/" in request.path:
            _judge_answer(stage, done, request, result)
    stage.read = len(requests)


def _judge_answer(stage: Stage, done: Done, request: HttpLogEntry, result: InteractionResult | None) -> None:
    body: Any = request.json
    alone = is_alone(stage, request, result)
    if done.for_moderators and alone and moderates(stage, done.actor):
        return
    if done.for_moderators and done.actor is stage.fan:
        look_for_any(done.what, json.dumps(body, ensure_ascii=False))
    if body.get("type") == _SUGGESTIONS:
        for choice in body["data"]["choices"]:
            look_for_any(f"{done.what}, the value of a suggestion", str(choice["value"]))
    seen = stage.seen(done.actor, alone=alone, insisted=done.insisted, named=done.named)
    typed = stage.typed.get(done.actor.id, ())
    own = [f"“{done.echo}”", *(f"{before} “{each}”" for each in typed for before in ABOVE_RESULTS)]
    look(f"{done.what} in {stage.context}", body, seen, stage.catalogue.marks, own, stage.tally)


def moderates(stage: Stage, actor: MemberActor) -> bool:
    """Whether somebody is a moderator of the current server."""
    return actor is not stage.fan and stage.in_server


def is_alone(stage: Stage, request: HttpLogEntry, result: InteractionResult | None) -> bool:
    """Whether only the asker sees this reply."""
    if stage.context == "dm":
        return True
    body: Any = request.json
    if body.get("type") in (_SUGGESTIONS, _FORM):
        return True
    if body.get("type") == _EDIT or request.path.endswith("/messages/@original"):
        assert result is not None
        assert result.response is not None
        return result.response.ephemeral
    alone = bool(int((body.get("data") or body).get("flags") or 0) & _EPHEMERAL)
    if not alone and stage.context not in PLACES_BY_CONTEXT:
        reason = f"an answer for everyone where the bot knows no place ({stage.context})"
        raise Leak(reason)
    return alone


def keep(stage: Stage, result: InteractionResult, actor: MemberActor) -> list[Kept]:
    """Keep the messages of a reply, to be clicked later."""
    messages = [result.response] if result.response else []
    made = [
        Kept(message, actor, stage.context, _kind_of(message)) for message in (*messages, *result.followups)
    ]
    stage.kept.extend(made)
    return made


def _kind_of(message: ResponseMessage) -> str:
    """The names of the clicks that a message offers."""
    return " ".join(sorted(set(_CLICK.findall(str(message.components)))))
