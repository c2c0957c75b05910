"""Owns the effects of a run as they really leave it, to be killed at: requests, pushes, records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from simulation.world import Killer

from syncer.ports import Clock
from syncer.retry.transport import Answer, Bounds, Transport
from syncer.sources.git import command

Between = Callable[[str], None]
"""Told the name of every effect right before it happens."""


def nothing(name: str) -> None:
    """Nobody does anything in between."""


class WatchedTransport(Transport):
    """Every request that changes something is an effect, on its own; one that only asks is none."""

    def __init__(self, url: str, clock: Clock, killer: Killer, between: Between, bounds: Bounds) -> None:
        super().__init__(url, clock, bounds)
        self.clock = clock
        self._killer, self._told = killer, between

    def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
        """Send one request, watched."""
        if verb == "GET" or _only_asks(path, str(body)):
            return super().send(verb, path, headers, body)
        name = f"{verb} {path}"
        self._told(name)
        answer: Answer = self._killer.around(name, super().send, verb, path, headers, body)
        return answer


def _only_asks(path: str, body: str) -> bool:
    """Whether a POST changes nothing."""
    return path.endswith("/bulkfetch") or (path.endswith("/graphql") and "mutation" not in body[:200])


@contextmanager
def watched_git(killer: Killer, between: Between) -> Iterator[None]:
    """While it lasts every push is an effect, whichever command of git it is that moves a branch of others."""
    run = command.Git.run

    def watched(git: command.Git, *arguments: str, **options: Any) -> command.Answer:
        if arguments[0] != "push":
            return run(git, *arguments, **options)
        between("push")
        answer: command.Answer = killer.around("push", run, git, *arguments, **options)
        return answer

    with patch.object(command.Git, "run", watched):
        yield
