"""Searching quotes: candidates from the index, ranked by `bot.domain.quoting`.

Story text leaves the store sealed, but ranking needs the plain words. So both happen in here: a search gives
ids in their order, and the folded words never leave this module.

What a search finds depends on nothing but the lines in its scope, so that it cannot tell of those beyond a
member's progress. What is read of the whole show (which words it has) only widens what is looked for.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations

from bot.domain.ids import QuoteId, ShowId
from bot.domain.matching import fold
from bot.domain.positions import Position
from bot.domain.quoting import Query, near_words, rank, typos_forgiven
from bot.domain.spoilers import Limit
from bot.store.database import Reading
from bot.store.fulltext import (
    STARRED,
    Scope,
    all_of,
    any_of,
    beginning,
    lines_with,
    phrase,
    vocabulary_of,
    word,
)

_MOST_WORDS = 6
"""So many words of a query, the longest, find candidates; all of them rank."""

_CANDIDATES = 100
_HITS = 100
"""So many lines are taken of what one expression finds; a word in fewer is rare."""

_MOST_LEFT_OUT = 2
"""Leaving out more of the common words takes too long."""

_ENOUGH = 25
"""Near-misses are looked for where fewer lines than so many have all the words."""

_LONGER = 24
"""A word of which the beginning was typed has fewer letters more than this."""

_LAST_NUMBER = Decimal("9999.99")
_LAST_SPECIAL = 99


async def search(
    reading: Reading,
    show: ShowId,
    query: Query,
    *,
    limit: Limit,
    speaker: str | None = None,
    season: int | None = None,
    at_most: int = 100,
) -> list[QuoteId]:
    """The lines of a show within a limit that answer to a query, best first.

    `speaker`: only lines of the one with this name, in any case. `season`: only lines of its episodes.
    """
    scope = await scope_of(reading, show, limit=limit, speaker=speaker, season=season)
    if scope is None or not query.words:
        return []
    rows = await reading.rows(
        """
        SELECT quote_id, text FROM json_each($1) AS wanted
        JOIN quote_folded ON quote_folded.quote_id = wanted.value
        """,
        json.dumps(await _candidates(_Asked(reading, scope, query))),
    )
    return rank(query, {QuoteId(row["quote_id"]): row["text"] for row in rows})[:at_most]


async def scope_of(
    reading: Reading, show: ShowId, *, limit: Limit, speaker: str | None = None, season: int | None = None
) -> Scope | None:
    """The scope of a search; None where it has no line."""
    lowest, highest = 0, limit.key
    if season is not None:
        lowest = Position(season, Decimal(0)).key
        highest = min(highest, Position(season, _LAST_NUMBER, _LAST_SPECIAL).key)
    ends = await reading.one(
        """
        SELECT min((SELECT min(quote_id) FROM quote_folded WHERE episode_id = episode.id)) AS first,
               max((SELECT max(quote_id) FROM quote_folded WHERE episode_id = episode.id)) AS last
        FROM episode WHERE show_id = $1 AND position BETWEEN $2 AND $3
        """,
        show,
        lowest,
        highest,
    )
    if ends["first"] is None:
        return None
    folded = None if speaker is None else fold(speaker)
    return Scope(show, ends["first"], ends["last"], lowest, highest, folded)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, and where to look."""

    reading: Reading
    scope: Scope
    query: Query

    async def find(self, expressions: Sequence[str]) -> list[list[QuoteId]]:
        """For each expression the first lines that it finds; each has what stood in quotes."""
        if not expressions:
            return []
        phrases = [phrase(each) for each in self.query.phrases]
        asked = [all_of([*phrases, expression]) for expression in expressions]
        return await lines_with(self.reading, self.scope, asked, _HITS)


