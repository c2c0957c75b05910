"""Owns what stands behind an item's sentence: brackets, dashes, handles and words that say owner, due or status."""

from __future__ import annotations

import re

from syncer.core.draft import Draft, MaybeOwners
from syncer.core.looks import is_person_name
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.remark_parts import AREAS, MAX_REMARK, Remark, apply, classify, is_understood, mentions_done
from syncer.core.statuses import begins_with_status, is_status_only, read_mark, read_state
from syncer.core.wording import collapse
from syncer.model import MarkKind, Role, State

MAX_ROUNDS = 6
"""Remarks that are taken off behind an item at most."""

_REACH = 400
"""Characters at the end of an item in which remarks are looked for."""
_MAX_EMPHASISED_WORDS = 8
_BRACKET = Pattern(rf"[(（\[【]([^()（）\[\]【】]{{1,{MAX_REMARK}}})[)）\]】][\s.!*_。]*$")
_CLOSING = (")", "）", "]", "】")
_DASH = Pattern(r"(?:\s+[—–-]{1,3}>?\s*|\s*[—→|]\s*|\s+=>\s*)([^—–→|\n]{1,80})$")
_DASHES = ("—", "–", " -", "→", "|", "=>", "\t-", "\n-")
"""What `_DASH` needs, one of them."""
_LINE = Pattern(r"\n\s*([^\n]{1,80})$")
_INNER = Pattern(r"\s*[—–:-]{1,2}\s*([^\s.;:()][^.;:()\n]{1,40}?)(?=\s*[.;:(])")
_MAX_MARKED_WORDS = 4
_ENDS = (".", "!", "?", "。", "！", "？", ":", "：", ";", ")", "）", "]", "`")
_HANDLE = r"@[A-Za-z0-9][\w./-]{0,60}"
_HANDLES = Pattern(rf"(?:^|[\s(])({_HANDLE}(?:[ ,/&]{{1,4}}(?:and )?{_HANDLE}){{0,5}})[.,)]?\s*$")
_ONE_HANDLE = Pattern(_HANDLE)
_ADDRESSED = Pattern(r"\b(?:with|to|from|ask|by|of|for|and|cc|via|as|the|in|on|contact|thanks)$", re.IGNORECASE)
_DONE_WORDS = ("done", "fixed", "complete", "implemented", "resolved")
_DONE = Pattern(
    r"(?:^|[,.;:—–-]\s*|\s)((?:(?:this|it|which)\s)?(?:(?:has|have|is|was|'s)\s)?(?:already\s(?:been\s)?|been\s)"
    r"(?:done|completed?|fixed|implemented|resolved))[.!]?\s*$"
    r"|[.,;:—–!?]\s*((?:DONE|Done|done|FIXED|Fixed|COMPLETED?|Completed?)(?: (?:on |in |by )?[^.()]{1,24})?)[.!]*\s*$"
    r"|\s(DONE|FIXED|COMPLETED?)[.!]*\s*$"
)


def read_trailing(draft: Draft) -> None:
    """Take what stands behind the sentence of `draft` off it."""
    _read_strike(draft)
    _read_inner_status(draft)
    for _ in range(MAX_ROUNDS):
        view = draft.view().rstrip()
        if not view or not _take(draft, view):
            break


def _read_strike(draft: Draft) -> None:
    """A text that is struck out as a whole is done with."""
    struck = sum(mark.end - mark.start for mark in draft.marks if mark.kind is MarkKind.STRIKE)
    if struck and struck * 10 >= len(draft.plain.strip()) * 8:
        draft.set_status("struck out", State.DONE, "struck out")


def _take(draft: Draft, view: str) -> bool:
    """Take one remark off the end; whether there was one."""
    tail = view[-_REACH:]
    return (
        (tail.rstrip(" .!*_。").endswith(_CLOSING) and _take_bracket(draft, view))
        or _take_emphasis(draft, view)
        or ("@" in tail and _take_handles(draft, view))
        or (any(mark in tail for mark in _DASHES) and _take_words(draft, view, _DASH))
        or ("\n" in tail and _take_line(draft, view))
        or (any(word in tail.casefold() for word in _DONE_WORDS) and _take_done(draft, view))
    )


