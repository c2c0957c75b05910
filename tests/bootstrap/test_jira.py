"""Trackers on Jira wired as a run has them: accounts, paces, choices by project, and what is remembered of a site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from engine.worlds import SettableClock
from pydantic import SecretStr

from syncer.bootstrap.accounts import Accounts
from syncer.bootstrap.lineages import lineages
from syncer.bootstrap.trackers import far_tracker, make_trackers
from syncer.bootstrap.wiring import wired
from syncer.core.rules import Limits
from syncer.errors import ConfigurationError, UsageError
from syncer.ports import StateStore
from syncer.retry.patience import Patience
from syncer.settings.arguments import Arguments
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.loader import load
from syncer.state.origin import Origin, read_origin, remember_origin
from syncer.state.store import open_store
from syncer.trackers.jira.choices import DUPLICATE, WONT_DO, Choices
from syncer.trackers.jira.tracker import JiraTracker as Jira

SITE = "https://acme.atlassian.net"
CENTER = "https://jira.acme.example/jira"
CANARY = "c4n4ry-in-a-coal-mine"
TEXT = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.jam]
kind = "jira"
url = "https://acme.atlassian.net"
email = "bot@acme.example"
token = "env:THE_TOKEN"
priorities = { P1 = "Highest" }
components = ["Core"]
wont_do = ["Parked"]
[trackers.jam.projects.PAY]
issue_type = "Bug"
parent = "OPS-7"
security = "Internal"
fields = { Team = "Payments" }
transition_fields = { resolution = "Done" }
duplicate = ["Twin"]
[[routes]]
tracker = "jam"
target = "PAY"
"""
GITHUB = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.acme]
kind = "github"
token = "env:THE_TOKEN"
[[routes]]
tracker = "acme"
target = "a/b"
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THE_TOKEN", CANARY)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    for name in ("JIRA_URL", "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_PAT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateStore]:
    store = open_store(tmp_path / "state.db")
    store.acquire("test", 0)
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "syncer.toml").write_text(TEXT)
    return tmp_path


def cloud(token: str = CANARY, url: str = SITE, **more: Any) -> JiraTracker:
    return JiraTracker(kind="jira", url=url, email="bot@acme.example", token=SecretStr(token), **more)


def center(pat: str = CANARY) -> JiraTracker:
    return JiraTracker(kind="jira", url=CENTER, pat=SecretStr(pat))


def accounts(state: StateStore, *, remembers: bool = True, limits: Limits | None = None) -> Accounts:
    clock = SettableClock()
    return Accounts(clock, Patience(clock), limits or Limits(), state, remembers=remembers)


def made(name: str, table: JiraTracker, own: Accounts) -> Jira:
    tracker = far_tracker(name, table, "UTC", SettableClock(), own)
    assert isinstance(tracker, Jira)
    return tracker


def test_trackers_with_one_credential_share_account_and_pace(state: StateStore) -> None:
    own = accounts(state)
    first = own.jira("a", cloud())
    assert own.jira("b", cloud(issue_type="Bug")) is first
    assert own.jira("c", cloud("another-token-entirely")) is not first
    assert own.jira("d", cloud(url="https://other.atlassian.net")) is not first
    assert own.jira("e", cloud(cloud_id="1-a")) is not first


def test_an_account_is_of_the_kind_that_its_credential_tells(state: StateStore) -> None:
    own = accounts(state)
    account, other = own.jira("a", cloud()).account, own.jira("b", center()).account
    assert (account.is_cloud, account.api("myself")) == (True, "/rest/api/3/myself")
    assert (other.is_cloud, other.api("myself"), other.web) == (False, "/jira/rest/api/2/myself", CENTER)
    scoped = own.jira("c", cloud(cloud_id="1-a", gateway="https://gateway.example")).account
    assert (scoped.api("myself"), scoped.web) == ("/ex/jira/1-a/rest/api/3/myself", SITE)
    bearer = JiraTracker(kind="jira", url=SITE, pat=SecretStr(CANARY), deployment="cloud", cloud_id="1-a")
    assert own.jira("d", bearer).account.is_cloud


@pytest.mark.parametrize(
    ("table", "lacks"),
    [
        (JiraTracker(kind="jira", url=SITE), "token"),
        (JiraTracker(kind="jira", pat=SecretStr("x"), url=None), "url"),
    ],
)
def test_without_a_site_or_a_credential_nobody_can_be_asked(state: StateStore, table: JiraTracker, lacks: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"trackers\.a has no {lacks}"):
        accounts(state).jira("a", table)


