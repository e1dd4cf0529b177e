"""The bundled pack, compared with its sources."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from bot.domain.drafts import Draft
from bot.domain.fields import as_text, read_all
from bot.domain.positions import Position
from bot.domain.shows import Episode
from bot.importers.pack_reading import read_pack
from bot.importers.pack_writing import write_pack
from bot.importers.reading import read
from bot.importers.source import Source
from bot.services.pack_loading import bundled_packs
from tests.specification import SHARED

SEED = SHARED / "seed"
needs_the_seed = pytest.mark.skipif(not SEED.is_dir(), reason="the facts lie beside the project, not in it")


@pytest.fixture(scope="module")
def smash() -> Draft:
    folder = bundled_packs() / "smash"
    return read_pack({path.name: path.read_bytes() for path in folder.iterdir()})


@pytest.fixture(scope="module")
def fallout(smash: Draft) -> Episode[str, str]:
    return next(episode for episode in smash.episodes if episode.position.code == "S02E02")


@needs_the_seed
def test_every_fact_of_the_source_table_is_in_the_pack(smash: Draft) -> None:
    """A blank in the source table may be filled from elsewhere, and more songs may be added."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in (SEED / "smash-episodes.md").read_text(encoding="utf-8").splitlines()
        if re.match(r"\| S\d\dE\d\d ", line)
    ]
    assert len(rows) == len(smash.episodes) == 32
    for row, episode in zip(rows, smash.episodes, strict=True):
        code, number, title, aired, writers, director, songs = row
        assert episode.position.code == code
        assert episode.number_in_series == int(number)
        assert episode.title == title
        assert episode.aired == date.fromisoformat(aired)
        assert not writers or list(episode.writers) == writers.split("; ")
        assert not director or list(episode.directors) == [director]
        sung = iter([performance.title for performance in episode.performances])
        assert all(song in sung for song in songs.split("; ") if song), code


@needs_the_seed
def test_every_quote_of_the_source_page_is_in_the_pack(fallout: Episode[str, str]) -> None:
    page = (SEED / "the-fallout.txt").read_text(encoding="utf-8")
    assert [quote.text for quote in fallout.quotes] == re.findall(r"“([^”]+)”", page)
    assert all(quote.speaker and quote.context for quote in fallout.quotes)


@needs_the_seed
@pytest.mark.parametrize("source", ["the-fallout.txt", "smash-facts.md"])
def test_the_packs_texts_copy_no_eight_words_of_a_source(smash: Draft, source: str) -> None:
    """Except in quotes and titles, no eight consecutive words of a source are in it."""
    page = _runs((SEED / source).read_text(encoding="utf-8"))
    assert page
    for episode in smash.episodes:
        assert [run for text in _own_texts(episode) for run in _runs(text) & page] == [], (
            episode.position.code
        )


def _own_texts(episode: Episode[str, str]) -> Iterator[str]:
    """The texts of an episode that must be in our own words."""
    yield episode.summary or ""
    yield from episode.scenes
    yield from (performance.context or "" for performance in episode.performances)
    yield from (quote.context or "" for quote in episode.quotes)


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_the_fallout_is_complete(fallout: Episode[str, str]) -> None:
    assert fallout.number_in_series == 17
    assert 15 <= len(fallout.scenes) <= 20
    assert [(guest.name, guest.character) for guest in fallout.guests] == [
        ("Michael Cristofer", "Jerry Rand")
    ]
    assert [performance.title for performance in fallout.performances] == [
        "Would I Lie to You?",
        "Caught in the Storm",
        "They Just Keep Moving the Line",
    ]
    assert all(performance.performers and performance.context for performance in fallout.performances)


