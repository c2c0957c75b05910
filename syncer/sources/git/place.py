"""Owns where the repository of a source is, a private clone or one on this machine, and how its remote is reached."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlunsplit

from syncer.errors import SourceUnavailable
from syncer.sources.git.command import Git, Settings
from syncer.sources.git.configuration import read_configuration
from syncer.sources.git.desk import Desk
from syncer.sources.git.redaction import Redactor, basic, parts_of, secrets_of

_REMOTE = "syncer"
"""What the one remote of a private clone is called; it exists only in the settings of each command."""
_PROTOCOLS = ("https", "ssh", "file", "git")
_QUIET = (("gc.auto", "0"), ("maintenance.auto", "false"))
_FILTER = "blob:none"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository to work in.

    `remote` is the name of the remote that holds the branch, `None` where the branch is the repository's own; `url`
    is that remote's. `folder` is the repository's own folder. `network` are the settings of commands that talk to
    the remote. `is_private` says that nobody but us works here, `is_partial` that blobs may be missing.
    `refs` is the prefix of the refs that are ours, each named by the commit that it keeps.
    """

    git: Git
    folder: Path
    remote: str | None
    url: str
    network: Settings
    is_private: bool
    is_partial: bool
    refs: str

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut short, so that the first commit of a file is not to be known."""
        return (self.folder / "shallow").exists()

    def ref(self, commit: str) -> str:
        """What names `commit` only where all that it stands on is here: a ref of ours, or itself without a remote."""
        return commit if self.remote is None else f"{self.refs}/{commit}"


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a remote: the token of an https URL, and the most seconds that a command may take."""

    token: str | None
    timeout: float


def open_clone(url: str, desk: Desk, access: Access, lock: int) -> Repository:
    """The private clone of `url`, made where there is none: the whole history, blobs as they are needed.

    Raises `GitFailed`.
    """
    if not (desk.clone / "HEAD").is_file():
        _make_clone(desk, access, lock)
    git = Git(
        desk.clone,
        bare=desk.clone,
        redactor=Redactor((*secrets_of(url), access.token or "")),
        protocols=_protocols(url),
        held=lock,
        timeout=access.timeout,
        settings=((f"remote.{_REMOTE}.url", url), ("gc.autoDetach", "false")),
    )
    # Only these commands know that blobs are left out: all others find them missing and fetch none by themselves.
    filtered = ((f"remote.{_REMOTE}.promisor", "true"), (f"remote.{_REMOTE}.partialCloneFilter", _FILTER))
    network = (*_authorization(url, access.token), *filtered)
    return Repository(git, desk.clone, _REMOTE, url, network, is_private=True, is_partial=True, refs=_refs(desk))


def _make_clone(desk: Desk, access: Access, lock: int) -> None:
    """Make an empty clone under another name, so that a half-made one is never taken for one."""
    with desk.work_folder("new") as folder:
        git = Git(folder, held=lock, timeout=access.timeout)
        git.ask("init", "--quiet", "--bare", "--template=", str(folder / "clone"))
        if not (desk.clone / "HEAD").is_file():
            desk.discard_clone()
        with suppress(OSError):  # another run may have been quicker, and then its clone is as good
            (folder / "clone").rename(desk.clone)


def open_checkout(path: Path, branch: str, desk: Desk, access: Access, lock: int) -> Repository:
    """The repository at `path`, with its own remotes and credentials; nothing of its work tree is touched.

    Raises `SourceUnavailable`, `GitFailed`.
    """
    git = Git(path, held=lock, timeout=access.timeout, settings=_QUIET)
    configuration = read_configuration(git)
    # Without a configuration of its own there is as a rule no repository, and git says why.
    folder = configuration.folder or path / os.fsdecode(git.ask("rev-parse", "--git-common-dir").rstrip(b"\n"))
    remote = _remote(configuration.remotes, configuration.values.get(f"branch.{branch}.remote"), path)
    url = configuration.values[f"remote.{remote}.url"] if remote is not None else ""
    known = Git(
        path,
        redactor=Redactor((*secrets_of(url), access.token or "")),
        protocols=_protocols(url),
        held=lock,
        timeout=access.timeout,
        settings=_QUIET,
    )
    known.ran = git.ran
    network = _authorization(url, access.token)
    is_partial = configuration.is_partial
    return Repository(known, folder, remote, url, network, is_private=False, is_partial=is_partial, refs=_refs(desk))


def _remote(remotes: tuple[str, ...], of_branch: str | None, path: Path) -> str | None:
    """Which remote holds the branch: that of its configuration, else `origin`, else the only one; none if none is."""
    for name in (of_branch, "origin"):
        if name in remotes:
            return name
    if len(remotes) > 1:
        names = ", ".join(remotes)
        raise SourceUnavailable(
            f"{path}: has the remotes {names}, and none is called origin;"
            " say which one it is with git branch --set-upstream-to"
        )
    return remotes[0] if remotes else None


def _refs(desk: Desk) -> str:
    return f"refs/syncer/{desk.id}"


def _protocols(url: str) -> tuple[str, ...]:
    """What git may speak: plain http to this machine only, and never one that starts a program (`ext::`)."""
    return (*_PROTOCOLS, "http") if url.startswith("http://") and _is_loopback(url) else _PROTOCOLS


def _is_loopback(url: str) -> bool:
    host = parts_of(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _authorization(url: str, token: str | None) -> Settings:
    """The settings that send `token`, and no other, to the repository at `url`, and to nobody after a redirect."""
    parts = parts_of(url)
    if not token or parts.scheme not in {"http", "https"}:
        return ()
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    header = f"http.{bare}.extraHeader"
    return ((header, ""), (header, f"Authorization: Basic {basic(token)}"), ("http.followRedirects", "false"))
