"""Running every command for an audience, as one of three people, in every kind of place."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from simcord import InteractionResult

from tests.importers.histories import table
from tests.leaks.judging import Done, judge, keep
from tests.leaks.pressing import searches_in, walk
from tests.leaks.stage import Insisted, Insisting, Stage
from tests.leaks.watch import look_for_any

TYPED = (
    "",
    "s0",
    "1",
    "2x1",
    "special",
    "zzepisode",
    "zzsong",
    "zzname",
    "zz",
    "a",
    "||",
    "5",
    "s00e0",
    "never",
)
"""What people type into options with suggestions."""

_TYPED_OPTIONS = ("episode", "song", "up_to", "quote", "character")

Driver = Callable[[Stage], Awaitable[None]]


async def run(stage: Stage, command: str, **options: Any) -> InteractionResult:
    """Run a command as the stage's actor, in the current context, and keep the reply to be clicked."""
    result = await ask(stage, command, **options)
    for made in keep(stage, result, stage.actor):
        if options.get("beyond"):
            stage.insisted[stage.actor.id, made.message.id] = Insisted("*")
            stage.beyond |= {(stage.actor.id, search) for search in searches_in(made)}
    return result


async def ask(stage: Stage, command: str, **options: Any) -> InteractionResult:
    """Run a command as the stage's actor, in the current context."""
    if stage.context in ("dm", "group"):
        result = await stage.actor.user.slash(command, **options)
    else:
        result = await stage.actor.slash(stage.place, command, **options)
    done = Done(
        f"{stage.actor.name} /{command} {options}",
        stage.actor,
        echo=str(next((options[name] for name in _TYPED_OPTIONS if name in options), "")),
        insisted=Insisting(on_this=bool(options.get("beyond"))),
        named=command == "episode lookup",
        for_moderators=command.startswith("catalog "),
    )
    await judge(stage, done, result)
    return result


async def suggestions(
    stage: Stage, command: str, option: str, among: tuple[str, ...] = TYPED, **filled: Any
) -> str:
    """Type something into an option; returns a suggestion's value or name, or what was typed."""
    typed = stage.chance.choice(among)
    if stage.context in ("dm", "group"):
        choices = await stage.actor.user.autocomplete(command, option, typed, **filled)
    else:
        choices = await stage.actor.autocomplete(stage.place, command, option, typed, **filled)
    what = f"{stage.actor.name} /{command} {option}:{typed}"
    await judge(stage, Done(what, stage.actor, for_moderators=command.startswith("catalog ")), None)
    if not choices:
        return typed
    return stage.chance.choice(choices)[stage.chance.choice(("value", "value", "name"))]


def _private(stage: Stage) -> dict[str, bool]:
    return stage.chance.choice(({}, {"private": True}, {"private": False}))


def named(stage: Stage) -> dict[str, str]:
    """The option for a show: missing, or mostly an existing show."""
    there = [show.slug for show in stage.catalogue.shows if stage.in_server or not show.owned]
    return stage.chance.choice(({}, {"show": "wren"}, *({"show": slug} for slug in there * 2)))


def codes(stage: Stage, slug: str | None = None) -> list[str]:
    """Every code of a show, or of all."""
    return [one.code for show in stage.catalogue.shows if slug in (None, show.slug) for one in show.episodes]


async def episode(stage: Stage, command: str, option: str = "episode", **filled: Any) -> str:
    """A value for an episode option: a suggestion, a code, a title, or nonsense."""
    suggested = await suggestions(stage, command, option, **filled)
    code = stage.chance.choice(codes(stage, filled.get("show")))
    title = stage.chance.choice(stage.catalogue.words("episode"))
    return stage.chance.choice((*[suggested] * 4, *[code] * 4, title, "nonsense", "1")) or "1"


async def _lookup(stage: Stage) -> None:
    show = named(stage)
    typed = await episode(stage, "episode lookup", **show)
    await run(stage, "episode lookup", episode=typed, **show, **_private(stage))


async def _list(stage: Stage) -> None:
    await suggestions(stage, "episode list", "show")
    season = stage.chance.choice(({}, {"season": 0}, {"season": 1}, {"season": 2}, {"season": 9}))
    await run(stage, "episode list", **season, **named(stage), **_private(stage))


async def _song_info(stage: Stage) -> None:
    suggested = await suggestions(stage, "song info", "song")
    titles = stage.catalogue.words("song")
    song = stage.chance.choice((suggested, suggested, stage.chance.choice(titles), "nonsense")) or "zz"
    await run(stage, "song info", song=song, **named(stage), **_private(stage))


