"""The fake as a process: `python -m fakes.jira --port N`, with `tests/` on the path; prints its URL and serves."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence

from .admin import Admin
from .hub import Jira


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the first line printed is the address of the site."""
    options = _parser().parse_args(arguments)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    place = {"port": options.port, "path": options.path, "latency": options.latency}
    with Jira(options.deployment, **place, admin=lambda jira: Admin(jira).answer) as jira:
        _set_up(jira, options)
        print(jira.url, flush=True)
        over.wait()


def _set_up(jira: Jira, options: argparse.Namespace) -> None:
    names = [name for name, _, token in (user.partition(":") for user in options.user) if jira.user(name, token=token)]
    for key in options.project:
        made = jira.project(key)
        for name in names:
            made.grant(name)
    for text in options.board:
        key, _, kind = text.partition(":")
        jira.agile.board(key, kind=kind or "scrum")
    for text in options.sprint:
        board, name, start, end = text.split("/")
        jira.agile.sprint(int(board), name, start, end)
    jira.lag(options.search_lag)
    if options.real_limits:
        real = {"cloud": jira.limits.limit_as_cloud, "data-center": jira.limits.limit_as_data_center}
        real[jira.deployment]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fakes.jira", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--deployment", choices=["cloud", "data-center"], default="cloud")
    parser.add_argument("--path", default="", help="where below its host a Data Center keeps Jira, such as /jira")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--search-lag", type=float, default=0.0, help="seconds that the index is behind")
    parser.add_argument("--real-limits", action="store_true", help="the vendor's own limits")
    parser.add_argument("--user", action="append", default=[], metavar="NAME:TOKEN", help="somebody who may everything")
    parser.add_argument("--project", action="append", default=[], metavar="KEY")
    parser.add_argument("--board", action="append", default=[], metavar="KEY:KIND", help="numbered from 1 on")
    parser.add_argument("--sprint", action="append", default=[], metavar="BOARD/NAME/START/END", help="with dates")
    return parser


if __name__ == "__main__":
    main()
