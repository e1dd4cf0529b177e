"""Driving every command of an audience, in every place, as two people, under rules made at random."""

from collections.abc import Awaitable, Callable
from typing import Any

from simcord import ChannelHandle, HttpLogEntry, InteractionResult, MemberActor

from tests.forms import fields_of
from tests.leaks.catalogue import CODES, SLUG
from tests.leaks.oracle import PlaceRule, Seen
from tests.leaks.stage import Stage, make_rules
from tests.leaks.watch import look, look_for_any

_TYPED = ("", "s0", "1", "2x1", "special", "zzepisode", "zzsong", "zz", "a", "||", "5")


async def run(stage: Stage, command: str, **options: Any) -> InteractionResult:
    """Run a command as the fan, where the setting says."""
    if stage.rules.context in ("dm", "group"):
        result = await stage.fan.user.slash(command, **options)
    else:
        result = await stage.fan.slash(_place(stage), command, **options)
    await watch(
        stage,
        f"/{command}",
        stage.fan,
        result,
        echo=next((options[name] for name in ("episode", "song", "up_to", "quote") if name in options), ""),
        beyond=options.get("beyond", False),
        by_the_door=command.startswith("catalog "),
    )
    stage.shown.append((result, stage.fan))
    return result


async def suggestions(
    stage: Stage, command: str, option: str, among: tuple[str, ...] = _TYPED, **filled: Any
) -> str:
    """Type something into an option; gives one of the suggestions' values, or what was typed."""
    typed = stage.chance.choice(among)
    if stage.rules.context in ("dm", "group"):
        choices = await stage.fan.user.autocomplete(command, option, typed, **filled)
    else:
        choices = await stage.fan.autocomplete(_place(stage), command, option, typed, **filled)
    by_the_door = command.startswith("catalog ")
    await watch(stage, f"/{command} {option}:", stage.fan, None, by_the_door=by_the_door)
    return stage.chance.choice(choices)["value"] if choices else typed


async def click(stage: Stage) -> None:
    """Click some button under some answer of this setting, as the one who asked or as the other one."""
    result, owner = stage.chance.choice(stage.shown)
    response = result.response
    if response is None:
        return
    private = response.ephemeral or stage.rules.context in ("dm", "group")
    clicker = owner if private else stage.chance.choice((stage.fan, stage.other))
    buttons = [
        part
        for part in _walk(response.components)
        if part.get("type") == 2 and not part.get("disabled") and not part["custom_id"].startswith(CHANGES)
    ]
    if not buttons:
        return
    button = stage.chance.choice(buttons)
    actor = clicker.user if stage.rules.context in ("dm", "group") else clicker
    clicked = await actor.click(response.message, custom_id=button["custom_id"])
    beyond = stage.went_beyond and clicker is stage.fan and button["custom_id"].startswith('["found"')
    await watch(
        stage,
        f"click on {button['label']}",
        clicker,
        clicked,
        custom_id=button["custom_id"],
        beyond=beyond,
        by_the_door=button["custom_id"].startswith(DOOR),
    )
    if button["custom_id"].startswith(DOOR) and stage.rules.context in ("channel", "thread"):
        await _try_the_door(stage, button["custom_id"])
    if clicked.response is not None:
        stage.shown.append((clicked, clicker))


async def watch(
    stage: Stage,
    what: str,
    actor: MemberActor,
    result: InteractionResult | None,
    *,
    custom_id: str = "",
    echo: str = "",
    beyond: bool = False,
    by_the_door: bool = False,
) -> None:
    """Look at every request that the bot has made since the last look.

    A click may have moved the clicker's progress, and what comes after it is ruled by that. `by_the_door`:
    it was a command of `/catalog`, or a click or a form under one. What a moderator then gets for themselves
    is unfiltered; what anybody else gets has no mark in it at all.
    """
    await _follow_progress(stage)
    requests = stage.env.http_requests
    for request in requests[stage.read :]:
        if request.json is None:
            continue
        if request.path.startswith("/channels/"):
            look_for_any(f"{what}, log channel", str(request.json))
        elif "/interactions/" in request.path or "/webhooks/" in request.path:
            alone = _is_alone(stage, request, result)
            if by_the_door and alone and _moderates(stage, actor):
                continue
            if by_the_door and actor is stage.other:
                look_for_any(what, str(request.json))
            seen = _seen(stage, actor, alone=alone, custom_id=custom_id, beyond=beyond)
            look(what, request.json, seen, stage.catalogue.marks, echo)
    stage.read = len(requests)


