"""Owns how projects and issues are named: links of every shape that Jira has, bare keys, and where people look."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import SplitResult, parse_qs, urlsplit

from syncer.errors import Rejected
from syncer.model import IssueRef, Target, Ticket

_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,254}")
_KEY = re.compile(r"(?P<project>[A-Za-z][A-Za-z0-9_]{1,254})-(?P<number>[0-9]{1,10})", re.ASCII)
_BROWSE = "browse"
_ISSUES = "issues"
_SELECTED = ("selectedIssue", "issueKey")
"""Parameters by which boards, backlogs and lists show one issue."""
_PORTS = {"https": 443, "http": 80}
_LONGEST_QUERY = 4_000
_MOST_PARAMETERS = 50


def checked(project: str) -> str:
    """`project` if it can be a project's key; raises Rejected for anything else."""
    if _PROJECT.fullmatch(project):
        return project
    raise Rejected(f"{project!r} is no key of a project: write it as Jira does, such as PAY", field="project")


def key_at(project: str, number: int) -> str:
    """The key of issue `number` of `project`."""
    return f"{project}-{number}"


def number_of(key: str) -> int | None:
    """The number within its project of the issue with `key`; `None` for what is no key."""
    match = _KEY.fullmatch(key)
    return int(match["number"]) if match else None


def project_of(key: str) -> str:
    """The key of the project in the `key` of an issue."""
    return key.rpartition("-")[0]


class Names:
    """Which projects one tracker has, and how its issues are linked to; `web` is the site's address."""

    def __init__(self, tracker: str, web: str) -> None:
        self._tracker = tracker
        self._web = web
        self._origin = _origin(urlsplit(web))
        self._base = urlsplit(web).path.rstrip("/")

    def target(self, project: str) -> Target:
        """The target that is the project with the key `project`."""
        return Target(self._tracker, project)

    def url(self, key: str) -> str:
        """Where people look at the issue with `key`."""
        return f"{self._web}/browse/{key}"

    def recognise(self, ticket: Ticket, target: Target) -> IssueRef | None:
        """The issue that `ticket` names, if it is one of this site; its id is its key until the issue was read.

        A bare key counts in an issue column alone, and where `target`, its item's, is one of this tracker.
        """
        if ticket.url is not None:
            return self._linked(ticket.url)
        if ticket.in_column and target.tracker == self._tracker:
            return self._known(ticket.text.strip())
        return None

    def _linked(self, url: str) -> IssueRef | None:
        try:
            parts = urlsplit(url)
            is_ours = parts.scheme in _PORTS and _origin(parts) == self._origin
        except ValueError:  # no such port, or half of an IPv6 address
            return None
        path = parts.path
        if not (is_ours and path.startswith(f"{self._base}/")):
            return None
        key = _key_in(path[len(self._base) + 1 :].rstrip("/").split("/")) or _selected(parts.query)
        return self._known(key) if key else None

    def _known(self, text: str) -> IssueRef | None:
        match = _KEY.fullmatch(text)
        if match is None or int(match["number"]) == 0:
            return None
        project = match["project"].upper()
        key = key_at(project, int(match["number"]))
        return IssueRef(self.target(project), key, key)


def _key_in(segments: list[str]) -> str | None:
    """The key in `browse/PAY-12`, `projects/PAY/issues/PAY-12` and `jira/software/[c/]projects/PAY/issues/PAY-12`."""
    for place, following in pairwise(segments):
        if place in (_BROWSE, _ISSUES) and _KEY.fullmatch(following):
            return following
    return None


def _selected(query: str) -> str | None:
    """The key in `?selectedIssue=PAY-12`."""
    try:
        told = parse_qs(query[:_LONGEST_QUERY], max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return None
    return next((told[name][0] for name in _SELECTED if name in told), None)


def _origin(parts: SplitResult) -> tuple[str, int | None]:
    """Host and port; the scheme is left aside, because people link to `http://` as well."""
    port = parts.port
    return parts.hostname or "", None if port in _PORTS.values() else port
