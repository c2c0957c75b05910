"""Owns remarks around an item's sentence: boxes, brackets, trailing dashes and handles that say owner, due, status or priority."""

from __future__ import annotations

import re
from typing import NamedTuple

from syncer.core.draft import Draft
from syncer.core.markup import inside
from syncer.core.owner_text import split_owners
from syncer.core.lexicon.dates import LOOSE_DAY
from syncer.core.looks import is_date_like, is_mention, is_nothing, is_person_name, is_priority, is_time_like
from syncer.core.statuses import LEADING_MARK, begins_with_status, is_status_only, read_mark, read_state
from syncer.core.verbs import asks_for_action, begins_with_verb
from syncer.core.wording import collapse, fold
from syncer.model import MarkKind, Role, State

_TRAILING_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,160})[)）\]】][\s.!*_。]*$")
_TRAILING_DASH = re.compile(r"(?:\s+[—–-]{1,3}>?\s*|\s*[—→|]\s*|\s+=>\s*)([^—–→|\n]{1,80})$")
_TRAILING_LINE = re.compile(r"\n\s*([^\n]{1,80})$")
_TRAILING_HANDLES = re.compile(r"(?:^|[\s(])((?:@[A-Za-z0-9][\w./-]{0,60}(?:\s*(?:,|/|&|\band\b)?\s*)){1,6})[.)]?\s*$")
_TRAILING_DONE = re.compile(
    r"(?:[,.;:—–-]\s*|\s)((?:(?:this|it|which)\s)?(?:(?:has|have|is|was|'s)\s)?(?:already\s(?:been\s)?|been\s)(?:done|completed?|fixed|implemented|resolved))[.!]?\s*$"
    r"|(?:[.;:—–!?]\s*)((?:DONE|Done|done|FIXED|Fixed|COMPLETED?|Completed?)(?: (?:on |in |by )?[^.()]{1,24})?)[.!]*\s*$"
    r"|\s(DONE|FIXED|COMPLETED?)[.!]*\s*$"
)
_LEADING_BRACKET = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]{1,60})[)）\]】]\s*[:：—–-]?\s*")
_LEADING_STATUS = re.compile(r"\s*((?:TODO|TO DO|DONE|Done|FIXED|Fixed|COMPLETED?|Completed?|WIP|In progress|IN PROGRESS|Pending|PENDING|WON'?T ?(?:DO|FIX)|OPEN|CLOSED)(?:\s*\([^()]{1,60}\))?)(?:\s*[:：—–-]\s*|\s+(?=[A-Z\[(`]))")
_LEADING_PRIORITY = re.compile(r"\s*((?:P[0-5]|SEV[0-5]|HIGH|MEDIUM|MED|LOW|CRITICAL|URGENT)(?: PRIORITY)?|(?:High|Medium|Low|Critical) priority|(?:High|Medium|Low|Critical)(?=\s*[:：]))(?:\s*[:：—–-]\s*|\s+(?=[A-Z`\[(]))")
_LEADING_HANDLES = re.compile(r"\s*((?:@[A-Za-z0-9][\w./-]{0,60}(?:\s*(?:,|/|&|\band\b)\s*)?){1,6})(?:\s*(?:[:：—–]|-\s)\s*|\s+(?P<sentence>(?:to|will|should|needs? to|must)\s)|\s+(?=[A-Za-z]))")
_LEADING_TEAM = re.compile(r"\s*((?:the )?(?:[A-Z][\w/&-]{0,30} ){1,3}(?:[Tt]eam|[Ss]quad|[Gg]uild))(?:\s*(?:[:：—–]|-\s)\s*|\s+(?P<sentence>(?:to|will|should|needs to|must)\s))")
_LEADING_DUE = re.compile(rf"\s*((?:by |before |due )?(?!\d)(?:{LOOSE_DAY}))\s*[:：]\s*", re.IGNORECASE)
_LEADING_NAME = re.compile(r"\s*((?:[A-ZÀ-ÞА-Я][\w'’.-]{1,24})(?: [A-ZÀ-ÞА-Я][\w'’.-]{1,24})?)\s*[:：]\s+(?=\S)")
_NOUN = re.compile(r".*(?:ing|tion|sion|ment|ness|ity|ance|ence|ship|ure|ics|term|ology|ware|ility)$", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*([A-ZÀ-ÞА-Я][\w'’-]{1,24}(?: [A-ZÀ-ÞА-Я][\w'’-]{1,24})?(?:(?:, | and | & |/)[A-ZÀ-ÞА-Я][\w'’-]{1,24}(?: [A-ZÀ-ÞА-Я][\w'’-]{1,24})?){0,4}) to (?=([a-z-]+))")
_ALREADY = re.compile(r"\b(?:already|all|now|mostly)\s+(?:done|fixed|implemented|completed)\b", re.IGNORECASE)
_TEAM_WORD = re.compile(r"\b(?:teams?|squad|guild|on-?call|engineering|devops|sres?)\b|チーム|团队|小组", re.IGNORECASE)
_DUE_LEAD = re.compile(r"(?:due(?: date| by| on)?|eta|target(?: date)?|deadline|expected|期限|by when)[:：\s]+", re.IGNORECASE)
_TO_OWN = re.compile(r"(?:owned by|assigned to|owner(?: is)?|dri(?: is)?|assignee|lead by|led by)[:\s]+(.{2,60})|(.{2,40}) (?:to own|to drive|owns|will own)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[;；|·•]\s*|\s*[,，、](?!\s*\d{4}(?![-/\d]))\s*|\s+[—–-]\s+")
_NICKS = re.compile(r"[a-z][\w.-]{1,20}(?:(?:\s*[,/&]\s*|\s+and\s+)[a-z][\w. -]{1,20}){0,5}")
_AREAS = frozenset(
    """optional stretch nice-to-have nth short-term long-term medium-term short long medium high low critical urgent monitoring alerting alerts docs documentation process detection prevention
    prevent detect mitigate mitigation infra infrastructure backend frontend api ui ux database db network testing tests test security bug feature fix chore research ops code config configuration
    tooling tools training communication comms new maybe later now next idea question note todo done wip blocked deferred p0 p1 p2 p3 quick easy hard small large medium-effort effort low-effort high-effort
    immediate soon future stretch-goal tbd tbc n/a infra-wide cross-team internal external upstream downstream client server app web mobile ios android cloud aws gcp azure k8s kubernetes terraform
    automation observability reliability performance scaling capacity deployment deploy release ci cd ci/cd people culture policy product design data ml""".split()
)
_NO_SUBJECTS = frozenset(
    """need needs want plan plans way ways how what when where why who ability able script scripts process processes tool tools tooling job jobs test tests dashboard dashboards metric metrics mechanism mechanisms alert
    alerts alerting monitoring runbook runbooks documentation docs policy policies option options effort efforts work ticket tickets issue issues task tasks pr request requests proposal attempt change changes steps step
    everyone everything nothing something anything system systems service services code support guide checks check validation logic function feature features limit limits config configuration pipeline pipelines
    api ui cli app apps application applications server servers client clients database cluster procedure procedures training template automation team due prior according response access similar addition related
    leads devs developers engineers managers teams users customers operators owners reviewers staff people support
    in on from back up over next it this that these those they we you i all each any some more time place space room logs logging linter rule rules playbook playbooks workflow workflows canary meeting discussion""".split()
)
MAX_ROUNDS = 6
"""Remarks that are taken off one end of an item at most."""


