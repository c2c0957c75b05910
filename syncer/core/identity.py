"""Owns the lasting id of every row: minting it once, and finding it again by link, exact text, or fuzzy text."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from syncer.model import DocumentKey, IssueRef

FUZZY_AT_LEAST = 72.0
"""Similarity (0 to 100) from which a reworded row may be the one we knew."""
FUZZY_MARGIN = 8.0
"""How much better than the next best a match must be: a closer race is a tie, and a tie is never guessed."""
FUZZY_PAIRS = 1_000_000
"""Pairs of rows compared at most, which keeps one run's matching within a second or two."""

Similarity = Callable[[str, str], float]


class Rule(StrEnum):
    """How a row found its item, in words for people."""

    LINK = "issue link in the row"
    EXACT = "same text"
    FUZZY = "similar text"
    NEW = "new row"


@dataclass(frozen=True, slots=True)
class Row:
    """What matching needs to know of a row: `refs` are the issues it links to, best first."""

    index: int
    text: str
    refs: tuple[IssueRef, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """An item known from state or from a marker; `is_orphan` ones return only by link or exact text."""

    id: str
    text: str
    occurrence: int
    ref: IssueRef | None
    is_orphan: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Who is who: known id by row index with its rule; what is ambiguous or linked twice; which ids found no row.

    `ambiguous` are row indexes that resemble several known items (or the reverse) and `undecided` the ids involved:
    neither are created nor orphaned. `twice` are rows whose link belongs to another row.
    """

    found: Mapping[int, tuple[str, Rule]]
    twice: Mapping[int, IssueRef]
    ambiguous: Mapping[int, tuple[str, ...]]
    undecided: frozenset[str]
    missing: tuple[str, ...]


def normalise(text: str) -> str:
    """`text` as it is compared: compatibility forms, case and blanks do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def mint(document: DocumentKey, text: str, occurrence: int, taken: AbstractSet[str]) -> str:
    """A new id for a row: a hash of document, normalised text and 0-based occurrence that is not in `taken`."""
    attempt = 0
    while True:
        seed = "\x00".join((document.source, document.path, normalise(text), str(occurrence), str(attempt)))
        candidate = hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:24]
        if candidate not in taken:
            return candidate
        attempt += 1


def occurrences(texts: Iterable[str]) -> tuple[int, ...]:
    """For each text its 0-based number among equal (normalised) texts before it."""
    seen: dict[str, int] = defaultdict(int)
    numbers = []
    for text in texts:
        key = normalise(text)
        numbers.append(seen[key])
        seen[key] += 1
    return tuple(numbers)


def match(rows: Sequence[Row], known: Sequence[Known], similarity: Similarity | None) -> Matching:
    """Match rows with known items of the same document: link, then exact text, then fuzzy text with a margin.

    `similarity` compares two normalised texts (0 to 100); `None` leaves the fuzzy step out.
    """
    found: dict[int, tuple[str, Rule]] = {}
    twice = _match_links(rows, known, found)
    _match_exact(rows, known, found, twice)
    ambiguous, undecided = _match_fuzzy(rows, known, found, twice, similarity)
    matched = {identity for identity, _ in found.values()}
    missing = tuple(item.id for item in known if item.id not in matched and item.id not in undecided)
    return Matching(found, twice, ambiguous, frozenset(undecided), missing)


def _match_links(
    rows: Sequence[Row], known: Sequence[Known], found: dict[int, tuple[str, Rule]]
) -> dict[int, IssueRef]:
    """Each linked issue goes to one row: of two rows with one link the row whose text is as last seen keeps it."""
    by_key = {(item.ref.target, item.ref.key): item for item in known if item.ref is not None}
    claims: dict[str, list[tuple[Row, IssueRef]]] = defaultdict(list)
    for row in rows:
        claim = next(((by_key[ref.target, ref.key], ref) for ref in row.refs if (ref.target, ref.key) in by_key), None)
        if claim is not None:
            claims[claim[0].id].append((row, claim[1]))
    text_of = {item.id: normalise(item.text) for item in known}
    twice: dict[int, IssueRef] = {}
    for identity, claimants in claims.items():
        claimants.sort(key=lambda claim: (normalise(claim[0].text) != text_of[identity], claim[0].index))
        found[claimants[0][0].index] = (identity, Rule.LINK)
        twice.update({row.index: ref for row, ref in claimants[1:]})
    return twice | _repeated_unknown(rows, found, twice)


