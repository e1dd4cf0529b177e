import csv
import io
import json
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Draft
from bot.domain.looks import ADDRESS, ADDRESS_LENGTH, COLOUR, Look
from bot.domain.merging import merge
from bot.domain.positions import Position
from bot.domain.shows import Episode, Guest, Performance, Quote, Song
from bot.domain.text import exact, shows_anything
from bot.importers.pack_writing import write_csv, write_pack, write_pack_json
from bot.importers.reading import read
from bot.importers.source import Format, Source

anything = st.characters(exclude_categories=["Cs"])
in_a_table = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def text(room: int, characters: st.SearchStrategy[str] = anything) -> st.SearchStrategy[str]:
    return st.text(characters, min_size=1, max_size=room).filter(shows_anything)


names = text(12) | text(1).map(lambda said: said * 100)
texts = text(30) | text(3).map(lambda said: (said * 1_334)[:4_000])
optional_names, optional_texts = st.none() | names, st.none() | texts
addresses = st.from_regex(ADDRESS, fullmatch=True).filter(lambda address: len(address) <= ADDRESS_LENGTH)
looks = st.builds(Look, st.none() | addresses, st.none() | st.from_regex(COLOUR, fullmatch=True))
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
positions = st.builds(
    Position,
    st.integers(0, 9999),
    st.decimals(0, Decimal("9999.99"), places=2),
    st.integers(0, 99),
)
optional_times = st.none() | st.from_regex(r"(1?[0-9]:[0-5])?[0-9]:[0-5][0-9]", fullmatch=True)
quotes: st.SearchStrategy[Quote[str]] = st.builds(
    Quote, texts, optional_names, optional_texts, optional_times
)
guests: st.SearchStrategy[Guest[str]] = st.builds(Guest, names, optional_names)


def lists(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


def title_of(song: Song[str, str]) -> str:
    return song.title


def position_of(episode: Episode[str, str]) -> Position:
    return episode.position


song: st.SearchStrategy[Song[str, str]] = st.builds(Song, names, lists(names), optional_names)
songs = st.lists(song, max_size=3, unique_by=title_of)


@st.composite
def shows(draw: st.DrawFn, of_songs: st.SearchStrategy[list[Song[str, str]]] = songs) -> Draft:
    """Any show: performances name its own songs, and no two episodes share a position."""
    known = draw(of_songs)
    titles = st.sampled_from([song.title for song in known] or [""])
    sung: st.SearchStrategy[Performance[str, str]] = st.builds(
        Performance, titles, lists(names), optional_texts
    )
    episodes: st.SearchStrategy[Episode[str, str]] = st.builds(
        Episode,
        position=positions,
        title=optional_names,
        number_in_series=st.none() | st.integers(0, 100_000),
        aired=st.none() | st.dates(),
        production_code=optional_names,
        writers=lists(names),
        directors=lists(names),
        summary=optional_texts,
        still=st.none() | addresses,
        guests=lists(guests),
        performances=lists(sung) if known else st.just(()),
        quotes=lists(quotes),
        scenes=lists(texts),
    )
    drawn = draw(st.lists(episodes, max_size=3, unique_by=position_of))
    ordered = tuple(sorted(drawn, key=position_of))
    return Draft(
        draw(names), draw(slugs), tuple(known), ordered, has_songs=draw(st.booleans()), look=draw(looks)
    )


@given(shows())
def test_a_show_written_as_toml_reads_back_the_same(show: Draft) -> None:
    assert read_back(write_pack(show), "smash.toml") == show


@given(shows())
def test_a_show_written_as_json_reads_back_the_same(show: Draft) -> None:
    assert read_back(write_pack_json(show), "smash.json") == show


alike = st.sampled_from(["Cut", "cut", "CUT!", "Cút", "Cut Print", "cut, print", "Cut-Print", "!!!", "!"])
songs_alike: st.SearchStrategy[Song[str, str]] = st.builds(Song, alike, lists(names), optional_names)


@given(shows(st.lists(songs_alike | song, max_size=6, unique_by=lambda song: exact(song.title))))
def test_an_export_imported_into_its_own_show_changes_nothing(show: Draft) -> None:
    for write, name in ((write_pack, "smash.toml"), (write_pack_json, "smash.json")):
        merged = merge(show, read_back(write(show), name))
        assert merged.is_empty
        assert merged.overwritten == ()
        assert merged.same == len(show.episodes)
    table = write_csv(show)
    # No text that is typed or imported has a NUL; a table with one is not text.
    if any(episode.quotes for episode in show.episodes) and b"\0" not in table:
        assert merge(show, read(Source("smash.csv", table))).is_empty


def read_back(written: bytes, name: str) -> Draft:
    draft = read(Source(name, written))
    assert draft.doubts == ()
    return draft


SHOW = Draft(
    "Smash",
    "smash",
    (Song("Cut", ("A", "B"), "C"),),
    (
        Episode(
            Position(1, Decimal("3.5")),
            title='"Half"',
            aired=date(2012, 2, 6),
            performances=(Performance("Cut", ("Ivy",), "On\nstage"),),
            quotes=(Quote("one\ntwo\x7f", "Tom", timestamp="0:12:34"), Quote("three")),
            scenes=("It begins.",),
        ),
    ),
)


def test_a_pack_is_written_as_readable_toml() -> None:
    assert (
        write_pack(SHOW).decode()
        == r"""slug = "smash"
title = "Smash"

[[song]]
title = "Cut"
writers = ["A", "B"]
original_artist = "C"

[[episode]]
code = "S01E03.5"
title = "\"Half\""
aired = 2012-02-06
songs = [
  { title = "Cut", performers = ["Ivy"], context = "On\nstage" },
]
quotes = [
  { text = "one\ntwo\u007f", speaker = "Tom", timestamp = "0:12:34" },
  { text = "three" },
]
scenes = ["It begins."]
"""
    )


def test_the_toml_and_json_packs_have_the_same_content() -> None:
    from_toml = tomllib.loads(write_pack(SHOW).decode())
    assert json.loads(write_pack_json(SHOW)) == json.loads(json.dumps(from_toml, default=date.isoformat))


def spoken(*quotes: Quote[str], title: str | None = None) -> Draft:
    return Draft("Smash", "smash", (), (Episode(Position(1, Decimal(1)), title=title, quotes=quotes),))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "'=", "''@"])