def test_jira_takes_more_at_once_than_github_unless_another_pace_is_set(state: StateStore) -> None:
    pacer = accounts(state).jira("a", cloud()).pacer
    for _ in range(50):
        assert pacer.due_in() == 0
        pacer.spend()
    assert 0 < pacer.due_in() <= 0.1
    slow = accounts(state, limits=Limits(creates_per_minute=1)).jira("a", cloud("another-token-entirely")).pacer
    slow.spend()
    assert slow.due_in() > 59


def test_what_was_spent_is_remembered_for_the_next_run_without_the_secret(state: StateStore, tmp_path: Path) -> None:
    limits = Limits(creates_per_minute=2)
    pacer = accounts(state, limits=limits).jira("a", cloud()).pacer
    while pacer.due_in() == 0:
        pacer.spend()
    again = accounts(state, limits=limits)
    assert again.jira("a", cloud()).pacer.due_in() > 0
    assert again.jira("b", center()).pacer.due_in() == 0
    assert CANARY.encode() not in (tmp_path / "state.db").read_bytes()


def test_what_was_learnt_of_a_site_is_remembered_for_the_next_run_and_for_that_site(state: StateStore) -> None:
    made("a", cloud(), accounts(state))._site.notebook.note("types PAY", ["Task"])
    day = timedelta(days=1)
    assert made("a", cloud(), accounts(state))._site.notebook.recall("types PAY", day) == ["Task"]
    assert made("a", center(), accounts(state))._site.notebook.recall("types PAY", day) is None
    assert made("b", cloud(), accounts(state))._site.notebook.recall("types PAY", day) is None


def test_a_run_that_only_looks_stores_nothing(state: StateStore) -> None:
    looking = made("a", cloud(), accounts(state, remembers=False))._site
    looking.notebook.note("types PAY", ["Task"])
    looking.pacer.spend()
    assert made("a", cloud(), accounts(state))._site.notebook.recall("types PAY", timedelta(days=1)) is None


def test_choices_are_those_of_the_project(folder: Path, state: StateStore) -> None:
    configuration = load(folder / "syncer.toml", folder)
    tracker = make_trackers(configuration, SettableClock(), accounts(state))["jam"]
    assert isinstance(tracker, Jira)
    choices = tracker._site.choices
    assert choices.of("OPS") == Choices(priorities={"P1": "Highest"}, components=("Core",), wont_do=("Parked",))
    assert choices.of("PAY") == Choices(
        issue_type="Bug",
        priorities={"P1": "Highest"},
        components=("Core",),
        parent="OPS-7",
        security="Internal",
        fields={"Team": "Payments"},
        transition_fields={"resolution": "Done"},
        wont_do=("Parked",),
        duplicate=("Twin",),
    )
    plain = made("x", center(), accounts(state))._site.choices.of("PAY")
    assert (plain.wont_do, plain.duplicate) == (WONT_DO, DUPLICATE)


def test_the_state_remembers_the_site(folder: Path) -> None:
    configuration = load(folder / "syncer.toml", folder)
    with wired(configuration, Arguments(folder), "run1", command="sync", writes=True, tell=lambda *_: None) as setup:
        assert setup.trackers["jam"].kind == "jira"
        origin = read_origin(setup.state)
    assert (origin.sites, origin.apis) == ({"jam": SITE}, {})


def test_an_older_state_knows_no_site(state: StateStore) -> None:
    remember_origin(state, Origin(folder="/x"))
    assert read_origin(state).sites == {}


def test_the_site_of_the_last_run_is_asked_with_the_credential_of_the_environment(
    tmp_path: Path, state: StateStore
) -> None:
    remember_origin(state, Origin(folder=str(tmp_path), sites={"jira": "https://jira.acme.example"}))
    with pytest.raises(UsageError, match="Jira wants a token, and the environment has none"):
        lineages(load(None, tmp_path), state, SettableClock())


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        (TEXT, ["jira"]),
        (GITHUB, ["github"]),
    ],
)
def test_a_run_loads_the_library_of_its_own_tracker_alone(folder: Path, text: str, imported: list[str]) -> None:
    (folder / "syncer.toml").write_text(text)
    program = (
        "import sys\nfrom pathlib import Path\nfrom syncer.bootstrap.wiring import wired\n"
        "from syncer.settings.arguments import Arguments\nfrom syncer.settings.loader import load\n"
        "here = Path.cwd()\nconfiguration = load(here / 'syncer.toml', here)\n"
        "with wired(configuration, Arguments(here), 'r', command='sync', writes=False, tell=print):\n"
        "    print([name for name in ('github', 'jira') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=_environment(), capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == (str(imported), "")


def _environment() -> dict[str, str]:
    root = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": str(root)}
