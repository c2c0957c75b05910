"""Owns what GitHub says of a branch before anything is pushed to it: whether rules protect it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from syncer.errors import PortError
from syncer.model import Finding, Severity, Target
from syncer.trackers.github.account import Account
from syncer.trackers.github.places import checked
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Json

_BRANCHES = "branches"
"""What stands for a tracker where requests are counted: documents are in none."""


def examine_branch(account: Account, name: str, branch: str, where: str) -> Sequence[Finding]:
    """Whether rules protect `branch` of the repository `name` (`owner/name`), said of the source `where`.

    Nothing of a branch that is not there yet. What cannot be seen is a note: whether a push is let in shows then.
    """
    place = f"{branch} of {name} on {account.host}"
    try:
        url = account.absolute(f"/repos/{checked(name)}/branches/{quote(branch)}")
        answer = account.get(Target(_BRANCHES, name), url)
        if answer.status == 404:
            return ()
        if not answer.is_success:
            raise refusal(answer, place)
    except PortError as error:
        return [Finding(Severity.NOTE, where, f"whether rules protect {branch} cannot be seen: {error}")]
    data: Json = answer.data
    if not (isinstance(data, dict) and data.get("protected") is True):
        return [Finding(Severity.NOTE, where, f"no rules protect {place}")]
    remedy = "let this account pass its rules, or push to another branch (write_back, write_branch)"
    return [Finding(Severity.PROBLEM, where, f"rules protect {place}, so that a push may be refused", remedy)]
