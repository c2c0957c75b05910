"""Owns what the command line can say about one run, before it is laid over the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of `plan`, `sync` and `verify`; `None` and empty mean: as configured.

    `paths` are as given; `folder` is the absolute folder they and every other path here start at. `sprint` is the
    first day of a sprint and its weeks. `command` is what to repeat in advice.
    """

    folder: Path
    paths: tuple[str, ...] = ()
    tracker: str | None = None
    repo: str | None = None
    project: str | None = None
    issues: str | None = None
    sprint: tuple[date, int] | None = None
    state: Path | None = None
    since: date | None = None
    max_creates: int | None = None
    adopt_only: bool = False
    reread: bool = False
    as_of: date | None = None
    language: str | None = None
    allow_empty_source: bool = False
    allow_mass_change: bool = False
    command: str = "syncer sync"
