"""Owns when documents were added: the day of the commit in which a file first appears, under whatever name it had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from syncer.sources.git.place import Repository

_LOG = (
    *("log", "-z", "--topo-order", "--raw", "--format=%x01%ct", "--find-renames=100%", "--diff-filter=AR"),
    *("--no-textconv", "--no-ext-diff", "--no-color", "--no-relative", "--no-show-signature", "--end-of-options"),
)


class Added(NamedTuple):
    """The day on which a file was added, and the name that it had then."""

    day: date
    path: str


class _Change(NamedTuple):
    """A file that a commit added (`before` is `None`) or renamed without another change; `at` in seconds of Unix."""

    at: int
    before: str | None
    after: str


def days_added(repository: Repository, tips: Sequence[str], paths: Sequence[str], zone: str) -> dict[str, Added]:
    """By path, when it was added; one log for all of `paths`, for which no blob is needed.

    Exact renames are followed, the oldest addition wins, and days are those of the committer's clock in `zone`.
    A path that no commit is seen to add is left out. Raises `GitFailed`.
    """
    out = repository.git.ask(*_LOG, *tips)
    names = {path: {path} for path in paths}  # by the name at this point of history, which documents had it
    found: dict[str, Added] = {}
    for change in _changes(out.decode("utf-8", "surrogateescape")):
        called = names.get(change.after, set())
        if change.before is None:
            added = _day(change.at, zone)
            found.update({path: Added(added, change.after) for path in called if added is not None})
        elif called:
            del names[change.after]
            # Whoever is called that now and was added since is another file than the one that was renamed.
            names[change.before] = called | (names.get(change.before, set()) - found.keys())
    return found


def _day(at: int, zone: str) -> date | None:
    """The day of an instant in `zone`; none where the clock of a commit was beyond all calendars."""
    try:
        return datetime.fromtimestamp(at, ZoneInfo(zone)).date()
    except (OverflowError, ValueError, OSError):
        return None


def _changes(log: str) -> Iterator[_Change]:
    """Each change in `log`, newest commit first."""
    at = 0
    fields = iter(log.split("\0"))
    for text in fields:
        field = text.lstrip("\n")
        if field.startswith("\x01"):
            head, _, field = field.removeprefix("\x01").partition("\n")
            at = int(head)
            field = field.lstrip("\n")
        if field.startswith(":"):
            kind = field.rpartition(" ")[2]
            first = next(fields)
            yield _Change(at, first, next(fields)) if kind.startswith("R") else _Change(at, None, first)
