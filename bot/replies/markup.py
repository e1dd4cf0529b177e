"""Discord's markdown, made so that no text can break out of it.

Rendered text is `Markup`, and only this module makes it: out of literal templates, of plain text that
it escapes, and of passages that the spoiler rule has disclosed. So what reaches a reply is a matter
of types. Source of the syntax: Discord's help page "Markdown Text 101" and the rules that its clients
share with simple-markdown (the leftmost construct wins; `||` ends at the next `||`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import LiteralString, NewType

from bot.domain.spoilers import Disclosure, Passage, joined
from bot.domain.text import cut, without_controls

Markup = NewType("Markup", str)
"""Text that Discord may be given as it is."""

EMPTY = Markup("")
HIDDEN = Markup("*hidden*")

_BARS = "||"
_SIGNS = "\\*_~|`[]()<>@:/#"
_ESCAPES = [(sign, f"\\{sign}") for sign in _SIGNS]
"""The backslash comes first: all others get one."""

_SIGNS_WRITTEN = _SIGNS.encode()

_LINE_START = re.compile(r"\s*(?:\d+(?=[.)]))?(?=[-+=.)])")
_WORD_JOINER = "\u2060"
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")

ABOVE_BARS = re.compile(r"\A(?:-# [^\n]*\n)+")
"""What stands above the bars of a message that was posted again: a label, a link to what it answers."""


def plain(text: str) -> Markup:
    """Text as it is: nothing in it is markup, a link, a mention or a heading."""
    text = without_controls(text)
    if _signs_in(text):  # most texts have no sign: one look for all
        for sign, escaped in _ESCAPES:  # quicker than one regular expression
            text = text.replace(sign, escaped)
    return Markup("\n".join(map(_no_list, text.split("\n"))))


def longest(text: str) -> int:
    """No fewer characters than `plain` makes of a text, in a third of the time."""
    return len(text) + _signs_in(text) + len(text.splitlines()) + 1  # a line's beginning may be escaped too


def _signs_in(text: str) -> int:
    written = text.encode(errors="replace")
    return len(written) - len(written.translate(None, _SIGNS_WRITTEN))


def _no_list(line: str) -> str:
    """The line, whose beginning makes it no item of a list and no line below a heading."""
    start = _LINE_START.match(line)
    return line if start is None else f"{line[: start.end()]}\\{line[start.end() :]}"


def shortened(text: str, longest: int) -> Markup:
    """The beginning of a text, in one line of at most so many characters."""
    return plain(cut(text, longest))


def compose(template: LiteralString, *parts: Markup) -> Markup:
    """Put markup into a template written in the code: `compose("**{}** by {}", title, names)`."""
    return Markup(template.format(*parts))


def lines(parts: Iterable[Markup]) -> Markup:
    """One part a line."""
    return Markup("\n".join(parts))


def listed(parts: Iterable[Markup], separator: LiteralString = ", ") -> Markup:
    """The parts in one line."""
    return Markup(separator.join(parts))


def spoken(passage: Passage) -> Markup:
    """A passage as the rule has disclosed it, in one line; tagged text is a spoiler."""
    return disclosed(Passage(passage.disclosure, " ".join(passage.text.split())))


Bold = Callable[[str], Sequence[tuple[int, int]]]
"""Which stretches of a text are bold: where each begins and ends, in order, none over a line's end."""


def not_bold(_: str) -> Sequence[tuple[int, int]]:
    """No stretch of any text."""
    return ()


def as_one_spoiler(parts: Iterable[Markup], separator: LiteralString = "\n") -> Markup:
    """The parts together; if there is a spoiler in any of them, all of it is one, revealed with one tap.

    No line after the first may begin a list, a quote or a heading: a spoiler ends with its block. Blank
    lines go, for a client that reads paragraphs first would end it there.
    """
    together = separator.join(parts)
    if _BARS not in together:
        return Markup(together)
    return Markup(_spoiler("\n".join(filter(str.strip, together.replace(_BARS, "").splitlines()))))


