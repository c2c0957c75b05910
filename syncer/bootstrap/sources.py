"""Owns the making of sources from their tables, each kind imported only where it is configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from syncer.bootstrap.places import inside, issue_folders, real, source_roots
from syncer.errors import ConfigurationError, SourceUnavailable
from syncer.formats.family import by_name
from syncer.settings.addresses import repository_of
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.tracker_tables import GitHubTracker
from syncer.settings.written_path import written_path

if TYPE_CHECKING:
    from syncer.bootstrap.accounts import Accounts
    from syncer.core.rules import Rules
    from syncer.ports import Clock, DocumentSource, Proposals
    from syncer.settings.arguments import Arguments
    from syncer.settings.overlay import Effective


class Wiring(NamedTuple):
    """What the sources of a run are made from; `cache` is the folder for clones and work of git."""

    effective: Effective
    rules: Rules
    clock: Clock
    accounts: Accounts
    run_id: str
    cache: Path


def make_sources(wiring: Wiring) -> Iterator[DocumentSource]:
    """Every configured source, in the order of the configuration."""
    for name, table in wiring.effective.configuration.settings.sources.items():
        yield _files(name, table, wiring) if isinstance(table, FilesSource) else _git(name, table, wiring)


def _files(name: str, table: FilesSource, wiring: Wiring) -> DocumentSource:
    """A source inside another one is read by itself alone."""
    from syncer.sources.files import EVERYTHING
    from syncer.sources.files import FilesSource as Files

    roots = source_roots(wiring.effective)
    inner = [other for key, other in roots.items() if key != name and real(other) != real(roots[name])]
    return Files(
        name,
        roots[name],
        wiring.clock,
        include=table.include or EVERYTHING,
        exclude=table.exclude,
        skip_folders=[*issue_folders(wiring.effective), *inner],
        max_bytes=wiring.rules.limits.max_document_bytes,
    )


def _git(name: str, table: GitSource, wiring: Wiring) -> DocumentSource:
    """The folder of the issues inside a clone is never read as documents."""
    from syncer.sources.git.options import Options
    from syncer.sources.git.source import GitSource as Git

    configuration = wiring.effective.configuration
    clone = None if table.path is None else configuration.path(table.path)
    issues = [inside(folder, clone) for folder in issue_folders(wiring.effective)] if clone else []
    options = Options(
        branch=table.branch,
        include=table.include or Options().include,
        exclude=(*table.exclude, *(pattern for pattern in issues if pattern is not None)),
        write_back=table.write_back,
        write_branch=table.write_branch,
        message=table.message,
        author=table.author,
        run_id=wiring.run_id,
        max_bytes=wiring.rules.limits.max_document_bytes,
        zone=configuration.settings.calendar.timezone,
        token=None if table.token is None else table.token.get_secret_value(),
        github_hosts=tuple(_github_hosts(configuration.settings.trackers.values())),
    )
    place = clone if clone is not None else str(table.url)
    proposals = _proposals(name, table, wiring) if table.write_back == "pull-request" else None
    return Git(name, place, wiring.clock, cache=wiring.cache, options=options, proposals=proposals)


def _github_hosts(trackers: Iterable[object]) -> Iterator[str]:
    """The hosts of GitHub Enterprise Servers, whose pages of files are where those of github.com are."""
    for tracker in trackers:
        if isinstance(tracker, GitHubTracker):
            yield (urlsplit(tracker.url).hostname or "").removeprefix("api.")


def _proposals(name: str, table: GitSource, wiring: Wiring) -> Proposals:
    """Where the pull requests of the source called `name` are opened."""
    from syncer.trackers.github.pulls import Pulls

    trackers = wiring.effective.configuration.settings.trackers
    on_github = {key: one for key, one in trackers.items() if isinstance(one, GitHubTracker)}
    opener = table.tracker or next(iter(on_github), "")
    repository = table.repository or repository_of(table.url or "")
    if opener not in on_github or repository is None:
        raise ConfigurationError([f"sources.{name}: nobody can open its pull requests; name tracker and repository"])
    return Pulls(wiring.accounts.github(opener, on_github[opener]).account, repository)


def passed_over(effective: Effective, arguments: Arguments, sources: Sequence[DocumentSource]) -> Iterator[str]:
    """A sentence for every file of the command line that no source lists, and of which none says why."""
    named = {given: arguments.folder / written_path(given) for given in arguments.paths}
    files = {given: real(path) for given, path in named.items() if path.is_file()}
    if not files:
        return
    try:
        seen = _seen(effective, arguments.folder, sources)
    except SourceUnavailable:
        return  # the run meets it too, and says what is wrong
    for given, path in files.items():
        if path not in seen:
            why = by_name(given).reason or "it is no Markdown file, or the configuration leaves it out"
            yield f"{given} is passed over: {why}"


def _seen(effective: Effective, here: Path, sources: Sequence[DocumentSource]) -> set[Path]:
    """Every file that a source lists, or says that it skips. Raises `SourceUnavailable`."""
    roots = source_roots(effective)
    seen: set[Path] = set()
    for source in sources:
        root = roots[source.name]
        folder = root.parent if root.is_file() else root
        seen.update(real(folder / ref.key.path) for ref in source.list())
        seen.update(real(here / name) for name in source.skipped())
    return seen
