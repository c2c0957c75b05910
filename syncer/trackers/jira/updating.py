"""Owns the change of an issue: read anew, compared field by field, and only what differs sent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from syncer.errors import NotAllowed, PortError, Refused, Rejected
from syncer.model import Field, FieldChange, Gone, Issue, IssueRef, Marker, State, Target, Values
from syncer.retry.answer import Answer
from syncer.trackers.jira.content import (
    ASSIGNEE,
    DUE,
    LABELS,
    NAMES,
    PRIORITY,
    account_value,
    priority_of,
    unassignable,
    unmapped_priority,
)
from syncer.trackers.jira.direct import read_issue
from syncer.trackers.jira.fields import FieldShape
from syncer.trackers.jira.kept import kept_priority, kept_type, marked, properties
from syncer.trackers.jira.people import assignee, cannot_be_assigned
from syncer.trackers.jira.projects import has_permission
from syncer.trackers.jira.refusals import faults_of, refusal, said_of
from syncer.trackers.jira.screens import screen
from syncer.trackers.jira.shown import Json, Shown
from syncer.trackers.jira.site import Site
from syncer.trackers.jira.texts import summary
from syncer.trackers.jira.transitions import transition

_SUMMARY = "summary"
_FIELDS = {Field.TITLE: _SUMMARY, Field.OWNER: ASSIGNEE, Field.DUE: DUE, Field.PRIORITY: PRIORITY}
"""The fields that Jira has one of its own for; the type is kept in our property alone."""
_OFF_SCREEN = "appropriate screen"


def update(site: Site, ref: IssueRef, change: FieldChange) -> Issue:
    """The issue after `change`, as the server then shows it; a field no longer at its expected value is left.

    Between our look and our write lies one round trip in which a person's edit of the same field would be
    overwritten: Jira has no compare-and-swap. Raises `PortError`; Rejected where the issue is gone, or where no way
    leads to the state (with the field `state`).
    """
    return _Update(site, ref, change).run()


@dataclass(slots=True)
class _Edit:
    """What one PUT sends, and which of our fields it is for."""

    fields: dict[str, Json] = field(default_factory=dict)
    labels: list[Json] = field(default_factory=list)
    kept: Mapping[str, Json] | None = None

    def content(self) -> dict[str, Json]:
        """The request; empty where there is nothing to send."""
        content: dict[str, Json] = {"fields": self.fields} if self.fields else {}
        if self.labels:
            content["update"] = {LABELS: self.labels}
        if self.kept is not None:
            content["properties"] = properties(self.kept)
        return content


class _Update:
    """One update on its way; `_shown` is the issue as Jira last showed it."""

    def __init__(self, site: Site, ref: IssueRef, change: FieldChange) -> None:
        self._site = site
        self._ref = ref
        self._change = change
        self._shown = self._read()
        self._before = site.issue(self._shown)
        self._target: Target = self._before.ref.target
        self._place = f"{self._shown.key} on {site.account.host}"
        self._refused: dict[str, str] = {}
        self._unset: dict[str, str] = {}
        self._people: dict[str, str] = {}

    def run(self) -> Issue:
        """Send what differs; a duplicate that somebody has touched is theirs to close."""
        self._check_touched()
        is_changed = self._edit()
        if self._brings_to_state():
            self._move()
            is_changed = True
        return self._after() if is_changed else replace(self._before, unset=self._unset)

    def _read(self) -> Shown:
        found = read_issue(self._site, self._ref)
        if isinstance(found, Gone):
            raise Rejected(found.reason)
        return found

    def _check_touched(self) -> None:
        if self._change.duplicate_of is not None and not (self._before.is_untouched or self._before.state.is_closed):
            raise Rejected(f"{self._place}: somebody has touched this duplicate by now; close one of both by hand")

    def _edit(self) -> bool:
        """One PUT, and one more without what the server will not have; whether anything was sent."""
        content = self._content()
        if not content:
            return False
        answer = self._put(content)
        if answer.status == 400 and self._leave_out(content, answer):
            content = self._content()
            if not content:
                return False
            answer = self._put(content)
        if answer.status == 409:
            self._settle()
        elif not answer.is_success:
            raise self._failure(answer)
        return True

    def _put(self, content: dict[str, Json]) -> Answer:
        return self._site.write(self._target, "PUT", self._site.account.api("issue", self._shown.id), content)

    def _settle(self) -> None:
        """Somebody wrote at the same moment: as intended is done, else it is tried again."""
        self._shown = self._read()
        self._before = self._site.issue(self._shown)
        if self._content():
            raise Refused(f"{self._place}: somebody changed it at the same moment (409); tried again", 0)

    def _content(self) -> dict[str, Json]:
        """Everything that differs and is still wanted, for one PUT."""
        wanted = self._wanted()
        edit = _Edit(labels=self._labels())
        set_as = self._set_fields(wanted, edit)
        self._keep(wanted, set_as, edit)
        return edit.content()

    def _wanted(self) -> Values:
        """The fields to change: those still where they were expected, not there already, and not refused."""
        now, expected = self._before.values, self._change.expected
        return {
            field: value
            for field, value in self._change.values.items()
            if value != now.get(field)
            and expected.get(field, now.get(field)) == now.get(field)
            and _FIELDS.get(field, "") not in self._refused
        }

    def _set_fields(self, wanted: dict[Field, str | None] | Values, edit: _Edit) -> str | None:
        """Put what Jira has fields for into `edit`; answers what its priority is then, as far as known."""
        if (heading := wanted.get(Field.TITLE)) is not None:
            edit.fields[_SUMMARY] = summary(heading)
        if Field.DUE in wanted:
            edit.fields[DUE] = wanted[Field.DUE]
        if Field.OWNER in wanted:
            self._set_owner(wanted[Field.OWNER], edit)
        return self._set_priority(wanted[Field.PRIORITY], edit) if Field.PRIORITY in wanted else None

    def _set_owner(self, account: str | None, edit: _Edit) -> None:
        """A person's assignee is never cleared because nobody is found for a name."""
        if account is None:
            edit.fields[ASSIGNEE] = None
            return
        first = account.partition(", ")[0]
        person = assignee(self._site, self._target, first)
        if person is None:
            self._unset[Field.OWNER.value] = unassignable(self._site, self._target, first)
        elif self._shown.assignee is None or self._shown.assignee.id != person.id:
            edit.fields[ASSIGNEE] = account_value(self._site, person.id)
            self._people[person.id] = person.name

    def _set_priority(self, word: str | None, edit: _Edit) -> str | None:
        """The document's word is kept in our property whatever Jira calls it."""
        now = self._shown.priority
        if word is None:
            return now
        shape = self._priority_shape()
        name = priority_of(self._site.choices.of(self._target.name), shape, word)
        if name is None:
            self._unset[Field.PRIORITY.value] = unmapped_priority(word, shape)
            return now
        if name != now:
            edit.fields[PRIORITY] = {"name": name}
        return name

    def _priority_shape(self) -> FieldShape | None:
        with suppress(NotAllowed):  # who may not create there may still edit
            return screen(self._site, self._target).fields.get(PRIORITY)
        return None

    def _labels(self) -> list[Json]:
        """Labels are added and removed, never set, so that those of people stay."""
        had, change = set(self._shown.labels), self._change
        added = dict.fromkeys("-".join(label.split()) for label in change.add_labels)
        missing = [{"add": label} for label in added if label and label not in had]
        return missing + [{"remove": label} for label in change.remove_labels if label in had and label not in added]

    def _keep(self, wanted: Values, set_as: str | None, edit: _Edit) -> None:
        """Put our property into `edit`, where it differs; an issue that is not ours gets none without a marker."""
        now = self._shown.kept or {}
        if not now and self._change.marker is None:
            return
        kept = marked(now, self._marker(wanted))
        if Field.PRIORITY in wanted:
            kept |= kept_priority(wanted[Field.PRIORITY], set_as)
        if Field.TYPE in wanted:
            kept |= kept_type(wanted[Field.TYPE])
        edit.kept = kept if kept != now else None

    def _marker(self, wanted: Values) -> Marker | None:
        """The marker of the change; it says nothing of a field that is left, for of that nothing was agreed."""
        marker, now = self._change.marker, self._before.values
        held = {field for field, value in self._change.values.items() if field in wanted or value == now.get(field)}
        left = self._change.values.keys() - held | {Field(name) for name in self._unset if name == Field.OWNER.value}
        if marker is None or not left:
            return marker
        return replace(marker, base={field: half for field, half in marker.base.items() if field not in left})

    def _leave_out(self, content: Mapping[str, Json], answer: Answer) -> bool:
        """Leave what is refused and optional out from now on, named; whether there was any."""
        faults = faults_of(answer)
        fields = content.get("fields") or {}
        if LABELS in faults:
            raise Rejected(  # other types of issues have other screens
                f"{self._place}: its labels cannot be changed ({faults[LABELS]}), and syncer finds its issues by one; "
                "add the field Labels to the edit screen of its type",
                field=LABELS,
            )
        for name in faults.keys() & fields.keys():
            self._refused[name] = faults[name]
            self._unset[_named(name)] = self._why(name, fields[name], faults[name])
        return bool(faults.keys() & fields.keys())

    def _why(self, name: str, value: Json, words: str) -> str:
        if _OFF_SCREEN in words:
            return f"{words.rstrip('. ')}; add the field to the edit screen of {self._target.name}"
        if name == ASSIGNEE and value is not None:
            account = next(iter(value.values()))
            cannot_be_assigned(self._site, self._target, account)
            return unassignable(self._site, self._target, account)
        return f"{words.rstrip('. ')}; correct it there by hand"

    def _brings_to_state(self) -> bool:
        return self._change.state is not None and self._change.state is not self._before.state

    def _move(self) -> None:
        """Bring the issue to its state; a duplicate is linked to the one that is kept, where that can be done."""
        state, original = self._change.state or State.TODO, self._change.duplicate_of
        transition(self._site, self._shown, state, is_duplicate=original is not None)
        if original is not None and original != self._before.duplicate_of:
            self._link(original)

    def _link(self, original: str) -> None:
        content = {
            "type": {"name": "Duplicate"},
            "inwardIssue": {"key": self._shown.key},
            "outwardIssue": {"key": original},
        }
        answer = self._site.write(self._target, "POST", self._site.account.api("issueLink"), content)
        if not answer.is_success:
            why = f"it is not linked to {original} as its duplicate ({said_of(answer)})"
            self._unset["Linked issues"] = f"{why}; link it by hand, or give the account Link Issues"

    def _after(self) -> Issue:
        """The issue as it is now: what it says of its last change tells an index that lags from news.

        Everything was written: where it cannot be read any more it is taken to be as it was sent.
        """
        try:
            found = read_issue(self._site, self._before.ref)
            issue = self._sent() if isinstance(found, Gone) else self._site.issue(found)
        except PortError:
            issue = self._sent()
        if self._change.state is State.WONT_DO and issue.state is State.DONE:
            self._unset["Resolution"] = (
                "it counts as done, because no transition takes a resolution that says otherwise; add Resolution to "
                "the screen of the transition, or name the resolutions in wont_do"
            )
        return replace(issue, unset=self._unset)

    def _sent(self) -> Issue:
        """The issue before, with what was sent; when it changed is not known."""
        values = {**self._before.values, **self._wanted()}
        if Field.OWNER.value in self._unset:
            values[Field.OWNER] = self._before.values.get(Field.OWNER)
        owner = values.get(Field.OWNER)
        kept_names = self._before.owner_names if owner == self._before.values.get(Field.OWNER) else ()
        return replace(
            self._before,
            values=values,
            owner_names=(self._people[owner],) if owner in self._people else kept_names,
            state=self._change.state or self._before.state,
            marker=self._change.marker or self._before.marker,
            updated_at=None,
        )

    def _failure(self, answer: Answer) -> PortError:
        if answer.status in (404, 410):
            return Rejected(
                f"{self._place}: it was deleted or is out of the account's sight ({answer.status}); look there"
            )
        failure = refusal(answer, self._place)
        if answer.status == 403 and has_permission(self._site, self._target, "EDIT_ISSUES"):
            return Rejected(
                f"{self._place}: this issue alone may not be changed ({said_of(answer)}); let its status be edited "
                "(jira.issue.editable in the workflow), give the account its security level, or change it by hand"
            )
        return failure


def _named(name: str) -> str:
    """What people read of the field with Jira's id `name`."""
    return NAMES.get(name, Field.TITLE.value if name == _SUMMARY else name)
