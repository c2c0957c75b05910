"""Owns direct reads of known issues: batched by node id, and what became of those that are not there any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.core.issue_body import read_own_marker
from syncer.errors import Rejected, Unavailable
from syncer.model import Gone, Issue, IssueRef, Moved, Target
from syncer.retry.answer import Answer
from syncer.trackers.github.body import has_due_in_field
from syncer.trackers.github.listing import listed_open
from syncer.trackers.github.places import issue_path
from syncer.trackers.github.queries import BY_ID, MOST_NODES
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Json, Shown, from_graphql, understood
from syncer.trackers.github.site import ABSENT, Site

_FEW = 5
"""Up to so many issues are read by id, and one by one for dates that GraphQL does not show; more are worth a list."""

Found = Issue | Gone | Moved


def get(site: Site, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Found]:
    """What became of `refs`: 100 in one GraphQL request, and one REST request for each that it does not show.

    GraphQL does not show issue fields. Where dates are kept there, many issues are read from the list of open ones,
    100 in one request as well, and only what that does not show (it is closed, or not there any more) by id; the dates
    of a few are read one by one. Raises `PortError`.
    """
    asked = list(dict.fromkeys(refs))
    shown = _listed(site, [ref for ref in asked if site.reader.due.ids.get(ref.target)])
    by_id = _by_id(site, [ref for ref in asked if _has_node(ref) and ref not in shown])
    undated = [ref for ref, one in by_id.items() if not one.is_pull and _has_date(site, ref, one)]
    shown |= {ref: one for ref, one in by_id.items() if ref not in undated}
    shown |= _listed(site, [ref for ref in undated if not site.reader.due.ids.get(ref.target)])
    reader = _Reader(site)
    return {ref: reader.found(ref, shown.get(ref)) for ref in asked}


def _has_node(ref: IssueRef) -> bool:
    """Whether `ref` carries a node id, and not only the number that a link shows."""
    return bool(ref.id) and ref.id != ref.key


def _by_id(site: Site, refs: Sequence[IssueRef]) -> dict[IssueRef, Shown]:
    """Those of `refs` that GraphQL shows; none where it does not answer."""
    found: dict[IssueRef, Shown] = {}
    for start in range(0, len(refs), MOST_NODES):
        batch = refs[start : start + MOST_NODES]
        data = site.account.ask(batch[0].target, BY_ID, {"ids": [ref.id for ref in batch]})
        nodes = data.get("nodes") if data is not None else None
        for ref, node in zip(batch, nodes if isinstance(nodes, list) else (), strict=False):
            if isinstance(node, dict) and node.get("__typename") in ("Issue", "PullRequest"):
                found[ref] = understood(
                    lambda node=node: from_graphql(node),  # type: ignore[misc]  # mypy cannot infer such a lambda
                    lambda words: Unavailable(f"{site.account.host}: {words}"),
                )
    return found


def _listed(site: Site, refs: Sequence[IssueRef]) -> dict[IssueRef, Shown]:
    """Those of `refs` that a list of open issues shows, dates and all, where they are many."""
    found: dict[IssueRef, Shown] = {}
    for target in {ref.target for ref in refs}:
        wanted = [ref for ref in refs if ref.target == target and _has_node(ref)]
        listed = listed_open(site, target) if len(wanted) > _FEW else {}
        found |= {ref: listed[ref.id] for ref in wanted if ref.id in listed}
    return found


def _has_date(site: Site, ref: IssueRef, shown: Shown) -> bool:
    """Whether its date is to be had from REST alone."""
    return has_due_in_field(shown.body) or bool(site.reader.due.ids.get(ref.target))


class _Reader:
    """Turns what was shown into answers, and asks for what was not; a repository is asked at most once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._access: dict[Target, str | None] = {}

    def found(self, ref: IssueRef, shown: Shown | None) -> Found:
        """What became of `ref`."""
        if shown is not None:
            return self._placed(ref, shown)
        try:
            path = issue_path(self._site.names.now(ref.target), ref.key)
        except Rejected as error:
            return Gone(deleted=False, reason=str(error))
        answer = self._site.account.get(ref.target, self._site.account.absolute(path))
        if answer.is_success:
            read = self._site.read(answer.data, ref.target)
            return self._another(ref) if self._is_another(ref, read) else self._placed(ref, read)
        if answer.status in ABSENT:
            return self._gone(ref, answer)
        raise refusal(answer, self._site.place(ref.target))

    def _is_another(self, ref: IssueRef, shown: Shown) -> bool:
        """Whether the number of `ref` is by now that of something else, which has neither its id nor a marker of ours.

        Elsewhere it was transferred, which changes its id as well.
        """
        is_there = shown.repository.casefold() == self._site.names.now(ref.target).casefold()
        is_same = not _has_node(ref) or shown.node_id == ref.id
        return is_there and not is_same and not shown.is_pull and read_own_marker(shown.body) is None

    def _another(self, ref: IssueRef) -> Gone:
        place = f"{self._site.place(ref.target)}, issue {ref.key}"
        reason = "another issue has that number now, so the repository was made anew; correct the link"
        return Gone(deleted=False, reason=f"{place}: {reason}")

    def _placed(self, ref: IssueRef, shown: Shown) -> Found:
        """The issue where it was, or where it moved to."""
        issue = self._site.issue(shown, self._site.whereabouts(shown, ref.target))
        is_there = issue.ref[:2] == ref[:2]
        return issue if is_there else Moved(issue)

    def _gone(self, ref: IssueRef, answer: Answer) -> Gone:
        """Deleted, or only out of our sight: then nobody may take it for deleted."""
        place = f"{self._site.place(ref.target)}, issue {ref.key}"
        lost = self._lost_access(ref.target)
        if lost is not None:
            return Gone(deleted=False, reason=f"{place}: {lost}")
        if answer.status == 410:
            return Gone(deleted=True, reason=f"{place}: it was deleted (410)")
        return Gone(
            deleted=False,
            reason=f"{place}: it is out of the token's sight ({answer.status}); it may have been transferred to "
            "a repository that the token cannot read",
        )

    def _lost_access(self, target: Target) -> str | None:
        """Why nothing of the repository can be seen, `None` where it can; learns its name, too."""
        if target not in self._access:
            self._access[target] = self._ask_repository(target)
        return self._access[target]

    def _ask_repository(self, target: Target) -> str | None:
        site = self._site
        answer = site.account.get(target, site.account.absolute(f"/repos/{site.names.now(target)}"))
        if answer.status in (403, *ABSENT):
            return f"access to the repository was lost ({answer.status}); give the token access to it again"
        if not answer.is_success:
            raise refusal(answer, site.place(target))
        data: Json = answer.data
        if isinstance(data, dict) and data.get("has_issues") is False:
            return "issues are disabled in the repository; enable them in its settings"
        site.note_name(target, data)
        return None
