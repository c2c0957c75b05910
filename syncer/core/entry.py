"""Owns an action item before its section has been looked at as a whole, and what the whole says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncer.core.draft import Draft
from syncer.core.lexicon import fillers
from syncer.core.outline import Section
from syncer.core.patterns import Pattern
from syncer.core.verbs import asks_for_action, begins_with_verb, may_ask, names_action, tells_of_past
from syncer.core.wording import collapse, fold
from syncer.model import ActionItem, Anchor, Around, Kind, Role, Span, State

_HOUSEKEEPING = Pattern(fillers.HOUSEKEEPING)
_MAX_LEAD = 60
"""`Faster rollback: write a runbook` names its subject before the colon in at most so many characters."""


@dataclass(slots=True)
class Entry:
    """An item as read from one place: 1-based line, bytes, shape, fields, and where we may write."""

    line: int
    span: Span
    kind: Kind
    draft: Draft
    anchor: Anchor
    around: Around


def make_item(entry: Entry, section: Section) -> ActionItem:
    """The action item that `entry` in `section` is."""
    draft = entry.draft
    rules = {Role.ACTION: f"a {entry.kind} item under {section.titles[-1].text!r}" if section.titles else "a table row"}
    rules |= draft.rules
    return ActionItem(
        line=entry.line,
        span=entry.span,
        kind=entry.kind,
        action=draft.action() or collapse(draft.plain),
        anchor=entry.anchor,
        owners=draft.owners,
        due_text=draft.due_text,
        tickets=tuple(draft.tickets),
        status_text=draft.status_text,
        status=draft.status,
        priority=draft.priority,
        type=draft.type,
        section=tuple(title.text for title in section.titles),
        around=entry.around,
        rules=tuple((role.value, rule) for role, rule in rules.items()),
    )


def settle_names(entries: Sequence[Entry]) -> None:
    """A bare name before or behind the text is an owner where at least half of the section's items have an owner.

    Names before a colon must repeat: people have several tasks, subjects are named once.
    """
    maybe = [(entry.draft, entry.draft.maybe) for entry in entries if entry.draft.maybe and not entry.draft.owners]
    before = [names.owners for _, names in maybe if names.is_before]
    repeated = len(set(before)) < len(before)
    named = [(draft, names) for draft, names in maybe if repeated or not names.is_before]
    owned = len(named) + sum(bool(entry.draft.owners) for entry in entries)
    if owned < 2 or owned * 2 < len(entries):
        return
    for draft, names in named:
        draft.set_owners(names.owners, "a name beside the text, as in its neighbours")
        draft.cut(names.start, names.end)


def are_assigned(entries: Sequence[Entry], language: str | None) -> bool:
    """Whether there are several entries, of which three in five ask for something and have an owner or a due date."""
    assigned = [entry.draft.action() for entry in entries if entry.draft.owners or entry.draft.due_text]
    asking = sum(asks_for_action(action, language) for action in assigned)
    return len(entries) > 1 and asking * 5 >= len(entries) * 3


def look_like_actions(entries: Sequence[Entry], language: str | None) -> bool:
    """Whether at least three in five entries read like things to do; those under a title that says done do not vote."""
    voting = [entry for entry in entries if entry.around.status is not State.DONE]
    return bool(voting) and sum(_is_action_like(entry, language) for entry in voting) * 5 >= len(voting) * 3


def is_housekeeping(entries: Sequence[Entry]) -> bool:
    """Whether a list is a checklist on the report itself: its tasks say what is to have been done with the report."""
    tasks = [entry.draft.action() for entry in entries if entry.kind is Kind.TASK_LIST]
    if len(tasks) < max(2, len(entries)):
        return False
    return sum(
        _HOUSEKEEPING.fullmatch(fold(task)) is not None for task in tasks if not begins_with_verb(task)
    ) * 2 >= len(tasks)


def _is_action_like(entry: Entry, language: str | None) -> bool:
    """Whether one entry is marked as a task or asks for something."""
    draft = entry.draft
    if entry.kind is Kind.TASK_LIST or draft.owners or draft.due_text:
        return True
    text = draft.action()
    if tells_of_past(text):
        return False
    lead, _, rest = text.partition(":")
    has_lead = rest != "" and len(lead) < _MAX_LEAD
    if has_lead and asks_for_action(rest, language):
        return True
    return asks_for_action(text, language) or names_action(text) or may_ask(text)