async def _song_list(stage: Stage) -> None:
    show = named(stage)
    of_episode = stage.chance.choice(({}, {"episode": await episode(stage, "song list", **show)}))
    await run(stage, "song list", **of_episode, **show, **_private(stage))


async def _recap(stage: Stage) -> None:
    show = named(stage)
    await run(stage, "recap", episode=await episode(stage, "recap", **show), **show, **_private(stage))


async def _character(stage: Stage, command: str) -> dict[str, str]:
    suggested = await suggestions(stage, command, "character")
    who = (
        stage.chance.choice((suggested, stage.chance.choice(stage.catalogue.words("name")), "nobody")) or "zz"
    )
    return stage.chance.choice(({}, {}, {}, {"character": who}))


async def _quote_search(stage: Stage) -> None:
    spoken, other = (
        stage.chance.choice(stage.catalogue.spoken),
        stage.chance.choice(list(stage.catalogue.marks)),
    )
    typed = stage.chance.choice(
        ("curtain call", "curtain call", spoken, spoken, "zzstory", "x y", other, other[:-2])
    )
    season = stage.chance.choice(({}, {}, {}, {"season": 0}, {"season": 1}, {"season": 2}))
    beyond = stage.chance.choice(({}, {}, {"beyond": True})) if stage.insists else {}
    who = await _character(stage, "quote search")
    stage.typed.setdefault(stage.actor.id, set()).add(typed)
    await run(stage, "quote search", text=typed, **season, **beyond, **who, **named(stage), **_private(stage))


async def _quote_random(stage: Stage) -> None:
    await run(
        stage, "quote random", **await _character(stage, "quote random"), **named(stage), **_private(stage)
    )


async def _progress_set(stage: Stage) -> None:
    show = named(stage)
    await run(stage, "progress set", episode=await episode(stage, "progress set", **show), **show)


def _simply(command: str, *, with_show: bool = True) -> Driver:
    async def drive(stage: Stage) -> None:
        await run(stage, command, **(named(stage) if with_show else {}))

    return drive


async def _privacy_export(stage: Stage) -> None:
    """The file must contain no mark either."""
    result = await run(stage, "privacy export")
    assert result.response is not None
    (file,) = result.response.message.attachments
    text = (await file.read()).decode()
    for typed in stage.typed.get(stage.actor.id, ()):
        text = text.replace(f'"typed": {json.dumps(typed)}', "")
    look_for_any("/privacy export, the file", text)


async def _hide(stage: Stage) -> None:
    """Hide a message; then label it with one of the panel's options, which name every episode."""
    if stage.context not in ("channel", "thread", "post", "side"):
        return
    stage.actor = stage.chance.choice((stage.admin, stage.moderator))
    place, menu = stage.place, "Hide as spoiler"
    message = await stage.fan.send(place, "Who would have thought it")
    result = await stage.actor.context_menu(place, menu, message)
    await judge(stage, Done(menu, stage.actor), result)
    if result.response is None:
        return
    parts = [part for part in walk(result.response.components) if '["label"' in str(part.get("custom_id"))]
    if not parts:
        return
    panel = await stage.actor.click(result.response.message, custom_id=parts[0]["custom_id"])
    await judge(stage, Done("labelling a hidden message", stage.actor), panel)
    keep(stage, panel, stage.actor)


async def _progress_import(stage: Stage) -> None:
    """Send a file that names every show by its title, and some of its episodes by theirs."""
    titles = stage.catalogue.words("episode")
    rows = [
        (f"{show.slug.title()} Show", one.code, stage.chance.choice(titles), "2025-01-01")
        for show in stage.catalogue.shows
        for one in show.episodes
        if stage.chance.random() < 0.7
    ]
    await run(
        stage, "progress import", file=("episodes.csv", table(("show", "episode", "title", "date"), *rows))
    )


ASKING: dict[str, Driver] = {
    "episode lookup": _lookup,
    "episode list": _list,
    "song info": _song_info,
    "song list": _song_list,
    "recap": _recap,
    "quote search": _quote_search,
    "quote random": _quote_random,
    "progress set": _progress_set,
    "progress show": _simply("progress show"),
    "progress import": _progress_import,
    "progress clear": _simply("progress clear"),
    "here": _simply("here"),
    "help": _simply("help", with_show=False),
    "privacy export": _privacy_export,
    "privacy erase": _simply("privacy erase", with_show=False),
    "Hide as spoiler": _hide,
}
"""How to run each command and menu that everyone can use."""

OFTEN = ("episode lookup", "episode list", "song info", "song list", "recap", "quote search", "quote random")
"""The commands that show spoilers."""
