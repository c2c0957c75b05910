"""What an issue of Jira means to us."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.marker import marker_property
from syncer.errors import Unavailable
from syncer.model import DocumentKey, Field, Issue, Marker, State, Target
from syncer.trackers.jira.choices import Choices, ProjectChoices
from syncer.trackers.jira.places import Names
from syncer.trackers.jira.reading import Reader
from syncer.trackers.jira.shown import Named, Shown, account_id, from_rest, moment, understood

MARKER = Marker("a1", "lineage-1", DocumentKey("docs", "2026/outage.md"), "Rotate the keys", 0)
AT = "2026-03-12T23:30:00.000+0000"


def row(kept: Any = None, **fields: Any) -> dict[str, Any]:
    """An issue as REST shows it."""
    given: dict[str, Any] = {
        "summary": "Rotate the keys",
        "status": {"name": "To Do", "statusCategory": {"key": "new"}},
        "created": "2026-03-01T10:00:00.000+0100",
        "updated": "2026-03-01T10:00:05.000+0100",
        "creator": {"accountId": "me"},
        **fields,
    }
    return {"id": "10001", "key": "PAY-12", "fields": given, "properties": {"syncer": kept} if kept else {}}


def done(resolution: str | None = None, **fields: Any) -> dict[str, Any]:
    status = {"name": "Geschlossen", "statusCategory": {"key": "done"}}
    return row(status=status, resolution={"name": resolution} if resolution else None, **fields)


def issue(data: dict[str, Any], zone: str = "UTC", *, is_whole: bool = True, **options: Any) -> Issue:
    choices = ProjectChoices(Choices(), {"PAY": Choices(**options)})
    reader = Reader(Names("acme", "https://acme.atlassian.net"), ZoneInfo(zone), choices)
    return reader.issue(from_rest(data, is_whole=is_whole), "me")


def kept(**more: Any) -> dict[str, Any]:
    return {**marker_property(MARKER), "type": "Prevent", "priority": "P1", "priority_name": "High", **more}


def test_an_issue_is_named_by_its_key_and_its_lasting_id() -> None:
    read = issue(row())
    assert read.ref == (Target("acme", "PAY"), "PAY-12", "10001")
    assert read.url == "https://acme.atlassian.net/browse/PAY-12"
    assert read.updated_at == datetime(2026, 3, 1, 9, 0, 5, tzinfo=UTC)


def test_every_value_is_read() -> None:
    read = issue(
        row(
            kept(),
            assignee={"accountId": "5b10", "displayName": "Alice Smith"},
            duedate="2026-04-01",
            priority={"name": "High"},
            labels=["syncer", "outage"],
        )
    )
    assert read.values == {
        Field.TITLE: "Rotate the keys",
        Field.OWNER: "5b10",
        Field.DUE: "2026-04-01",
        Field.PRIORITY: "P1",
        Field.TYPE: "Prevent",
    }
    assert (read.owner_names, read.labels, read.marker) == (("Alice Smith",), ("syncer", "outage"), MARKER)


@pytest.mark.parametrize(
    ("property_", "shown", "expected"),
    [
        (kept(), "High", "P1"),
        (kept(), "Low", "Low"),
        (kept(), None, None),
        (kept(priority_name=None), "Medium", "P1"),
        (kept(priority=None, priority_name=None), "Medium", None),
        (kept(priority=7), "High", None),
        (marker_property(MARKER), "Medium", "Medium"),
        (None, "Medium", "Medium"),
    ],
)
def test_the_priority_is_the_documents_word_until_somebody_sets_another(
    property_: Any, shown: str | None, expected: str | None
) -> None:
    read = issue(row(property_, priority={"name": shown} if shown else None))
    assert read.values[Field.PRIORITY] == expected


def test_what_a_search_on_data_center_leaves_out_is_not_said_to_be_missing() -> None:
    data = row(priority={"name": "High"})
    del data["properties"]
    read = issue(data, is_whole=False)
    assert read.values.keys() == {Field.TITLE, Field.OWNER, Field.DUE}
    assert read.marker is None
    assert issue(row(kept()), is_whole=False).marker == MARKER
    assert Field.TYPE not in issue(row()).values


@pytest.mark.parametrize(
    ("category", "state"),
    [
        ("new", State.TODO),
        ("indeterminate", State.IN_PROGRESS),
        ("done", State.DONE),
        ("undefined", State.TODO),
        (None, State.TODO),
    ],
)
def test_the_category_tells_the_state(category: str | None, state: State) -> None:
    status = {"name": "Whatever", "statusCategory": {"key": category} if category else None}
    assert issue(row(status=status)).state is state


@pytest.mark.parametrize(
    ("resolution", "state"),
    [
        (None, State.DONE),
        ("Fixed", State.DONE),
        ("Won't Do", State.WONT_DO),
        ("won't fix ", State.WONT_DO),
        ("Duplicate", State.WONT_DO),
    ],
)
def test_the_resolution_tells_what_was_not_done(resolution: str | None, state: State) -> None:
    assert issue(done(resolution)).state is state


def test_a_resolution_of_what_is_not_done_says_nothing() -> None:
    assert issue(row(resolution={"name": "Won't Do"})).state is State.TODO


def test_names_of_resolutions_are_configured() -> None:
    assert issue(done("Verworfen"), wont_do=("Verworfen",)).state is State.WONT_DO
    assert issue(done("Declined"), wont_do=("Verworfen",)).state is State.DONE
    assert issue(done("Doppelt"), duplicate=("Doppelt",)).state is State.WONT_DO


@pytest.mark.parametrize(
    ("fields", "zone", "day"),
    [
        ({"resolutiondate": AT}, "UTC", date(2026, 3, 12)),
        ({"resolutiondate": AT}, "Asia/Tokyo", date(2026, 3, 13)),
        ({"statuscategorychangedate": AT}, "UTC", date(2026, 3, 12)),
        ({"resolutiondate": AT, "statuscategorychangedate": "2026-05-01T00:00:00.000+0000"}, "UTC", date(2026, 3, 12)),
        ({}, "UTC", None),
    ],
)
def test_the_day_of_completion_is_that_of_the_configured_zone(fields: Any, zone: str, day: date | None) -> None:
    assert issue(done("Done", **fields), zone).closed == day


def test_what_is_open_was_not_completed() -> None:
    assert issue(row(resolutiondate=AT, statuscategorychangedate=AT)).closed is None


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([{"type": {"name": "Duplicate"}, "outwardIssue": {"key": "PAY-3"}}], "PAY-3"),
        ([{"type": {"name": "Duplicate"}, "inwardIssue": {"key": "PAY-3"}}], None),
        ([{"type": {"name": "Dublette", "outward": "duplicates"}, "outwardIssue": {"key": "OPS-1"}}], "OPS-1"),
        ([{"type": {"name": "Blocks", "outward": "blocks"}, "outwardIssue": {"key": "PAY-3"}}], None),
        ([{"outwardIssue": {"key": "PAY-3"}}], None),
        (None, None),
    ],
)
def test_links_tell_what_it_duplicates(links: Any, expected: str | None) -> None:
    assert issue(row(issuelinks=links)).duplicate_of == expected


def test_only_what_our_account_made_and_we_marked_is_ours() -> None:
    assert issue(row(kept())).is_ours
    assert not issue(row()).is_ours
    assert not issue(row(kept(), creator={"accountId": "you"})).is_ours
    assert not issue(row(kept(), creator=None)).is_ours


def test_only_what_nobody_changed_is_untouched() -> None:
    assert issue(row(kept())).is_untouched
    assert not issue(row(kept(), updated="2026-03-01T10:00:11.000+0100")).is_untouched
    assert not issue(row(kept(), created=None)).is_untouched
    assert not issue(done() | {"properties": {"syncer": kept()}}).is_untouched


def test_accounts_have_ids_on_cloud_and_names_on_data_center() -> None:
    assert account_id({"accountId": "5b10", "name": "x"}) == "5b10"
    assert account_id({"name": "alice", "key": "JIRAUSER1"}) == "alice"
    assert account_id({"key": "JIRAUSER1"}) == "JIRAUSER1"
    assert account_id(None) is None
    assert issue(row(assignee={"name": "alice"})).owner_names == ("alice",)


def test_an_answer_that_shows_little_is_read_as_far_as_it_goes() -> None:
    shown = from_rest({"id": 10001, "key": "PAY-12"})
    assert (shown.id, shown.project, shown.number, shown.summary, shown.kept) == ("10001", "PAY", 12, "", None)
    assert from_rest(row(issuetype={"id": "3", "name": "Task"})).type == Named("3", "Task")
    assert from_rest(row(issuetype={"name": "Task"})).type is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"id": "1"},
        {"id": "1", "key": "PAY"},
        {"id": "1", "key": "PAY-x"},
        {"id": "1", "key": 7},
        row(duedate="soon"),
        row(created="2026-03-01T10:00:00"),
        row(status="Done"),
        row(labels=7),
        row(issuelinks=[7]),
    ],
)
def test_an_answer_of_another_shape_is_said(data: Any) -> None:
    with pytest.raises(Unavailable, match="another shape than Jira's"):
        understood(lambda: from_rest(data), Unavailable)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(name=st.sampled_from([*sorted(row()["fields"]), "duedate", "priority", "resolution", "issuelinks"]), value=JSON)
def test_no_value_of_a_field_breaks_anything_else(name: str, value: Any) -> None:
    try:
        shown = understood(lambda: from_rest(row(**{name: value})), Unavailable)
    except Unavailable:
        return
    assert isinstance(shown, Shown)


def test_instants_name_their_zone() -> None:
    assert moment("2026-03-02T09:00:00.000Z") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    with pytest.raises(ValueError, match="names no time zone"):
        moment("2026-03-02T09:00:00.000")
