"""Owns the rule that a document moved: a new path that holds what a vanished one held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syncer.core.identity import normalise
from syncer.model import DocumentKey, IssueRef


@dataclass(frozen=True, slots=True)
class Vanished:
    """What is known of a document that is no longer listed: hash of its bytes, its links and item texts."""

    key: DocumentKey
    content: str
    refs: frozenset[IssueRef]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Appeared:
    """What a newly listed document holds."""

    key: DocumentKey
    content: str
    refs: frozenset[IssueRef]
    texts: frozenset[str]


def renames(vanished: Sequence[Vanished], appeared: Sequence[Appeared]) -> Mapping[DocumentKey, DocumentKey]:
    """New key by old key, one to one: equal bytes, else a common link, else most item texts in common."""
    found: dict[DocumentKey, DocumentKey] = {}
    for rule in (_same_bytes, _same_links, _same_texts):
        for old in vanished:
            if old.key in found:
                continue
            taken = set(found.values())
            matches = [new for new in appeared if new.key not in taken and rule(old, new)]
            if len(matches) == 1:
                found[old.key] = matches[0].key
    return found


def normal_texts(texts: Iterable[str]) -> frozenset[str]:
    """Item texts as they are compared."""
    return frozenset(normalise(text) for text in texts)


def _same_bytes(old: Vanished, new: Appeared) -> bool:
    return bool(old.content) and old.content == new.content


def _same_links(old: Vanished, new: Appeared) -> bool:
    mine = {(ref.target, ref.key) for ref in old.refs}
    theirs = {(ref.target, ref.key) for ref in new.refs}
    return bool(mine & theirs)


def _same_texts(old: Vanished, new: Appeared) -> bool:
    return bool(old.texts) and 2 * len(old.texts & new.texts) > len(old.texts)
