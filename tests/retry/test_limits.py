"""Which answers are limits and how long they ask us to wait (F8, F9, F10)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.retry.answer import Answer
from syncer.retry.limits import is_narrow, is_secondary, limited, refusal

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
BLOCKED = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. "
    "Please retry your request again later."
)
ABUSE = "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again."
PRIMARY = "API rate limit exceeded for user ID 1. If you reach out to GitHub Support, include the request ID."


def said(status: int, message: str = "", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps({"message": message}))


def date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def at(instant: datetime) -> str:
    return str(int(instant.timestamp()))


@pytest.mark.parametrize("status", [429, 403, 503])
@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("30", 30.0),
        (" 7 ", 7.0),
        ("2.5", 2.5),
        ("0", 1.0),
        ("86400", 86_400.0),
        ("99999999999999999999999999", 999_999_999_999.0),
        (date(NOW + timedelta(seconds=90)), 90.0),
        (date(NOW - timedelta(seconds=90)), 1.0),
        (date(NOW + timedelta(days=1)), 86_400.0),
    ],
)
def test_f8_retry_after_is_obeyed(status: int, after: str, seconds: float) -> None:
    """F8: in seconds or as an instant, however far off; patience decides whether that is too long."""
    assert refusal(said(status, retry_after=after), NOW) == seconds


@pytest.mark.parametrize("after", ["-5", "soon", "", "1e999", "٣", "Thu, 99 Foo 2026 00:00:00 GMT", "9" * 5000 + "x"])
@pytest.mark.parametrize(("status", "seconds"), [(429, 60.0), (403, 60.0), (503, None)])
def test_f8_a_retry_after_that_says_nothing_is_a_minute(status: int, after: str, seconds: float | None) -> None:
    """F8: garbage and negative numbers; with a 503 it is a failure like others."""
    assert refusal(said(status, retry_after=after), NOW) == seconds


def test_f8_a_429_without_a_word_is_a_minute() -> None:
    """F8."""
    assert refusal(Answer(429, {}, ""), NOW) == 60


def test_f8_f57_an_instant_is_judged_by_the_clock_that_named_it() -> None:
    """F8, F57: ours is a day ahead."""
    server = NOW - timedelta(days=1)
    answer = said(429, retry_after=date(server + timedelta(seconds=20)), date=date(server))
    assert refusal(answer, NOW) == 20


def test_an_instant_without_a_zone_is_utc() -> None:
    assert refusal(said(429, retry_after="Thu, 12 Mar 2026 09:00:30 -0000"), NOW) == 30


@pytest.mark.parametrize("status", [429, 403])
def test_f10_a_used_up_quota_waits_for_its_reset(status: int) -> None:
    """F10: one second more, as the reset is somewhere in that second."""
    answer = said(status, PRIMARY, x_ratelimit_remaining="0", x_ratelimit_reset=at(NOW + timedelta(minutes=5)))
    assert refusal(answer, NOW) == 301


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1), timedelta(0)])
def test_f10_f57_the_reset_is_judged_by_the_servers_clock(skew: timedelta) -> None:
    """F10, F57: our own clock is off by a day."""
    reset = at(NOW + timedelta(minutes=5))
    answer = said(403, PRIMARY, x_ratelimit_remaining="0", x_ratelimit_reset=reset, date=date(NOW))
    assert refusal(answer, NOW + skew) == 301


@pytest.mark.parametrize(("reset", "seconds"), [(at(NOW - timedelta(days=1)), 1.0), ("soon", 60.0), ("", 60.0)])
def test_f10_a_reset_that_has_passed_or_says_nothing(reset: str, seconds: float) -> None:
    """F10."""
    assert refusal(said(403, x_ratelimit_remaining="0", x_ratelimit_reset=reset), NOW) == seconds


def test_f10_retry_after_counts_before_the_reset() -> None:
    """F10: the order in which GitHub asks to look."""
    answer = said(403, retry_after="5", x_ratelimit_remaining="0", x_ratelimit_reset=at(NOW + timedelta(hours=1)))
    assert refusal(answer, NOW) == 5


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("message", [SECONDARY, BLOCKED, ABUSE, SECONDARY.upper(), PRIMARY])
def test_f9_a_secondary_limit_is_told_by_its_text(status: int, message: str) -> None:
    """F9: there is no header at all, so that a minute is the least."""
    assert refusal(said(status, message, x_ratelimit_remaining="4000"), NOW) == 60


def test_f9_a_page_for_people_that_names_the_limit() -> None:
    """F9: what the web front says is no JSON."""
    page = "<p>Whoa there! You have exceeded a secondary rate limit.</p>"
    assert refusal(Answer(403, {}, page), NOW) == 60


@pytest.mark.parametrize(
    "answer",
    [
        said(403, "Resource not accessible by integration", x_ratelimit_remaining="4999"),
        said(403, "Resource protected by organization SAML enforcement."),
        said(403, "Must have admin rights to Repository."),
        said(403, "Repository was archived so is read-only."),
        said(403, "the repository 'secondary rate limit' cannot be written to"),
        Answer(403, {}, "<html>blocked by your company's proxy</html>"),
        Answer(403, {}, ""),
        Answer(403, {}, '["secondary"]'),
        Answer(403, {}, '{"message": 7}'),
    ],
)
def test_f9_f15_a_lacking_permission_is_no_limit(answer: Answer) -> None:
    """F9, F15."""
    assert refusal(answer, NOW) is None


@pytest.mark.parametrize("status", [200, 201, 304, 400, 401, 404, 410, 422, 500, 502, 503])
def test_what_is_no_limit(status: int) -> None:
    assert refusal(said(status, SECONDARY), NOW) is None


@pytest.mark.parametrize(
    "error", [{"type": "RATE_LIMITED"}, {"type": "RATE_LIMIT"}, {"message": SECONDARY}, {"message": PRIMARY}]
)
def test_f10_graphql_says_its_limits_with_200(error: dict[str, str]) -> None:
    """F10, F9: until the reset where it is told, else a minute."""
    reset = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": at(NOW + timedelta(seconds=99))}
    text = json.dumps({"data": None, "errors": [{"type": "NOT_FOUND"}, error]})
    assert (refusal(Answer(200, {}, text), NOW), refusal(Answer(200, reset, text), NOW)) == (60, 100)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"data": {"node": {"title": "RATE_LIMITED", "message": SECONDARY}}}),
        json.dumps([{"title": "RATE_LIMITED", "errors": [{"type": "RATE_LIMITED"}]}]),
        json.dumps({"errors": "RATE_LIMITED"}),
        json.dumps({"errors": ["RATE_LIMITED", {"type": ["RATE_LIMITED"]}]}),
        json.dumps({"errors": [{"type": "NOT_FOUND", "message": f"no repository '{SECONDARY}'"}]}),
        "RATE_LIMITED",
        "",
    ],
)
def test_data_that_mentions_a_limit_is_none(text: str) -> None:
    assert refusal(Answer(200, {}, text), NOW) is None


def test_f9_an_issue_that_was_submitted_too_quickly() -> None:
    """F9: the limit comes as a fault of the data; a title of those words does not."""
    limit = {"message": "Validation Failed", "errors": [{"resource": "Issue", "message": "was submitted too quickly"}]}
    fault = {"message": "Validation Failed", "errors": [{"field": "title", "message": "x was submitted too quickly"}]}
    assert refusal(Answer(422, {}, json.dumps(limit)), NOW) == 60
    assert refusal(Answer(422, {}, json.dumps(fault)), NOW) is None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(403, SECONDARY), True),
        (said(429), True),
        (said(429, retry_after="3"), False),
        (said(403, PRIMARY, x_ratelimit_remaining="0"), False),
    ],
)
def test_f9_a_limit_without_an_end_is_secondary(answer: Answer, expected: bool) -> None:
    """F9: only such are waited for twice as long each time."""
    assert is_secondary(answer) is expected


@given(
    status=st.sampled_from([200, 403, 422, 429, 503]),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "date"]),
        st.text()
        | st.sampled_from(["0", "-1", "12", "Thu, 12 Mar 2026 09:00:00 GMT", "Thu, 12 Mar 99999 09:00 +9999"]),
    ),
    text=st.text() | st.just('{"errors": [{"type": "RATE_LIMITED"}]}'),
    zone=st.integers(-12, 14),
)
def test_no_answer_makes_it_raise_or_wait_for_less_than_a_second(
    status: int, headers: dict[str, str], text: str, zone: int
) -> None:
    seconds = refusal(Answer(status, headers, text), NOW.astimezone(timezone(timedelta(hours=zone))))
    assert seconds is None or 1 <= seconds < float("inf")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit_reason": "jira-burst-based", "retry_after": "5"}, 5.0),
        ({"ratelimit_reason": "jira-per-issue-on-write", "retry_after": "2"}, 2.0),
        ({"ratelimit_reason": "jira-quota-tenant-based", "x_ratelimit_reset": "2026-03-12T09:30:00Z"}, 1801.0),
        ({"ratelimit_reason": "jira-quota-global-based", "x_ratelimit_reset": "2026-03-12T10:30:00+01:00"}, 1801.0),
        ({"ratelimit_reason": "jira-quota-tenant-based", "ratelimit_reset": "900"}, 900.0),
        ({"ratelimit_reason": "jira-quota-tenant-based", "ratelimit_reset": at(NOW + timedelta(seconds=90))}, 91.0),
        ({"ratelimit_reason": "jira-quota-tenant-based"}, 60.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-03-12T09:00"}, 1.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-03-12T08:00:00Z"}, 1.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "0001-01-01T00:00:00+14:00"}, 1.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "tomorrow"}, 60.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_fillrate": "10", "x_ratelimit_interval_seconds": "30"}, 30.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_interval_seconds": "0"}, 1.0),
        ({"x_ratelimit_remaining": "7", "x_ratelimit_interval_seconds": "30"}, 60.0),
        ({"ratelimit_reason": "something-new"}, 60.0),
        ({}, 60.0),
    ],
)
def test_f8_jira_says_in_many_ways_when_to_come_back(headers: dict[str, str], seconds: float) -> None:
    assert refusal(said(429, **headers), NOW) == seconds


def test_the_date_of_the_answer_counts_for_an_instant_in_it() -> None:
    answer = said(
        429,
        ratelimit_reason="jira-quota-x",
        x_ratelimit_reset="2026-03-13T10:00:00Z",
        date=date(NOW + timedelta(days=1)),
    )
    assert refusal(answer, NOW) == 3601.0


@pytest.mark.parametrize(
    ("headers", "is_told"),
    [
        ({"x_ratelimit_remaining": "0", "x_ratelimit_interval_seconds": "30"}, False),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-03-12T09:30:00Z"}, False),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": at(NOW)}, True),
    ],
)
def test_jira_tells_what_is_left_beside_a_lack_of_permission(headers: dict[str, str], *, is_told: bool) -> None:
    assert (refusal(said(403, "You do not have permission", **headers), NOW) is not None) is is_told


@pytest.mark.parametrize(
    ("headers", "is_waited_for_longer"),
    [
        ({"ratelimit_reason": "jira-burst-based"}, True),
        ({"ratelimit_reason": "jira-burst-based", "retry_after": "5"}, False),
        ({"ratelimit_reason": "jira-quota-x"}, False),
        ({"x_ratelimit_remaining": "0"}, False),
    ],
)
def test_f8_a_limit_that_tells_no_end_is_waited_for_longer(
    headers: dict[str, str], *, is_waited_for_longer: bool
) -> None:
    assert is_secondary(said(429, **headers)) is is_waited_for_longer


@pytest.mark.parametrize(
    ("reason", "is_of_one_issue", "words"),
    [
        ("jira-per-issue-on-write", True, "how often one issue may be changed"),
        ("jira-burst-based", False, "how often it may be asked"),
        ("jira-quota-tenant-based", False, "what may be asked in an hour"),
        ("", False, "how often it may be asked"),
    ],
)
def test_f8_only_the_limit_of_one_issue_leaves_others_alone(reason: str, *, is_of_one_issue: bool, words: str) -> None:
    answer = said(429, ratelimit_reason=reason)
    assert (is_narrow(answer), limited(answer)) == (is_of_one_issue, words)
