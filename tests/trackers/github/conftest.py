"""Owns the fake GitHub that the tests of the tracker share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from trackers.github.hub import Hub


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as made:
        yield made
