"""The tracker as a whole: what it needs for an unchanged world, and that all it says and hears is in the contract."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fakes.github.contract import github_contract
from trackers.github.hub import TARGET, Hub, draft, intent, marker, ref

from syncer.model import Field, FieldChange, IssueRef, State
from syncer.trackers.github.pulls import Pulls

UNCHANGED = """
import sys
from syncer.clock import SystemClock
from syncer.model import Target
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.trackers.github.account import Account, token_auth
from syncer.trackers.github.tracker import GitHubTracker

url, token, cursor = sys.argv[1:]
clock = SystemClock()
account = Account(url, token_auth(token), clock, Patience(clock))
tracker = GitHubTracker("hub", account, clock, Pacer(clock, 80, 500, 0.0, None, print), zone="UTC")
issues, now = tracker.changes(Target("hub", "acme/payments"), cursor)
assert (list(issues), now) == ([], cursor), (issues, now)
loaded = [name for name in sys.modules if name.startswith("syncer.trackers.github.")]
print(*sorted(name.rpartition(".")[2] for name in loaded))
"""


def test_an_unchanged_world_loads_nothing_that_writes(hub: Hub) -> None:
    hub.made(hub.tracker())
    _, cursor = hub.tracker().changes(TARGET, None)
    run = [sys.executable, "-c", UNCHANGED, hub.server.url, hub.token.value, cursor]
    done = subprocess.run(run, capture_output=True, text=True, env=dict(os.environ), check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "listing" in loaded
    assert not loaded & {"creating", "updating", "finding", "direct", "commenting", "examining", "inspecting", "pulls"}


def test_everything_asked_and_answered_is_in_the_contract(hub: Hub, reference: Path) -> None:
    """Of REST and of GraphQL, as the vendor publishes them."""
    hub.server.field("acme")
    hub.repository.add_issue("A stranger's", "Their text")
    hub.repository.add_pull("A pull request", "topic")
    account = hub.account()
    tracker = hub.tracker(account)
    _, cursor = tracker.changes(TARGET, None)
    tracker.newcomers(TARGET, None)
    tracker.inspect(TARGET)
    tracker.examine(TARGET, ["alice", "mallory"])
    first, second = tracker.create(draft("one")), tracker.create(draft("two", owner="mallory"))
    tracker.update(first.ref, FieldChange({Field.DUE: "2026-05-01", Field.OWNER: "bob"}, marker=marker("one", "New")))
    tracker.update(first.ref, FieldChange({Field.DUE: None}, add_labels=("orphan",), remove_labels=("postmortem",)))
    tracker.update(second.ref, FieldChange(state=State.WONT_DO, duplicate_of=first.ref.key))
    tracker.update(second.ref, FieldChange(state=State.TODO))
    tracker.comment(first.ref, "orphan", "Gone.")
    tracker.probe([intent("one", "1"), intent("none", "1")])
    tracker.get([first.ref, second.ref, ref(1), ref(2), ref(99)])
    tracker.changes(TARGET, cursor)
    hub.repository.rename("acme/pay")
    tracker.changes(TARGET, cursor)
    hub.repository.delete(int(second.ref.key))
    tracker.get([second.ref])
    hub.repository.files.commit("main", {"a.md": b"one"}, ())
    hub.repository.files.branch("topic", "main")
    Pulls(account, "acme/pay").propose("topic", "main", "A title", "A body")
    assert len(hub.server.exchanges) > 30
    assert github_contract(reference).problems(hub.server.exchanges) == []


def test_an_address_is_the_url_from_everywhere(hub: Hub) -> None:
    tracker = hub.tracker()
    url = "https://github.com/acme/payments/issues/7"
    assert tracker.address(IssueRef(TARGET, "7", "7"), url, "/docs") == tracker.address(ref(7), url, None) == url


def test_nothing_is_left_to_tidy(hub: Hub) -> None:
    tracker = hub.tracker()
    assert list(tracker.tidy(TARGET)) == list(tracker.problems(TARGET)) == []
    assert tracker.requests() == {}
    assert tracker.pause(TARGET) == 0
