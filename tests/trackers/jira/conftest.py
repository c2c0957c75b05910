"""Owns the fake Jira, Cloud and Data Center, that the tests of the tracker share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from trackers.jira.desk import Desk


@pytest.fixture
def cloud() -> Iterator[Desk]:
    with Desk("cloud") as made:
        yield made


@pytest.fixture
def center() -> Iterator[Desk]:
    with Desk("data-center") as made:
        yield made


@pytest.fixture(params=["cloud", "data-center"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with Desk(request.param) as made:
        yield made