def _moderates(stage: Stage, actor: MemberActor) -> bool:
    return actor is stage.fan and stage.rules.context in ("channel", "thread")


async def _try_the_door(stage: Stage, custom_id: str) -> None:
    """Let somebody without rights click a moderator's button, made up on a message that everyone sees."""
    assert stage.env.bot.user is not None
    forged = {"type": 2, "style": 2, "label": "forged", "custom_id": custom_id}
    stage.env.backend.create_message(
        _place(stage).id, stage.env.bot.user.id, components=[{"type": 1, "components": [forged]}]
    )
    message = _place(stage).last_message
    assert message is not None
    clicked = await stage.other.click(message, custom_id=custom_id)
    await watch(stage, f"forged {custom_id}", stage.other, clicked, by_the_door=True)
    assert clicked.modal is None


def _is_alone(stage: Stage, request: HttpLogEntry, result: InteractionResult | None) -> bool:
    if stage.rules.context == "dm":
        return True
    body: Any = request.json
    if body.get("type") in (8, 9):  # suggestions and forms
        return True
    if body.get("type") == 7 or request.path.endswith("/messages/@original"):
        assert result is not None
        assert result.response is not None
        return result.response.ephemeral
    flags = int((body.get("data") or body).get("flags") or 0)
    alone = bool(flags & 64)
    assert alone or stage.rules.context in ("channel", "thread"), "only a server's channel has everyone"
    return alone


_DOORS = ("form", "form-again", "form-apply", "mend-ep", "mend-re", "mend-so", "history", "change")
CHANGES = tuple(f'["{tag}"' for tag in ("remove-ep", "remove-so", "undo"))
"""How buttons begin that would take marks out of the catalogue."""

DOOR = (*(f'["{tag}"' for tag in _DOORS), *CHANGES)
"""How buttons begin that lead behind the moderators' door."""

_CARDS = tuple(f'["{tag}"' for tag in ("ep", "re", "so", "qu", "qs"))


def _seen(stage: Stage, actor: MemberActor, *, alone: bool, custom_id: str, beyond: bool) -> Seen:
    rules = stage.rules
    in_server = rules.context in ("channel", "thread")
    return Seen(
        alone=alone,
        place=rules.place if in_server else PlaceRule("tagged"),
        progress=rules.progress[actor.id],
        hides_titles=rules.hides_titles and in_server,
        insisted=beyond or (custom_id.startswith(_CARDS) and custom_id.endswith("true]")),
        now=rules.now,
    )


async def _follow_progress(stage: Stage) -> None:
    """Read back how far the two have come: commands and clicks may have moved it."""
    async with stage.database.read() as reading:
        rows = await reading.rows("SELECT user_id, position FROM progress")
    known = {row["user_id"]: row["position"] for row in rows}
    for user in stage.rules.progress:
        stage.rules.progress[user] = known.get(user)


def _place(stage: Stage) -> ChannelHandle:
    return stage.thread if stage.rules.context == "thread" else stage.channel


