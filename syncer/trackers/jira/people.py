"""Owns who can be assigned to issues of a project: listed once a day, and asked for one by one where not listed.

Somebody is only ever found by the exact account: no search, whose first hit would be somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from syncer.errors import Unavailable
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import Json, Named, account_id, understood
from syncer.trackers.jira.site import Site

_DAY = timedelta(days=1)
_ACCOUNT_ID = re.compile(r"[0-9a-z]{24}|[0-9a-z]{1,20}:[0-9A-Za-z_-]{8,100}")
"""What an account id of Jira Cloud looks like: old ones, and those with the place where the account was made."""
_MOST_LISTED = 1_000
_NOT_TOLD = frozenset({400, 403, 404})


def assignee(site: Site, target: Target, account: str) -> Named | None:
    """The one who is called `account` and can be assigned in `target`; `None` where nobody is. Raises `PortError`."""
    people = assignable(site, target)
    known = _spelled(site, people, account)
    if known is None and (target, account) not in site.unassignable:
        known = _check(site, target, account)
    return Named(known, site.assignable[target][known]) if known is not None else None


def is_account_id(account: str) -> bool:
    """Whether `account` is what an account id of Jira Cloud looks like."""
    return _ACCOUNT_ID.fullmatch(account) is not None


def assignable(site: Site, target: Target) -> Mapping[str, str]:
    """Names for people by account, of those who can be assigned in `target` as far as listed. Raises `PortError`."""
    if target not in site.assignable:
        noted: Json = site.notebook.recall(_note_name(target), _DAY)
        site.assignable[target] = noted if _is_note(noted) else _list(site, target)
    return site.assignable[target]


def cannot_be_assigned(site: Site, target: Target, account: str) -> None:
    """The project did not take `account` as an assignee: it is not tried again in this run, nor taken from a note."""
    site.unassignable.add((target, account))
    people = assignable(site, target)
    spelled = _spelled(site, people, account)
    _keep(site, target, {known: name for known, name in people.items() if known != spelled})


def _list(site: Site, target: Target) -> Mapping[str, str]:
    """The first thousand; none where the server lists none."""
    query = {"project": target.name, "maxResults": str(_MOST_LISTED)}
    answer = _search(site, target, {**query, "query": ""} if site.account.is_cloud else query)
    return _keep(site, target, dict(_people(site, target, answer)))


def _check(site: Site, target: Target, account: str) -> str | None:
    """The account as the server spells it, where it says that it can be assigned."""
    name = "accountId" if site.account.is_cloud else "username"
    answer = _search(site, target, {"project": target.name, name: account, "maxResults": "50"})
    found = dict(_people(site, target, answer))
    known = _spelled(site, found, account)
    if known is None:
        site.unassignable.add((target, account))
        return None
    _keep(site, target, {**site.assignable[target], known: found[known]})
    return known


def _spelled(site: Site, people: Mapping[str, str], account: str) -> str | None:
    """`account` as `people` have it: names of Data Center are the same in any case, ids of Cloud are not."""
    if account in people or site.account.is_cloud:
        return account if account in people else None
    return next((known for known in people if known.casefold() == account.casefold()), None)


def _search(site: Site, target: Target, query: Mapping[str, str]) -> Answer:
    return site.account.get(target, site.account.api("user", "assignable", "search"), query)


def _people(site: Site, target: Target, answer: Answer) -> list[tuple[str, str]]:
    """Account and name of everybody active that `answer` lists."""
    if answer.status in _NOT_TOLD:
        return []
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    data: Json = answer.data
    return understood(
        lambda: [
            (known, str(user.get("displayName") or known))
            for user in data
            if user.get("active") is not False and (known := account_id(user)) is not None
        ],
        lambda words: Unavailable(f"{site.place(target)}: {words}"),
    )


def _keep(site: Site, target: Target, people: Mapping[str, str]) -> Mapping[str, str]:
    site.assignable[target] = people
    site.notebook.note(_note_name(target), dict(people))
    return people


def _note_name(target: Target) -> str:
    return f"assignable {target.name}"


def _is_note(noted: Json) -> bool:
    return isinstance(noted, dict) and all(isinstance(name, str) for name in noted.values())
