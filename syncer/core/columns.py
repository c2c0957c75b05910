"""Owns what a table's columns hold: by the words of their headers, else by the shape of their cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from syncer.core.lexicon import headers as words
from syncer.core.patterns import Pattern
from syncer.core.shapes import Shape, shape_of
from syncer.core.wording import fold_title, without_parentheses
from syncer.model import OWN_HEADERS, Role

SURE = 3
"""The weight of a header that can hardly mean anything else."""


class Header(NamedTuple):
    """What a header word says: the role it may name, and how surely, from 1 to `SURE`."""

    role: Role
    weight: int


_NAMES = (
    (Header(Role.ACTION, SURE), Pattern(words.ACTION)),
    (Header(Role.ACTION, 1), Pattern(words.ACTION_LIKELY)),
    (Header(Role.OWNER, SURE), Pattern(words.OWNER)),
    (Header(Role.OWNER, 2), Pattern(words.OWNER_LIKELY)),
    (Header(Role.DUE, SURE), Pattern(words.DUE)),
    (Header(Role.DUE, 1), Pattern(words.DUE_LIKELY)),
    (Header(Role.ISSUE, SURE), Pattern(words.ISSUE)),
    (Header(Role.ISSUE, 1), Pattern(words.ISSUE_LIKELY)),
    (Header(Role.STATUS, SURE), Pattern(words.STATUS)),
    (Header(Role.PRIORITY, SURE), Pattern(words.PRIORITY)),
    (Header(Role.TYPE, SURE), Pattern(words.TYPE)),
)
_ISSUE = Header(Role.ISSUE, SURE)
_TIME = Pattern(words.TIME)
_NUMBER = Pattern(words.NUMBER)
_SECOND_NAME = Pattern(r"\s*[/(（|,&]\s*|\s+(?:and|or|y|e|und|et|og)\s+")

# What cells must look like where a header is unsure of its role.
_NEEDED = {
    Header(Role.ACTION, 1): (Shape.TEXT, Shape.WORDS, Shape.NAME, Shape.EMPTY),
    Header(Role.ISSUE, 1): (Shape.TICKET, Shape.EMPTY, Shape.STATUS),
    Header(Role.DUE, 1): (Shape.DATE, Shape.EMPTY),
    Header(Role.OWNER, 2): tuple(shape for shape in Shape if shape is not Shape.TEXT),
}
_ROLE_OF = {
    Shape.DATE: Role.DUE,
    Shape.TICKET: Role.ISSUE,
    Shape.STATUS: Role.STATUS,
    Shape.OWNER: Role.OWNER,
    Shape.PRIORITY: Role.PRIORITY,
}


@lru_cache(maxsize=2048)
def read_header(text: str) -> tuple[Header, ...]:
    """The roles that a header's words may name, the surest first; none for a header that says nothing we know."""
    folded = fold_title(text)
    # `Owner / Team` names one role twice, `担当（owner）` in two languages: the first name counts.
    forms = dict.fromkeys((folded, without_parentheses(folded), _SECOND_NAME.split(folded)[0].strip(" )）")))
    found = [header for form in forms if form for header, pattern in _NAMES if pattern.fullmatch(form)]
    best = {header.role: header for header in sorted(found, key=lambda header: header.weight)}
    return tuple(sorted(best.values(), key=lambda header: -header.weight))


def is_time_header(text: str) -> bool:
    """Whether a column holds the times of events: its table is a timeline."""
    is_due = any(header.role is Role.DUE and header.weight == SURE for header in read_header(text))
    return not is_due and _TIME.fullmatch(fold_title(text)) is not None


def is_number_header(text: str) -> bool:
    """Whether a column only numbers the rows."""
    return _NUMBER.fullmatch(fold_title(text) or text.strip().casefold()) is not None


class Columns(NamedTuple):
    """What the columns of a table hold: one role a header cell, and what spoke for it.

    `named` are the roles that header words gave, as opposed to the shape of cells. `action_weight` says how surely
    the header names actions, 0 where only shapes do.
    """

    roles: tuple[Role | None, ...]
    named: frozenset[Role]
    action_weight: int

    def has(self, *roles: Role) -> bool:
        """Whether header words gave any of `roles`."""
        return not self.named.isdisjoint(roles)


def assign(headers: Sequence[str], column: Callable[[int], Sequence[str]], *, by_shape: bool) -> Columns:
    """Give each column at most one role, and each role one column; tickets may stand in several, and so may statuses
    where one column of them is ours.

    `headers` are plain texts; `column(n)` gives the plain texts of the nth column's cells, and is asked only where
    header words do not decide. With `by_shape`, columns whose headers say nothing are given what their cells look like.
    """
    shape = cache(lambda number: shape_of(column(number)))
    wishes = [
        (-header.weight, number, header)
        for number, text in enumerate(headers)
        for header in read_header(text)
        if header not in _NEEDED or shape(number) in _NEEDED[header]
    ]
    roles: list[Role | None] = [None] * len(headers)
    action_weight = 0
    for weight, number, header in sorted(wishes):
        if roles[number] is None and (header.role not in roles or _may_repeat(header, headers[number])):
            roles[number] = header.role
            action_weight = -weight if header.role is Role.ACTION else action_weight
    named = frozenset(role for role in roles if role is not None)
    if by_shape:
        _assign_by_shape(roles, shape, headers)
    return Columns(tuple(roles), named, action_weight)


def _may_repeat(header: Header, text: str) -> bool:
    return header == _ISSUE or text.strip() == OWN_HEADERS.get(header.role)


def _assign_by_shape(roles: list[Role | None], shape: Callable[[int], Shape], headers: Sequence[str]) -> None:
    """Columns that no header word explains, by what their cells look like; the first of a kind is taken."""
    unknown = [number for number, role in enumerate(roles) if role is None and not is_number_header(headers[number])]
    for number in unknown:
        role = _ROLE_OF.get(shape(number))
        if role is not None and role not in roles:
            roles[number] = role
    if Role.ACTION not in roles:
        texts = (number for number in unknown if roles[number] is None and shape(number) is Shape.TEXT)
        if (first := next(texts, None)) is not None:
            roles[first] = Role.ACTION
