"""Trackers on GitHub and sources in git, wired as a run has them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes.github import GitHub

from syncer.bootstrap.lineages import lineages
from syncer.bootstrap.wiring import wired
from syncer.clock import SystemClock
from syncer.engine import Setup, run
from syncer.errors import ConfigurationError, UsageError
from syncer.model import Target
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load
from syncer.state.origin import read_origin
from syncer.state.store import open_store

DOCUMENT = """# Checkout outage

Published: 2026-03-11

## Action items

| Action | Owner | Due |
|---|---|---|
| Fix connection leak in new query | @alice | 2026-03-20 |
"""
GITHUB = """
[trackers.acme]
kind = "github"
token = "env:ACME_TOKEN"
[[routes]]
tracker = "acme"
target = "acme/payments"
[limits]
settle_after = 0
"""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    with GitHub() as made:
        token = made.user("syncer-bot")
        made.repository("acme/payments").grant("syncer-bot", "push")
        made.repository("acme/docs").grant("syncer-bot", "push")
        monkeypatch.setenv("ACME_TOKEN", token.value)
        monkeypatch.setenv("GITHUB_TOKEN", token.value)
        monkeypatch.setenv("GITHUB_API_URL", made.url)
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a document, as files and in a bare repository."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(DOCUMENT)
    work = tmp_path / "work"
    for command in (
        ["init", "-q", "-b", "main", str(work)],
        ["-C", str(work), "config", "user.name", "A"],
        ["-C", str(work), "config", "user.email", "a@x.example"],
    ):
        subprocess.run(["git", *command], check=True)
    (work / "a.md").write_text(DOCUMENT)
    (work / "action-items").mkdir()
    (work / "action-items" / "AI-9-x.md").write_text("# x\n")
    for command in (["add", "."], ["commit", "-qm", "x"], ["clone", "-q", "--bare", ".", str(tmp_path / "docs.git")]):
        subprocess.run(["git", "-C", str(work), *command], check=True)
    return tmp_path


def wire(folder: Path, text: str = "", *, writes: bool = True, **given: Any) -> Any:
    file = folder / "syncer.toml"
    if text:
        file.write_text(text)
    configuration = load(file if text else None, folder)
    return wired(configuration, Arguments(folder, **given), "run1", command="sync", writes=writes, tell=lambda *_: None)


def git_source(folder: Path, more: str = "") -> str:
    return f'[sources.pm]\nkind = "git"\nurl = "file://{folder}/docs.git"\nauthor = "S <s@x.example>"\n{more}'


def listed(setup: Setup) -> list[str]:
    return [ref.key.path for source in setup.sources for ref in source.list()]


def test_github_without_a_file_is_wired_from_the_environment(hub: GitHub, folder: Path) -> None:
    with wire(folder, paths=("docs",), tracker="github", repo="acme/payments") as setup:
        assert setup.patience is not None
        report = run(setup)
        assert report.created == 1
        assert setup.trackers["github"].requests().keys() == {Target("github", "acme/payments")}
        origin = read_origin(setup.state)
        assert (origin.apis, origin.issues) == ({"github": hub.url}, {})
    assert [issue.title for issue in hub.at("acme/payments").issues] == ["Fix connection leak in new query"]


def test_trackers_of_one_account_share_its_pace(hub: GitHub, folder: Path) -> None:
    more = '[trackers.more]\nkind = "github"\ntoken = "env:ACME_TOKEN"\n[sources.docs]\nkind = "files"\npath = "docs"\n'
    text = more + GITHUB + "creates_per_minute = 1\ncreates_per_hour = 1\n"
    with wire(folder, text) as setup:
        assert run(setup).created == 1
        far = Target("more", "acme/docs")
        assert setup.trackers["more"].pause(far) == setup.trackers["acme"].pause(Target("acme", "acme/payments")) > 0
    with wire(folder, text) as again:
        assert again.trackers["more"].pause(far) > 0


def test_documents_in_git_are_read_through_a_clone_beside_the_state(hub: GitHub, folder: Path) -> None:
    with wire(folder, git_source(folder) + GITHUB) as setup:
        assert listed(setup) == ["a.md", "action-items/AI-9-x.md"]
    assert (folder / ".syncer" / "state.db-clones").is_dir()


def test_a_run_that_only_looks_leaves_no_clone(hub: GitHub, folder: Path) -> None:
    with wire(folder, git_source(folder) + GITHUB, writes=False) as setup:
        assert len(listed(setup)) == 2
    assert not (folder / ".syncer").exists()
    with wire(folder, git_source(folder) + GITHUB) as setup:
        listed(setup)
    with wire(folder, git_source(folder) + GITHUB, writes=False) as setup:
        assert len(listed(setup)) == 2


def test_issues_inside_a_clone_are_no_documents(folder: Path) -> None:
    text = '[sources.pm]\nkind = "git"\npath = "work"\n[trackers.local]\nkind = "local"\npath = "work/action-items"\n'
    with wire(folder, text) as setup:
        assert listed(setup) == ["a.md"]
        origin = read_origin(setup.state)
        assert (origin.sources, origin.repositories) == ((f"{folder}/work",), ())


def test_the_state_remembers_the_address_of_a_source_on_a_server(folder: Path) -> None:
    text = git_source(folder) + '[trackers.local]\nkind = "local"\npath = "ai"\n'
    with wire(folder, text) as setup:
        (address,) = read_origin(setup.state).repositories
    assert address in git_source(folder)


def test_a_clone_that_is_not_there_is_refused(folder: Path) -> None:
    text = '[sources.pm]\nkind = "git"\npath = "nope"\n[trackers.local]\nkind = "local"\n'
    with (
        pytest.raises(ConfigurationError, match=r"syncer.toml:3: sources.pm.path: there is no .*/nope"),
        wire(folder, text),
    ):
        pytest.fail("wired")


def test_pull_requests_are_opened_by_a_tracker_on_github(hub: GitHub, folder: Path) -> None:
    more = 'write_back = "pull-request"\nrepository = "acme/docs"\n'
    with wire(folder, git_source(folder, more) + GITHUB) as setup:
        report = run(setup)
    assert report.created == 1
    assert any("pulls" in exchange.path for exchange in hub.exchanges)


def test_who_opens_pull_requests_stays_where_issues_go_elsewhere(hub: GitHub, folder: Path) -> None:
    more = 'write_back = "pull-request"\nrepository = "acme/docs"\n'
    with wire(folder, git_source(folder, more) + GITHUB, tracker="local") as setup:
        assert list(setup.trackers) == ["acme", "local"]


def test_where_nobody_can_open_pull_requests_nothing_is_done(hub: GitHub, folder: Path) -> None:
    (folder / "syncer.toml").write_text(git_source(folder) + GITHUB)
    configuration = load(folder / "syncer.toml", folder)
    source = configuration.settings.sources["pm"].model_copy(update={"write_back": "pull-request"})
    settings = configuration.settings.model_copy(update={"sources": {"pm": source}})
    without = wired(
        replace(configuration, settings=settings),
        Arguments(folder),
        "run1",
        command="sync",
        writes=True,
        tell=lambda *_: None,
    )
    with pytest.raises(ConfigurationError, match=r"sources\.pm: nobody can open its pull requests"), without:
        pytest.fail("wired")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[trackers.local]\nkind = "local"\n', "nothing to read"),
        ('[sources.docs]\nkind = "files"\npath = "docs"\n', "no place for issues"),
        (
            '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.a]\nkind = "github"\ntoken = "env:ACME_TOKEN"\n',
            "no route leads to a tracker",
        ),
    ],
)
def test_what_no_run_could_do_anything_with_is_refused(hub: GitHub, folder: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said), wire(folder, text):
        pytest.fail("wired")


class TestLineages:
    """Whose issues are there, for a state that takes them over."""

    def found(self, path: Path, folder: Path, file: Path | None = None) -> dict[str, int]:
        store = open_store(path)
        try:
            return dict(lineages(load(file, folder), store, SystemClock()))
        finally:
            store.close()

    def test_of_routes_and_of_what_the_state_knows(self, hub: GitHub, folder: Path) -> None:
        text = '[sources.docs]\nkind = "files"\npath = "docs"\n' + GITHUB
        with wire(folder, text) as setup:
            run(setup)
            lineage = setup.state.lineage()
        state = folder / ".syncer" / "state.db"
        assert self.found(state, folder, folder / "syncer.toml") == {lineage: 1}
        (folder / "syncer.toml").write_text(text.replace("acme/payments", "acme/docs"))
        assert self.found(state, folder, folder / "syncer.toml") == {lineage: 1}

    def test_without_a_file_the_last_run_says_where(
        self, hub: GitHub, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: dict[str, Any] = {"paths": ("docs",), "tracker": "github", "repo": "acme/payments"}
        with wire(folder, **given, state=folder / "s.db") as setup:
            run(setup)
            lineage = setup.state.lineage()
        assert self.found(folder / "s.db", folder) == {lineage: 1}
        monkeypatch.delenv("GITHUB_TOKEN")
        with pytest.raises(UsageError, match="GITHUB_TOKEN is not set or empty"):
            self.found(folder / "s.db", folder)

    def test_a_local_tracker_is_asked_too(self, folder: Path) -> None:
        with wire(folder, paths=("docs",), tracker="local", state=folder / "s.db") as setup:
            run(setup)
            lineage = setup.state.lineage()
        assert self.found(folder / "s.db", folder) == {lineage: 1}

    def test_where_nobody_knows_it_is_said(self, folder: Path) -> None:
        open_store(folder / "s.db").close()
        with pytest.raises(ConfigurationError, match="it is not known where the issues are"):
            self.found(folder / "s.db", folder)
