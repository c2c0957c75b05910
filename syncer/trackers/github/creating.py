"""Owns the making of an issue: one POST with everything inside, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.core.graphemes import cut
from syncer.core.issue_body import whole_body
from syncer.core.issue_text import inert_title, title
from syncer.errors import PortError, Refused, Unknown
from syncer.model import Draft, Field, Issue, Target
from syncer.retry.answer import Answer
from syncer.trackers.github.body import with_due_in_field
from syncer.trackers.github.inspecting import assignable, inspect
from syncer.trackers.github.refusals import Fault, faults_of, refusal
from syncer.trackers.github.shown import Json, Shown, from_rest, understood
from syncer.trackers.github.site import LeftOut, Site

TITLE_LIMIT = 256
"""UTF-16 units of a title; GitHub counts characters, of which there are never more."""


def create(site: Site, draft: Draft) -> Issue:
    """The issue made for `draft`, as the server shows it: what it dropped in silence is not there.

    An optional part that the server refuses is left out from then on, and `Refused` with no wait asks for the next
    try. Raises `Unknown` where the issue may have been made, and other `PortError` where it surely was not.
    """
    target = draft.target
    inspect(site, target)
    content = _content(site, draft)
    answer = site.write(target, "POST", f"/repos/{site.names.now(target)}/issues", content)
    if answer.status != 201:
        raise _refusal(site, target, content, answer)
    shown = understood(
        lambda: from_rest(answer.data),
        lambda words: Unknown(f"{site.place(target)}: the issue may have been made: {words}"),
    )
    return _made(site, target, shown, answer)


def _made(site: Site, target: Target, shown: Shown, answer: Answer) -> Issue:
    """What was made; it tells who we are, and fails nowhere: nothing may stand between the issue and its record."""
    site.see(target, shown.number)
    user = answer.data.get("user") if isinstance(answer.data, dict) else None
    if site.account.known_viewer is None and user:
        site.account.learn(user["login"])
    return site.reader.issue(shown, target, site.account.known_viewer)


def _content(site: Site, draft: Draft) -> dict[str, Json]:
    """Everything that a create sends."""
    target = draft.target
    left_out = site.left_out.get(target) or LeftOut()
    heading = draft.values.get(Field.TITLE) or title(draft.marker.text)
    content: dict[str, Json] = {"title": written_title(heading), "body": whole_body(draft)}
    content["labels"] = _labels(site, draft.labels, left_out)
    if owner := _owner(site, draft, left_out):
        content["assignees"] = [owner]
    due, due_field = draft.values.get(Field.DUE), site.reader.due.ids.get(target)
    if due is not None and due_field is not None and not left_out.due:
        content["issue_field_values"] = [{"field_id": due_field, "value": due}]
        content["body"] = with_due_in_field(content["body"])
    return content


def written_title(heading: str) -> str:
    """`heading` as a title that mentions and refers to nothing, cut where GitHub would not take it."""
    return cut(inert_title(heading), TITLE_LIMIT)


def _labels(site: Site, wanted: Sequence[str], left_out: LeftOut) -> list[str]:
    """Our own label first, each once whatever its case."""
    labels = {label.casefold(): label for label in (*reversed(wanted), site.label)}
    return [label for key, label in reversed(labels.items()) if key not in left_out.labels]


def _owner(site: Site, draft: Draft, left_out: LeftOut) -> str | None:
    """The first account of the row's owners, if it can be assigned."""
    first = (draft.values.get(Field.OWNER) or "").partition(", ")[0]
    key = first.casefold()
    return first if key in assignable(site, draft.target) and key not in left_out.owners else None


def _refusal(site: Site, target: Target, content: Mapping[str, Json], answer: Answer) -> PortError:
    """What to raise where no issue was made."""
    if answer.is_success:
        return Unknown(f"{site.place(target)}: the issue may have been made (status {answer.status})")
    left_out = site.left_out.setdefault(target, LeftOut())
    faults = faults_of(answer) if answer.status == 422 else ()
    dropped = [words for fault in faults if (words := _leave_out(content, fault, left_out, site.label))]
    if not dropped:
        return refusal(answer, site.place(target))
    return Refused(f"{site.place(target)}: {', '.join(dropped)} not accepted (422); tried again without", 0)


def _leave_out(content: Mapping[str, Json], fault: Fault, left_out: LeftOut, own_label: str) -> str | None:
    """Leave out from now on what `fault` names of `content`; answers its name, `None` where it is no optional part."""
    name = fault.field.partition(".")[0]
    if name in ("assignee", "assignees") and "assignees" in content:
        left_out.owners.update(login.casefold() for login in content["assignees"])
        return f"assignee {', '.join(content['assignees'])}"
    if name == "issue_field_values" and "issue_field_values" in content:
        left_out.due = True
        return "the due date's field"
    if name in ("labels", "label", "name") and (labels := _optional_labels(content, fault, own_label)):
        left_out.labels.update(label.casefold() for label in labels)
        return f"label {', '.join(labels)}"
    return None


def _optional_labels(content: Mapping[str, Json], fault: Fault, own_label: str) -> list[str]:
    """The label that `fault` names, or where it names none every one but our own."""
    sent = [label for label in content["labels"] if label.casefold() != own_label.casefold()]
    named = fault.value if isinstance(fault.value, list) else [fault.value]
    return [label for label in sent if label in named] or sent
