"""The making of an issue: one POST with everything inside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.github import Kind
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trackers.github.hub import BOT, ISSUES, NAME, TARGET, Hub, draft, marker

from syncer.core.escaping import plain
from syncer.core.issue_text import title
from syncer.errors import NotAllowed, PortError, Refused, Rejected, Unavailable, Unknown
from syncer.model import Field, Marker
from syncer.trackers.github.body import DUE_IN_FIELD
from syncer.trackers.github.tracker import GitHubTracker

POST = f"POST {ISSUES}"
HOSTILE = (
    "@everyone",
    "@acme/ops",
    "@alice",
    "fixes #1",
    "GH-1",
    "a" * 40,
    "</details>",
    "<!-- syncer: {} -->",
    "![x](http://evil.example/x.png)",
    "javascript:alert(1)",
    f"{NAME}#1",
    "www.evil.example",
    "|",
    "`@bob`",
)


def ready(hub: Hub) -> GitHubTracker:
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    hub.asked()
    return tracker


def test_everything_is_in_the_one_request(hub: Hub) -> None:
    field = hub.server.field("acme")
    tracker = ready(hub)
    issue = tracker.create(draft())
    assert hub.asked() == [POST]
    sent = hub.last("POST").sent
    assert sent["title"] == "Add an alert for item-1"
    assert sent["labels"] == ["syncer", "postmortem"]
    assert sent["assignees"] == ["alice"]
    assert sent["issue_field_values"] == [{"field_id": field.id, "value": "2026-03-27"}]
    assert sent["body"].startswith("<!-- syncer-begin -->\n")
    assert "- Due: Next sprint (2026-03-27)" in sent["body"]
    assert DUE_IN_FIELD in sent["body"]
    assert "line 12" in sent["body"]
    assert issue.marker == marker("item-1")
    assert dict(issue.values) == dict(draft().values)
    assert (issue.ref.key, issue.is_ours, issue.is_untouched) == ("1", True, True)
    assert issue.ref.id == hub.repository.issue(1).node_id
    assert tracker.newest(TARGET) == "1"
    assert len(hub.spent) == 0


def test_who_we_are_is_learnt_from_the_first_answer(hub: Hub) -> None:
    tracker = ready(hub)
    tracker.create(draft("one"))
    tracker.changes(TARGET, None)
    assert hub.asked() == [POST, f"GET {ISSUES}"]


def test_an_owner_who_cannot_be_assigned_costs_nothing(hub: Hub) -> None:
    """F22: the issue is made without, and says so."""
    tracker = ready(hub)
    issue = tracker.create(draft(owner="mallory"))
    assert issue.values[Field.OWNER] is None
    assert hub.asked() == [POST]
    assert "assignees" not in hub.last("POST").sent


def test_only_the_first_owner_is_assigned_in_whatever_case(hub: Hub) -> None:
    tracker = ready(hub)
    issue = tracker.create(draft(owner="bob, alice"))
    assert issue.values[Field.OWNER] == "bob"
    assert issue.owner_names == ("Bob",)
    assert tracker.create(draft(owner=None)).values[Field.OWNER] is None


def test_a_refused_owner_is_left_out_of_the_next_try_and_all_later_ones(hub: Hub) -> None:
    """F22: 422 for the whole create."""
    tracker = ready(hub)
    hub.repository.refuse_assignee("alice")
    with pytest.raises(Refused, match="assignee alice not accepted"):
        tracker.create(draft())
    assert tracker.create(draft()).values[Field.OWNER] is None
    assert tracker.create(draft("two")).values[Field.OWNER] is None
    assert hub.asked() == [POST] * 3
    assert len(hub.repository.issues) == 2
    assert tracker.create(draft("three", owner="bob")).values[Field.OWNER] == "bob"


def test_what_is_dropped_in_silence_shows(hub: Hub) -> None:
    """F22: compared with the wish, it is not there."""
    tracker = ready(hub)
    hub.repository.grant(BOT, "read")
    issue = tracker.create(draft())
    assert issue.values[Field.OWNER] is None
    assert issue.labels == ()


def test_a_refused_field_is_left_out_of_the_next_try(hub: Hub) -> None:
    """F23: the date is in our part of the body all the same."""
    hub.server.field("acme")
    tracker = ready(hub)
    hub.server.world.fields["acme"].clear()
    hub.server.field("acme", "Another")
    with pytest.raises(Refused, match="the due date's field") as refused:
        tracker.create(draft())
    assert refused.value.retry_after == 0
    issue = tracker.create(draft())
    assert issue.values[Field.DUE] == "2026-03-27"
    assert DUE_IN_FIELD not in (hub.repository.issue(1).body or "")
    assert len(hub.repository.issues) == 1


@pytest.mark.parametrize(
    ("value", "kept"),
    [("postmortem", ["syncer", "urgent"]), (["postmortem"], ["syncer", "urgent"]), (None, ["syncer"])],
)
def test_a_refused_label_is_left_out_of_the_next_try(hub: Hub, value: object, kept: list[str]) -> None:
    """F23: our own never."""
    tracker = hub.tracker(hub.refusing({"field": "labels", "code": "invalid", "value": value}))
    wish = replace(draft(), labels=("syncer", "postmortem", "Syncer", "urgent"))
    with pytest.raises(Refused, match="label postmortem"):
        tracker.create(wish)
    assert list(tracker.create(wish).labels) == kept


@pytest.mark.parametrize("field", ["title", "milestone", "assignees", "labels", ""])
def test_what_was_not_sent_or_is_not_optional_is_a_fault_of_the_data(hub: Hub, field: str) -> None:
    """F23: never tried again and again."""
    tracker = hub.tracker(hub.refusing({"field": field, "code": "invalid"}))
    with pytest.raises(Rejected, match=r"not accepted \(422") as raised:
        tracker.create(replace(draft(owner=None), labels=()))
    assert raised.value.field == (field or None)
    assert hub.repository.issues == []


def test_a_long_title_is_cut_and_sent_once(hub: Hub) -> None:
    """F25"""
    tracker = ready(hub)
    tracker.create(draft(title="🙈" * 400))
    tracker.create(draft(title="@ops " * 51))
    for issue in hub.repository.issues:
        assert len(issue.title) <= 256
    assert hub.asked() == [POST] * 2
    assert tracker.create(draft(title=None)).values[Field.TITLE] == "Add an alert"


def test_the_longest_body_fits_with_its_marker_whole(hub: Hub) -> None:
    """F25"""
    long = "⚙" * 30_000
    whole = Marker("item-1", "5bd1c1a0", marker("item-1").document, long, 0, marker("item-1").base)
    wish = replace(
        draft(),
        marker=whole,
        due_text=long,
        owners=(long,) * 40,
        document_title=long,
        document_name=long,
        severity=long,
    )
    issue = ready(hub).create(wish)
    assert issue.marker is not None
    assert issue.marker.item == "item-1"
    assert len(hub.repository.issue(1).body or "") <= 65_536


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Kind.DROP, Unknown),
        (Kind.BAD_GATEWAY_AFTER, Unknown),
        (Kind.UNAVAILABLE_AFTER, Unknown),
        (Kind.HTML, Unknown),
        (Kind.TRUNCATED, Unknown),
        (Kind.CUT, Unknown),
        (Kind.RESET, Unknown),
        (Kind.BAD_GATEWAY, Unknown),
    ],
)
def test_a_lost_answer_is_unknown_and_sent_once(hub: Hub, kind: Kind, error: type[PortError]) -> None:
    """F1"""
    tracker = ready(hub)
    hub.server.fail(kind, "POST", "/issues$")
    with pytest.raises(error):
        tracker.create(draft())
    assert hub.asked() == [POST]


@pytest.mark.parametrize("answer", ["{}", "[]", '"made"', '{"number": "1"}'])
def test_an_answer_of_another_shape_leaves_it_open(hub: Hub, answer: str) -> None:
    """F1: an issue without a number, as PyGithub would give back after a redirect."""
    account = hub.account()
    tracker = hub.tracker(account)
    tracker.inspect(TARGET)
    real = account.write
    account.write = lambda *sent: replace(real(*sent), text=answer)  # type: ignore[method-assign]
    with pytest.raises(Unknown, match="may have been made"):
        tracker.create(draft())


def test_a_success_that_made_nothing_leaves_it_open(hub: Hub) -> None:
    tracker = ready(hub)
    hub.server.fail(Kind.STATUS, "POST", "/issues$", status=202, message="Accepted")
    with pytest.raises(Unknown, match="status 202"):
        tracker.create(draft())


@pytest.mark.parametrize(("status", "words"), [(403, "not allowed"), (404, "sight"), (410, "issues are disabled")])
def test_a_definite_no_is_one(hub: Hub, status: int, words: str) -> None:
    """F15"""
    tracker = ready(hub)
    hub.server.fail(Kind.STATUS, "POST", "/issues$", status=status, message="No")
    with pytest.raises(NotAllowed, match=words):
        tracker.create(draft())
    assert hub.repository.issues == []


def test_nothing_is_sent_where_nothing_can_be_known(hub: Hub) -> None:
    hub.server.fail(Kind.BAD_GATEWAY, "GET", times=None)
    with pytest.raises(Unavailable):
        hub.tracker().create(draft())
    assert not any(one.startswith("POST") for one in hub.asked())


def test_a_renamed_repository_gets_one_issue(hub: Hub) -> None:
    """F18: 307 on POST, repeated once as POST."""
    tracker = ready(hub)
    hub.repository.rename("acme/pay")
    issue = tracker.create(draft())
    assert issue.ref.target == TARGET
    assert hub.asked()[0] == POST
    assert len(hub.repository.issues) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(HOSTILE),
        min_size=1,
        max_size=6,
    )
)
def test_hostile_words_ping_nobody_and_forge_nothing(hub: Hub, words: list[str]) -> None:
    """F46, F47: as a title, as a value, and in the marker."""
    said = plain(" ".join(words))
    before = len(hub.repository.issues)
    wish = replace(
        draft(title=title(said), priority=said, type=said),
        marker=replace(marker("item-1"), text=said),
        owners=(said, "@alice"),
        due_text=said,
        document_title=said,
        document_name=said,
    )
    issue = hub.tracker().create(wish)
    assert hub.server.pings == []
    assert issue.marker == wish.marker
    assert issue.values[Field.TITLE] == title(said)
    assert len(hub.repository.issues) == before + 1
