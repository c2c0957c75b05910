"""Owns the first half of a run: list documents, ask trackers what changed, settle what a killed run left."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from syncer.engine.setup import Run
from syncer.errors import PortError, Refused, SourceUnavailable
from syncer.model import (
    Capabilities,
    DocumentKey,
    DocumentRef,
    DocumentStamp,
    Gone,
    Issue,
    IssueRef,
    Link,
    Moved,
    Plan,
    Problem,
    Target,
)
from syncer.ports import Cursor, DocumentSource

_TRUTH_EVERY = timedelta(days=1)
_ELSEWHERE = "truth elsewhere"

GONE = "gone"
"""The revision of a document that is no longer listed and is remembered for what it left to look at.

No source answers it; an empty one is that of a document that somebody saved right after us.
"""


@dataclass(slots=True)
class Listing:
    """What one source holds now against what was known: `refs` to read, and documents that vanished.

    `is_complete` is false where listing failed, `is_partial` true where this run asked for some documents only.
    `stamps` are those of documents that were listed before.
    """

    source: DocumentSource
    refs: tuple[DocumentRef, ...]
    stamps: dict[str, DocumentStamp]
    is_complete: bool
    is_partial: bool = False
    changed: dict[DocumentKey, DocumentRef] = field(default_factory=dict)

    @property
    def vanished(self) -> tuple[DocumentKey, ...]:
        """Documents that were known and are no longer listed; what was not listed cannot be missing."""
        if not self.lists_all:
            return ()
        listed = {ref.key.path for ref in self.refs}
        return tuple(DocumentKey(self.source.name, path) for path in self.stamps if path not in listed)

    @property
    def lists_all(self) -> bool:
        """Whether what is not listed is not there."""
        return self.is_complete and not self.is_partial


@dataclass(frozen=True, slots=True)
class Outcome:
    """What deciding and acting came to: the plan, the documents looked at, and what to know of those not decided."""

    plan: Plan
    read: frozenset[DocumentKey] = frozenset()
    others: tuple[Problem, ...] = ()


def fingerprint(run: Run, source: str) -> str:
    """Under what documents of `source` are read: any change of this makes every one of them be read again."""
    rules = run.setup.rules
    parts = (
        *(rules.fingerprint, str(rules.since), str(rules.adopt_only), rules.status, rules.orphans),
        *(str(rules.limits.max_document_bytes), rules.write_back.get(source, "")),
    )
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def list_documents(run: Run) -> tuple[Listing, ...]:
    """List every source; one that fails is reported and freezes what is known of its documents."""
    stamps = {source.name: dict(run.setup.state.stamps(source.name)) for source in run.setup.sources}
    answers = run.setup.executor.map(_list, run.setup.sources)
    listings = tuple(
        _listing(run, source, answer, stamps[source.name])
        for source, answer in zip(run.setup.sources, answers, strict=True)
    )
    for listing in listings:
        mark = fingerprint(run, listing.source.name)
        for ref in listing.refs:
            stamp = listing.stamps.get(ref.key.path)
            if run.everything or run.setup.rules.reread or _must_read(ref, stamp, mark):
                listing.changed[ref.key] = ref
        for path, reason in listing.source.skipped().items() if listing.is_complete else ():
            run.note("skipped", path, reason)
    return listings


def _list(source: DocumentSource) -> tuple[DocumentRef, ...] | SourceUnavailable:
    try:
        return tuple(source.list())
    except SourceUnavailable as error:
        return error


def _listing(
    run: Run,
    source: DocumentSource,
    answer: tuple[DocumentRef, ...] | SourceUnavailable,
    stamps: dict[str, DocumentStamp],
) -> Listing:
    known = {path: stamp for path, stamp in stamps.items() if stamp.revision != GONE}
    if not isinstance(answer, SourceUnavailable):
        is_partial = source.name in run.setup.rules.partial
        return Listing(source, answer, known, is_complete=True, is_partial=is_partial)
    advice = "nothing of this source was changed"
    run.fail("source-unavailable", source.name, None, str(answer), advice)
    return Listing(source, (), known, is_complete=False)


def _must_read(ref: DocumentRef, stamp: DocumentStamp | None, mark: str) -> bool:
    if stamp is None or stamp.is_pending:
        return True
    return stamp.revision != ref.revision or stamp.fingerprint != mark


def ask_trackers(run: Run) -> None:
    """Learn what every target can hold and what changed there; a target that fails is left out of this run."""
    asked = [(target, run.setup.state.cursor(target)) for target in _targets(run)]
    answers = run.setup.executor.map(lambda question: _ask(run, *question), asked)
    for (target, _), answer in zip(asked, answers, strict=True):
        if isinstance(answer, PortError):
            target_down(run, target, answer)
            continue
        run.capabilities[target], issues, run.cursors[target] = answer
        run.issues.update({(target, issue.ref.key): issue for issue in issues})
    _follow_moved(run)
    _complete(run)
    _follow_renamed_trackers(run)
    for target, cursor in asked:
        if target in run.capabilities and _shows_deletions(run, target, cursor):
            read_directly(run, _unseen(run, target))
        elif target in run.capabilities and _is_truth_due(run, target, cursor):
            _read_open(run, _truth(target), {target}.__contains__)
    if run.everything or _is_due(run, _ELSEWHERE):
        _read_open(run, _ELSEWHERE, lambda target: target not in run.cursors)
    _pass_over_stale(run)


def _shows_deletions(run: Run, target: Target, cursor: Cursor | None) -> bool:
    """Whether linked issues are read that the listing did not bring: where that is cheap, and there was a change."""
    return run.everything or (run.capabilities[target].looking_decides and run.cursors[target] != cursor)


def _ask(run: Run, target: Target, cursor: Cursor | None) -> tuple[Capabilities, Sequence[Issue], Cursor] | PortError:
    tracker = run.tracker(target)
    try:
        capabilities = tracker.capabilities(target)
        issues, now = tracker.changes(target, None if run.everything else cursor)
        if cursor is None and not capabilities.looking_decides:
            # Nothing is known here, and a list may lag: what was just made must not be made again.
            issues = [*issues, *tracker.newcomers(target, None)]
    except PortError as error:
        return error
    return capabilities, issues, now


def _is_truth_due(run: Run, target: Target, cursor: Cursor | None) -> bool:
    """Whether what a listing of changes never shows (deleted, transferred, out of sight) must be looked for again."""
    if run.capabilities[target].looking_decides:
        return False
    return _is_due(run, _truth(target)) and cursor is not None


def _truth(target: Target) -> str:
    return f"truth {target}"


def _is_due(run: Run, name: str) -> bool:
    """Whether what was done last at the instant called `name` is to be done again; the first time counts as done."""
    last = run.setup.state.fact(name)
    if last is None:
        run.facts[name] = run.setup.clock.now().isoformat(timespec="seconds")
        return False
    return run.setup.clock.now() - datetime.fromisoformat(last) >= _TRUTH_EVERY


def _read_open(run: Run, name: str, is_wanted: Callable[[Target], bool]) -> None:
    """Read every open known issue of the targets that are wanted by its id, and remember when."""
    refs = [link.issue for link in run.setup.state.links() if link.issue and not (link.state and link.state.is_closed)]
    wanted = [ref for ref in refs if ref.target.tracker in run.setup.trackers and is_wanted(ref.target)]
    reachable = [ref for ref in wanted if ref.target not in run.down]
    read_directly(run, reachable)
    if not run.down.intersection(ref.target for ref in wanted):
        run.facts[name] = run.setup.clock.now().isoformat(timespec="seconds")


def _follow_moved(run: Run) -> None:
    """Let an issue that is listed under another name than its link knows be found under both: its lasting id is one.

    Of several names, as a renamed repository has, that of a routed target counts.
    """
    routed = {Target(route.tracker, route.target) for route in run.setup.rules.routes}
    listed = sorted((one for one in run.issues.values() if isinstance(one, Issue)), key=lambda one: one.ref)
    by_id = {(one.ref.target.tracker, one.ref.id): one for one in listed if one.ref.target not in routed}
    by_id |= {(one.ref.target.tracker, one.ref.id): one for one in listed if one.ref.target in routed}
    known = [*(one.ref for one in listed), *(ref for _, ref in links_to(run, [one.ref for one in listed]))]
    for ref in known:
        if (ref.target.tracker, ref.id) in by_id:
            run.issues[ref.target, ref.key] = by_id[ref.target.tracker, ref.id]


def _complete(run: Run) -> None:
    """Learn what listings left out: from what is remembered of linked issues, of others by reading them."""
    partial = {target for target, held in run.capabilities.items() if not held.lists_whole}
    if not partial:
        return
    listed = [one for one in run.issues.values() if isinstance(one, Issue) and one.ref.target in partial]
    unmarked = {(one.ref.target, one.ref.key): one for one in listed if one.marker is None}
    for link, ref in links_to(run, [one.ref for one in unmarked.values()]):
        found = unmarked.pop((ref.target, ref.key), None)
        if found is not None:
            run.issues[ref.target, ref.key] = replace(found, values={**link.observed, **found.values})
    read_directly(run, [one.ref for one in unmarked.values()])


def _follow_renamed_trackers(run: Run) -> None:
    """Let issues of a tracker that is configured under another name by now be found by their links: markers tell."""
    gone = {target.tracker for target in run.setup.state.targets()} - run.setup.trackers.keys()
    if not gone:
        return
    lineage = run.setup.state.lineage()
    ours = {
        one.marker.item: one
        for one in run.issues.values()
        if isinstance(one, Issue) and one.is_ours and one.marker and one.marker.lineage == lineage
    }
    documents = sorted(set(run.setup.state.documents_of(sorted(ours)).values()))
    for link in run.setup.state.links(documents) if documents else ():
        if link.id in ours and link.issue is not None and link.issue.target.tracker in gone:
            run.issues[link.issue.target, link.issue.key] = ours[link.id]


def where_now(run: Run, ref: IssueRef) -> IssueRef:
    """What the issue that `ref` leads to is called now, as far as this run has learnt."""
    answer = run.issues.get((ref.target, ref.key))
    if answer is None or isinstance(answer, Gone) or answer.ref[:2] == ref[:2]:
        return ref
    return answer.ref


def _pass_over_stale(run: Run) -> None:
    """Forget what a list that lags shows of an issue: it was seen as it was later. Files may have any time."""
    shown = [issue for issue in run.issues.values() if isinstance(issue, Issue) and issue.updated_at is not None]
    far = [issue.ref for issue in shown if not _shows_all_at_once(run, issue.ref.target)]
    for link, ref in links_to(run, far):
        answer = run.issues.get((ref.target, ref.key))
        if isinstance(answer, Issue) and answer.updated_at and link.seen_at and answer.updated_at < link.seen_at:
            del run.issues[ref.target, ref.key]


def _shows_all_at_once(run: Run, target: Target) -> bool:
    """Whether a listing of `target` never lags; an issue may have moved to where this run asks nothing."""
    return target in run.capabilities and run.capabilities[target].looking_decides


def target_down(run: Run, target: Target, error: PortError) -> None:
    """Leave `target` out of the rest of this run, and say so; a limit that will be lifted is no failure."""
    if isinstance(error, Refused):
        run.limit(target, error.retry_after)
        run.note("target-limited", target.words, str(error), "the next run after that goes on")
        return
    run.down.add(target)
    advice = "its rows were left as they are; the next run that reaches it goes on"
    run.fail("target-unavailable", target.words, None, str(error), advice)


def _targets(run: Run) -> list[Target]:
    routed = [Target(route.tracker, route.target) for route in run.setup.rules.routes]
    known = [target for target in run.setup.state.targets() if target.tracker in run.setup.trackers]
    return list(dict.fromkeys((*routed, *known)))


def _unseen(run: Run, target: Target) -> list[IssueRef]:
    """Linked issues that the listing did not bring: where looking is cheap, deletions are noticed at once."""
    refs = [link.issue for link in run.setup.state.links() if link.issue is not None and not link.is_gone]
    return [ref for ref in refs if ref.target == target and (target, ref.key) not in run.issues]


def read_directly(run: Run, refs: Iterable[IssueRef]) -> None:
    """Read `refs` from their trackers and remember the answers; a tracker that fails goes down with a report."""
    by_target: dict[Target, list[IssueRef]] = {}
    for ref in refs:
        by_target.setdefault(ref.target, []).append(ref)
    for target, wanted in by_target.items():
        try:
            answers = run.tracker(target).get(wanted)
        except PortError as error:
            target_down(run, target, error)
            continue
        listed = {} if target in run.cursors else _listed_by_id(run)
        for ref, answer in answers.items():
            found = _followed(run, answer)
            if isinstance(found, Issue):
                found = listed.get((found.ref.target.tracker, found.ref.id), found)
            run.issues[ref.target, ref.key] = found
            if isinstance(found, Issue):
                run.issues.setdefault((found.ref.target, found.ref.key), found)


def _listed_by_id(run: Run) -> dict[tuple[str, str], Issue]:
    """The issues that listings of this run brought, by tracker and lasting id."""
    listed = (one for one in run.issues.values() if isinstance(one, Issue) and one.ref.target in run.cursors)
    return {(one.ref.target.tracker, one.ref.id): one for one in listed}


def _followed(run: Run, answer: Issue | Gone | Moved) -> Issue | Gone:
    """The issue where it is now. Where no listing of ours goes, only what we made is more than followed."""
    if isinstance(answer, Gone):
        return answer
    issue = answer.to if isinstance(answer, Moved) else answer
    target = issue.ref.target
    if target in run.cursors:
        return issue
    run.capabilities.setdefault(target, run.tracker(target).capabilities(target))
    is_theirs = not isinstance(answer, Moved) and not (issue.is_ours and issue.marker)
    return replace(issue, is_read_only=True) if is_theirs else issue


def links_to(run: Run, refs: Sequence[IssueRef]) -> list[tuple[Link, IssueRef]]:
    """The links whose issue is one of `refs`, with that issue."""
    return [(link, link.issue) for link in run.setup.state.links_to(refs) if link.issue is not None] if refs else []


def documents_of_changes(run: Run) -> set[DocumentKey]:
    """Documents whose cells may have to change because an issue is no longer what was last observed."""
    refs = [IssueRef(target, key, "") for target, key in run.issues]
    return {link.document for link, ref in links_to(run, refs) if _has_news(run, link, ref)}


def _has_news(run: Run, link: Link, ref: IssueRef) -> bool:
    answer = run.issues.get((ref.target, ref.key))
    return answer is not None and differs(link, answer)


def differs(link: Link, answer: Issue | Gone) -> bool:
    """Whether the tracker says something else of an issue than its link remembers."""
    if isinstance(answer, Gone):
        return not link.is_gone
    seen = (link.is_gone, link.issue, dict(link.observed), link.state, link.closed, link.url)
    return seen != (False, answer.ref, dict(answer.values), answer.state, answer.closed, answer.url)
