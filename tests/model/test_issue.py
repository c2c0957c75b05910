"""What people call a target and an issue."""

from __future__ import annotations

from syncer.model import IssueRef, Target


def test_a_repository_is_named_before_its_tracker() -> None:
    assert Target("acme", "acme/payments").words == "acme/payments (acme)"
    assert str(Target("acme", "acme/payments")) == "acme:acme/payments"


def test_a_tracker_with_one_target_is_its_own_name() -> None:
    assert Target("local", "").words == str(Target("local", "")) == "local"


def test_a_repository_is_part_of_an_issues_label_and_a_project_is_not() -> None:
    assert IssueRef(Target("acme", "acme/payments"), "41", "x").label == "acme/payments#41"
    assert IssueRef(Target("acme", "PAY"), "PAY-12", "x").label == "PAY-12"
    assert IssueRef(Target("local", ""), "AI-1", "x").label == "AI-1"
