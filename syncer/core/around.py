"""Owns what the titles above an item say of it: an owner, a due date, a status."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from syncer.core.headings import Grade, grade
from syncer.core.labels import find_labels
from syncer.core.leading import is_no_name
from syncer.core.lexicon import names
from syncer.core.looks import is_date_like, is_mention, is_nothing, is_person_name
from syncer.core.outline import BOLD, PLAIN, Section, Title
from syncer.core.owner_due import OwnersAndDue, read_owners
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.remark_parts import AREAS
from syncer.core.statuses import begins_with_status, is_status_only, read_mark, read_state
from syncer.core.wording import collapse, fold, parentheses, without_parentheses
from syncer.model import Around, ListBlock, Role

_DUE_LEAD = Pattern(r"(?:target(?: date)?|due(?: date| by)?|eta|deadline|by|期限)[:：\s]+", re.IGNORECASE)
_TEAM = Pattern(
    r"(?:the )?(?:[\w/&.-]+ ){0,3}(?:team|squad|guild|on-?call)|team [\w/&.-]+(?: [\w/&.-]+)?|.{1,20}チーム|.{1,20}团队"
    r"|equipo .{1,30}|équipe .{1,30}",
    re.IGNORECASE,
)
_ARTICLE = Pattern(r"^the ", re.IGNORECASE)
_GROUPS = frozenset(names.GROUPS.split())
_MAX_NAME_WORDS = 3
"""Words of a title that looks like one person's name."""
_MAX_NAMES, _MAX_NAMES_WORDS = 100, 8
"""Characters and words of a title that may name one or several people."""
_BETWEEN = Pattern(r"\s[—–-]\s|[:：]\s")


def read_around(titles: Sequence[Title]) -> Around:
    """What the titles from the one that introduces actions down to the item say; the innermost that speaks wins."""
    first = next((number for number, title in enumerate(titles) if title.grade >= Grade.WEAK), len(titles))
    owners: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    due: str | None = None
    status: str | None = None
    for title in titles[first:]:
        parts = _parts(title.text)
        said = _owners(title.text, parts)
        owners = said.owners or owners
        named = () if said.owners else (*_names(title), *named)
        due = _due(parts) or said.due or due
        status = _status(title.text, parts) or status
    return Around(owners, due, status, read_state(status) if status else None, named)


def lines_of_names(outline: Iterable[Section]) -> frozenset[int]:
    """The lines of bold and plain titles above lists that name people by their looks.

    Their look counts where several stand side by side and each is two or three capitalised words of its own, of which
    none is known to name an area, a thing or an activity (`Short Term`, `Load Testing`).
    """
    beside: defaultdict[tuple[int, ...], dict[int, Title]] = defaultdict(dict)
    for section in outline:
        if any(isinstance(block, ListBlock) for block in section.blocks) and section.titles:
            title = section.titles[-1]
            if title.level in (BOLD, PLAIN):
                beside[title.level, *(above.line for above in section.titles[:-1])][title.line] = title
    return frozenset(line for titles in beside.values() if _are_people(list(titles.values())) for line in titles)


def _are_people(titles: Sequence[Title]) -> bool:
    """Whether titles side by side are all spelt like people; groups of tasks share words (`Phase One`, `Phase Two`)."""
    if len(titles) < 2 or not all(map(_is_full_name, titles)):
        return False
    words = [word for title in titles for word in fold(_bare(title.text)).split()]
    return len(set(words)) == len(words)


def named_by(around: Around, title: Title) -> Around:
    """`around` where the innermost `title` names the owner by its looks."""
    return replace(around, owners=(_bare(title.text),), names=around.names[:1])


def _bare(text: str) -> str:
    """A title without its bracketed remarks and the marks around it."""
    return without_parentheses(text).strip(" :：*-–—#")


def _is_full_name(title: Title) -> bool:
    bare = _bare(title.text)
    words = fold(bare).split()
    if title.grade is not Grade.NEUTRAL or not 1 < len(words) <= _MAX_NAME_WORDS or not is_person_name(bare):
        return False
    return not any(word in AREAS or word in _GROUPS or is_no_name(word) for word in words)


def _names(title: Title) -> tuple[str, ...]:
    """A title as a whole, if it may name people: one that speaks for or against action items does not."""
    bare = _bare(title.text)
    is_short = 0 < len(bare) <= _MAX_NAMES and len(bare.split()) <= _MAX_NAMES_WORDS
    return (bare,) if is_short and grade(title.text) is Grade.NEUTRAL else ()


def _parts(text: str) -> list[str]:
    """A title's bracketed remarks, then what is left of it."""
    bare = _bare(text)
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
