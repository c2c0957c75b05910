"""Owns what is remembered of issues that changed while their document could not be decided in this run."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from syncer.core.linking import observe
from syncer.engine.gather import links_to
from syncer.engine.setup import Run
from syncer.model import Batch, DocumentKey, Issue, Link


def observe_undecided(run: Run, decided: AbstractSet[DocumentKey]) -> None:
    """Remember what changed issues say now, and that their document must be read again although it is unchanged."""
    refs = [issue.ref for issue in run.issues.values() if isinstance(issue, Issue)]
    links = [link for link in links_to(run, refs) if link.document not in decided]
    changed = [link for link in links if _now(run, link) != link]
    if not changed:
        return
    records = run.setup.state.documents(sorted({link.document for link in changed}))
    run.commit(
        Batch(
            links=tuple(_now(run, link) for link in changed),
            documents=tuple(replace(record, stamp=record.stamp._replace(is_pending=True)) for record in records),
        )
    )


def _now(run: Run, link: Link) -> Link:
    issue = run.issues.get((link.issue.target, link.issue.key)) if link.issue else None
    return observe(link, issue) if isinstance(issue, Issue) else link
