"""Owns what the messages of git mean: which kind of trouble they tell of, and what a person can do about it."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple


class _Kind(NamedTuple):
    signs: re.Pattern[str]
    remedy: str


def _kind(signs: str, remedy: str) -> _Kind:
    return _Kind(re.compile(signs, re.IGNORECASE), remedy)


class Trouble(Enum):
    """Why a command of git failed, by what it says in the C locale; the first that fits counts."""

    OWNERSHIP = _kind(
        r"dubious ownership", "tell git to trust that folder: git config --global --add safe.directory PATH"
    )
    PROTOCOL = _kind(
        r"transport '[^']*' not allowed|protocol '[^']*' is not supported",
        "use an https, ssh, file or git URL; plain http reaches this machine only",
    )
    CERTIFICATE = _kind(
        r"certificate|SSL[ _:]|TLS|gnutls|schannel",
        "let git trust the server's certificate (http.sslCAInfo); it is never switched off",
    )
    DISK = _kind(
        r"No space left|Disk quota|Read-only file system|unable to (?:create|write)|Could not create|File exists",
        "make room where it wants to write, or remove what is in its way, and run again",
    )
    CREDENTIALS = _kind(
        r"Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied"
        r"|returned error: 40[137]|error: 403|access denied|not granted|Host key verification failed|Invalid username",
        "check the token or key that this user's git sends, and that it may reach the repository",
    )
    MISSING = _kind(
        r"repository '[^']*' not found|Repository not found|does not appear to be a git repository"
        r"|not a git repository|returned error: 404|No such file or directory|does not exist|strange (?:path|host)name",
        "correct the URL or path, or ask for access: servers hide what an account may not see",
    )
    MOVED = _kind(
        r"unable to update url base from redirection|returned error: 30\d|redirect",
        "the repository moved; correct the URL",
    )
    NETWORK = _kind(
        r"Could not resolve|Failed to connect|Connection (?:refused|reset|closed|timed out)|timed out|unreachable"
        r"|hung up|early EOF|RPC failed|returned error: (?:429|5\d\d)|unexpected disconnect|Operation too slow"
        r"|transfer closed|Empty reply|Could not read from remote repository|unable to access",
        "check the network and the server, and run again",
    )
    OTHER = _kind(r"", "see what git says, and try the same by hand")

    @property
    def remedy(self) -> str:
        """What a person can do about it."""
        return self.value.remedy

    @classmethod
    def of(cls, said: str) -> Trouble:
        """The trouble that `said` tells of."""
        return next(kind for kind in cls if kind.value.signs.search(said))


_LINES = re.compile(
    r"(?:fatal|error|remote|ERROR|ssh|kex_exchange_identification): ?|! \[|Host key verification failed|Connection "
    r"|\S+: Permission denied"
)
"""How the lines begin that tell what went wrong, those of ssh among them."""
_MOST = 400


def gist(said: str) -> str:
    """What counts in the messages `said`, as one line: errors and the server's own words, else all of it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if _LINES.match(line)] or lines
    words = "; ".join(dict.fromkeys(re.sub(r"^(?:fatal|error|remote): *", "", line) for line in telling))
    words = "; ".join(part for part in words.split("; ") if part)
    return words if len(words) <= _MOST else f"{words[:_MOST]}..."
