"""Owns what stands before an item's sentence: boxes, statuses, priorities, owners, categories."""

from __future__ import annotations

import re

from syncer.core.draft import Draft, MaybeOwners
from syncer.core.lexicon import names
from syncer.core.lexicon.dates import LOOSE_DAY
from syncer.core.looks import names_team
from syncer.core.markup import inside
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.remark_parts import AREAS, apply, classify, is_understood
from syncer.core.statuses import LEADING_MARK, read_mark, read_state
from syncer.core.verbs import asks_for_action, begins_with_verb
from syncer.core.wording import collapse, fold
from syncer.model import MarkKind

MAX_ROUNDS = 6
"""Remarks that are taken off before an item at most."""

_NO_SUBJECTS = frozenset(names.NO_SUBJECTS.split())
_BEHIND = r"(?:\s*[:：—–-]\s*|\s+(?=[A-Z\[(`]))"
_STATUS = Pattern(
    r"\s*((?:TODO|TO DO|DONE|Done|FIXED|Fixed|COMPLETED?|Completed?|WIP|In progress|IN PROGRESS|Pending|PENDING"
    rf"|WON'?T ?(?:DO|FIX)|OPEN|CLOSED)(?:\s*\([^()]{{1,60}}\))?){_BEHIND}"
)
_PRIORITY = Pattern(
    r"\s*((?:P[0-5]|SEV[0-5]|HIGH|MEDIUM|MED|LOW|CRITICAL|URGENT)(?: PRIORITY)?|(?:High|Medium|Low|Critical) priority"
    rf"|(?:High|Medium|Low|Critical)(?=\s*[:：])){_BEHIND}"
)
_VERB_BEHIND = r"\s+(?P<sentence>(?:to|will|should|needs? to|must)\s)"
_HANDLES = Pattern(
    r"\s*((?:@[A-Za-z0-9][\w./-]{0,60}(?:\s*(?:,|/|&|\band\b)\s*)?){1,6})"
    rf"(?:\s*(?:[:：—–]|-\s)\s*|{_VERB_BEHIND}|\s+(?=[A-Za-z]))"
)
_TEAM = Pattern(
    r"\s*(?:[Tt]he )?((?:[A-Z][\w/&-]{0,30} ){1,3}(?:[Tt]eam|[Ss]quad|[Gg]uild))"
    rf"(?:\s*(?:[:：—–]|-\s)\s*|{_VERB_BEHIND})"
)
_BRACKET = Pattern(r"\s*[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】]\s*[:：—–-]?\s*")
_DUE = Pattern(rf"\s*((?:by |before |due )?(?!\d)(?:{LOOSE_DAY}))\s*[:：]\s*", re.IGNORECASE)
_CAPITALISED = r"[A-ZÀ-ÞА-Я][\w'’.-]{1,24}"
_NAME = Pattern(rf"\s*({_CAPITALISED}(?: {_CAPITALISED})?)\s*[:：]\s+(?=\S)")
_LEAD = Pattern(
    rf"\s*({_CAPITALISED}(?: {_CAPITALISED})?|[a-z][\w.-]{{1,24}}(?:[ /&][a-z][\w.-]{{1,24}})?)\s+[—–-]{{1,2}}\s+(?=\S)"
)
_PERSON = r"[A-ZÀ-ÞА-Я][\w'’-]{1,24}(?: [A-ZÀ-ÞА-Я][\w'’-]{1,24})?"
_SUBJECT = Pattern(rf"\s*({_PERSON}(?:(?:, | and | & |/){_PERSON}){{0,4}}) to (?=([a-z-]+))")
_NOUN = Pattern(r".*(?:ing|tion|sion|ment|ness|ity|ance|ence|ship|ure|ics|term|ology|ware|ility)", re.IGNORECASE)
_NICKS = Pattern(r"[a-z][\w.-]{1,20}(?:(?:\s*[,/&]\s*|\s+and\s+)[a-z][\w. -]{1,20}){0,5}")
_BETWEEN_NICKS = Pattern(r"[,/&]|\band\b")
_EFFORT = Pattern(r"\d+ ?[mhd]\b")
_OPENING = "([（【"


def read_leading(draft: Draft) -> None:
    """Take what stands before the sentence of `draft` off it; a subject that owns it stays."""
    for _ in range(MAX_ROUNDS):
        view = draft.view()
        start = len(view) - len(view.lstrip())
        if start == len(view) or not _take(draft, view, start):
            break
    _read_subject(draft)


def read_subject_handles(draft: Draft, text: str) -> None:
    """Owners that the paragraph below a heading begins with: `@nora and @kim plan the move`."""
    if match := _HANDLES.match(text):
        draft.set_owners(split_owners(match[1]), "the subject of the paragraph below")


