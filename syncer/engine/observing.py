"""Owns what is remembered of issues that changed while their document could not be decided in this run."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from syncer.core.linking import link_of_marker, observe
from syncer.engine.gather import links_to
from syncer.engine.reading import Reading
from syncer.engine.recording import as_pending
from syncer.engine.remembering import history
from syncer.engine.setup import Run
from syncer.model import Batch, DocumentKey, Gone, IssueRef, Link


def observe_undecided(run: Run, decided: AbstractSet[DocumentKey], reading: Reading) -> None:
    """Remember what changed issues say now where their document was not decided, and issues that only a marker ties.

    A document that was not even looked at must be read again although it is unchanged: it may have to show the change.
    """
    refs = [IssueRef(target, key, "") for target, key in run.issues]
    found = [(link, _now(run, link, ref)) for link, ref in links_to(run, refs) if link.document not in decided]
    changed = {link.id: now for link, now in found if now != link}
    changed |= {link.id: link for link in _tied(decided, reading)}
    if not changed:
        return
    run.stored.update((link.id, link) for link, _ in found)
    unseen = sorted({link.document for link in changed.values()} - reading.keys)
    run.commit(
        Batch(
            links=tuple(changed.values()),
            documents=tuple(as_pending(record) for record in run.setup.state.documents(unseen)),
            history=history(run, changed.values()),
        )
    )


def _now(run: Run, link: Link, ref: IssueRef) -> Link:
    answer = run.issues.get((ref.target, ref.key))
    if isinstance(answer, Gone):
        return replace(link, is_gone=link.is_gone or answer.deleted)
    return link if answer is None else observe(link, answer)


def _tied(decided: AbstractSet[DocumentKey], reading: Reading) -> list[Link]:
    """Links to issues whose document could not be decided now: a later run is not told of them again."""
    return [
        replace(link_of_marker(stray.issue, stray.marker), document=key)
        for key, group in reading.strays.items()
        if key not in decided
        for stray in group
    ]
