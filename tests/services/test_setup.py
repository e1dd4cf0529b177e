from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.asking import Asker
from bot.domain.errors import NotAdmin, ServerOnly, ShowNotFound
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import Audience
from bot.services.pack_loading import load_packs
from bot.services.setup import CLOSED, DEFAULTS, OPEN, SHOWN, Panel, Setup
from bot.store.database import Database
from bot.store.guilds import set_log_channel
from bot.store.places import PlacePolicy, forget_place, policies_of, set_policy
from tests.world import write_curtain, write_pack

GUILD, ELSEWHERE = GuildId(11), GuildId(12)
ONE, TWO, THREE = ChannelId(21), ChannelId(22), ChannelId(23)
MODERATORS = RoleId(31)

ADMIN = Asker(UserId(1), GUILD, (ONE,), Audience.ASKER, manages=True)
MODERATOR = replace(ADMIN, manages=False, roles=frozenset({MODERATORS}))

Change = Callable[[Setup, Asker], Awaitable[Panel]]

CHANGES: list[Change] = [
    lambda setup, asker: setup.set_default_show(asker, "zebra"),
    lambda setup, asker: setup.set_moderator_roles(asker, [RoleId(32)]),
    lambda setup, asker: setup.set_log_channel(asker, ONE),
    lambda setup, asker: setup.set_hides_titles(asker, hides=True),
    lambda setup, asker: setup.set_default_policy(asker, DEFAULTS["open"]),
    lambda setup, asker: setup.set_channels(asker, OPEN, [ONE]),
    lambda setup, asker: setup.set_channels(asker, CLOSED, [TWO]),
]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "zebra", "Zebra", "")
    return write_curtain(tmp_path / "packs")


@pytest.fixture
async def setup(database: Database, packs: Path) -> Setup:
    await load_packs(database, packs)
    return Setup(database=database)


async def saved_policies(database: Database, guild: GuildId = GUILD) -> list[PlacePolicy]:
    async with database.read() as reading:
        return await policies_of(reading, guild)


async def save_policies(database: Database, *settings: PlacePolicy) -> None:
    async with database.write() as writing:
        for setting in settings:
            await set_policy(writing, GUILD, setting)


async def test_a_new_server_has_nothing_set(setup: Setup) -> None:
    panel = await setup.panel(ADMIN)
    assert [show.slug for show in panel.shows] == ["curtain", "zebra"]
    assert panel.default_show == panel.shows[0]
    assert panel.open == panel.closed == ()
    assert panel.default is None
    assert panel.settings.log_channel is None
    assert not panel.settings.moderator_roles
    assert not panel.settings.hides_titles


async def test_every_choice_is_on_the_returned_panel_and_on_the_next(setup: Setup) -> None:
    for change in CHANGES:
        last = await change(setup, ADMIN)
        assert await setup.panel(ADMIN) == last
    panel = await setup.panel(ADMIN)
    assert panel.default_show is not None
    assert panel.default_show.slug == "zebra"
    assert panel.settings.moderator_roles == {RoleId(32)}
    assert panel.settings.log_channel == await setup.log_channel(GUILD) == ONE
    assert panel.settings.hides_titles
    assert panel.default == Policy(Kind.OPEN)
    assert panel.open == (ONE,)
    assert panel.closed == (TWO,)


@pytest.mark.parametrize("change", CHANGES)
async def test_only_admins_can_change_the_setup(setup: Setup, database: Database, change: Change) -> None:
    await setup.set_moderator_roles(ADMIN, [MODERATORS])
    before = await setup.panel(ADMIN)
    with pytest.raises(NotAdmin):
        await change(setup, MODERATOR)
    with pytest.raises(ServerOnly):
        await change(setup, replace(ADMIN, guild=None))
    assert await setup.panel(ADMIN) == before
    assert await saved_policies(database) == []


async def test_only_admins_can_open_the_panel(setup: Setup) -> None:
    await setup.set_moderator_roles(ADMIN, [MODERATORS])
    with pytest.raises(NotAdmin):
        await setup.panel(MODERATOR)


async def test_one_servers_setup_is_not_on_another_servers_panel(setup: Setup) -> None:
    there = replace(ADMIN, guild=ELSEWHERE)
    untouched = await setup.set_hides_titles(there, hides=False)
    for change in CHANGES:
        await change(setup, ADMIN)
    assert await setup.panel(there) == untouched
    assert await setup.log_channel(ELSEWHERE) is None
    ours = await setup.panel(ADMIN)
    await setup.set_channels(there, OPEN, [])
    await setup.set_default_policy(there, DEFAULTS["closed"])
    assert await setup.panel(ADMIN) == ours


async def test_an_unknown_show_cannot_be_the_default(setup: Setup) -> None:
    with pytest.raises(ShowNotFound):
        await setup.set_default_show(ADMIN, "nope")


