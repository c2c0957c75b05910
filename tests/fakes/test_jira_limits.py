"""The fake Jira refuses what is too much, in every form that Cloud and Data Center refuse it, and counts."""

from __future__ import annotations

import pytest
from fakes.asker import Got
from fakes.hand_clock import HandClock
from fakes.jira import Jira
from fakes.jira_asker import JiraAsker

QUOTAS = [("global", "jira-quota-global-based"), ("tenant", "jira-quota-tenant-based")]


def write(asker: JiraAsker, number: int = 1) -> Got:
    return asker("PUT", f"/issue/PAY-{number}/properties/x", {"a": number})


@pytest.fixture
def issues(jira: Jira) -> Jira:
    jira.at("PAY").add_issues(3)
    return jira


def test_without_a_limit_nothing_is_refused_or_told(issues: Jira, cloud: JiraAsker) -> None:
    answers = [write(cloud) for _ in range(60)]
    assert {got.status for got in answers} <= {200, 201}
    assert not any("ratelimit" in name for got in answers for name in got.headers)


def test_a_burst_is_refused_at_that_endpoint_only(issues: Jira, clock: HandClock, cloud: JiraAsker) -> None:
    issues.limits.limit_burst(2, 1, at="GET /issue/{issue}")
    assert [cloud.get(f"/issue/PAY-{number}").status for number in (1, 2, 3)] == [200, 200, 429]
    refused = cloud.get("/issue/PAY-1")
    assert refused.json == {"errorMessages": ["Rate limit exceeded."], "errors": {}}
    told = {name: refused.headers[name] for name in ("retry-after", "ratelimit-reason", "x-ratelimit-remaining")}
    assert told == {"retry-after": "1", "ratelimit-reason": "jira-burst-based", "x-ratelimit-remaining": "0"}
    assert (refused.headers["x-ratelimit-limit"], refused.headers["x-ratelimit-reset"]) == ("2", "2026-03-11T09:30:01Z")
    assert cloud.get("/myself").status == 200
    assert write(cloud).status == 201
    clock.pass_by(1)
    assert [cloud.get("/issue/PAY-1").status for _ in range(2)] == [200, 429], "one token a second"
    assert issues.limits.reasons == {"jira-burst-based": 3}


def test_a_bucket_holds_no_more_than_its_size(issues: Jira, clock: HandClock, cloud: JiraAsker) -> None:
    issues.limits.limit_burst(2)
    clock.pass_by(100)
    assert [cloud.get("/myself").status for _ in range(3)] == [200, 200, 429]


def test_too_many_writes_to_one_issue_are_refused_for_that_issue(
    issues: Jira, clock: HandClock, cloud: JiraAsker
) -> None:
    issues.limits.limit_as_cloud()
    assert [write(cloud).status for _ in range(20)] == [201] + [200] * 19
    refused = write(cloud)
    assert (refused.status, refused.headers["ratelimit-reason"]) == (429, "jira-per-issue-on-write")
    assert refused.headers["retry-after"] == "2"
    assert write(cloud, 2).status == 201
    assert cloud.get("/issue/PAY-1").status == 200, "it may be read"
    clock.pass_by(2)
    for _ in range(4):
        assert [write(cloud).status for _ in range(20)] == [200] * 20
        clock.pass_by(2)
    long = write(cloud)
    assert (long.status, long.headers["retry-after"]) == (429, "20"), "100 in 30 seconds, the first 10 seconds ago"


def test_an_issue_is_one_by_key_and_by_id(issues: Jira, cloud: JiraAsker) -> None:
    issues.limits.limit_issue_writes(1, 2)
    assert write(cloud).status == 201
    number = issues.issue("PAY-1").id
    assert cloud("PUT", f"/issue/{number}/properties/x", 1).status == 429


@pytest.mark.parametrize(("pool", "reason"), QUOTAS)
def test_a_quota_ends_everything_until_the_hour(
    issues: Jira, clock: HandClock, cloud: JiraAsker, pool: str, reason: str
) -> None:
    issues.limits.limit_quota(2, pool=pool)  # type: ignore[arg-type]
    assert [cloud.get("/myself").status for _ in range(3)] == [200, 200, 429]
    refused = write(cloud)
    assert (refused.status, refused.headers["ratelimit-reason"]) == (429, reason)
    assert (refused.headers["retry-after"], refused.headers["x-ratelimit-reset"]) == ("1800", "2026-03-11T10:00:00Z")
    clock.pass_by(1799)
    assert cloud.get("/myself").status == 429
    clock.pass_by(1)
    assert cloud.get("/myself").status == 200


