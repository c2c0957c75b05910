"""The figures of follow-through, on a given day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from core.planning_cases import KEY, ref
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.people import Directory
from syncer.core.report import People, Progress, by_owner, overdue, progress, report_items
from syncer.model import DocumentRecord, DocumentStamp, Field, IssueRef, Kind, Link, Person, Problem, State, Target

TODAY = date(2026, 4, 1)
RECORD = DocumentRecord(
    KEY, DocumentStamp("1", "f", "c", is_pending=False), "postmortems/a.md", "Outage", None, True, 1, severity="SEV1"
)


def link(number: int = 1, *, due: str | None = None, owner: str | None = "alice", state: State = State.TODO) -> Link:
    return Link(
        id=str(number),
        document=KEY,
        position=number,
        line=number,
        kind=Kind.TABLE,
        text=f"Do {number}",
        occurrence=0,
        issue=ref(f"AI-{number}"),
        url=f"AI-{number}.md",
        observed={Field.DUE: due, Field.OWNER: owner},
        owner_names=(owner,) if owner else (),
        state=state,
    )


def test_open_items_stand_where_their_due_date_puts_them() -> None:
    links = [
        link(1, due="2026-03-31"),
        link(2, due="2026-04-01"),
        link(3, due="2026-04-08"),
        link(4, due="2026-04-09"),
        link(5, owner=None),
        link(6, due="2026-01-01", state=State.DONE),
        link(7, state=State.WONT_DO),
    ]

    report = overdue(report_items(links, {KEY: RECORD}, TODAY), TODAY)

    assert [item.issue for item in report.overdue] == ["AI-1"]
    assert [item.issue for item in report.due_soon] == ["AI-2", "AI-3"]
    assert [item.issue for item in report.undated] == ["AI-5"]
    assert [item.issue for item in report.unowned] == ["AI-5"]
    assert (report.total, report.open, report.done, report.wont_do) == (7, 5, 1, 1)


def test_the_oldest_comes_first() -> None:
    links = [link(1, due="2026-03-31"), link(2, due="2026-02-01")]

    report = overdue(report_items(links, {KEY: RECORD}, TODAY), TODAY)

    assert [item.days_late for item in report.overdue] == [59, 1]


def test_an_item_without_issue_speaks_for_its_row() -> None:
    row = replace(
        link(), issue=None, values={Field.DUE: "2026-03-01"}, owner_text="@bob", row_state=State.IN_PROGRESS, state=None
    )

    (item,) = report_items([row], {}, TODAY)

    assert (item.owner, item.due, item.state, item.issue) == ("bob", date(2026, 3, 1), State.IN_PROGRESS, None)
    assert (item.document, item.severity) == (KEY.path, None)


def test_names_for_people_are_preferred_to_accounts() -> None:
    named = replace(link(), owner_names=("Alice Smith",))

    assert report_items([named], {KEY: RECORD}, TODAY)[0].owner == "Alice Smith"
    assert report_items([replace(named, owner_names=())], {KEY: RECORD}, TODAY)[0].owner == "alice"


JUN = Person("jun", "Jun Park", accounts={"local": "jun", "github": "jpark"})
PEOPLE = People(Directory((JUN,), is_configured=True), {"acme": "github"})


def test_one_person_has_one_name_whoever_speaks_of_them() -> None:
    row = replace(link(3), issue=None, owner_text="@jun, Priya Raman")
    far = IssueRef(Target("acme", "acme/pm"), "41", "1")
    by_account = replace(link(), issue=far, owner_names=("@jpark", "zed"), observed={Field.OWNER: "jpark, zed"})
    near = replace(link(), issue=IssueRef(Target("local", ""), "AI-1", "1"), observed={Field.OWNER: "jun"})
    items = report_items([row, by_account, replace(near, owner_names=())], {}, TODAY, PEOPLE)

    assert [item.owner for item in items] == ["Jun Park, Priya Raman", "Jun Park, zed", "Jun Park"]


def test_without_configured_people_an_at_sign_makes_no_second_person() -> None:
    row = replace(link(), issue=None, owner_text="@jun")
    items = report_items([row, replace(link(2), owner_names=("@jun",)), link(3, owner="jun")], {}, TODAY)

    assert {item.owner for item in items} == {"jun"}


def test_of_an_unowned_item_is_said_whom_its_row_names() -> None:
    (item,) = report_items([replace(link(owner=None), owner_text="Priya Raman")], {KEY: RECORD}, TODAY)

    assert (item.owner, item.wanted) == (None, "Priya Raman")
    assert report_items([replace(link(), owner_text="Priya Raman")], {}, TODAY)[0].wanted is None


@pytest.mark.parametrize(
    ("text", "issue", "url"),
    [
        ("https://github.com/acme/a/issues/41?x#y", "acme/a#41", "https://github.com/acme/a/issues/41?x#y"),
        ("https://git.example/g/sub/a/-/issues/7", "g/sub/a#7", "https://git.example/g/sub/a/-/issues/7"),
        ("https://t.example/7", "https://t.example/7", "https://t.example/7"),
        ("https://acme.atlassian.net/browse/PAY-12/", "PAY-12", "https://acme.atlassian.net/browse/PAY-12/"),
        ("PAY-12", "PAY-12", None),
        ("javascript:alert(1)", "javascript:alert(1)", None),
        ("https://", "https://", None),
    ],
)
def test_what_is_tracked_elsewhere_has_its_link(text: str, issue: str, url: str | None) -> None:
    row = replace(link(), issue=None, url=None, is_elsewhere=True)
    notes = (Problem("elsewhere", "a.md", 9, "", value="other"), Problem("elsewhere", "a.md", 1, "", value=text))
    (item,) = report_items([row], {KEY: replace(RECORD, problems=notes)}, TODAY)

    assert (item.issue, item.url) == (issue, url)
    assert (
        report_items([replace(row, is_elsewhere=False)], {KEY: replace(RECORD, problems=notes)}, TODAY)[0].url is None
    )


def test_orphans_and_deleted_issues_are_no_items() -> None:
    links = [replace(link(), orphaned=TODAY), replace(link(2), is_gone=True)]

    assert report_items(links, {KEY: RECORD}, TODAY) == ()


def test_progress_leaves_out_what_will_not_be_done() -> None:
    links = [link(1, state=State.DONE), link(2, due="2026-03-01"), link(3), link(4, state=State.WONT_DO)]

    found = progress(report_items(links, {KEY: RECORD}, TODAY), TODAY)

    assert found == Progress(total=3, done=1, overdue=1, undated=1)


def test_owners_come_in_order_and_nobody_last() -> None:
    items = report_items([link(1, owner=None), link(2, owner="Bob"), link(3, owner="alice")], {KEY: RECORD}, TODAY)

    assert [owner for owner, _ in by_owner(items)] == ["alice", "Bob", None]


days = st.none() | st.dates(date(2026, 3, 1), date(2026, 5, 1)).map(date.isoformat)


@given(st.lists(st.tuples(days, st.sampled_from([None, "alice"]), st.sampled_from(list(State))), max_size=20))
def test_every_open_item_is_late_soon_later_or_undated(drawn: list[tuple[str | None, str | None, State]]) -> None:
    links = [link(number, due=due, owner=owner, state=state) for number, (due, owner, state) in enumerate(drawn)]
    report = overdue(report_items(links, {KEY: RECORD}, TODAY), TODAY)
    later = sum(
        1
        for due, _, state in drawn
        if due and not state.is_closed and date.fromisoformat(due) > TODAY + timedelta(days=7)
    )

    assert len(report.overdue) + len(report.due_soon) + len(report.undated) + later == report.open
    assert report.open + report.done + report.wont_do == report.total
