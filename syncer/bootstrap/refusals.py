"""Owns what is refused before any effect, because no run could do anything with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from syncer.bootstrap.places import clones, issue_folders, real, source_roots
from syncer.errors import ConfigurationError
from syncer.settings.overlay import Effective


def refuse_unusable(effective: Effective) -> None:
    """Refuse what cannot work before any effect. Raises `ConfigurationError` with every fault."""
    settings = effective.configuration.settings
    faults = []
    if not settings.sources:
        faults.append("nothing to read: name a folder of postmortems, or a [sources.NAME] table in syncer.toml")
    if not settings.trackers:
        flags = "--tracker local, --tracker github --repo OWNER/NAME or --tracker jira --project KEY"
        how = f"add {flags}, or a [trackers.NAME] table to syncer.toml"
        faults.append(f"no place for issues: {how}")
    elif not settings.routes:
        flags = "--repo OWNER/NAME (GitHub) or --project KEY (Jira)"
        faults.append(f"no route leads to a tracker: add {flags}, or a [[routes]] table to syncer.toml")
    faults.extend(_source_faults(effective))
    if faults:
        raise ConfigurationError(faults)


def _source_faults(effective: Effective) -> Iterator[str]:
    issues = issue_folders(effective)
    for name, root in {**source_roots(effective), **clones(effective)}.items():
        place = effective.configuration.places.of(("sources", name, "path"))
        if not root.exists():
            yield f"{place}: sources.{name}.path: there is no {root}; correct the path or make the folder"
        elif any(_lies_in(root, folder) for folder in issues):
            yield f"{place}: the documents of {name} lie in the folder of the issues; give the issues their own folder"


def _lies_in(root: Path, folder: Path) -> bool:
    return real(root).is_relative_to(real(folder))
