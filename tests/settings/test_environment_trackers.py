"""Jira without a file: where it is and who asks comes from the environment, and what is missing is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.environment_trackers import jira_of_environment
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.loader import load
from syncer.settings.overlay import overlay

SITE = "https://acme.atlassian.net"
CENTER = "https://jira.acme.example"
VARIABLES = ("JIRA_URL", "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_PAT")
CANARY = "c4n4ry-c4n4ry"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ((SITE, "a@x.example", CANARY, ""), (SITE, "a@x.example", True)),
        ((CENTER + "/", "", "", CANARY), (CENTER, None, False)),
        ((CENTER, "a@x.example", CANARY, ""), (CENTER, "a@x.example", True)),
    ],
)
def test_jira_needs_no_file_but_a_project(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: tuple[str, ...],
    expected: tuple[str, str | None, bool],
) -> None:
    for name, value in zip(VARIABLES, variables, strict=True):
        monkeypatch.setenv(name, value)
    settings = overlay(load(None, tmp_path), Arguments(tmp_path, tracker="jira", project="PAY")).configuration.settings
    made = settings.trackers["jira"]
    assert isinstance(made, JiraTracker)
    assert [(route.tracker, route.target) for route in settings.routes] == [("jira", "PAY")]
    assert (made.url, made.email, made.is_cloud) == expected
    held = made.credential()
    assert held is not None
    assert held.get_secret_value() == CANARY


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (("", "", "", CANARY), "the environment variable JIRA_URL is not set or empty; export JIRA_URL=https://SITE"),
        ((SITE, "", "", ""), "the environment variable JIRA_API_TOKEN is not set or empty; export JIRA_API_TOKEN=..."),
        ((SITE, "a@x", "", ""), "the environment variable JIRA_API_TOKEN is not set or empty; export JIRA_API_TOKEN="),
        ((SITE, "", "", CANARY), "Jira Cloud wants an API token, and the environment variable JIRA_API_TOKEN is not"),
        ((SITE, "", CANARY, ""), "the environment variable JIRA_EMAIL is not set or empty; export JIRA_EMAIL=..."),
        ((SITE, "bot", CANARY, ""), "the environment variable JIRA_EMAIL holds no e-mail address; write one"),
        ((SITE, "a b@x", CANARY, ""), "what JIRA_EMAIL says cannot be used: the environment variable JIRA_EMAIL says"),
        (
            (CENTER, "", "", ""),
            (
                "Jira wants a token, and the environment has none; export JIRA_EMAIL=... and JIRA_API_TOKEN=... for "
                "Jira Cloud, or JIRA_PAT=... for Data Center"
            ),
        ),
        (
            (SITE, "a@x", CANARY, CANARY),
            "JIRA_API_TOKEN and JIRA_PAT are both set; unset JIRA_PAT for Jira Cloud, or JIRA_API_TOKEN for Data",
        ),
        (
            (f"{SITE}/browse/PAY-1", "a@x", CANARY, ""),
            (
                "the address of Jira cannot be used: the environment variable JIRA_URL says "
                f'"{SITE}/browse/PAY-1": is the address of a page; write {SITE}'
            ),
        ),
    ],
)
def test_what_the_environment_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: tuple[str, ...], said: str
) -> None:
    for name, value in zip(VARIABLES, variables, strict=True):
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        jira_of_environment()
    assert CANARY not in str(caught.value)


def test_a_known_site_is_asked_with_the_credential_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_PAT", CANARY)
    assert jira_of_environment(CENTER).url == CENTER
