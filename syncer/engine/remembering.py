"""Owns the history of items: each change of a link enters it once, in the transaction that stores the link."""

from __future__ import annotations

from collections.abc import Iterable

from syncer.core.history import differences
from syncer.engine.setup import Run
from syncer.model import HistoryEntry, Link


def history(run: Run, links: Iterable[Link]) -> tuple[HistoryEntry, ...]:
    """What `links`, about to be stored, change against what the state holds of them; they count as held from now on."""
    at = run.setup.clock.now()
    entries: list[HistoryEntry] = []
    for link in links:
        entries += differences(run.stored.get(link.id), link, run.setup.run_id, at)
        run.stored[link.id] = link
    return tuple(entries)
