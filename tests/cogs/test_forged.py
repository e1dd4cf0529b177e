"""Forged custom ids and hostile options: none reaches another server or is more than plain text."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import AppCommandOptionType, app_commands
from msgspec import inspect
from simcord import InteractionResult, SetupError

from bot.domain.asking import Asker
from bot.domain.drafts import Draft
from bot.domain.ids import GuildId, QuoteId, ShowId, UserId
from bot.domain.positions import Position
from bot.domain.shows import Episode
from bot.domain.spoilers import Audience
from bot.importers.child import read_history_in_child, read_in_child
from bot.replies import catalog_clicks, clicks, progress_import_clicks
from bot.replies.clicks import Click, custom_id_of
from bot.services.forms import Forms
from bot.services.imports import Imports
from bot.services.progress_import import WatchedFiles
from bot.services.quote_views import SEARCH, SearchPayload
from bot.services.subjects.episodes import EpisodeSummary, RecapFile
from bot.services.subjects.quotes import NewQuote, QuoteWords
from bot.services.subjects.songs import SongFacts, SungBy
from bot.store.expiring_sessions import keep_session
from tests.clicks import every_kind
from tests.importers.histories import trakt_shows
from tests.world import World, components_of, text_of, write_curtain, write_pack

MARK = "Zyx"
"""Occurs in every text of the other server's show."""

FIRST = Position.from_code("S01E01").key

RIVAL = """
[[episode]]
code = "S01E01"
title = "Zyx Title"
summary = "Zyx summary."
scenes = ["Zyx scene."]
guests = [{ name = "Zyx Guest", character = "Zyx Character" }]
songs = [{ title = "Zyx Song", performers = ["Zyx"], context = "Zyx context." }]
quotes = [{ text = "Zyx line.", speaker = "Zyx Speaker" }]
"""

WITHOUT_DATA = {
    clicks.HelpTopic,
    clicks.TurnOverview,
    clicks.ClearDeleted,
    clicks.ChooseSetup,
    clicks.EraseMe,
    clicks.ExportMe,
    catalog_clicks.Cancel,
    clicks.Choose,
    clicks.DeleteRepost,
    clicks.LabelRepost,
    clicks.ChooseLabel,
    progress_import_clicks.OpenWatchedForm,
}
"""Clicks without catalogue ids: they are about the server or message where they are clicked."""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = write_curtain(tmp_path / "packs")
    write_pack(folder, "rival", "Zyx Show", RIVAL, '[[song]]\ntitle = "Zyx Song"\n')
    return folder


async def forge_clicks(world: World) -> list[Click]:
    """Give the show to another server, and forge a click of every kind on its items."""
    other = world.env.create_guild("Rivals")
    async with world.database.write() as writing:
        await writing.run("UPDATE show SET owner = $1 WHERE slug = 'rival'", other.id)
        show = ShowId((await writing.one("SELECT id FROM show WHERE slug = 'rival'"))["id"])
        song = (await writing.one("SELECT id FROM song WHERE show_id = $1", show))["id"]
        quote = (await writing.one("SELECT id FROM quote WHERE id >> 24 = $1", show))["id"]
        fan = Asker(UserId(world.fan.id), GuildId(world.guild.id), (), Audience.ASKER)
        found = SEARCH.open(
            fan, SearchPayload(show, (QuoteId(quote),), insisted=True, typed="Zyx line"), datetime.now(UTC)
        )
        await keep_session(writing, found)
        episode = (await writing.one("SELECT id FROM episode WHERE show_id = $1", show))["id"]
    return [
        *_member_clicks(song, quote, found.id),
        *(await _moderator_clicks(world, GuildId(other.id), song, quote, episode)),
    ]