def _repeated_unknown(
    rows: Sequence[Row], found: Mapping[int, object], twice: Mapping[int, IssueRef]
) -> dict[int, IssueRef]:
    """Rows after the first that link to one issue nobody knows yet."""
    seen: dict[tuple[object, str], int] = {}
    repeated = {}
    for row in rows:
        if row.index in found or row.index in twice or not row.refs:
            continue
        ref = row.refs[0]
        if seen.setdefault((ref.target, ref.key), row.index) != row.index:
            repeated[row.index] = ref
    return repeated


def _match_exact(
    rows: Sequence[Row], known: Sequence[Known], found: dict[int, tuple[str, Rule]], twice: Mapping[int, object]
) -> None:
    """Equal texts pair up in order; where their numbers differ, open rows come first."""
    matched = {identity for identity, _ in found.values()}
    waiting: dict[str, list[Known]] = defaultdict(list)
    for item in sorted(known, key=lambda item: (item.is_orphan, item.occurrence)):
        if item.id not in matched:
            waiting[normalise(item.text)].append(item)
    free: dict[str, list[Row]] = defaultdict(list)
    for row in _free_rows(rows, found, twice):
        free[normalise(row.text)].append(row)
    for text, claimants in free.items():
        items = waiting.get(text, [])
        if len(claimants) != len(items):
            claimants.sort(key=lambda row: (not row.is_open, row.index))
        for row, item in zip(claimants, items, strict=False):
            found[row.index] = (item.id, Rule.EXACT)


def _free_rows(rows: Sequence[Row], found: Mapping[int, object], twice: Mapping[int, object]) -> list[Row]:
    """Rows that may still be somebody: one that links elsewhere is that issue's, whatever its text."""
    return [row for row in rows if row.index not in found and row.index not in twice and not row.refs]


def _match_fuzzy(
    rows: Sequence[Row],
    known: Sequence[Known],
    found: dict[int, tuple[str, Rule]],
    twice: Mapping[int, object],
    similarity: Similarity | None,
) -> tuple[dict[int, tuple[str, ...]], set[str]]:
    """Greedy one to one, best first; a pair must beat the next best of both its row and its item by the margin."""
    matched = {identity for identity, _ in found.values()}
    items = [item for item in known if item.id not in matched and not item.is_orphan]
    free = _free_rows(rows, found, twice)
    if similarity is None or not items or not free or len(items) * len(free) > FUZZY_PAIRS:
        return {}, set()
    return _decide_greedily(_scores(free, items, similarity), found)


def _decide_greedily(
    scores: Mapping[tuple[int, str], float], found: dict[int, tuple[str, Rule]]
) -> tuple[dict[int, tuple[str, ...]], set[str]]:
    """Take the best pair that is left; where a rival is within the margin, all of them are ambiguous."""
    ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    by_row, by_item = _neighbours(ranked)
    taken_rows: set[int] = set()
    taken_items: set[str] = set()
    ambiguous: dict[int, tuple[str, ...]] = {}
    for (row, item), best in ranked:
        if row in taken_rows or item in taken_items:
            continue
        rivals = [
            pair
            for pair, score in (*by_row[row], *by_item[item])
            if best - score < FUZZY_MARGIN
            and pair != (row, item)
            and pair[0] not in taken_rows
            and pair[1] not in taken_items
        ]
        if not rivals:
            found[row] = (item, Rule.FUZZY)
        for rival_row, rival_item in [(row, item), *rivals] if rivals else []:
            ambiguous[rival_row] = (*ambiguous.get(rival_row, ()), rival_item)
        taken_rows |= {row} | {pair[0] for pair in rivals}
        taken_items |= {item} | {pair[1] for pair in rivals}
    return ambiguous, {item for items in ambiguous.values() for item in items}


def _neighbours(
    ranked: Sequence[tuple[tuple[int, str], float]],
) -> tuple[dict[int, list[tuple[tuple[int, str], float]]], dict[str, list[tuple[tuple[int, str], float]]]]:
    """The ranked pairs once by row and once by item."""
    by_row: dict[int, list[tuple[tuple[int, str], float]]] = defaultdict(list)
    by_item: dict[str, list[tuple[tuple[int, str], float]]] = defaultdict(list)
    for pair, score in ranked:
        by_row[pair[0]].append((pair, score))
        by_item[pair[1]].append((pair, score))
    return by_row, by_item


def _scores(rows: Sequence[Row], items: Sequence[Known], similarity: Similarity) -> dict[tuple[int, str], float]:
    texts = [(item.id, normalise(item.text)) for item in items]
    scores = {}
    for row in rows:
        mine = normalise(row.text)
        for identity, text in texts:
            score = similarity(mine, text)
            if score >= FUZZY_AT_LEAST:
                scores[row.index, identity] = score
    return scores
