"""Code that must not type-check: each marked line passes undisclosed text to a reply."""

from bot.domain.spoilers import Label, Passage, Veiled
from bot.replies.layout import text, titled
from bot.replies.markup import Markup, compose, plain, spoken


def leak(veiled: Veiled, label: Label, passage: Passage, typed: str) -> None:
    text(veiled)  # refused
    text(label)  # refused
    text(passage)  # refused
    text(typed)  # refused
    plain(veiled)  # refused
    plain(label)  # refused
    spoken(veiled)  # refused
    compose("{}", veiled)  # refused
    compose("{}", typed)  # refused
    compose(typed, Markup("x"))  # refused
    titled(typed, [])  # refused
    text(spoken(passage))
    text(plain(typed))
    compose("{}", spoken(passage))