def test_others_may_use_up_the_quota(issues: Jira, cloud: JiraAsker) -> None:
    issues.limits.use_up(pool="tenant")
    refused = cloud.get("/myself")
    assert (refused.status, refused.headers["x-ratelimit-limit"]) == (429, "65000")
    issues.limits.lift()
    assert cloud.get("/myself").status == 200


def test_a_refusal_may_tell_nothing(issues: Jira, cloud: JiraAsker) -> None:
    issues.limits.limit_burst(0, told="nothing")
    refused = cloud.get("/myself")
    assert refused.status == 429
    assert not {"retry-after", "ratelimit-reason", "x-ratelimit-reset"} & set(refused.headers)
    cloud.get("/myself")
    assert (issues.limits.refused, issues.limits.hammered) == (2, 0), "nobody was told to wait"


def test_who_does_not_wait_is_counted_where_the_refusal_holds(issues: Jira, clock: HandClock, cloud: JiraAsker) -> None:
    issues.limits.limit_issue_writes(1, 10)
    write(cloud)
    assert write(cloud).status == 429
    assert issues.limits.hammered == 0
    write(cloud, 2)
    cloud.get("/issue/PAY-1")
    assert issues.limits.hammered == 0, "other issues and reads may go on"
    write(cloud)
    assert issues.limits.hammered == 1
    clock.pass_by(10)
    assert write(cloud).status == 200
    assert (issues.limits.refused, issues.limits.hammered) == (2, 1)


def test_what_was_refused_was_not_done(issues: Jira, cloud: JiraAsker) -> None:
    issues.limits.limit_burst(0, at="POST /issue")
    assert cloud.create().status == 429
    assert len(issues.at("PAY").issues) == 3


@pytest.mark.parametrize(("told", "header"), [("seconds", "30"), ("nothing", None)])
def test_a_server_may_be_away_for_a_while(
    issues: Jira, clock: HandClock, cloud: JiraAsker, told: str, header: str | None
) -> None:
    issues.limits.away(30, told=told)  # type: ignore[arg-type]
    got = cloud.get("/myself")
    assert (got.status, got.headers.get("retry-after"), got.json["errorMessages"]) == (
        503,
        header,
        ["Service Unavailable"],
    )
    clock.pass_by(30)
    assert cloud.get("/myself").status == 200


def test_data_center_tells_its_bucket_with_every_answer(data_center: Jira, clock: HandClock, center: JiraAsker) -> None:
    data_center.limits.limit_bucket(2, 1, 10)
    first, second, refused = (center.get("/myself") for _ in range(3))
    told = ("limit", "remaining", "fillrate", "interval-seconds")
    assert [first.headers[f"x-ratelimit-{name}"] for name in told] == ["2", "1", "1", "10"]
    assert first.headers["retry-after"] == "0"
    assert (second.headers["x-ratelimit-remaining"], second.headers["retry-after"]) == ("0", "10")
    assert (refused.status, refused.headers["retry-after"]) == (429, "10")
    assert "ratelimit-reason" not in refused.headers
    clock.pass_by(4)
    assert center.get("/myself").headers["retry-after"] == "6"
    clock.pass_by(6)
    assert center.get("/myself").status == 200
    assert (data_center.limits.refused, data_center.limits.hammered) == (2, 1)


def test_a_bucket_of_data_center_is_one_accounts(data_center: Jira, center: JiraAsker) -> None:
    data_center.limits.limit_as_data_center()
    statuses = [center.get("/myself").status for _ in range(51)]
    assert (statuses.count(200), statuses[-1]) == (50, 429)
    data_center.user("zoe", token="z")
    with JiraAsker(data_center, "z", "zoe") as other:
        assert other.get("/myself").status == 200


def test_data_center_may_refuse_without_a_word(data_center: Jira, center: JiraAsker) -> None:
    data_center.limits.limit_bucket(0, 1, told="nothing")
    got = center.get("/myself")
    assert (got.status, got.headers.get("retry-after"), got.headers.get("x-ratelimit-limit")) == (429, None, None)
