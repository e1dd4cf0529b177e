"""Runs moderators' commands, as moderators and as others; deletes items and restores them later."""

from typing import Any

from simcord import InteractionResult

from tests.forms import fields_of
from tests.leaks.asking import Driver, ask, codes, episode, named, run, suggestions
from tests.leaks.judging import Done, judge
from tests.leaks.pressing import walk
from tests.leaks.stage import PLACES_BY_CONTEXT, Kept, Stage

_LINES = ("lines.csv", b"season,episode,speaker,line\n1,1,Nobody,Nothing at all\n")
_REMOVE = '["remove-ep"'
_REMOVE_SHOW = '["remove-show"'
_UNDO = '["undo"'


def _a_moderator(stage: Stage) -> None:
    stage.actor = stage.chance.choice((stage.admin, stage.moderator))


async def _curate(
    stage: Stage, command: str, option: str | None = None, **typed: str
) -> InteractionResult | None:
    """Run a command of `/catalog`, first without permission, then as a moderator."""
    if stage.context in ("dm", "group"):
        return None
    _a_moderator(stage)
    command = f"catalog {command}"
    if option is not None:
        songs = stage.catalogue.words("song")
        suggested = await suggestions(stage, command, option, ("", "", "zz", "1"))
        other = stage.chance.choice((*codes(stage), *songs, "1"))
        typed[option] = typed.get(option) or stage.chance.choice((suggested, suggested, other)) or "1"
        await stage.fan.autocomplete(stage.place, command, option, "zz")
        await judge(stage, Done(f"/{command} {option}:", stage.fan, for_moderators=True), None)
    refused = await stage.fan.slash(stage.place, command, **typed)
    await judge(stage, Done(f"/{command}", stage.fan, for_moderators=True), refused)
    return await run(stage, command, **typed)


def _editing(command: str, option: str | None = None, **typed: str) -> Driver:
    async def drive(stage: Stage) -> None:
        await _curate(stage, command, option, **typed)

    return drive


def _removing(command: str, option: str) -> Driver:
    """Delete something, and undo that at once, so that the marks stay."""

    async def drive(stage: Stage) -> None:
        removed = await _curate(stage, command, option)
        for begins in (_REMOVE_SHOW, _UNDO):  # deleting a show has to be confirmed
            if removed is not None and removed.response is not None:
                made = Kept(removed.response, stage.actor, stage.context)
                removed = await _press_all(stage, made, begins) or removed

    return drive


async def _press_all(stage: Stage, kept: Kept, begins: str) -> InteractionResult | None:
    result = None
    for part in walk(kept.message.components):
        if str(part.get("custom_id", "")).startswith(begins):
            result = await kept.owner.click(kept.message.message, custom_id=part["custom_id"])
            await judge(stage, Done(f"a moderator's {begins}", kept.owner, for_moderators=True), result)
    return result


async def delete_an_episode(stage: Stage) -> None:
    """Delete an episode temporarily; messages about it can still be clicked."""
    stage.context, show = "channel", stage.chance.choice(stage.catalogue.shows)
    there = [one.code for one in show.episodes if one.code not in stage.deleted.get(show.slug, ())]
    if not there:
        return
    code = stage.chance.choice(there)
    _a_moderator(stage)
    removed = await ask(stage, "catalog episode remove", episode=code, show=show.slug)
    assert removed.response is not None
    made = Kept(removed.response, stage.actor, stage.context)
    if not any(_UNDO in str(part.get("custom_id")) for part in walk(made.message.components)):
        sure = await _press_all(stage, made, _REMOVE)
        assert sure is not None, "nothing was deleted"
        assert sure.response is not None
        made = Kept(sure.response, stage.actor, stage.context)
    stage.deleted[show.slug] = stage.deleted.get(show.slug, frozenset()) | {code}
    stage.undoing.append((show.slug, code, made))


async def undo_a_deletion(stage: Stage) -> None:
    """Restore the episode that was deleted last."""
    slug, code, made = stage.undoing.pop()
    stage.context = made.context
    undone = await _press_all(stage, made, _UNDO)
    assert undone is not None, "a deletion could not be undone"
    stage.deleted[slug] -= {code}


async def _episode_remove(stage: Stage) -> None:
    """Without permission; moderators' deletions happen between settings."""
    if stage.context not in ("dm", "group"):
        code = stage.chance.choice(codes(stage))
        refused = await stage.fan.slash(stage.place, "catalog episode remove", episode=code)
        await judge(stage, Done("/catalog episode remove", stage.fan, for_moderators=True), refused)


async def _edit(stage: Stage) -> None:
    """Open an episode's panel, and send a form: once rejected, once saved."""
    shown = await _curate(stage, "episode edit", "episode")
    aired = ""
    for button, typed in (('["form",["facts"', "soon"), ('["form-again"', None)):
        form = shown and await _open(stage, shown, button)
        if form is None or form.modal is None:
            return
        fields = fields_of(form)
        aired = fields["aired"] if typed else aired
        fields |= {"aired": typed or aired, "production_code": f"{stage.read}"}
        shown = await stage.actor.submit_modal(form, fields)
        await judge(stage, Done("a form that was sent", stage.actor, for_moderators=True), shown)


