"""Every command, suggestion, click and form of `/catalog`, used by everyone."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, get_args

import discord
import pytest
from discord import app_commands
from simcord import ChannelHandle, InteractionResult, MemberActor, SetupError, UserHandle

from bot.replies.catalog_clicks import (
    ApplyForm,
    EditEpisode,
    EditRecap,
    EditSong,
    FormAgain,
    OpenChange,
    OpenForm,
    RemoveEpisode,
    RemoveShow,
    RemoveSong,
    TurnHistory,
    UndoChange,
)
from bot.replies.clicks import Click, custom_id_of
from bot.services import subjects
from tests.forms import save
from tests.world import World, labels_of, message_of, text_in, walk, write_curtain

SECRET = "zzsecret"
SLUG = "nashville"
KEY = 100010000
"""The key of S01E01, written out as in old buttons."""

TYPED: dict[str, Any] = {
    "show": SLUG,
    "episode": "S01E01",
    "song": SECRET,
    "quote": SECRET,
    "season": "7",
    "number": "7",
    "change": "1",
    "file": ("show.json", b"{}"),
}
"""What to type into each option to name an item of the server."""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_curtain(tmp_path / "packs")


@dataclass(frozen=True, slots=True)
class Show:
    """A show full of secret text, and the ids of its items."""

    episode: int
    song: int
    quote: int
    form: int


@pytest.fixture
async def show(world: World) -> Show:
    await world.let_moderate()
    saved = await save(world, "show add", {"title": f"Nash {SECRET}", "slug": SLUG})
    (offer,) = (label for label in labels_of(saved) if label.startswith("Make it the default"))
    await world.admin.click(message_of(saved), label=offer)
    words = {"title": SECRET, "summary": SECRET}
    await save(world, "episode add", words, season="1", number="1")
    await save(world, "song add", {"title": SECRET, "performers": SECRET}, episode="S01E01")
    await save(world, "quote add", {"text": SECRET, "speaker": SECRET}, episode="S01E01")
    await save(
        world, "quote add", {"text": SECRET, "timestamp": "9:59:59", "speaker": SECRET}, episode="S01E01"
    )
    await save(world, "quote edit", {"episode": "soon"}, quote=f"{SLUG}:quote-{await newest(world, 'quote')}")
    return Show(*[await newest(world, table) for table in ("episode", "song", "quote", "form")])


async def newest(world: World, table: str) -> int:
    statements: dict[str, LiteralString] = {
        "episode": "SELECT max(id) AS id FROM episode",
        "song": "SELECT max(id) AS id FROM song",
        "quote": "SELECT max(id) AS id FROM quote",
        "form": "SELECT id FROM session ORDER BY made_at DESC LIMIT 1",
    }
    async with world.database.read() as reading:
        return int((await reading.one(statements[table]))["id"])


def clicks_on(show: Show) -> list[Click]:
    numbers = {"show": SLUG, "key": KEY, "season": 1, "first": 0, "count": 0, **vars_of(show)}
    every: list[Click] = [
        OpenForm(kind(**{name: numbers[name] for name in kind.__struct_fields__}))
        for kind in get_args(subjects.AnySubject)
    ]
    return [
        *every,
        FormAgain(show.form),
        ApplyForm(show.form),
        EditEpisode(SLUG, KEY),
        EditRecap(SLUG, KEY),
        EditSong(SLUG, show.song),
        TurnHistory(SLUG, 0),
        TurnHistory("", 0),
        OpenChange(2),
        RemoveSong(SLUG, show.song),
        RemoveEpisode(SLUG, show.episode),
        UndoChange(2),
        RemoveShow(SLUG),
    ]


def vars_of(show: Show) -> dict[str, int]:
    return {"episode": show.episode, "song": show.song, "quote": show.quote, "form": show.form}


def commands_of(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    found = [
        command
        for command in world.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command) and command.qualified_name.startswith("catalog ")
    ]
    return sorted(found, key=lambda command: "undo" in command.name)


async def state_of(world: World) -> list[tuple[Any, ...]]:
    """The whole catalogue and its history."""
    async with world.database.read() as reading:
        return [
            tuple(row)
            for rows in (
                await reading.rows("SELECT * FROM show"),
                await reading.rows("SELECT * FROM episode"),
                await reading.rows("SELECT * FROM credit"),
                await reading.rows("SELECT * FROM song"),
                await reading.rows("SELECT * FROM performance"),
                await reading.rows("SELECT * FROM scene"),
                await reading.rows("SELECT * FROM quote"),
                await reading.rows("SELECT * FROM change"),
                await reading.rows("SELECT * FROM session"),
            )
            for row in rows
        ]


def forge(world: World, place: ChannelHandle, click: Click) -> discord.Message:
    """A message with a forged button."""
    assert world.env.bot.user is not None
    button = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id_of(click)}
    world.env.backend.create_message(
        place.id, world.env.bot.user.id, components=[{"type": 1, "components": [button]}]
    )
    message = place.last_message
    assert message is not None
    return message


def text_shown(result: InteractionResult) -> str:
    """All text of a reply or form."""
    parts = [] if result.response is None else result.response.components
    buttons = " ".join(str(part.get("label", "")) for part in walk(parts))
    return f"{text_in(parts)} {buttons} {result.modal or ''}"


async def use_everything(
    world: World, show: Show, actor: MemberActor | UserHandle, place: ChannelHandle
) -> AsyncGenerator[tuple[str, InteractionResult]]:
    """Use every command and every click, one after the other."""
    message = await world.fan.send(world.general, "A line.")
    for command in commands_of(world):
        given = {name.name: TYPED[name.name] for name in command.parameters if name.required}
        if "show" in [parameter.name for parameter in command.parameters]:
            given["show"] = SLUG
        if isinstance(actor, MemberActor):
            yield command.qualified_name, await actor.slash(place, command.qualified_name, **given)
        else:
            with pytest.raises(SetupError):
                await actor.slash(command.qualified_name, **given)
    if isinstance(actor, MemberActor) and actor in (world.admin, world.moderator):
        yield "Save as quote", await actor.context_menu(place, "Save as quote", message)
    for click in clicks_on(show):
        yield custom_id_of(click), await actor.click(forge(world, place, click), label="x")


async def suggested(world: World, actor: MemberActor, place: ChannelHandle) -> dict[str, list[Any]]:
    """The suggestions for every option of every command."""
    return {
        f"{command.qualified_name} {parameter.name}": await actor.autocomplete(
            place, command.qualified_name, parameter.name, typed
        )
        for command in commands_of(world)
        for parameter in command.parameters
        if parameter.autocomplete
        for typed in ("", SECRET)
    }


@pytest.mark.parametrize("who", ["admin", "moderator"])
async def test_admins_and_moderators_can_use_every_catalog_command(
    world: World, show: Show, who: str
) -> None:
    actor: MemberActor = getattr(world, who)
    for what, choices in (await suggested(world, actor, world.general)).items():
        assert choices, what
    async for what, result in use_everything(world, show, actor, world.general):
        assert result.ephemeral or result.modal, what
        assert "Moderators only" not in text_shown(result), what


async def test_a_member_cannot_use_any_catalog_command(world: World, show: Show) -> None:
    world.show_command("catalog", world.fan)
    before = await state_of(world)
    async for what, result in use_everything(world, show, world.fan, world.general):
        assert result.ephemeral, what
        assert result.modal is None, what
        assert "Moderators only" in text_shown(result), what
    assert not any((await suggested(world, world.fan, world.general)).values())
    assert await state_of(world) == before


async def test_no_catalog_command_works_in_direct_messages(world: World, show: Show) -> None:
    before = await state_of(world)
    user = world.admin.user
    async for what, result in use_everything(world, show, user, user.dm_channel):
        assert result.modal is None, what
        assert "Servers only" in text_shown(result), what
    assert await state_of(world) == before


async def test_a_moderator_of_another_server_is_an_ordinary_member_here(world: World, show: Show) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    boss = elsewhere.add_member(
        world.fan.user,
        roles=[elsewhere.create_role("Boss", permissions=discord.Permissions(manage_guild=True))],
    )
    assert boss.guild.id == elsewhere.id
    await test_a_member_cannot_use_any_catalog_command(world, show)


async def test_one_servers_catalogue_cannot_be_seen_or_changed_from_another(world: World, show: Show) -> None:
    """An admin of another server who knows all ids cannot reach anything here."""
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    boss = MemberActor(world.env, elsewhere, elsewhere.owner)
    before = await state_of(world)
    for what, choices in (await suggested(world, boss, lobby)).items():
        assert SECRET not in str(choices), what
        assert not what.endswith("change") or choices == []
    async for what, result in use_everything(world, show, boss, lobby):
        assert "Moderators only" not in text_shown(result), what
        if what != "catalog show add" and not what.startswith('["form",["show"'):
            assert result.modal is None, what
        assert SECRET not in text_shown(result).replace(f"“{SECRET}”", ""), what
    after = await state_of(world)
    assert [row for row in after if row in before] == before
    assert len(after) == len(before) + 2, "two empty forms for a new show were opened"
