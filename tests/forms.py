"""Filling in and sending forms."""

from typing import Any

from simcord import Env, InteractionResult, MemberActor

from tests.world import World, choose, labels_of, message_of

_MODAL = 9
_MODAL_SUBMIT = 5
_TEXT_INPUT = 4


def fields_of(form: InteractionResult) -> dict[str, str]:
    """The initial values of a form's fields, without file fields."""
    assert form.modal is not None, "no form was opened"
    parts = [part["component"] for part in form.modal["components"]]
    return {part["custom_id"]: str(part.get("value") or "") for part in parts if part["type"] == _TEXT_INPUT}


async def fill_in(member: MemberActor, form: InteractionResult, **typed: Any) -> InteractionResult:
    """Send a form with these fields; the others stay unchanged."""
    unknown = typed.keys() - fields_of(form).keys() - {"file"}
    assert not unknown, f"the form has no {unknown}"
    return await member.submit_modal(form, fields_of(form) | typed)


async def save(
    world: World, command: str, typed: dict[str, Any], by: MemberActor | None = None, **options: Any
) -> InteractionResult:
    """Run a command of `/catalog` that opens a form (as the admin by default), and send the form."""
    member = by or world.admin
    form = await member.slash(world.general, f"catalog {command}", **options)
    return await fill_in(member, form, **typed)


async def edit_show(world: World, show: str, part: str = "Title, poster, colour") -> InteractionResult:
    """Open the form of a part of a show, as the admin."""
    panel = await world.admin.slash(world.general, "catalog show edit", show=show)
    return await world.admin.click(message_of(panel), label=part)


async def save_show(
    world: World, show: str, part: str = "Title, poster, colour", **typed: str
) -> InteractionResult:
    """Open the form of a part of a show, as the admin, and send it."""
    return await fill_in(world.admin, await edit_show(world, show, part), **typed)


async def press_and_save(
    world: World, shown: InteractionResult, label: str, typed: dict[str, Any]
) -> InteractionResult:
    """Click a button, or choose an option, that opens a form, as the admin, and send it."""
    if label in labels_of(shown):
        form = await world.admin.click(message_of(shown), label=label)
    else:
        form = await choose(world.admin, shown, label)
    return await fill_in(world.admin, form, **typed)


async def remove_show(world: World, show: str) -> InteractionResult:
    """Delete a show as the admin, and confirm it."""
    asked = await world.admin.slash(world.general, "catalog show remove", show=show)
    (delete,) = [label for label in labels_of(asked) if label.startswith("Delete")]
    return await world.admin.click(message_of(asked), label=delete)


def forms_after_forms(env: Env) -> list[str]:
    """Forms sent in reply to a form: Discord refuses that, SimCord doesn't."""
    answers: list[tuple[str, Any]] = [(request.path, request.json) for request in env.http_requests]
    return [
        path
        for path, body in answers
        if path.endswith("/callback")
        and body["type"] == _MODAL
        and env.backend.interactions[int(path.split("/")[2])].type == _MODAL_SUBMIT
    ]
