"""Owns the way from e-mail addresses to accounts: only the one active account that shows exactly that address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.errors import Unavailable
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import Json, account_id, understood
from syncer.trackers.jira.site import Site

_FORBIDDEN = frozenset({401, 403})
"""What Jira answers an account that may not look others up, and a token that lacks the scope for that."""
_PEOPLE = "atlassian"
_MOST = "50"


def find_accounts(site: Site, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
    """By each of `emails`, the one active account with that address: its id on Cloud, its name on Data Center.

    `None` where no account shows the address (people may hide it), where several do, and for everything where our
    account may not look others up. The server's search also finds what merely resembles an address: that never counts.
    Raises `PortError`.
    """
    found: dict[str, str | None] = dict.fromkeys(emails)
    for email in found:
        if "@" not in email:
            continue
        answer = _ask(site, target, email.strip())
        if answer.status in _FORBIDDEN:
            break
        found[email] = _only(site, target, answer, email.strip())
    return found


def _ask(site: Site, target: Target, email: str) -> Answer:
    by = "query" if site.account.is_cloud else "username"
    return site.account.get(target, site.account.api("user", "search"), {by: email, "maxResults": _MOST})


def _only(site: Site, target: Target, answer: Answer, email: str) -> str | None:
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    rows: Json = answer.data
    accounts = understood(
        lambda: {account_id(row) for row in rows if _has(row, email)},
        lambda words: Unavailable(f"{site.place(target)}: {words}"),
    )
    return accounts.pop() if len(accounts) == 1 else None


def _has(row: Json, email: str) -> bool:
    """Whether `row` is a person's active account that shows the address `email`."""
    is_person = row.get("active") is not False and row.get("accountType", _PEOPLE) == _PEOPLE
    return is_person and str(row.get("emailAddress") or "").casefold() == email.casefold()
