"""Owns the change of an issue: read anew, compared field by field, and only what differs sent."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from syncer.core.issue_body import fits, read_own_marker, with_facts, with_marker
from syncer.errors import PortError, Rejected, Unknown
from syncer.model import Field, FieldChange, Issue, IssueRef, Marker, State, Target, Values
from syncer.retry.answer import Answer
from syncer.trackers.github.body import has_due_in_field, with_due_in_field, without_due_in_field
from syncer.trackers.github.creating import written_title
from syncer.trackers.github.inspecting import note_due_field, read_repository
from syncer.trackers.github.places import issue_path
from syncer.trackers.github.refusals import faults_of, refusal
from syncer.trackers.github.shown import Json, Shown, from_rest, understood
from syncer.trackers.github.site import ABSENT, LeftOut, Site

_REASONS = {State.DONE: "completed", State.WONT_DO: "not_planned"}


def update(site: Site, ref: IssueRef, change: FieldChange) -> Issue:
    """The issue after `change`, as the server shows it; a field no longer at its expected value is left.

    Between our look and our write lies one round trip in which a person's edit of the same field would be
    overwritten: GitHub has no compare-and-swap. Labels, the issue field and the rest are a request each, and only
    sent where something differs. Raises `PortError`; Rejected where the issue is gone, or another has its number.
    """
    data, target = read_there(site, ref)
    if target == ref.target and _is_another(data, ref, change):
        place = f"{site.place(target)}, issue {ref.key}"
        raise Rejected(f"{place}: another issue has that number now, so the repository was made anew; correct the link")
    return _Update(site, target, data, change).run()


def _is_another(data: dict[str, Json], ref: IssueRef, change: FieldChange) -> bool:
    """Whether `data` is not what `ref` means: ids may be written anew, but then the marker is still that of our item.

    A transferred issue has another id as well, and is known by the redirect that led there.
    """
    if ref.id in ("", ref.key) or data.get("node_id") == ref.id:
        return False
    found = read_own_marker(data.get("body") or "")
    return found is None or (change.marker is not None and change.marker.item != found.item)


def read_there(site: Site, ref: IssueRef) -> tuple[dict[str, Json], Target]:
    """The issue as REST shows it now, and the target it is in, which another may be since a transfer."""
    place = f"{site.place(ref.target)}, issue {ref.key}"
    answer = site.account.get(ref.target, site.account.absolute(issue_path(site.names.now(ref.target), ref.key)))
    if answer.status in ABSENT:
        raise Rejected(f"{place}: it was deleted or is out of the token's sight ({answer.status}); look there")
    if not answer.is_success:
        raise refusal(answer, place)
    data: Json = answer.data
    return data, site.whereabouts(site.read(data, ref.target), ref.target)


class _Update:
    """One update on its way; `_data` is the issue as REST last showed it."""

    def __init__(self, site: Site, target: Target, data: dict[str, Json], change: FieldChange) -> None:
        self._site = site
        self._target = target
        self._change = change
        self._data = data
        self._before = self._issue()
        self._place = f"{site.place(target)}, issue {self._before.ref.key}"
        self._path = issue_path(site.names.now(target), self._before.ref.key)
        self._left_out = site.left_out.setdefault(target, LeftOut())

    def run(self) -> Issue:
        """Send what differs; a pull request is only followed."""
        if self._before.is_read_only:
            return self._before
        self._check_touched()
        wanted = self._wanted()
        has_field = self._set_due(wanted)
        if has_field and Field.DUE in wanted:  # a round trip went by since the body was read
            self._data, _ = read_there(self._site, self._before.ref)
        content = self._content(wanted, has_field=has_field)
        if content:
            self._patch(content)
        self._add_labels()
        self._remove_labels()
        return self._issue()

    def _check_touched(self) -> None:
        """A duplicate that somebody has touched since it was planned to be closed is theirs to close."""
        if self._change.duplicate_of is not None and not (self._before.is_untouched or self._before.state.is_closed):
            raise Rejected(f"{self._place}: somebody has touched this duplicate by now; close one of both by hand")

    def _issue(self) -> Issue:
        return self._site.issue(self._shown(), self._target)

    def _shown(self) -> Shown:
        return understood(
            lambda: from_rest(self._data), lambda words: Unknown(f"{self._site.place(self._target)}: {words}")
        )

    def _wanted(self) -> Values:
        """The fields to change: those still where they were expected, and not there already."""
        now, expected = self._before.values, self._change.expected
        return {
            field: value
            for field, value in self._change.values.items()
            if value != now.get(field) and expected.get(field, now.get(field)) == now.get(field)
        }

    def _add_labels(self) -> None:
        """Labels are added, never set, so that those of people stay."""
        had = {label.casefold() for label in self._before.labels} | self._left_out.labels
        missing = [label for label in self._change.add_labels if label.casefold() not in had]
        if missing:
            answer = self._write("POST", f"{self._path}/labels", {"labels": missing})
            if answer.status == 422:
                self._left_out.labels.update(label.casefold() for label in missing)
            else:
                self._data["labels"] = self._list(answer)

    def _remove_labels(self) -> None:
        had = {label.casefold() for label in self._before.labels}
        for label in self._change.remove_labels:
            if label.casefold() in had:
                answer = self._write("DELETE", f"{self._path}/labels/{quote(label, safe='')}")
                if answer.status not in ABSENT:  # else somebody was faster
                    self._data["labels"] = self._list(answer)

    def _set_due(self, wanted: Values) -> bool:
        """Put a new due date into the issue field, where there is one for it; whether there is."""
        if Field.DUE not in wanted:
            return has_due_in_field(self._before_body)
        due_field = self._due_field()
        if due_field is None:
            return False
        due, path = wanted[Field.DUE], f"{self._path}/issue-field-values"
        if due is None:
            answer = self._write("DELETE", f"{path}/{due_field}")
            if not (answer.is_success or answer.status in ABSENT):
                raise self._failure(answer)
            self._data["issue_field_values"] = self._other_fields(due_field)
            return True
        answer = self._write("POST", path, {"issue_field_values": [{"field_id": due_field, "value": due}]})
        if answer.status in (403, 404, 422):
            self._left_out.due = True
            return False
        self._data["issue_field_values"] = self._list(answer)
        return True

    def _due_field(self) -> int | None:
        """The field for due dates; asked for where only the issue itself says that there is one."""
        due = self._site.reader.due
        if self._left_out.due:
            return None
        if self._target not in due.ids and has_due_in_field(self._before_body):
            note_due_field(self._site, self._target, read_repository(self._site, self._target))
        return due.ids.get(self._target)

    def _other_fields(self, due_field: int) -> list[Json]:
        return [one for one in self._data.get("issue_field_values") or () if one["issue_field_id"] != due_field]

    @property
    def _before_body(self) -> str:
        return self._data.get("body") or ""

    def _content(self, wanted: Values, *, has_field: bool) -> dict[str, Json]:
        """Everything else that differs, for one PATCH."""
        content: dict[str, Json] = {}
        if heading := wanted.get(Field.TITLE):
            content["title"] = written_title(heading)
        if (text := self._body(wanted, has_field=has_field)) != self._before_body:
            content["body"] = text
        if Field.OWNER in wanted and (assignees := self._assignees(wanted[Field.OWNER])) is not None:
            content["assignees"] = assignees
        return {**content, **self._state()}

    def _body(self, wanted: Values, *, has_field: bool) -> str:
        """The body with our lines and marker changed in place, as much of that as fits; a person's text stays."""
        before, change = self._before_body, self._change
        now = self._before.values
        said = {field: value for field, value in change.values.items() if field in wanted or value == now.get(field)}
        owners = change.owners if Field.OWNER in said else None
        told = with_facts(before, said, owners=owners, due_text=change.due_text if Field.DUE in said else None)
        marker = self._marker(wanted)
        marked = told if marker in (None, self._before.marker) else with_marker(told, marker)
        noted = with_due_in_field(marked) if has_field else without_due_in_field(marked)
        return next((text for text in (noted, marked, told) if fits(text)), before)

    def _marker(self, wanted: Values) -> Marker | None:
        """The marker of the change; it says nothing of a field that is left, for of that nothing was agreed."""
        marker, now = self._change.marker, self._before.values
        held = {field for field, value in self._change.values.items() if field in wanted or value == now.get(field)}
        left = self._change.values.keys() - held
        if marker is None or not left:
            return marker
        return replace(marker, base={field: half for field, half in marker.base.items() if field not in left})

    def _assignees(self, owner: str | None) -> list[str] | None:
        """The first assignee replaced, the others kept; `None` where `owner` is known not to be assignable."""
        others = [login for login, _ in self._shown().assignees[1:]]
        if owner is None:
            return others
        known = self._site.assignable.get(self._target)
        key = owner.partition(", ")[0].casefold()
        if key in self._left_out.owners or (known is not None and key not in known):
            return None
        return [key, *(login for login in others if login.casefold() != key)]

    def _state(self) -> dict[str, Json]:
        """A change between open and closed; the reason of a closed issue cannot be changed."""
        wanted = self._change.state
        if wanted is None or wanted.is_closed == self._before.state.is_closed:
            return {}
        if not wanted.is_closed:
            return {"state": "open", "state_reason": "reopened"}
        if self._change.duplicate_of is None:
            return {"state": "closed", "state_reason": _REASONS[wanted]}
        other, _ = read_there(self._site, IssueRef(self._target, self._change.duplicate_of, ""))
        return {"state": "closed", "state_reason": "duplicate", "duplicate_issue_id": other["id"]}

    def _patch(self, content: dict[str, Json]) -> None:
        """One PATCH, and one more without what the server will not have: nothing was processed then."""
        answer = self._write("PATCH", self._path, content)
        if answer.status == 422 and self._leave_out(content, answer):
            if not content:
                return
            answer = self._write("PATCH", self._path, content)
        self._data = self._object(answer)

    def _leave_out(self, content: dict[str, Json], answer: Answer) -> bool:
        """Take what is refused and optional out of `content`; whether there was any."""
        faults = {fault.field.partition(".")[0]: fault.value for fault in faults_of(answer)}
        before = dict(content)
        if content.get("assignees") and (named := faults.keys() & {"assignee", "assignees"}):
            self._blame(content.pop("assignees"), faults[named.pop()])
        if content.get("state_reason") == "duplicate" and faults.keys() & {"state_reason", "duplicate_issue_id"}:
            content["state_reason"] = _REASONS[State.WONT_DO]  # older Enterprise Servers know no duplicates
            del content["duplicate_issue_id"]
        return content != before

    def _blame(self, assignees: list[str], refused: Json) -> None:
        """Remember whom we wanted for not assignable, unless it was one of the others who is not any more."""
        if refused in (None, assignees[0]) and self._change.values.get(Field.OWNER) is not None:
            self._left_out.owners.add(assignees[0])

    def _write(self, verb: str, path: str, content: Json = None) -> Answer:
        return self._site.write(self._target, verb, path, content)

    def _object(self, answer: Answer) -> dict[str, Json]:
        data = answer.data if answer.is_success else None
        if isinstance(data, dict):
            return data
        raise self._failure(answer)

    def _list(self, answer: Answer) -> list[Json]:
        data = answer.data if answer.is_success else None
        if isinstance(data, list):
            return data
        raise self._failure(answer)

    def _failure(self, answer: Answer) -> PortError:
        if answer.is_success:
            return Unknown(f"{self._place}: an answer of another shape than GitHub's; it may have been changed")
        if answer.status in ABSENT:
            return Rejected(
                f"{self._place}: it was deleted or is out of the token's sight ({answer.status}); look there"
            )
        return refusal(answer, self._place)
