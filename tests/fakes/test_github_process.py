"""The fake GitHub runs as a process, set up, broken and asked from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.asker import Asker
from fakes.github import GitHub
from fakes.outside import Outside

TESTS = Path(__file__).resolve().parent.parent
ISSUES = "/repos/acme/payments/issues"


@pytest.fixture
def outside() -> Iterator[Outside]:
    """A process of its own, with one account and one repository."""
    with Outside("--user", "syncer-bot:secret", "--repository", "acme/payments") as process:
        yield process


def test_a_process_serves_and_tells_what_it_saw(outside: Outside) -> None:
    with Asker(outside.url, "secret") as ask:
        assert ask.post(ISSUES, {"title": "by @ann"}).status == 201
        outside("fail", kind="unavailable", method="POST", times=1)
        assert ask.post(ISSUES, {"title": "y"}).status == 503
    state = outside.state()
    assert (state["requests"], state["methods"], state["created"]) == (2, {"POST": 2}, {"syncer-bot": 1})
    assert state["issues"] == {"acme/payments": 1}
    assert state["pings"][0]["text"] == "@ann"
    assert outside("count", method="POST", path=ISSUES) == 2
    assert [row["fault"] for row in outside("exchanges")] == [None, "unavailable"]


def test_a_process_ends_when_it_is_told_to() -> None:
    command = [sys.executable, "-m", "fakes.github", "--list-lag", "5", "--real-limits", "--enterprise"]
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip().endswith("/api/v3")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@pytest.fixture
def admin() -> Iterator[Asker]:
    """The same interface of a fake in this process."""
    with GitHub(admin=True) as hub, Asker(hub.url) as asker:
        yield asker


def test_everything_can_be_set_up_and_done_by_hand(admin: Asker) -> None:
    def do(name: str, **arguments: object) -> object:
        got = admin.post(f"/_fake/{name}", arguments)
        assert got.status == 200, got.text
        return got.json["result"]

    do("repository", full_name="acme/payments")
    do("repository", full_name="acme/other")
    do("user", login="bob", token="b")
    do("grant", repository="acme/payments", login="bob", role="push")
    do("allow_assignees", repository="acme/payments", logins=["ann", "zoe"])
    do("add_issue", repository="acme/payments", title="x", assignees=["ann"])
    do("edit", repository="acme/payments", number=1, title="y")
    do("close", repository="acme/payments", number=1, reason="not_planned")
    do("field", org="acme")
    do("limit_writes", count=0, seconds=60, told="nothing")
    do("set", latency=0.0, primary=100)
    do("set", repository="acme/payments", private=True)
    moved = do("transfer", repository="acme/payments", number=1, to="acme/other")
    assert isinstance(moved, dict)
    assert (moved["title"], moved["state_reason"], moved["assignees"][0]["login"]) == ("y", "not_planned", "ann")
    rows = do("issues", repository="acme/other")
    assert isinstance(rows, list)
    assert [row["number"] for row in rows] == [1]
    with_token = admin.post("/repos/acme/payments/issues", {"title": "x"}, Authorization="Bearer b")
    assert (with_token.status, with_token.headers["x-ratelimit-limit"]) == (403, "100")
    assert do("count", method="POST") == 1


def test_what_cannot_be_done_is_told(admin: Asker) -> None:
    assert admin.post("/_fake/nonsense", {}).status == 400
    got = admin.post("/_fake/close", {"repository": "no/where", "number": 1})
    assert (got.status, got.json) == (400, {"error": "KeyError('no/where')"})


def test_only_who_asks_for_it_gets_this_interface(ask: Asker) -> None:
    assert ask.post("/_fake/state", {}).status == 404
