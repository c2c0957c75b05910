"""Owns what tests of simulated servers share: each server set up, and somebody who asks it over the plain wire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fakes.asker import Asker
from fakes.github import GitHub, Repository
from fakes.hand_clock import HandClock
from fakes.jira import Jira, Project
from fakes.jira_asker import JiraAsker


@pytest.fixture
def hub() -> Iterator[GitHub]:
    """A GitHub where `syncer-bot` may push to `acme/payments`."""
    with GitHub() as made:
        made.user("syncer-bot", token="secret")
        made.repository("acme/payments").grant("syncer-bot", "push")
        yield made


@pytest.fixture
def repository(hub: GitHub) -> Repository:
    return hub.at("acme/payments")


@pytest.fixture
def ask(hub: GitHub) -> Iterator[Asker]:
    """Requests with that account's token, over one connection."""
    with Asker(hub.url, "secret") as asker:
        yield asker


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 3, 11, 9, 30, tzinfo=UTC))


@pytest.fixture
def jira(clock: HandClock) -> Iterator[Jira]:
    """A Jira Cloud where `syncer-bot` may do everything in PAY."""
    with Jira(clock=clock) as made:
        made.user("syncer-bot", token="secret")
        made.project("PAY").grant("syncer-bot")
        yield made


@pytest.fixture
def project(jira: Jira) -> Project:
    return jira.at("PAY")


@pytest.fixture
def cloud(jira: Jira) -> Iterator[JiraAsker]:
    """Requests to the API of that site with that account's token, over one connection."""
    with JiraAsker(jira, "secret") as asker:
        yield asker


@pytest.fixture
def data_center(clock: HandClock) -> Iterator[Jira]:
    """A Jira Data Center below a path, where `syncer-bot` may do everything in PAY."""
    with Jira("data-center", clock=clock, path="/jira") as made:
        made.user("syncer-bot", token="secret")
        made.project("PAY").grant("syncer-bot")
        yield made


@pytest.fixture
def center(data_center: Jira) -> Iterator[JiraAsker]:
    """Requests to its API with that account's token, over one connection."""
    with JiraAsker(data_center, "secret") as asker:
        yield asker
