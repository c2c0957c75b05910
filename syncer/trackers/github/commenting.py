"""Owns comments: at most one under an issue for each key, found again by a comment that people do not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syncer.errors import Rejected, Unavailable
from syncer.model import IssueRef
from syncer.trackers.github.account import Viewer
from syncer.trackers.github.pages import PER_PAGE, pages, rows
from syncer.trackers.github.places import issue_path
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Json, bare_login, is_bot, understood
from syncer.trackers.github.site import ABSENT, Site
from syncer.trackers.github.updating import read_there

_KEY = re.compile(r"[A-Za-z0-9._:/+=-]{1,200}")


def comment(site: Site, ref: IssueRef, key: str, text: str) -> None:
    """Add `text` unless we left a comment with `key` before. Raises `PortError`."""
    if not _KEY.fullmatch(key) or "--" in key:
        raise Rejected(f"{key[:80]!r} is no key of a comment: letters, digits and . _ : / + = - are", field="key")
    data, target = read_there(site, ref)
    path = f"{issue_path(site.names.now(target), str(data['number']))}/comments"
    mark = f"<!-- syncer-comment: {key} -->"
    place = f"{site.place(target)}, issue {data['number']}"
    url = site.account.absolute(path, {"per_page": PER_PAGE})
    found = (row for page in pages(site.account, target, url, place) for row in rows(page, place))
    holders = understood(lambda: list(_holders(found, mark)), lambda words: Unavailable(f"{place}: {words}"))
    if holders and site.account.viewer(target) in holders:
        return
    answer = site.write(target, "POST", path, {"body": f"{text}\n\n{mark}"})
    if answer.status in ABSENT:
        raise Rejected(f"{place}: it was deleted or is out of the token's sight ({answer.status}); look there")
    if not answer.is_success:
        raise refusal(answer, place)


def _holders(found: Iterator[Json], mark: str) -> Iterator[Viewer]:
    """Who left comments that end with `mark`: one further up is a quotation."""
    for row in found:
        user = row.get("user")
        if user and (row.get("body") or "").rstrip().endswith(mark):
            login = user["login"]
            yield Viewer(bare_login(login), is_bot(login) or user.get("type") == "Bot")
