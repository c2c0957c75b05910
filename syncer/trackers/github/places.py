"""Owns how repositories and issues are named: API base and web root, links, bare keys, and names that changed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from syncer.errors import Rejected
from syncer.model import IssueRef, Target, Ticket

_NAME = re.compile(r"[A-Za-z0-9-][A-Za-z0-9._-]{0,99}/[A-Za-z0-9._-]{1,100}")
_LINK = re.compile(r"/(?P<name>[^/]+/[^/]+)/(?:issues|pull)/(?P<key>[0-9]{1,10})(?:/[^?#]*)?", re.ASCII)
_NEAR = re.compile(r"(?:#|GH-)(?P<key>[0-9]{1,10})", re.ASCII)
_FAR = re.compile(r"(?P<name>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)#(?P<key>[0-9]{1,10})", re.ASCII)
_ENTERPRISE = "/api/v3"
_PORTS = {"https": 443, "http": 80}


def web_root(api: str) -> str:
    """Where people look at what the API at the URL `api` serves: scheme, host and port without a closing slash.

    `https://api.github.com` -> `https://github.com`, `https://api.acme.ghe.com` -> `https://acme.ghe.com`,
    `https://host/api/v3` -> `https://host`; anything else is served where the API is.
    """
    parts = urlsplit(api)
    host = parts.netloc.rpartition("@")[2]
    hosted = host.lower().removeprefix("api.")
    is_hosted = hosted == "github.com" or hosted.endswith(".ghe.com")
    return f"{parts.scheme}://{hosted if is_hosted and not parts.path.endswith(_ENTERPRISE) else host}"


def checked(name: str) -> str:
    """`name` if it can be a repository's `owner/name`; raises Rejected for anything else, such as a path to climb."""
    if _NAME.fullmatch(name) and name.rpartition("/")[2] not in {".", ".."}:
        return name
    raise Rejected(f"{name!r} is no repository: write owner/name, such as acme/payments", field="repository")


def issue_path(name: str, key: str) -> str:
    """The API path of the issue with the number `key`; raises Rejected for what is no number."""
    if not (key.isascii() and key.isdigit()):
        raise Rejected(f"{name}#{key} is no issue of GitHub: its key is not a number")
    return f"/repos/{checked(name)}/issues/{int(key)}"


class Names:
    """Which repositories are known to one tracker under which names: as configured, and as they are called now."""

    def __init__(self, tracker: str, api: str) -> None:
        self._tracker = tracker
        self._origin = _origin(web_root(api))
        self._targets: dict[str, Target] = {}
        self._now: dict[Target, str] = {}

    def meet(self, target: Target) -> None:
        """`target` is one that the configuration names."""
        if target.name:
            self._targets.setdefault(target.name.casefold(), target)

    def now(self, target: Target) -> str:
        """What the repository of `target` is called now; raises Rejected where that cannot be a repository."""
        return self._now.get(target) or checked(target.name)

    def renamed(self, target: Target, name: str) -> None:
        """The repository of `target` is called `name` now."""
        self.meet(target)
        self._now.pop(target, None)
        if name.casefold() != target.name.casefold():
            self._now[target] = checked(name)
            self._targets.setdefault(name.casefold(), target)

    def is_renamed(self, target: Target) -> bool:
        """Whether the repository of `target` is called otherwise than configured."""
        return target in self._now

    def target(self, name: str) -> Target:
        """The target that the repository `name` is, as configured where it is."""
        return self._targets.get(name.casefold()) or Target(self._tracker, name)

    def recognise(self, ticket: Ticket, target: Target) -> IssueRef | None:
        """The issue that `ticket` names, if it is one of this host; `target` is where a bare key would lead.

        Its id is the number until the issue has been read.
        """
        if target.tracker == self._tracker:
            self.meet(target)
        if ticket.url is not None:
            return self._linked(ticket.url)
        if not ticket.in_column:
            return None
        if far := _FAR.fullmatch(ticket.text):
            return self._known(far["name"], far["key"])
        near = _NEAR.fullmatch(ticket.text)
        is_own = target.tracker == self._tracker and bool(target.name)
        return _ref(target, near["key"]) if near and is_own else None

    def _linked(self, url: str) -> IssueRef | None:
        path = _path_below(url, self._origin)
        match = _LINK.fullmatch(path) if path is not None else None
        return self._known(match["name"], match["key"]) if match else None

    def _known(self, name: str, key: str) -> IssueRef | None:
        return _ref(self.target(name), key) if _NAME.fullmatch(name) else None


def _ref(target: Target, key: str) -> IssueRef:
    number = str(int(key))
    return IssueRef(target, number, number)


def _path_below(url: str, origin: tuple[str, int | None]) -> str | None:
    """The path of `url` where it leads to `origin` over the web, else `None`."""
    try:
        parts = urlsplit(url)
        is_ours = parts.scheme in _PORTS and _origin(url) == origin
    except ValueError:  # no such port, or half of an IPv6 address
        return None
    return parts.path if is_ours else None


def _origin(url: str) -> tuple[str, int | None]:
    """Host and port; the scheme is left aside, because people link to `http://github.com`, too."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = parts.port
    return host, None if port in {80, 443} else port
