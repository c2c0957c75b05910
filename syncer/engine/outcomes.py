"""Owns what came of an effect: recorded at once, compared with what was asked, or reported, at the cost of its item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from syncer.core.linking import agree, observe
from syncer.core.situation import Effect, ItemPlan
from syncer.engine.gather import target_down
from syncer.engine.remembering import history
from syncer.engine.setup import Run
from syncer.errors import NotAllowed, PortError, Refused, Rejected, Unavailable, Unknown
from syncer.model import (
    NOT_A_PRIORITY,
    NOT_ASSIGNED,
    AdoptIssue,
    Batch,
    CloseDuplicate,
    CreateIssue,
    DocumentKey,
    Field,
    Intent,
    Issue,
    Link,
    MarkOrphan,
    Problem,
    Target,
    TransitionIssue,
    UpdateIssue,
)

_COUNTS = {
    CreateIssue: "created",
    AdoptIssue: "adopted",
    UpdateIssue: "updated",
    TransitionIssue: "updated",
    MarkOrphan: "orphaned",
    CloseDuplicate: "closed",
}


@dataclass(slots=True)
class Applied:
    """What became of the items: their links now, which have something left to do, and creates nobody answered.

    `waiting` are those whose errand has to wait: a link in a row says that all is done that follows from a create, so
    that none is written for them yet. `problems` are what people must look at in a document because of what its writes
    came to.
    """

    links: dict[str, Link] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    unknown: list[Step] = field(default_factory=list)
    problems: dict[DocumentKey, list[Problem]] = field(default_factory=dict)

    def note(self, run: Run, document: DocumentKey, problem: Problem) -> None:
        """Report what a write came to, and keep it with its document until that is read again."""
        run.problems.append(problem)
        self.problems.setdefault(document, []).append(problem)


@dataclass(frozen=True, slots=True)
class Step:
    """One effect with its intent; `name` is the path that people know its document by."""

    intent: Intent
    effect: Effect
    plan: ItemPlan
    name: str

    @property
    def target(self) -> Target:
        """Where the effect happens."""
        return target_of(self.effect)


def target_of(effect: Effect) -> Target:
    """Where `effect` happens."""
    return effect.draft.target if isinstance(effect, CreateIssue) else effect.ref.target


def record(run: Run, step: Step, applied: Applied, issue: Issue) -> None:
    """Remember what the tracker answered, with nothing retryable between the effect and this.

    It is stored with the next intent, or by `flush` before anything that takes time.
    """
    effect = step.effect
    run.issues[issue.ref.target, issue.ref.key] = issue
    closes = isinstance(effect, TransitionIssue) and effect.after.is_closed
    run.count("closed" if closes else _COUNTS[type(effect)])
    _compare(run, step, applied, issue)
    if not isinstance(effect, CloseDuplicate):
        _remember(run, step, applied, issue)
    run.pending_finished.append(step.intent.id)


def _remember(run: Run, step: Step, applied: Applied, issue: Issue) -> None:
    """Keep the link of the item as it now is."""
    link = _after(run, step, observe(applied.links[step.effect.item], issue), issue)
    applied.links[link.id] = link
    if _is_not_agreed(step, link):
        applied.unfinished.add(link.id)
    run.pending_links.append(link)


def _after(run: Run, step: Step, link: Link, issue: Issue) -> Link:
    """`link` once the effect of `step` reached the tracker, which then said `issue`."""
    effect = step.effect
    if isinstance(effect, TransitionIssue):
        return replace(link, row_state=effect.after) if issue.state is effect.after else link
    if isinstance(effect, MarkOrphan):
        return replace(link, orphaned=run.setup.clock.today())
    before = effect.change.expected if isinstance(effect, AdoptIssue | UpdateIssue) else issue.values
    is_adopted = link.is_adopted or isinstance(effect, AdoptIssue)
    return replace(agree(link, step.plan.agreements, issue.values, before), is_adopted=is_adopted)


def _is_not_agreed(step: Step, link: Link) -> bool:
    """Whether the tracker now holds something else than was sent and than it held: the next run must look."""
    effect = step.effect
    if isinstance(effect, TransitionIssue):
        return link.state is not effect.after
    if isinstance(effect, MarkOrphan):
        return False
    return any(name not in link.base or link.base[name][:2] != half[:2] for name, half in step.plan.agreements.items())


def flush(run: Run, applied: Applied, begun: tuple[Intent, ...] = ()) -> None:
    """Store what was recorded, and what begins now, in one transaction."""
    if run.pending_links or run.pending_finished or begun:
        links = tuple({link.id: applied.links[link.id] for link in run.pending_links}.values())
        finished = tuple(run.pending_finished)
        run.commit(Batch(begun=begun, links=links, finished=finished, history=history(run, links)))
        run.pending_links.clear()
        run.pending_finished.clear()


def drop(run: Run, steps: Iterable[Step], applied: Applied) -> None:
    """Forget the intents of `steps`, which were surely not sent: nobody need look for them."""
    run.pending_finished += [step.intent.id for step in steps]
    flush(run, applied)


def _compare(run: Run, step: Step, applied: Applied, issue: Issue) -> None:
    """Say what the tracker did not take although it accepted the request."""
    for name, value, now in _wanted(step.effect, issue):
        if value == now or name in issue.unset:
            continue
        if name == Field.OWNER and value and now is None:
            run.problems.append(_not_assigned(step, issue, value))
            continue
        advice = "somebody edited it meanwhile, or the tracker does not take it; the next run looks again"
        message = _not_set(issue, name, value, now)
        run.fail_softly("not-set", step.name, step.effect.line, message, advice)
    for label in _missing_labels(step.effect, issue):
        message = f"the label {label} of {issue.ref.label} was not set"
        advice = "let the account set labels there, or add it by hand"
        run.fail_softly("not-set", step.name, step.effect.line, message, advice)
    for name, why in issue.unset.items():
        applied.note(run, step.effect.document, _unset(step, issue, name, why))


def _unset(step: Step, issue: Issue, name: str, why: str) -> Problem:
    """What the tracker itself says of a field that it could not set."""
    reason, _, remedy = why.partition("; ")
    asked = {name: (value, now) for name, value, now in _wanted(step.effect, issue)}
    wanted, now = asked.get(name, (None, None))
    is_owner = name == Field.OWNER and wanted is not None and isinstance(step.effect, CreateIssue)
    code, value = (NOT_ASSIGNED, wanted or "") if is_owner else ("not-set", "")
    if name == Field.PRIORITY and wanted is not None:
        message = f"the priority {wanted} of {issue.ref.label} was not set: {reason}"
        return Problem(NOT_A_PRIORITY, step.name, step.effect.line, message, remedy, value=wanted)
    told = f" {wanted}" if wanted and wanted not in reason else ""
    keeps = now is not None and now != wanted
    has = f"the {name} of {issue.ref.label} stays as it was" if keeps else f"{issue.ref.label} has no {name}{told}"
    message = f"{has}: {reason}"
    return Problem(code, step.name, step.effect.line, message, remedy, value=value)


def _not_assigned(step: Step, issue: Issue, account: str) -> Problem:
    message = f"{issue.ref.label} has no assignee: {account} could not be assigned"
    advice = f"make them assignable in {issue.ref.target.words}, or name somebody else"
    return Problem(NOT_ASSIGNED, step.name, step.effect.line, message, advice, value=account)


def _not_set(issue: Issue, name: str, value: str | None, now: str | None) -> str:
    """That `name` of `issue` was to become `value` and is `now` something else."""
    if now is None:
        return f"{issue.ref.label} has no {name}: {value} was not taken"
    wanted = f"set to {value}" if value else "cleared"
    return f"{name} of {issue.ref.label} was not {wanted}: it is {now}"


def _missing_labels(effect: Effect, issue: Issue) -> list[str]:
    """Labels that `effect` asked for and `issue` does not have; trackers take no notice of case."""
    had = {label.casefold() for label in issue.labels}
    wanted: tuple[str, ...] = ()
    if isinstance(effect, CreateIssue):
        wanted = effect.draft.labels
    elif isinstance(effect, AdoptIssue):
        wanted = effect.change.add_labels
    return [label for label in wanted if label.casefold() not in had]


def _wanted(effect: Effect, issue: Issue) -> list[tuple[str, str | None, str | None]]:
    """Names of what `effect` asked for, with the value it is to have and the one that `issue` now has."""
    if isinstance(effect, TransitionIssue):
        return [("state", effect.after, issue.state)]
    if isinstance(effect, MarkOrphan | CloseDuplicate):
        return []
    values = effect.draft.values if isinstance(effect, CreateIssue) else effect.change.values
    return [(name, value, issue.values.get(name)) for name, value in values.items()]


def note_unknown(run: Run, step: Step, applied: Applied, error: Unknown) -> None:
    """The write may have landed: never send it again before looking, nor before a server can have made up its mind."""
    intent = replace(step.intent, is_unknown=True, begun_at=run.setup.clock.now())
    applied.unfinished.add(step.effect.item)
    run.commit(Batch(begun=(intent,)))
    if isinstance(step.effect, CreateIssue):
        applied.unknown.append(replace(step, intent=intent))
        return
    message = f"the answer to the change of {step.effect.ref.label} was lost: {error}"
    run.fail("unknown-answer", step.name, step.effect.line, message, "the next run looks what landed")


def note_refusal(run: Run, step: Step, applied: Applied, error: PortError) -> None:
    """Nothing was processed: the item is as it was."""
    target, line = step.target, step.effect.line
    not_done(run, step, applied, waits=isinstance(error, Refused))
    if isinstance(error, Refused):
        _note_limit(run, step, error)
    elif isinstance(error, Unavailable):
        target_down(run, target, error)
    elif isinstance(error, NotAllowed):
        run.down.add(target)
        advice = "its rows were left as they are; other targets went on"
        run.fail("not-allowed", step.name, line, str(error), advice)
    else:
        run.fail("rejected", step.name, line, *_rejection(error))


def _rejection(error: PortError) -> tuple[str, str]:
    """What was not accepted, and what helps: what the tracker says where it says that."""
    told = str(error)
    field = error.field if isinstance(error, Rejected) else None
    what = f" ({field})" if field and field not in told else ""
    helps = "the other rows went on"
    return (told, helps) if "; " in told else (f"{told}{what}", f"correct the row or the configuration; {helps}")


def _note_limit(run: Run, step: Step, error: Refused) -> None:
    """A limit of one issue holds up nothing else; one of creates would be met by the next one, too."""
    if error.is_narrow and not isinstance(step.effect, CreateIssue):
        run.waits_for(error.retry_after)
    else:
        run.limit(step.target, error.retry_after)


def not_done(run: Run, step: Step, applied: Applied, *, waits: bool) -> None:
    """The effect of `step` is left for a later run; `waits` says that nothing is wrong with it."""
    applied.unfinished.add(step.effect.item)
    run.pending_finished.append(step.intent.id)
    if waits:
        run.count("waiting")
