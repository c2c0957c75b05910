"""The fake GitHub refuses what is too much, in every form that GitHub refuses it, and counts."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from fakes.asker import Asker, Got
from fakes.github import GitHub
from fakes.hand_clock import HandClock

ISSUES = "/repos/acme/payments/issues"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def clock(hub: GitHub) -> HandClock:
    clock = HandClock(START)
    hub.clock = clock
    return clock


def write(ask: Asker) -> Got:
    return ask.post(ISSUES, {"title": "x"})


def test_the_hourly_quota_is_told_spent_and_filled_again(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.primary = 3
    assert [ask.get("/user").headers["x-ratelimit-remaining"] for _ in range(3)] == ["2", "1", "0"]
    refused = ask.get("/user")
    assert refused.status == 403
    assert refused.json["message"].startswith("API rate limit exceeded")
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert int(refused.headers["x-ratelimit-reset"]) == int(START.timestamp()) + 3600
    assert "retry-after" not in refused.headers
    clock.pass_by(3600)
    assert ask.get("/user").status == 200
    assert (hub.limits.refused, hub.limits.hammered) == (1, 0)


def test_the_quota_can_be_looked_at_for_nothing(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    ask.get("/user")
    for _ in range(2):
        rate = ask.get("/rate_limit").json["rate"]
    expected = {"limit": 5000, "remaining": 4999, "used": 1, "reset": int(START.timestamp()) + 3600}
    assert rate == expected


def test_a_quota_can_be_used_up_by_others(hub: GitHub, ask: Asker) -> None:
    hub.limits.use_up("syncer-bot")
    assert ask.get("/user").status == 403


@pytest.mark.parametrize("status", [403, 429])
def test_too_many_writes_are_refused_until_the_window_has_moved(
    hub: GitHub, clock: HandClock, ask: Asker, status: int
) -> None:
    hub.limits.limit_writes(2, 3, status=status)
    assert [write(ask).status for _ in range(2)] == [201, 201]
    refused = write(ask)
    assert (refused.status, refused.headers["retry-after"]) == (status, "3")
    assert "secondary rate limit" in refused.json["message"]
    assert ask.get(ISSUES).status == 200, "reads go on"
    clock.pass_by(3)
    assert write(ask).status == 201
    assert len(hub.at("acme/payments").issues) == 3
    hub.limits.lift()
    assert [write(ask).status for _ in range(5)] == [201] * 5


def test_a_refusal_may_name_the_moment(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_writes(1, 60, told="date")
    write(ask)
    told = parsedate_to_datetime(write(ask).headers["retry-after"])
    assert 60 <= (told - START).total_seconds() <= 61


def test_a_refusal_may_tell_nothing_but_its_text(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_writes(1, 60, told="nothing")
    write(ask)
    refused = write(ask)
    assert "retry-after" not in refused.headers
    assert refused.headers["x-ratelimit-remaining"] != "0"
    assert "secondary rate limit" in refused.json["message"]


def test_a_refusal_may_tell_by_the_quotas_headers(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_writes(1, 60, told="reset")
    write(ask)
    refused = write(ask)
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert int(refused.headers["x-ratelimit-reset"]) == int(START.timestamp()) + 60


def test_who_does_not_wait_is_counted(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_writes(1, 60)
    write(ask)
    assert write(ask).status == 403
    clock.pass_by(59)
    write(ask)
    assert (hub.limits.refused, hub.limits.hammered) == (2, 1)
    clock.pass_by(1)
    assert write(ask).status == 201
    assert hub.limits.hammered == 1


def test_the_limits_of_github_itself(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_as_github()
    assert [write(ask).status for _ in range(81)] == [201] * 80 + [403]
    for _ in range(10):
        clock.pass_by(60)
        last = [write(ask).status for _ in range(80)]
    assert last.count(201) == 0, "500 in the hour are used up by now"
    assert len(hub.at("acme/payments").issues) == 500


def test_one_account_does_not_use_up_anothers(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.user("zoe", token="z")
    hub.limits.limit_writes(1, 60)
    write(ask)
    with Asker(hub.url, "z") as other:
        assert write(other).status == 201


def test_mutations_are_writes_and_queries_are_not(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.limit_writes(0, 60)
    assert ask.post("/graphql", {"query": "{viewer{login}}"}).status == 200
    assert ask.post("/graphql", {"query": "mutation { x }"}).status == 403


def test_what_was_refused_was_not_done(hub: GitHub, ask: Asker) -> None:
    hub.limits.limit_writes(0, 60)
    assert write(ask).status == 403
    assert hub.at("acme/payments").issues == []
    assert hub.count("POST", ISSUES) == hub.count("POST", ISSUES, 403) == 1


def test_graphql_has_a_quota_of_its_own_and_tells_its_end_with_200(hub: GitHub, clock: HandClock, ask: Asker) -> None:
    hub.limits.use_up("syncer-bot", "graphql")
    got = ask.post("/graphql", {"query": "{viewer{login}}"})
    assert (got.status, got.json["errors"][0]["type"]) == (200, "RATE_LIMITED")
    assert got.headers["x-ratelimit-resource"] == "graphql"
    assert got.headers["x-ratelimit-remaining"] == "0"
    assert ask.get("/user").status == 200
    resources = ask.get("/rate_limit").json["resources"]
    assert (resources["core"]["used"], resources["graphql"]["remaining"]) == (1, 0)
