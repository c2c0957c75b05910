"""Answers of REST and of GraphQL in one form, and answers of another shape told from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from trackers.github.hub import shown

from syncer.errors import Unavailable
from syncer.trackers.github.shown import DateValue, bare_login, from_graphql, from_rest, is_bot, understood


def node(**changes: Any) -> dict[str, Any]:
    return {
        "__typename": "Issue",
        "id": "I_1",
        "number": 7,
        "url": "https://github.com/acme/payments/issues/7",
        "title": "Add an alert",
        "body": "text",
        "closed": False,
        "stateReason": None,
        "createdAt": "2026-03-12T09:00:00Z",
        "updatedAt": "2026-03-12T09:00:00Z",
        "closedAt": None,
        "viewerDidAuthor": True,
        "author": {"login": "syncer-bot"},
        "comments": {"totalCount": 0},
        "assignees": {"nodes": [{"login": "Alice", "name": "Alice Smith"}]},
        "labels": {"nodes": [{"name": "syncer"}]},
        "repository": {"nameWithOwner": "acme/payments"},
        "timelineItems": {"nodes": []},
        **changes,
    }


def test_rest_and_graphql_say_the_same() -> None:
    rest, graphql = from_rest(shown(assignees=[{"login": "Alice", "name": "Alice Smith"}])), from_graphql(node())
    for name in ("number", "node_id", "url", "repository", "title", "body", "is_closed", "reason", "author", "labels"):
        assert getattr(rest, name) == getattr(graphql, name), name
    assert rest.assignees == graphql.assignees == (("Alice", "Alice Smith"),)
    assert rest.created_at == graphql.updated_at == datetime(2026, 3, 12, 9, tzinfo=UTC)
    assert (rest.is_by_viewer, graphql.is_by_viewer) == (None, True)
    assert (rest.dates, graphql.dates) == ((), None)


def test_what_may_be_missing_may_be_missing() -> None:
    bare = from_rest(shown(user=None, body=None, labels=["syncer", {"name": None}, {}], comments=None, assignees=None))
    assert (bare.author, bare.is_by_bot, bare.body, bare.labels, bare.comments) == (None, False, "", ("syncer",), 0)
    ghost = from_graphql(node(author=None, assignees=None, labels={"nodes": [None]}, timelineItems=None))
    assert (ghost.author, ghost.assignees, ghost.labels, ghost.duplicate_of) == (None, (), (), None)


def test_a_pull_request_is_one_in_both() -> None:
    merged = "2026-03-13T10:00:00Z"
    rest = from_rest(shown(state="closed", pull_request={"merged_at": merged}, closed_at=merged))
    graphql = from_graphql(node(__typename="PullRequest", closed=True, merged=True, mergedAt=merged, closedAt=merged))
    assert rest.is_pull
    assert graphql.is_pull
    assert rest.merged_at == graphql.merged_at == datetime(2026, 3, 13, 10, tzinfo=UTC)
    assert from_rest(shown(pull_request={})).merged_at is None


def test_a_bot_is_told_from_a_person_of_its_name() -> None:
    assert from_rest(shown(user={"login": "tidy[bot]", "type": "Bot"})).is_by_bot
    assert from_rest(shown(user={"login": "tidy", "type": "Bot"})).is_by_bot
    person = from_rest(shown(user={"login": "Tidy", "type": "User"}))
    assert (person.author, person.is_by_bot) == ("tidy", False)
    assert (bare_login("Tidy[bot]"), is_bot("Tidy[BOT]"), is_bot("tidy")) == ("tidy", True, False)


def test_dates_of_fields_are_read() -> None:
    values = [
        {"issue_field_id": 5, "issue_field_name": "Target date", "data_type": "date", "value": "2026-03-27"},
        {"issue_field_id": 6, "data_type": "date", "value": "2026-03-28T00:00:00Z"},
        {"issue_field_id": 7, "issue_field_name": "End", "data_type": "date", "value": None},
        {"issue_field_id": 8, "issue_field_name": "Team", "data_type": "text", "value": "2026-03-29"},
    ]
    assert from_rest(shown(issue_field_values=values)).dates == (
        DateValue(5, "Target date", date(2026, 3, 27)),
        DateValue(6, "", date(2026, 3, 28)),
        DateValue(7, "End", None),
    )


def test_a_duplicate_names_the_issue_it_repeats() -> None:
    """F20: only GraphQL says of which issue."""
    events = {"nodes": [{"canonical": {"number": 3}}]}
    duplicate = from_graphql(node(closed=True, stateReason="DUPLICATE", timelineItems=events))
    assert (duplicate.reason, duplicate.duplicate_of) == ("duplicate", 3)
    assert from_graphql(node(timelineItems={"nodes": [{"canonical": None}]})).duplicate_of is None


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "text",
        {},
        shown(number="7"),
        shown(node_id=None),
        shown(created_at="yesterday"),
        shown(updated_at="2026-03-12T09:00:00"),
        shown(title=3),
        shown(labels=[3]),
        shown(issue_field_values=[{"data_type": "date"}]),
        shown(user="somebody"),
    ],
)
def test_an_answer_of_another_shape_is_no_issue(answer: Any) -> None:
    """F1: what cannot be understood is said in one sentence."""
    with pytest.raises(Unavailable, match="hub: an answer of another shape than GitHub's"):
        understood(lambda: from_rest(answer), lambda words: Unavailable(f"hub: {words}"))
