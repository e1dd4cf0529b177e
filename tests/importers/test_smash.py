"""The bundled pack against the facts that it was made from."""

import re
import tomllib
from datetime import date

import pytest

from bot.domain.drafts import EpisodeDraft, ShowDraft
from bot.importers.pack import read_pack
from bot.services.packs import bundled_packs
from tests.specification import SHARED

SEED = SHARED / "seed"
needs_the_seed = pytest.mark.skipif(not SEED.is_dir(), reason="the facts lie beside the project, not in it")


@pytest.fixture(scope="module")
def smash() -> ShowDraft:
    folder = bundled_packs() / "smash"
    return read_pack({path.name: path.read_bytes() for path in folder.iterdir()})


@pytest.fixture(scope="module")
def fallout(smash: ShowDraft) -> EpisodeDraft:
    return next(episode for episode in smash.episodes if episode.position.code == "S02E02")


@needs_the_seed
def test_all_episodes_stand_in_the_pack_with_just_the_facts_that_are_known(smash: ShowDraft) -> None:
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
        assert list(episode.writers) == [name for name in writers.split("; ") if name]
        assert list(episode.directors) == ([director] if director else [])
        sung = [performance.title.casefold() for performance in episode.performances]
        assert sung == [song.casefold() for song in songs.split("; ") if song]


@needs_the_seed
def test_every_line_quoted_on_the_page_stands_in_the_pack(fallout: EpisodeDraft) -> None:
    page = (SEED / "the-fallout.txt").read_text(encoding="utf-8")
    assert [quote.text for quote in fallout.quotes] == re.findall(r"“([^”]+)”", page)
    assert all(quote.speaker and quote.context for quote in fallout.quotes)


@needs_the_seed
def test_the_recap_is_in_words_of_its_own(fallout: EpisodeDraft) -> None:
    """No run of eight words of the page stands in what the pack tells, but for quoted lines and titles."""
    page = _runs((SEED / "the-fallout.txt").read_text(encoding="utf-8"))
    for text in (fallout.summary or "", *fallout.scenes, *(quote.context or "" for quote in fallout.quotes)):
        assert not _runs(text) & page


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_the_fallout_is_told_whole(fallout: EpisodeDraft) -> None:
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


def test_the_pack_has_no_keys_but_the_documented_ones() -> None:
    for path in (bundled_packs() / "smash").iterdir():
        assert tomllib.loads(path.read_text(encoding="utf-8")).keys() <= {"slug", "title", "song", "episode"}
