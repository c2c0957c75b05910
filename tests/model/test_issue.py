"""What people call a target."""

from __future__ import annotations

from syncer.model import Target


def test_a_repository_is_named_before_its_tracker() -> None:
    assert Target("acme", "acme/payments").words == "acme/payments (acme)"
    assert str(Target("acme", "acme/payments")) == "acme:acme/payments"


def test_a_tracker_with_one_target_is_its_own_name() -> None:
    assert Target("local", "").words == str(Target("local", "")) == "local"