def _walk(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in parts:
        found += [part, *_walk(part.get("components", []))]
    return found


def _private(stage: Stage) -> dict[str, bool]:
    return stage.chance.choice(({}, {"private": True}, {"private": False}))


def _named(stage: Stage) -> dict[str, str]:
    return stage.chance.choice(({}, {"show": SLUG}))


async def _episode(stage: Stage, command: str, option: str = "episode", **filled: Any) -> str:
    """Something to put into an option that names an episode: a suggestion, a code, a title, or nonsense."""
    suggested = await suggestions(stage, command, option, **filled)
    titles = stage.catalogue.titles()
    return (
        stage.chance.choice(
            (suggested, stage.chance.choice(CODES), stage.chance.choice(titles), "nonsense", "1")
        )
        or "1"
    )


async def _lookup(stage: Stage) -> None:
    await run(
        stage,
        "episode lookup",
        episode=await _episode(stage, "episode lookup"),
        **_named(stage),
        **_private(stage),
    )


async def _list(stage: Stage) -> None:
    await suggestions(stage, "episode list", "show")
    season = stage.chance.choice(({}, {"season": 1}, {"season": 2}, {"season": 9}))
    await run(stage, "episode list", **season, **_named(stage), **_private(stage))


async def _song_info(stage: Stage) -> None:
    suggested = await suggestions(stage, "song info", "song")
    titles = [word for word in stage.catalogue.marks if word.startswith("zzsong")]
    song = stage.chance.choice((suggested, stage.chance.choice(titles), "nonsense")) or "zz"
    await run(stage, "song info", song=song, **_named(stage), **_private(stage))


async def _song_list(stage: Stage) -> None:
    episode = await _episode(stage, "song list")
    of_episode = stage.chance.choice(({}, {"episode": episode}))
    await run(stage, "song list", **of_episode, **_named(stage), **_private(stage))


async def _recap(stage: Stage) -> None:
    await run(stage, "recap", episode=await _episode(stage, "recap"), **_named(stage), **_private(stage))


async def _quote_search(stage: Stage) -> None:
    typed = stage.chance.choice(
        ("zzstory", "x y", "1", stage.chance.choice(list(stage.catalogue.marks)), "||")
    )
    options = stage.chance.choice(({}, {"beyond": True}, {"season": 1}))
    character = await suggestions(stage, "quote search", "character")
    stage.went_beyond |= bool(options.get("beyond"))
    who = stage.chance.choice(({}, {}, {"character": character or "zz"}))
    await run(stage, "quote search", text=typed, **options, **who, **_named(stage), **_private(stage))


async def _quote_random(stage: Stage) -> None:
    await suggestions(stage, "quote random", "character")
    await run(stage, "quote random", **_named(stage), **_private(stage))


async def _progress_set(stage: Stage) -> None:
    await run(stage, "progress set", episode=await _episode(stage, "progress set"), **_named(stage))


async def _progress_show(stage: Stage) -> None:
    await run(stage, "progress show", **_named(stage))


async def _progress_clear(stage: Stage) -> None:
    await run(stage, "progress clear", **_named(stage))


async def _here(stage: Stage) -> None:
    await run(stage, "here", **_named(stage))


async def _help(stage: Stage) -> None:
    await run(stage, "help")


async def _privacy_export(stage: Stage) -> None:
    """The file tells nothing either: a mark in it would be in the open."""
    result = await run(stage, "privacy export")
    assert result.response is not None
    (file,) = result.response.message.attachments
    look_for_any("/privacy export, the file", (await file.read()).decode())


async def _privacy_erase(stage: Stage) -> None:
    await run(stage, "privacy erase")


async def _spoilers_channel(stage: Stage) -> None:
    """A moderator's suggestions follow the rule as well; what is set is taken back by the next setting."""
    if stage.rules.context != "channel":
        return
    up_to = await _episode(stage, "spoilers channel", "up_to", channel=stage.log, policy="up-to")
    await run(stage, "spoilers channel", channel=stage.log, policy="up-to", up_to=up_to)


async def _spoilers_default(stage: Stage) -> None:
    if stage.rules.context == "channel":
        await _episode(stage, "spoilers default", "up_to", policy="up-to")
        await run(stage, "spoilers default", policy="up-to")


async def _spoilers_clear(stage: Stage) -> None:
    if stage.rules.context == "channel":
        await run(stage, "spoilers clear", channel=stage.log)


async def _spoilers_overview(stage: Stage) -> None:
    if stage.rules.context == "channel":
        await run(stage, "spoilers overview")


async def _spoilers_explain(stage: Stage) -> None:
    if stage.rules.context == "channel":
        await run(stage, "spoilers explain", channel=_place(stage))


async def _spoilers_titles(stage: Stage) -> None:
    if stage.rules.context == "channel":
        await run(stage, "spoilers titles", hide=stage.rules.hides_titles)


async def _setup(stage: Stage) -> None:
    if stage.rules.context == "channel":
        result = await run(stage, "setup")
        stage.shown.remove((result, stage.fan))  # its buttons change the rules of the setting


async def _hide(stage: Stage) -> None:
    """Hide a message; then label it by what the panel offers, which names every episode."""
    if stage.rules.context not in ("channel", "thread"):
        return
    place, menu = _place(stage), "Hide as spoiler"
    message = await stage.other.send(place, "Who would have thought it")
    result = await stage.fan.context_menu(place, menu, message)
    await watch(stage, menu, stage.fan, result)
    assert result.response is not None
    panel = await stage.fan.click(result.response.message, label="Label it")
    await watch(stage, "click on Label it", stage.fan, panel)
    assert panel.response is not None
    select = [part for part in _walk(panel.response.components) if part.get("type") == 3][-1]
    chosen = stage.chance.choice(select["options"])["value"]
    labelled = await stage.fan.select(panel.response.message, [chosen], custom_id=select["custom_id"])
    await watch(stage, "choosing a label", stage.fan, labelled)
    stage.shown.append((labelled, stage.fan))


def _in_a_server(stage: Stage) -> bool:
    return stage.rules.context not in ("dm", "group")


async def _curate(
    stage: Stage, command: str, option: str | None = None, **typed: str
) -> InteractionResult | None:
    """Run a command of `/catalog`: first as one who may not, then as the moderator that the fan is."""
    if not _in_a_server(stage):
        return None
    command = f"catalog {command}"
    if option is not None:
        marks = [word for word in stage.catalogue.marks if word.startswith("zzsong")]
        suggested = await suggestions(stage, command, option, ("", "", "zz", "1"))
        other = stage.chance.choice((*CODES, *marks, "1"))
        typed[option] = stage.chance.choice((suggested, suggested, other)) or "1"
        await stage.other.autocomplete(_place(stage), command, option, "zz")
        await watch(stage, f"/{command} {option}:", stage.other, None, by_the_door=True)
    refused = await stage.other.slash(_place(stage), command, **typed)
    await watch(stage, f"/{command}", stage.other, refused, by_the_door=True)
    return await run(stage, command, **typed)


async def _save_as_quote(stage: Stage) -> None:
    """Open the form on a message, as one who may not and as the moderator."""
    if stage.rules.context not in ("channel", "thread"):
        return
    place, menu = _place(stage), "Save as quote"
    message = await stage.other.send(place, "Who would have thought it")
    for member in (stage.other, stage.fan):
        answer = await member.context_menu(place, menu, message)
        await watch(stage, menu, member, answer, by_the_door=True)


_LINES = ("lines.csv", b"season,episode,speaker,line\n1,1,Nobody,Nothing at all\n")


async def _import(stage: Stage) -> None:
    """Look at a file, as one who may not and as the moderator, and give it up."""
    if stage.rules.context not in ("channel", "thread"):
        return
    refused = await stage.other.slash(_place(stage), "catalog import", file=_LINES)
    await watch(stage, "/catalog import", stage.other, refused, by_the_door=True)
    looked_at = await run(stage, "catalog import", file=_LINES)
    stage.shown.remove((looked_at, stage.fan))
    assert looked_at.response is not None
    cancelled = await stage.fan.click(looked_at.response.message, label="Cancel")
    await watch(stage, "giving an import up", stage.fan, cancelled, by_the_door=True)


def _curating(command: str, option: str | None = None, **typed: str) -> Callable[[Stage], Awaitable[None]]:
    async def drive(stage: Stage) -> None:
        await _curate(stage, command, option, **typed)

    return drive


def _removing(command: str, option: str) -> Callable[[Stage], Awaitable[None]]:
    """Take something out, and bring it back: the marks stay where they are."""

    async def drive(stage: Stage) -> None:
        removed = await _curate(stage, command, option)
        if removed is not None:
            await _undo(stage, removed)

    return drive


async def _undo(stage: Stage, saved: InteractionResult) -> None:
    assert saved.response is not None
    for part in _walk(saved.response.components):
        if str(part.get("custom_id", "")).startswith('["undo"'):
            undone = await stage.fan.click(saved.response.message, custom_id=part["custom_id"])
            await watch(stage, "undo", stage.fan, undone, by_the_door=True)


async def _mend(stage: Stage) -> None:
    """Open an episode's panel, and send a form: once so that it is refused, once so that it is taken."""
    shown = await _curate(stage, "episode edit", "episode")
    for button, typed in (('["form",["facts"', {"aired": "soon"}), ('["form-again"', {"aired": ""})):
        if shown is not None and shown.response is not None:
            shown = await _fill_in(stage, shown, button, production_code=f"{stage.read}", **typed)


async def _fill_in(
    stage: Stage, shown: InteractionResult, begins: str, **typed: str
) -> InteractionResult | None:
    assert shown.response is not None
    for part in _walk(shown.response.components):
        if str(part.get("custom_id", "")).startswith(begins):
            form = await stage.fan.click(shown.response.message, custom_id=part["custom_id"])
            await watch(stage, "form", stage.fan, form, by_the_door=True)
            if form.modal is not None:
                sent = await stage.fan.submit_modal(form, fields_of(form) | typed)
                await watch(stage, "a form that was sent", stage.fan, sent, by_the_door=True)
                return sent
    return None


DRIVERS: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "episode lookup": _lookup,
    "episode list": _list,
    "song info": _song_info,
    "song list": _song_list,
    "recap": _recap,
    "quote search": _quote_search,
    "quote random": _quote_random,
    "progress set": _progress_set,
    "progress show": _progress_show,
    "progress clear": _progress_clear,
    "here": _here,
    "help": _help,
    "privacy export": _privacy_export,
    "privacy erase": _privacy_erase,
    "setup": _setup,
    "Hide as spoiler": _hide,
    "Save as quote": _save_as_quote,
    "spoilers channel": _spoilers_channel,
    "spoilers clear": _spoilers_clear,
    "spoilers default": _spoilers_default,
    "spoilers explain": _spoilers_explain,
    "spoilers overview": _spoilers_overview,
    "spoilers titles": _spoilers_titles,
    "catalog show add": _curating("show add"),
    "catalog show edit": _curating("show edit", "show"),
    "catalog show remove": _removing("show remove", "show"),
    "catalog episode add": _curating("episode add", season="3", number="1"),
    "catalog episode edit": _mend,
    "catalog episode remove": _removing("episode remove", "episode"),
    "catalog recap edit": _curating("recap edit", "episode"),
    "catalog song add": _curating("song add", "episode"),
    "catalog song edit": _curating("song edit", "song"),
    "catalog song remove": _removing("song remove", "song"),
    "catalog quote add": _curating("quote add", "episode"),
    "catalog quote edit": _curating("quote edit", "quote"),
    "catalog quote remove": _removing("quote remove", "quote"),
    "catalog history": _curating("history"),
    "catalog undo": _removing("undo", "change"),
    "catalog import": _import,
    "catalog export": _curating("export"),
}
"""How to drive each command and each menu. One that is not here fails the suite."""

_OFTEN = (
    "episode lookup",
    "episode list",
    "song info",
    "song list",
    "recap",
    "quote search",
    "quote random",
    "progress set",
)
_CURATING = sorted(name for name in DRIVERS if name.startswith("catalog "))
_SELDOM = sorted(DRIVERS.keys() - {*_CURATING})


async def one_setting(stage: Stage) -> None:
    """Make up rules, then ask and click a while."""
    await make_rules(stage)
    names = [*_OFTEN, *stage.chance.sample(_SELDOM, 2), *stage.chance.sample(_CURATING, 2)]
    for name in stage.chance.sample(names, 3):
        await DRIVERS[name](stage)
        for _ in range(stage.chance.randrange(3)):
            if stage.shown:
                await click(stage)
