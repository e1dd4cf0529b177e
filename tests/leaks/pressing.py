"""Clicks buttons of the bot's messages, old ones too, and remembers who pressed "Show anyway"."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from simcord import InteractionResult, MemberActor
from simcord.backend.errors import BackendError

from tests.leaks.judging import Done, judge, keep
from tests.leaks.stage import NOT_INSISTING, PLACES_BY_CONTEXT, Insisted, Insisting, Kept, Stage
from tests.leaks.watch import words_in

SHOW_ANYWAY = "Show anyway"
"""The button that insists, by its label: what was pressed counts, not its custom id."""

_BUTTON, _SELECT = 2, 3
_MENU = '["menu"'
"""The start of a menu's custom id; its options' values are custom ids themselves."""
_CHANGES = tuple(
    f'["{tag}"'
    for tag in (
        "remove-ep",
        "remove-so",
        "remove-show",
        "undo",
        "import",
        "setup",
        "default-show",
        "limit-set",
        "limit-clear",
    )
)
"""The beginnings of custom ids that would change the suite's settings."""
_MODERATOR_TAGS = (
    "form",
    "form-again",
    "form-apply",
    "edit-episode",
    "edit-recap",
    "edit-song",
    "history",
    "change",
)
FOR_MODERATORS = (*(f'["{tag}"' for tag in _MODERATOR_TAGS), *_CHANGES)
"""The beginnings of custom ids for moderators only."""


def walk(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too."""
    for part in parts:
        yield part
        yield from walk(part.get("components", []))


def pressable(stage: Stage, kept: Kept) -> list[dict[str, Any]]:
    """The components of a message's current version, without those that would change the rules."""
    try:
        message = stage.env.backend.get_message(kept.message.channel_id, kept.message.id)
    except BackendError:  # deleted in the meantime
        return []
    return [
        part
        for part in walk(message.components)
        if part.get("type") in (_BUTTON, _SELECT)
        and not part.get("disabled")
        and not str(part.get("custom_id", "[")).startswith(_CHANGES)
        and "custom_id" in part
        and (stage.insists or part.get("label") != SHOW_ANYWAY)
        and not any(option["value"].startswith(_CHANGES) for option in part.get("options", ()))
    ]


async def click(stage: Stage) -> None:
    """Click something under a new or old message, as somebody who sees it."""
    if not stage.kept:
        return
    kept = stage.chance.choice((stage.kept[-1], _an_old_one(stage)))
    parts = pressable(stage, kept)
    if not parts:
        return
    stage.context = kept.context
    everyone_sees = kept.context in PLACES_BY_CONTEXT and not kept.message.ephemeral
    actor = stage.chance.choice(stage.people) if everyone_sees else kept.owner
    await press(stage, kept, actor, stage.chance.choice(parts))


def _an_old_one(stage: Stage) -> Kept:
    """A random old message. Every kind is equally likely, so rare ones are clicked too."""
    kinds = defaultdict[str, list[Kept]](list)
    for kept in stage.kept:
        kinds[kept.kind].append(kept)
    return stage.chance.choice(kinds[stage.chance.choice(sorted(kinds))])


async def press(stage: Stage, kept: Kept, actor: MemberActor, part: dict[str, Any]) -> InteractionResult:
    """Press one component of a message, and check what follows."""
    pressed = custom_id = str(part["custom_id"])
    label, chosen = part.get("label", "a select"), ""
    if part["type"] == _SELECT:
        chosen = str(stage.chance.choice(part["options"])["value"])
    if custom_id.startswith(_MENU):
        custom_id = chosen
    insisted = _insists(stage, kept, actor, label, custom_id)
    who = actor.user if stage.context in ("dm", "group") else actor
    if part["type"] == _BUTTON:
        result = await who.click(kept.message.message, custom_id=pressed)
    else:
        result = await who.select(kept.message.message, [chosen], custom_id=pressed)
    done = Done(
        f"{actor.name} presses {label} ({custom_id})",
        actor,
        insisted=insisted,
        named=_names_an_episode(custom_id),
        for_moderators=custom_id.startswith(FOR_MODERATORS),
    )
    await judge(stage, done, result)
    for made in keep(stage, result, actor):
        _remember(stage, actor, made, _about(custom_id) if insisted.on_this else None)
    if custom_id.startswith(FOR_MODERATORS) and stage.context in PLACES_BY_CONTEXT:
        await _try_without_permission(stage, custom_id)
    return result


def _insists(stage: Stage, kept: Kept, actor: MemberActor, label: str, custom_id: str) -> Insisting:
    """Whether this person pressed "Show anyway" for this, now or earlier under this message."""
    if label == SHOW_ANYWAY:
        show = _thing(custom_id).split('"')[3:4]
        return Insisting(any(who == actor.id and slug in show for who, slug in stage.rules.progress))
    if custom_id.startswith('["found"'):
        return Insisting((actor.id, json.loads(custom_id)[1]) in stage.beyond)
    before = stage.insisted.get((actor.id, kept.message.id))
    if before is None:
        return NOT_INSISTING
    return Insisting(before.thing in ("*", _thing(custom_id)), before.at)


def searches_in(kept: Kept) -> set[int]:
    """The searches that the buttons under a message lead back to."""
    ids = [
        json.loads(str(part["custom_id"])) for part in walk(kept.message.components) if "custom_id" in part
    ]
    return {search for kind, *_, search, _ in ids if kind == "qu" and search is not None}


def _remember(stage: Stage, actor: MemberActor, made: Kept, thing: str | None) -> None:
    if thing is None:
        stage.insisted.pop((actor.id, made.message.id), None)
    else:
        stage.insisted[actor.id, made.message.id] = Insisted(thing, _shown_at(stage, made))


def _shown_at(stage: Stage, made: Kept) -> frozenset[tuple[str, int]]:
    """The position of the episode that a message shows."""
    stories = {show.slug: stage.story(show.slug) for show in stage.catalogue.shows}
    marks = [
        stage.catalogue.marks[word]
        for word in words_in(json.dumps(made.message.components, ensure_ascii=False))
    ]
    found = [(mark.show, stories[mark.show].of(mark)) for mark in marks if not mark.is_label]
    return frozenset((show, at) for show, at in found if at is not None)


def _about(custom_id: str) -> str:
    """What pressing this insists on; every page of a search beyond progress does."""
    return "*" if custom_id.startswith('["found"') else _thing(custom_id)


def _thing(custom_id: str) -> str:
    """What a button is about: its tag, the show, and the item's id."""
    try:
        return json.dumps(json.loads(custom_id)[:3])
    except (ValueError, TypeError):
        return custom_id


def _names_an_episode(custom_id: str) -> bool:
    """Whether a button asks for one named episode, alone or to share it."""
    return '["ep"' in custom_id


async def _try_without_permission(stage: Stage, custom_id: str) -> None:
    """A member without permission clicks a moderator's button, forged on a public message."""
    assert stage.env.bot.user is not None
    forged = {"type": 2, "style": 2, "label": "forged", "custom_id": custom_id}
    stage.env.backend.create_message(
        stage.place.id, stage.env.bot.user.id, components=[{"type": 1, "components": [forged]}]
    )
    message = stage.place.last_message
    assert message is not None
    clicked = await stage.fan.click(message, custom_id=custom_id)
    await judge(stage, Done(f"forged {custom_id}", stage.fan, for_moderators=True), clicked)
    assert clicked.modal is None