async def _moderator_clicks(world: World, guild: GuildId, song: int, quote: int, episode: int) -> list[Click]:
    """Clicks on the other server's forms, changes and imports, and on its items to edit them."""
    forms = Forms(database=world.database, clock=world.clock)
    imports = Imports(database=world.database, clock=world.clock, read=read_in_child)
    rival = Asker(UserId(world.admin.id), guild, (), Audience.ASKER, manages=True)
    summary = EpisodeSummary("rival", episode)
    saved = await forms.submit(rival, (await forms.open(rival, summary)).id, {"summary": "Zyx again."})
    form = (await forms.open(rival, summary)).id
    draft = Draft(episodes=(Episode(Position.from_code("S01E02"), title="Zyx Two"),))
    preview = (await imports.preview(rival, draft, "rival")).id
    watched = WatchedFiles(database=world.database, clock=world.clock, read=read_history_in_child)
    history = ("x.json", trakt_shows("Zyx Show", [(1, 1)], None))
    done = await watched.apply(rival, (await watched.preview(rival, [history])).id)
    assert done.undo is not None
    files = (await watched.preview(rival, [history])).id
    subjects = [
        subject
        for slug in ("rival", "curtain")
        for subject in (
            EpisodeSummary(slug, episode),
            RecapFile(slug, episode),
            SongFacts(slug, song),
            SungBy(slug, song, episode),
            QuoteWords(slug, quote),
            NewQuote(slug, episode),
        )
    ]
    return [
        *(catalog_clicks.OpenForm(subject) for subject in subjects),
        catalog_clicks.FormAgain(form),
        catalog_clicks.ApplyForm(form),
        catalog_clicks.EditEpisode("rival", FIRST),
        catalog_clicks.EditRecap("rival", FIRST),
        catalog_clicks.EditSong("rival", song),
        catalog_clicks.EditSong("curtain", song),
        catalog_clicks.RemoveShow("rival"),
        catalog_clicks.RemoveShow("curtain"),
        catalog_clicks.RemoveEpisode("curtain", episode),
        catalog_clicks.RemoveSong("curtain", song),
        catalog_clicks.RemoveSong("rival", song, episode),
        catalog_clicks.TurnHistory("rival", 0),
        catalog_clicks.TurnHistory("", 0),
        catalog_clicks.OpenChange(saved.change),
        catalog_clicks.UndoChange(saved.change),
        clicks.MakeDefault("rival", hides_bundled=True),
        clicks.ShowLimit(1, "rival", asks=True),
        clicks.SetLimit(1, "rival", "up-to", FIRST),
        clicks.SetLimit(None, "rival", "open"),
        clicks.ClearLimit(1, "rival"),
        catalog_clicks.ApplyImport(preview),
        catalog_clicks.ChooseImport(preview),
        catalog_clicks.CancelImport(preview),
        progress_import_clicks.ChooseWatched(files, 1, 0),
        progress_import_clicks.KeepWatched(files, keeps=True),
        progress_import_clicks.ApplyWatched(files),
        progress_import_clicks.CancelWatched(files),
        progress_import_clicks.UndoMoves(done.undo),
    ]


def _member_clicks(song: int, quote: int, session: int) -> Iterator[Click]:
    for slug in ("rival", "curtain", ""):  # also the other server's ids under our own show's name
        cards = (
            clicks.OpenEpisode(slug, FIRST, insisted=True),
            clicks.OpenRecap(slug, FIRST, insisted=True),
            clicks.OpenSong(slug, song, insisted=True),
            clicks.OpenQuote(slug, quote, insisted=True),
            clicks.OpenQuotes(slug, FIRST, insisted=True),
        )
        lists = (clicks.ListEpisodes(slug, None, 0), clicks.ListSongs(slug, None, 0))
        yield from (*cards, *lists)
        for card in cards:
            for kind in (clicks.Watch, clicks.AskWatched, clicks.ConfirmWatched):
                yield kind(FIRST, card)
        for card in (*cards, *lists):
            yield from (clicks.ShareCard(card), clicks.ShareCard(card, sure=True))
        yield clicks.ChooseProgress(slug)
        yield clicks.SetProgress(slug, FIRST)
        yield clicks.UndoProgress(slug, None, FIRST)
        yield progress_import_clicks.AnswerKept(slug, uses=True)
    yield clicks.TurnFound(session, 0)


def text_shown(answer: InteractionResult) -> str:
    return json.dumps(components_of(answer), ensure_ascii=False)


