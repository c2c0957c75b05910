"""Owns what the parts of a remark beside a sentence say: `(@alice, due Friday)`, `- done`, `[Rick]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from syncer.core.draft import Draft
from syncer.core.lexicon import names
from syncer.core.looks import is_date_like, is_mention, is_nothing, is_person_name, is_priority, is_time_like
from syncer.core.owner_due import read_owners
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.statuses import begins_with_status, is_status_only, read_state
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import collapse, fold
from syncer.model import Role, State

AREAS = frozenset(names.AREAS.split())
"""Words in brackets that name a kind or area of work and no owner."""
MAX_REMARK = 160
"""A longer bracket is part of the sentence."""

_MAX_STATUS_WORDS = 8
_MAX_DATE_WORDS = 7
_PARTS = Pattern(r"\s*[;；|·•]\s*|\s*[,，、](?!\s*\d{4}(?![-/\d]))\s*|\s+[—–-]\s+")
_TEAM_WORD = Pattern(r"\b(?:teams?|squad|guild|on-?call|engineering|devops|sres?)\b|チーム|团队|小组", re.IGNORECASE)
_SEVERAL = Pattern(r"[;:：|]")
_DUE_LEAD = Pattern(
    r"(?:due(?: date| by| on)?|eta|target(?: date)?|deadline|expected|期限|by when)[:：\s]+", re.IGNORECASE
)
_TO_OWN = Pattern(
    r"(?:owned by|assigned to|owner(?: is)?|dri(?: is)?|assignee|lead by|led by)[:\s]+(?P<after>.{2,60})"
    r"|(?P<before>.{2,40}) (?:to own|to drive|owns|will own)",
    re.IGNORECASE,
)
_ALREADY = Pattern(r"\b(?:already|all|now|mostly)\s+(?:done|fixed|implemented|completed)\b", re.IGNORECASE)


class Remark(NamedTuple):
    """What one part of a remark says, no role where nothing is understood; a bare name is not sure to be an owner."""

    role: Role | None
    value: str
    is_sure: bool = True


def classify(content: str) -> list[Remark]:
    """What each part of a remark says; a bare date beside a word such as `done` says when it was done."""
    parts = [remark for part in _PARTS.split(content) if (remark := _classify_part(part))]
    if sorted(remark.role or Role.ACTION for remark in parts) == [Role.DUE, Role.STATUS]:
        done = [remark for remark in parts if read_state(remark.value) is State.DONE]
        if not _DUE_LEAD.search(content):
            return done or parts
    whole = _classify_part(content)
    if whole is not None and whole.role is not None:
        return [whole]
    return parts


def is_understood(remarks: list[Remark]) -> bool:
    """Whether there is a remark and each part of it says something."""
    return bool(remarks) and all(remark.role is not None for remark in remarks)


def mentions_done(content: str, remarks: list[Remark]) -> bool:
    """Whether a short bracket says among other things that the item is done: `(optional, possibly already done)`."""
    done = any(remark.role is Role.STATUS and read_state(remark.value) is State.DONE for remark in remarks)
    return len(content.split()) <= 6 and (done or _ALREADY.search(content) is not None)


def apply(draft: Draft, remarks: Iterable[Remark], rule: str) -> None:
    """Set the fields that `remarks` name."""
    for remark in remarks:
        if remark.role is Role.OWNER:
            owners, due = read_owners(remark.value)
            draft.set_owners(owners, rule)
            draft.set_due(due or "", rule)
        elif remark.role is Role.DUE:
            draft.set_due(remark.value, rule)
        elif remark.role is Role.STATUS:
            draft.set_status(remark.value, read_state(remark.value), rule)
        elif remark.role is Role.PRIORITY:
            draft.set_priority(remark.value, rule)


def _classify_part(part: str) -> Remark | None:
    """One part of a remark; `None` where nothing is there."""
    part = collapse(part).strip(" .*_`")
    if not part or len(part) > MAX_REMARK:
        return Remark(None, part) if part else None
    count = len(part.split())
    if "@" in part and all(map(is_mention, split_owners(part) or ("",))):
        return Remark(Role.OWNER, part)
    if is_status_only(part):
        return Remark(Role.STATUS, part)
    if count <= _MAX_STATUS_WORDS and begins_with_status(part) and not begins_with_verb(part):
        return Remark(Role.STATUS, part)
    return _due_or_priority(part, count) or _owner(part, count)


def _due_or_priority(part: str, count: int) -> Remark | None:
    if lead := _DUE_LEAD.match(part):
        rest = part[lead.end() :]
        return Remark(Role.DUE, rest) if is_date_like(rest) or is_nothing(rest) else Remark(None, part)
    if count <= _MAX_DATE_WORDS and is_date_like(part) and not is_time_like(part):
        return Remark(Role.DUE, part)
    return Remark(Role.PRIORITY, part) if is_priority(part) else None


def _owner(part: str, count: int) -> Remark:
    if own := _TO_OWN.fullmatch(part):
        return Remark(Role.OWNER, own["after"] or own["before"])
    if count <= 4 and not _SEVERAL.search(part) and _TEAM_WORD.search(part) and not begins_with_verb(part):
        return Remark(Role.OWNER, part)
    if all(is_person_name(name) and fold(name) not in AREAS for name in split_owners(part) or ("",)):
        return Remark(Role.OWNER, part, is_sure=False)
    return Remark(None, part)
