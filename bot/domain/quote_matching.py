"""Ranking quotes by how well they match a query, and where in a quote its words are."""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.domain.folding import is_letter, placed_words
from bot.domain.ids import QuoteId
from bot.domain.queries import Query
from bot.domain.typos import typos_among_others, typos_forgiven

_QUALITY = (1.0, 0.8, 0.6)
"""The score of a word that is 0, 1 or 2 typos away."""

_BEGUN = 0.95
_EXTRA = 0.3
"""What each word costs that is in the quote, but not in the query, between two matched ones."""

_LACKING = 0.3
"""What each word costs that is only in the query, beside its own weight."""

_TURNED = 0.55
"""What it costs if two matched words are in another order."""

_ANYHOW = 0.6
"""What it costs if the words are together, but in no order."""

_ELSEWHERE = 0.1
"""The share of its weight that a word counts which is in the quote, but far from the others."""

_LOOKED_BACK = 12
"""How many matched words back a run may go on from; longer gaps cost more than they gain."""

_SPREAD = 0.01
"""What each word counts against a quote from its first matched one to its last."""

_COMPARED = 16
"""How many of the best are compared letter by letter."""

_WITHIN = 0.008
_WHOLE = 0.004
"""The weights of similarity (0 to 100) to a part of the quote (`_WITHIN`) and to all of it."""


def near_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """The other words of a vocabulary that are within the forgiven typos of this one."""
    most = typos_forgiven(word)
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [near for near, distance, _ in found if 0 < distance <= typos_forgiven(word, near)]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A query word (its place) that a word of a quote matches, and how well (0 to 1).

    `loose`: with more typos than are forgiven.
    """

    place: int
    quality: float
    loose: bool = False


_Placed = list[tuple[int, _Hit]]
"""The hits of a quote, with the place of the quote's word, in order."""


def rank(query: Query, quotes: Mapping[QuoteId, str]) -> list[QuoteId]:
    """The quotes (folded text) that match the query, best first, then by id.

    Best are those with the words in one run, as typed. What is missing, mistyped, between them or in another
    order counts against a quote, word by word; then the letters decide.
    """
    split = {quote: query.spelled_out(text) for quote, text in quotes.items()}
    hits = _hits(query, sorted({word for words in split.values() for word in words}))
    placed = {
        quote: found
        for quote, words in split.items()
        if (found := _placed(words, hits)) and _answers(query, words, found)
    }
    covered = {quote: _covered(query, found) for quote, found in placed.items()}
    order = sorted(placed, key=lambda quote: (-covered[quote], len(quotes[quote]), quote))
    runs = _best_runs(query, [(placed[quote], covered[quote]) for quote in order])
    whole = sum(query.weights)
    costs = sorted((whole - run, len(quotes[quote]), quote) for run, quote in zip(runs, order, strict=False))
    best = costs[:_COMPARED]
    compared = [" ".join(split[quote]) for *_, quote in best]
    within = process.extract_iter(query.text, compared, scorer=fuzz.partial_ratio)
    alike = process.extract_iter(query.text, compared, scorer=fuzz.ratio)
    ranked = sorted(
        (cost - _WITHIN * inside - _WHOLE * all_of_it, quote)
        for (cost, _, quote), (_, inside, _), (_, all_of_it, _) in zip(best, within, alike, strict=True)
    )
    return [quote for _, quote in ranked] + [quote for *_, quote in costs[_COMPARED:]] + order[len(runs) :]


def matches(query: Query, text: str) -> list[tuple[int, int]]:
    """Where the words of a text are that answer to the query: where each begins and ends, in order.

    The text is as it was written. Words with nothing but a space between them are one stretch.
    """
    words = [
        (each, first, last)
        for word, first, last in placed_words(text)
        for each in query.short.get(word, (word,))
    ]
    hits = _hits(query, sorted({word for word, *_ in words}))
    placed = _placed([word for word, *_ in words], hits)
    best: dict[int, float] = {}
    for _, hit in placed:
        best[hit.place] = max(hit.quality, best.get(hit.place, 0))
    stretches: list[tuple[int, int]] = []
    for at, hit in placed:
        if hit.quality < best[hit.place]:
            continue
        _, first, last = words[at]
        joins = bool(stretches) and (first <= stretches[-1][1] or text[stretches[-1][1] : first] == " ")
        before = stretches.pop() if joins else (first, last)
        stretches.append((before[0], max(before[1], last)))
    return stretches


