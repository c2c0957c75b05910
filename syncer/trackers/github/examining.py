"""Owns what is looked at before a first run: who we are, what we may do in a repository, and what is missing there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from syncer.errors import PortError
from syncer.model import Finding, Severity, Target
from syncer.retry.answer import Answer
from syncer.trackers.github.inspecting import assignable, note_due_field, read_repository
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.repository import Repository
from syncer.trackers.github.site import ABSENT, Site

_MOST_SKEW = 30.0
"""Seconds by which clocks may differ unnoticed."""
_FEW_LEFT = 100
"""Requests that a run of any size may need."""


def examine(site: Site, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
    """What would keep a run from writing to `target` or from assigning the accounts `owners`; changes nothing.

    A failure is a finding, and ends what depends on it.
    """
    return tuple(_Examination(site, target).findings(owners))


class _Examination:
    """One look at one repository."""

    def __init__(self, site: Site, target: Target) -> None:
        self._site = site
        self._target = target
        self._where = target.words

    def findings(self, owners: Sequence[str]) -> Iterator[Finding]:
        """Every finding, in the order in which people would mend them."""
        try:
            answer = self._site.account.get(self._target, self._site.account.absolute("/rate_limit"))
            yield from self._token(answer)
            repository = read_repository(self._site, self._target)
            yield from self._access(repository)
            yield from self._label()
            yield from self._due_field(repository)
            yield from self._owners(owners)
        except PortError as error:
            what, _, remedy = str(error).partition("; ")
            yield self._error(what, remedy or "mend it, then look again")

    def _token(self, answer: Answer) -> Iterator[Finding]:
        account = self._site.account
        scopes = answer.headers.get("x-oauth-scopes")
        with_scopes = f" with the scopes {scopes}" if scopes else ""
        yield self._note(f"{account.kind}{with_scopes}, asked at {account.url}")
        if scopes is not None and not {"repo", "public_repo"} & {scope.strip() for scope in scopes.split(",")}:
            yield self._error(
                "the token lacks the scope repo", "make a token with the scope repo, or a fine-grained one"
            )
        yield from self._clock(answer)
        yield from self._quota(answer)

    def _clock(self, answer: Answer) -> Iterator[Finding]:
        if "date" in answer.headers:
            skew = (self._site.clock.now() - self._site.account.server_time(answer)).total_seconds()
            if abs(skew) > _MOST_SKEW:
                way = "ahead of" if skew > 0 else "behind"
                yield self._problem(
                    f"this machine's clock is {abs(skew):.0f} s {way} the server's", "let it keep time (NTP)"
                )

    def _quota(self, answer: Answer) -> Iterator[Finding]:
        left, limit = (answer.headers.get(f"x-ratelimit-{name}", "") for name in ("remaining", "limit"))
        if left.isdigit() and int(left) < _FEW_LEFT:
            yield self._problem(
                f"only {left} of {limit} requests are left until the limit is lifted",
                "wait an hour, or use a token that nothing else uses",
            )
        elif left.isdigit():
            yield self._note(f"{left} of {limit} requests are left")

    def _access(self, repository: Repository) -> Iterator[Finding]:
        if self._site.names.is_renamed(self._target):
            yield self._problem(f"the repository is called {repository.name} now", "write that into the configuration")
        yield self._note(f"the repository can be read and is {'public' if repository.is_public else 'private'}")
        if repository.is_archived:
            yield self._error("the repository is archived", "unarchive it, or route its items elsewhere")
        if not repository.has_issues:
            yield self._error("issues are disabled", "enable them in the repository's settings")
        if repository.lacking:
            yield self._error(repository.lacking, "give it the role Write")

    def _label(self) -> Iterator[Finding]:
        label = self._site.label
        path = f"/repos/{self._site.names.now(self._target)}/labels/{quote(label, safe='')}"
        answer = self._site.account.get(self._target, self._site.account.absolute(path))
        if answer.is_success:
            yield self._note(f"the label {label} is there")
        elif answer.status in ABSENT:
            yield self._note(f"the label {label} is made with the first issue")
        else:
            raise refusal(answer, self._site.place(self._target))

    def _due_field(self, repository: Repository) -> Iterator[Finding]:
        name = self._site.reader.due.name
        if note_due_field(self._site, self._target, repository):
            yield self._note(f"due dates go into the issue field {name}")
        elif repository.is_organization:
            yield self._note(
                f"due dates go into the issue's text: the organization has no issue field {name} of type date"
            )
        else:
            yield self._note("due dates go into the issue's text: only organizations have issue fields")

    def _owners(self, owners: Sequence[str]) -> Iterator[Finding]:
        known = assignable(self._site, self._target) if owners else frozenset()
        for owner in dict.fromkeys(owners):
            if owner.casefold() not in known:
                yield self._problem(
                    f"{owner} cannot be assigned", "give that account access to the repository, or correct [people]"
                )

    def _note(self, what: str) -> Finding:
        return Finding(Severity.NOTE, self._where, what)

    def _problem(self, what: str, remedy: str) -> Finding:
        return Finding(Severity.PROBLEM, self._where, what, remedy)

    def _error(self, what: str, remedy: str) -> Finding:
        return Finding(Severity.ERROR, self._where, what, remedy)
