"""Owns what commands learn from the state alone, without a document or a tracker."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from syncer.core.report import People
    from syncer.model import DocumentRecord, Link


class Remembered(NamedTuple):
    """Links and documents as the last run left them, the day to look at them from, and who people are."""

    links: tuple[Link, ...]
    documents: tuple[DocumentRecord, ...]
    today: date
    people: People


def remembered(config: Path | None, state: Path | None, as_of: date | None, document: Path | None = None) -> Remembered:
    """What the state holds that was named, or is of this folder or of `document`.

    Raises `StateMissing` where nothing was synced yet, `UsageError` where it is not clear which state is meant.
    """
    from syncer.cli.finding import find_state
    from syncer.cli.offline import offline_configuration
    from syncer.clock import SystemClock
    from syncer.core.report import People
    from syncer.settings.decisions import build_directory
    from syncer.state.store import open_store

    configuration = offline_configuration(config)
    path = find_state(configuration, state, document)
    store = open_store(path, read_only=True)
    try:
        today = SystemClock(configuration.settings.calendar.timezone, as_of).today()
        settings = configuration.settings
        kinds = {name: tracker.kind for name, tracker in settings.trackers.items()}
        people = People(build_directory(settings), kinds)
        return Remembered(tuple(store.links()), tuple(store.documents()), today, people)
    finally:
        store.close()


def document_at(path: str, documents: tuple[DocumentRecord, ...]) -> DocumentRecord | None:
    """The document that lies at `path` (as given here), `None` where the last run knew none there."""
    absolute = Path(path).absolute()
    for document in documents:
        if Path(document.name).absolute() == absolute:
            return document
    below = [document for document in documents if absolute.match(document.key.path)]
    return below[0] if len(below) == 1 else None