async def _open(stage: Stage, shown: InteractionResult, begins: str) -> InteractionResult | None:
    if shown.response is None:
        return None
    for part in walk(shown.response.components):
        if str(part.get("custom_id", "")).startswith(begins):
            form = await stage.actor.click(shown.response.message, custom_id=part["custom_id"])
            await judge(stage, Done("a form", stage.actor, for_moderators=True), form)
            return form
    return None


async def _undo(stage: Stage) -> None:
    """Without permission; undoing happens between settings."""
    if stage.context not in ("dm", "group"):
        _a_moderator(stage)
        await suggestions(stage, "catalog undo", "change", ("", "1"))
        refused = await stage.fan.slash(stage.place, "catalog undo", change="1")
        await judge(stage, Done("/catalog undo", stage.fan, for_moderators=True), refused)


async def _save_as_quote(stage: Stage) -> None:
    """Open the form on a message, without permission and as a moderator."""
    if stage.context not in PLACES_BY_CONTEXT:
        return
    _a_moderator(stage)
    message = await stage.fan.send(stage.place, "Who would have thought it")
    for member in (stage.fan, stage.actor):
        answer = await member.context_menu(stage.place, "Save as quote", message)
        await judge(stage, Done("Save as quote", member, for_moderators=True), answer)


async def _import(stage: Stage) -> None:
    """Preview a file, without permission and as a moderator, and cancel it."""
    if stage.context not in PLACES_BY_CONTEXT:
        return
    _a_moderator(stage)
    refused = await stage.fan.slash(stage.place, "catalog import", file=_LINES)
    await judge(stage, Done("/catalog import", stage.fan, for_moderators=True), refused)
    looked_at = await ask(stage, "catalog import", file=_LINES)
    assert looked_at.response is not None
    cancelled = await stage.actor.click(looked_at.response.message, label="Cancel")
    await judge(stage, Done("cancelling an import", stage.actor, for_moderators=True), cancelled)


def _limiting(command: str, **given: Any) -> Driver:
    """A moderator's suggestions follow the spoiler rule too; limits are set only for the log channel."""

    async def drive(stage: Stage) -> None:
        if stage.context in PLACES_BY_CONTEXT:
            stage.actor = stage.admin
            options = {name: stage.places[place] for name, place in given.items()}
            await ask(stage, f"spoilers {command}", **options)

    return drive


async def _spoilers_channel(stage: Stage) -> None:
    if stage.context in PLACES_BY_CONTEXT:
        _a_moderator(stage)
        await run(stage, "spoilers channel", **stage.chance.choice(({}, {"policy": "up-to"})), **named(stage))
        show, where = named(stage), {"channel": stage.places["log"], "policy": "up-to"}
        up_to = await episode(stage, "spoilers channel", "up_to", **where, **show)
        await ask(stage, "spoilers channel", **where, up_to=up_to, **show)


async def _spoilers_default(stage: Stage) -> None:
    """Without an episode, so nothing is saved."""
    if stage.context in PLACES_BY_CONTEXT:
        stage.actor = stage.admin
        await episode(stage, "spoilers default", "up_to", policy="up-to")
        await ask(stage, "spoilers default", policy="up-to")


async def _spoilers_titles(stage: Stage) -> None:
    if stage.context in PLACES_BY_CONTEXT:
        stage.actor = stage.admin
        await ask(stage, "spoilers titles", hide=stage.rules.hides_titles)


async def _setup(stage: Stage) -> None:
    if stage.context in PLACES_BY_CONTEXT:
        stage.actor = stage.admin
        await ask(stage, "setup")


EDITING: dict[str, Driver] = {
    "setup": _setup,
    "Save as quote": _save_as_quote,
    "spoilers channel": _spoilers_channel,
    "spoilers clear": _limiting("clear", channel="log"),
    "spoilers default": _spoilers_default,
    "spoilers explain": _limiting("explain", channel="channel"),
    "spoilers overview": _limiting("overview"),
    "spoilers titles": _spoilers_titles,
    "catalog show add": _editing("show add"),
    "catalog show edit": _editing("show edit", "show"),
    "catalog show remove": _removing("show remove", "show"),
    "catalog episode add": _editing("episode add", season="3", number="1"),
    "catalog episode edit": _edit,
    "catalog episode remove": _episode_remove,
    "catalog recap edit": _editing("recap edit", "episode"),
    "catalog song add": _editing("song add", "episode"),
    "catalog song edit": _editing("song edit", "song"),
    "catalog song remove": _removing("song remove", "song"),
    "catalog quote add": _editing("quote add", "episode"),
    "catalog quote edit": _editing("quote edit", "quote"),
    "catalog quote remove": _removing("quote remove", "quote"),
    "catalog history": _editing("history"),
    "catalog undo": _undo,
    "catalog import": _import,
    "catalog export": _editing("export"),
}
"""How to run each command and menu for moderators and admins."""
