import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import find_position, find_positions, read_number, read_position
from bot.domain.positions import Position


@pytest.mark.parametrize(
    "typed",
    [
        "S01E02",
        "s1e2",
        "1x2",
        "1x02",
        "1×2",
        "1 x 2",
        "s1x2",
        "Ｓ０１Ｅ０２",
        "１×２",
        "S1:E2",
        "S01.E02",
        "S01 E02",
        "S01-E02",
        "S1, E2",
        "S01·E02",
        "S01_E02",
        "S01/E02",
        "S1 Ep2",
        "S01 Ep. 2",
        "S1 Episode 2",
        "Season 1, Episode 2",
        "season 1 episode 2",
        "Season 1: Episode 2",
        "Season 1 - Episode 2",
        "Series 1 Episode 2",
        "Season 01 | Episode 02",
        "Episode 2, Season 1",
        "Episode 2 of Season 1",
        "E2 S1",
        "1e2",
        "1 episode 2",
        "1-2",
        "1.2",
        "1:2",
        "第1季第2集",
        "S01E02 - Title",
        "S01E02 · Title",
        "S01E02: Title",
        "S01E02 Title",
        "S01E02 (Title)",
        "S01E02 – 1984",
        "S01E02.mkv",
        "1x2 - Title",
        "1x02 · Title",
        "Season 1, Episode 2: Title",
        " \u200bS01E02\u200e ",
        "S01\u00a0E02",
        "(S01E02)",
        "[1x02]",
        "(S01E02) Title",
        "Season One, Episode Two",
        "Season One Episode 2",
        "season 1: episode two",
        "Episode Two of Season One",
    ],
)
def test_a_code_is_read_however_people_write_it(typed: str) -> None:
    assert read_position(typed) == Position.from_code("S01E02")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("special after S01E10", "special after S01E10"),
        ("Special 2 after s1e10 · The Making of", "special 2 after S01E10"),
        ("special after 1x10", "special after S01E10"),
        ("S01E03.5", "S01E03.5"),
        ("1x3.5 - Title", "S01E03.5"),
        ("S2013E05", "S2013E05"),
        ("S00E09", "S00E09"),
    ],
)
def test_specials_and_decimal_numbers_are_codes_too(typed: str, code: str) -> None:
    assert read_position(typed) == Position.from_code(code)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "17",
        "Pilot",
        "S01",
        "E02",
        "S01E",
        "S01E02E03",
        "S01E01-E02",
        "S01E01-02",
        "1x2x3",
        "S12345E01",
        "S01E99999",
        "2x4 lumber",
        "9-1-1",
        "2013-02-05",
        "the S01E02",
        "special",
        "102",
        "Season One",
        "Season Oneness, Episode Two",
    ],
)
def test_text_that_is_not_a_code_gives_no_position(typed: str) -> None:
    assert read_position(typed) is None


@pytest.mark.parametrize("typed", ["17", "#17", "no. 17", "№17", "１７", "ep 17", "Episode 17"])
def test_a_bare_number_is_read(typed: str) -> None:
    assert read_number(typed) == 17


POSITIONS = st.builds(
    Position, st.integers(0, 9999), st.decimals(0, 9999, places=2), st.sampled_from([0, 0, 1, 2, 99])
)


@given(POSITIONS, st.text(max_size=40))
def test_a_title_after_the_code_is_ignored(position: Position, title: str) -> None:
    assert read_position(position.code) == position
    assert read_position(f"{position.code} · {title}") == position
    assert read_position(f"{position.code.lower()} - {title}") == position


@given(st.text(max_size=80) | st.from_regex(r"[sS]?[0-9 .:x-]{0,9}[eE]?[0-9. -]{0,9}.{0,9}"))
def test_reading_codes_never_fails(typed: str) -> None:
    read_position(typed)
    find_position(typed)
    read_number(typed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S02E02", "S02E02"),
        ("2x07", "S02E07"),
        ("S2, Ep. 7", "S02E07"),
        ("backstage.s01e03.5.txt", "S01E03.5"),
        ("Smash.S02E02.720p.srt", "S02E02"),
        ("Smash.S02E02.10.Bit.srt", "S02E02"),
        ("Smash.S02E02.5.1.srt", "S02E02"),
        ("smash s2e12.srt", "S02E12"),
        ("smash - 2x02 - The Fallout.vtt", "S02E02"),
        ("Smash_S02_E03.srt", "S02E03"),
        ("Smash.S01E01E02.srt", "S01E02"),
        ("special after S01E10", "special after S01E10"),
        ("Smash.1920x1080.srt", None),
        ("episode 2.srt", None),
        ("thes2e2nd.srt", None),
        ("two times seven", None),
    ],
)
def test_a_code_is_found_in_a_files_name_or_a_sentence(text: str, code: str | None) -> None:
    found = find_position(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Smash.S01E02-E03.720p.srt", "S01E02 S01E03"),
        ("Smash.S01E02E03E04.srt", "S01E02 S01E03 S01E04"),
        ("Smash 1x02-03.srt", "S01E02 S01E03"),
        ("1x08-1x09", "S01E08 S01E09"),
        ("S01E02–05", "S01E02 S01E03 S01E04 S01E05"),
        ("S01E02/03", "S01E02 S01E03"),
        ("S01E02 & E04", "S01E02 S01E04"),
        ("S01E24-S02E01", "S01E24 S02E01"),
        ("S01E02-720p", "S01E02"),
        ("S01E02-1080p", "S01E02"),
        ("S01E02 - 24 Hours", "S01E02"),
        ("S01E02-24 Hours", "S01E02"),
        ("S01E02-2", "S01E02"),
        ("S01E02.10.Bit", "S01E02"),
        ("S01E01-E25", ""),
        ("S01E01-S02E13", ""),
        ("nothing", ""),
    ],
)
def test_a_double_episode_has_several_codes_and_a_whole_season_none(text: str, codes: str) -> None:
    assert " ".join(position.code for position in find_positions(text)) == codes


@given(st.text(max_size=60) | st.from_regex(r"s\d{1,4}e\d{1,4}([-&+/, ]{0,3}(s\d{1,2})?e?\d{1,4}){0,12}"))
def test_the_codes_of_a_double_episode_follow_each_other(text: str) -> None:
    found = find_positions(text)
    assert list(found) == sorted(set(found))
    assert len(found) <= 20
