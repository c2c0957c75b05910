"""The change of an issue: compared anew, only what differs sent, and people's edits and assignees left alone (F24)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from trackers.jira.desk import PAY, Desk, marker, ref
from trackers.jira.drafts import account, again, chosen, draft, sent

from syncer.errors import NotAllowed, Refused, Rejected, Unknown
from syncer.model import Agreement, Field, FieldChange, Issue, IssueRef, State
from syncer.retry.answer import Answer
from syncer.trackers.jira.tracker import JiraTracker

LABELS = ("orphan",)


def made(desk: Desk, **choices: Any) -> tuple[JiraTracker, Issue]:
    """A tracker and the issue that it made."""
    desk.jira.at("PAY").allow_assignees("alice")
    tracker = chosen(desk, **choices)
    issue = tracker.create(draft(owner=account(desk)))
    desk.asked()
    return tracker, again(desk, tracker, issue) if not desk.asked() else issue


@pytest.fixture
def issue(desk: Desk) -> Issue:
    return made(desk)[1]


def change(**values: str | None) -> FieldChange:
    return FieldChange({Field(name): value for name, value in values.items()})


def path(issue: Issue) -> str:
    return f"/issue/{issue.ref.id}"


def test_nothing_that_differs_is_nothing_to_send(desk: Desk) -> None:
    tracker, issue = made(desk)
    same = FieldChange(dict(issue.values), state=State.TODO, marker=issue.marker, add_labels=("syncer",))
    desk.asked()
    assert tracker.update(issue.ref, same) == issue
    assert desk.asked() == [f"GET {path(issue)}"]


def test_only_what_differs_is_sent(desk: Desk) -> None:
    tracker, issue = made(desk)
    moved = FieldChange(
        {**issue.values, Field.DUE: "2026-12-24"},
        add_labels=("syncer", "two words"),
        remove_labels=("postmortem", "never there"),
        marker=replace(marker(), text="Rotate all keys"),
    )
    desk.asked()
    after = tracker.update(issue.ref, moved)
    assert desk.asked() == [f"GET {path(issue)}", f"PUT {path(issue)}", f"GET {path(issue)}"]
    content = sent(desk, "PUT")
    assert content["fields"] == {"duedate": "2026-12-24"}
    assert content["update"] == {"labels": [{"add": "two-words"}, {"remove": "postmortem"}]}
    assert content["properties"][0]["value"]["text"] == "Rotate all keys"
    assert content["properties"][0]["value"]["type"] == "Prevent"
    assert after.values == {**issue.values, Field.DUE: "2026-12-24"}
    assert (set(after.labels), after.unset) == ({"syncer", "two-words"}, {})


def test_every_field(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").allow_assignees("bob")
    bob = account(desk, "bob")
    wanted = {
        Field.TITLE: "Other",
        Field.OWNER: bob,
        Field.DUE: None,
        Field.PRIORITY: "Low",
        Field.TYPE: "Mitigate",
    }
    after = tracker.update(issue.ref, FieldChange(wanted, expected=issue.values))
    assert after.values == again(desk, tracker, issue).values == wanted
    assert after.owner_names == ("Bob Smith",)
    assert desk.jira.issue("PAY-1").priority == "Low"


def test_a_field_that_a_person_changed_meanwhile_is_left(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.edit("PAY-1", due="2027-01-01")
    base = {Field.DUE: Agreement("x", "2026-12-24", "2026-12-24"), Field.TITLE: Agreement("a", "a", "a")}
    wanted = FieldChange(
        {Field.DUE: "2026-12-24", Field.TITLE: "Other"}, expected=issue.values, marker=replace(marker(), base=base)
    )
    after = tracker.update(issue.ref, wanted)
    assert (after.values[Field.DUE], after.values[Field.TITLE]) == ("2027-01-01", "Other")
    assert sent(desk, "PUT")["properties"][0]["value"]["base"].keys() == {"title"}


def test_an_assignee_is_not_cleared_for_a_name_that_did_not_map(desk: Desk) -> None:
    tracker, issue = made(desk)
    carol = account(desk, "carol")
    base = {Field.OWNER: Agreement("Carol", carol, carol)}
    after = tracker.update(issue.ref, replace(change(owner=carol), marker=replace(marker(), base=base)))
    assert after.values == issue.values
    assert after.unset["owner"].startswith(f"{carol} cannot be assigned in PAY; ")
    assert desk.jira.issue("PAY-1").assignee == "alice"


def test_an_assignee_is_cleared_where_that_is_wanted(desk: Desk) -> None:
    tracker, issue = made(desk)
    after = tracker.update(issue.ref, change(owner=None))
    assert (after.values[Field.OWNER], after.owner_names) == (None, ())


def test_an_account_that_is_refused_after_all(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").allow_assignees("bob")
    bob = account(desk, "bob")
    tracker.update(issue.ref, change(owner=bob))
    tracker.update(issue.ref, change(owner=account(desk)))
    desk.jira.at("PAY").refuse_assignee("bob")
    after = tracker.update(issue.ref, change(owner=bob, due="2026-12-24"))
    assert after.unset["owner"].startswith(f"{bob} cannot be assigned in PAY; ")
    assert after.values[Field.DUE] == "2026-12-24"
    assert desk.jira.issue("PAY-1").assignee == "alice"


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [("duedate", "due", "2027-01-01"), ("priority", "priority", "Low"), ("summary", "title", "X")],
)
def test_a_field_off_the_edit_screen_is_dropped_and_named(desk: Desk, field: str, name: str, value: str) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").off_screen(field, create=False)
    after = tracker.update(issue.ref, change(**{name: value, "type": "Mitigate"}))
    assert after.unset.keys() == {name}
    assert after.unset[name].endswith("; add the field to the edit screen of PAY")
    assert after.values[Field(name)] == issue.values[Field(name)]
    assert after.values[Field.TYPE] == "Mitigate"


def test_where_nothing_is_left_to_send(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").off_screen("duedate", create=False)
    desk.asked()
    after = tracker.update(issue.ref, change(due="2027-01-01"))
    assert after.values == issue.values
    assert after.unset.keys() == {"due"}
    assert desk.asked() == [f"GET {path(issue)}", f"PUT {path(issue)}"]


def test_labels_that_cannot_be_changed(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").off_screen("labels", create=False)
    with pytest.raises(Rejected, match=r"labels cannot be changed .* add the field Labels to the edit screen of its"):
        tracker.update(issue.ref, FieldChange(add_labels=LABELS))


def test_an_issue_that_alone_may_not_be_changed_costs_nothing_but_itself(desk: Desk) -> None:
    tracker, issue = made(desk)
    told = "You do not have permission to edit issues in this project."  # said of a closed status as well
    desk.jira.fail("status", "PUT", "/issue/", status=403, message=told)
    with pytest.raises(Rejected, match=r"this issue alone may not be changed \(403: You do .*; let its status"):
        tracker.update(issue.ref, change(due="2027-01-01"))


def test_a_project_in_which_nothing_may_be_changed_is_said_as_that(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").revoke("syncer-bot", "EDIT_ISSUES")
    with pytest.raises(NotAllowed, match="give the account the permission in the project"):
        tracker.update(issue.ref, change(due="2027-01-01"))


def test_a_priority_of_the_document_that_jira_has_not(desk: Desk) -> None:
    tracker, issue = made(desk, priorities={"P1": "Highest"})
    after = tracker.update(issue.ref, change(priority="P9"))
    assert after.values[Field.PRIORITY] == "P9"
    assert after.unset["priority"].startswith('Jira has no priority "P9"')
    assert tracker.update(issue.ref, change(priority="p1")).unset == {}
    assert desk.jira.issue("PAY-1").priority == "Highest"
    assert tracker.update(issue.ref, change(priority=None)).values[Field.PRIORITY] is None
    desk.jira.edit("PAY-1", priority="Low")
    assert again(desk, tracker, issue).values[Field.PRIORITY] == "Low"


def test_who_may_not_create_may_edit(desk: Desk, issue: Issue) -> None:
    desk.jira.at("PAY").revoke("syncer-bot", "CREATE_ISSUES")
    desk.notes.clear()
    after = chosen(desk, priorities={"P1": "Highest"}).update(issue.ref, change(priority="P1"))
    assert (after.values[Field.PRIORITY], desk.jira.issue("PAY-1").priority) == ("P1", "Highest")


# --- adoption ---


def test_an_issue_of_a_person_is_adopted(desk: Desk) -> None:
    kept = desk.jira.open_issue("Mine", project="PAY", labels=["mine"], due="2026-12-24")
    tracker = desk.tracker()
    adopted = FieldChange({}, marker=marker(), add_labels=("syncer",))
    after = tracker.update(IssueRef(PAY, kept.key, kept.key), adopted)
    asked = [one for one in desk.asked() if one != "GET /myself"]
    assert asked == [f"GET /issue/{kept.key}", f"PUT /issue/{kept.id}", f"GET /issue/{kept.id}"]
    assert (after.marker, set(after.labels), after.is_ours) == (marker(), {"mine", "syncer"}, False)
    assert (after.values[Field.TITLE], after.values[Field.DUE]) == ("Mine", "2026-12-24")


def test_an_issue_that_is_not_ours_gets_no_property_without_a_marker(desk: Desk) -> None:
    kept = desk.jira.open_issue("Mine", project="PAY")
    desk.tracker().update(ref(kept), change(type="Prevent", due="2026-12-24"))
    assert "properties" not in sent(desk, "PUT")


# --- states and duplicates ---


def test_a_state(desk: Desk) -> None:
    tracker, issue = made(desk)
    after = tracker.update(issue.ref, FieldChange(state=State.DONE))
    assert (after.state, after.closed) == (State.DONE, desk.clock.now().date())
    assert [one.partition("/")[0] for one in desk.asked()][-4:] == ["GET ", "GET ", "POST ", "GET "]


def test_a_state_that_no_way_leads_to(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").block("Done")
    with pytest.raises(Rejected) as raised:
        tracker.update(issue.ref, FieldChange(state=State.DONE))
    assert raised.value.field == "state"


def ask_for_a_resolution(desk: Desk) -> None:
    workflow = desk.jira.at("PAY").workflow.changed("Done", screen={"resolution": True})
    desk.jira.use_workflow("PAY", workflow)


def test_what_was_not_done_after_all_says_so(desk: Desk) -> None:
    tracker, issue = made(desk)
    ask_for_a_resolution(desk)
    after = tracker.update(issue.ref, FieldChange(state=State.WONT_DO))
    assert (after.state, after.unset) == (State.WONT_DO, {})


def test_a_workflow_without_resolutions_cannot_say_it(desk: Desk) -> None:
    tracker, issue = made(desk)
    after = tracker.update(issue.ref, FieldChange(state=State.WONT_DO))
    assert after.state is State.DONE
    assert after.unset["Resolution"].startswith("it counts as done, because no transition takes a resolution")


def test_a_duplicate_is_closed_and_linked(desk: Desk) -> None:
    tracker, issue = made(desk)
    ask_for_a_resolution(desk)
    double = tracker.create(draft())
    after = tracker.update(double.ref, FieldChange(state=State.WONT_DO, duplicate_of=issue.ref.key))
    assert (after.state, after.duplicate_of, after.unset) == (State.WONT_DO, issue.ref.key, {})


def test_a_duplicate_that_cannot_be_linked_is_closed(desk: Desk) -> None:
    tracker, issue = made(desk)
    double = tracker.create(draft())
    desk.jira.at("PAY").revoke("syncer-bot", "LINK_ISSUES")
    after = tracker.update(double.ref, FieldChange(state=State.WONT_DO, duplicate_of=issue.ref.key))
    assert after.state.is_closed
    assert after.unset["Linked issues"].endswith("; link it by hand, or give the account Link Issues")


def test_a_duplicate_that_somebody_touched_is_theirs(desk: Desk) -> None:
    tracker, issue = made(desk)
    double = tracker.create(draft())
    desk.wait(minutes=5)
    desk.jira.comment(double.ref.key, "mine")
    with pytest.raises(Rejected, match="somebody has touched this duplicate by now; close one of both by hand"):
        tracker.update(double.ref, FieldChange(state=State.WONT_DO, duplicate_of=issue.ref.key))


# --- failures ---


def test_an_issue_that_is_gone(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.delete("PAY-1")
    with pytest.raises(Rejected, match="PAY-1"):
        tracker.update(issue.ref, change(title="x"))


def test_an_issue_that_goes_between_look_and_write(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.fail("status", "PUT", status=404)
    with pytest.raises(Rejected, match="deleted or is out of the account's sight"):
        tracker.update(issue.ref, change(title="x"))


def test_an_issue_that_moved(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.move("PAY-1", "OPS")
    after = tracker.update(issue.ref, change(title="Other"))
    assert (after.ref.key, after.ref.id, after.values[Field.TITLE]) == ("OPS-1", issue.ref.id, "Other")


@pytest.mark.parametrize("landed", [True, False])
def test_a_conflict(desk: Desk, *, landed: bool) -> None:
    tracker, issue = made(desk)
    desk.jira.fail("status", "PUT", status=409)
    if landed:
        desk.jira.watch_before(lambda one: desk.jira.edit("PAY-1", summary="Other") if one.method == "PUT" else None)
        assert tracker.update(issue.ref, change(title="Other")).values[Field.TITLE] == "Other"
        return
    with pytest.raises(Refused) as raised:
        tracker.update(issue.ref, change(title="Other"))
    assert raised.value.retry_after == 0


def test_a_lost_answer_is_unknown(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.fail("drop", "PUT")
    with pytest.raises(Unknown):
        tracker.update(issue.ref, change(title="Other"))
    assert desk.jira.issue("PAY-1").summary == "Other"


def test_a_refusal_of_something_else_is_told(desk: Desk) -> None:
    tracker, issue = made(desk)
    desk.jira.fail("status", "PUT", status=400, message="The moon is full.")
    with pytest.raises(Rejected, match="The moon is full"):
        tracker.update(issue.ref, change(title="Other"))


def test_a_value_that_is_refused_is_named(desk: Desk) -> None:
    tracker, issue = made(desk)
    errors = json.dumps({"errors": {"duedate": "Not on a Sunday."}})
    real, answers = tracker._site.account.write, [Answer(400, {}, errors)]
    tracker._site.account.write = (  # type: ignore[method-assign]
        lambda *parts: answers.pop() if answers else real(*parts)
    )
    after = tracker.update(issue.ref, change(due="2027-01-03", title="Other"))
    assert after.unset == {"due": "Not on a Sunday; correct it there by hand"}
    assert (after.values[Field.TITLE], after.values[Field.DUE]) == ("Other", "2026-12-01")


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_written_counts_where_it_cannot_be_read_again(desk: Desk, *, kept: bool) -> None:
    tracker, issue = made(desk)
    desk.jira.at("PAY").allow_assignees("bob")
    bob = account(desk, "bob")
    tracker.update(issue.ref, change(owner=bob))
    desk.jira.fail("unauthorized" if kept else "status", "GET", "/issue/[0-9]+", nth=2, status=404)
    wanted = change(title="Other", owner=account(desk) if kept else account(desk, "carol"))
    after = tracker.update(issue.ref, wanted)
    assert after.values[Field.TITLE] == "Other"
    assert after.owner_names == (("Alice Smith",) if kept else ("Bob Smith",))
    assert (after.updated_at, after.state) == (None, State.TODO)
