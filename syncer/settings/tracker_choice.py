"""Owns which trackers and routes one run has: those that the command line names, else the configured ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from syncer.errors import UsageError
from syncer.settings.addresses import repository_name
from syncer.settings.arguments import Arguments
from syncer.settings.boards import board_trackers
from syncer.settings.environment_trackers import github_of_environment, jira_of_environment
from syncer.settings.jira_addresses import project_key
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.nearest import unknown
from syncer.settings.schema import RouteTable, Settings
from syncer.settings.served import SERVED_TRACKERS
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker
from syncer.settings.written_path import written_path

Source = FilesSource | GitSource
Tracker = LocalTracker | GitHubTracker | JiraTracker
Chosen = tuple[Mapping[str, Tracker], tuple[RouteTable, ...]]


class _Flag(NamedTuple):
    """The flag for a place on a network: its name, how it is written, an example, and what the place is, and where."""

    name: str
    form: str
    example: str
    noun: str
    vendor: str
    checked: Callable[[str], str]

    @property
    def add(self) -> str:
        """What to add to a command that lacks it."""
        return f"{self.name} {self.form}"

    def given(self, arguments: Arguments) -> str | None:
        """What `arguments` say with it."""
        return arguments.repo if self.vendor == "GitHub" else arguments.project


_FLAGS: Mapping[str, _Flag] = {
    "github": _Flag("--repo", "OWNER/NAME", "acme/payments", "repository", "GitHub", repository_name),
    "jira": _Flag("--project", "KEY", "PAY", "project", "Jira", project_key),
}
"""By kind of tracker, what names a place there."""


def choose_trackers(settings: Settings, sources: Mapping[str, Source], arguments: Arguments) -> Chosen:
    """The tracker that the flags stand for with a route for everything, else the configured ones.

    `sources` are those of the run. Raises `UsageError` where the flags ask for something impossible.
    """
    named = arguments.tracker
    configured = _configured(settings, arguments)
    if named is not None and configured is None and named not in SERVED_TRACKERS:
        known = unknown(named, [*settings.trackers, *SERVED_TRACKERS])
        raise UsageError(f"--tracker {named}: no such tracker; {known}")
    _refuse_stray(arguments, None if configured is None else settings.trackers[configured])
    if configured is not None:
        route = _route_to(configured, settings, arguments)
        return settings.trackers, (route,)
    if named is None:
        return settings.trackers, settings.routes or _only_route(settings.trackers)
    target = _target(named, named, arguments, ()) if named in _FLAGS else ""
    return {**_kept(settings, sources), named: _made(named, arguments)}, (RouteTable(tracker=named, target=target),)


def _configured(settings: Settings, arguments: Arguments) -> str | None:
    """The configured tracker that the flags mean, `None` where they mean another one or none.

    `--tracker local` is always the one that needs no configuration; `--repo` alone means the only one on GitHub,
    `--project` alone the only one on Jira.
    """
    named, trackers = arguments.tracker, settings.trackers
    if named is None:
        return _of_flag(trackers, arguments)
    if named in SERVED_TRACKERS and not (named in _FLAGS and _is_of(trackers.get(named), named)):
        return None
    return named if named in trackers else None


def _of_flag(trackers: Mapping[str, Tracker], arguments: Arguments) -> str | None:
    kinds = [kind for kind, flag in _FLAGS.items() if flag.given(arguments) is not None]
    if len(kinds) > 1:
        raise UsageError("--repo is for issues on GitHub and --project for issues on Jira; keep one of them")
    for kind in kinds:
        return _only([name for name, tracker in trackers.items() if _is_of(tracker, kind)], kind, _FLAGS[kind])
    return None


def _is_of(tracker: Tracker | None, kind: str) -> bool:
    return tracker is not None and tracker.kind == kind


def _only(names: list[str], kind: str, flag: _Flag) -> str:
    if len(names) == 1:
        return names[0]
    if names:
        choices = [f"--tracker {one}" for one in names]
        raise UsageError(f"{flag.name}: several trackers are on {flag.vendor}; name one:", choices)
    raise UsageError(f"{flag.name} says which {flag.noun} of a tracker that is not named; add --tracker {kind}")


def _route_to(name: str, settings: Settings, arguments: Arguments) -> RouteTable:
    """A route for everything to a configured tracker: to the place of the flags, else to the only one it has."""
    kind = settings.trackers[name].kind
    if kind not in _FLAGS:
        return RouteTable(tracker=name)
    routed = tuple(dict.fromkeys(route.target for route in settings.routes if route.tracker == name))
    return RouteTable(tracker=name, target=_target(name, kind, arguments, routed))


def _target(name: str, kind: str, arguments: Arguments, routed: tuple[str, ...]) -> str:
    """The place that the flags name, else the only one that is `routed` to. Raises `UsageError`."""
    flag = _FLAGS[kind]
    given = flag.given(arguments)
    if given is None and len(routed) == 1:
        return routed[0]
    if given is None:
        such = "" if routed else f", such as {flag.name} {flag.example}"
        choices = [f"{flag.name} {one}" for one in routed]
        raise UsageError(f"--tracker {name}: which {flag.noun}? Add {flag.add}{such}", choices)
    try:
        return flag.checked(given)
    except ValueError as error:
        raise UsageError(f"{flag.name}: {error}") from None


def _made(kind: str, arguments: Arguments) -> Tracker:
    """The tracker of `kind` that needs no configuration. Raises `UsageError`."""
    if kind == "github":
        return github_of_environment()
    if kind == "jira":
        return jira_of_environment()
    return LocalTracker(kind="local", path=str(arguments.folder / written_path(arguments.issues or "action-items")))


def _kept(settings: Settings, sources: Mapping[str, Source]) -> Mapping[str, Tracker]:
    """The configured trackers that stay although no issue goes there.

    Those that open pull requests for `sources`, and those whose boards calendars read.
    """
    asking = [one for one in sources.values() if isinstance(one, GitSource) and one.write_back == "pull-request"]
    boards = board_trackers(settings)
    return {
        name: tracker
        for name, tracker in settings.trackers.items()
        if name in boards or (_is_of(tracker, "github") and any(one.tracker in {name, None} for one in asking))
    }


def _only_route(trackers: Mapping[str, Tracker]) -> tuple[RouteTable, ...]:
    """Where there is one tracker and it needs no target, everything goes there."""
    names = list(trackers)
    is_clear = len(names) == 1 and isinstance(trackers[names[0]], LocalTracker)
    return (RouteTable(tracker=names[0]),) if is_clear else ()


def _refuse_stray(arguments: Arguments, configured: Tracker | None) -> None:
    """Refuse flags that belong to another tracker than the one that was named."""
    named = arguments.tracker
    kind = configured.kind if configured is not None else named
    for its, flag in _FLAGS.items():
        if flag.given(arguments) is not None and kind not in {its, None}:
            raise UsageError(
                f"{flag.name} is a {flag.noun} on {flag.vendor}; {named} keeps its issues elsewhere, leave it out"
            )
    if arguments.issues is None:
        return
    if configured is not None or kind in _FLAGS:
        name = named or f"the tracker of {_FLAGS[kind or ''].name}"
        raise UsageError(f"--issues is where the issues of --tracker local live; {name} has its own place")
    if named is None:
        raise UsageError("--issues says where issues live in a tracker that is not named; add --tracker local")
