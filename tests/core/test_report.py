"""The figures of follow-through, on a given day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.planning_cases import KEY, ref
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.report import Progress, by_owner, overdue, progress, report_items
from syncer.model import DocumentRecord, DocumentStamp, Field, Kind, Link, State

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

    assert (item.owner, item.due, item.state, item.issue) == ("@bob", date(2026, 3, 1), State.IN_PROGRESS, None)
    assert (item.document, item.severity) == (KEY.path, None)


def test_names_for_people_are_preferred_to_accounts() -> None:
    named = replace(link(), owner_names=("Alice Smith",))

    assert report_items([named], {KEY: RECORD}, TODAY)[0].owner == "Alice Smith"
    assert report_items([replace(named, owner_names=())], {KEY: RECORD}, TODAY)[0].owner == "alice"


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
