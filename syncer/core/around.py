"""Owns what the titles above an item say of it: an owner, a due date, a status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from syncer.core.headings import Grade
from syncer.core.labels import find_labels
from syncer.core.looks import is_date_like, is_mention, is_nothing
from syncer.core.outline import Title
from syncer.core.owner_due import OwnersAndDue, read_owners
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.statuses import begins_with_status, is_status_only, read_mark, read_state
from syncer.core.wording import collapse, parentheses, without_parentheses
from syncer.model import Around, Role

_DUE_LEAD = Pattern(r"(?:target(?: date)?|due(?: date| by)?|eta|deadline|by|期限)[:：\s]+", re.IGNORECASE)
_TEAM = Pattern(
    r"(?:the )?(?:[\w/&.-]+ ){0,3}(?:team|squad|guild|on-?call)|team [\w/&.-]+(?: [\w/&.-]+)?|.{1,20}チーム|.{1,20}团队"
    r"|equipo .{1,30}|équipe .{1,30}",
    re.IGNORECASE,
)
_ARTICLE = Pattern(r"^the ", re.IGNORECASE)
_BETWEEN = Pattern(r"\s[—–-]\s|[:：]\s")


def read_around(titles: Sequence[Title]) -> Around:
    """What the titles from the one that introduces actions down to the item say; the innermost that speaks wins."""
    first = next((number for number, title in enumerate(titles) if title.grade >= Grade.WEAK), len(titles))
    owners: tuple[str, ...] = ()
    due: str | None = None
    status: str | None = None
    for title in titles[first:]:
        parts = _parts(title.text)
        said = _owners(title.text, parts)
        owners = said.owners or owners
        due = _due(parts) or said.due or due
        status = _status(title.text, parts) or status
    return Around(owners, due, status, read_state(status) if status else None)


def _parts(text: str) -> list[str]:
    """A title's bracketed remarks, then what is left of it."""
    bare = without_parentheses(text).strip(" :：*-–—#")
    return [*parentheses(text), bare, *(part.strip() for part in _BETWEEN.split(bare)[1:])]


def _owners(text: str, parts: Iterable[str]) -> OwnersAndDue:
    labels = [label for label in find_labels(text) if label.role is Role.OWNER]
    if labels and not is_nothing(value := collapse(text[labels[0].value :]).strip(" )]*")):
        return read_owners(value)
    for part in parts:
        if all(is_mention(piece) for piece in split_owners(part) or ("",)) or _TEAM.fullmatch(part):
            return OwnersAndDue(split_owners(_ARTICLE.sub("", part)), None)
    return OwnersAndDue((), None)


def _due(parts: Iterable[str]) -> str | None:
    for part in parts:
        lead = _DUE_LEAD.match(part)
        rest = part[lead.end() :] if lead else part
        if is_date_like(rest) and len(rest.split()) <= 8:
            return collapse(rest)
    return None


def _status(text: str, parts: Sequence[str]) -> str | None:
    for part in parts:
        if is_status_only(part) or (begins_with_status(part) and len(part.split()) <= 4):
            return part
    return text if read_mark(text) is not None else None
