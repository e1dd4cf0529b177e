"""Wikitext as a reader sees it. The format is MediaWiki's: https://www.mediawiki.org/wiki/Wikitext

`strip_code()` would lose what templates show (`{{Start date|…}}`, `{{Nihongo|…}}`) and join `53<hr>54` into
one number.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from bot.domain.text import tidy

DEEPEST: Final = 80
"""The deepest nesting of brackets and tags that is parsed. The parser retries each: 16 KB of `{{a|` take four
seconds, 44 KB of `<ref name="` fourteen. No real page comes near."""

_OPENS_OR_CLOSES = re.compile(
    r"<!--|-->|\{\{|\}\}|\[\[|\]\]|\[(?=\w+:)|\]|\{\||\|\}|<(/?)([a-z]+)([^<>]*(>?))", re.IGNORECASE
)
_MARKS = re.compile(rf"^[:;*#]{{{DEEPEST}}}", re.MULTILINE)
"""A list within a list within a list."""
_CLOSES: Final = {"}}": "{{", "]]": "[[", "]": "[", "|}": "{|", "-->": "<!--"}
_ALONE: Final = {"br", "hr", "img", "wbr", "li", "dd", "dt", "td", "th", "tr"}
_NOT_SHOWN: Final = {
    "gallery", "imagemap", "math", "ref", "references", "script", "style", "table", "templatestyles",
    "timeline",
}  # fmt: skip
_NOT_TEXT: Final = ("file:", "image:", "category:", "media:")
_LANGUAGE_LINK = re.compile(r"[a-z]{2,3}(-[a-z]+)?:", re.IGNORECASE)

_FIRST: Final = {
    "abbr", "big", "center", "dts", "em", "ill", "interlanguage link", "nobold", "nobr", "noitalic",
    "nowrap", "small", "strong", "title", "tooltip", "translation", "url", "vanchor", "visible anchor",
    "w", "wp",
}  # fmt: skip
_LISTS: Final = {"hlist", "flatlist", "plainlist", "plain list", "ubl", "unbulleted list", "bulleted list"}
_DATES: Final = {
    "airdate", "date", "end date", "film date", "release date", "start date", "start date and age",
    "television date",
}  # fmt: skip
_SIGNS: Final = {
    "!": "|", "'": "’", "-": "\n", "·": " · ", "mdash": "—", "nbsp": " ", "ndash": "–", "snd": " – ",
    "spnd": " – ",
}  # fmt: skip
_PAGE_NAMES: Final = {"pagename", "basepagename", "fullpagename", "subpagename"}


def too_deep(text: str) -> bool:
    """Whether brackets or tags are nested so deep that parsing would take too long."""
    if _MARKS.search(text):
        return True
    open_now: Counter[str] = Counter()
    depth = 0
    for found in _OPENS_OR_CLOSES.finditer(text):
        if name := found[2]:
            kind = f"<{name.lower()}" if found[4] else "<"
            step = -1 if found[1] else 0 if name.lower() in _ALONE or found[3].endswith("/>") else 1
        else:
            kind = _CLOSES.get(found[0], found[0])
            step = 1 if kind == found[0] else -1
        if step > 0 or open_now[kind]:
            open_now[kind] += step
            depth += step
        if depth > DEEPEST:
            return True
    return False


def name_of(template: Template) -> str:
    """A template's name as MediaWiki compares it, in lower case and without its namespace."""
    return " ".join(str(template.name).replace("_", " ").lower().split()).removeprefix("template:")


def templates_in(code: Wikicode) -> list[Template]:
    """All templates, also nested ones, in order of their beginnings."""
    return code.filter_templates()  # pyright: ignore[reportUnknownMemberType] - its `matches` has an open type


def headed(code: Wikicode, page: str) -> Iterator[tuple[str, int, Wikicode]]:
    """Each heading in lower case with its level, and the content up to the next.

    The first is the content before all headings: "", level 0.
    """
    # The library's own `get_sections` takes quadratic time in the number of headings.
    nodes = code.nodes
    starts = [index for index, node in enumerate(nodes) if isinstance(node, Heading)]
    yield "", 0, Wikicode(nodes[: starts[0] if starts else len(nodes)])
    for start, end in pairwise([*starts, len(nodes)]):
        heading = nodes[start]
        assert isinstance(heading, Heading)
        yield tidy(plain(heading.title, page)).lower().strip(" :"), heading.level, Wikicode(nodes[start:end])


