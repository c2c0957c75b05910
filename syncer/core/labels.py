"""Owns fields that are named in running text: `Owner: @alice, Due: 2026-04-30`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import NamedTuple

from syncer.core.columns import SURE, Header, read_header
from syncer.core.draft import Draft
from syncer.core.looks import is_date_like, is_nothing, is_placeholder
from syncer.core.owner_due import read_owners
from syncer.core.patterns import Pattern
from syncer.core.statuses import is_status_only, read_state
from syncer.core.wording import collapse
from syncer.model import MarkKind, Role

MAX_LABELS = 40
"""A text with more colons than this has no fields worth looking for."""
MAX_OWNER, MAX_OWNER_WORDS = 60, 5
"""Characters and words of the longest name."""
MAX_WORDS = 8
"""Words of the longest due date or status."""
MAX_KIND_WORDS = 4
"""Words of the longest priority, type or unknown status."""

_ASKS = 1
"""The weight of `Done:`, which asks for a yes or a day, or else is a status that stands before the sentence."""

_COLON = Pattern(r"[:：](?!//)")
_BEFORE = Pattern(r"[^\n:：()（）\[\]【】,，;；|·•—–.。、>]{1,40}$")
_LABEL_WORD = Pattern(r"[^\s*_`-][^\s*_`]*")
_BOUNDARY = frozenset("([（【{,，;；|·•—–-/\n.。!、>→")
_SENTENCE_END = Pattern(r"[.。](?=\s+\S)|\n")
_REMARK = Pattern(r"\s*[(（][^()（）]{1,100}[)）]$")
_CLOSING = {"(": ")", "（": "）", "[": "]", "【": "】"}
_STOPS = frozenset(".。")
_EDGES = " \t\n,，;；|·•—–-/、*_>→"


class Label(NamedTuple):
    """A field's name in a text: where it starts, where its value starts, and what it names."""

    start: int
    value: int
    role: Role
    weight: int


def find_labels(text: str, starts: frozenset[int] = frozenset()) -> list[Label]:
    """The field names in `text`, in order; `starts` are places where emphasis begins, which may begin a name too."""
    labels: list[Label] = []
    for colon in islice(_COLON.finditer(text), MAX_LABELS):
        before = _BEFORE.search(text, max(0, colon.start() - 40), colon.start())
        if before is not None and (label := _read_label(text, before.start(), colon, starts)):
            labels.append(label)
    return labels


def begins_with_field(line: str) -> bool:
    """Whether a line begins with the name of a field: `Priority: high`."""
    labels = find_labels(line)
    return bool(labels) and labels[0].start == 0 and labels[0].role is not Role.ACTION


def _read_label(text: str, start: int, colon: re.Match[str], starts: frozenset[int]) -> Label | None:
    """The longest run of up to four words before a colon that names a field and begins where a field may."""
    for word in list(_LABEL_WORD.finditer(text, start, colon.start()))[-4:]:
        at = word.start()
        if (at in starts or _is_boundary(text, at)) and (header := _field(text[at : colon.start()])):
            return Label(at, colon.end(), header.role, header.weight)
    return None


def _field(name: str) -> Header | None:
    """What a name stands for, if it can name a field in a sentence: `Item:` and `Plan:` are too common there."""
    known = (header for header in read_header(name) if header.weight > 1 or header.role in (Role.DUE, Role.ISSUE))
    header = next(known, None)
    if header is not None and header.role is Role.STATUS and is_status_only(name):
        return Header(Role.STATUS, _ASKS)
    return header


def _is_boundary(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at].rstrip(" \t*_`")
    return not before or before[-1] in _BOUNDARY or before.endswith((")", "]", "）"))


def read_labels(draft: Draft) -> None:
    """Take every named field out of `draft`."""
    prose = draft.prose()
    starts = frozenset(mark.start for mark in draft.marks if mark.kind in (MarkKind.STRONG, MarkKind.EMPHASIS))
    labels = find_labels(prose, starts)
    for number, label in enumerate(labels):
        end = labels[number + 1].start if number + 1 < len(labels) else len(prose)
        _read_value(draft, prose, label, end)


