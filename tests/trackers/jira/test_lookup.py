"""Accounts by e-mail address: the one active account that shows exactly that address, else nobody."""

from __future__ import annotations

import pytest
from trackers.jira.desk import PAY, Desk
from trackers.jira.telling import told

from syncer.errors import NotAllowed, Unavailable
from syncer.trackers.jira.tracker import JiraTracker


def account(desk: Desk, name: str) -> str:
    return desk.jira.user(name).account_id if desk.is_cloud else name


def shown(desk: Desk, name: str, email: str, *, shows: bool = True) -> str:
    desk.jira.user(name, email=email, shows_email=shows)
    return account(desk, name)


def tracker(desk: Desk, answer: object, status: int = 200) -> JiraTracker:
    return desk.tracker(told(desk, "/user/search$", answer, status=status))


def row(name: str, email: str = "alice@example.com", **values: object) -> dict[str, object]:
    return {"accountId": name, "name": name, "emailAddress": email, "active": True, **values}


def test_an_address_finds_its_account_in_any_case(desk: Desk) -> None:
    alice = shown(desk, "alice", "Alice@Example.com")
    bob = shown(desk, "bob", "bob@example.com")
    found = desk.tracker().find_accounts(PAY, ["alice@example.com", "bob@example.com"])
    assert found == {"alice@example.com": alice, "bob@example.com": bob}


def test_what_merely_resembles_an_address_is_not_found(desk: Desk) -> None:
    shown(desk, "alice", "alice@example.community")
    assert desk.tracker().find_accounts(PAY, ["alice@example.com"]) == {"alice@example.com": None}


def test_a_hidden_address_finds_nobody(desk: Desk) -> None:
    shown(desk, "alice", "alice@example.com", shows=False)
    assert desk.tracker().find_accounts(PAY, ["alice@example.com"]) == {"alice@example.com": None}


def test_nobody_is_asked_for_what_is_no_address(desk: Desk) -> None:
    desk.tracker().find_accounts(PAY, ["alice", ""])
    assert desk.asked() == []


def test_each_address_is_asked_for_once(desk: Desk) -> None:
    desk.tracker().find_accounts(PAY, ["a@example.com", "b@example.com", "a@example.com"])
    assert desk.asked() == ["GET /user/search", "GET /user/search"]


@pytest.mark.parametrize(
    "rows",
    [
        [row("a"), row("b")],
        [row("a", active=False)],
        [row("a", accountType="app")],
        [row("a", email="alice@example.com.evil")],
        [row("a", email="")],
        [],
    ],
)
def test_only_one_active_person_counts(desk: Desk, rows: list[dict[str, object]]) -> None:
    assert tracker(desk, rows).find_accounts(PAY, ["alice@example.com"]) == {"alice@example.com": None}


def test_the_same_account_twice_is_one(desk: Desk) -> None:
    assert tracker(desk, [row("a"), row("a")]).find_accounts(PAY, [" alice@example.com "]) == {
        " alice@example.com ": "a"
    }


@pytest.mark.parametrize(
    ("status", "said"), [(403, "You do not have permission"), (401, "Unauthorized; scope does not match")]
)
def test_whoever_may_not_look_people_up_finds_nobody_and_asks_once(desk: Desk, status: int, said: str) -> None:
    desk.jira.fail("status", "GET", "/user/search", status=status, message=said, times=None)
    found = desk.tracker().find_accounts(PAY, ["a@example.com", "b@example.com"])
    assert found == {"a@example.com": None, "b@example.com": None}
    assert len(desk.asked()) == 1


def test_another_shape_than_jiras_is_said(desk: Desk) -> None:
    with pytest.raises(Unavailable, match="another shape than Jira's"):
        tracker(desk, ["x"]).find_accounts(PAY, ["a@example.com"])


def test_another_refusal_is_said(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="no such API"):
        tracker(desk, {"errorMessages": ["no such API"]}, status=404).find_accounts(PAY, ["a@example.com"])
