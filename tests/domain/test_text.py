import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import as_typed, cut, pieces, tidy, tidy_lines
from bot.importers.page_items import split_people


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Air\u00a0date \u200a", "Air date"),
        ("\ufeffThe\u200b Fallout\n\n", "The Fallout"),
        ("M\u200cichael", "Michael"),
        ("Ivy\x00 \x07Lynn\u202e", "Ivy Lynn"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Shiro\u0304to", "Shir\u014dto"),
        ("half \ud800 a pair", "half a pair"),
    ],
)
def test_invisible_characters_are_removed(dirty: str, clean: str) -> None:
    assert tidy(dirty) == clean


def test_all_line_endings_become_newlines() -> None:
    assert tidy_lines("one \r\ntwo\rthree\u2028 four\x0b\n\n") == "one\ntwo\nthree\nfour"


@given(st.text())
def test_tidying_is_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)
    assert not any(unicodedata.category(letter) == "Cc" for letter in tidy(text))


@given(st.text(st.sampled_from("ab\u200c\u200d\u0628\u200b 👩\n")))
def test_cleaning_typed_text_is_idempotent(text: str) -> None:
    assert as_typed(as_typed(text)) == as_typed(text)
    assert tidy_lines(as_typed(text)) == tidy_lines(text)


def test_typed_text_keeps_the_spaces_inside_it() -> None:
    assert as_typed("  Two\u200b  spaces\r\n\r\nand\u00a0lines ") == "Two  spaces\n\nand lines"


@given(st.text(), st.integers(1, 20))
def test_truncated_text_ends_with_an_ellipsis(text: str, longest: int) -> None:
    short, whole = cut(text, longest), " ".join(text.split())
    assert len(short) <= longest
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_a_long_text_is_split_at_sentence_ends() -> None:
    assert list(pieces("One is here. “Two is!” Three is not.", 25)) == [
        "One is here. “Two is!”",
        "Three is not.",
    ]


def test_a_sentence_that_is_too_long_is_split_between_words() -> None:
    assert list(pieces("on and on and on", 8)) == ["on and", "on and", "on"]


@given(st.text(), st.integers(1, 40))
def test_splitting_a_text_loses_only_spaces(text: str, longest: int) -> None:
    cut = list(pieces(text, longest))
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in cut)


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("Julie Rottenberg & Elisa Zuritsky", ("Julie Rottenberg", "Elisa Zuritsky")),
        ("Larry David and Bob Shaw, Don McEnery", ("Larry David", "Bob Shaw", "Don McEnery")),
        ("Story by : A & BTeleplay by : C", ("A", "B", "C")),
        ("Story by: Ann Lee\nTeleplay by: Bo Ek and Ann Lee", ("Ann Lee", "Bo Ek")),
        ("Written and directed by Ann Lee", ("Ann Lee",)),
        ("Ann Lee (story), Bo Ek; Cy Oz, and Di Fu.", ("Ann Lee", "Bo Ek", "Cy Oz", "Di Fu")),
        ("Cy Oz, Jr., Di Fu", ("Cy Oz, Jr.", "Di Fu")),
        ("Ann\u200aLee\u00a0&\u200aBo\u200aEk", ("Ann Lee", "Bo Ek")),
        ("Atsuko Ishizuka (いしづかあつこ)", ("Atsuko Ishizuka",)),
        ("Andy Story and Sandy Anders", ("Andy Story", "Sandy Anders")),
        ("TBA", ()),
        ("N/A", ()),
        ("", ()),
    ],
)
def test_a_credit_is_split_into_names(credit: str, names: tuple[str, ...]) -> None:
    assert split_people(credit) == names
