"""Owns what every simulated server offers to tests: to be started, broken, watched and questioned."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

from fakes.faults import Fault, Kind
from fakes.server import Server
from fakes.server import Service as Served
from fakes.wire import Exchange, Request


class Service(Served, Protocol):
    """A service that keeps a record."""

    exchanges: list[Exchange]
    watchers: list[Callable[[Exchange], object]]


class Hosted:
    """A service on 127.0.0.1; use it in a `with` statement.

    A mistake of the fake itself, or of a watcher, is raised at the end of the `with` statement.
    """

    def __init__(self, service: Service, port: int, latency: float, tls: ssl.SSLContext | None) -> None:
        self._service = service
        self._server = Server(service, port, latency, tls)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        if self._server.mistakes and error is None:
            raise self._server.mistakes[0]

    @property
    def latency(self) -> float:
        """Seconds before each answer."""
        return self._server.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._server.latency = seconds

    # --- what goes wrong ---

    @property
    def faults(self) -> list[Fault]:
        """The faults that are in force; those that are over stay in it."""
        return self._server.faults

    def fail(self, kind: Kind | str, method: str = "*", path: str = "", **details: Any) -> Fault:
        """Let requests of `method` go wrong whose path with query `path` (a regular expression) is found in.

        Details: `nth=1`, `times=1` (`None`: always), `seconds`, `status`, `message`, `headers`, `retry_after`, `to`.
        """
        made = Fault(Kind(kind), method, path, **details)
        self.faults.append(made)
        return made

    def watch(self, watcher: Callable[[Exchange], object]) -> None:
        """Call `watcher` after every processed request, before it is answered."""
        self._service.watchers.append(watcher)

    def watch_before(self, watcher: Callable[[Request], object]) -> None:
        """Call `watcher` with every request before it is processed, or goes wrong."""
        self._server.watchers.append(watcher)

    # --- what happened ---

    @property
    def exchanges(self) -> list[Exchange]:
        """Every request so far, in the order in which they were processed."""
        return self._service.exchanges

    @property
    def most_at_once(self) -> int:
        """The largest number of requests that were being answered at the same time."""
        return self._server.most_at_once

    def count(self, method: str = "*", path: str = "", status: int | None = None) -> int:
        """How many requests of `method` (any: `*`) had a path that begins with `path`, and `status` where given."""
        return sum(
            method in {"*", exchange.method} and exchange.path.startswith(path) and status in {None, exchange.status}
            for exchange in self.exchanges
        )
