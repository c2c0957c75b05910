"""Owns what must hold inside the tables of git sources and of trackers: one address, one way to prove who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from syncer.settings.addresses import is_private, repository_name, repository_of
from syncer.settings.faults import Places
from syncer.settings.jira_addresses import project_key
from syncer.settings.jira_checks import jira_credential_faults, jira_faults
from syncer.settings.nearest import unknown
from syncer.settings.raw import TableAt, named_tables

_APP = ("app_id", "installation_id", "private_key")
_WITH_A_BRANCH = frozenset({"branch", "pull-request"})


def connection_faults(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    """One sentence for every git source and tracker that contradicts itself or lacks a part."""
    trackers = dict(named_tables(data, "trackers"))
    for name, table in named_tables(data, "sources"):
        if table.get("kind") == "git":
            yield from _git(TableAt(("sources", name), table, places), trackers)
    for name, table in trackers.items():
        one = TableAt(("trackers", name), table, places)
        if len(one.given("token", "token_file")) == 2:
            yield one.fault("token_file", ": stands beside token; keep one of them")
        if table.get("kind") == "github":
            yield from _app(one)
        elif table.get("kind") == "jira":
            yield from jira_faults(one)


def credential_faults(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    """One sentence for every part that a tracker lacks to ask as somebody."""
    for name, table in named_tables(data, "trackers"):
        one = TableAt(("trackers", name), table, places)
        if table.get("kind") == "jira":
            yield from jira_credential_faults(one)
        if table.get("kind") == "github" and not one.given("token", "token_file", "private_key_file", *_APP):
            yield one.fault("", ' has no token; add token = "env:GITHUB_TOKEN" or token_file')


def _git(one: TableAt, trackers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    given = one.given("url", "path")
    if len(given) == 2:
        yield one.fault("path", ": stands beside url; keep one of them")
    elif not given:
        yield one.fault("", ' has no repository; add url = "https://..." or path')
    yield from _git_token(one)
    back = one.table.get("write_back", "commit")
    is_same = one.table.get("write_branch", "syncer/status") == one.table.get("branch", "main")
    if is_same and isinstance(back, str) and back in _WITH_A_BRANCH:
        yield one.fault("write_branch", f' is the branch that is read; with write_back = "{back}" it needs its own')
    if back == "pull-request":
        yield from _pull_requests(one, trackers)


def _git_token(one: TableAt) -> Iterator[str]:
    keys = one.given("token", "token_file")
    if len(keys) == 2:
        yield one.fault("token_file", ": stands beside token; keep one of them")
    url = one.table.get("url")
    if keys and not (isinstance(url, str) and _is_private(url)):
        yield one.fault(keys[0], ": is for an https url only; ssh and local clones ask as git is set up")


def _is_private(url: str) -> bool:
    try:
        return is_private(url)
    except ValueError:
        return True  # what is wrong with the address is said of the address


def _pull_requests(one: TableAt, trackers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Somebody must open them, somewhere."""
    github = [name for name, table in trackers.items() if table.get("kind") == "github"]
    named = one.table.get("tracker")
    if not github:
        yield one.fault("write_back", ' = "pull-request": needs a [trackers.NAME] of kind "github" to open it')
    elif isinstance(named, str) and named not in github:
        yield one.fault("tracker", f' = "{named}": is no tracker of kind github; {unknown(named, github)}')
    elif named is None and len(github) > 1:
        yield one.fault("", f".tracker is missing; name the one that opens pull requests: {' or '.join(github)}")
    url = one.table.get("url")
    if "repository" not in one.table and not (isinstance(url, str) and _names_repository(url)):
        yield one.fault("", ".repository is missing; name the repository of the pull requests: OWNER/NAME")


def _names_repository(url: str) -> bool:
    try:
        return repository_of(url) is not None
    except ValueError:
        return True  # as above


def _app(one: TableAt) -> Iterator[str]:
    app, token = one.given(*_APP, "private_key_file"), one.given("token", "token_file")
    if app and token:
        yield one.fault(app[0], f": stands beside {token[0]}; ask as an App or with a token, keep one of them")
    if len(one.given("private_key", "private_key_file")) == 2:
        yield one.fault("private_key_file", ": stands beside private_key; keep one of them")
    missing = [key for key in _APP if key not in app and not (key == "private_key" and "private_key_file" in app)]
    if app and missing:
        yield one.fault("", f" is an App and lacks {' and '.join(missing)}; add it")


def target_fault(kind: str, target: str) -> str | None:
    """What is wrong with the target of a route to a tracker of `kind`; `None` where it names a place there."""
    try:
        _ = project_key(target) if kind == "jira" else repository_name(target)
    except ValueError as error:
        return str(error)
    return None