def _take(draft: Draft, view: str, start: int) -> bool:
    """Take one remark off; whether there was one with something behind it."""
    if view[start] in _OPENING and not LEADING_MARK.match(view, start):
        return _take_bracket(draft, view, start)
    end = _take_mark(draft, view, start) or _take_owner(draft, view, start) or _take_due(draft, view, start)
    if end is None:
        _note_dashed_name(draft, view, start)
    if end is None or not view[end:].strip():
        return False
    draft.cut(start, end)
    return True


def _take_mark(draft: Draft, view: str, start: int) -> int | None:
    """A box, a status word or a priority; where it ends."""
    if match := LEADING_MARK.match(view, start):
        draft.set_status(match[1], read_mark(match[1]), "a mark before the text")
    elif match := _STATUS.match(view, start):
        draft.set_status(match[1], read_state(match[1]), "a word before the text")
    elif match := _PRIORITY.match(view, start):
        draft.set_priority(match[1], "a word before the text")
    return match.end() if match else None


def _take_owner(draft: Draft, view: str, start: int) -> int | None:
    """Handles or a team; where they end, `None` where they are the subject of the sentence."""
    match = _HANDLES.match(view, start) if view[start] == "@" else _TEAM.match(view, start)
    if match is None:
        return None
    draft.set_owners(split_owners(match[1]), "a name before the text")
    return None if match["sentence"] else match.end()


def _take_due(draft: Draft, view: str, start: int) -> int | None:
    """`Next week: ...`; where it ends. A name before a colon is kept in mind."""
    if ":" not in view[start : start + 60] and "：" not in view[start : start + 60]:
        return None
    if match := _DUE.match(view, start):
        draft.set_due(collapse(match[1]), "a date before the text")
        return match.end()
    _note_name(draft, view, start)
    return None


def _note_name(draft: Draft, view: str, start: int) -> None:
    """`Alice: do this` names an owner or a subject: its neighbours decide."""
    match = _NAME.match(view, start)
    if match is not None and not any(word in AREAS for word in fold(match[1]).split()):
        _keep_name(draft, match)


def _note_dashed_name(draft: Draft, view: str, start: int) -> None:
    """`ops — add an alert` names an owner or a subject: its neighbours decide."""
    match = _LEAD.match(view, start)
    if match is None or not asks_for_action(view[match.end() :]):
        return
    if not any(word in AREAS and not names_team(word) for word in fold(match[1]).split()):
        _keep_name(draft, match)


def _keep_name(draft: Draft, match: re.Match[str]) -> None:
    """Keep a name before the sentence in mind, unless its words name something else."""
    words = fold(match[1]).split()
    if draft.maybe or begins_with_verb(match[1]) or any(map(is_no_name, words)):
        return
    draft.maybe = MaybeOwners((match[1],), match.start(), match.end(), is_before=True)


def is_no_name(word: str) -> bool:
    """Whether a folded word is known, or by its ending, to name a thing or an activity and nobody."""
    return word in _NO_SUBJECTS or (_NOUN.fullmatch(word) is not None and not names_team(word))


def _take_bracket(draft: Draft, view: str, start: int) -> bool:
    """A bracket before the sentence: status, priority, owner, or else a category, which is no owner."""
    match = _BRACKET.match(view, start)
    if match is None or not view[match.end() :].strip() or inside(match.start(1), draft.marks, MarkKind.LINK):
        return False
    content = match[1].strip()
    is_bold = inside(start, draft.marks, MarkKind.STRONG)
    remarks = classify(content)
    if is_understood(remarks) and all(remark.is_sure for remark in remarks):
        apply(draft, remarks, "a bracket before the text")
    elif is_bold:
        draft.set_type(content, "a tag before the text")
    elif _is_nick(content) and asks_for_action(view[match.end() :]):
        draft.set_owners(split_owners(content), "a bracket before the text")
    else:
        return False
    draft.cut(match.start(), match.end())
    return True


def _is_nick(content: str) -> bool:
    """Whether a bracket holds lower-case nicks or team names and no category or effort."""
    if _NICKS.fullmatch(content) is None or _EFFORT.search(content):
        return False
    parts = (part.strip() for part in _BETWEEN_NICKS.split(content))
    return all(part not in AREAS and not begins_with_verb(part) for part in parts)


def _read_subject(draft: Draft) -> None:
    """`Nora to send the list`: a name before the verb; the sentence stays whole."""
    match = _SUBJECT.match(draft.view())
    if match is None or not begins_with_verb(match[2]):
        return
    owners = split_owners(match[1])
    if not any(fold(owner.split()[0]) in _NO_SUBJECTS or begins_with_verb(owner) for owner in owners):
        draft.set_owners(owners, "the subject of the sentence")