class Remark(NamedTuple):
    """What one part of a remark says; `is_sure` is false for a bare name, which may be anything."""

    role: Role | None
    value: str
    is_sure: bool = True


def read_remarks(draft: Draft) -> None:
    """Take boxes, statuses, owners, dues and priorities off both ends of `draft`."""
    _read_strike(draft)
    for _ in range(MAX_ROUNDS):
        if not _take_leading(draft):
            break
    for _ in range(MAX_ROUNDS):
        if not _take_trailing(draft):
            break
    _read_subject(draft)


def _read_strike(draft: Draft) -> None:
    """A text that is struck out as a whole is done with."""
    struck = sum(mark.end - mark.start for mark in draft.marks if mark.kind is MarkKind.STRIKE)
    if struck and struck * 10 >= len(draft.plain.strip()) * 8:
        draft.set_status("struck out", State.DONE, "struck out")


def _take_leading(draft: Draft) -> bool:
    view = draft.view()
    start = len(view) - len(view.lstrip())
    if match := LEADING_MARK.match(view, start):
        draft.set_status(match[1], read_mark(match[1]), "a mark before the text")
    elif match := _LEADING_STATUS.match(view, start):
        draft.set_status(match[1], read_state(match[1]), "a word before the text")
    elif match := _LEADING_PRIORITY.match(view, start):
        draft.set_priority(match[1], "a word before the text")
    elif (match := _LEADING_HANDLES.match(view, start)) or (match := _LEADING_TEAM.match(view, start)):
        draft.set_owners(split_owners(match[1].removeprefix("the ")), "a name before the text")
        if match["sentence"]:
            return False
    elif match := _LEADING_DUE.match(view, start):
        draft.set_due(collapse(match[1]), "a date before the text")
    elif match := _LEADING_BRACKET.match(view, start):
        return _take_leading_bracket(draft, view, match)
    else:
        _note_leading_name(draft, view, start)
        return False
    if not view[match.end() :].strip():
        return False
    draft.cut(start, match.end())
    return True


