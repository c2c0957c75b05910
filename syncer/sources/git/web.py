"""Owns the addresses of web pages that show a file at a commit, for hosts whose pages are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/\s].*)")
_SSH_DOORS = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}
"""Hosts that speak ssh on the port of https, by which web site they stand for."""
_SCHEMES = frozenset({"https", "ssh", "git", "http"})


class WebPlace(NamedTuple):
    """A repository as the web knows it: host (with a port if https has one) and path, without `.git`."""

    host: str
    path: str


def web_place(url: str) -> WebPlace | None:
    """Where the remote at `url` (https, ssh, git, or `user@host:path`) is on the web; `None` for a folder."""
    host, path = _host_and_path(url)
    path = path.strip("/").removesuffix(".git")
    return WebPlace(_SSH_DOORS.get(host, host), path) if host and path else None


def permalink(place: WebPlace | None, commit: str, path: str, github_hosts: Sequence[str] = ()) -> str | None:
    """The page that shows `path` at `commit`; `None` where the host is neither a GitHub nor a GitLab.

    `github_hosts` are known to be GitHub Enterprise Servers whatever they are called.
    """
    if place is None:
        return None
    repository = f"https://{place.host}/{quote(place.path, safe='/~')}"
    name = place.host.partition(":")[0].casefold()
    if _is_github(name) or name in github_hosts:
        is_repository = place.path.count("/") == 1
        return f"{repository}/blob/{commit}/{quote(path)}" if is_repository else None
    if any(label.startswith("gitlab") for label in name.split(".")):
        return f"{repository}/-/blob/{commit}/{quote(path)}"
    return None


def _is_github(host: str) -> bool:
    """Whether a host is named as GitHub and its servers are: github.com, github.acme.com, acme.ghe.com."""
    return any(label in {"github", "ghe", "ghes"} for label in host.split("."))


def _host_and_path(url: str) -> tuple[str, str]:
    if "://" not in url:
        match = _SCP.fullmatch(url)
        return (match["host"].casefold(), match["path"]) if match else ("", "")
    try:
        parts = urlsplit(url)
        port = parts.port if parts.scheme in {"https", "http"} else None
    except ValueError:
        return "", ""
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return "", ""
    return f"{parts.hostname}{f':{port}' if port else ''}", parts.path
