"""Owns what the fields of a row mean: its owners as people, its due text as a date, its state, team and route."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.core.due import read_due, sla_due
from syncer.core.people import account, read_owner, team_of
from syncer.core.routes import Route, choose
from syncer.core.rules import Rules
from syncer.model import ActionItem, Document, Due, DueState, Field, OwnerReading, Problem, Severity, State, Values


@dataclass(frozen=True, slots=True)
class ResolvedItem:
    """One row with what its fields mean.

    `index` counts into `Document.items`. `due_text` and `owner_text` are the row's own, else what its surroundings
    say, `None` where neither does. `route` is `None` where no route fits.
    """

    index: int
    item: ActionItem
    owners: tuple[OwnerReading, ...]
    owner_text: str | None
    due: Due
    due_text: str | None
    state: State | None
    team: str | None
    route: Route | None

    @property
    def says_done(self) -> bool:
        """Whether the row itself says that nothing is left to do."""
        return self.state is not None and self.state.is_closed

    def texts(self) -> Values:
        """What the document says of each field, as written; only blanks are folded."""
        return {
            Field.TITLE: " ".join(self.item.action.split()),
            Field.OWNER: self.owner_text,
            Field.DUE: self.due_text,
            Field.PRIORITY: self.item.priority,
            Field.TYPE: self.item.type,
        }

    def accounts(self, kind: str, most: int) -> tuple[str, ...]:
        """The accounts of the owners in a tracker of `kind`, at most `most`, without repeats."""
        found = [name for reading in self.owners if (name := account(reading, kind)) is not None]
        return tuple(dict.fromkeys(found))[:most]

    def unresolved(self, kind: str) -> frozenset[Field]:
        """The fields whose text says something that has no value: they never clear what a person set."""
        fields = set()
        if self.owner_text and not self.accounts(kind, 1):
            fields.add(Field.OWNER)
        if self.due.state in (DueState.UNRESOLVED, DueState.DONE) and self.due.date is None:
            fields.add(Field.DUE)
        return frozenset(fields)


def resolve(document: Document, rules: Rules) -> tuple[ResolvedItem, ...]:
    """Every item of `document` with what its fields mean, in order of line."""
    return tuple(_resolve_item(document, index, item, rules) for index, item in enumerate(document.items))


def problems(document: Document, resolved: ResolvedItem) -> tuple[Problem, ...]:
    """What a person should mend in this row; nothing for a row that says it is done."""
    if resolved.says_done:
        return ()
    return tuple(_owner_problems(document, resolved)) + tuple(_due_problems(document, resolved))


def _resolve_item(document: Document, index: int, item: ActionItem, rules: Rules) -> ResolvedItem:
    names = item.owners or item.around.owners
    owners = tuple(read_owner(name, rules.directory) for name in names)
    team = next((name for reading in owners if (name := team_of(reading, rules.directory))), document.fact("team"))
    due_text = item.due_text or item.around.due_text
    due = _due(document, item, due_text, team, rules)
    return ResolvedItem(
        index=index,
        item=item,
        owners=owners,
        owner_text=", ".join(names) or None,
        due=due,
        due_text=due_text,
        state=_state(item, due),
        team=team,
        route=choose(document, team, rules.routes),
    )


def _due(document: Document, item: ActionItem, text: str | None, team: str | None, rules: Rules) -> Due:
    calendar = rules.calendar(team)
    due = read_due(text, document.published, calendar, document.fact("language"))
    if due.state is DueState.NONE and document.published is not None and not (text or "").strip():
        severity = document.fact("severity")
        return sla_due(item.priority, severity, document.published, calendar) or due
    return due


def _state(item: ActionItem, due: Due) -> State | None:
    if item.status is not None:
        return item.status
    if due.state is DueState.DONE:
        return State.DONE
    return item.around.status


def _owner_problems(document: Document, resolved: ResolvedItem) -> list[Problem]:
    if resolved.owner_text is None:
        return [_note(document, resolved, "unowned", "no owner", "name somebody in the row")]
    first = resolved.owners[0]
    if first.is_known:
        return []
    message = f"owner {first.text!r} is nobody we know ({first.rule})"
    advice = "add them to [people] in the configuration, or correct the row"
    return [_problem(document, resolved, "unknown-owner", message, advice)]


def _due_problems(document: Document, resolved: ResolvedItem) -> list[Problem]:
    due = resolved.due
    if due.state is DueState.NONE:
        return [_note(document, resolved, "undated", "no due date", "write a date or a phrase such as 'next sprint'")]
    if due.state is not DueState.UNRESOLVED:
        return []
    message = f"due {resolved.due_text!r} gives no date ({due.rule})"
    return [_problem(document, resolved, "unresolved-due", message, due.note or "write a date such as 2026-04-10")]


def _note(document: Document, resolved: ResolvedItem, code: str, message: str, advice: str) -> Problem:
    return Problem(code, document.name, resolved.item.line, message, advice, Severity.NOTE)


def _problem(document: Document, resolved: ResolvedItem, code: str, message: str, advice: str) -> Problem:
    return Problem(code, document.name, resolved.item.line, message, advice)
