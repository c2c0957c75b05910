"""Owns pull requests that put a branch of a repository forward: one open request for each branch."""

from __future__ import annotations

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable, Unknown
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.github.account import Account
from syncer.trackers.github.pages import rows
from syncer.trackers.github.places import checked
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import understood

_PULLS = "pull requests"
"""What stands for a tracker where requests are counted: documents are in none."""


class Pulls:
    """Pull requests of the repository called `name` (`owner/name`). Raises only `PortError`."""

    def __init__(self, account: Account, name: str) -> None:
        self._account = account
        self._name = checked(name)
        self._target = Target(_PULLS, name)
        self._place = f"{name} on {account.host}"

    def propose(self, branch: str, base: str, title: str, body: str) -> str:
        """Open the one request to merge `branch` into `base`, or leave the open one; answers its URL.

        Whether one is open is looked at first, and again where the answer to our own was lost, so that calling it
        twice opens one.
        """
        open_one = self._open(branch, base)
        if open_one is not None:
            return open_one
        content = {"title": title, "head": branch, "base": base, "body": body}
        try:
            answer = self._account.write(self._target, "POST", f"/repos/{self._name}/pulls", content)
        except Unknown:
            made = self._open(branch, base)
            if made is None:
                raise
            return made
        if answer.status == 201:
            return understood(
                lambda: str(answer.data["html_url"]),  # type: ignore[index]  # `understood` tells what is not so
                lambda words: Unknown(f"{self._place}: the pull request may be open: {words}"),
            )
        return self._open(branch, base) or self._fail(branch, base, answer)

    def _open(self, branch: str, base: str) -> str | None:
        """The URL of the open request of `branch`, if there is one."""
        owner = self._name.partition("/")[0]
        query = {"head": f"{owner}:{branch}", "base": base, "state": "open"}
        answer = self._account.get(self._target, self._account.absolute(f"/repos/{self._name}/pulls", query))
        if not answer.is_success:
            raise refusal(answer, self._place)
        found = rows(answer, self._place)
        return understood(
            lambda: next((str(row["html_url"]) for row in found if row["head"]["ref"] == branch), None),
            lambda words: Unavailable(f"{self._place}: {words}"),
        )

    def _fail(self, branch: str, base: str, answer: Answer) -> str:
        error: PortError = refusal(answer, f"{self._place}, pull request of {branch} into {base}")
        if isinstance(error, NotAllowed) and answer.status == 403:
            raise NotAllowed(f"{error}; pull requests need the permission Pull requests: write") from None
        if isinstance(error, Rejected) and "No commits between" in answer.text:
            raise Rejected(f"{self._place}: {branch} has nothing that {base} has not, so nothing was proposed")
        raise error
