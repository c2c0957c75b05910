"""What is looked at before a first run: read-only, in few requests, each failure with its remedy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fakes.github import Kind, TokenKind
from trackers.github.hub import BOT, NAME, TARGET, Hub

from syncer.model import Finding, Severity, Target
from syncer.trackers.github.account import token_auth


def examine(hub: Hub, owners: Sequence[str] = (), target: Target = TARGET) -> Sequence[Finding]:
    return hub.tracker().examine(target, owners)


def whats(findings: Sequence[Finding], severity: Severity) -> list[str]:
    return [finding.what for finding in findings if finding.severity is severity]


def test_where_all_is_well_that_is_said(hub: Hub) -> None:
    hub.server.field("acme")
    hub.repository.label("syncer")
    findings = examine(hub, ["alice", "BOB"])
    assert {finding.severity for finding in findings} == {Severity.NOTE}
    assert all(not finding.remedy and finding.where == TARGET.words for finding in findings)
    said = "\n".join(whats(findings, Severity.NOTE))
    assert f"classic token with the scopes repo, asked at {hub.server.url}" in said
    assert "requests are left" in said
    assert "the repository can be read and is public" in said
    assert "the label syncer is there" in said
    assert "due dates go into the issue field Target date" in said
    assert not any(one.startswith(("POST", "PATCH", "PUT", "DELETE")) for one in hub.asked())


def test_it_costs_few_requests(hub: Hub) -> None:
    examine(hub, [f"person-{number}" for number in range(50)])
    assert hub.asked() == [
        "GET /rate_limit",
        f"GET /repos/{NAME}",
        f"GET /repos/{NAME}/labels/syncer",
        "GET /orgs/acme/issue-fields",
        f"GET /repos/{NAME}/assignees",
    ]


def test_what_is_made_or_kept_otherwise_is_a_note(hub: Hub) -> None:
    said = whats(examine(hub), Severity.NOTE)
    assert "the label syncer is made with the first issue" in said
    assert any("the organization has no issue field Target date of type date" in one for one in said)
    with Hub(org=False) as other:
        assert any("only organizations have issue fields" in one for one in whats(examine(other), Severity.NOTE))


def test_owners_who_cannot_be_assigned_are_named_once(hub: Hub) -> None:
    findings = examine(hub, ["alice", "mallory", "mallory", "eve"])
    assert whats(findings, Severity.PROBLEM) == ["mallory cannot be assigned", "eve cannot be assigned"]
    assert all(finding.remedy for finding in findings if finding.severity is Severity.PROBLEM)


@pytest.mark.parametrize(
    ("details", "role", "what"),
    [
        ({"archived": True}, "push", "the repository is archived"),
        ({"issues": False}, "push", "issues are disabled"),
        ({}, "read", "the token's account may only read"),
        ({}, "triage", "the token's account may triage, but not write"),
    ],
)
def test_what_would_keep_a_run_from_writing_is_an_error(
    hub: Hub, details: dict[str, bool], role: str, what: str
) -> None:
    hub.server.repository("acme/other", **details).grant(BOT, role)
    findings = examine(hub, target=Target("hub", "acme/other"))
    assert what in whats(findings, Severity.ERROR)
    assert all(finding.remedy for finding in findings if finding.severity is Severity.ERROR)


def test_a_repository_that_is_not_there_is_an_error_and_ends_it(hub: Hub) -> None:
    (error,) = [one for one in examine(hub, ["alice"], Target("hub", "acme/none")) if one.severity is Severity.ERROR]
    assert "acme/none on 127.0.0.1" in error.what
    assert error.remedy == "correct the name, or give the token access to it"
    assert hub.asked() == ["GET /rate_limit", "GET /repos/acme/none"]


def test_a_token_that_does_not_work_is_an_error(hub: Hub) -> None:
    hub.server.revoke(hub.token)
    (error,) = examine(hub)
    assert (error.severity, error.where) == (Severity.ERROR, TARGET.words)
    assert "the token was not accepted" in error.what
    assert "put a new one" in error.remedy


def test_a_failure_without_a_remedy_of_its_own_gets_one(hub: Hub) -> None:
    hub.server.fail(Kind.RESET, times=None)
    (error,) = examine(hub)
    assert error.severity is Severity.ERROR
    assert error.remedy


def test_a_label_that_cannot_be_looked_up_is_an_error(hub: Hub) -> None:
    hub.server.fail(Kind.STATUS, "GET", "labels", status=403, message="No")
    assert any("not allowed (403" in what for what in whats(examine(hub), Severity.ERROR))


def test_missing_scopes_are_an_error(hub: Hub) -> None:
    weak = hub.server.user(BOT, scopes=("gist",))
    findings = hub.tracker(hub.account(token_auth(weak.value))).examine(TARGET, [])
    assert "the token lacks the scope repo" in whats(findings, Severity.ERROR)


def test_a_token_without_scopes_has_none_to_name(hub: Hub) -> None:
    fine = hub.server.user(BOT, kind=TokenKind.FINE_GRAINED)
    findings = hub.tracker(hub.account(token_auth(fine.value))).examine(TARGET, [])
    assert findings[0].what == f"fine-grained token, asked at {hub.server.url}"
    assert whats(findings, Severity.ERROR) == []


@pytest.mark.parametrize(("seconds", "words"), [(86_400, "86400 s ahead of"), (-86_400, "86400 s behind")])
def test_a_wrong_clock_is_a_problem(hub: Hub, seconds: float, words: str) -> None:
    """F57"""
    account = hub.account()
    server_now = hub.clock.now()
    account.server_time = lambda answer: server_now  # type: ignore[method-assign]
    hub.clock.pass_seconds(seconds)
    (problem,) = [one for one in hub.tracker(account).examine(TARGET, []) if one.severity is Severity.PROBLEM]
    assert words in problem.what


def test_a_quota_that_is_nearly_used_up_is_a_problem(hub: Hub) -> None:
    hub.server.limits.primary = 50
    (problem,) = [one for one in examine(hub) if one.severity is Severity.PROBLEM]
    assert "only 50 of 50 requests are left" in problem.what
    assert problem.remedy


def test_a_server_without_limits_or_a_clock_says_nothing_of_them(hub: Hub) -> None:
    account = hub.account()
    real = account.get

    def bare(target: Target, url: str, **details: object) -> object:
        answer = real(target, url)
        object.__setattr__(answer, "headers", {})
        return answer

    account.get = bare  # type: ignore[assignment, method-assign]
    findings = hub.tracker(account).examine(TARGET, [])
    assert whats(findings, Severity.PROBLEM) == []
    assert not any("requests are left" in finding.what for finding in findings)


def test_a_renamed_repository_is_a_problem(hub: Hub) -> None:
    """F18"""
    hub.repository.rename("acme/pay")
    (problem,) = [one for one in examine(hub) if one.severity is Severity.PROBLEM]
    assert problem.what == "the repository is called acme/pay now"
