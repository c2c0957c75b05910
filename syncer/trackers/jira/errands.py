"""Owns what follows the making or adopting of an issue: a link to its document, its sprint, its first state."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.core.web_address import web_address
from syncer.errors import NotAllowed, Rejected
from syncer.model import Errand, Gone, IssueRef, State
from syncer.retry.answer import Answer
from syncer.trackers.jira.access import lost
from syncer.trackers.jira.direct import name_of, read_issue
from syncer.trackers.jira.refusals import refusal, said_of
from syncer.trackers.jira.shown import Json
from syncer.trackers.jira.site import Site
from syncer.trackers.jira.transitions import transition

_TITLE_LIMIT = 255
_ADDRESS_LIMIT = 2_000
_RELATIONSHIP = "action item of"


class _OutOfReach(NotAllowed):
    """The whole project cannot be reached: nothing is wrong with the errand."""


def run_errand(site: Site, ref: IssueRef, errand: Errand) -> None:
    """Do all of `errand` that can be done, whether or not it was done before.

    Raises `Rejected` for what will never work, once the rest is done; `NotAllowed` where the whole project is out of
    reach, and other `PortError`: then it is worth another try.
    """
    failures = [failure for part in _parts(site, ref, errand) if (failure := _failure_of(part)) is not None]
    if failures:
        whats, remedies = zip(*(str(failure).rpartition("; ")[::2] for failure in failures), strict=True)
        raise Rejected(
            f"{', and '.join(what or why for what, why in zip(whats, remedies, strict=True))}; {remedies[0]}"
        )


def _parts(site: Site, ref: IssueRef, errand: Errand) -> Iterator[Callable[[], None]]:
    address = web_address(errand.document_url or "", _ADDRESS_LIMIT)
    if address is not None:
        yield lambda: _link(site, ref, address, errand.document_title)
    if errand.sprint is not None:
        yield lambda: _put_into(site, ref, errand.sprint or "")
    if errand.state is not None:
        yield lambda: _bring_to(site, ref, errand.state or State.TODO)


def _failure_of(part: Callable[[], None]) -> Rejected | NotAllowed | None:
    """Why a part of an errand will never work, `None` where it was done."""
    try:
        part()
    except _OutOfReach:
        raise
    except (Rejected, NotAllowed) as error:
        return error
    return None


def _link(site: Site, ref: IssueRef, address: str, title: str) -> None:
    """Make the link, or bring the one we made before to this: `globalId` makes it one."""
    content = {
        "globalId": f"syncer:{name_of(ref)}",
        "application": {"type": "syncer", "name": "syncer"},
        "relationship": _RELATIONSHIP,
        "object": {"url": address, "title": cut(plain(title), _TITLE_LIMIT) or address},
    }
    answer = site.write(ref.target, "POST", site.account.api("issue", name_of(ref), "remotelink"), content)
    _check(
        site,
        ref,
        answer,
        "it has no link to its document",
        f"give the account the permission Link Issues in {ref.target.name}, and let issue linking be enabled",
    )


def _put_into(site: Site, ref: IssueRef, sprint: str) -> None:
    content: dict[str, Json] = {"issues": [ref.key]}
    answer = site.write(ref.target, "POST", site.account.agile("sprint", sprint, "issue"), content)
    _check(
        site,
        ref,
        answer,
        f"it is not in the sprint {sprint}",
        "put it there by hand; the account needs the permissions Schedule Issues and Edit Issues, and an open sprint",
    )


def _bring_to(site: Site, ref: IssueRef, state: State) -> None:
    """Bring the issue to its first state, unless somebody moved it meanwhile."""
    shown = read_issue(site, ref)
    if isinstance(shown, Gone):
        raise Rejected(f"{ref.key} on {site.account.host}: {shown.reason}")
    if shown.category not in ("indeterminate", "done"):
        transition(site, shown, state)


def _check(site: Site, ref: IssueRef, answer: Answer, what: str, remedy: str) -> None:
    if answer.status in (400, 403, 404):
        why = lost(site, ref.target)
        if why is not None:
            raise _OutOfReach(f"{ref.key} on {site.account.host}: {what}, for {why}")
        raise Rejected(f"{ref.key} on {site.account.host}: {what} ({said_of(answer)}); {remedy}")
    if not answer.is_success:
        raise refusal(answer, f"{ref.key} on {site.account.host}")
