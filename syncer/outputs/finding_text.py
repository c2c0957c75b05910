"""Owns findings of an examination in words and as JSON: grouped by place, the worst place first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from syncer.model import Finding, Severity
from syncer.outputs.printable import printable_json
from syncer.outputs.wording import because, count

_RANKS: Mapping[Severity, int] = MappingProxyType({one: rank for rank, one in enumerate(Severity)})
_MARKS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "!! error", Severity.PROBLEM: "! problem", Severity.NOTE: "- note"}
)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once: by place, the place with the worst finding first, and in it the worst first."""
    known = tuple(dict.fromkeys(findings))
    worst: dict[str, int] = {}
    for one in known:
        worst[one.where] = min(worst.get(one.where, len(_RANKS)), _RANKS[one.severity])
    return tuple(sorted(known, key=lambda one: (worst[one.where], one.where, _RANKS[one.severity], one.what)))


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A headline for every place, a line for everything found there with its remedy, and how many there are."""
    where = None
    for one in in_order(findings):
        if one.where != where:
            where = one.where
            yield where
        yield f"  {_MARKS[one.severity]:<10} {one.what}{because(one.remedy)}"
    counts = Counter(one.severity for one in in_order(findings))
    if counts[Severity.ERROR] or counts[Severity.PROBLEM]:
        yield f"{count(counts[Severity.ERROR], 'error')}, {count(counts[Severity.PROBLEM], 'problem')}"
    else:
        yield "nothing is missing"


def findings_json(findings: Sequence[Finding]) -> str:
    """One JSON object on one line, its findings in the same order."""
    return printable_json(
        {
            "findings": [
                {"severity": one.severity.value, "where": one.where, "what": one.what, "remedy": one.remedy or None}
                for one in in_order(findings)
            ]
        }
    )
