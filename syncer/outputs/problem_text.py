"""Owns problems in words that a person reads: one line for many of a kind, with their places and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from syncer.model import ELSEWHERE, NOT_A_PRIORITY, NOT_ASSIGNED, UNKNOWN_OWNER, UNRESOLVED_DUE, Problem, Severity
from syncer.outputs.wording import because, short

_MARKS = {Severity.ERROR: "!! failed", Severity.PROBLEM: "! problem", Severity.NOTE: "- note"}
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        ELSEWHERE: "tracked elsewhere",
        UNKNOWN_OWNER: "owners that nobody knows",
        NOT_ASSIGNED: "accounts that could not be assigned",
        NOT_A_PRIORITY: "priorities that were not set",
        UNRESOLVED_DUE: "due texts that give no date",
    }
)
"""What to say of many problems with a code, in front of their values."""
_MOST_PLACES, _MOST_VALUES, _MOST_PLACES_OF_A_VALUE = 6, 5, 3
_WIDEST_VALUE = 60

Places = Callable[[Sequence[Problem], int], str]


def problem_lines(problems: Sequence[Problem], *, told: Iterable[Problem] = ()) -> Iterator[str]:
    """What a person must look at beside what was `told`: worst first, one line for many of a kind."""
    known = set(told)
    rest = [problem for problem in problems if problem not in known]
    for severity in _MARKS:
        yield from _lines([one for one in rest if one.severity is severity], _places)


def lines_of_document(problems: Iterable[Problem]) -> Iterator[str]:
    """The same without notes, for problems of one document that was named before."""
    for severity in (Severity.ERROR, Severity.PROBLEM):
        yield from _lines([one for one in problems if one.severity is severity], _rows)


def _lines(problems: Sequence[Problem], places: Places) -> Iterator[str]:
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sorted(problems, key=_order):
        is_kind = problem.value and problem.code in _KINDS
        key = (problem.code, problem.advice) if is_kind else ("", problem.message, problem.advice)
        alike.setdefault(key, []).append(problem)
    for group in alike.values():
        yield f"{_MARKS[group[0].severity]:<10} {_said(group, places)}{because(group[0].advice)}"


def _said(group: Sequence[Problem], places: Places) -> str:
    """A sentence for problems that are alike but for their places, and perhaps for their values."""
    by_value = {value: list(some) for value, some in groupby(sorted(group, key=_value), _value)}
    if len({problem.message for problem in group}) == 1:
        where = places(group, _MOST_PLACES)
        return f"{where}: {group[0].message}" if where else group[0].message
    often = sorted(by_value.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    documents = {problem.document for problem in group}
    where = f"{group[0].document}: " if places is _places and len(documents) == 1 else ""
    inner = _rows if len(documents) == 1 else places
    shown = [
        f"'{short(value, _WIDEST_VALUE)}' ({inner(some, _MOST_PLACES_OF_A_VALUE)})"
        for value, some in often[:_MOST_VALUES]
    ]
    return f"{where}{_KINDS[group[0].code]}: {', '.join(shown)}{_more(len(often) - _MOST_VALUES)}"


def _order(problem: Problem) -> tuple[str, str, int, str]:
    return problem.code, problem.document, problem.line or 0, problem.message


def _value(problem: Problem) -> str:
    return problem.value


def _places(problems: Sequence[Problem], most: int) -> str:
    """`a.md:3, :7, b.md:2 and 4 more`."""
    shown = []
    for number, problem in enumerate(problems[:most]):
        follows = number > 0 and problems[number - 1].document == problem.document and problem.line is not None
        place = f"{problem.document}:{problem.line}" if problem.line else problem.document
        shown.append(f":{problem.line}" if follows else place)
    return ", ".join(shown) + _more(len(problems) - most)


def _rows(problems: Sequence[Problem], most: int) -> str:
    """`line 3` or `lines 3, 7 and 4 more`, for problems of one document."""
    lines = [str(problem.line) for problem in problems if problem.line]
    if not lines:
        return ""
    word = "line" if len(lines) == 1 else "lines"
    return f"{word} {', '.join(lines[:most])}{_more(len(lines) - most)}"


def _more(rest: int) -> str:
    return f" and {rest} more" if rest > 0 else ""