async def test_no_forged_click_reads_another_servers_show(world: World) -> None:
    forged_clicks = await forge_clicks(world)
    assert {type(click) for click in forged_clicks} | WITHOUT_DATA == {*every_kind()}
    for click in forged_clicks:
        message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
        for member in (world.fan, world.admin):
            assert MARK not in text_shown(await member.click(message, label="x")), click


async def test_no_forged_click_changes_another_servers_show(world: World) -> None:
    forged_clicks = await forge_clicks(world)
    for click in forged_clicks:
        message = await world.forge(discord.ui.Button(label="x", custom_id=custom_id_of(click)))
        await world.fan.click(message, label="x")
        await world.admin.click(message, label="x")
    async with world.database.read() as reading:
        assert (await reading.one("SELECT summary FROM episode WHERE title = 'Zyx Title'"))[0] == "Zyx again."
        assert await reading.row("SELECT 1 FROM song WHERE title = 'Zyx Song'")
        assert await reading.row("SELECT 1 FROM quote WHERE text = 'Zyx line.'")
        assert await reading.row("SELECT 1 FROM session WHERE kind = 'import'")
        assert await reading.row("SELECT 1 FROM change WHERE guild_id = $1", world.guild.id) is None
        rows = await reading.rows(
            """
            SELECT show.slug, progress.user_id, progress.position FROM progress
            JOIN show ON coalesce(show.progress_key, show.id) = progress.progress_key
            """
        )
    saved = {(row["slug"], row["user_id"], row["position"]) for row in rows}
    theirs = {each for each in saved if each[0] != "curtain"}
    assert theirs == {
        ("rival", world.admin.id, FIRST)
    }  # the admin's own there, which wasn't undone from here


async def test_the_owning_server_can_read_its_show(world: World) -> None:
    """So the text that the tests above look for exists."""
    async with world.database.write() as writing:
        await writing.run("UPDATE show SET owner = $1 WHERE slug = 'rival'", world.guild.id)
    answer = await world.fan.slash(world.general, "episode lookup", episode="S01E01", show="rival")
    assert MARK in text_of(answer)


async def test_an_admin_cannot_choose_another_servers_show(world: World) -> None:
    await forge_clicks(world)
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=custom_id_of(clicks.ChooseSetup("show")),
        options=[discord.SelectOption(label="x", value="rival")],
    )
    message = await world.forge(select)
    answer = await world.admin.select(message, ["rival"])
    assert MARK not in text_shown(answer)
    assert "### No show" in text_of(answer)


HOSTILE = [
    "'; DROP TABLE show; --",
    '" OR 1=1 --',
    "$1 ?1 :a @b %s {0}",
    'quote_fts:* NEAR("a" "b", 2) AND {speaker} : x*',
    '") OR ("" *',
    "%_\\%\x00\u202e",
    "||@everyone <@1> [x](https://example.com) `` ```",
    "x" * 6000,
]


def _value_for(parameter: app_commands.Parameter, world: World) -> Any:
    """A valid value for this option."""
    if parameter.choices:
        return parameter.choices[0].value
    match parameter.type:
        case AppCommandOptionType.string:
            return "S01E01"
        case AppCommandOptionType.boolean:
            return True
        case AppCommandOptionType.channel:
            return world.general
        case AppCommandOptionType.attachment:
            return "quotes.csv", b"season,episode,speaker,line\n1,1,Anna,The letter\n"
        case _:
            return 1


def texts_of(world: World) -> Iterator[tuple[str, str, bool, dict[str, Any]]]:
    """Every free-text option: its command, its name, whether it has suggestions, other required options."""
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Group):
            continue
        for parameter in command.parameters:
            if parameter.type is AppCommandOptionType.string and not parameter.choices:
                others = {
                    other.name: _value_for(other, world)
                    for other in command.parameters
                    if other.required and other.name != parameter.name
                }
                yield command.qualified_name, parameter.name, parameter.autocomplete, others


