"""Owns which trackers and routes one run has: those that the command line names, else the configured ones."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import SecretStr, ValidationError

from syncer.errors import UsageError
from syncer.settings.addresses import default_api, repository_name
from syncer.settings.arguments import Arguments
from syncer.settings.nearest import unknown
from syncer.settings.schema import RouteTable, Settings
from syncer.settings.served import SERVED_TRACKERS
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.tracker_tables import GitHubTracker, JiraTracker, LocalTracker
from syncer.settings.written_path import written_path

TOKEN_VARIABLE = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable

_KINDS = ("local", "github", "jira")

Source = FilesSource | GitSource
Tracker = LocalTracker | GitHubTracker | JiraTracker
Chosen = tuple[Mapping[str, Tracker], tuple[RouteTable, ...]]


def choose_trackers(settings: Settings, sources: Mapping[str, Source], arguments: Arguments) -> Chosen:
    """The tracker that the flags stand for with a route for everything, else the configured ones.

    `sources` are those of the run. Raises `UsageError` where the flags ask for something impossible.
    """
    named = arguments.tracker
    configured = _configured(settings, arguments)
    if named is not None and configured is None and named not in SERVED_TRACKERS:
        raise UsageError(_why_not(named, settings))
    _refuse_stray(arguments, None if configured is None else settings.trackers[configured])
    if configured is not None:
        return settings.trackers, (_route_to(configured, settings, arguments),)
    if named is None:
        return settings.trackers, settings.routes or _only_route(settings.trackers)
    repository = _repository(arguments)
    made = _local(arguments) if named == "local" else github_of_environment()
    return {**_openers(settings, sources), named: made}, (RouteTable(tracker=named, target=repository),)


def _configured(settings: Settings, arguments: Arguments) -> str | None:
    """The configured tracker that the flags mean, `None` where they mean another one or none.

    `--tracker local` is always the one that needs no configuration; `--repo` alone means the only one on GitHub.
    """
    named, trackers = arguments.tracker, settings.trackers
    if named is None:
        on_github = [name for name, tracker in trackers.items() if isinstance(tracker, GitHubTracker)]
        return _only(on_github) if arguments.repo is not None else None
    if named in _KINDS and not (named == "github" and isinstance(trackers.get(named), GitHubTracker)):
        return None
    return named if named in trackers else None


def _only(on_github: list[str]) -> str:
    if len(on_github) == 1:
        return on_github[0]
    if on_github:
        raise UsageError("--repo: several trackers are on GitHub; name one:", [f"--tracker {one}" for one in on_github])
    raise UsageError("--repo says which repository of a tracker that is not named; add --tracker github")


def _route_to(name: str, settings: Settings, arguments: Arguments) -> RouteTable:
    """A route for everything to a configured tracker: to the repository of the flags, else to the only one it has."""
    if not isinstance(settings.trackers[name], GitHubTracker):
        return RouteTable(tracker=name)
    if arguments.repo is not None:
        return RouteTable(tracker=name, target=_repository(arguments))
    targets = dict.fromkeys(route.target for route in settings.routes if route.tracker == name)
    if len(targets) != 1:
        raise UsageError(
            f"--tracker {name}: which repository? Add --repo OWNER/NAME", [f"--repo {one}" for one in targets]
        )
    return RouteTable(tracker=name, target=next(iter(targets)))


def _repository(arguments: Arguments) -> str:
    if arguments.tracker == "local":
        return ""
    if arguments.repo is None:
        raise UsageError("--tracker github: which repository? Add --repo OWNER/NAME, such as --repo acme/payments")
    try:
        return repository_name(arguments.repo)
    except ValueError as error:
        raise UsageError(f"--repo: {error}") from None


def _local(arguments: Arguments) -> LocalTracker:
    issues = arguments.folder / written_path(arguments.issues or "action-items")
    return LocalTracker(kind="local", path=str(issues))


def github_of_environment(url: str | None = None) -> GitHubTracker:
    """GitHub as the environment describes it, at `url` where that is known. Raises `UsageError`."""
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise UsageError(
            f"GitHub wants a token, and the environment variable {TOKEN_VARIABLE} is not set or empty; "
            f"export {TOKEN_VARIABLE}=... with one that may read metadata and write issues"
        )
    try:
        return GitHubTracker(kind="github", url=url or default_api(), token=SecretStr(token))
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"the address of GitHub's API cannot be used: {reason}") from None


def _openers(settings: Settings, sources: Mapping[str, Source]) -> Mapping[str, Tracker]:
    """The configured trackers that open pull requests for `sources`: they stay although no issue goes there."""
    asking = [one for one in sources.values() if isinstance(one, GitSource) and one.write_back == "pull-request"]
    return {
        name: tracker
        for name, tracker in settings.trackers.items()
        if isinstance(tracker, GitHubTracker) and any(one.tracker in {name, None} for one in asking)
    }


def _only_route(trackers: Mapping[str, Tracker]) -> tuple[RouteTable, ...]:
    """Where there is one tracker and it needs no target, everything goes there."""
    names = list(trackers)
    is_clear = len(names) == 1 and isinstance(trackers[names[0]], LocalTracker)
    return (RouteTable(tracker=names[0]),) if is_clear else ()


def _refuse_stray(arguments: Arguments, configured: Tracker | None) -> None:
    """Refuse flags that belong to another tracker than the one that was named, or to none of this version."""
    named = arguments.tracker
    if arguments.project is not None:
        raise UsageError("--project: this version of syncer serves no tracker that it could be for; leave it out")
    if arguments.repo is not None and (named == "local" or not isinstance(configured, GitHubTracker | None)):
        raise UsageError(f"--repo is a repository on GitHub; {named} keeps its issues elsewhere, leave it out")
    if arguments.issues is not None and (configured is not None or named == "github"):
        name = named or "the tracker of --repo"
        raise UsageError(f"--issues is where the issues of --tracker local live; {name} has its own place")
    if arguments.issues is not None and named is None:
        raise UsageError("--issues says where issues live in a tracker that is not named; add --tracker local")


def _why_not(named: str, settings: Settings) -> str:
    if named in _KINDS:
        return f"--tracker {named}: this version of syncer cannot serve that kind yet; use --tracker local or github"
    return f"--tracker {named}: no such tracker; {unknown(named, [*settings.trackers, *SERVED_TRACKERS])}"
