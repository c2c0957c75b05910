"""The fake as a process: `python -m fakes.github --port N`, with `tests/` on the path; prints its URL and serves."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence

from .hub import GitHub


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the first line printed is the base URL of the API."""
    options = _parser().parse_args(arguments)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with GitHub(port=options.port, latency=options.latency, enterprise=options.enterprise, admin=True) as hub:
        hub.lag(lists=options.list_lag, search=options.search_lag)
        if options.real_limits:
            hub.limits.limit_as_github()
        _set_up(hub, options.user, options.repository)
        print(hub.url, flush=True)
        over.wait()


def _set_up(hub: GitHub, users: Sequence[str], repositories: Sequence[str]) -> None:
    logins = [login for login, _, token in (user.partition(":") for user in users) if hub.user(login, token=token)]
    for name in repositories:
        made = hub.repository(name)
        for login in logins:
            made.grant(login, "push")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fakes.github", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--list-lag", type=float, default=0.0, help="seconds that lists are behind")
    parser.add_argument("--search-lag", type=float, default=0.0, help="seconds that the search is behind")
    parser.add_argument("--real-limits", action="store_true", help="80 writes a minute and 500 an hour")
    parser.add_argument("--enterprise", action="store_true", help="serve the API under /api/v3")
    parser.add_argument("--user", action="append", default=[], metavar="LOGIN:TOKEN", help="somebody with push access")
    parser.add_argument("--repository", action="append", default=[], metavar="OWNER/NAME", help="a public repository")
    return parser


if __name__ == "__main__":
    main()
