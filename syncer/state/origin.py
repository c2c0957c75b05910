"""Owns what a state remembers of the place it is of: the folder of its last run, its documents and its issues."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from syncer.model import Batch, Target
from syncer.ports import StateStore

_FACT = "origin"


@dataclass(frozen=True, slots=True)
class Origin:
    """Absolute paths: where the last run that wrote was made, or its configuration lies; documents; issues.

    `folder` is empty where no run has said it yet. `issues` are the folders of local trackers by their names, `apis`
    the addresses of those on GitHub and `sites` of those on Jira, `targets` the repositories or projects there that
    routes lead to. `repositories` are the addresses of sources on a server.
    """

    folder: str = ""
    sources: tuple[str, ...] = ()
    issues: Mapping[str, str] = field(default_factory=dict)
    apis: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    repositories: tuple[str, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)


def read_origin(state: StateStore) -> Origin:
    """What `state` remembers of its place."""
    text = state.fact(_FACT)
    if text is None:
        return Origin()
    found = json.loads(text)
    targets = tuple(Target(*pair) for pair in found.get("targets", ()))
    return Origin(
        folder=found["folder"],
        sources=tuple(found["sources"]),
        issues=found["issues"],
        apis=found.get("apis", {}),
        targets=targets,
        repositories=tuple(found.get("repositories", ())),
        sites=found.get("sites", {}),
    )


def remember_origin(state: StateStore, origin: Origin) -> None:
    """Store `origin` where it is news; the caller holds the lock."""
    text = json.dumps(asdict(origin))
    if state.fact(_FACT) != text:
        state.commit(Batch(facts={_FACT: text}))
