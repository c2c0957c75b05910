"""Owns the sentences about a row that people must look at, and the advice that goes with each."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from syncer.core.graphemes import cut
from syncer.core.merge import Merged
from syncer.core.people import account
from syncer.core.resolve import ResolvedItem
from syncer.model import (
    ELSEWHERE,
    UNKNOWN_OWNER,
    UNRESOLVED_DUE,
    Document,
    DueState,
    Field,
    Gone,
    Issue,
    IssueRef,
    Link,
    OwnerReading,
    Problem,
    Severity,
    State,
    Values,
)

_WIDEST = 100
"""Characters of a row's text in a sentence about it."""

ISSUE_MISSING = "issue-missing"
"""The code of the problem that a row's issue is deleted or out of sight."""
LINK_COPIED = "link-copied"
"""The code of the problem that a row links to the issue of another document's row."""


def unclear(
    document: Document,
    resolved: ResolvedItem,
    tracker: Values,
    kind: str,
    edited: AbstractSet[Field] = frozenset(),
) -> tuple[Problem, ...]:
    """An owner or due date that is missing or means nothing, unless the row is done or the issue has one.

    Of several owners each one who cannot be assigned is named, also where another one is. `tracker` are the issue's
    values, `kind` is that of its tracker. `edited` are fields that the row says something new of since both sides
    agreed: they are told although the issue has something, for that is not what the row asks for.
    """
    if resolved.says_done:
        return ()
    found = _unclear_owners(document, resolved, tracker.get(Field.OWNER), kind, is_edited=Field.OWNER in edited)
    if tracker.get(Field.DUE) is None or Field.DUE in edited:
        found += _unclear_due(document, resolved)
    return tuple(found)


def _unclear_owners(
    document: Document, resolved: ResolvedItem, has: str | None, kind: str, *, is_edited: bool
) -> list[Problem]:
    """What is wrong with the owners; an issue that people gave an owner (`has`) needs none that the row names."""
    assigned = resolved.accounts(kind, len(resolved.owners))
    if resolved.owner_text is None and has is None:
        return [at(document, resolved, "unowned", "no owner", "name somebody in the row", Severity.NOTE)]
    if has is not None and not assigned and not is_edited:
        return []
    others = [reading for reading in resolved.owners if account(reading, kind) is None]
    so = f"the issue's owner is {has or ', '.join(assigned)}" if assigned or has else ""
    found = [problem for reading in others if (problem := _unclear_owner(document, resolved, reading, kind, so))]
    return list(dict.fromkeys(found))


def _unclear_owner(
    document: Document, resolved: ResolvedItem, reading: OwnerReading, kind: str, so: str
) -> Problem | None:
    """Why `reading` is assigned to nobody; `so` says who owns the issue all the same, empty for nobody."""
    if reading.person is not None:
        message = f"{reading.person.name} has no {kind} account, {f'so {so}' if so else 'so nobody is assigned'}"
        advice = f'add {kind} = "..." to {reading.person.handle} in [people]'
        return at(document, resolved, "no-account", message, advice)
    if reading.team is not None:
        message, advice = (
            f"owned by the team {reading.team}, so nobody is assigned",
            "name a person to have one assigned",
        )
        return None if so else at(document, resolved, "team-owner", message, advice, Severity.NOTE)
    why = f"{reading.login} cannot be a {kind} account" if reading.login else reading.rule
    message = f"owner {_short(reading.text)!r} is nobody we know ({why}){so and f'; {so}'}"
    problem = at(document, resolved, UNKNOWN_OWNER, message, "add them to [people], or correct the row")
    return replace(problem, value=_short(reading.text))


def _unclear_due(document: Document, resolved: ResolvedItem) -> list[Problem]:
    due = resolved.due
    if due.state is DueState.NONE:
        advice = "write a date or a phrase such as 'next sprint'"
        return [at(document, resolved, "undated", "no due date", advice, Severity.NOTE)]
    if due.state is not DueState.UNRESOLVED:
        return []
    message = f"due {_short(resolved.due_text or '')!r} gives no date ({due.rule})"
    problem = at(document, resolved, UNRESOLVED_DUE, message, due.note or "write a date such as 2026-04-10")
    return [replace(problem, value=_short(resolved.due_text or ""))]


def conflict(document: Document, resolved: ResolvedItem, ref: IssueRef, field: Merged) -> Problem:
    """Both sides of a field moved apart."""
    row, issue = field.document or "nothing", field.tracker or "nothing"
    message = f"{field.field}: the row says {row}, {ref.label} says {issue}; neither was changed"
    return at(document, resolved, "conflict", message, "edit either so that both say the same")


