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


async def kept(database: Database, guild: GuildId = GUILD) -> list[PlacePolicy]:
    async with database.read() as reading:
        return await policies_of(reading, guild)


async def keep(database: Database, *settings: PlacePolicy) -> None:
    async with database.write() as writing:
        for setting in settings:
            await set_policy(writing, GUILD, setting)


async def test_a_server_begins_with_nothing_set(setup: Setup) -> None:
    panel = await setup.panel(ADMIN)
    assert [show.slug for show in panel.shows] == ["curtain", "zebra"]
    assert panel.default_show == panel.shows[0]
    assert panel.open == panel.closed == ()
    assert panel.default is None
    assert panel.settings.log_channel is None
    assert not panel.settings.moderator_roles
    assert not panel.settings.hides_titles


async def test_what_was_chosen_is_on_the_panel_that_comes_back_and_on_the_next(setup: Setup) -> None:
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
async def test_every_change_takes_an_admin(setup: Setup, database: Database, change: Change) -> None:
    await setup.set_moderator_roles(ADMIN, [MODERATORS])
    before = await setup.panel(ADMIN)
    with pytest.raises(NotAdmin):
        await change(setup, MODERATOR)
    with pytest.raises(ServerOnly):
        await change(setup, replace(ADMIN, guild=None))
    assert await setup.panel(ADMIN) == before
    assert await kept(database) == []


async def test_the_panel_takes_an_admin(setup: Setup) -> None:
    await setup.set_moderator_roles(ADMIN, [MODERATORS])
    with pytest.raises(NotAdmin):
        await setup.panel(MODERATOR)


async def test_nothing_of_one_server_is_on_the_panel_of_another(setup: Setup) -> None:
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


async def test_a_show_that_is_not_there_cannot_be_the_default(setup: Setup) -> None:
    with pytest.raises(ShowNotFound):
        await setup.set_default_show(ADMIN, "nope")


@pytest.mark.parametrize("name", list(DEFAULTS))
async def test_each_default_policy_is_set(setup: Setup, database: Database, name: str) -> None:
    panel = await setup.set_default_policy(ADMIN, DEFAULTS[name])
    assert panel.default == DEFAULTS[name]
    assert await kept(database) == [PlacePolicy(None, None, DEFAULTS[name])]


async def test_a_default_for_one_show_is_named_and_gives_way_to_what_the_panel_says(
    setup: Setup, database: Database
) -> None:
    curtain = (await setup.panel(ADMIN)).shows[0]
    await keep(database, PlacePolicy(None, curtain.progress_key, OPEN))
    panel = await setup.panel(ADMIN)
    assert panel.default is None
    assert panel.special_defaults == (curtain,)
    await setup.set_default_policy(ADMIN, DEFAULTS["closed"])
    assert await kept(database) == [PlacePolicy(None, None, CLOSED)]


async def test_a_channel_without_spoilers_is_one_for_every_show(setup: Setup, database: Database) -> None:
    """What was set for one show alone would otherwise go on deciding there."""
    curtain = (await setup.panel(ADMIN)).shows[0].progress_key
    await keep(database, PlacePolicy(ONE, None, CLOSED), PlacePolicy(ONE, curtain, OPEN))
    assert (await setup.panel(ADMIN)).closed == ()
    panel = await setup.set_channels(ADMIN, CLOSED, [ONE])
    assert panel.closed == (ONE,)
    assert await kept(database) == [PlacePolicy(ONE, None, CLOSED)]


async def test_a_panel_that_others_have_overtaken_takes_nothing_of_theirs_away(setup: Setup) -> None:
    await setup.set_channels(ADMIN, CLOSED, [ONE], shown=[])
    assert (await setup.set_channels(ADMIN, CLOSED, [TWO], shown=[])).closed == (ONE, TWO)


async def test_a_channel_that_is_chosen_no_more_loses_its_setting(setup: Setup, database: Database) -> None:
    await setup.set_channels(ADMIN, OPEN, [ONE, TWO])
    panel = await setup.set_channels(ADMIN, OPEN, [TWO, THREE], shown=[ONE, TWO])
    assert panel.open == (TWO, THREE)
    assert [setting.place for setting in await kept(database)] == [TWO, THREE]
    assert (await setup.set_channels(ADMIN, OPEN, [], shown=[TWO, THREE])).open == ()
    assert await kept(database) == []


async def test_a_channel_moves_from_open_to_closed(setup: Setup, database: Database) -> None:
    await setup.set_channels(ADMIN, OPEN, [ONE, TWO])
    panel = await setup.set_channels(ADMIN, CLOSED, [TWO])
    assert (panel.open, panel.closed) == ((ONE,), (TWO,))
    assert await kept(database) == [PlacePolicy(ONE, None, OPEN), PlacePolicy(TWO, None, CLOSED)]


async def test_choosing_leaves_other_policies_alone(setup: Setup, database: Database) -> None:
    curtain = (await setup.panel(ADMIN)).shows[0].progress_key
    others = [
        PlacePolicy(None, None, OPEN),
        PlacePolicy(ONE, None, Policy(Kind.UP_TO, up_to=Position.from_code("S01E02"))),
        PlacePolicy(TWO, curtain, OPEN),
    ]
    await keep(database, *others)
    panel = await setup.set_channels(ADMIN, OPEN, [THREE])
    assert panel.open == (THREE,)
    assert (await setup.set_channels(ADMIN, OPEN, [], shown=[THREE])).open == ()
    assert await kept(database) == others


async def test_more_channels_than_the_panel_shows_are_kept(setup: Setup, database: Database) -> None:
    """A select holds 25; what it could not show has not been unchosen."""
    channels = [ChannelId(100 + number) for number in range(SHOWN + 3)]
    await keep(database, *(PlacePolicy(channel, None, OPEN) for channel in channels))
    panel = await setup.set_channels(ADMIN, OPEN, channels[1:SHOWN], shown=channels[:SHOWN])
    assert list(panel.open) == channels[1:]


async def test_the_log_channel_is_forgotten_when_it_is_deleted(setup: Setup, database: Database) -> None:
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

    async def test_the_panel_works_all_the_same(self, setup: Setup) -> None:
        panel = await setup.set_channels(ADMIN, OPEN, [ONE])
        assert panel.shows == ()
        assert panel.default_show is None
        assert panel.open == (ONE,)