def test_the_pack_has_the_expected_counts(smash: Draft) -> None:
    """Raise these counts when you add something."""
    performances = [sung for episode in smash.episodes for sung in episode.performances]
    assert {
        "episodes": len(smash.episodes),
        "with a summary": sum(bool(episode.summary) for episode in smash.episodes),
        "with writers and directors": sum(
            bool(episode.writers and episode.directors) for episode in smash.episodes
        ),
        "credits": sum(len(episode.writers + episode.directors) for episode in smash.episodes),
        "guests": sum(len(episode.guests) for episode in smash.episodes),
        "scenes": sum(len(episode.scenes) for episode in smash.episodes),
        "quotes": sum(len(episode.quotes) for episode in smash.episodes),
        "songs": len(smash.songs),
        "songs with writers": sum(bool(song.writers) for song in smash.songs),
        "songs with an original artist": sum(bool(song.original_artist) for song in smash.songs),
        "performances": len(performances),
        "performances with performers": sum(bool(sung.performers) for sung in performances),
        "performances with a context": sum(bool(sung.context) for sung in performances),
    } == {
        "episodes": 32,
        "with a summary": 32,
        "with writers and directors": 31,
        "credits": 69,
        "guests": 177,
        "scenes": 297,
        "quotes": 10,
        "songs": 93,
        "songs with writers": 60,
        "songs with an original artist": 42,
        "performances": 130,
        "performances with performers": 104,
        "performances with a context": 114,
    }


def test_every_episode_has_scenes_and_songs_and_the_fallout_has_the_most_scenes(
    smash: Draft, fallout: Episode[str, str]
) -> None:
    assert all(len(episode.scenes) >= 7 and episode.performances for episode in smash.episodes)
    assert all(
        len(episode.scenes) < len(fallout.scenes) for episode in smash.episodes if episode is not fallout
    )


def test_every_scene_has_a_heading_of_two_to_six_words_and_a_text(smash: Draft) -> None:
    for episode in smash.episodes:
        for scene in episode.scenes:
            assert re.fullmatch(r"# (\S+ ){1,5}\S+\n\S[^\n]+", scene), (episode.position.code, scene)


def test_exports_and_recap_forms_keep_scenes_and_headings(smash: Draft) -> None:
    assert read(Source("smash.toml", write_pack(smash))) == smash
    for episode in smash.episodes:
        form = as_text("scenes", episode.scenes)
        assert read_all({"scenes": form})["scenes"] == episode.scenes, episode.position.code


def test_the_song_list_is_the_performed_songs_in_order_of_first_appearance(smash: Draft) -> None:
    sung = dict.fromkeys(
        performance.title for episode in smash.episodes for performance in episode.performances
    )
    assert [song.title for song in smash.songs] == list(sung)
    assert len({song.title.casefold() for song in smash.songs}) == len(smash.songs)
    for episode in smash.episodes:
        assert max(Counter(performance.title for performance in episode.performances).values()) == 1


FIRST_KNOWN = {
    "Michael": "S01E03",
    "Lyle": "S01E04",
    "Sam": "S01E05",
    "John": "S01E05",
    "Nick": "S01E06",
    "Leigh": "S01E07",
    "Rebecca": "S01E09",
    "Bombshell": "S01E09",
    "R.J.": "S01E10",
    "Randy": "S01E10",
    "Veronica": "S02E01",
    "Jimmy": "S02E01",
    "Kyle": "S02E01",
    "Ana": "S02E01",
    "Peter": "S02E03",
    "Hit List": "S02E03",
    "Liaisons": "S02E03",
    "Terry": "S02E05",
    "Scott": "S02E06",
    "Agnes": "S02E08",
    "Richard": "S02E08",
    "Adam": "S02E11",
    "Daisy": "S02E12",
    "Gatsby": "S02E13",
    "Patrick": "S02E16",
}
"""Names, and the first episode that may use each."""


@pytest.mark.parametrize(("name", "code"), FIRST_KNOWN.items())
def test_no_episode_uses_a_name_that_only_a_later_one_reveals(smash: Draft, name: str, code: str) -> None:
    first = Position.from_code(code)
    naming = [episode.position for episode in smash.episodes if _names(episode, name)]
    assert naming
    assert min(naming) >= first


def _names(episode: Episode[str, str], name: str) -> bool:
    texts = (
        *_own_texts(episode),
        *(performer for performance in episode.performances for performer in performance.performers),
        *(guest.character or "" for guest in episode.guests),
    )
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for text in texts)


def test_the_pack_uses_only_documented_keys() -> None:
    for path in (bundled_packs() / "smash").iterdir():
        assert tomllib.loads(path.read_text(encoding="utf-8")).keys() <= {"slug", "title", "song", "episode"}
