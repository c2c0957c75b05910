"""Owns the start of a run after a killed one: every intent is settled by looking, before anything is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from syncer.core.settle import Settled, by_target, settle_create, settle_update
from syncer.engine.errands import begun_by
from syncer.engine.gather import read_directly, target_down
from syncer.engine.remembering import history
from syncer.engine.setup import Run
from syncer.errors import PortError
from syncer.model import Batch, Intent, IntentKind, Issue, Link, Target


@dataclass(slots=True)
class Leftovers:
    """What a killed run left: creates that must wait, cell writes to settle once their document is read, errands."""

    waiting: list[Intent] = field(default_factory=list)
    cells: list[Intent] = field(default_factory=list)
    errands: list[Intent] = field(default_factory=list)


def settle(run: Run, intents: Sequence[Intent]) -> Leftovers:
    """Settle what the trackers can tell about; cells are settled once their document is read."""
    if not intents:
        return Leftovers()
    left = Leftovers(cells=_of(intents, IntentKind.CELLS), errands=_of(intents, IntentKind.ERRAND))
    links = {link.id: link for link in run.setup.state.links(sorted({intent.document for intent in intents}))}
    creates = _of(intents, IntentKind.CREATE)
    updates = _of(intents, IntentKind.UPDATE, IntentKind.TRANSITION)
    run.stored.update(links)
    settled = [*_settle_creates(run, creates, links, left), *_settle_updates(run, updates, links)]
    # Whether a duplicate was closed shows in the next look at it.
    settled += [Settled(intent, landed=False) for intent in _of(intents, IntentKind.DUPLICATE)]
    errands = begun_by(run, settled)
    left.errands += errands
    _store(run, settled, errands)
    return left


def _of(intents: Sequence[Intent], *kinds: IntentKind) -> list[Intent]:
    return [intent for intent in intents if intent.kind in kinds]


def _settle_creates(run: Run, intents: Sequence[Intent], links: Mapping[str, Link], left: Leftovers) -> list[Settled]:
    settled = []
    for target, group in by_target(intents).items():
        found = probe(run, target, group)
        if found is None:
            left.waiting.extend(group)
            continue
        for intent in group:
            answer = settle_create(intent, found.get(intent.id), links.get(intent.item))
            if answer.landed or run.capabilities[target].looking_decides or _is_decided(run, intent):
                settled.append(answer)
            else:
                left.waiting.append(intent)
    return settled


def _is_decided(run: Run, intent: Intent) -> bool:
    """Whether a server has long finished or dropped what was sent."""
    age = (run.setup.clock.now() - intent.begun_at).total_seconds()
    return age >= run.setup.rules.limits.settle_after


def probe(run: Run, target: Target, intents: Sequence[Intent]) -> Mapping[str, Issue | None] | None:
    """What lost creates left behind in `target`, or `None` where it cannot be asked now."""
    if not run.is_reachable(target):
        return None
    run.begin_stage("looking what unanswered requests left in", [target.words])
    try:
        found = run.tracker(target).probe(intents)
    except PortError as error:
        target_down(run, target, error)
        return None
    run.issues.update({(target, issue.ref.key): issue for issue in found.values() if issue is not None})
    return found


def _settle_updates(run: Run, intents: Sequence[Intent], links: Mapping[str, Link]) -> list[Settled]:
    read_directly(run, [intent.ref for intent in intents if intent.ref and run.is_reachable(intent.ref.target)])
    settled = []
    for intent in intents:
        answer = run.issues.get((intent.ref.target, intent.ref.key)) if intent.ref else None
        if answer is not None:
            found = answer if isinstance(answer, Issue) else None
            settled.append(settle_update(intent, found, links.get(intent.item)))
    return settled


def _store(run: Run, settled: Sequence[Settled], begun: tuple[Intent, ...]) -> None:
    links = {answer.link.id: answer.link for answer in settled if answer.link is not None}
    run.settled.update(links)
    finished = tuple(answer.intent.id for answer in settled)
    changes = history(run, links.values())
    run.commit(Batch(begun=begun, links=tuple(links.values()), finished=finished, history=changes))
