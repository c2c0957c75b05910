"""What an issue of GitHub means to us."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from trackers.github.hub import TARGET, marker, shown

from syncer.core.marker import write_marker
from syncer.model import Field, Issue, State
from syncer.trackers.github.account import Viewer
from syncer.trackers.github.body import has_due_in_field, with_due_in_field, without_due_in_field
from syncer.trackers.github.reading import DueField, Reader
from syncer.trackers.github.shown import from_rest

US = Viewer("syncer-bot", is_bot=False)
BLOCK = "<!-- syncer-begin -->\n- Due: Next sprint (2026-03-27)\n- Priority: P1\n<!-- syncer-end -->"
BODY = f"{BLOCK}\n\n{write_marker(marker('one'))}"


def read(*, zone: str = "UTC", viewer: Viewer | None = US, due: DueField | None = None, **changes: Any) -> Issue:
    reader = Reader(ZoneInfo(zone), due or DueField("Target date"))
    return reader.issue(from_rest(shown(**changes)), TARGET, viewer)


def test_the_values_of_an_issue() -> None:
    people = [{"login": "Alice-S", "name": "Alice Smith"}, {"login": "bob"}]
    issue = read(body=BODY, assignees=people, title="Tell @\u200bops")
    assert dict(issue.values) == {
        Field.TITLE: "Tell @ops",
        Field.OWNER: "alice-s",
        Field.DUE: "2026-03-27",
        Field.PRIORITY: "P1",
        Field.TYPE: None,
    }
    assert issue.owner_names == ("Alice Smith",)
    assert issue.marker == marker("one")
    assert issue.ref == (TARGET, "7", "I_1")


def test_our_part_that_somebody_took_out_says_nothing_rather_than_that_it_is_empty() -> None:
    cut = read(body=f"Rewritten by hand.\n\n{write_marker(marker('one'))}", user={"login": "syncer-bot"})
    assert set(cut.values) == {Field.TITLE, Field.OWNER}
    theirs = read(body="Somebody's own issue", user={"login": "alice"})
    assert theirs.values[Field.DUE] is None


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        ("open", None, State.TODO),
        ("open", "reopened", State.TODO),
        ("closed", None, State.DONE),
        ("closed", "completed", State.DONE),
        ("closed", "not_planned", State.WONT_DO),
        ("closed", "duplicate", State.WONT_DO),
        ("closed", "something new", State.DONE),
    ],
)
def test_the_state_of_an_issue(state: str, reason: str | None, expected: State) -> None:
    """F20: closed as not planned or as a duplicate is not done."""
    assert read(state=state, state_reason=reason).state is expected


def test_a_day_begins_in_our_zone() -> None:
    closed: dict[str, Any] = {"state": "closed", "closed_at": "2026-03-12T23:30:00Z"}
    assert read(**closed).closed == date(2026, 3, 12)
    assert read(**closed, zone="Pacific/Kiritimati").closed == date(2026, 3, 13)
    assert read(**closed, zone="America/New_York").closed == date(2026, 3, 12)
    assert read(closed_at="2026-03-12T23:30:00Z").closed is None


def test_a_pull_request_is_only_followed() -> None:
    pull: dict[str, Any] = {"html_url": "https://github.com/acme/payments/pull/7", "body": BODY}
    open_one = read(**pull, pull_request={"merged_at": None})
    assert (open_one.state, open_one.is_read_only, open_one.is_ours, open_one.marker) == (State.TODO, True, False, None)
    closed: dict[str, Any] = {"state": "closed", "closed_at": "2026-03-14T09:00:00Z"}
    assert read(**pull, **closed, pull_request={"merged_at": None}).state is State.WONT_DO
    merged = read(**pull, **closed, pull_request={"merged_at": "2026-03-13T09:00:00Z"})
    assert (merged.state, merged.closed) == (State.DONE, date(2026, 3, 13))


def test_only_what_our_account_made_is_ours() -> None:
    """F21: a body with our marker, copied by somebody else, is not ours."""
    assert read(body=BODY).is_ours
    assert not read(body=BODY, user={"login": "mallory", "type": "User"}).is_ours
    assert not read(body=BODY, user={"login": "syncer-bot[bot]", "type": "Bot"}).is_ours
    assert not read(body=BODY, user=None).is_ours
    assert not read(body=BODY, viewer=None).is_ours
    assert read(user={"login": "syncer-bot[bot]", "type": "Bot"}, viewer=Viewer("syncer-bot", is_bot=True)).is_ours


def test_untouched_is_what_nobody_changed_since() -> None:
    assert read(updated_at="2026-03-12T09:00:10Z").is_untouched
    assert not read(updated_at="2026-03-12T09:00:11Z").is_untouched
    assert not read(comments=1).is_untouched
    assert not read(state="closed", closed_at="2026-03-12T09:00:00Z").is_untouched
    assert not read(user={"login": "mallory", "type": "User"}).is_untouched


def field_value(day: str | None, number: int = 5, name: str = "Target Date") -> list[dict[str, Any]]:
    return [{"issue_field_id": number, "issue_field_name": name, "data_type": "date", "value": day}]


def test_the_field_holds_the_due_date_where_there_is_one() -> None:
    due = DueField("Target date")
    assert read(body=BODY, issue_field_values=field_value("2026-05-01"), due=due).values[Field.DUE] == "2026-05-01"
    assert due.ids == {TARGET: 5}
    assert (
        read(body=BODY, issue_field_values=field_value("2026-05-02", name=""), due=due).values[Field.DUE]
        == "2026-05-02"
    )
    assert (
        read(body=BODY, issue_field_values=field_value("2026-05-03", 6, "End"), due=due).values[Field.DUE]
        == "2026-03-27"
    )


def test_a_field_that_a_person_emptied_is_empty() -> None:
    """Without the note in the body, the field was never used: what our part says counts."""
    noted = with_due_in_field(BODY)
    assert read(body=noted).values[Field.DUE] is None
    assert read(body=noted, issue_field_values=field_value(None)).values[Field.DUE] is None
    assert read(body=BODY).values[Field.DUE] == "2026-03-27"


def test_the_note_stands_above_the_marker_once() -> None:
    noted = with_due_in_field(BODY)
    assert has_due_in_field(noted)
    assert with_due_in_field(noted) == noted
    assert without_due_in_field(noted) == BODY
    assert noted.endswith(write_marker(marker("one")))
    assert read(body=noted).marker == marker("one")


def test_there_is_no_note_without_a_marker_nor_without_room() -> None:
    assert with_due_in_field("only text") == "only text"
    full = "x" * (65_530 - len(BODY)) + "\n" + BODY
    assert with_due_in_field(full) == full
