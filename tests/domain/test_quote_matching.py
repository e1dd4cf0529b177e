import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.folding import words_of
from bot.domain.ids import QuoteId
from bot.domain.queries import Query, read_query
from bot.domain.quote_matching import matches, near_words, rank


def ranked(typed: str, *lines: str) -> list[str]:
    """The matching lines, best first."""
    folded = {QuoteId(number): " ".join(words_of(line)) for number, line in enumerate(lines)}
    return [lines[quote] for quote in rank(read_query(typed), folded)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("midnight", "We open at [midnight]."),
        ("open midnight", "We [open] at [midnight]."),
        ("at midnight", "We open [at midnight]."),
        ("midnigth", "We open at [midnight]."),
        ("mid", "We open at [midnight]."),
        ("dont", "[Don’t] you—"),
        ("don't you", "[Don’t you]—"),
        ("ete", "“C’était [l’été]!”"),
        ("you", "[You] and your show"),
        ("well", "[Well]-known…"),
        ("zeppelin", "We open at midnight."),
        ("do not you", "[Don’t you]—"),
        ("dont you", "[Do not you]—"),
        ("大好き", "私は猫が[大好き]です"),
    ],
)
def test_matches_are_the_positions_of_the_matched_words(typed: str, found: str) -> None:
    text = found.replace("[", "").replace("]", "")
    marked = text
    for first, last in reversed(matches(read_query(typed), text)):
        marked = f"{marked[:first]}[{marked[first:last]}]{marked[last:]}"
    assert marked == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_match_positions_are_in_order_and_within_the_text(typed: str, text: str) -> None:
    ends = [end for place in matches(read_query(typed), text) for end in place]
    assert ends == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Don’t stop", Query(("do", "not", "stop"), (), beginning=True)),
        ("“Don't stop”", Query(("do", "not", "stop"), (("do", "not", "stop"),))),
        (
            'say "don\'t stop" to me',
            Query(("say", "do", "not", "stop", "to", "me"), (("do", "not", "stop"),), beginning=True),
        ),
        (
            "„draw up” «the contract»",
            Query(("draw", "up", "the", "contract"), (("draw", "up"), ("the", "contract"))),
        ),
        ('"never closed', Query(("never", "closed"), (), beginning=True)),
        ("plan a", Query(("plan", "a"))),
        ('""', Query(())),
        ("!?", Query(())),
        ("", Query(())),
        ("🎭", Query(())),
    ],
)
def test_a_query_is_parsed_into_words_and_phrases(typed: str, expected: Query) -> None:
    assert read_query(typed) == expected


def test_exact_phrases_rank_before_close_words_before_distant_words_before_typos() -> None:
    lines = [
        "my lawer, whom I have never seen do anything, will one day draw it",
        "a lawyer who after many a long and weary year in court may draw",
        "draw me a lawyer",
        "a lawyer draw",
    ]
    assert ranked("lawyer draw", *lines) == lines[::-1]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("wirting", "writing"),
        ("moey", "money"),
        ("riting", "writing"),
        ("wrriting", "writing"),
        ("writimg", "writing"),
        ("brodway", "broadway"),
        ("choreografy", "choreography"),
        ("chreoography", "choreography"),
        ("the curtian falls", "the curtain falls"),
        ("waht a night", "what a night"),
    ],
)
def test_a_typo_is_forgiven(typed: str, line: str) -> None:
    assert ranked(typed, line, "something else") == [line]


def test_a_five_letter_word_is_found_with_a_letter_missing() -> None:
    assert near_words("moey", ["money", "moly", "mo", "monkey"]) == ["money"]


@pytest.mark.parametrize(
    ("typed", "line"),
    [("star", "stir"), ("tom", "tim"), ("curtain", "captain"), ("xyz", "curtain"), ("broadway", "bradwey")],
)
def test_more_than_one_typo_does_not_match(typed: str, line: str) -> None:
    if len(typed) < 5:
        assert near_words(typed, [line]) == []
    else:
        assert ranked(typed, line) == []


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("lawyer", True),
        ("lawyer banana", False),
        ("lawyer draw banana", True),
        ("lawyer banana kiwi", False),
        ("my lawyer banana kiwi contract", True),
    ],
)
def test_one_or_two_of_several_words_may_be_missing(typed: str, answers: bool) -> None:
    assert bool(ranked(typed, "I’ll have my lawyer draw up the contract")) is answers


