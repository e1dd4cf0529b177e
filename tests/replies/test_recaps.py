"""A scene's heading is its first line, and is hidden with the scene."""

import pytest

from bot.domain.spoilers import Disclosure, Passage
from bot.replies.recaps import _split  # pyright: ignore[reportPrivateUsage]  # a rule of its own


@pytest.mark.parametrize(
    ("written", "heading", "text"),
    [
        ("# Karen, backstage\nShe waits.", "Karen, backstage", "She waits."),
        ("#  Karen\r\nShe waits.\nAnd waits.", "Karen", "She waits.\nAnd waits."),
        ("She waits.", None, "She waits."),
        ("She waits.\n# Not a heading", None, "She waits.\n# Not a heading"),
        ("# Only a heading", None, "# Only a heading"),
        ("# Only a heading\n ", None, "# Only a heading\n "),
        ("#1 fan\nShe waits.", None, "#1 fan\nShe waits."),
        (f"# {'x' * 101}\nShe waits.", None, f"# {'x' * 101}\nShe waits."),
    ],
)
def test_a_first_line_with_a_number_sign_is_the_heading(written: str, heading: str | None, text: str) -> None:
    named, rest = _split(Passage(Disclosure.TAGGED, written))
    assert (named and named.text, rest.text) == (heading, text)
    assert rest.disclosure is Disclosure.TAGGED
    assert named is None or named.disclosure is Disclosure.TAGGED
