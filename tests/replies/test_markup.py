import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.spoilers import Disclosure, Passage
from bot.replies.markup import (
    as_one_spoiler,
    as_spoilers,
    compose,
    day,
    hidden_last,
    names,
    number,
    plain,
    spoilers_joined,
    spoken,
)
from bot.replies.paging import brief, pieces
from tests import markdown
from tests.markdown import Parser

NASTY = (
    *("|", "||", "|||", "\\", "\\\\", "`", "``", "```", "```js\n", "*", "**", "_", "__", "~~", "{}", "{0}"),
    *("# ", "-# ", "- ", "1. ", "> ", ">>> ", "\n", "\n\n", "\r\n", "\u2028", " "),
    *("[a](https://example.com)", "https://example.com", "<https://example.com>", "<id:customize>"),
    *("<@123>", "<@&123>", "<#123>", "@everyone", "@here", "</help:1>", "<t:1234567890:R>"),
    *("<:smile:123>", "<a:smile:123>", ":smile:", "\U0001f600"),
    *("\u200b", "\u200d", "\u2060", "\u202e", "\u2066", "\u05d0\u05d1", "\u0627", "\x00", "\x1b"),
)

nasty_text = st.lists(st.sampled_from(NASTY) | st.text(max_size=20), max_size=40).map("".join)
disclosures = st.sampled_from([Disclosure.CLEAR, Disclosure.TAGGED])

