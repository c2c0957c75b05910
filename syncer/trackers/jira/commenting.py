"""Owns comments: at most one under an issue for each key, which a property of the comment holds."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.errors import Rejected, Unavailable
from syncer.model import Gone, IssueRef
from syncer.trackers.jira.direct import name_of, read_issue
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import PROPERTY, Json, account_id, understood
from syncer.trackers.jira.site import Site
from syncer.trackers.jira.texts import literal

_PER_PAGE = 100
_MOST_PAGES = 100


def comment(site: Site, ref: IssueRef, key: str, text: str) -> None:
    """Add `text`, shown literally, unless we left a comment with `key` before. Raises `PortError`."""
    holders = [one for one in _comments(site, ref) if _key_of(one) == key]
    if holders and site.account.viewer(ref.target) in {account_id(one.get("author")) for one in holders}:
        return
    content = {
        "body": literal(text, is_cloud=site.account.is_cloud),
        "properties": [{"key": PROPERTY, "value": {"key": key}}],
    }
    answer = site.write(ref.target, "POST", _path(site, ref), content)
    if not answer.is_success:
        raise refusal(answer, _place(site, ref))


def _comments(site: Site, ref: IssueRef) -> Iterator[Json]:
    """Every comment of the issue with its properties. Raises `PortError`."""
    start, total = 0, 1
    for _ in range(_MOST_PAGES):
        if start >= total:
            return
        query = {"expand": "properties", "startAt": str(start), "maxResults": str(_PER_PAGE)}
        answer = site.account.get(ref.target, _path(site, ref), query)
        if not answer.is_success:
            raise _missing(site, ref) or refusal(answer, _place(site, ref))
        data: Json = answer.data
        rows, total = understood(
            lambda data=data: (list(data["comments"]), int(data["total"])),  # type: ignore[misc]  # mypy cannot infer it
            lambda words: Unavailable(f"{_place(site, ref)}: {words}"),
        )
        yield from (row for row in rows if isinstance(row, dict))
        start += max(1, len(rows))


def _missing(site: Site, ref: IssueRef) -> Rejected | None:
    """What to raise where it is the issue that cannot be seen."""
    found = read_issue(site, ref)
    return Rejected(found.reason) if isinstance(found, Gone) else None


def _key_of(row: Json) -> str | None:
    """The key that we gave a comment."""
    held = [one for one in row.get("properties") or () if isinstance(one, dict) and one.get("key") == PROPERTY]
    value = held[0].get("value") if held else None
    key = value.get("key") if isinstance(value, dict) else None
    return key if isinstance(key, str) else None


def _path(site: Site, ref: IssueRef) -> str:
    return site.account.api("issue", name_of(ref), "comment")


def _place(site: Site, ref: IssueRef) -> str:
    return f"{ref.key} on {site.account.host}"
