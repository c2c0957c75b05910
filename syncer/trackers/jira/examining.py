"""Owns what is looked at before a first run: who we are, what we may do in a project, and what is missing there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from syncer.errors import PortError, Unavailable
from syncer.model import Finding, Severity, Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.examined_fields import Flaw, Setup, create_flaws, edit_flaws
from syncer.trackers.jira.examined_workflow import done_flaws, samples
from syncer.trackers.jira.fields import FieldShape, Screen, shape_of
from syncer.trackers.jira.people import assignee, is_account_id
from syncer.trackers.jira.projects import explained
from syncer.trackers.jira.refusals import content_of, refusal, said_of
from syncer.trackers.jira.screens import read_screen
from syncer.trackers.jira.shown import Json, Shown, understood
from syncer.trackers.jira.site import Site

T = TypeVar("T")

_MOST_SKEW = 30.0
"""Seconds by which clocks may differ unnoticed."""
_PERMISSIONS: Mapping[str, tuple[str, Severity, str]] = {
    "BROWSE_PROJECTS": ("Browse Projects", Severity.ERROR, "no issue can be read"),
    "CREATE_ISSUES": ("Create Issues", Severity.ERROR, "no issue can be made"),
    "EDIT_ISSUES": ("Edit Issues", Severity.ERROR, "no change reaches an issue"),
    "ASSIGN_ISSUES": ("Assign Issues", Severity.PROBLEM, "nobody is assigned"),
    "SCHEDULE_ISSUES": ("Schedule Issues", Severity.PROBLEM, "due dates and sprints are not set"),
    "TRANSITION_ISSUES": ("Transition Issues", Severity.PROBLEM, "no issue can be closed or reopened"),
    "RESOLVE_ISSUES": ("Resolve Issues", Severity.PROBLEM, "no issue can be closed with a resolution"),
    "ADD_COMMENTS": ("Add Comments", Severity.PROBLEM, "nothing can be said on an issue"),
    "LINK_ISSUES": ("Link Issues", Severity.PROBLEM, "issues are not linked to their document"),
    "SET_ISSUE_SECURITY": ("Set Issue Security", Severity.ERROR, "no issue can be made with its security level"),
}
"""Permissions by key: what people call them, how much it matters, and what comes of it where one is missing."""
_SECURITY = "SET_ISSUE_SECURITY"
_CLOUD = "cloud"


def examine(site: Site, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
    """What would keep a run from writing to `target` or from assigning the accounts `owners`; changes nothing.

    A failure is a finding, and ends what depends on it alone.
    """
    return tuple(dict.fromkeys(_Examination(site, target).findings(owners)))


class _Examination:
    """One look at one project."""

    def __init__(self, site: Site, target: Target) -> None:
        self._site = site
        self._account = site.account
        self._target = target
        self._choices = site.choices.of(target.name)
        self._lacking: set[str] = set()

    def findings(self, owners: Sequence[str]) -> Iterator[Finding]:
        """Every finding, in the order in which people would mend them."""
        try:
            yield from self._server()
            yield from self._viewer()
            yield from self._project()
        except PortError as error:
            yield self._failure(error)
            return
        yield from self._as_far_as_told(self._permissions())
        yield from self._as_far_as_told(self._screens())
        yield from self._as_far_as_told(self._parent())
        yield from self._as_far_as_told(self._owners(owners))

    def _as_far_as_told(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """`findings` up to a failure, which is one too: what does not depend on it is looked at all the same."""
        try:
            yield from findings
        except PortError as error:
            yield self._failure(error)

    # --- the site and who we are there ---

    def _server(self) -> Iterator[Finding]:
        answer = self._server_info()
        told = str(content_of(answer).get("deploymentType") or "")
        if told and (told.casefold() == _CLOUD) is not self._account.is_cloud:
            is_set = "Jira Cloud" if self._account.is_cloud else "Jira Data Center"
            right = 'deployment = "data-center" and a pat' if self._account.is_cloud else 'deployment = "cloud"'
            yield self._error(f"{self._account.host} is {told}, and is configured as {is_set}", f"set {right}")
        if "date" in answer.headers:
            yield from self._clock(answer)

    def _server_info(self) -> Answer:
        """What the server says of itself, to the version of the API that it has. Raises `PortError`."""
        path = self._account.api("serverInfo")
        answer = self._account.get(self._target, path)
        if not answer.is_success:
            ours, theirs = (
                ("/rest/api/3/", "/rest/api/2/") if self._account.is_cloud else ("/rest/api/2/", "/rest/api/3/")
            )
            other = self._account.get(self._target, path.replace(ours, theirs))
            answer = other if other.is_success else answer
        if not answer.is_success:
            raise refusal(answer, self._account.host)
        return answer

    def _clock(self, answer: Answer) -> Iterator[Finding]:
        skew = (self._site.clock.now() - self._account.server_time(answer)).total_seconds()
        if abs(skew) > _MOST_SKEW:
            way = "ahead of" if skew > 0 else "behind"
            yield self._problem(
                f"this machine's clock is {abs(skew):.0f} s {way} the server's", "let it keep time (NTP)"
            )

    def _viewer(self) -> Iterator[Finding]:
        answer = self._account.get(self._target, self._account.api("myself"))
        if not answer.is_success:
            raise refusal(answer, self._account.host)
        told = content_of(answer)
        name = told.get("displayName") or told.get("name") or told.get("accountId")
        yield self._note(f"asked at {self._account.web} as {name} ({self._account.kind})")
        zone = str(told.get("timeZone") or "")
        if zone and zone != self._site.reader.zone.key:
            yield self._note(
                f"the account's time zone is {zone}; days are counted in that of the calendar, "
                f"{self._site.reader.zone.key}"
            )

    # --- the project and what we may do there ---

    def _project(self) -> Iterator[Finding]:
        answer = self._account.get(self._target, self._account.api("project", self._target.name))
        told = content_of(answer)
        if not answer.is_success or told.get("archived") is True:
            raise explained(self._site, self._target, "the project cannot be read; correct the key")
        key = str(told.get("key") or self._target.name)
        if key != self._target.name:
            yield self._problem(f"the project's key is {key} now", "write that into the configuration")
        yield self._note(f"the project {told.get('name') or key} can be read")

    def _permissions(self) -> Iterator[Finding]:
        names = [name for name in _PERMISSIONS if name != _SECURITY or self._choices.security]
        asked = {"permissions": ",".join(names)} if self._account.is_cloud else {}  # Data Center tells of all of them
        query = {"projectKey": self._target.name, **asked}
        answer = self._account.get(self._target, self._account.api("mypermissions"), query)
        if not answer.is_success:
            raise refusal(answer, self._site.place(self._target))
        data: Json = answer.data
        has = self._read(
            lambda: {name: data["permissions"].get(name, {}).get("havePermission", True) for name in names}
        )
        self._lacking = {name for name in names if not has[name]}
        for name in names:
            if name in self._lacking:
                words, severity, lost = _PERMISSIONS[name]
                remedy = "give it that in the project's permissions (a role such as Member or Developers)"
                yield self._finding(severity, f"the account lacks the permission {words}, so {lost}", remedy)

    # --- what issues hold and where they can go ---

    def _screens(self) -> Iterator[Finding]:
        screen = read_screen(self._site, self._target)
        table = f"[trackers.{self._target.tracker}.projects.{self._target.name}]"
        setup = Setup(self._choices, table, frozenset(self._lacking), self._account.is_cloud)
        yield self._note(f"issues are made with the type {screen.type_name}")
        yield from self._flaws(create_flaws(screen, setup))
        issues = samples(self._site, self._target, screen)
        yield from self._as_far_as_told(self._edit_screen(screen, issues))
        yield from self._as_far_as_told(self._flaws(done_flaws(self._site, self._target, screen, issues)))

    def _edit_screen(self, screen: Screen, issues: Collection[Shown]) -> Iterator[Finding]:
        """What the edit screen of an open issue lacks; nothing where there is none, or where we may not edit at all."""
        issue = next((one for one in issues if one.category != "done"), None)
        if issue is None or "EDIT_ISSUES" in self._lacking:
            return
        answer = self._account.get(self._target, self._account.api("issue", issue.id, "editmeta"))
        if not answer.is_success:
            raise refusal(answer, f"{issue.key} on {self._account.host}")
        data: Json = answer.data
        fields: Mapping[str, FieldShape] = self._read(
            lambda: {str(name): shape_of(shown, str(name)) for name, shown in data["fields"].items()}
        )
        if fields:
            yield from self._flaws(edit_flaws(fields, screen.type_name, self._lacking))
        else:
            yield self._problem(
                f"{issue.key} cannot be edited by the account although it has the permission",
                "let the workflow's status be editable (jira.issue.editable)",
            )

    def _parent(self) -> Iterator[Finding]:
        parent = self._choices.parent
        if not parent:
            return
        path = self._account.api("issue", parent)
        answer = self._account.get(self._target, path, {"fields": "summary"})
        if answer.status in (403, 404):
            yield self._problem(
                f"the parent {parent} is not there, or out of the account's sight ({said_of(answer)})",
                "correct parent in the configuration, or let the account see it",
            )
        elif not answer.is_success:
            raise refusal(answer, f"{parent} on {self._account.host}")

    def _owners(self, owners: Sequence[str]) -> Iterator[Finding]:
        self._site.assignable[self._target] = {}  # each is asked for by itself: a list of yesterday tells nothing
        for owner in dict.fromkeys(owners):
            if assignee(self._site, self._target, owner) is None:
                yield self._unassignable(owner)

    def _unassignable(self, owner: str) -> Finding:
        if self._account.is_cloud and not is_account_id(owner):
            return self._problem(
                f"{owner} cannot be assigned: that is no account id of Jira Cloud",
                f'write jira = "ACCOUNT ID" or email = "..." for {owner} in [people]',
            )
        return self._problem(
            f"{owner} cannot be assigned",
            "give that account the permission Assignable User in the project, or correct [people]",
        )

    def _flaws(self, flaws: Iterable[Flaw]) -> Iterator[Finding]:
        for flaw in flaws:
            yield self._finding(*flaw)

    def _read(self, read: Callable[[], T]) -> T:
        place = self._site.place(self._target)
        return understood(read, lambda words: Unavailable(f"{place}: {words}"))

    def _failure(self, error: PortError) -> Finding:
        what, _, remedy = str(error).partition("; ")
        return self._error(what, remedy or "mend it, then look again")

    def _note(self, what: str) -> Finding:
        return self._finding(Severity.NOTE, what)

    def _problem(self, what: str, remedy: str) -> Finding:
        return self._finding(Severity.PROBLEM, what, remedy)

    def _error(self, what: str, remedy: str) -> Finding:
        return self._finding(Severity.ERROR, what, remedy)

    def _finding(self, severity: Severity, what: str, remedy: str = "") -> Finding:
        return Finding(severity, self._target.words, what, remedy)