_INVISIBLE = re.compile(r"[\s\u2060\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """Text for comparison: without spaces and invisible characters."""
    return _INVISIBLE.sub("", text)


@pytest.fixture(scope="module")
def discord() -> Iterator[Parser]:
    if (reason := markdown.missing()) is not None:
        pytest.skip(reason)
    with markdown.parser() as running:
        yield running


@settings(max_examples=400)
@given(nasty_text)
@example("a|")
@example("a\\")
@example("|")
@example("```\n|| secret")
def test_hidden_text_stays_complete_and_hidden(discord: Parser, text: str) -> None:
    read = discord.read(spoken(Passage(Disclosure.TAGGED, text)))
    assert seen(read.hidden) == seen(text)
    assert read.clear.strip() == ""
    assert read.kinds <= {"spoiler", "text", "br", "emoji", "twemoji"}


@settings(max_examples=400)
@given(nasty_text)
@example("a\n\n\nb|\n\\")
def test_a_hidden_message_stays_complete_and_hidden_line_by_line(discord: Parser, text: str) -> None:
    read = discord.read(as_spoilers(text))
    assert seen(read.hidden) == seen(text)
    assert read.clear.strip() == ""
    assert read.kinds <= {"spoiler", "text", "br", "emoji", "twemoji"}


@settings(max_examples=400)
@given(nasty_text, st.integers(60, 400))
def test_hidden_text_split_into_pieces_stays_complete_and_hidden(
    discord: Parser, text: str, limit: int
) -> None:
    parts = list(pieces(Passage(Disclosure.TAGGED, text), limit))
    reads = [discord.read(part) for part in parts]
    assert all(len(part) <= limit for part in parts)
    assert seen("".join(read.hidden for read in reads)) == seen(text)
    assert all(read.clear.strip() == "" for read in reads)


@settings(max_examples=400)
@given(nasty_text)
def test_visible_text_is_shown_unchanged(discord: Parser, text: str) -> None:
    read = discord.read(plain(text))
    assert seen(read.clear) == seen(text)
    assert read.hidden == ""
    assert read.kinds <= {"text", "br", "emoji", "twemoji"}


@settings(max_examples=200)
@given(nasty_text, st.lists(st.integers(0, 30), max_size=6).map(sorted))
def test_hidden_text_with_bold_words_stays_complete_and_hidden(
    discord: Parser, text: str, ends: list[int]
) -> None:
    def bold(written: str) -> list[tuple[int, int]]:
        places = zip(ends[::2], ends[1::2], strict=False)
        return [
            (first, last) for first, last in places if written[first:last].isalnum() and last <= len(written)
        ]

    flat = " ".join(text.split())
    read = discord.read("\n".join(pieces(Passage(Disclosure.TAGGED, flat), 1000, bold)))
    assert seen(read.hidden) == seen(flat)
    assert read.clear.strip() == ""
    assert read.kinds <= {"spoiler", "text", "br", "emoji", "twemoji", "strong"}


@settings(max_examples=200)
@given(st.lists(nasty_text, min_size=1, max_size=3))
def test_several_passages_in_one_spoiler_stay_complete_and_hidden(discord: Parser, texts: list[str]) -> None:
    parts = [part for text in texts for part in pieces(Passage(Disclosure.TAGGED, text), 4000)]
    together = as_one_spoiler(compose("**{}**\n{}", number(index), part) for index, part in enumerate(parts))
    read = discord.read(together)
    assert seen(read.hidden) == seen("".join(f"{index}{text}" for index, text in enumerate(clean(texts))))
    assert read.clear.strip() == ""


def clean(texts: list[str]) -> list[str]:
    """The texts that have something visible."""
    return [text for text in texts if list(pieces(Passage(Disclosure.TAGGED, text), 4000))]


def test_joining_visible_texts_does_not_make_a_spoiler() -> None:
    assert as_one_spoiler([plain("a"), plain("|b|")], " / ") == "a / \\|b\\|"
    hidden = [spoken(Passage(Disclosure.TAGGED, "a|")), plain("b"), spoken(Passage(Disclosure.TAGGED, "c"))]
    assert as_one_spoiler(hidden) == "||a\\|\u2060\nb\nc||"


@settings(max_examples=200)
@given(st.lists(nasty_text, min_size=1, max_size=3), nasty_text)
def test_a_section_of_several_pieces_is_one_spoiler(discord: Parser, texts: list[str], before: str) -> None:
    passages = [Passage(Disclosure.TAGGED, text) for text in texts]
    first = compose("### {}", plain(" ".join(before.split()) or "x"))
    together = spoilers_joined([first, *(piece for one in passages for piece in pieces(one, 4000))])
    assert together.count("||") == (2 if clean(texts) else 0)
    assert seen(discord.read(together).hidden) == seen("".join(clean(texts)))


def test_hidden_blocks_come_last_in_one_spoiler() -> None:
    hidden = [spoken(Passage(Disclosure.TAGGED, word)) for word in ("a", "b")]
    blocks = [plain("facts"), compose("**What happens**\n{}", hidden[0]), plain("song"), hidden[1]]
    assert hidden_last(blocks) == "facts\nsong\n||**What happens**\na\nb||"
    assert hidden_last([plain("facts")]) == "facts"


def test_split_text_fits_including_its_bold_markup() -> None:
    parts = list(
        pieces(Passage(Disclosure.TAGGED, "one two " * 40), 60, lambda written: [(0, 3)] if written else [])
    )
    assert all(len(part) <= 60 and part.startswith("||**") for part in parts)


@given(nasty_text, nasty_text, disclosures)
def test_text_next_to_a_hidden_passage_cannot_reveal_it(
    discord: Parser, before: str, secret: str, disclosure: Disclosure
) -> None:
    read = discord.read(
        compose(
            "- {} · {} · {}",
            plain(" ".join(before.split())),
            spoken(Passage(Disclosure.TAGGED, secret)),
            plain(" ".join(before.split())),
        )
    )
    assert seen(read.hidden) == seen(secret)


@pytest.mark.parametrize("text", [sign * 4000 for sign in ("|", "\\", "`", "a", "x ", "\n|", "> ")])
def test_any_4000_characters_are_split_into_pieces_that_fit(text: str) -> None:
    parts = list(pieces(Passage(Disclosure.TAGGED, text), 3600))
    assert all(len(part) <= 3600 for part in parts)
    bare = "".join(re.sub(r"\\(.)", r"\1", part.replace("||", "", 1).removesuffix("||")) for part in parts)
    assert seen(bare).count(text[0].strip() or "|") >= text.count(text[0].strip() or "|") * 0.99


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("One. Two.", 40, ["||One. Two.||"]),
        ("First one here. Second one is here.", 30, ["||First one here.||", "||Second one is here.||"]),
        ("First paragraph.\n\nSecond one. Third.", 32, ["||First paragraph.||", "||Second one. Third.||"]),
        ("verylongwordwithoutanyspaceatall", 20, ["||verylongwordwith||", "||outanyspaceatall||"]),
        ("one\ntwo", 40, ["||one\ntwo||"]),
    ],
)
def test_a_long_passage_is_split_at_a_natural_break(text: str, limit: int, parts: list[str]) -> None:
    assert list(pieces(Passage(Disclosure.TAGGED, text), limit)) == parts


def test_withheld_text_shows_as_hidden() -> None:
    assert spoken(Passage(Disclosure.WITHHELD, "")) == "*hidden*"
    assert list(pieces(Passage(Disclosure.WITHHELD, ""), 100)) == ["*hidden*"]


def test_a_shortened_passage_is_one_hidden_line() -> None:
    shortened = brief(Passage(Disclosure.TAGGED, "word " * 200), 60)
    assert len(shortened) <= 60
    assert shortened.startswith("||word")
    assert shortened.endswith("||")


@pytest.mark.parametrize(
    ("people", "text"),
    [
        ([], ""),
        (["Ivy"], "Ivy"),
        (["Ivy", "Karen"], "Ivy & Karen"),
        (["Ivy", "Karen", "Derek"], "Ivy, Karen & Derek"),
        (["A"] * 14, "A, A, A, A, A, A, A, A, A, A, A, A & 2 more"),
    ],
)
def test_lists_of_names_read_like_a_sentence(people: list[str], text: str) -> None:
    assert names(people) == text


_FARTHEST = {
    *(
        "Pacific/Pago_Pago",
        "Pacific/Samoa",
        "US/Samoa",
        "Pacific/Midway",
        "Pacific/Niue",
        "Pacific/Kiritimati",
    ),
    *("Etc/GMT+11", "Etc/GMT+12", "Etc/GMT-14"),
}
"""Time zones in which the shown date may differ: more than 10 hours behind UTC, or 14 ahead."""


@pytest.mark.parametrize("when", [date(2026, 1, 15), date(2026, 7, 15)])
def test_a_date_is_the_same_day_in_nearly_every_time_zone(when: date) -> None:
    stamp = int(day(when).removeprefix("<t:").removesuffix(":D>"))
    elsewhere = {
        zone for zone in available_timezones() if datetime.fromtimestamp(stamp, ZoneInfo(zone)).date() != when
    }
    assert "Pacific/Auckland" in available_timezones()
    assert elsewhere <= _FARTHEST
