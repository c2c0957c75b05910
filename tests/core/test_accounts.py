"""What can be a login, and which two spellings are one."""

from __future__ import annotations

import pytest

from syncer.core.accounts import may_be_account, spelling


@pytest.mark.parametrize(
    ("account", "kind", "expected"),
    [
        ("Alice-S", "github", "alice-s"),
        ("@Alice-S", "github", "alice-s"),
        ("@Alice", "local", "@Alice"),
        ("5b10A", "jira", "5b10A"),
    ],
)
def test_logins_are_compared_without_case_where_the_tracker_does(account: str, kind: str, expected: str) -> None:
    assert spelling(account, kind) == expected


@pytest.mark.parametrize("name", ["a", "Alice-S", "0", "old--name-", "x" * 39, "alice_acme"])
def test_a_name_that_may_be_a_login(name: str) -> None:
    assert may_be_account(name, "github")


@pytest.mark.parametrize(
    "name", ["", "-alice", "alice smith", "bob.smith", "björn", "x" * 40, "a_b_c", "_a", "a_", "a/b", "alice\n", "日本"]
)
def test_a_name_that_cannot_be_a_login_is_tried_nowhere_but_in_other_trackers(name: str) -> None:
    assert not may_be_account(name, "github")
    assert may_be_account(name, "local")