def _hits(query: Query, vocabulary: Sequence[str]) -> dict[str, list[_Hit]]:
    """For each word of some quotes, the query words that it matches, and how well."""
    hits: dict[str, list[_Hit]] = {}
    for wanted in dict.fromkeys(query.words):
        places = [place for place, word in enumerate(query.words) if word == wanted]
        most = typos_among_others(wanted)
        found = process.extract(wanted, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
        for word, distance, _ in found:
            loose = distance > typos_forgiven(wanted, word)
            hits.setdefault(word, []).extend(_Hit(place, _QUALITY[distance], loose) for place in places)
        if wanted in query.begun:
            for word in vocabulary:
                if word.startswith(wanted) and word != wanted:
                    hits.setdefault(word, []).extend(_Hit(place, _BEGUN) for place in places)
    return hits


def _placed(words: Sequence[str], hits: Mapping[str, Sequence[_Hit]]) -> _Placed:
    return [(at, hit) for at, word in enumerate(words) if word in hits for hit in hits[word]]


def _answers(query: Query, words: Sequence[str], placed: _Placed) -> bool:
    """Whether a quote has each phrase, and enough of the words."""
    if query.phrases:
        padded = f" {' '.join(words)} "
        for phrase in query.phrases:
            end = "" if is_letter(phrase[-1]) else " "
            if f" {' '.join(phrase)}{end}" not in padded:
                return False
    found = {query.words[hit.place] for _, hit in placed if not hit.loose}
    return bool(found) and len({*query.words}) - len(found) <= query.misses


def _covered(query: Query, placed: _Placed) -> float:
    """How much of the query, by weight, is anywhere in a quote."""
    best: dict[int, float] = {}
    for _, hit in placed:
        best[hit.place] = max(hit.quality, best.get(hit.place, 0))
    return sum(query.weights[place] * quality for place, quality in best.items())


def _best_runs(query: Query, quotes: Sequence[tuple[_Placed, float]]) -> list[float]:
    """The best runs of quotes (their hits, and what these cover; the most first) that can be among the best.

    No run has more than its quote covers: once so many quotes have a better one, the rest have none.
    """
    found: list[float] = []
    best: list[float] = []
    for placed, covered in quotes:
        if len(best) == _COMPARED and covered < best[0]:
            break
        found.append(_best_run(query, placed, covered))
        insort(best, found[-1])
        del best[:-_COMPARED]
    return found


def _best_run(query: Query, placed: _Placed, covered: float) -> float:
    """How much of the query, by weight, the best run of a quote's words has, less what disturbs it."""
    runs: list[tuple[float, float, int, int, int]] = []
    """For each hit as the end of a run: the run's score and weight, the two places, and the run's places,
    each a bit."""
    best, best_weight = 0.0, 0.0
    for at, hit in placed:
        place = hit.place
        gain = query.weights[place] * hit.quality
        score, weight, places = gain, gain, 0
        for before, its_weight, other, its_place, its_places in runs[-_LOOKED_BACK:]:
            if before + gain <= score or other == at or its_places >> place & 1:
                continue
            more = at - other - abs(place - its_place)
            extended = before + gain - (_EXTRA * more if more > 0 else -_LACKING * more)
            if place < its_place:
                extended -= _TURNED
            if extended > score:
                score, weight, places = extended, its_weight + gain, its_places
        runs.append((score, weight, at, place, places | 1 << place))
        if score > best:
            best, best_weight = score, weight
    span = _span(placed)
    together = covered - _ANYHOW - _EXTRA * (span - len({hit.place for _, hit in placed}))
    return max(best + _ELSEWHERE * (covered - best_weight), together) - _SPREAD * span


def _span(placed: _Placed) -> int:
    """The number of words in the shortest stretch of a quote that has each matched word of the query."""
    places = {hit.place for _, hit in placed}
    last: dict[int, int] = {}
    shortest = placed[-1][0] + 1
    for at, hit in placed:
        last[hit.place] = at
        if len(last) == len(places):
            shortest = min(shortest, at - min(last.values()) + 1)
    return shortest
