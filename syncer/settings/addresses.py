"""Owns which addresses may be configured: of git repositories, of an API, of what lies there; and branch names."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

API_VARIABLE = "GITHUB_API_URL"
PUBLIC_API = "https://api.github.com"

# What ssh takes without a scheme: [user@]host:path, where nothing before the colon is a folder.
_SCP = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!/)[^\s:][^\s]*")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}")
_NOT_IN_A_BRANCH = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|@\{|/\.|\.lock(?:/|$)")
_SPACES = re.compile(r"[\x00-\x20\x7f]")


def git_address(text: str) -> str:
    """`text` as it is, if git may be given it. Raises `ValueError`, which never repeats what may hold a secret."""
    if not text or text.startswith("-") or _SPACES.search(text):
        raise ValueError("expected the address of a repository, such as https://github.com/acme/docs.git")
    if "://" not in text:
        if _SCP.fullmatch(text):
            return text
        raise ValueError("expected https://..., ssh://..., file:///... or git@host:owner/name.git; a folder is a path")
    parts = split_address(text)
    if parts.scheme not in {"https", "http", "ssh", "file"}:
        raise ValueError("its scheme is not spoken here; expected https, ssh or file")
    if parts.scheme in {"https", "http"}:
        refuse_open_and_named(parts)
    elif parts.password is not None:
        raise ValueError("a secret may not stand in an address; ssh takes keys, not passwords")
    if (not parts.path.strip("/")) or (parts.scheme != "file" and not parts.hostname):
        raise ValueError("names no repository; expected something like https://github.com/acme/docs.git")
    return text


def is_private(address: str) -> bool:
    """Whether nobody on the way to `address` can read a token that is sent there: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def api_address(text: str) -> str:
    """The base URL of an API without a slash at its end. Raises `ValueError`."""
    origin = _of_variable(text) if text == os.environ.get(API_VARIABLE, "").strip() else ""
    try:
        _refuse_no_api(split_address(text))
    except ValueError as error:
        raise ValueError(f"{origin}{error}, such as {PUBLIC_API} or https://HOST/api/v3") from None
    return text.rstrip("/")


def _of_variable(text: str) -> str:
    """Where `text` comes from, with it: but for what could hold a secret."""
    shown = f'"{text}"' if not set("@?#") & set(text) else "so"
    return f"the environment variable {API_VARIABLE} says {shown}: "


def _refuse_no_api(parts: SplitResult) -> None:
    refuse_open_and_named(parts)
    if parts.query or parts.fragment or not parts.hostname:
        raise ValueError("expected only https, a host and a path")
    if parts.hostname in {"github.com", "www.github.com"}:
        raise ValueError("that is the site; expected its API")


def default_api() -> str:
    """The API that this machine talks to where nothing is configured: of `GITHUB_API_URL`, else github.com's."""
    return os.environ.get(API_VARIABLE, "").strip() or PUBLIC_API


def refuse_open_and_named(parts: SplitResult) -> None:
    """Refuse http to anywhere but this machine, and an address that says who asks."""
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ValueError("expected https; http is for this machine only")
    if "@" in parts.netloc:
        raise ValueError("a user or a secret may not stand in an address; leave them out and name a token")


def split_address(text: str) -> SplitResult:
    """The parts of an address. Raises `ValueError` where it is none."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise ValueError("is no address") from None
    return parts


def repository_name(text: str) -> str:
    """`text`, if it names a repository as `owner/name`. Raises `ValueError`."""
    if _REPOSITORY.fullmatch(text) is None or text.endswith(("/.", "/..", ".git")):
        raise ValueError(f'"{text}" names no repository; write OWNER/NAME, such as acme/payments')
    return text


def repository_of(address: str) -> str | None:
    """`owner/name` of a repository on a server by its git address; `None` where that is no such pair."""
    path = urlsplit(address).path if "://" in address else address.partition(":")[2]
    if address.startswith("file:"):
        return None
    name = path.strip("/").removesuffix(".git")
    return name if _REPOSITORY.fullmatch(name) else None


def branch_name(text: str) -> str:
    """`text`, if git takes it for the name of a branch. Raises `ValueError`."""
    is_odd = text.startswith(("-", "/", ".")) or text.endswith(("/", ".")) or text in {"@", "HEAD"}
    if not text or is_odd or _NOT_IN_A_BRANCH.search(text):
        raise ValueError(f'"{text}" is no name of a branch; expected something like main or syncer/status')
    return text