def test_a_text_in_quotation_marks_is_found_exactly() -> None:
    assert ranked('"draw up" lawyer', "draw up, lawyer", "up draw lawyer", "draw upon a lawyer") == [
        "draw up, lawyer"
    ]


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        (
            "i do not see if thats",
            "I don’t see if that’s it",
            "You see? If I do, that is not it, so I see to it",
        ),
        (
            "dont know who to speak to",
            "I don’t know who to talk to",
            "You know who? I don’t. They speak to you, to me",
        ),
        ("won t you show her", "Won’t you show her?", "Look, won you something? Show it, you and her"),
        ("i say its awful", "I say it’s dreadful", "I say its price: it is awful, and I say it"),
        ("they are a cheerful lot", "They’re a cheerful lot", "They are, a lot of them, cheerful"),
        ("we will not be long", "We won’t be long", "We will be here, and not for long"),
        ("it is not over", "It isn’t over", "It is over, is it not?"),
        ("it is not over", "It’s not over", "It is over, is it not?"),
        ("cant stay", "I cannot stay", "Stay, Kant!"),
        ("shes gonna sing", "She is going to sing", "She sings"),
        ("john s mother", "John’s mother", "John, it is mother’s"),
        ("c est la vie", "C’est la vie", "La vie, est-ce là?"),
        (
            "what a strange evening",
            "What a lovely evening",
            "A strange thing happened this evening, and what of it?",
        ),
        ("two of the same red coats", "Two of the same blue coats", "The red ones, of two coats the same"),
    ],
)
def test_a_run_of_the_right_words_wins_over_the_words_scattered(typed: str, meant: str, other: str) -> None:
    assert ranked(typed, other, meant)[0] == meant


@pytest.mark.parametrize("text", ["I don't", "I dont", "I don t", "I do not", "I DON´T", "i don’t"])
def test_a_contraction_is_the_same_however_it_is_written(text: str) -> None:
    assert read_query(text).words == ("i", "do", "not")


@pytest.mark.parametrize(
    ("typed", "words"), [("well", "well"), ("we'll", "we will"), ("were", "were"), ("id", "id")]
)
def test_a_word_of_its_own_is_no_contraction(typed: str, words: str) -> None:
    assert read_query(typed).text == words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("大好き", "私は猫が大好きです"),
        ("猫", "黒い猫"),
        ("猫", "猫がいる"),
        ("“猫”", "黒い猫がいる"),
        ("再见", "我不想再见到你了"),
        ("รัก", "ฉันรักเธอมาก"),
        ("ຮັກ", "ຂ້ອຍຮັກເຈົ້າ"),
        ("ស្រលាញ់", "ខ្ញុំស្រលាញ់អ្នក"),
        ("ချစ်", "ငါမင်းကိုချစ်တယ်"),
        ("ﾈｺ", "ネコが好き"),
        ("ガギ", "ｶﾞｷﾞｸﾞ"),
        ("دوست", "می‌خواهم دوست"),
        ("ميخواهم", "می‌خواهم"),
        ("zlo", "Zło"),
        ("ｃａｆé", "cafe\u0301"),
    ],
)
def test_words_are_found_in_any_script(typed: str, text: str) -> None:
    assert ranked(typed, text, "else") == [text]


@pytest.mark.parametrize(("typed", "text"), [("दाल", "दिल"), ("மலை", "மாலை"), ("รก", "รัก"), ("か", "が")])
def test_other_vowels_are_other_words(typed: str, text: str) -> None:
    assert ranked(typed, text) == []


def test_a_word_missing_in_the_middle_does_not_outweigh_the_others() -> None:
    meant = (
        "Oh, mother said it was a cold kitchen as she sat beside the oven until the bread and soup were done"
    )
    assert ranked("was a cold as", "Was a cold saw.", meant)[0] == meant


def test_a_run_that_lacks_a_word_wins_over_any_number_of_quotes_with_the_words_scattered() -> None:
    scattered = [
        f"The porter of floor {number} says a kettle, once lent, may sing no more until he finds me"
        for number in range(90)
    ]
    meant = "May the kettle sing, says she"
    assert ranked("may the kettle sing porter", *scattered, meant)[0] == meant


def test_whole_words_rank_before_prefixes() -> None:
    assert ranked("draw con", "draw contract", "draw con", "draw the con") == [
        "draw con",
        "draw contract",
        "draw the con",
    ]


def test_equally_good_matches_are_ordered_by_id() -> None:
    folded = {QuoteId(number): "still alive" for number in (7, 3, 5)}
    assert rank(read_query("alive"), folded) == [3, 5, 7]


@given(st.lists(st.text("abc ", max_size=12), max_size=8), st.text('abc "', max_size=10))
def test_ranking_returns_each_given_quote_at_most_once_in_a_stable_order(
    lines: list[str], typed: str
) -> None:
    folded = {QuoteId(number): " ".join(words_of(line)) for number, line in enumerate(lines)}
    first = rank(read_query(typed), folded)
    assert len({*first}) == len(first)
    assert {*first} <= {*folded}
    assert rank(read_query(typed), dict(reversed(folded.items()))) == first