def _note_leading_name(draft: Draft, view: str, start: int) -> None:
    """`Alice: do this` names an owner or a subject: its neighbours decide."""
    match = _LEADING_NAME.match(view, start)
    if match is None or draft.maybe_owners or begins_with_verb(match[1]):
        return
    words = fold(match[1]).split()
    if not any(word in _AREAS or word in _NO_SUBJECTS or _NOUN.match(word) for word in words):
        draft.maybe_lead, draft.maybe_owners = match[1], (match[1],)
        draft.maybe_cut = (match.start(), match.end())


def _take_leading_bracket(draft: Draft, view: str, match: re.Match[str]) -> bool:
    """A bracket before the sentence: status, priority, owner, or else a category, which is no owner."""
    content, rest = match[1].strip(), view[match.end() :]
    if not rest.strip() or inside(match.start(1), draft.marks, MarkKind.LINK):
        return False
    remarks = classify(content)
    if all(remark.role is not None and remark.is_sure for remark in remarks):
        _apply(draft, remarks, "a bracket before the text")
    elif _is_nick(content) and asks_for_action(rest) and not inside(match.start(), draft.marks, MarkKind.STRONG):
        draft.set_owners(split_owners(content), "a bracket before the text")
    elif inside(match.start(), draft.marks, MarkKind.STRONG):
        draft.set_type(content, "a tag before the text")
    else:
        return False
    draft.cut(match.start(), match.end())
    return True


def _is_nick(content: str) -> bool:
    """Whether a bracket holds lower-case nicks or team names and no category."""
    if _NICKS.fullmatch(content) is None or re.search(r"\d+ ?[mhd]\b", content):
        return False
    return all(part.strip() not in _AREAS and not begins_with_verb(part) for part in re.split(r"[,/&]|\band\b", content))


def _take_trailing(draft: Draft) -> bool:
    view = draft.view().rstrip()
    if not view.strip():
        return False
    return (
        _take_trailing_bracket(draft, view)
        or _take_trailing_emphasis(draft, view)
        or _take_trailing_handles(draft, view)
        or _take_trailing_words(draft, view, _TRAILING_DASH)
        or _take_trailing_words(draft, view, _TRAILING_LINE)
        or _take_trailing_done(draft, view)
    )


def _take_trailing_bracket(draft: Draft, view: str) -> bool:
    match = _TRAILING_BRACKET.search(view, max(0, len(view) - 170))
    if match is None or not view[: match.start()].strip():
        return False
    content = match[1]
    remarks = classify(content)
    is_square = match[0][0] in "[【"
    if is_square and len(remarks) == 1 and is_person_name(content.strip()) and content.strip().casefold() not in _AREAS:
        remarks = [Remark(Role.OWNER, content.strip())]
    if any(remark.role is None for remark in remarks) and _mentions_done(content, remarks):
        remarks = [Remark(Role.STATUS, content)]
    return _take_remarks(draft, remarks, match.start(), len(view), "a bracket behind the text")


def _mentions_done(content: str, remarks: list[Remark]) -> bool:
    """Whether a short bracket says among other things that the item is done: `(optional, possibly already done)`."""
    done = any(remark.role is Role.STATUS and read_state(remark.value) is State.DONE for remark in remarks)
    return len(content.split()) <= 6 and (done or _ALREADY.search(content) is not None)


def _take_remarks(draft: Draft, remarks: list[Remark], start: int, end: int, rule: str) -> bool:
    """Use a remark whose every part is understood; a bare name alone is only kept as a possible owner."""
    if not remarks or any(remark.role is None for remark in remarks):
        return False
    if not any(remark.is_sure for remark in remarks):
        draft.maybe_owners = tuple(owner for remark in remarks for owner in split_owners(remark.value))
        draft.maybe_cut = (start, end)
        return False
    _apply(draft, remarks, rule)
    draft.cut(start, end)
    return True


