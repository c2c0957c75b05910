"""Owns the running of git: one process a command, arguments as a list, no shell, no prompt, no secret in a message."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from syncer.errors import Unavailable
from syncer.sources.git.redaction import Redactor
from syncer.sources.git.troubles import Trouble, gist

_KEPT = (
    *("GIT_SSH", "GIT_CONFIG_", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSL_", "GIT_PROXY_"),
    *("GIT_HTTP_", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
)
"""Variables of git that say who one is and how to reach a server; all others, as a hook sets them, are dropped."""
_FIXED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
    "LANGUAGE": "",
}
FETCHING = {"GIT_NO_LAZY_FETCH": "0"}
"""For the few commands that may fetch by themselves what they find missing."""
_SLOW = {"GIT_HTTP_LOW_SPEED_LIMIT": "100", "GIT_HTTP_LOW_SPEED_TIME": "60"}
"""A transfer of fewer than 100 bytes a second for a minute is given up."""
_SETTINGS = (
    ("color.ui", "false"),
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.splitIndex", "false"),
    ("core.untrackedCache", "false"),
    ("index.sparse", "false"),
    ("i18n.commitEncoding", "UTF-8"),
    ("i18n.logOutputEncoding", "UTF-8"),
    ("log.showSignature", "false"),
    ("push.recurseSubmodules", "no"),
    ("push.followTags", "false"),
)
"""The user's hooks are for the user's own commands; the rest keeps output and index the same for every setup."""

Settings = tuple[tuple[str, str], ...]
"""Names and values of git's configuration, later ones win; they travel in the environment, which others cannot read."""


class GitFailed(Unavailable):
    """A command of git failed: `trouble` says why, `said` has all its messages, `code` is `None` if it did not end."""

    def __init__(self, command: str, said: str, code: int | None, trouble: Trouble) -> None:
        words = gist(said) or f"it ended with exit code {code}"
        super().__init__(f"git {command}: {words}; {trouble.remedy}")
        self.command = command
        self.said = said
        self.code = code
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said: its exit code, its output in bytes, and its messages without secrets."""

    code: int
    out: bytes
    said: str


class Git:
    """Runs git in `folder`, for at most `timeout` seconds a command.

    `held` is a file descriptor that every process inherits, so that a lock on it lasts as long as they run, even if
    this process is killed; -1 for none. `protocols` are those that git may speak. `ran` has the name of every command,
    for counting.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Settings = (),
        bare: Path | None = None,
        redactor: Redactor | None = None,
        protocols: Sequence[str] = ("https", "ssh", "file", "git"),
        held: int = -1,
        timeout: float = 300.0,
    ) -> None:
        self.folder = folder
        self.ran: list[str] = []
        self.redactor = redactor or Redactor()
        self._settings = (*_SETTINGS, *settings)
        self._bare = bare
        self._protocols = ":".join(protocols)
        self.held = held
        self._timeout = timeout

    def ask(
        self, *arguments: str, data: bytes = b"", settings: Settings = (), env: Mapping[str, str] | None = None
    ) -> bytes:
        """The output of a command that must succeed, given `data` as input. Raises `GitFailed`."""
        answer = self.run(*arguments, data=data, settings=settings, env=env)
        if answer.code:
            raise GitFailed(arguments[0], answer.said, answer.code, Trouble.of(answer.said))
        return answer.out

    def run(
        self, *arguments: str, data: bytes = b"", settings: Settings = (), env: Mapping[str, str] | None = None
    ) -> Answer:
        """What a command says, whatever its exit code. Raises `GitFailed` where it cannot be run or takes too long."""
        self.ran.append(arguments[0])
        environment = {**_environment(self._protocols), **(env or {})}
        if self._bare is not None:
            environment["GIT_DIR"] = str(self._bare)
        _configure(environment, (*self._settings, *settings))
        try:
            process = subprocess.Popen(  # noqa: S603 - a list of arguments, and no shell
                ["git", *arguments],  # noqa: S607 - the git that this user has
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=() if self.held < 0 else (self.held,),
                start_new_session=True,
            )
        except OSError as error:
            raise GitFailed(arguments[0], *_not_started(error, self.folder)) from error
        with process:
            return self._answer(process, arguments[0], data)

    def _answer(self, process: subprocess.Popen[bytes], command: str, data: bytes) -> Answer:
        try:
            out, err = process.communicate(data, self._timeout)
        except subprocess.TimeoutExpired as error:
            said = f"timed out after {self._timeout:g} seconds"
            raise GitFailed(command, said, None, Trouble.NETWORK) from error
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        return Answer(process.returncode, out, self.redactor.hide(err.decode("utf-8", "backslashreplace")))


def _not_started(error: OSError, folder: Path) -> tuple[str, int | None, Trouble]:
    if isinstance(error, FileNotFoundError) and folder.is_dir():
        return "git is not installed, or not on the PATH", None, Trouble.OTHER
    return f"{folder}: {error.strerror}", None, Trouble.MISSING


def _environment(protocols: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return {**_SLOW, **own, **_FIXED, "GIT_ALLOW_PROTOCOL": protocols}


def _configure(environment: dict[str, str], settings: Settings) -> None:
    """Add `settings` behind those that the environment holds already; later ones win."""
    given = environment.get("GIT_CONFIG_COUNT", "")
    first = int(given) if given.isdecimal() else 0
    for number, (name, value) in enumerate(settings, first):
        environment[f"GIT_CONFIG_KEY_{number}"] = name
        environment[f"GIT_CONFIG_VALUE_{number}"] = value
    environment["GIT_CONFIG_COUNT"] = str(first + len(settings))
