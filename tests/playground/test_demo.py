"""The playground's demo show: complete, with pictures, and only in the playground."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.domain.drafts import Draft
from bot.playground.demo import DEMO, SHOWS, pictures, poster, still, write_packs
from bot.services.pack_loading import bundled_packs, read_packs
from tests.artwork import DRAWN, POSTER, STILL

ROOT = Path(__file__).parents[2]
SECRET = ("Finch", "Leonard")
"""Names that only S01E04 and later may use: who the Passenger turns out to be."""


@pytest.fixture(scope="module")
def demo() -> Draft:
    (show,) = read_packs(SHOWS).values()
    return show


def test_the_demo_season_is_complete(demo: Draft) -> None:
    assert (demo.slug, len(demo.episodes), len(demo.songs)) == (DEMO, 6, 9)
    for number, episode in enumerate(demo.episodes, 1):
        assert episode.position.code == f"S01E0{number}"
        assert len(episode.quotes) == 15
        assert len(episode.scenes) >= 6
        assert all(scene.startswith("# ") and "\n" in scene for scene in episode.scenes)
        assert len(episode.performances) == 2
        assert all((episode.title, episode.summary, episode.writers, episode.directors, episode.guests))
        assert all(quote.speaker and quote.timestamp for quote in episode.quotes)
        assert sum(quote.context is not None for quote in episode.quotes) >= 3


def test_the_demo_has_original_songs_covers_and_reprises(demo: Draft) -> None:
    sung = [performance.title for episode in demo.episodes for performance in episode.performances]
    assert {song.title for song in demo.songs} == set(sung)
    assert sum(song.original_artist is not None for song in demo.songs) == 2
    assert len(sung) - len(set(sung)) == 3


def test_no_episode_before_the_reveal_names_the_passenger(demo: Draft) -> None:
    named = [any(name in repr(episode) for name in SECRET) for episode in demo.episodes]
    assert named == [False, False, False, True, True, True]
    fourth = demo.episodes[3]
    assert not any("Lark" in scene and "Finch" in scene for scene in fourth.scenes)
    assert "Lark" not in (fourth.summary or "")


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29)])
def test_the_demo_season_is_always_currently_airing(tmp_path: Path, today: date) -> None:
    write_packs(tmp_path, today)
    (show,) = read_packs(tmp_path).values()
    aired = [episode.aired for episode in show.episodes]
    assert aired == [today + timedelta(days=days) for days in (-31, -24, -17, -10, -3, 4)]


def test_a_real_bot_never_loads_the_demo_show() -> None:
    assert DEMO not in {show.slug for show in read_packs(bundled_packs()).values()}
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert not any("playground" in path for path in carried["targets"]["wheel"]["force-include"])
    apart = {"bot/playground", "bot/commandline/playground.py"}
    for module in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]:
        name = module.relative_to(ROOT).as_posix()
        if not name.startswith(tuple(apart)):
            assert "playground.demo" not in module.read_text(encoding="utf-8"), name


@pytest.mark.parametrize("code", DRAWN)
def test_each_picture_matches_what_the_script_draws(code: str | None) -> None:
    file = poster(DEMO) if code is None else still(DEMO, code)
    assert file.stat().st_size < 20_000
    with Image.open(file) as saved:
        assert saved.size == (POSTER if code is None else STILL)
        off = ImageStat.Stat(ImageChops.difference(saved.convert("RGB"), DRAWN[code]())).mean
    assert max(off) < 4  # of 255, because of lossy compression


def test_every_picture_address_in_the_pack_is_served(demo: Draft) -> None:
    stills = {episode.still: still(DEMO, episode.position.code) for episode in demo.episodes}
    files = {demo.look.poster: poster(DEMO), **stills}
    assert {address: content for address, (_, content) in pictures().items()} == {
        address: file.read_bytes() for address, file in files.items()
    }


def test_every_episode_has_a_picture(demo: Draft) -> None:
    assert {episode.position.code for episode in demo.episodes} == set(DRAWN) - {None}
