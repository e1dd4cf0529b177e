import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.finding import Candidate, find, suggest
from bot.domain.folding import fold, placed_words, typed_words, words_of
from bot.domain.positions import Position
from bot.domain.typos import Closeness, closeness, has_words

ALIKE = [
    ("Zło", "zlo"),
    ("Øen", "oen"),
    ("kız", "kiz"),
    ("KIZ", "kız"),
    ("İstanbul", "istanbul"),
    ("Łódź", "lodz"),
    ("Straße", "strasse"),
    ("STRASSE", "straße"),
    ("Đorđe", "dorde"),
    ("Ħal Għaxaq", "hal ghaxaq"),
    ("Ærø", "aero"),
    ("cœur", "coeur"),
    ("Eŋglish", "english"),
    ("Þór", "thor"),
    ("Seiðr", "seidr"),
    ("Azərbaycan", "azerbaycan"),
    ("ﬁancé", "fiance"),
    ("l’été", "lete"),
    ("ʻOhana", "ohana"),
    ("rock´n´roll", "rocknroll"),
    ("soft\u00adly", "softly"),
    ("Σίσυφος", "σισυφοσ"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ("ᾳ", "α"),
    ("Ёлка", "елка"),
    ("Ґанок", "ганок"),
    ("می‌خواهم", "میخواهم"),
    ("میخواهم", "ميخواهم"),
    ("کتاب", "كتاب"),
    ("أحمد", "احمد"),
    ("إسلام", "اسلام"),
    ("ٱلقلب", "القلب"),
    ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"),
    ("مدرسة", "مدرسه"),
    ("على", "علي"),
    ("שָׁלוֹם", "שלום"),
    ("צ׳יפס", "ציפס"),
    ("क्‍ष", "क्ष"),
    ("ज़मीन", "जमीन"),
    ("한국", unicodedata.normalize("NFD", "한국")),
    ("ガンダム", "ｶﾞﾝﾀﾞﾑ"),
    ("ガンダム", unicodedata.normalize("NFD", "ガンダム")),
    ("パン", "ﾊﾟﾝ"),
    ("ＡＢＣ　１２３", "abc 123"),
    ("१२३", "123"),
    ("٤٥", "45"),
    ("❤️ love", "love"),
    ("e\u0301te\u0301", "été"),
]
UNLIKE = [
    *[("दाल", "दिल"), ("மலை", "மாலை"), ("รัก", "รก"), ("か", "が"), ("は", "ぱ"), ("কলা", "কালা"), ("ក", "កា")],
    *[("မ", "မာ"), ("ກາ", "ກິ"), ("క", "కి"), ("ཀ", "ཀི"), ("don't", "do nt")],
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_marks_that_are_a_part_of_a_letter_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert closeness(one, other) in (None, Closeness.BEGINNING)


@given(st.text())
@example("ʼn")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words_of(fold(text)) == words_of(text)


@given(st.text(), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_text_fold_alike(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]


@given(st.text())
def test_words_have_no_spaces_and_places_in_order(text: str) -> None:
    placed = placed_words(text)
    assert all(word and " " not in word for word, *_ in placed)
    assert all(0 <= first < last <= len(text) for _, first, last in placed)
    assert [first for _, first, _ in placed] == sorted(first for _, first, _ in placed)


@given(
    st.lists(st.sampled_from([*"abc é ßłø", "私", "が", "ネ", "รั", "ก", "दा", "ل", "한", "don’t"])).map(
        "".join
    )
)
def test_the_places_of_words_are_of_the_words(text: str) -> None:
    assert [word for word, *_ in placed_words(text)] == words_of(text)


@given(st.text("ab Z9'’`“”…-_éÅßłœİŉŀ½²\u0301", max_size=12))
def test_the_places_of_words_are_the_same_whatever_follows(text: str) -> None:
    placed = placed_words(text)
    assert [word for word, *_ in placed] == words_of(text)
    assert placed_words(f"{text} 猫")[:-1] == placed


@given(
    st.text("私は猫が大好きです", min_size=1), st.text("私は猫が大好きです"), st.text("私は猫が大好きです")
)
def test_every_part_of_a_run_without_spaces_is_found(part: str, before: str, after: str) -> None:
    assert has_words(part, before + part + after)


@pytest.mark.parametrize(
    ("text", "words", "typed"),
    [
        ("大好き", ["大好", "好き", "き"], ["大好", "好き"]),
        ("猫", ["猫"], ["猫"]),
        ("Xく", ["x", "く"], ["x", "く"]),
        ("รัก me", ["รั", "ัก", "ก", "me"], ["รั", "ัก", "me"]),
        ("दाल", ["दाल"], ["दाल"]),
        ("!?", [], []),
    ],
)
def test_runs_without_spaces_are_pairs_of_letters(text: str, words: list[str], typed: list[str]) -> None:
    assert words_of(text) == words
    assert typed_words(text) == typed


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("巨人", "進撃の巨人"),
        ("进击", "我看进击的巨人"),
        ("รัก", "ความรักของเธอ"),
        ("ຮັກ", "ຂ້ອຍຮັກເຈົ້າ"),
        ("ស្រលាញ់", "ខ្ញុំស្រលាញ់អ្នក"),
        ("ချစ်", "ငါချစ်တယ်"),
        *((typed, title) for title, typed in ALIKE),
    ],
)
def test_titles_are_found_and_suggested_in_any_script(typed: str, title: str) -> None:
    episodes = [
        Candidate("show", "Show", Position.from_code(code), name)
        for code, name in (("S01E01", "Another"), ("S01E02", title))
    ]
    assert [found.title for found in find(typed, episodes)] == [title]
    assert [found.title for found in suggest(typed, episodes, 25)] == [title]


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("Zlo", ["Zło", "zlo"]),
        ("Zło", ["Zlo", "ZŁO"]),
        ("zlo", ["Zło", "Zlo!"]),
        ("दाल", ["दिल"]),
        ("Strasse", ["Straße"]),
        ("re", ["Ré", "Re", "RE"]),
        ("がき", ["かき"]),
    ],
)
def test_an_exactly_typed_title_wins_over_one_that_folds_alike(typed: str, others: list[str]) -> None:
    episodes = [
        Candidate("show", "Show", Position.from_code(f"S01E{number:02}"), title)
        for number, title in enumerate([*others, typed], start=1)
    ]
    assert [found.title for found in find(typed, episodes)] == [typed]
    assert suggest(typed, episodes, 25)[0].title == typed
