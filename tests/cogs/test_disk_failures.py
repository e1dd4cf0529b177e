"""Disk failures as a fan sees them: an honest error message, and the bot keeps working."""

import logging
from pathlib import Path

import pytest

from bot.app import opened
from bot.domain.editing_errors import ShowExists, ShowUnclear
from bot.domain.errors import PolicyNeedsEpisode, UnderstudyError
from bot.domain.storage_errors import DatabaseGone, StorageFailed
from bot.replies.notices import NOTICES, words_for
from bot.services.pack_loading import bundled_packs
from tests.disk_failures import damage, fill, held_by_another_process, small_disk
from tests.world import World, open_world, text_in, text_of


async def set_progress(world: World) -> str:
    answer = await world.fan.slash(world.general, "progress set", episode="S01E05")
    assert answer.ephemeral
    return text_of(answer)


async def shown_progress(world: World) -> str:
    return text_of(await world.fan.slash(world.general, "progress show"))


def logged_by_bot(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_busy_database_is_reported_and_nothing_is_saved(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.expected.append(StorageFailed)
    before = await shown_progress(world)
    with held_by_another_process(world.database.path):
        answer = await set_progress(world)
        assert "The database is busy" in answer
        assert "Nothing was saved" in answer
        assert await shown_progress(world) == before
    assert logged_by_bot(caplog) == ["the database failed"]
    await set_progress(world)
    assert "S01E05" in await shown_progress(world)


async def test_a_full_disk_is_reported_and_stored_data_can_still_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4096) as disk:
        async with opened(disk / "u.db", bundled_packs()):
            pass
        async with open_world(disk / "u.db", bundled_packs()) as world:
            world.expected.append(StorageFailed)
            hog = fill(disk)
            assert "The disk is full" in await set_progress(world)
            assert "S01E05" not in await shown_progress(world)
            answer = await world.fan.slash(world.general, "episode lookup", episode="S02E02")
            assert "The Fallout" in text_of(answer)
            hog.unlink()
            await set_progress(world)
            assert "S01E05" in await shown_progress(world)
    assert logged_by_bot(caplog) == ["the database failed"]


async def test_a_damaged_database_is_reported_and_the_rest_works(tmp_path: Path) -> None:
    path = tmp_path / "u.db"
    async with opened(path, bundled_packs()):
        pass
    damage(path, "scene")
    async with open_world(path, bundled_packs()) as world:
        world.expected.append(StorageFailed)
        answer = await world.fan.slash(world.general, "recap", episode="S02E02")
        assert "The database is damaged" in text_of(answer)
        await set_progress(world)
        assert "S01E05" in await shown_progress(world)


async def test_suggestions_from_a_damaged_table_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "u.db"
    async with opened(path, bundled_packs()):
        pass
    damage(path, "song")
    async with open_world(path, bundled_packs()) as world:
        world.expected.append(StorageFailed)
        assert await world.fan.autocomplete(world.general, "song info", "song", "a") == []


async def test_a_missing_database_is_reported(world: World) -> None:
    world.expected.append(DatabaseGone)
    world.database.path.unlink()
    answer = await set_progress(world)
    assert "The database is missing" in answer
    assert "Nothing was saved" in answer
    assert "S01E05" not in await shown_progress(world)


@pytest.mark.parametrize("kind", StorageFailed.__subclasses__())
def test_every_kind_of_failure_says_that_nothing_was_saved(kind: type[StorageFailed]) -> None:
    view = words_for(kind(Path("secret/place.db"), "SQLITE_ANY"))
    assert view is not None
    text = text_in(view.to_components())
    assert "Nothing was saved" in text
    assert "place.db" not in text
    assert "SQLITE" not in text


def every_kind(of: type[UnderstudyError] = UnderstudyError) -> set[type[UnderstudyError]]:
    found = {of} if of.__module__.startswith("bot.domain.") else set[type[UnderstudyError]]()
    return found.union(*(every_kind(kind) for kind in of.__subclasses__()))


def test_every_error_that_people_can_see_has_a_message() -> None:
    for_hosts_alone = {UnderstudyError, StorageFailed, ShowExists, ShowUnclear}
    answered_with_a_menu = {PolicyNeedsEpisode}
    assert every_kind() - set(NOTICES) == for_hosts_alone | answered_with_a_menu