def status_edited(document: Document, resolved: ResolvedItem, says: State, issue: Issue) -> Problem:
    """The author changed a box or status word, which does not flow to the issue."""
    message = f"the row says {_words(says)}, {issue.ref.label} is {_words(issue.state)}"
    advice = 'change the issue, or set status = "shared" in [authority] to let the row decide'
    return at(document, resolved, "status-edited", message, advice)


def issue_missing(document: Document, resolved: ResolvedItem, label: str, answer: Issue | Gone | None) -> Problem:
    """The issue of a row, by its label, cannot be read: deleted or unknown, or only out of our sight for now."""
    if isinstance(answer, Gone) and not answer.deleted:
        message = f"its issue {label} cannot be read: {answer.reason}"
        return at(document, resolved, ISSUE_MISSING, message, "the row is left as it is until it can be read again")
    why = answer.reason if isinstance(answer, Gone) else "its tracker knows no such issue"
    advice = "restore the issue or correct the link; without the link the row gets a new issue"
    return at(document, resolved, ISSUE_MISSING, f"its issue {label} cannot be read: {why}", advice)


def linked_twice(document: Document, resolved: ResolvedItem, ref: IssueRef) -> Problem:
    """The row's link is another row's."""
    message = f"links to {ref.label}, which is another row's issue"
    return at(document, resolved, "link-twice", message, "empty the cell to get its own issue")


def link_copied(document: Document, resolved: ResolvedItem, ref: IssueRef, other: str) -> Problem:
    """The row's link belongs to a row of another document, which people know as `other`."""
    message = f"links to {ref.label}, which belongs to a row of {other}"
    return at(document, resolved, LINK_COPIED, message, "empty the cell to get its own issue")


def ambiguous(document: Document, resolved: ResolvedItem, rivals: Sequence[Link]) -> Problem:
    """The row resembles several items that lost their row."""
    names = ", ".join(sorted({link.issue.label if link.issue else repr(_short(link.text)) for link in rivals}))
    message = f"resembles several items that lost their row ({names}); nothing was decided"
    return at(document, resolved, "ambiguous-row", message, "put the right issue's link into the row")


def elsewhere(document: Document, resolved: ResolvedItem, text: str) -> Problem:
    """The row links to an issue or pull request that no configured tracker holds."""
    advice = "no configured tracker is at that address; configure the one that is to follow it"
    problem = at(document, resolved, ELSEWHERE, f"tracked elsewhere: {_short(text)}", advice, Severity.NOTE)
    return replace(problem, value=text)


def no_route(document: Document, resolved: ResolvedItem) -> Problem:
    """No route fits the row."""
    advice = "add a [[routes]] entry without match as the last one"
    return at(document, resolved, "no-route", "no route leads anywhere for this row", advice)


def not_created(document: Document, resolved: ResolvedItem, why: str, advice: str) -> Problem:
    """The row gets no issue in this run because the command line says so."""
    return at(document, resolved, "not-created", f"gets no issue: {why}", advice, Severity.NOTE)


def orphaned(document: str, link: Link) -> Problem:
    """The row of a linked issue is gone."""
    name = link.issue.label if link.issue else link.id
    message = f"the row of {name} is gone: {_short(link.text)}"
    return Problem("orphan", document, None, message, "close the issue, or put its link into the row that replaces it")


def stray(document: str, issue: Issue, text: str) -> Problem:
    """An issue of ours speaks of a row that nobody finds."""
    message = f"issue {issue.ref.label} speaks of a row that is not here: {_short(text)}"
    advice = (
        "close it, or put its link into the row it belongs to; leave it alone where its postmortem is kept by another "
        "syncer, with a state of its own"
    )
    return Problem("stray-issue", document, None, message, advice)


def duplicate(document: str, issue: Issue, first: IssueRef) -> Problem:
    """A second open issue carries the marker of a row that has one."""
    message = f"{issue.ref.label} is marked as the issue of a row that already has {first.label}"
    advice = f"close or delete {issue.ref.label}, or remove its last line (the marker) if it stands for something else"
    return Problem("duplicate-issue", document, None, message, advice)


def at(
    document: Document,
    resolved: ResolvedItem,
    code: str,
    message: str,
    advice: str,
    severity: Severity = Severity.PROBLEM,
) -> Problem:
    """A problem at the row's line."""
    return Problem(code, document.name, resolved.item.line, message, advice, severity)


def _words(state: State) -> str:
    return state.value.replace("_", " ").replace("wont", "won't")


def _short(text: str) -> str:
    return cut(text, _WIDEST)
