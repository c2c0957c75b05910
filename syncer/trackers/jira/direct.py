"""Owns direct reads of known issues, and what became of those that are not there any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.model import Gone, Issue, IssueRef, Moved, Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.access import Access, access_to
from syncer.trackers.jira.numbers import ABSENT, MOST_AT_ONCE, SHOWING, read_bulk
from syncer.trackers.jira.refusals import messages_of, refusal, said_of
from syncer.trackers.jira.shown import Shown
from syncer.trackers.jira.site import Site

Found = Issue | Gone | Moved
_FORBIDDEN = 403


def get(site: Site, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Found]:
    """What became of `refs`: 100 in one request on Cloud and one by one on Data Center, by their lasting ids.

    What a request for many does not show is asked for by itself, and its project once. Raises `PortError`.
    """
    asked = list(dict.fromkeys(refs))
    shown = _in_bulk(site, asked) if site.account.is_cloud else {}
    reader = _Reader(site)
    return {ref: _placed(site, ref, shown[ref]) if ref in shown else reader.found(ref) for ref in asked}


def name_of(ref: IssueRef) -> str:
    """What to ask for `ref` by: its id, which stays through a move, as soon as it is known."""
    return ref.id if ref.id.isascii() and ref.id.isdigit() else ref.key


def read_issue(site: Site, ref: IssueRef) -> Shown | Gone:
    """The issue as it is now, wherever it moved; or why it cannot be seen. Raises `PortError`."""
    return _Reader(site).read(ref)


def _in_bulk(site: Site, refs: Sequence[IssueRef]) -> dict[IssueRef, Shown]:
    """Those of `refs` that Cloud shows in answers for many."""
    found: dict[IssueRef, Shown] = {}
    for start in range(0, len(refs), MOST_AT_ONCE):
        batch = refs[start : start + MOST_AT_ONCE]
        read = read_bulk(site, batch[0].target, [name_of(ref) for ref in batch])
        by_name = {one.key: one for one in read} | {one.id: one for one in read}
        found |= {ref: by_name[name_of(ref)] for ref in batch if name_of(ref) in by_name}
    return found


def _placed(site: Site, ref: IssueRef, shown: Shown) -> Found:
    """The issue where it was, or where it moved to."""
    issue = site.issue(shown)
    return issue if issue.ref[:2] == ref[:2] else Moved(issue)


class _Reader:
    """Reads issues one by one; of a project it is asked at most once why one is missing."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._access: dict[Target, Access] = {}

    def found(self, ref: IssueRef) -> Found:
        """What became of `ref`."""
        shown = self.read(ref)
        return shown if isinstance(shown, Gone) else _placed(self._site, ref, shown)

    def read(self, ref: IssueRef) -> Shown | Gone:
        """The issue that `ref` is, or why it cannot be seen."""
        site = self._site
        answer = site.account.get(ref.target, site.account.api("issue", name_of(ref)), SHOWING)
        if answer.status in ABSENT:
            return self._gone(ref, answer)
        if not answer.is_success:
            raise refusal(answer, self._place(ref))
        return site.read(answer.data, ref.target)

    def _gone(self, ref: IssueRef, answer: Answer) -> Gone:
        """Deleted, or only out of our sight: then nobody may take it for deleted."""
        place, said = self._place(ref), said_of(answer)
        if ref.target not in self._access:
            self._access[ref.target] = access_to(self._site, ref.target)
        access = self._access[ref.target]
        if access.lost is not None:
            return Gone(deleted=False, reason=f"{place}: {access.lost}")
        if answer.status == _FORBIDDEN or self._says_hidden(answer):
            return Gone(
                deleted=False, reason=f"{place}: the account may not see it ({said}); give it the permission again"
            )
        if access.hides_issues:
            return Gone(
                deleted=False,
                reason=f"{place}: it was deleted or is hidden ({said}); look there as somebody who sees every issue of "
                "the project, and give the account access to its security level, or take the link out of the row",
            )
        return Gone(deleted=True, reason=f"{place}: it was deleted ({said})")

    def _says_hidden(self, answer: Answer) -> bool:
        """Whether Data Center says that the issue is only out of our sight; Cloud says the same of a deleted one."""
        return not self._site.account.is_cloud and any("permission" in words for words in messages_of(answer))

    def _place(self, ref: IssueRef) -> str:
        return f"{ref.key} on {self._site.account.host}"
