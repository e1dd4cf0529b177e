"""Documented durations (how long data is stored, when spoilers unlock) match the code."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.policies import DEFAULT_DAYS
from bot.services.departures import KEPT_FOR as SERVERS_DATA
from bot.services.forms import FORM
from bot.services.imports import PREVIEW
from bot.services.progress_import import WATCHED
from bot.services.progress_undo import MOVES
from bot.services.quote_views import SEARCH
from bot.store.reposts import KEPT_FOR as REPOSTS

ROOT = Path(__file__).parents[1]
READ_BY_PEOPLE = (
    *(
        "bot/replies/**/*.py",
        "bot/interactions/*.py",
        "bot/webhooks/*.py",
        "bot/commandline/*.py",
        "cogs/*.py",
    ),
    *("docs/*.md", "README.md", "PRIVACY.md", "SECURITY.md"),
)
IN_WORDS = {
    timedelta(days=1): "a day",
    timedelta(days=7): "a week",
    timedelta(days=30): "30 days",
    timedelta(days=365): "a year",
}
UNLOCKED = timedelta(days=DEFAULT_DAYS)

SAID = [
    ("PRIVACY.md", "isn't lost | {}, or until it is saved", FORM.lasts),
    ("bot/replies/privacy.py", "so that it isn't lost. For {}, or until you save it.", FORM.lasts),
    ("bot/replies/notices/editing.py", "It was saved already, or it expired after {}.", FORM.lasts),
    ("PRIVACY.md", "look before you apply it | {}, or until you apply it", PREVIEW.lasts),
    ("bot/replies/privacy.py", "so that you can apply it. For {}, or until you do.", PREVIEW.lasts),
    ("bot/replies/notices/editing.py", "It was applied, cancelled, or is over {} old.", PREVIEW.lasts),
    ("PRIVACY.md", "look before you save it | {}, or until you save it", WATCHED.lasts),
    ("bot/replies/privacy.py", "so that you can save it. For {}, or until you do.", WATCHED.lasts),
    ("bot/replies/notices/__init__.py", "It was saved, cancelled, or is over {} old.", WATCHED.lasts),
    ("PRIVACY.md", "so that you can undo it | {}, or until you undo it", MOVES.lasts),
    ("bot/replies/privacy.py", "so that you can undo the change. For {}, or until you do.", MOVES.lasts),
    ("bot/replies/notices/__init__.py", "It was undone, is over {} old, or", MOVES.lasts),
    ("docs/fans.md", "takes back all of it at once, for {}, but", MOVES.lasts),
    ("PRIVACY.md", "to turn their pages | {} |", SEARCH.lasts),
    ("SECURITY.md", "their progress, searches (stored for {})", SEARCH.lasts),
    ("bot/replies/privacy.py", "to show more pages. For {}.", SEARCH.lasts),
    ("bot/replies/notices/finding.py", "Results are saved for {}.", SEARCH.lasts),
    ("PRIVACY.md", "so that you can delete it | {}, or until it is deleted", REPOSTS),
    ("bot/replies/privacy.py", "never what they say. For {}.", REPOSTS),
    ("bot/replies/notices/hiding.py", "After {} I delete the record", REPOSTS),
    ("PRIVACY.md", "all of it is erased **{} later**", SERVERS_DATA),
    ("PRIVACY.md", "its {} run from there", SERVERS_DATA),
    ("docs/hosting-reference.md", "deleted the data of server …, left {} ago", SERVERS_DATA),
    ("docs/hosting-reference.md", "are erased {} later", SERVERS_DATA),
    ("bot/commandline/notices.py", "(servers it is not in are deleted {} later)", SERVERS_DATA),
    ("docs/admins.md", "an episode is visible {} after it aired everywhere", UNLOCKED),
]
"""The document, the sentence around a duration, and the duration."""

OTHERS = (
    *("a day after an episode airs", "erased once a day"),  # any number of days; the daily cleanup
    *(f"{DEFAULT_DAYS} days after an episode airs", f"Unlock {DEFAULT_DAYS} days after airing"),
    "A nightly backup, kept for a week",  # an example command for the host
)
"""Durations that are not about how long data is stored."""

_DURATION = re.compile(r"\b(?:an?|one|last) (?:day|week|month|year)\b|\b\d+ days\b")


def durations_in(text: str) -> Iterator[str]:
    """Each duration written in words, with the text around it."""
    for found in _DURATION.finditer(text):
        yield text[max(0, found.start() - 60) : found.end() + 60]


@pytest.mark.parametrize(("document", "sentence", "duration"), SAID)
def test_documented_durations_match_the_code(document: str, sentence: str, duration: timedelta) -> None:
    assert sentence.format(IN_WORDS[duration]) in (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "document",
    sorted({path.relative_to(ROOT).as_posix() for where in READ_BY_PEOPLE for path in ROOT.glob(where)}),
)
def test_every_documented_duration_is_checked(document: str) -> None:
    known = (
        *(sentence.format(IN_WORDS[duration]) for name, sentence, duration in SAID if name == document),
        *OTHERS,
    )
    text = (ROOT / document).read_text(encoding="utf-8")
    assert [words for words in durations_in(text) if not any(one in words for one in known)] == []
