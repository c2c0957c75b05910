"""Owns the tickets that an item's text names by link, address or bare key, and which of them can be cut out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from syncer.core.draft import Draft
from syncer.core.patterns import Pattern
from syncer.core.statuses import is_status_only, read_state
from syncer.core.tickets import MAX_TEXT, find_keys, find_urls, read_ticket
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import fold, parentheses
from syncer.model import MarkKind, Text, Ticket

_NAMES_TICKET = Pattern(r"""
    (?:(?:the|this|a|see|github|gitlab|gh|jira|linear|tracking|tracked|upstream|related|follow-?up|open|filed|raised
    |created|on|in|at|via|by|link|to|code) )*
    (?:issues?|tickets?|bugs?|prs?|pull requests?|mrs?|merge requests?|links?|cards?|story|stories|tasks?|here|epics?
    |jira|github|gitlab|tracker|チケット|課題|工单|sak|incidencia|chamado|ticket raised)?
    [ :]*(?:\[?[\w./-]*[#!]\d+\]?|[a-z][a-z0-9_]{1,9}-\d+|t\d+|\d+|https?://\S+)?(?: ?\([^()]{1,20}\))?
""")
"""Link texts that do nothing but name a ticket: `issue`, `#12`, `PAY-12`, `tracking issue`."""
_LEADS_UP = Pattern(
    r"""
    (?:^|[\s(\[,;:.—–-])\(?\[?(?:(?:see|also|tickets?(?: raised)?|issues?|prs?|bugs?|jira|tracked|tracking|tracker
    |github|gitlab|links?|via|in|at|by|as|on|with|cf|opened|created|filed|refs?|related|to|for|and|チケット|sak)[\s:.#]*){1,5}$
    """,
    re.IGNORECASE,
)
"""Words that only lead up to a ticket at the end of a sentence."""
MAX_TICKETS = 50
"""An item that names more tickets is a list of them; the others are left out."""
_OTHERS = Pattern(
    r"""
    \b(?:blocked (?:by|on)|depend(?:s|ing|ent)? (?:up)?on|waiting (?:on|for)|caused by|introduced (?:by|in))
    [ ](?:the )?(?:PRs?|issues?|tickets?|pull requests?)?[ (\[]*$
    """,
    re.IGNORECASE,
)
"""Words before a ticket of something else: what the item waits for, where the fault came from."""
_REACH = 60
"""Characters before a ticket in which such words are looked for."""
_UNMARKED = Pattern(r"[\w\s'’*_]*")
"""What stands between a sentence and a ticket that no bracket, dash, colon or stop parts."""
_TRACKING = Pattern(
    r"\b(?:see|cf|tracked|tracking|tracker|opened|created|filed|raised|refs?|related|via|tickets?|links?|jira)\b|チケット",
    re.IGNORECASE,
)
"""Words of which one says that the ticket behind them tracks the item."""
_JOINED = Pattern(r"[\s,;/&+()\[\]*_]*(?:(?:and|or|und|oder|et|y|og|и)\s+)?")
"""What stands between tickets that are named in one breath."""
_BEFORE_SENTENCE = Pattern(r"[ \t\n)\]:\-–—,/&+]*(?:(?:and|or|und|oder|et|y|og|и)\s+(?=[\[(*_]*\S*\d))?")
"""What stands between a ticket and the sentence or ticket behind it."""
_BREAKS_OFF = Pattern(
    r"""
    (?:\b(?:from|of|off|out|up|down|back|away|forward|after|before|since|until|than|into|onto|about|per|over|under|within|without|through|behind|against
    |during|like|between|or|nor|but|if|when|while|once|because|unless|das|dem|von|vor|nach|aus|mit|und|oder|de|des|du|après
    |avant|et|ou|y|o|del|desde|fra|etter|og|eller|из|от|и|или)|(?:^|[.,;:!?(—–]\s*|\b(?:and|or|to|then|but|also)\s+)[\w-]+)$
    """,
    re.IGNORECASE,
)
"""A sentence that asks for more: it ends in a preposition or conjunction, or in a clause of one word, a verb."""
_OPENERS = " \t\n([*_"
_CLOSERS = " \t\n.,;:)]*_"


class Spot(NamedTuple):
    """A ticket in a text, the characters that name it, and whether they do nothing else."""

    ticket: Ticket
    start: int
    end: int
    is_name: bool


def read_tickets(draft: Draft, *, in_column: bool = False, in_status: bool = False) -> None:
    """Find the tickets of `draft` and cut those that stand before or behind its sentence.

    In an issue column any key counts; in a status (`Done in PR #12`) pull requests count too. What the item only waits
    for or comes from (`blocked by PAY-7`) is none of its tickets.
    """
    spots = _links(draft) + _addresses(draft)
    if len(draft.plain) < MAX_TEXT:
        taken = [(spot.start, spot.end) for spot in spots]
        spots += _keys(draft, taken, in_column=in_column, in_status=in_status)
    spots = [spot for spot in spots if not _is_of_another(draft.plain, spot.start)]
    spots = sorted(spots, key=lambda spot: spot.start)[:MAX_TICKETS]
    for spot in spots:
        draft.add_ticket(spot.ticket, "a link" if spot.ticket.url else "a bare key")
        _read_link_state(draft, spot)
    draft.separable = [(spot.start, spot.end) for spot in spots if spot.is_name]
    _cut_leading(draft, in_column=in_column)
    cut_trailing_tickets(draft, in_column=in_column)


def _is_of_another(plain: str, start: int) -> bool:
    return _OTHERS.search(plain[max(0, start - _REACH) : start]) is not None


def links_of(text: Text) -> list[Ticket]:
    """Tickets that a text links to."""
    draft = Draft.of(text)
    return [spot.ticket for spot in _links(draft) + _addresses(draft)]


def cut_trailing_tickets(draft: Draft, *, in_column: bool = False) -> None:
    """Cut the names of tickets that nothing but remarks stands behind, with the words that lead up to them.

    A ticket that the sentence needs (`Backport the fix from #12`) stays, except in an issue column (`Done in #12`).
    """
    for number, (start, end) in reversed(list(enumerate(draft.separable))):
        view = draft.view()
        if not view[start:end].strip():
            continue
        if view[end:].strip(_CLOSERS) or not view[:start].strip(" \t\n([*_#:-"):
            return
        if not in_column and _goes_on(view, _first_of_run(view, draft.separable, number)):
            return
        sentence_end = _sentence_end(view[:start].rstrip(_OPENERS))
        behind = view[end:]
        closers = len(behind) - len(behind.lstrip(" \t\n)]"))
        draft.cut(sentence_end if view[:sentence_end].strip() else start, end + closers)


def _first_of_run(view: str, spots: Sequence[tuple[int, int]], number: int) -> int:
    """Where the first of the tickets stands that are named in one breath with the nth: `#1, #2 and #3`."""
    while number and _JOINED.fullmatch(view, spots[number - 1][1], spots[number][0]):
        number -= 1
    return spots[number][0]


def _goes_on(view: str, start: int) -> bool:
    """Whether the sentence before the ticket at `start` goes on to it.

    It does where no mark parts them, and the sentence breaks off at a verb, preposition or conjunction, or the words
    between them do not say that the ticket tracks the item.
    """
    sentence_end = _sentence_end(view[:start].rstrip(_OPENERS))
    before, between = view[:sentence_end].rstrip(" \t\n*_"), view[sentence_end:start].strip(" \t\n*_")
    if not before or not before[-1].isalnum() or not _UNMARKED.fullmatch(between):
        return False
    if between and not _TRACKING.search(between):
        return True
    return _BREAKS_OFF.search(before[-_REACH:]) is not None


def _sentence_end(before: str) -> int:
    """Where the sentence ends that `before` holds, without words that lead up to a ticket."""
    words = _LEADS_UP.search(before[-_REACH:])
    return max(0, len(before) - _REACH) + words.start() if words else len(before)


def _cut_leading(draft: Draft, *, in_column: bool) -> None:
    """Cut the names of tickets before the sentence, unless they are its subject: `#12 needs a test`."""
    for number, (start, end) in enumerate(draft.separable):
        view = draft.view()
        before, after = view[:start], view[_last_of_run(view, draft.separable, number) :]
        if before.strip(_OPENERS) or not after.strip(" \t\n.)]:-–—") or (not in_column and _begins_inside(after)):
            return
        after = view[end:]
        draft.cut(0, end + len(after) - len(_BEFORE_SENTENCE.sub("", after, count=1)))


def _last_of_run(view: str, spots: Sequence[tuple[int, int]], number: int) -> int:
    """Where the last of the tickets ends that are named in one breath with the nth."""
    while number + 1 < len(spots) and _JOINED.fullmatch(view, spots[number][1], spots[number + 1][0]):
        number += 1
    return spots[number][1]


def _begins_inside(after: str) -> bool:
    """Whether what stands behind a ticket goes on with its sentence: no mark parts them, and no new one begins."""
    rest = after.lstrip(" \t*_")
    return rest[:1].islower() and not begins_with_verb(rest)


def _links(draft: Draft) -> list[Spot]:
    """Links to trackers."""
    links = [mark for mark in draft.marks if mark.kind is MarkKind.LINK]
    found = ((read_ticket(mark.url, mark.url), mark.start, mark.end) for mark in links)
    return [Spot(ticket, start, end, _is_name(draft.plain[start:end])) for ticket, start, end in found if ticket]


def _is_name(text: str) -> bool:
    return _NAMES_TICKET.fullmatch(fold(text)) is not None


def _addresses(draft: Draft) -> list[Spot]:
    """Bare addresses outside links."""
    links = [(mark.start, mark.end) for mark in draft.marks if mark.kind is MarkKind.LINK]
    outside = [(start, end) for start, end in find_urls(draft.plain) if not _inside(start, links)]
    found = ((read_ticket(draft.plain[start:end], draft.plain[start:end]), start, end) for start, end in outside)
    return [Spot(ticket, start, end, is_name=True) for ticket, start, end in found if ticket]


def _keys(draft: Draft, known: list[tuple[int, int]], *, in_column: bool, in_status: bool) -> list[Spot]:
    """Bare keys outside code, web addresses and links to trackers.

    A pull request that a sentence only speaks of (`Extend PR #12`) is none, one in brackets is.
    """
    taken = [*known, *draft.cuts, *find_urls(draft.plain)]
    taken += [(mark.start, mark.end) for mark in draft.marks if mark.kind is MarkKind.CODE]
    found = (key for key in find_keys(draft.plain, in_column=in_column) if not _inside(key.start, taken))
    return [
        Spot(key.ticket, key.start, key.end, is_name=True)
        for key in found
        if in_column or in_status or not key.ticket.is_pull or _is_remark(draft.plain[: key.start])
    ]


def _is_remark(before: str) -> bool:
    """Whether a bracket is still open at the end of `before`."""
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def _inside(position: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _read_link_state(draft: Draft, spot: Spot) -> None:
    """`[#101 (Done)](...)`: the state that a ticket's link text adds."""
    if not spot.is_name or not spot.ticket.url:
        return
    said = parentheses(draft.plain[spot.start : spot.end])
    if said and is_status_only(said[0]):
        draft.set_status(said[0], read_state(said[0]), "the text of a ticket's link")