@pytest.mark.parametrize("name", list(DEFAULTS))
async def test_each_server_default_can_be_set(setup: Setup, database: Database, name: str) -> None:
    panel = await setup.set_default_policy(ADMIN, DEFAULTS[name])
    assert panel.default == DEFAULTS[name]
    assert await saved_policies(database) == [PlacePolicy(None, None, DEFAULTS[name])]


async def test_a_server_default_for_one_show_is_named_and_replaced_by_the_panels_choice(
    setup: Setup, database: Database
) -> None:
    curtain = (await setup.panel(ADMIN)).shows[0]
    await save_policies(database, PlacePolicy(None, curtain.progress_key, OPEN))
    panel = await setup.panel(ADMIN)
    assert panel.default is None
    assert panel.special_defaults == (curtain,)
    await setup.set_default_policy(ADMIN, DEFAULTS["closed"])
    assert await saved_policies(database) == [PlacePolicy(None, None, CLOSED)]


async def test_closing_a_channel_overrides_limits_of_single_shows(setup: Setup, database: Database) -> None:
    """Otherwise limits of single shows would still apply there."""
    curtain = (await setup.panel(ADMIN)).shows[0].progress_key
    await save_policies(database, PlacePolicy(ONE, None, CLOSED), PlacePolicy(ONE, curtain, OPEN))
    assert (await setup.panel(ADMIN)).closed == ()
    panel = await setup.set_channels(ADMIN, CLOSED, [ONE])
    assert panel.closed == (ONE,)
    assert await saved_policies(database) == [PlacePolicy(ONE, None, CLOSED)]


async def test_an_outdated_panel_does_not_remove_others_choices(setup: Setup) -> None:
    await setup.set_channels(ADMIN, CLOSED, [ONE], shown=[])
    assert (await setup.set_channels(ADMIN, CLOSED, [TWO], shown=[])).closed == (ONE, TWO)


async def test_deselecting_a_channel_removes_its_setting(setup: Setup, database: Database) -> None:
    await setup.set_channels(ADMIN, OPEN, [ONE, TWO])
    panel = await setup.set_channels(ADMIN, OPEN, [TWO, THREE], shown=[ONE, TWO])
    assert panel.open == (TWO, THREE)
    assert [setting.place for setting in await saved_policies(database)] == [TWO, THREE]
    assert (await setup.set_channels(ADMIN, OPEN, [], shown=[TWO, THREE])).open == ()
    assert await saved_policies(database) == []


async def test_a_channel_can_change_from_open_to_closed(setup: Setup, database: Database) -> None:
    await setup.set_channels(ADMIN, OPEN, [ONE, TWO])
    panel = await setup.set_channels(ADMIN, CLOSED, [TWO])
    assert (panel.open, panel.closed) == ((ONE,), (TWO,))
    assert await saved_policies(database) == [PlacePolicy(ONE, None, OPEN), PlacePolicy(TWO, None, CLOSED)]


async def test_choosing_channels_does_not_change_other_policies(setup: Setup, database: Database) -> None:
    curtain = (await setup.panel(ADMIN)).shows[0].progress_key
    others = [
        PlacePolicy(None, None, OPEN),
        PlacePolicy(ONE, None, Policy(Kind.UP_TO, up_to=Position.from_code("S01E02"))),
        PlacePolicy(TWO, curtain, OPEN),
    ]
    await save_policies(database, *others)
    panel = await setup.set_channels(ADMIN, OPEN, [THREE])
    assert panel.open == (THREE,)
    assert (await setup.set_channels(ADMIN, OPEN, [], shown=[THREE])).open == ()
    assert await saved_policies(database) == others


async def test_channels_that_the_panel_cannot_show_are_kept(setup: Setup, database: Database) -> None:
    """A menu holds 25; channels it could not show were not deselected."""
    channels = [ChannelId(100 + number) for number in range(SHOWN + 3)]
    await save_policies(database, *(PlacePolicy(channel, None, OPEN) for channel in channels))
    panel = await setup.set_channels(ADMIN, OPEN, channels[1:SHOWN], shown=channels[:SHOWN])
    assert list(panel.open) == channels[1:]


async def test_a_deleted_log_channel_is_removed(setup: Setup, database: Database) -> None:
    await setup.set_log_channel(ADMIN, ONE)
    async with database.write() as writing:
        await set_log_channel(writing, ELSEWHERE, ONE)
        await forget_place(writing, GUILD, TWO)
    assert await setup.log_channel(GUILD) == ONE
    async with database.write() as writing:
        await forget_place(writing, GUILD, ONE)
    assert await setup.log_channel(GUILD) is None
    assert await setup.log_channel(ELSEWHERE) == ONE


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_without_shows_the_panel_works(self, setup: Setup) -> None:
        panel = await setup.set_channels(ADMIN, OPEN, [ONE])
        assert panel.shows == ()
        assert panel.default_show is None
        assert panel.open == (ONE,)
