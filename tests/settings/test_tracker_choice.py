"""Which tracker a run has: that of the flags with a route for everything, else the configured ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load
from syncer.settings.overlay import overlay
from syncer.settings.schema import Settings
from syncer.settings.tracker_tables import GitHubTracker

ACME = '[trackers.acme]\nkind = "github"\ntoken = "env:ACME_TOKEN"\n'
MORE = ACME.replace("acme", "more")
ROUTES = '[[routes]]\ntracker = "acme"\ntarget = "acme/pm"\nlabels = ["x"]\n'
LOCAL = '[trackers.folder]\nkind = "local"\n'
JIRA = '[trackers.jam]\nkind = "jira"\nurl = "https://jira.example"\npat = "env:ACME_TOKEN"\n'
JAM = '[[routes]]\ntracker = "jam"\ntarget = "PAY"\n'


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_TOKEN", "c4n4ry-acme")
    monkeypatch.setenv("GITHUB_TOKEN", "c4n4ry-environment")
    monkeypatch.delenv("GITHUB_API_URL", raising=False)


def laid(folder: Path, text: str, **given: Any) -> Settings:
    (folder / "syncer.toml").write_text(text)
    configuration = load(folder / "syncer.toml", folder)
    return overlay(configuration, Arguments(folder, **given)).configuration.settings


def routes(settings: Settings) -> list[tuple[str, str]]:
    return [(route.tracker, route.target) for route in settings.routes]


def github(settings: Settings, name: str) -> GitHubTracker:
    found = settings.trackers[name]
    assert isinstance(found, GitHubTracker)
    return found


def token(settings: Settings, name: str) -> str:
    secret = github(settings, name).token
    assert secret is not None
    return secret.get_secret_value()


def test_github_needs_no_file_but_a_repository_and_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = laid(tmp_path, "", tracker="github", repo="acme/payments")
    assert routes(settings) == [("github", "acme/payments")]
    assert token(settings, "github") == "c4n4ry-environment"
    assert github(settings, "github").url == "https://api.github.com"
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.example/api/v3")
    again = laid(tmp_path, "", tracker="github", repo="acme/payments")
    assert github(again, "github").url == "https://ghe.example/api/v3"


def test_a_configured_tracker_may_be_called_github(tmp_path: Path) -> None:
    settings = laid(tmp_path, ACME.replace("acme]", "github]"), tracker="github", repo="a/b")
    assert (routes(settings), token(settings, "github")) == ([("github", "a/b")], "c4n4ry-acme")


def test_a_tracker_called_github_that_is_none_is_not_meant(tmp_path: Path) -> None:
    settings = laid(tmp_path, LOCAL.replace("folder", "github"), tracker="github", repo="a/b")
    assert token(settings, "github") == "c4n4ry-environment"


def test_a_repository_alone_means_the_only_tracker_on_github(tmp_path: Path) -> None:
    settings = laid(tmp_path, ACME + LOCAL + ROUTES, repo="a/b")
    assert (routes(settings), token(settings, "acme")) == ([("acme", "a/b")], "c4n4ry-acme")


def test_a_configured_tracker_takes_the_repository_of_the_flags_else_its_only_one(tmp_path: Path) -> None:
    assert routes(laid(tmp_path, ACME + MORE + ROUTES, tracker="more", repo="a/b")) == [("more", "a/b")]
    assert routes(laid(tmp_path, ACME + MORE + ROUTES, tracker="acme")) == [("acme", "acme/pm")]


def test_a_project_alone_means_the_only_tracker_on_jira(tmp_path: Path) -> None:
    assert routes(laid(tmp_path, ACME + JIRA + ROUTES, project="OPS")) == [("jam", "OPS")]
    assert routes(laid(tmp_path, ACME + JIRA + ROUTES + JAM, tracker="jam")) == [("jam", "PAY")]
    assert routes(laid(tmp_path, JIRA.replace("jam", "jira"), tracker="jira", project="OPS")) == [("jira", "OPS")]


def test_of_a_run_with_a_tracker_of_its_own_only_what_opens_pull_requests_stays(tmp_path: Path) -> None:
    source = '[sources.pm]\nkind = "git"\nurl = "https://github.com/a/b"\nwrite_back = "pull-request"\n'
    both = ACME + MORE + ROUTES
    assert laid(tmp_path, source + 'tracker = "acme"\n' + both, tracker="local").trackers.keys() == {"acme", "local"}
    assert laid(tmp_path, source + ACME + ROUTES, tracker="local").trackers.keys() == {"acme", "local"}
    plain = source.replace("pull-request", "commit")
    assert laid(tmp_path, plain + both, tracker="local").trackers.keys() == {"local"}


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("", {"tracker": "github"}, "--tracker github: which repository? Add --repo OWNER/NAME, such as"),
        ("", {"tracker": "github", "repo": "payments"}, '--repo: "payments" names no repository; write OWNER/NAME'),
        (ACME, {"tracker": "acme", "repo": "payments"}, '--repo: "payments" names no repository'),
        (ACME, {"tracker": "acme"}, "--tracker acme: which repository? Add --repo OWNER/NAME"),
        (ACME + MORE, {"repo": "a/b"}, "--repo: several trackers are on GitHub; name one:"),
        ("", {"repo": "a/b"}, "--repo says which repository of a tracker that is not named; add --tracker github"),
        ("", {"tracker": "local", "repo": "a/b"}, "--repo is a repository on GitHub; local keeps its issues elsewhere"),
        (LOCAL, {"tracker": "folder", "repo": "a/b"}, "--repo is a repository on GitHub; folder keeps its issues"),
        ("", {"tracker": "github", "repo": "a/b", "issues": "x"}, "--issues is where the issues of --tracker local"),
        (ACME, {"repo": "a/b", "issues": "x"}, "--issues is where .*; the tracker of --repo has its own place"),
        ("", {"tracker": "jira"}, "--tracker jira: which project? Add --project KEY, such as --project PAY"),
        ("", {"tracker": "jira", "project": "PAY-12"}, '--project: "PAY-12" is no key of a project; write PAY'),
        (JIRA, {"tracker": "jam"}, "--tracker jam: which project? Add --project KEY"),
        (JIRA, {"project": "pay"}, '--project: "pay" is no key of a project; write PAY'),
        ("", {"project": "PAY"}, "--project says which project of a tracker that is not named; add --tracker jira"),
        ("", {"project": "PAY", "repo": "a/b"}, "--repo is for issues on GitHub and --project for issues on Jira"),
        ("", {"tracker": "jira", "project": "PAY", "repo": "a/b"}, "--repo is a repository on GitHub; jira keeps its"),
        (ACME, {"tracker": "github", "repo": "a/b", "project": "PAY"}, "--project is a project on Jira; github keeps"),
        (ACME, {"tracker": "acme", "project": "PAY"}, "--project is a project on Jira; acme keeps its issues else"),
        ("", {"tracker": "local", "project": "PAY"}, "--project is a project on Jira; local keeps its issues else"),
        (JIRA + JIRA.replace("jam", "eel"), {"project": "PAY"}, "--project: several trackers are on Jira; name one:"),
        (JIRA, {"project": "PAY", "issues": "x"}, "--issues is where .*; the tracker of --project has its own place"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        laid(tmp_path, text, **given)


def test_choices_are_offered(tmp_path: Path) -> None:
    two = ROUTES + ROUTES.replace("acme/pm", "acme/payments")
    with pytest.raises(UsageError) as caught:
        laid(tmp_path, ACME + two, tracker="acme")
    assert caught.value.choices == ("--repo acme/pm", "--repo acme/payments")
    with pytest.raises(UsageError) as caught:
        laid(tmp_path, ACME + MORE, repo="a/b")
    assert caught.value.choices == ("--tracker acme", "--tracker more")


@pytest.mark.parametrize("value", ["", "  "])
def test_a_token_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", value)
    with pytest.raises(UsageError, match=r"the environment variable GITHUB_TOKEN is not set or empty; export GITHUB"):
        laid(tmp_path, "", tracker="github", repo="a/b")


def test_an_api_that_cannot_be_is_told_with_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "http://ghe.example")
    with pytest.raises(
        UsageError, match=r'the environment variable GITHUB_API_URL says "http://ghe\.example": expected https'
    ):
        laid(tmp_path, "", tracker="github", repo="a/b")