def spoilers_joined(blocks: Iterable[Markup]) -> Markup:
    """The blocks, one a line; a spoiler right below another one goes on with it."""
    return Markup(lines(blocks).replace(f"{_BARS}\n{_BARS}", "\n"))


def hidden_last(blocks: Iterable[Markup]) -> Markup:
    """The blocks that hide nothing, then all others as one spoiler, revealed with one tap."""
    visible, hidden = list[Markup](), list[Markup]()
    for block in blocks:
        (hidden if _BARS in block else visible).append(block)
    return lines([*visible, *([as_one_spoiler(hidden)] if hidden else [])])


def as_spoilers(text: str) -> Markup:
    """A text as spoilers, one for each line, with its markdown escaped."""
    return Markup("\n".join(_spoiler(line) if line.strip() else "" for line in plain(text).splitlines()))


def without_spoilers(text: str) -> str:
    """The original text of what `as_spoilers` made."""
    bare = (line.removeprefix(_BARS).removesuffix(_BARS) for line in text.splitlines())
    return _ESCAPED.sub(r"\1", "\n".join(bare)).replace(_WORD_JOINER, "")


def disclosed(passage: Passage, bold: Bold = not_bold) -> Markup:
    """A passage as the rule has disclosed it, in one spoiler where it is tagged.

    A spoiler has no blank lines: a client may end it there. In a list or a quote, whose blocks end with a
    line, it has to be one line.
    """
    if passage.disclosure is Disclosure.WITHHELD:
        return HIDDEN
    escaped = _emphasised(passage.text, bold(passage.text))
    if passage.disclosure is Disclosure.CLEAR:
        return escaped
    shown = "\n".join(filter(str.strip, escaped.splitlines()))
    return Markup(_spoiler(shown)) if shown else EMPTY


def _emphasised(text: str, bold: Sequence[tuple[int, int]]) -> Markup:
    parts, end = list[str](), 0
    for first, last in bold:
        parts += (plain(text[end:first]), f"**{plain(text[first:last])}**")
        end = last
    return Markup("".join([*parts, plain(text[end:])]))


def _spoiler(line: str) -> str:
    # A bar or a backslash right before the closing bars would be read as a part of them.
    gap = _WORD_JOINER if line.endswith(("|", "\\")) else ""
    return f"{_BARS}{line}{gap}{_BARS}"


def in_a_row(passages: Sequence[Passage], separator: LiteralString = ", ") -> Passage:
    """Several passages as one, as closed as the most closed of them."""
    return joined(*[part for passage in passages for part in (separator, passage)][1:])


def names(people: Sequence[str], at_most: int = 12) -> Markup:
    """People in one line: `A`, `A & B`, `A, B & C`; of very many the first dozen."""
    shown = [plain(name) for name in people[:at_most]]
    if len(people) > at_most:
        shown.append(compose("{} more", number(len(people) - at_most)))
    if len(shown) < 2:
        return listed(shown)
    return compose("{} & {}", listed(shown[:-1]), shown[-1])


def day(when: date) -> Markup:
    """A date, as each reader's own client writes it.

    At 10:00 UTC it is the same day from UTC-10 to UTC+13:45; at noon New Zealand has the next one.
    """
    morning = datetime.combine(when, time(10), UTC)
    return Markup(f"<t:{int(morning.timestamp())}:D>")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(when: date) -> Markup:
    """A date without its year, for a row of a list: `5 Feb`, never on two lines."""
    return Markup(f"{when.day}\N{NO-BREAK SPACE}{_MONTHS[when.month - 1]}")


def command(name: LiteralString) -> Markup:
    """A command to type."""
    return Markup(f"`/{name}`")


def number(value: int) -> Markup:
    """A whole number."""
    return Markup(str(value))


def large(value: int) -> Markup:
    """A number that may have thousands."""
    return Markup(f"{value:,}")
