"""Owns which state an issue belongs to: issues that only a marker ties to us, and those that another state makes."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from syncer.core.situation import Stray
from syncer.engine.gather import differs, links_to, target_down
from syncer.engine.setup import Run
from syncer.errors import PortError
from syncer.model import Issue, Target
from syncer.ports import Cursor


def _strangers(run: Run, issues: Sequence[Issue]) -> list[Stray]:
    """Those of `issues` that our own account made and marked, and that no link knows by key or lasting id."""
    marked = [Stray(issue, issue.marker) for issue in issues if issue.is_ours and issue.marker]
    linked = [ref for _, ref in links_to(run, [one.ref for one in marked])]
    keys = {(ref.target, ref.key) for ref in linked}
    ids = {(ref.target.tracker, ref.id) for ref in linked}
    return [
        one
        for one in marked
        if (one.ref.target, one.ref.key) not in keys and (one.ref.target.tracker, one.ref.id) not in ids
    ]


def _seen(run: Run) -> list[Issue]:
    return [issue for issue in run.issues.values() if isinstance(issue, Issue)]


def check_lineage(run: Run) -> None:
    """Take over the lineage that markers speak of where our state is new; else stop creating beside it."""
    state = run.setup.state
    run.lineage = state.lineage()
    met: dict[str, set[Target]] = {}
    for one in _strangers(run, _seen(run)):
        met.setdefault(one.marker.lineage, set()).add(one.ref.target)
    if len(met) == 1 and run.lineage not in met and state.count_links() == 0:
        run.lineage = next(iter(met))
        run.note("lineage", "state", f"the state is new: took over the lineage {run.lineage} found in the issues")
        if not run.is_dry:
            state.take_over(run.lineage)
    for lineage in sorted(met.keys() - {run.lineage}):
        for target in sorted(met[lineage]):
            message = (
                f"issues in {target.words} belong to another state (lineage {lineage}); no issue was created there"
            )
            _block(run, target, lineage, message)


def _block(run: Run, target: Target, lineage: str, message: str) -> None:
    run.blocked.add(target)
    advice = f"let both runs share one state, or run: syncer state take-over {lineage}"
    run.fail("foreign-lineage", target.words, None, message, advice)


def look_again(run: Run, target: Target) -> None:
    """Look what was made in `target` since this run began, right before its own first create there."""
    try:
        # The cursor is kept: what a person changed meanwhile is for the next run to find.
        issues = run.tracker(target).newcomers(target, run.cursors.get(target))
    except PortError as error:
        target_down(run, target, error)
        return
    foreign = [one.marker.lineage for one in _strangers(run, issues) if one.marker.lineage != run.lineage]
    if foreign:
        message = f"another state (lineage {foreign[0]}) is making issues in {target.words}; stopped creating"
        _block(run, target, foreign[0], message)


def stray_issues(run: Run) -> tuple[Stray, ...]:
    """Issues with our marker, made by our own account, that no link knows: left by a lost state or a killed run.

    A closed one of an item that has another issue is over and done with.
    """
    ours = [one for one in _strangers(run, _seen(run)) if one.marker.lineage == run.lineage]
    closed = sorted({one.marker.item for one in ours if one.issue.state.is_closed})
    served = _with_issue(run, closed) if closed else frozenset()
    return tuple(one for one in ours if not (one.issue.state.is_closed and one.marker.item in served))


def note_foreign_markers(run: Run, named: AbstractSet[tuple[Target, str]] = frozenset()) -> None:
    """Report open issues that carry a marker of ours, but that another account made and no link or row knows.

    `named` are the issues that rows link to. Such a marker counts for nothing: what an item is called can be worked
    out from public text, and people copy issues with all that is in them.
    """
    others = [one for one in _seen(run) if one.marker and not (one.is_ours or one.is_read_only or one.state.is_closed)]
    linked = {(ref.target, ref.key) for _, ref in links_to(run, [one.ref for one in others])}
    for one in others:
        if (one.ref.target, one.ref.key) not in linked | named:
            message = f"{one.ref.label} carries a marker of ours, but another account made it and no row links to it"
            advice = "if it is a copy, remove its last line (the marker); if it stands for a row, link to it there"
            run.fail_softly("foreign-marker", one.ref.target.words, None, message, advice)


def _with_issue(run: Run, items: Sequence[str]) -> frozenset[str]:
    """Those of `items` that have an issue."""
    documents = run.setup.state.documents_of(items)
    links = run.setup.state.links(sorted(set(documents.values()))) if documents else ()
    return frozenset(link.id for link in links if link.issue is not None)


def latest_cursors(run: Run) -> dict[Target, Cursor]:
    """Where each listing of changes left off, for targets where that is news.

    Where looking is cheap the listing is taken once more, so that our own writes are not news to the next run; a
    person's edit among them keeps the older cursor.
    """
    cursors = {}
    for target, cursor in run.cursors.items():
        # Issues of a foreign state must be met again by the next run, or it would create beside them.
        if target in run.down or target in run.blocked or cursor == run.setup.state.cursor(target):
            continue
        cursors[target] = _latest_cursor(run, target, cursor) if run.capabilities[target].looking_decides else cursor
    return cursors


def _latest_cursor(run: Run, target: Target, cursor: Cursor) -> Cursor:
    try:
        issues, latest = run.tracker(target).changes(target, cursor)
    except PortError:
        return cursor  # the next run lists a little more than it must, or says what is wrong there
    links = {ref: link for link, ref in links_to(run, [issue.ref for issue in issues])}
    is_edited = any(issue.ref in links and differs(links[issue.ref], issue) for issue in issues)
    return cursor if is_edited or any(_is_news(run, one) for one in _strangers(run, issues)) else latest


def _is_news(run: Run, one: Stray) -> bool:
    """Whether the next run must hear of it; a second issue of a known item is none, nothing becomes of it."""
    return one.marker.lineage != run.lineage or not run.setup.state.documents_of([one.marker.item])