def _take_trailing_emphasis(draft: Draft, view: str) -> bool:
    """`_done in grafana_` or `**Done**` at the end."""
    end = len(view.rstrip(" .!"))
    for mark in draft.marks:
        if mark.kind in (MarkKind.EMPHASIS, MarkKind.STRONG) and mark.end >= end and view[: mark.start].strip():
            content = view[mark.start : mark.end].strip(" ()[].!")
            if content and len(content.split()) <= 8 and (begins_with_status(content) or read_mark(content[:2])):
                return _take_remarks(draft, [Remark(Role.STATUS, content)], mark.start, len(view), "emphasis behind the text")
    return False


def _take_trailing_handles(draft: Draft, view: str) -> bool:
    match = _TRAILING_HANDLES.search(view, max(0, len(view) - 400))
    if match is None or not view[: match.start(1)].strip(" \t\n([-–—:*"):
        return False
    before = view[: match.start(1)].rstrip()
    if re.search(r"\b(?:with|to|from|ask|by|of|for|and|cc|via|as|the|in|on|contact|thanks)$", before, re.IGNORECASE):
        return False
    draft.set_owners(split_owners(re.sub(r"\s+(?=@)", ", ", match[1].strip(" ,/&."))), "a handle behind the text")
    draft.cut(match.start(1), len(view))
    return True


def _take_trailing_words(draft: Draft, view: str, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(view, max(0, len(view) - 90))
    if match is None or not view[: match.start()].strip():
        return False
    return _take_remarks(draft, classify(match[1].strip(" .*_")), match.start(), len(view), "a remark behind the text")


def _take_trailing_done(draft: Draft, view: str) -> bool:
    match = _TRAILING_DONE.search(view, max(0, len(view) - 90))
    if match is None or not view[: match.start()].strip():
        return False
    group = next(number for number in (1, 2, 3) if match[number])
    draft.set_status(match[group], State.DONE, "words behind the text")
    draft.cut(match.start(group), len(view))
    return True


def classify(content: str) -> list[Remark]:
    """What each part of a remark says; a part that is not understood has no role."""
    whole = _classify_part(content.strip())
    if whole is not None and whole.role is not None:
        return [whole]
    return [remark for part in _PARTS.split(content) if (remark := _classify_part(part.strip()))]


def _classify_part(part: str) -> Remark | None:
    """One part of a remark; `None` where nothing is there."""
    part = collapse(part).strip(" .*_`")
    if not part:
        return None
    if is_mention(part) or all(is_mention(piece) for piece in split_owners(part) or ("x",)):
        return Remark(Role.OWNER, part)
    if is_status_only(part) or (begins_with_status(part) and len(part.split()) <= 8 and not begins_with_verb(part)):
        return Remark(Role.STATUS, part)
    if lead := _DUE_LEAD.match(part):
        rest = part[lead.end() :]
        return Remark(Role.DUE, rest) if is_date_like(rest) or is_nothing(rest) else Remark(None, part)
    if is_date_like(part) and not is_time_like(part) and len(part.split()) <= 7:
        return Remark(Role.DUE, part)
    if is_priority(part):
        return Remark(Role.PRIORITY, part)
    if own := _TO_OWN.fullmatch(part):
        return Remark(Role.OWNER, own[1] or own[2])
    if _TEAM_WORD.search(part) and len(part.split()) <= 4 and not begins_with_verb(part):
        return Remark(Role.OWNER, part)
    if all(is_person_name(name) and fold(name) not in _AREAS for name in split_owners(part) or ("",)):
        return Remark(Role.OWNER, part, is_sure=False)
    return Remark(None, part)


def _apply(draft: Draft, remarks: list[Remark], rule: str) -> None:
    for remark in remarks:
        if remark.role is Role.OWNER:
            draft.set_owners(split_owners(remark.value), rule)
        elif remark.role is Role.DUE:
            draft.set_due(remark.value, rule)
        elif remark.role is Role.STATUS:
            draft.set_status(remark.value, read_state(remark.value), rule)
        elif remark.role is Role.PRIORITY:
            draft.set_priority(remark.value, rule)


def read_subject_handles(draft: Draft, text: str) -> None:
    """Owners that the paragraph below a heading begins with: `@nora and @kim plan the move`."""
    if match := _LEADING_HANDLES.match(text):
        draft.set_owners(split_owners(match[1]), "the subject of the paragraph below")


def _read_subject(draft: Draft) -> None:
    """`Nora to send the list`: a name before the verb; the sentence stays whole."""
    match = _SUBJECT.match(draft.view())
    if match is None or not begins_with_verb(match[2]):
        return
    names = split_owners(match[1])
    if all(fold(name.split()[0]) not in _NO_SUBJECTS and not begins_with_verb(name) for name in names):
        draft.set_owners(names, "the subject of the sentence")