def plain(code: Wikicode | None, page: str) -> str:
    """The visible text of a page of this name. List items begin with a bullet, line ends are kept."""
    return "" if code is None else "".join(_NODES[type(node)](node, page) for node in code.nodes)


def _entity(node: HTMLEntity, _: str) -> str:
    try:
        return node.normalize() or ""
    except (ValueError, OverflowError):  # &#xFFFFFFFF; is no character
        return ""


def _link(node: Wikilink, page: str) -> str:
    target = str(node.title).strip()
    if target.lower().startswith(_NOT_TEXT):
        return ""
    if node.text is not None:
        return plain(node.text, page)
    return "" if _LANGUAGE_LINK.match(target) else plain(node.title, page).removeprefix(":")


def _tag(node: Tag, page: str) -> str:
    name = str(node.tag).strip().lower()
    if name in _NOT_SHOWN:
        return ""
    if name in {"br", "hr"}:
        return "\n"
    if name in {"li", "dd", "dt"} and node.wiki_markup:
        return "• " if name == "li" else ""
    inner = plain(node.contents, page)
    return f"\n{inner}\n" if name in {"p", "div", "li", "blockquote"} else inner


def _template(node: Template, page: str) -> str:
    name = name_of(node)
    if name in _PAGE_NAMES:
        return page
    if name in _SIGNS:
        return _SIGNS[name]
    show = next((show for is_named, show in _TEMPLATES if is_named(name)), None)
    return show(node, page) if show else ""


_NODES: Final[Mapping[type[Node], Callable[[Any, str], str]]] = {
    Argument: lambda node, page: plain(node.default, page),
    Comment: lambda _, __: "",
    ExternalLink: lambda node, page: plain(node.title, page),
    Heading: lambda node, page: f"\n{plain(node.title, page)}\n",
    HTMLEntity: _entity,
    Tag: _tag,
    Template: _template,
    Text: lambda node, _: str(node.value),
    Wikilink: _link,
}


def argument(node: Template, name: str, page: str) -> str:
    """The visible text of a template's argument; empty if it is missing."""
    found = node.get(name, None)
    return plain(found.value, page).strip() if found is not None else ""


def _unnamed(node: Template, page: str) -> list[str]:
    return [plain(param.value, page).strip() for param in node.params if not param.showkey]


def _first(node: Template, page: str) -> str:
    return next(iter(_unnamed(node, page)), "")


def _listed(node: Template, page: str) -> str:
    return "\n".join(item for item in _unnamed(node, page) if item)


def _day(node: Template, page: str) -> str:
    parts = _unnamed(node, page)
    figures = [part for part in parts[:3] if part.isdecimal()]
    return "-".join(figures) if len(figures) > 1 else next(iter(parts), "")


def _language(node: Template, page: str) -> str:
    parts = _unnamed(node, page)
    return (parts[1:] or [""])[0] if name_of(node) == "lang" else (parts or [""])[0]


def _nihongo(node: Template, page: str) -> str:
    """The English, else the transliteration, else the Japanese."""
    parts = [*_unnamed(node, page), "", "", ""]
    return parts[0] or parts[2] or parts[1]


def _credits(node: Template, page: str) -> str:
    return "\n".join(
        filter(None, (argument(node, who, page) for who in ("s", "t", "sc", "st", "w", "1", "2")))
    )


_TEMPLATES: Final[Sequence[tuple[Callable[[str], bool], Callable[[Template, str], str]]]] = (
    (_FIRST.__contains__, _first),
    (_LISTS.__contains__, _listed),
    (_DATES.__contains__, _day),
    (lambda name: name.startswith("lang"), _language),
    (lambda name: name.startswith("nihongo"), _nihongo),
    (lambda name: name.startswith("storyteleplay"), _credits),
)
