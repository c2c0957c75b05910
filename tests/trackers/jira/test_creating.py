"""The one POST that makes an issue: everything inside, and every field that a project does not take named (F24)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from trackers.jira.desk import BOT, PAY, Desk, marker
from trackers.jira.drafts import DRAFT, account, again, chosen, draft, sent

from syncer.errors import NotAllowed, Refused, Rejected, Unknown
from syncer.model import Draft, Field, Issue, State
from syncer.retry.answer import Answer
from syncer.trackers.jira.tracker import JiraTracker

SCREEN = ["GET /issue/createmeta/PAY/issuetypes", "GET /issue/createmeta/PAY/issuetypes/10001"]


def retried(tracker: JiraTracker, wanted: Draft) -> Issue:
    """What comes of a create that leaves out what is refused."""
    with pytest.raises(Refused) as raised:
        tracker.create(wanted)
    assert raised.value.retry_after == 0
    return tracker.create(wanted)


def test_everything_in_one_request(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    desk.jira.at("PAY").add_component("API")
    tracker = chosen(desk, components=("api",))
    issue = tracker.create(draft(owner=account(desk)))
    assert desk.asked() == [*SCREEN, "GET /user/assignable/search", "POST /issue"]
    kept = desk.jira.issue("PAY-1")
    assert (kept.summary, kept.due, kept.assignee, kept.priority) == ("Rotate the keys", "2026-12-01", "alice", "High")
    assert (set(kept.labels), len(kept.components)) == ({"syncer", "postmortem"}, 1)
    assert kept.properties["syncer"]["item"] == "a1"
    assert (issue.ref.key, issue.ref.id, issue.url) == ("PAY-1", str(kept.id), f"{desk.jira.url}/browse/PAY-1")
    assert (issue.owner_names, issue.unset, issue.is_ours) == (("Alice Smith",), {}, True)


def test_it_reads_back_as_it_was_made(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    tracker = desk.tracker()
    issue = tracker.create(draft(owner=account(desk), priority="P1"))
    read = again(desk, tracker, issue)
    assert read.values == issue.values
    assert (read.ref, read.marker, read.state, read.owner_names) == (
        issue.ref,
        issue.marker,
        State.TODO,
        issue.owner_names,
    )
    assert tracker.newest(PAY) == "1"


def test_the_screen_is_looked_at_once_a_day(desk: Desk) -> None:
    desk.tracker().create(DRAFT)
    desk.asked()
    desk.tracker().create(DRAFT)
    assert desk.asked() == ["POST /issue"]
    desk.wait(hours=25)
    desk.tracker().create(DRAFT)
    assert desk.asked() == [*SCREEN, "POST /issue"]


@pytest.mark.parametrize(
    ("field", "name", "label"),
    [
        ("duedate", "due", "Due date"),
        ("priority", "priority", "Priority"),
        ("assignee", "owner", "Assignee"),
        ("description", "description", "Description"),
    ],
)
def test_an_optional_field_off_screen_is_dropped_and_named(desk: Desk, field: str, name: str, label: str) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    desk.jira.at("PAY").off_screen(field)
    issue = desk.tracker().create(draft(owner=account(desk)))
    assert issue.unset == {
        name: f"the field {label} is not on the create screen of Task in PAY; add it to that screen",
    }
    assert field not in sent(desk)["fields"]
    if name != "description":
        assert issue.values[Field(name)] == ("High" if name == "priority" else None)


def test_a_field_that_left_the_screen_today_is_dropped_after_one_refusal(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.create(DRAFT)
    desk.jira.at("PAY").off_screen("duedate")
    issue = retried(tracker, DRAFT)
    assert "appropriate screen" in issue.unset["due"]
    assert issue.unset["due"].endswith("; add the field to the create screen")
    assert issue.values[Field.DUE] is None
    assert tracker.create(DRAFT).unset.keys() == {"due"}
    assert len(desk.jira.at("PAY").issues) == 3


@pytest.mark.parametrize(("field", "name"), [("duedate", "due"), ("priority", "priority")])
def test_a_value_that_one_row_alone_has_is_left_out_of_its_issue_alone(desk: Desk, field: str, name: str) -> None:
    tracker = desk.tracker()
    refuse(desk, tracker, **{field: "A workflow of ours wants another one."})
    with pytest.raises(Refused):
        tracker.create(DRAFT)
    allow(tracker)
    issue = tracker.create(DRAFT)
    assert issue.unset == {name: "A workflow of ours wants another one; correct the row, or set it by hand"}
    other = tracker.create(replace(DRAFT, marker=marker("a2")))
    assert other.unset == {}
    assert sent(desk)["fields"].keys() >= {"duedate", "priority"}


def test_an_account_that_cannot_be_assigned(desk: Desk) -> None:
    tracker = desk.tracker()
    issue = tracker.create(draft(owner=(alice := account(desk))))
    assert issue.unset == {
        "owner": f"{alice} cannot be assigned in PAY; give that account the permission Assignable User there, or "
        "correct it in people"
    }
    assert issue.values[Field.OWNER] is None
    searches = ["GET /user/assignable/search"] * 2
    assert desk.asked() == [*SCREEN, *searches, "POST /issue"]
    tracker.create(draft(owner=alice))
    assert desk.asked() == ["POST /issue"]


def test_an_account_that_was_refused_after_all(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice", "bob")
    tracker = desk.tracker()
    alice, bob = account(desk), account(desk, "bob")
    tracker.create(draft(owner=alice))
    desk.jira.at("PAY").refuse_assignee("alice")
    issue = retried(tracker, draft(owner=alice))
    assert issue.unset["owner"].startswith(f"{alice} cannot be assigned in PAY; ")
    assert tracker.create(draft(owner=bob)).values[Field.OWNER] == bob


def test_a_priority_is_mapped_named_or_told(desk: Desk) -> None:
    tracker = chosen(desk, priorities={"p1": "highest"})
    assert tracker.create(draft(priority="P1")).unset == {}
    assert desk.jira.issue("PAY-1").priority == "Highest"
    issue = tracker.create(draft(priority="P9"))
    assert issue.unset["priority"].startswith('Jira has no priority "P9" ("Highest", ')
    assert issue.unset["priority"].endswith('; set priorities = { "P9" = "..." } in the configuration')
    assert issue.values[Field.PRIORITY] == again(desk, tracker, issue).values[Field.PRIORITY] == "P9"


def test_a_priority_that_is_a_whole_novel_is_told_in_short(desk: Desk) -> None:
    issue = desk.tracker().create(draft(priority=f'Fix "it"; now\n{"x" * 500}'))
    reason, _, remedy = issue.unset["priority"].partition("; ")
    assert reason.startswith('Jira has no priority "Fix "it", now xxx')
    assert remedy.startswith('set priorities = { "Fix \\"it\\", now xxx')
    assert len(remedy) < 150


def test_labels_hold_no_blanks(desk: Desk) -> None:
    issue = desk.tracker().create(replace(DRAFT, labels=("two words", "syncer", "")))
    assert issue.labels == ("syncer", "two-words")


def test_without_labels_nothing_is_made(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.create(DRAFT)
    desk.jira.at("PAY").off_screen("labels")
    with pytest.raises(NotAllowed, match="the label syncer is not accepted"):
        tracker.create(DRAFT)
    with pytest.raises(NotAllowed, match="Labels is not on the create screen of Task"):
        desk.tracker().create(DRAFT)
    assert len(desk.jira.at("PAY").issues) == 1


def test_labels_of_the_configuration_that_are_refused_are_left_out(desk: Desk) -> None:
    desk.jira.fail("status", "POST", "/issue$", status=400, message="no")
    tracker = desk.tracker()
    with pytest.raises(Rejected, match="the data was not accepted"):
        tracker.create(DRAFT)
    refuse(desk, tracker, labels="The label 'postmortem' is not welcome.")
    with pytest.raises(Refused):
        tracker.create(DRAFT)
    allow(tracker)
    issue = tracker.create(DRAFT)
    assert issue.labels == ("syncer",)
    assert issue.unset["labels"].startswith("The label 'postmortem' is not welcome;")


def refuse(desk: Desk, tracker: JiraTracker, **errors: str) -> None:
    """Let the next creates be refused for fields."""
    real = tracker._site.account.write
    tracker._site.account.write = (  # type: ignore[method-assign]
        lambda *_: Answer(400, {}, json.dumps({"errorMessages": [], "errors": errors}))
    )
    tracker._real = real  # type: ignore[attr-defined]


def allow(tracker: JiraTracker) -> None:
    tracker._site.account.write = tracker._real  # type: ignore[method-assign,attr-defined]


# --- what the project requires ---


def require(desk: Desk) -> str:
    cause = desk.jira.custom_field("Root cause", "option", ["Code", "Config"])
    desk.jira.at("PAY").add_field(cause.id, required=True)
    return cause.id


def test_a_required_field_fails_the_item_with_the_line_that_sets_it(desk: Desk) -> None:
    cause = require(desk)
    with pytest.raises(Rejected) as raised:
        desk.tracker().create(DRAFT)
    assert str(raised.value) == (
        f"PAY on {desk.jira.host.partition('//')[2]}: nothing sets Root cause ({cause}), which is required for a Task "
        '(allowed: "Code", "Config"); write fields = { "Root cause" = "Code" } below [trackers.desk.projects.PAY] in '
        "the configuration"
    )
    assert raised.value.field == cause
    assert "POST /issue" not in desk.asked()


@pytest.mark.parametrize("name", ["Root cause", "root CAUSE", None])
@pytest.mark.parametrize("value", ["Code", "code", {"value": "Code"}])
def test_the_configuration_sets_it(desk: Desk, name: str | None, value: object) -> None:
    cause = require(desk)
    issue = chosen(desk, fields={name or cause: value}).create(DRAFT)
    assert issue.unset == {}
    assert len(desk.jira.at("PAY").issues) == 1


def test_a_configured_value_that_is_not_allowed_leaves_it_missing(desk: Desk) -> None:
    require(desk)
    with pytest.raises(Rejected, match="nothing sets Root cause"):
        chosen(desk, fields={"Root cause": "Moon"}).create(DRAFT)


def test_what_a_screen_of_yesterday_lacks_is_looked_for_today(desk: Desk) -> None:
    cause = require(desk)
    with pytest.raises(Rejected):
        desk.tracker().create(DRAFT)
    desk.jira.at("PAY").required.discard(cause)
    desk.asked()
    desk.tracker().create(DRAFT)
    assert desk.asked() == [*SCREEN, "POST /issue"]


def test_a_field_that_is_required_since_today(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.create(DRAFT)
    cause = require(desk)
    with pytest.raises(Rejected, match=r"Root cause is required.*write fields = \{.*below \[trackers") as raised:
        tracker.create(DRAFT)
    assert raised.value.field == cause


def test_a_due_date_that_is_required_may_be_configured(desk: Desk) -> None:
    desk.jira.at("PAY").require("duedate")
    with pytest.raises(Rejected, match='"Due date" = "2026-12-31"'):
        desk.tracker().create(draft(due=None))
    issue = chosen(desk, fields={"Due date": "2027-01-31"}).create(draft(due=None))
    assert issue.values[Field.DUE] == "2027-01-31"
    assert chosen(desk, fields={"Due date": "2027-01-31"}).create(DRAFT).values[Field.DUE] == "2026-12-01"


def test_a_configured_field_that_is_not_there(desk: Desk) -> None:
    issue = chosen(desk, fields={"Moon phase": "full"}).create(DRAFT)
    assert issue.unset["Moon phase"].endswith("add it to that screen, or take it out of fields in the configuration")


# --- components, parents, security ---


def test_a_component_that_is_not_there(desk: Desk) -> None:
    desk.jira.at("PAY").add_component("API")
    issue = chosen(desk, components=("API", "Moon")).create(DRAFT)
    ((name, why),) = issue.unset.items()
    assert name in ("Components", "Component/s")
    assert why.startswith('"Moon" is none of its values ("API")')
    assert len(desk.jira.issue("PAY-1").components) == 1


def test_a_parent_or_an_epic(desk: Desk) -> None:
    epic = desk.jira.open_issue("Reliability", project="PAY", type="Epic")
    if not desk.is_cloud:
        desk.jira.at("PAY").add_field(desk.jira.custom_field("Epic Link", "epic-link").id)
        desk.jira.at("PAY").off_screen("parent")
    issue = chosen(desk, parent=epic.key).create(DRAFT)
    assert issue.unset == {}
    kept = desk.jira.issue(issue.ref.key)
    assert kept.parent == epic.id or epic.key in kept.fields.values()


def test_a_parent_that_no_screen_takes(desk: Desk) -> None:
    desk.jira.at("PAY").off_screen("parent")
    assert "parent" in chosen(desk, parent="PAY-1").create(DRAFT).unset


def test_a_security_level(desk: Desk) -> None:
    level = desk.jira.at("PAY").add_level("Internal", [BOT])
    desk.jira.at("PAY").add_field("security")
    chosen(desk, security="internal").create(DRAFT)
    assert desk.jira.issue("PAY-1").security == level.id


@pytest.mark.parametrize("case", ["off screen", "not allowed", "unlisted", "refused"])
@pytest.mark.parametrize("choices", [{"security": "Internal"}, {"fields": {"Security Level": "Internal"}}])
def test_what_is_private_is_not_made_public(desk: Desk, case: str, choices: dict[str, Any]) -> None:
    project = desk.jira.at("PAY")
    project.add_level("Internal", [BOT] if case == "refused" else [])
    project.add_field("security")
    tracker = chosen(desk, **choices)
    if case == "not allowed":
        project.add_level("Other", [BOT])
    if case == "off screen":
        project.off_screen("security")
    if case == "refused":
        tracker.create(DRAFT)
        project.off_screen("security")
    with pytest.raises(NotAllowed, match="an issue is not made without its security level"):
        tracker.create(DRAFT)
    assert len(project.issues) == (case == "refused")


# --- where nothing can be made ---


def test_an_archived_project(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.create(DRAFT)
    desk.jira.at("PAY").archived = True
    with pytest.raises(NotAllowed):
        tracker.create(DRAFT)


def test_a_permission_that_was_taken_away(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.create(DRAFT)
    desk.jira.at("PAY").revoke(BOT, "CREATE_ISSUES")
    with pytest.raises(NotAllowed, match="may not create issues there; give it the permission Create Issues"):
        tracker.create(DRAFT)
    with pytest.raises(NotAllowed):
        desk.tracker().create(DRAFT)


def test_a_create_that_is_forbidden(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.inspect(PAY)
    desk.jira.fail("status", "POST", "/issue$", status=403, message="no")
    with pytest.raises(NotAllowed, match=r"no issue can be made there \(403: no\); give the account Create Issues"):
        tracker.create(DRAFT)


# --- answers that nobody can trust ---


@pytest.mark.parametrize("kind", ["drop", "bad-gateway-after", "html", "cut"])
def test_a_lost_answer_is_unknown_and_nothing_is_sent_again(desk: Desk, kind: str) -> None:
    tracker = desk.tracker()
    tracker.inspect(PAY)
    desk.jira.fail(kind, "POST", "/issue$")
    with pytest.raises(Unknown):
        tracker.create(DRAFT)
    assert len(desk.jira.at("PAY").issues) == 1


@pytest.mark.parametrize("content", ['{"id": "1"}', '{"id": "1", "key": 7}', '{"id": "1", "key": "PAY"}', "[]"])
@pytest.mark.parametrize("status", [200, 201])
def test_a_success_of_another_shape_is_unknown(desk: Desk, content: str, status: int) -> None:
    tracker = desk.tracker()
    tracker.inspect(PAY)
    tracker._site.account.write = lambda *_: Answer(status, {}, content)  # type: ignore[method-assign]
    with pytest.raises(Unknown, match="may have been made"):
        tracker.create(DRAFT)


def test_a_limit_is_refused(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.inspect(PAY)
    desk.jira.fail("status", "POST", "/issue$", status=429, headers={"Retry-After": "7"})
    with pytest.raises(Refused) as raised:
        tracker.create(DRAFT)
    assert raised.value.retry_after == 7


def test_hostile_text(desk: Desk) -> None:
    text = "[~alice] {code}x{code} !i! @bob #1 \x00 \ud800 " * 40 + "\n# two"
    hostile: Any = replace(
        draft(title=None, priority=text, type=text),
        marker=replace(DRAFT.marker, text=text),
        owners=(text,),
        due_text=text,
    )
    issue = desk.tracker().create(hostile)
    kept = desk.jira.issue("PAY-1")
    assert len(kept.summary) <= 255
    assert kept.summary.startswith("[~alice] {code}x{code} !i! @bob #1 \ufffd \ufffd")
    assert issue.values[Field.TITLE] == kept.summary
    assert "\x00" not in str(kept.description)
