"""Owns what the fields of a row mean: its owners as people, its due text as a date, its state, team and route."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.core.due import read_due, sla_due
from syncer.core.owner_text import split_owners
from syncer.core.people import Directory, account, read_owner, team_of
from syncer.core.routes import Route, choose
from syncer.core.rules import Rules
from syncer.model import ActionItem, Around, Document, Due, DueState, Field, OwnerReading, State, Values


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


def _resolve_item(document: Document, index: int, item: ActionItem, rules: Rules) -> ResolvedItem:
    names = item.owners or _known_above(item.around, rules.directory) or item.around.owners
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


def _known_above(around: Around, directory: Directory) -> tuple[str, ...]:
    """The people whom the innermost title above an item names that is nothing but names the directory knows."""
    if not directory.people:
        return ()
    for title in around.names:
        names = split_owners(title)
        if names and all(read_owner(name, directory).person for name in names):
            return names
    return ()


def _due(document: Document, item: ActionItem, text: str | None, team: str | None, rules: Rules) -> Due:
    calendar = rules.calendar(team)
    due = read_due(text, document.published, calendar, document.fact("language"))
    if due.state is DueState.NONE and document.published is not None:
        severity = document.fact("severity")
        return sla_due(item.priority, severity, document.published, calendar) or due
    return due


def _state(item: ActionItem, due: Due) -> State | None:
    if item.status is not None:
        return item.status
    if due.state is DueState.DONE:
        return State.DONE
    return item.around.status