def test_no_csv_cell_can_run_as_a_formula_and_all_round_trip(sign: str) -> None:
    formula = f"{sign}HYPERLINK(1)"
    written = write_csv(spoken(Quote(formula, speaker=formula, context=formula), title=formula))
    (_, row) = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert [cell for cell in row if cell[:1] in {*"=+-@\t\r＝"}] == []
    (episode,) = read(Source("smash.csv", written)).episodes
    assert episode.title == formula
    assert episode.quotes[0] == Quote(formula, speaker=formula, context=formula)


def test_an_ordinary_leading_apostrophe_is_kept() -> None:
    written = write_csv(spoken(Quote("'tis late"), Quote("'")))
    (episode,) = read(Source("smash.csv", written)).episodes
    assert [quote.text for quote in episode.quotes] == ["'tis late", "'"]


table_texts, table_names = text(40, in_a_table), text(10, in_a_table)
table_quotes: st.SearchStrategy[Quote[str]] = st.builds(
    Quote, table_texts, st.none() | table_names, st.none() | table_texts, optional_times
)


@given(st.lists(table_quotes, min_size=1, max_size=4), st.none() | table_names, positions)
def test_quotes_written_as_csv_read_back_the_same(
    quotes: list[Quote[str]], title: str | None, position: Position
) -> None:
    episode = Episode(position, title=title, quotes=tuple(quotes))
    written = write_csv(Draft("Smash", "smash", (), (episode,)))
    assert read(Source("smash.csv", written), Format.DIALOGUE).episodes == (episode,)
    assert read(Source("smash.csv", written)).episodes == (episode,)


def test_a_csv_file_starts_with_a_utf8_byte_order_mark() -> None:
    assert write_csv(SHOW).startswith(b"\xef\xbb\xbfcode,title,speaker,text,context,timestamp\r\n")