async def _candidates(asked: _Asked) -> list[QuoteId]:
    """The lines that may answer, as many as can be ranked in time."""
    words = sorted(dict.fromkeys(asked.query.words), key=lambda each: (-len(each), each))[:_MOST_WORDS]
    begun = await _begun(asked)
    exact = {each: any_of([word(each), *(begun if each == asked.query.words[-1] else [])]) for each in words}
    adjacent, together, *single = await asked.find(
        [phrase(asked.query.words), all_of(exact.values()), *exact.values()]
    )
    found = [adjacent, together, *single]
    if len(together) < _ENOUGH:
        found += await _near_misses(asked, exact, dict(zip(words, single, strict=True)), bool(together))
    return _likeliest(found)


async def _near_misses(
    asked: _Asked, exact: dict[str, str], single: dict[str, list[QuoteId]], together: bool
) -> list[list[QuoteId]]:
    """Lines that have words a typo away, or lack a word or two."""
    common = [each for each in exact if len(single[each]) == _HITS]
    # Where a word may be missing, a line is found without the one that was mistyped for another.
    mistyped = [each for each in exact if not (asked.query.misses and single[each])]
    near = await _near_words(asked, [each for each in mistyped if typos_forgiven(each)])
    groups = {each: any_of([exact[each], *map(word, near.get(each, []))]) for each in exact}
    typos = [any_of(map(word, words)) for words in near.values() if words]
    # Lines with a word that is rare are found by it alone, so only common words need to be met together.
    misses = min(asked.query.misses - (len(exact) - len(common)), _MOST_LEFT_OUT)
    kept = [
        _kept([exact[each] for each in common], lacking) for lacking in range(min(misses, len(common)) + 1)
    ]
    found = await asked.find([*([all_of(groups.values())] if typos else []), *typos, *chain(*kept[:1])])
    for expressions in kept[1:]:
        if any(found) or together:
            break
        found += await asked.find(expressions)
    return found


def _kept(groups: Sequence[str], lacking: int) -> list[str]:
    """Expressions that together find every line that lacks no more than so many of the words.

    Leaving out blocks of words keeps them few.
    """
    count = min(len(groups), lacking + 4)
    blocks = [groups[start::count] for start in range(count)]
    return [
        all_of(group for block in kept for group in block)
        for kept in combinations(blocks, count - lacking)
        if sum(map(len, kept)) >= 2
    ]


def _likeliest(found: Sequence[Sequence[QuoteId]]) -> list[QuoteId]:
    """The lines for which most speaks: what finds few lines says most."""
    scores: Counter[QuoteId] = Counter()
    for lines in found:
        weight = 1 + 4 * (_HITS - len(lines))
        for quote in lines:
            scores[quote] += weight
    return [quote for quote, _ in sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:_CANDIDATES]]


async def _near_words(asked: _Asked, words: Sequence[str]) -> dict[str, list[str]]:
    """For each word those of the show that typos may have made it of."""
    lengths = {each: _lengths(each) for each in words}
    if not lengths:
        return {}
    words_known = await vocabulary_of(asked.reading, asked.scope.show, {*chain(*lengths.values())})
    known = {length: text.split() for length, text in words_known.items()}
    return {
        each: near_words(each, [*chain.from_iterable(known.get(length, []) for length in possible)])
        for each, possible in lengths.items()
    }


def _lengths(mistyped: str) -> range:
    """How long the word may be that was meant."""
    typos = typos_forgiven(mistyped)
    return range(len(mistyped) - typos, len(mistyped) + typos + 1)


async def _begun(asked: _Asked) -> list[str]:
    """Expressions for the words of the show that begin with the query's last."""
    last = asked.query.words[-1]
    if not asked.query.beginning or len(last) <= STARRED:
        return [beginning(last)] if asked.query.beginning else []
    longer = range(len(last) + 1, len(last) + _LONGER)
    known = await vocabulary_of(asked.reading, asked.scope.show, longer)
    return [
        word(each) for text in known.values() for each in re.findall(f" ({re.escape(last)}[^ ]+)", " " + text)
    ]
