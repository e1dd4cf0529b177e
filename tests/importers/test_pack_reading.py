from datetime import date
from decimal import Decimal

import pytest

from bot.domain.positions import Position
from bot.importers.pack_reading import read_pack
from bot.importers.source import Unreadable

SHOW = b'slug = "smash"\ntitle = "Smash"\n'
SONGS = b'[[song]]\ntitle = "Cut"\n'


def problems_of(**files: bytes) -> list[str]:
    """The error messages for a pack of these files."""
    named = {f"{name}.toml": content for name, content in files.items()}
    with pytest.raises(Unreadable) as bad:
        read_pack({"show.toml": SHOW, "songs.toml": SONGS, **named})
    return [str(problem) for problem in bad.value.problems]


def test_a_pack_is_read_completely() -> None:
    draft = read_pack(
        {
            "show.toml": SHOW,
            "songs.toml": SONGS,
            "season-1.toml": b"""
                [[episode]]
                code = "special after S01E01"
                [[episode]]
                code = "S01E01"
                title = "Pilot"
                aired = 2012-02-06
                writers = ["Theresa Rebeck"]
                scenes = ["It begins."]
                guests = [{ name = "A", character = "B" }]
                [[episode.songs]]
                title = "Cut"
                performers = ["Ivy"]
                [[episode.quotes]]
                text = "Hello"
                speaker = "Karen"
            """,
        }
    )
    pilot, special = draft.episodes
    assert (draft.slug, draft.title) == ("smash", "Smash")
    assert pilot.position == Position(1, Decimal(1))
    assert pilot.aired == date(2012, 2, 6)
    assert pilot.writers == ("Theresa Rebeck",)
    assert pilot.performances[0].performers == ("Ivy",)
    assert pilot.quotes[0].speaker == "Karen"
    assert special.position.special == 1
    assert special.title is None


def test_invalid_toml_is_reported_with_its_line() -> None:
    (problem,) = problems_of(season=b'[[episode]]\ncode = "S01E01"\ntitle = Pilot\n')
    assert problem.startswith("season.toml, line 3: is not TOML: ")


def test_an_invalid_timestamp_is_reported_with_its_line() -> None:
    assert problems_of(
        season=b'[[episode]]\ncode = "S01E01"\n[[episode.quotes]]\ntext = "one"\ntimestamp = "at dawn"\n'
    ) == ["season.toml, line 5: episode[0].quotes[0].timestamp 'at dawn' is not a time like 0:12:34"]


def test_bytes_that_are_not_utf8_are_reported_with_their_line() -> None:
    assert problems_of(season=b"# fine\n\xff") == ["season.toml, line 2: is not UTF-8 text. Save it as UTF-8"]


def test_every_problem_is_reported_with_file_line_and_path() -> None:
    problems = problems_of(
        season1=b"""
[[episode]]
code = "S01E01"

[[episode]]
code = "S01E02"
aired = "soon"

[[episode]]
code = "S01E03"
[[episode.quotes]]
text = "one"
[[episode.quotes]]
text = ""
""",
        season2=b"""
[[episode]]
code = "2-1"
[[episode]]
code = "S01E01"
[[episode]]
code = "S02E02"
colour = "red"
[[episode]]
code = "S02E03"
songs = [{ title = "Unheard" }]
""",
    )
    assert len(problems) == 6
    assert problems[0].startswith("season1.toml, line 7: episode[1].aired ")
    assert problems[1].startswith("season1.toml, line 14: episode[2].quotes[1].text ")
    assert problems[2] == "season2.toml, line 3: episode[0].code '2-1' is not a code like S02E02"
    assert problems[3] == "season2.toml, line 5: episode[1].code S01E01 is there twice"
    assert problems[4].startswith("season2.toml, line 6: episode[2] ")
    assert "colour" in problems[4]
    assert problems[5].endswith("is not one of the pack's songs")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (b'episode = "S01E01"', "must be an array of tables"),
        (b'[[episodes]]\ncode = "S01E01"', "is not known here"),
        (b"[[episode]]\ntitle = 'no code'", "missing required field"),
        (b'[[episode]]\ncode = "S01E01"\ntitle = "%s"' % (b"x" * 101), "length"),
        (b'[[episode]]\ncode = "S01E01"\nscenes = ["%s"]' % (b"x" * 4001), "length"),
        (b'[[episode]]\ncode = "S01E01"\nnumber_in_series = "7"', "int"),
    ],
)
def test_data_that_does_not_fit_the_format_is_refused(table: bytes, reason: str) -> None:
    (problem,) = problems_of(season=table)
    assert reason in problem


def test_a_pack_without_show_toml_is_refused() -> None:
    with pytest.raises(Unreadable) as bad:
        read_pack({"season.toml": b""})
    assert bad.value.problems[0].file == "show.toml"


@pytest.mark.parametrize("slug", ["Smash", "sm ash", "-smash", "", "x" * 33, "a:b"])
def test_a_slug_that_does_not_fit_a_custom_id_is_refused(slug: str) -> None:
    with pytest.raises(Unreadable):
        read_pack({"show.toml": f'slug = "{slug}"\ntitle = "Smash"'.encode()})