async def state_of(world: World) -> list[tuple[Any, ...]]:
    """The schema and the catalogue, which no read-only command may change."""
    async with world.database.read() as reading:
        return [
            *map(tuple, await reading.rows("SELECT name, sql FROM sqlite_master ORDER BY name")),
            *map(tuple, await reading.rows("SELECT id, slug, title, owner FROM show ORDER BY id")),
            *map(tuple, await reading.rows("SELECT id, title, summary FROM episode ORDER BY id")),
            *map(tuple, await reading.rows("SELECT id, text FROM quote ORDER BY id")),
        ]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_in_any_option_is_treated_as_plain_text(world: World, typed: str) -> None:
    """No SQL, search syntax, markup or excessive length has an effect; other errors fail the test."""
    await forge_clicks(world)
    before = await state_of(world)
    texts = list(texts_of(world))
    assert len(texts) > 20
    for command, option, suggests, others in texts:
        answer = await world.admin.slash(world.general, command, **others, **{option: typed})
        if answer.modal is not None:  # a form contains only stored values
            assert MARK not in json.dumps(answer.modal), (command, option)
            continue
        assert "Something went wrong" not in text_of(answer), (command, option)
        assert MARK not in text_shown(answer), (command, option)
        if suggests:
            offered = await world.admin.autocomplete(world.general, command, option, typed[:100])
            assert MARK not in str(offered), (command, option)
    assert await state_of(world) == before


def _button(label: str, custom_id: str) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label, custom_id=custom_id)


def _forged(kind: inspect.Type, number: int) -> Any:
    """A value of this kind as in a custom id, with this number wherever it has one."""
    match kind:
        case inspect.StructType(fields=parts, tag=tag):
            return [tag, *(_forged(part.type, number) for part in parts)]
        case inspect.UnionType(types=several):
            return _forged(next(one for one in several if not isinstance(one, inspect.NoneType)), number)
        case inspect.IntType():
            return number
        case inspect.BoolType():
            return True
        case inspect.LiteralType(values=values):
            return values[0]
        case _:
            return "curtain"


@pytest.mark.parametrize("number", [2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 10**25, -1, 10**9])
async def test_a_forged_number_in_a_button_gets_an_error_message(world: World, number: int) -> None:
    ids = [json.dumps(_forged(inspect.type_info(kind), number)) for kind in every_kind()]
    buttons = [custom_id for custom_id in ids if len(custom_id) <= 100]
    assert len(buttons) > 20
    for start in range(0, len(buttons), 25):
        some = buttons[start : start + 25]
        message = await world.forge(*(_button(str(at), custom_id) for at, custom_id in enumerate(some)))
        for at, custom_id in enumerate(some):
            answer = await world.admin.click(message, label=str(at))
            assert answer.response is None or "reference" not in text_of(answer), custom_id


def _options(world: World) -> Iterator[tuple[str, app_commands.Parameter, dict[str, Any]]]:
    """Every option that can take a number: its command, the option, and other required options."""
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Group):
            continue
        for parameter in command.parameters:
            kinds = (AppCommandOptionType.string, AppCommandOptionType.integer, AppCommandOptionType.number)
            if parameter.type in kinds and not parameter.choices:
                others = {
                    other.name: _value_for(other, world)
                    for other in command.parameters
                    if other.required and other.name != parameter.name
                }
                yield command.qualified_name, parameter, others


@pytest.mark.parametrize("number", [2**63, 10**17 * 99])
async def test_a_number_too_large_for_the_database_gets_an_error_message(world: World, number: int) -> None:
    """As a plain number and in the forms that suggestions use; other errors fail the test."""
    asked = 0
    for command, parameter, others in _options(world):
        written = ("{}", "#{}", "speaker-{}", "curtain:quote-{}")
        text = parameter.type is AppCommandOptionType.string
        for typed in [form.format(number) for form in written] if text else [number]:
            try:
                answer = await world.admin.slash(world.general, command, **others, **{parameter.name: typed})
            except SetupError:  # Discord refuses such a number itself
                continue
            asked += 1
            if answer.modal is None:
                assert "reference" not in text_of(answer), (command, parameter.name, str(typed))
            if parameter.autocomplete:
                await world.admin.autocomplete(world.general, command, parameter.name, str(typed))
    assert asked > 100
