"""One account and one pace for each server and credential, kept from run to run without the secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine.worlds import SettableClock
from pydantic import SecretStr

from syncer.bootstrap.accounts import Accounts
from syncer.core.rules import Limits
from syncer.errors import ConfigurationError
from syncer.ports import StateStore
from syncer.retry.patience import Patience
from syncer.settings.tracker_tables import GitHubTracker
from syncer.state.store import open_store

URL = "https://ghe.example/api/v3"
CANARY = "c4n4ry-in-a-coal-mine"
KEY = SecretStr("-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----")


def table(token: str = CANARY, url: str = URL, **more: Any) -> GitHubTracker:
    return GitHubTracker(kind="github", url=url, token=SecretStr(token), **more)


def app(app_id: str = "1", installation: int = 7) -> GitHubTracker:
    return GitHubTracker(kind="github", url=URL, app_id=app_id, installation_id=installation, private_key=KEY)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateStore]:
    store = open_store(tmp_path / "state.db")
    store.acquire("test", 0)
    yield store
    store.close()


def accounts(state: StateStore, *, remembers: bool = True, limits: Limits | None = None) -> Accounts:
    clock = SettableClock()
    return Accounts(clock, Patience(clock), limits or Limits(), state, remembers=remembers)


def test_trackers_with_one_credential_share_account_and_pace(state: StateStore) -> None:
    made = accounts(state)
    first = made.github("a", table(due_field="Target date"))
    assert made.github("b", table(due_field="Due")) is first
    assert made.github("c", table("another-token-entirely")) is not first
    assert made.github("d", table(url="https://other.example/api/v3")) is not first


def test_an_app_is_known_by_its_installation(state: StateStore) -> None:
    made = accounts(state)
    first = made.github("a", app())
    assert first.account.kind == "App installation"
    assert made.github("b", app()) is first
    assert made.github("c", app(installation=8)) is not first


def test_what_was_spent_is_remembered_for_the_next_run_without_the_secret(state: StateStore, tmp_path: Path) -> None:
    limits = Limits(creates_per_minute=2, creates_per_hour=2)
    pacer = accounts(state, limits=limits).github("a", table()).pacer
    while pacer.due_in() == 0:
        pacer.spend()
    again = accounts(state, limits=limits)
    assert again.github("a", table()).pacer.due_in() > 0
    assert again.github("b", table("another-token-entirely")).pacer.due_in() == 0
    assert CANARY.encode() not in (tmp_path / "state.db").read_bytes()


def test_a_run_that_only_looks_stores_nothing(state: StateStore) -> None:
    limits = Limits(creates_per_minute=2, creates_per_hour=2)
    accounts(state, remembers=False, limits=limits).github("a", table()).pacer.spend()
    assert accounts(state, limits=limits).github("a", table()).pacer.due_in() == 0


def test_without_a_credential_nobody_can_be_asked(state: StateStore) -> None:
    with pytest.raises(ConfigurationError, match=r"trackers\.a has no token"):
        accounts(state).github("a", GitHubTracker(kind="github", url=URL))
