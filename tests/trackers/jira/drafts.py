"""Owns drafts of issues, and what tests that make them say about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from trackers.jira.desk import BOT, PAY, Desk, marker

from syncer.model import Draft, Field, Issue, State
from syncer.trackers.jira.choices import Choices, ProjectChoices
from syncer.trackers.jira.tracker import JiraTracker

DRAFT = Draft(
    target=PAY,
    marker=marker(),
    values={
        Field.TITLE: "Rotate the keys",
        Field.OWNER: None,
        Field.DUE: "2026-12-01",
        Field.PRIORITY: "High",
        Field.TYPE: "Prevent",
    },
    state=State.TODO,
    labels=("syncer", "postmortem"),
    owners=("Alice Smith",),
    due_text="in a week",
    document_title="Outage",
    document_name="2026/outage.md",
    document_url="https://docs.example/outage",
    line=12,
    created=date(2026, 3, 11),
)


def draft(**values: str | None) -> Draft:
    """The draft with other values, by the name of the field."""
    return replace(DRAFT, values={**DRAFT.values, **{Field(name): value for name, value in values.items()}})


def account(desk: Desk, name: str = "alice") -> str:
    """The account of somebody, as the deployment calls it."""
    user = desk.jira.user(name, display=f"{name.title()} Smith")
    return user.account_id if desk.is_cloud else user.name


def chosen(desk: Desk, **choices: Any) -> JiraTracker:
    """A tracker whose configuration says this of every project."""
    return desk.tracker(choices=ProjectChoices(Choices(**choices)))


def sent(desk: Desk, method: str = "POST") -> dict[str, Any]:
    """What the last request of `method` held."""
    return next(one.sent for one in reversed(desk.jira.exchanges) if one.method == method)


def again(desk: Desk, tracker: JiraTracker, issue: Issue) -> Issue:
    """The issue as a direct read shows it."""
    found = tracker.get([issue.ref])[issue.ref]
    assert isinstance(found, Issue)
    return found


__all__ = ["BOT", "DRAFT", "PAY", "account", "again", "chosen", "draft", "sent"]
