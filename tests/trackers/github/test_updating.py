"""The change of an issue: only what differs, and nothing of what people wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.github import Kind
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trackers.github.hub import BOT, ISSUES, TARGET, Hub, marker, ref

from syncer.core.marker import write_marker
from syncer.errors import NotAllowed, PortError, Refused, Rejected, Unknown
from syncer.model import Agreement, Field, FieldChange, Issue, State, Target
from syncer.retry.answer import Answer
from syncer.trackers.github.body import DUE_IN_FIELD
from syncer.trackers.github.tracker import GitHubTracker

GET, PATCH = f"GET {ISSUES}/1", f"PATCH {ISSUES}/1"


def made(hub: Hub) -> tuple[GitHubTracker, Issue]:
    """A tracker and the issue that it made."""
    tracker = hub.tracker()
    issue = hub.made(tracker)
    hub.asked()
    return tracker, issue


def body(hub: Hub, number: int = 1) -> str:
    return hub.repository.issue(number).body or ""


def test_nothing_that_differs_is_nothing_to_send(hub: Hub) -> None:
    tracker, issue = made(hub)
    change = FieldChange(dict(issue.values), state=State.TODO, marker=issue.marker, add_labels=("SYNCER",))
    assert tracker.update(issue.ref, change) == issue
    assert hub.asked() == [GET]


def test_everything_that_differs_is_one_request(hub: Hub) -> None:
    tracker, issue = made(hub)
    wanted = {
        Field.TITLE: "Tell @ops",
        Field.OWNER: "bob",
        Field.DUE: "2026-04-10",
        Field.PRIORITY: "P2",
        Field.TYPE: None,
    }
    newer = marker("item-1", "Another text")
    answer = tracker.update(issue.ref, FieldChange(wanted, state=State.DONE, marker=newer, owners=("Bob",)))
    assert hub.asked() == [GET, PATCH]
    assert dict(answer.values) == wanted
    assert (answer.state, answer.marker, answer.owner_names) == (State.DONE, newer, ("Bob",))
    sent = hub.last("PATCH").sent
    assert (sent["state"], sent["state_reason"]) == ("closed", "completed")
    assert "- Owners: Bob" in sent["body"]
    assert hub.server.pings == []


def test_a_due_text_is_worded_as_in_the_document(hub: Hub) -> None:
    tracker, issue = made(hub)
    tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}, due_text="in four weeks"))
    assert "- Due: in four weeks (2026-04-10)" in body(hub)


def test_a_date_that_is_in_its_field_already_still_gets_its_line(hub: Hub) -> None:
    """F31: killed between the field and the body, the line said the old date for good."""
    field = hub.server.field("acme")
    tracker, issue = made(hub)
    hub.repository.edit(1, fields={field.id: "2026-04-10"})
    tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}, due_text="in four weeks"))
    assert "- Due: in four weeks (2026-04-10)" in body(hub)


def test_an_issue_whose_part_of_ours_was_cut_gets_the_lines_that_change(hub: Hub) -> None:
    """F47"""
    tracker, issue = made(hub)
    hub.repository.edit(1, body=f"All mine.\n\n{write_marker(marker('item-1'))}")
    answer = tracker.update(issue.ref, FieldChange({Field.PRIORITY: "P2"}, expected={Field.PRIORITY: None}))
    assert answer.values[Field.PRIORITY] == "P2"
    assert body(hub).startswith("All mine.\n")


def test_a_field_that_a_person_moved_is_left(hub: Hub) -> None:
    """F36"""
    tracker, issue = made(hub)
    hub.repository.edit(1, title="A person's", assignees=["bob"])
    wanted = {Field.TITLE: "Ours", Field.OWNER: None, Field.PRIORITY: "P2"}
    answer = tracker.update(issue.ref, FieldChange(wanted, expected=dict(issue.values)))
    assert answer.values[Field.TITLE] == "A person's"
    assert answer.values[Field.OWNER] == "bob"
    assert answer.values[Field.PRIORITY] == "P2"
    assert set(hub.last("PATCH").sent) == {"body"}


def test_a_marker_claims_no_agreement_on_a_field_that_was_left(hub: Hub) -> None:
    """Without the state it would make a person's edit of both sides look like one of the tracker's alone."""
    tracker, issue = made(hub)
    hub.repository.edit(1, assignees=["carol"])
    agreed = {Field.OWNER: Agreement("@bob", "bob", "bob"), Field.PRIORITY: Agreement("P2", "P2", "P2")}
    newer = replace(marker("item-1"), base=agreed)
    wanted = {Field.OWNER: "bob", Field.PRIORITY: "P2"}
    answer = tracker.update(issue.ref, FieldChange(wanted, expected=dict(issue.values), marker=newer))
    assert answer.marker == replace(newer, base={Field.PRIORITY: agreed[Field.PRIORITY]})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text("ab \n\r<>-!@#é🙈", max_size=40), after=st.text("ab \n\r<>-!@#é🙈", max_size=40))
def test_what_people_wrote_around_ours_stays_byte_for_byte(hub: Hub, before: str, after: str) -> None:
    tracker = hub.tracker()
    issue = hub.made(tracker)
    number = int(issue.ref.key)
    ours = body(hub, number)
    hub.repository.edit(number, body=f"{before}\n{ours}\n{after}")
    tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}, marker=marker("item-1", "New")))
    changed = body(hub, number)
    assert changed.startswith(f"{before}\n")
    assert changed.endswith(f"\n{after}")
    read = hub.tracker().get([issue.ref])[issue.ref]
    assert isinstance(read, Issue)
    assert read.values[Field.DUE] == "2026-04-10"
    assert read.marker == marker("item-1", "New")


def test_an_adopted_issue_keeps_its_text_and_gets_a_marker(hub: Hub) -> None:
    hub.repository.add_issue("A stranger's", "Their text", labels=["theirs"])
    tracker = hub.tracker()
    answer = tracker.update(
        ref(1), FieldChange({Field.DUE: "2026-04-10"}, marker=marker("one"), add_labels=("syncer",))
    )
    assert body(hub).startswith("Their text\n\n")
    assert body(hub).endswith(write_marker(marker("one")))
    assert answer.values[Field.DUE] == "2026-04-10"
    assert answer.labels == ("theirs", "syncer")
    assert not answer.is_ours


def test_a_body_without_room_keeps_the_person_s_text(hub: Hub) -> None:
    """F25"""
    full = "x" * 65_500
    hub.repository.add_issue("A stranger's", full)
    answer = hub.tracker().update(ref(1), FieldChange({Field.DUE: "2026-04-10"}, marker=marker("one")))
    assert body(hub) == full
    assert answer.values[Field.DUE] is None
    assert f"PATCH {ISSUES}/1" not in hub.asked()


# --- labels ---


def test_labels_are_added_and_removed_one_by_one(hub: Hub) -> None:
    """F23: those of people stay."""
    tracker, issue = made(hub)
    hub.repository.edit(1, labels=["syncer", "theirs", "orphan/old"])
    answer = tracker.update(
        issue.ref, FieldChange(add_labels=("orphan", "theirs"), remove_labels=("orphan/old", "none"))
    )
    assert answer.labels == ("syncer", "theirs", "orphan")
    assert hub.asked() == [GET, f"POST {ISSUES}/1/labels", f"DELETE {ISSUES}/1/labels/orphan%2Fold"]
    assert hub.last("POST").sent == {"labels": ["orphan"]}


def meddled(hub: Hub, part: str) -> GitHubTracker:
    """A tracker during whose first request to `part` a person writes into the body of issue 1."""
    account = hub.account()
    real = account.write

    def write(target: Target, verb: str, path: str, content: object = None) -> Answer:
        if part in path and "Mine." not in body(hub):
            hub.repository.edit(1, body=f"Mine.\n\n{body(hub)}")
        return real(target, verb, path, content)

    account.write = write  # type: ignore[method-assign]
    tracker = hub.tracker(account)
    tracker.inspect(TARGET)
    return tracker


@pytest.mark.parametrize("path", ["labels", "issue-field-values"])
def test_what_a_person_writes_while_the_rest_is_sent_stays(hub: Hub, path: str) -> None:
    hub.server.field("acme")
    _, issue = made(hub)
    change = FieldChange({Field.DUE: "2026-05-01"}, add_labels=("orphan",), marker=marker("item-1", "Anew"))
    answer = meddled(hub, path).update(issue.ref, change)
    assert (answer.values[Field.DUE], answer.marker) == ("2026-05-01", change.marker)
    assert "orphan" in answer.labels
    assert body(hub).startswith("Mine.\n\n")
    assert "2026-05-01" in body(hub)


def test_a_label_that_somebody_else_removed_is_removed(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "DELETE", status=404, message="Label does not exist")
    assert tracker.update(issue.ref, FieldChange(remove_labels=("syncer",))).labels == issue.labels


def test_a_label_that_is_not_taken_is_not_tried_again(hub: Hub) -> None:
    """F23"""
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "POST", "labels", status=422, message="Validation Failed")
    for _ in range(2):
        assert "odd" not in tracker.update(issue.ref, FieldChange(add_labels=("odd",))).labels
    assert hub.asked() == [GET, f"POST {ISSUES}/1/labels", GET]


# --- owners ---


def test_the_first_assignee_is_replaced_and_others_stay(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.repository.allow_assignees("carol", "dave")
    hub.repository.edit(1, assignees=["alice", "carol", "dave"])
    tracker = hub.tracker()
    answer = tracker.update(issue.ref, FieldChange({Field.OWNER: "carol"}))
    assert hub.last("PATCH").sent["assignees"] == ["carol", "dave"]
    assert answer.values[Field.OWNER] == "carol"
    assert tracker.update(issue.ref, FieldChange({Field.OWNER: None})).values[Field.OWNER] == "dave"


def test_an_owner_known_not_to_be_assignable_is_not_tried(hub: Hub) -> None:
    """F22"""
    tracker, issue = made(hub)
    assert tracker.update(issue.ref, FieldChange({Field.OWNER: "mallory"})).values[Field.OWNER] == "alice"
    assert hub.asked() == [GET]


def test_a_refused_owner_costs_the_rest_nothing(hub: Hub) -> None:
    """F22: sent once more without, which is safe: nothing was processed."""
    _, issue = made(hub)
    tracker = hub.tracker()
    answer = tracker.update(issue.ref, FieldChange({Field.OWNER: "mallory", Field.TITLE: "Other"}))
    assert (answer.values[Field.OWNER], answer.values[Field.TITLE]) == ("alice", "Other")
    assert hub.asked() == [GET, "GET /user", PATCH, PATCH]
    assert tracker.update(issue.ref, FieldChange({Field.OWNER: "mallory"})).values[Field.OWNER] == "alice"
    assert hub.asked() == [GET]


def test_a_refused_owner_alone_changes_nothing(hub: Hub) -> None:
    _, issue = made(hub)
    assert hub.tracker().update(issue.ref, FieldChange({Field.OWNER: "mallory"})).values[Field.OWNER] == "alice"
    assert hub.asked().count(PATCH) == 1


def test_an_assignee_of_a_person_s_who_cannot_be_assigned_any_more_is_not_held_against_ours(hub: Hub) -> None:
    _, issue = made(hub)
    hub.repository.edit(1, assignees=["alice", "carol"])
    hub.repository.refuse_assignee("carol")
    tracker = hub.tracker()
    assert (
        tracker.update(issue.ref, FieldChange({Field.OWNER: "bob", Field.TITLE: "Other"})).values[Field.OWNER]
        == "alice"
    )
    assert hub.repository.issue(1).title == "Other"
    hub.repository.edit(1, assignees=["alice"])
    assert tracker.update(issue.ref, FieldChange({Field.OWNER: "bob"})).values[Field.OWNER] == "bob"


def test_a_server_that_knows_no_duplicates_closes_all_the_same(hub: Hub) -> None:
    """F23"""
    tracker, original = made(hub)
    copy = hub.made(tracker, "item-2")
    tracker = hub.tracker(hub.refusing({"field": "state_reason", "code": "invalid", "value": "duplicate"}))
    answer = tracker.update(copy.ref, FieldChange(state=State.WONT_DO, duplicate_of=original.ref.key))
    assert answer.state is State.WONT_DO
    assert hub.last("PATCH").sent == {"state": "closed", "state_reason": "not_planned"}


def test_any_other_fault_of_the_data_is_one(hub: Hub) -> None:
    _, issue = made(hub)
    for field in ("title", "assignees"):
        tracker = hub.tracker(hub.refusing({"field": field, "code": "invalid"}))
        with pytest.raises(Rejected, match=f"issue 1: .*{field} invalid"):
            tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))


# --- state ---


def test_a_duplicate_points_to_its_original(hub: Hub) -> None:
    """F20, F21"""
    tracker, original = made(hub)
    copy = hub.made(tracker, "item-2")
    answer = tracker.update(copy.ref, FieldChange(state=State.WONT_DO, duplicate_of=original.ref.key))
    assert answer.state is State.WONT_DO
    sent = hub.last("PATCH").sent
    assert sent == {"state": "closed", "state_reason": "duplicate", "duplicate_issue_id": hub.repository.issue(1).id}
    read = tracker.get([copy.ref])[copy.ref]
    assert isinstance(read, Issue)
    assert read.duplicate_of == "1"


def test_a_duplicate_that_somebody_touched_meanwhile_stays_open(hub: Hub) -> None:
    """F21"""
    tracker, original = made(hub)
    copy = hub.made(tracker, "item-2")
    hub.repository.comment(2, "I take this one.")
    with pytest.raises(Rejected, match="touched this duplicate by now"):
        tracker.update(copy.ref, FieldChange(state=State.WONT_DO, duplicate_of=original.ref.key))
    assert hub.repository.issue(2).state == "open"


def test_closing_and_reopening_say_why(hub: Hub) -> None:
    tracker, issue = made(hub)
    assert tracker.update(issue.ref, FieldChange(state=State.WONT_DO)).state is State.WONT_DO
    assert hub.last("PATCH").sent == {"state": "closed", "state_reason": "not_planned"}
    assert tracker.update(issue.ref, FieldChange(state=State.DONE)).state is State.WONT_DO
    assert tracker.update(issue.ref, FieldChange(state=State.IN_PROGRESS)).state is State.TODO
    assert hub.last("PATCH").sent == {"state": "open", "state_reason": "reopened"}
    assert hub.server.count("PATCH") == 2


# --- the issue field for due dates ---


def test_a_new_date_goes_into_the_field_and_the_body(hub: Hub) -> None:
    field = hub.server.field("acme")
    other = hub.server.field("acme", "End")
    tracker, issue = made(hub)
    hub.repository.edit(1, fields={field.id: "2026-03-27", other.id: "2026-12-31"})
    answer = tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert answer.values[Field.DUE] == "2026-04-10"
    assert dict(hub.repository.issue(1).field_values) == {field.id: "2026-04-10", other.id: "2026-12-31"}
    assert "- Due: 2026-04-10" in body(hub)
    assert hub.asked() == [GET, f"POST {ISSUES}/1/issue-field-values", GET, PATCH]
    cleared = tracker.update(issue.ref, FieldChange({Field.DUE: None}))
    assert cleared.values[Field.DUE] is None
    assert dict(hub.repository.issue(1).field_values) == {other.id: "2026-12-31"}
    read = hub.tracker().get([issue.ref])[issue.ref]
    assert isinstance(read, Issue)
    assert read.values[Field.DUE] is None


def test_a_field_already_empty_is_empty(hub: Hub) -> None:
    field = hub.server.field("acme")
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "DELETE", "issue-field-values", status=404, message="Not Found")
    assert tracker.update(issue.ref, FieldChange({Field.DUE: None})).values[Field.DUE] == "2026-03-27"
    assert field.id in hub.repository.issue(1).field_values


def test_a_field_that_cannot_be_emptied_is_an_error(hub: Hub) -> None:
    hub.server.field("acme")
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "DELETE", "issue-field-values", status=403, message="No")
    with pytest.raises(NotAllowed, match="not allowed"):
        tracker.update(issue.ref, FieldChange({Field.DUE: None}))


def test_an_issue_made_before_there_was_a_field_gets_its_date_there(hub: Hub) -> None:
    tracker, issue = made(hub)
    field = hub.server.field("acme")
    assert DUE_IN_FIELD not in body(hub)
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert dict(hub.repository.issue(1).field_values) == {field.id: "2026-04-10"}
    assert DUE_IN_FIELD in body(hub)


def test_a_new_process_asks_for_the_field_that_an_issue_speaks_of(hub: Hub) -> None:
    field = hub.server.field("acme")
    _, issue = made(hub)
    hub.repository.edit(1, fields={})
    answer = hub.tracker().update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert answer.values[Field.DUE] == "2026-04-10"
    assert dict(hub.repository.issue(1).field_values) == {field.id: "2026-04-10"}


def test_a_field_that_is_gone_leaves_the_date_to_the_body(hub: Hub) -> None:
    """F23"""
    hub.server.field("acme")
    _, issue = made(hub)
    hub.server.world.fields["acme"].clear()
    answer = hub.tracker().update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    assert answer.values[Field.DUE] == "2026-04-10"
    assert DUE_IN_FIELD not in body(hub)


def test_a_field_that_is_refused_leaves_the_date_to_the_body(hub: Hub) -> None:
    """F23"""
    hub.server.field("acme")
    tracker, issue = made(hub)
    hub.repository.edit(1, fields={})
    hub.server.fail(Kind.STATUS, "POST", "issue-field-values", status=422, message="No")
    for due in ("2026-04-10", "2026-04-11"):
        assert tracker.update(issue.ref, FieldChange({Field.DUE: due})).values[Field.DUE] == due
    assert hub.asked().count(f"POST {ISSUES}/1/issue-field-values") == 1


# --- where it is, and what goes wrong ---


def test_a_transferred_issue_is_changed_where_it_is(hub: Hub) -> None:
    """F18"""
    tracker, issue = made(hub)
    other = hub.server.repository("acme/other")
    other.grant(BOT, "push")
    hub.repository.transfer(1, other)
    answer = tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))
    assert answer.ref.target == Target("hub", "acme/other")
    assert other.issue(1).title == "Other"


def test_a_repository_renamed_in_mid_run_is_the_same_target(hub: Hub) -> None:
    """F18"""
    tracker, issue = made(hub)
    hub.repository.rename("acme/pay")
    answer = tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))
    assert answer.ref == issue.ref
    tracker.comment(issue.ref, "orphan", "Gone.")
    assert hub.repository.issue(1).title == "Other"
    assert tracker.problems(TARGET)


def test_another_issue_with_the_same_number_is_not_changed(hub: Hub) -> None:
    _, issue = made(hub)
    hub.make_anew()
    change = FieldChange({Field.DUE: "2026-05-01"}, state=State.DONE, marker=issue.marker)
    with pytest.raises(Rejected, match="another issue has that number now"):
        hub.tracker().update(issue.ref, change)
    assert (hub.repository.issue(1).state, body(hub)) == ("open", "My own words.")


def test_an_issue_whose_id_is_written_anew_is_the_same_by_its_marker(hub: Hub) -> None:
    tracker, issue = made(hub)
    old = issue.ref._replace(id="MDU6SXNzdWUx")
    assert tracker.update(old, FieldChange(add_labels=("orphan",))).ref == issue.ref
    assert tracker.update(old, FieldChange(state=State.DONE, marker=issue.marker)).state is State.DONE
    with pytest.raises(Rejected, match="another issue"):
        tracker.update(old, FieldChange(state=State.TODO, marker=marker("item-2")))


@pytest.mark.parametrize("leave", ["delete", "hide"])
def test_an_issue_that_is_gone_is_not_changed(hub: Hub, leave: str) -> None:
    """F16, F17"""
    tracker, issue = made(hub)
    getattr(hub.repository, leave)(1)
    with pytest.raises(Rejected, match="deleted or is out of the token's sight"):
        tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))


def test_an_issue_that_goes_between_look_and_write_is_not_changed(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "PATCH", status=410, message="This issue was deleted")
    with pytest.raises(Rejected, match="deleted"):
        tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))


def test_an_issue_that_cannot_be_read_is_not_changed(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "GET", status=403, message="No")
    with pytest.raises(NotAllowed, match="issue 1: not allowed"):
        tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))


def test_a_pull_request_is_never_changed(hub: Hub) -> None:
    hub.repository.add_pull("A pull request", "topic", body="text")
    change = FieldChange({Field.TITLE: "Other"}, state=State.DONE, marker=marker("one"), add_labels=("syncer",))
    answer = hub.tracker().update(ref(1), change)
    assert (answer.values[Field.TITLE], answer.is_read_only) == ("A pull request", True)
    assert hub.asked() == [GET]


@pytest.mark.parametrize(("kind", "error"), [(Kind.DROP, Unknown), (Kind.HTML, Unknown), (Kind.BAD_GATEWAY, Unknown)])
def test_a_lost_answer_is_unknown(hub: Hub, kind: Kind, error: type[PortError]) -> None:
    tracker, issue = made(hub)
    hub.server.fail(kind, "PATCH")
    with pytest.raises(error):
        tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))
    assert hub.asked() == [GET, PATCH]


@pytest.mark.parametrize("change", [FieldChange({Field.TITLE: "Other"}), FieldChange(add_labels=("orphan",))])
@pytest.mark.parametrize("text", ["3", '{"number": "x"}', "[3]"])
def test_an_answer_of_another_shape_leaves_it_open(hub: Hub, change: FieldChange, text: str) -> None:
    _, issue = made(hub)
    account = hub.account()
    real = account.write
    account.write = lambda *sent: replace(real(*sent), text=text)  # type: ignore[method-assign]
    with pytest.raises(Unknown, match="another shape"):
        hub.tracker(account).update(issue.ref, change)


def test_a_limit_is_one(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.limits.limit_writes(0, 60.0, told="nothing")
    with pytest.raises(Refused) as refused:
        tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}))
    assert refused.value.retry_after == 60
    assert tracker.pause(TARGET) == 60


def test_every_write_is_noted_with_the_pacer(hub: Hub) -> None:
    tracker = hub.tracker(per_minute=60)
    issue = hub.made(tracker)
    tracker.update(issue.ref, FieldChange({Field.TITLE: "Other"}, add_labels=("orphan",)))
    tracker.comment(issue.ref, "orphan", "Gone.")
    assert len(hub.spent) == 4
    assert len(set(hub.spent)) == 4


def test_an_answer_is_compared_as_it_is(hub: Hub) -> None:
    """The title that the server kept is the one that counts."""
    _, issue = made(hub)
    account = hub.account()
    real = account.write

    def trimmed(target: Target, verb: str, path: str, content: object = None) -> Answer:
        answer = real(target, verb, path, content)
        return replace(answer, text=answer.text.replace("Other  ", "Other"))

    account.write = trimmed  # type: ignore[method-assign]
    answer = hub.tracker(account).update(issue.ref, FieldChange({Field.TITLE: "Other  "}))
    assert answer.values[Field.TITLE] == "Other"