def _take_bracket(draft: Draft, view: str) -> bool:
    match = _BRACKET.search(view, max(0, len(view) - MAX_REMARK - 20))
    if match is None or not view[: match.start()].strip():
        return False
    content = match[1].strip()
    remarks = classify(content)
    if match[0][0] in "[【" and len(remarks) == 1 and is_person_name(content) and content.casefold() not in AREAS:
        remarks = [Remark(Role.OWNER, content)]
    if not is_understood(remarks) and mentions_done(content, remarks):
        remarks = [Remark(Role.STATUS, content)]
    return _use(draft, remarks, match.start(), len(view), "a bracket behind the text")


def _use(draft: Draft, remarks: list[Remark], start: int, end: int, rule: str) -> bool:
    """Use a remark whose every part is understood; a bare name alone is only kept as a possible owner."""
    if not is_understood(remarks):
        return False
    if not any(remark.is_sure for remark in remarks):
        owners = tuple(owner for remark in remarks for owner in split_owners(remark.value))
        draft.maybe = MaybeOwners(owners, start, end, is_before=False)
        return False
    apply(draft, remarks, rule)
    draft.cut(start, end)
    return True


def _take_emphasis(draft: Draft, view: str) -> bool:
    """`_done in grafana_` or `**Done**` at the end."""
    end = len(view.rstrip(" .!"))
    for mark in draft.marks:
        if mark.end < end or mark.kind not in (MarkKind.EMPHASIS, MarkKind.STRONG) or not view[: mark.start].strip():
            continue
        content = view[mark.start : mark.end].strip(" ()[].!")
        is_short = 0 < len(content.split()) <= _MAX_EMPHASISED_WORDS
        if is_short and (begins_with_status(content) or read_mark(content[:2])):
            return _use(draft, [Remark(Role.STATUS, content)], mark.start, len(view), "emphasis behind the text")
    return False


def _take_handles(draft: Draft, view: str) -> bool:
    """Handles at the end, unless the sentence speaks to or of them."""
    match = _HANDLES.search(view, max(0, len(view) - _REACH))
    if match is None:
        return False
    before = view[: match.start(1)].rstrip(" \t\n([-–—:*")
    if not before.strip() or _ADDRESSED.search(view[: match.start(1)].rstrip()):
        return False
    handles = tuple(handle.rstrip("./-") for handle in _ONE_HANDLE.findall(match[1]))
    draft.set_owners(handles, "a handle behind the text")
    draft.cut(match.start(1), len(view))
    return True


def _take_words(draft: Draft, view: str, pattern: Pattern) -> bool:
    match = pattern.search(view, max(0, len(view) - 90))
    if match is None or not view[: match.start()].strip():
        return False
    remarks = classify(match[1].strip(" .*_"))
    return _use(draft, remarks, match.start(), len(view), "a remark behind the text")


def _take_line(draft: Draft, view: str) -> bool:
    """The last line of an item whose sentence ended before it: lines that merely wrap go on with the sentence."""
    match = _LINE.search(view, max(0, len(view) - 90))
    if match is None or not (before := view[: match.start()].rstrip()):
        return False
    is_wrapped = not before.endswith(_ENDS) and begins_with_status(match[1]) and not is_status_only(match[1])
    return not is_wrapped and _take_words(draft, view, _LINE)


def _read_inner_status(draft: Draft) -> None:
    """A status between a bold lead and what explains it: `**Fix the backups** - ✅ DONE. The cause was ...`."""
    lead = next((mark.end for mark in draft.marks if mark.kind is MarkKind.STRONG and mark.end < _REACH), None)
    if lead is None or (match := _INNER.match(draft.view(), lead)) is None:
        return
    if is_status_only(match[1]) or (read_mark(match[1][:2]) is not None and len(match[1].split()) <= _MAX_MARKED_WORDS):
        draft.set_status(collapse(match[1]), read_state(match[1]), "a status behind the bold words")
        draft.cut(match.start(), match.end(1))


def _take_done(draft: Draft, view: str) -> bool:
    match = _DONE.search(view, max(0, len(view) - 90))
    if match is None or not view[: match.start()].strip():
        return False
    group = match.lastindex or 0
    draft.set_status(match[group], State.DONE, "words behind the text")
    draft.cut(match.start(group), len(view))
    return True
