"""What a repository holds, asked before the first issue is made there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.github import Kind
from trackers.github.hub import BOT, NAME, TARGET, Hub

from syncer.errors import NotAllowed, PortError, Unavailable
from syncer.model import Capabilities, Field, Target
from syncer.retry.answer import Answer
from syncer.trackers.github.account import token_auth

REPO, FIELDS, ASSIGNEES = f"GET /repos/{NAME}", "GET /orgs/acme/issue-fields", f"GET /repos/{NAME}/assignees"


def test_nothing_is_asked_to_say_what_is_known(hub: Hub) -> None:
    assert hub.tracker().capabilities(TARGET) == Capabilities(1, frozenset(Field), kind="github")
    assert hub.asked() == []


def test_an_organization_s_repository_costs_three_requests_once(hub: Hub) -> None:
    tracker = hub.tracker()
    held = tracker.inspect(TARGET)
    assert held == Capabilities(1, frozenset(Field), is_public=True, kind="github")
    assert tracker.inspect(TARGET) == tracker.capabilities(TARGET) == held
    assert hub.asked() == [REPO, FIELDS, ASSIGNEES]


def test_a_user_s_repository_has_no_fields_to_ask_for() -> None:
    with Hub(org=False) as hub:
        hub.tracker().inspect(TARGET)
        assert hub.asked() == [REPO, ASSIGNEES]


def test_a_private_repository_is_not_public(hub: Hub) -> None:
    hub.server.repository("acme/secret", private=True).grant(BOT, "push")
    assert hub.tracker().inspect(Target("hub", "acme/secret")).is_public is False


@pytest.mark.parametrize(
    ("details", "role", "words"),
    [
        ({"archived": True}, "push", "the repository is archived; unarchive it, or route its items elsewhere"),
        ({"issues": False}, "push", "issues are disabled; enable them in the repository's settings"),
        ({}, "read", "the token's account may only read.*give it the role Write"),
        ({}, "triage", "the token's account may triage, but not write.*give it the role Write"),
    ],
)
def test_where_no_issue_can_be_made_that_is_said(hub: Hub, details: dict[str, bool], role: str, words: str) -> None:
    """F15: place and remedy."""
    hub.server.repository("acme/other", **details).grant(BOT, role)
    with pytest.raises(NotAllowed, match=f"acme/other on 127.0.0.1:[0-9]+: .*{words}"):
        hub.tracker().inspect(Target("hub", "acme/other"))


def test_a_workflow_s_token_has_no_role_to_judge_by(hub: Hub) -> None:
    token = hub.server.actions(NAME)
    assert hub.tracker(hub.account(token_auth(token.value))).inspect(TARGET).is_public


@pytest.mark.parametrize("status", [403, 404])
def test_without_fields_to_see_there_are_none(hub: Hub, status: int) -> None:
    """F23"""
    hub.server.field("acme")
    hub.server.fail(Kind.STATUS, "GET", "issue-fields", status=status, message="Not Found")
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    assert "issue_field_values" not in hub.made(tracker).values
    assert "issue_field_values" not in hub.last("POST", "issues").sent


def test_a_field_of_another_type_or_name_holds_no_due_dates(hub: Hub) -> None:
    hub.server.field("acme", "Target date", "text")
    hub.server.field("acme", "Start date")
    hub.made(hub.tracker())
    assert "issue_field_values" not in hub.last("POST", "issues").sent


@pytest.mark.parametrize("path", ["payments$", "issue-fields", "assignees"])
def test_a_failure_is_one(hub: Hub, path: str) -> None:
    hub.server.fail(Kind.STATUS, "GET", path, status=410, message="Gone")
    with pytest.raises(PortError, match="410"):
        hub.tracker().inspect(TARGET)


@pytest.mark.parametrize("path", ["payments$", "issue-fields", "assignees"])
def test_an_answer_of_another_shape_is_no_answer(hub: Hub, path: str) -> None:
    hub.server.fail(Kind.STATUS, "GET", path, status=200, message="hello")
    with pytest.raises(Unavailable, match=r"another shape|no list"):
        hub.tracker().inspect(TARGET)


@pytest.mark.parametrize(
    ("path", "text"), [("payments", '{"full_name": "a/b"}'), ("fields", "[{}]"), ("assignees", "[{}]")]
)
def test_parts_of_another_shape_are_no_parts(hub: Hub, path: str, text: str) -> None:
    account = hub.account()
    real = account.get

    def spoilt(target: Target, url: str, **details: object) -> Answer:
        answer = real(target, url)
        return replace(answer, text=text) if url.partition("?")[0].endswith(path) else answer

    account.get = spoilt  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="another shape"):
        hub.tracker(account).inspect(TARGET)


def test_a_renamed_repository_is_inspected_under_its_new_name(hub: Hub) -> None:
    """F18"""
    hub.repository.rename("acme/pay")
    tracker = hub.tracker()
    tracker.inspect(TARGET)
    assert hub.asked()[-1] == "GET /repos/acme/pay/assignees"
    assert tracker.problems(TARGET)
