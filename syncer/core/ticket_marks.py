"""Owns the tickets that an item's text names by link, address or bare key, and which of them can be cut out of it."""

from __future__ import annotations

import re

from syncer.core.draft import Draft
from syncer.core.statuses import is_status_only, read_state
from syncer.core.tickets import find_keys, find_urls, read_ticket
from syncer.core.wording import fold, parentheses
from syncer.model import MarkKind, Text, Ticket

_NAMES_TICKET = re.compile(
    r"(?:(?:the|this|a|see|github|gitlab|gh|jira|linear|tracking|tracked|upstream|related|follow-?up|open|filed|raised|created|on|in|at|via|by|link|to|code) )*"
    r"(?:issues?|tickets?|bugs?|prs?|pull requests?|mrs?|merge requests?|links?|cards?|story|stories|tasks?|here|epics?|jira|github|gitlab|tracker|チケット|課題|工单|sak|incidencia|chamado|ticket raised)?"
    r"[ :]*(?:\[?[\w./-]*[#!]\d+\]?|[a-z][a-z0-9_]{1,9}-\d+|t\d+|\d+|https?://\S+)?(?: ?\([^()]{1,20}\))?"
)
_BEFORE_TRAILING = re.compile(
    r"(?:^|[\s(\[,;:.—–-])\(?\[?(?:(?:see|also|tickets?(?: raised)?|issues?|prs?|bugs?|jira|tracked|tracking|tracker|github|gitlab|links?|via|fixed|done|in|at|by|as|on|with|cf|opened|created|filed|refs?|related|to|for|and|チケット|sak)[\s:.#]*){1,5}$",
    re.IGNORECASE,
)
_KEEP = re.compile(r"\b(?:fixed|done)\b", re.IGNORECASE)


def read_tickets(draft: Draft, *, in_column: bool = False) -> None:
    """Find the tickets of `draft` and cut those that stand before or behind its sentence."""
    spots = _links(draft) + _addresses(draft)
    if in_column or len(draft.plain) < 20_000:
        spots += _keys(draft, [(start, end) for _, start, end, _ in spots], in_column=in_column)
    for ticket, _, _, _ in sorted(spots, key=lambda spot: spot[1]):
        draft.add_ticket(ticket, "a link" if ticket.url else "a bare key")
    _read_link_states(draft, spots)
    draft.separable = [(start, end) for _, start, end, is_name in spots if is_name]
    _cut_leading(draft, draft.separable)
    cut_trailing_tickets(draft)


def _read_link_states(draft: Draft, spots: list[Spot]) -> None:
    """`[#101 (Done)](...)`: the state that a ticket's link text adds."""
    for ticket, start, end, is_name in spots:
        if is_name and ticket.url and (said := parentheses(draft.plain[start:end])) and is_status_only(said[0]):
            draft.set_status(said[0], read_state(said[0]), "the text of a ticket's link")


def links_below(texts: list[Text]) -> list[Ticket]:
    """Tickets that the lines below an item link to."""
    found: list[Ticket] = []
    for text in texts:
        draft = Draft.of(text)
        found += [ticket for ticket, *_ in _links(draft) + _addresses(draft)]
    return found


Spot = tuple[Ticket, int, int, bool]


def _links(draft: Draft) -> list[Spot]:
    """Links to trackers; the last part says whether the link's text does nothing but name the ticket."""
    spots: list[Spot] = []
    for mark in draft.marks:
        if mark.kind is MarkKind.LINK and (ticket := read_ticket(mark.url, mark.url)):
            spots.append((ticket, mark.start, mark.end, _NAMES_TICKET.fullmatch(fold(draft.plain[mark.start : mark.end])) is not None))
    return spots


def _addresses(draft: Draft) -> list[Spot]:
    """Bare addresses outside links."""
    links = [(mark.start, mark.end) for mark in draft.marks if mark.kind is MarkKind.LINK]
    spots: list[Spot] = []
    for start, end in find_urls(draft.plain):
        url = draft.plain[start:end]
        if not _inside(start, links) and (ticket := read_ticket(url, url)):
            spots.append((ticket, start, end, True))
    return spots


def _keys(draft: Draft, known: list[tuple[int, int]], *, in_column: bool) -> list[Spot]:
    """Bare keys outside code, web addresses and links to trackers."""
    taken = known + list(find_urls(draft.plain))
    taken += [(mark.start, mark.end) for mark in draft.marks if mark.kind is MarkKind.CODE]
    return [
        (found.ticket, found.start, found.end, True)
        for found in find_keys(draft.plain, in_column=in_column)
        if not _inside(found.start, taken) and (in_column or not found.ticket.is_pull or _is_remark(draft.plain, found.start))
    ]


def _is_remark(text: str, start: int) -> bool:
    """Whether a pull request is named in brackets: in a sentence it is only spoken of."""
    before = text[:start]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def _inside(position: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _cut_leading(draft: Draft, spots: list[tuple[int, int]]) -> None:
    for start, end in sorted(spots):
        before, after = draft.view()[:start], draft.view()[end:]
        if before.strip(" \t\n[(*_") or not after.strip(" \t\n.)]:-–—"):
            return
        draft.cut(0, end + len(after) - len(after.lstrip(" \t\n)]:-–—,")))


def cut_trailing_tickets(draft: Draft) -> None:
    """Cut the names of tickets that nothing but remarks stands behind, with the words that lead up to them."""
    for start, end in sorted(draft.separable, reverse=True):
        view = draft.view()
        if not view[start:end].strip():
            continue
        if view[end:].strip(" \t\n.,;:)]*_") or not view[:start].strip(" \t\n([*_#:-"):
            return
        before = view[:start].rstrip(" \t\n([*_")
        words = _BEFORE_TRAILING.search(before[-60:])
        if words and not _KEEP.search(words[0]):
            cut_from = max(0, len(before) - 60) + words.start()
        else:
            cut_from = len(before)
        draft.cut(cut_from if view[:cut_from].strip() else start, end + len(view[end:]) - len(view[end:].lstrip(" \t\n)]")))
