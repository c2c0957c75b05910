"""Owns what the tests of the fake GitHub share: one with a repository, and somebody who asks it over the plain wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.asker import Asker
from fakes.github import GitHub, Repository


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