def _read_value(draft: Draft, prose: str, label: Label, end: int) -> None:
    end = _value_end(prose, label, end)
    value = collapse(draft.view()[label.value : end].strip(_EDGES))
    if label.role is Role.ACTION:
        if label.weight == SURE and not prose[: label.start].strip(" *_-"):
            draft.cut(label.start, label.value)
        return
    if take(draft, label.role, value, label.weight, "a field named in the text"):
        draft.cut(label.start, end + (prose[end : end + 1] in _STOPS and prose[end + 1 :].strip() != ""))


def _value_end(prose: str, label: Label, end: int) -> int:
    """A value ends at the bracket that its name began in, at a line's or sentence's end, or at the next name."""
    if (closing := _closing(prose, label)) is not None and closing < end:
        return closing
    value = prose[label.value : end]
    lead = len(value) - len(value.lstrip())
    found = _SENTENCE_END.search(value, lead)
    return label.value + found.start() if found else end


def _closing(prose: str, label: Label) -> int | None:
    """Where the bracket closes that a field's name stands in."""
    before = prose[max(0, label.start - 200) : label.start]
    for opening, closing in _CLOSING.items():
        if before.count(opening) > before.count(closing) and (at := prose.find(closing, label.value)) >= 0:
            return at
    return None


def take(draft: Draft, role: Role, value: str, weight: int, rule: str) -> bool:
    """Set the field `role` to `value` if the value can be one; whether it could.

    A placeholder is a value that sets nothing. `weight` is how surely the field's name names it.
    """
    filler = is_placeholder(value)
    draft.placeholders += filler
    if filler or is_nothing(value):
        return True
    return _TAKERS[role](draft, value, weight, rule)


def _take_owner(draft: Draft, value: str, _: int, rule: str) -> bool:
    owners, due = read_owners(value)
    if not (owners or due) or any(len(owner) > MAX_OWNER or len(owner.split()) > MAX_OWNER_WORDS for owner in owners):
        return False
    draft.set_owners(owners, rule)
    draft.set_due(due or "", rule)
    return True


def _take_due(draft: Draft, value: str, weight: int, rule: str) -> bool:
    value = _without_remark(value.rstrip(" ."))
    if not is_date_like(value) and (weight < SURE or len(value.split()) > MAX_WORDS):
        return False
    draft.set_due(value, rule)
    return True


def _take_status(draft: Draft, value: str, weight: int, rule: str) -> bool:
    state = read_state(value, is_done_column=weight == _ASKS)
    if weight == _ASKS and state is None:
        return False
    if len(value.split()) > (MAX_WORDS if state else MAX_KIND_WORDS):
        return False
    draft.set_status(value, state, rule)
    return True


def _take_ticket(_draft: Draft, _value: str, _weight: int, _rule: str) -> bool:
    """Tickets are read before fields, so that whatever is left is none."""
    return False


def _take_priority(draft: Draft, value: str, _: int, rule: str) -> bool:
    if len(value.split()) > MAX_KIND_WORDS:
        return False
    draft.set_priority(value, rule)
    return True


def _take_type(draft: Draft, value: str, _: int, rule: str) -> bool:
    if len(value.split()) > MAX_KIND_WORDS:
        return False
    draft.set_type(value, rule)
    return True


def _without_remark(value: str) -> str:
    """A date without the bracketed remark behind it."""
    bare = _REMARK.sub("", value)
    return bare if bare != value and is_date_like(bare) else value


_TAKERS: Mapping[Role, Callable[[Draft, str, int, str], bool]] = {
    Role.OWNER: _take_owner,
    Role.DUE: _take_due,
    Role.STATUS: _take_status,
    Role.ISSUE: _take_ticket,
    Role.PRIORITY: _take_priority,
    Role.TYPE: _take_type,
}
