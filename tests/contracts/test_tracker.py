"""What every tracker has to do, whatever it stands on; an adapter joins by an entry in PLACES."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from fakes.file_clock import FileClock
from fakes.github import GitHub
from fakes.jira import Jira
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncer.core.escaping import plain
from syncer.core.issue_body import with_facts
from syncer.core.issue_facts import fact_value
from syncer.errors import PortError
from syncer.model import (
    Agreement,
    DocumentKey,
    Draft,
    Field,
    FieldChange,
    Gone,
    Intent,
    IntentKind,
    Issue,
    IssueRef,
    Marker,
    State,
    Target,
    Ticket,
)
from syncer.ports import Tracker
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.trackers.front import read_front, scalar, sequence
from syncer.trackers.github.account import Account, token_auth
from syncer.trackers.github.tracker import GitHubTracker
from syncer.trackers.jira.account import Account as JiraAccount
from syncer.trackers.jira.account import Deployment, cloud_auth, pat_auth
from syncer.trackers.jira.choices import ProjectChoices
from syncer.trackers.jira.notebook import Notebook
from syncer.trackers.jira.tracker import JiraTracker
from syncer.trackers.local import LocalTracker
from syncer.trackers.memory import MemoryTracker

DOCUMENT = DocumentKey("docs", "2026/outage.md")
OTHER_KINDS = ("https://bugs.example.com/show_bug.cgi?id=12", "../elsewhere/AI-1-x.md", "#AI-1", "mailto:a@b.example")


class Place(Protocol):
    """A tracker, one of its targets, and what people do to the issues in it.

    `in_progress` is what an issue in progress is there; `bare` and `elsewhere` are tickets without a link, one that
    names an issue there and one that cannot.
    """

    tracker: Tracker
    target: Target
    clock: FileClock
    in_progress: State
    elsewhere: Ticket

    def bare(self, key: str) -> Ticket:
        """How a row names the issue `key` of this place without a link, in an issue column."""

    def accounts(self, names: Sequence[str]) -> str | None:
        """The owner of an issue that is assigned to `names`, as far as it can be, now that they have accounts."""

    def label(self, text: str) -> str:
        """`text` as far as a label can hold it there."""

    def close(self) -> None:
        """The place is used no more."""

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> None:
        """Somebody changes fields or state of an issue in the tracker itself."""

    def delete(self, key: str) -> None:
        """Somebody deletes an issue."""

    def again(self) -> Tracker:
        """The tracker as the next run meets it, by an adapter that remembers nothing."""

    def comments(self, key: str) -> str:
        """Everything that comments of an issue say."""


class SimplePlace:
    """What places have in common that take any account, any state and any key with a prefix."""

    in_progress = State.IN_PROGRESS
    elsewhere = Ticket("#12", key="12", in_column=True)

    def bare(self, key: str) -> Ticket:
        return Ticket(key, key=key, in_column=True)

    def accounts(self, names: Sequence[str]) -> str | None:
        return ", ".join(names) or None

    def label(self, text: str) -> str:
        return text

    def close(self) -> None:
        """Nothing is held."""


class MemoryPlace(SimplePlace):
    def __init__(self, _: Path) -> None:
        self.clock = FileClock()
        self.target = Target("mem", "")
        self.memory = MemoryTracker("mem", self.clock)
        self.tracker: Tracker = self.memory

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> None:
        self.memory.edit(key, values, state)

    def delete(self, key: str) -> None:
        self.memory.delete(key)

    def again(self) -> Tracker:
        return self.memory

    def comments(self, key: str) -> str:
        return "\n".join(self.memory.comments.get(key, {}).values())


LINES = {Field.TITLE: "title", Field.DUE: "due", Field.PRIORITY: "priority", Field.TYPE: "type"}


class LocalPlace(SimplePlace):
    def __init__(self, folder: Path) -> None:
        self.clock = FileClock()
        self.folder = folder / "action-items"
        self.target = Target("here", "")
        self.tracker = self.again()

    def again(self) -> Tracker:
        return LocalTracker("here", self.folder, self.clock)

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> None:
        written = {LINES[field]: scalar(value) for field, value in (values or {}).items() if field in LINES}
        if values and Field.OWNER in values:
            written["owners"] = sequence(tuple((values[Field.OWNER] or "").split(", ")))
        if state:
            written["state"] = state
        file = self.file(key)
        file.write_bytes(read_front(file.read_bytes().decode()).replaced(written).encode())

    def delete(self, key: str) -> None:
        self.file(key).unlink()

    def comments(self, key: str) -> str:
        return self.file(key).read_text()

    def file(self, key: str) -> Path:
        (file,) = self.folder.glob(f"{key}-*.md")
        return file


class ServerClock:
    """The time of a server far off: noon of the day that `clock` has, and whatever has passed since the start."""

    def __init__(self, clock: FileClock) -> None:
        self._clock = clock
        self._start = clock.monotonic()

    def now(self) -> datetime:
        passed = timedelta(seconds=self._clock.monotonic() - self._start)
        return datetime.combine(self._clock.day, time(12), UTC) + passed


class GitHubPlace:
    in_progress = State.TODO
    elsewhere = Ticket("PAY-12", key="PAY-12", in_column=True)

    def __init__(self, _: Path) -> None:
        self.clock = FileClock()
        self.target = Target("hub", "acme/payments")
        self.server = GitHub(clock=ServerClock(self.clock))
        self.server.__enter__()
        self.token = self.server.user("syncer-bot")
        self.repository = self.server.repository("acme/payments")
        self.repository.grant("syncer-bot", "push")
        self.repository.allow_assignees("alice")
        self.tracker = self.again()

    def again(self) -> Tracker:
        account = Account(self.server.url, token_auth(self.token.value), self.clock, Patience(self.clock))
        unpaced = Pacer(self.clock, 0, 0, 0.0, None, lambda _: None)
        return GitHubTracker("hub", account, self.clock, unpaced, zone="UTC")

    def bare(self, key: str) -> Ticket:
        return Ticket(f"#{key}", key=key, in_column=True)

    def accounts(self, names: Sequence[str]) -> str | None:
        self.repository.allow_assignees(*names)
        return names[0].lower() if names else None

    def label(self, text: str) -> str:
        return text

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> None:
        number, given = int(key), values or {}
        body = with_facts(self.repository.issue(number).body or "", given)
        owners = [given[Field.OWNER] or ""] if Field.OWNER in given else None
        self.repository.edit(number, title=given.get(Field.TITLE), body=body, assignees=owners)
        if state is not None and state.is_closed:
            self.repository.close(number, "completed" if state is State.DONE else "not_planned")
        elif state is not None:
            self.repository.reopen(number)

    def delete(self, key: str) -> None:
        self.repository.delete(int(key))

    def comments(self, key: str) -> str:
        return "\n".join(comment.body for comment in self.repository.issue(int(key)).comments)

    def close(self) -> None:
        self.server.__exit__(None, None, None)


class JiraPlace:
    in_progress = State.IN_PROGRESS
    elsewhere = Ticket("#12", key="12", in_column=True)
    deployment: Literal["cloud", "data-center"]

    def __init__(self, _: Path) -> None:
        self.clock = FileClock()
        self.target = Target("site", "PAY")
        self.server = Jira(self.deployment, clock=ServerClock(self.clock))
        self.server.__enter__()
        self.bot = self.server.user("syncer-bot", token="x" * 24)
        self.project = self.server.project("PAY")
        self.project.grant("syncer-bot")
        self.project.workflow = self.project.workflow.changed("Done", screen={"resolution": False})
        self.accounts(["alice"])
        self.tracker = self.again()

    def again(self) -> Tracker:
        is_cloud = self.deployment == "cloud"
        credentials = cloud_auth(self.bot.email, "x" * 24) if is_cloud else pat_auth("x" * 24)
        account = JiraAccount(
            self.server.url, credentials, self.clock, Patience(self.clock), deployment=Deployment(self.deployment)
        )
        unpaced = Pacer(self.clock, 0, 0, 0.0, None, lambda _: None)
        notebook = Notebook(None, lambda _: None, self.clock)
        return JiraTracker(
            "site", account, self.clock, unpaced, zone="UTC", choices=ProjectChoices(), notebook=notebook
        )

    def bare(self, key: str) -> Ticket:
        return Ticket(key, key=key, in_column=True)

    def accounts(self, names: Sequence[str]) -> str | None:
        for name in names:
            self.server.user(name).account_id = name
            self.project.grant(name, "BROWSE_PROJECTS", "ASSIGNABLE_USER")
        return names[0] if names else None

    def label(self, text: str) -> str:
        return "-".join(text.split())

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> None:
        given = values or {}
        names = {Field.TITLE: "summary", Field.DUE: "due", Field.OWNER: "assignee", Field.PRIORITY: "priority"}
        changes: dict[str, Any] = {names[field]: value for field, value in given.items()}
        if changes:
            self.server.edit(key, **changes)
        if state is not None:
            status = {State.TODO: "To Do", State.IN_PROGRESS: "In Progress"}.get(state, "Done")
            self.server.transition(key, status, resolution="Won't Do" if state is State.WONT_DO else "Done")

    def delete(self, key: str) -> None:
        self.server.delete(key)

    def comments(self, key: str) -> str:
        return "\n".join(json.dumps(comment.body) for comment in self.server.issue(key).comments)

    def close(self) -> None:
        self.server.__exit__(None, None, None)


class JiraCloudPlace(JiraPlace):
    deployment = "cloud"


class JiraCenterPlace(JiraPlace):
    deployment = "data-center"


PLACES: dict[str, Callable[[Path], Place]] = {
    "memory": MemoryPlace,
    "local": LocalPlace,
    "github": GitHubPlace,
    "jira-cloud": JiraCloudPlace,
    "jira-data-center": JiraCenterPlace,
}


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with closing(PLACES[request.param](tmp_path)) as made:
        yield made


def marker(item: str, text: str = "Add an alert") -> Marker:
    base = {Field.DUE: Agreement("Next sprint", "2026-03-27", "2026-03-27"), Field.OWNER: Agreement(None, None, None)}
    return Marker(item, "5bd1c1a0", DOCUMENT, text, 0, base)


def draft(place: Place, item: str = "item-1", **values: str | None) -> Draft:
    filled: dict[Field, str | None] = {
        Field.TITLE: f"Add an alert for {item}",
        Field.OWNER: "alice",
        Field.DUE: "2026-03-27",
        Field.PRIORITY: "P1",
        Field.TYPE: "detect",
    }
    filled.update({Field(name): value for name, value in values.items()})
    return Draft(
        target=place.target,
        marker=marker(item),
        values={field: filled[field] for field in place.tracker.capabilities(place.target).fields},
        state=State.TODO,
        labels=("syncer",),
        owners=("Alice Smith",),
        due_text="Next sprint",
        document_title="Checkout was down",
        document_name="docs/2026/outage.md",
        document_url=None,
        line=12,
        created=date(2026, 3, 11),
    )


def intent(place: Place, item: str, newest: str | None = None) -> Intent:
    begun = datetime(2026, 3, 12, tzinfo=UTC)
    return Intent(f"intent-{item}", IntentKind.CREATE, DOCUMENT, item, place.target, None, {}, {}, begun, newest)


def live(tracker: Tracker, ref: IssueRef) -> Issue:
    answer = tracker.get([ref])[ref]
    assert isinstance(answer, Issue)
    return answer


def fields_of(issue: Issue) -> tuple[object, ...]:
    return (
        issue.ref,
        issue.url,
        dict(issue.values),
        issue.state,
        issue.closed,
        issue.marker,
        issue.is_ours,
        issue.labels,
    )


def whole(place: Place, listed: Issue) -> Issue:
    """What a listing shows, completed by a direct read where it says that it leaves something out."""
    is_whole = place.tracker.capabilities(place.target).lists_whole
    return listed if is_whole else live(place.again(), listed.ref)


def news(place: Place, listed: Sequence[Issue], *known: Issue) -> list[IssueRef]:
    """What is listed and not just as it is known; a listing may bring more than what changed."""
    before = {issue.ref: fields_of(issue) for issue in known}
    return [issue.ref for issue in listed if fields_of(whole(place, issue)) != before.get(issue.ref)]


def test_a_new_place_has_nothing(place: Place) -> None:
    issues, cursor = place.tracker.changes(place.target, None)
    assert list(issues) == []
    assert list(place.again().changes(place.target, cursor)[0]) == []
    assert place.tracker.newest(place.target) in (None, "0")  # nothing is known, or known to be there
    assert list(place.tracker.problems(place.target)) == []


def test_a_created_issue_is_what_was_drafted(place: Place) -> None:
    wanted = draft(place)
    issue = place.tracker.create(wanted)
    assert dict(issue.values) == dict(wanted.values)
    assert (issue.state, issue.closed, issue.is_ours) == (State.TODO, None, True)
    assert issue.marker == wanted.marker
    assert "syncer" in issue.labels
    assert issue.owner_names
    assert issue.ref.target == place.target


def test_a_created_issue_reads_the_same_from_everywhere(place: Place) -> None:
    created = fields_of(place.tracker.create(draft(place)))
    again = place.again()
    (listed,), _ = again.changes(place.target, None)
    assert fields_of(whole(place, listed)) == created
    assert fields_of(live(again, listed.ref)) == created
    found = again.probe([intent(place, "item-1")])["intent-item-1"]
    assert found is not None
    assert fields_of(found) == created


def test_every_issue_has_a_key_of_its_own(place: Place) -> None:
    issues = [place.tracker.create(draft(place, f"item-{number}")) for number in range(12)]
    assert len({issue.ref for issue in issues}) == len({issue.ref.key for issue in issues}) == 12
    assert place.tracker.newest(place.target) == issues[-1].ref.key.rpartition("-")[2]


def test_the_number_of_a_deleted_issue_is_not_used_again(place: Place) -> None:
    """F17: a link to a deleted issue never comes to mean another, once a run has looked for it."""
    first = place.tracker.create(draft(place, "one"))
    last = place.tracker.create(draft(place, "two"))
    place.delete(last.ref.key)
    looking = place.again()
    looking.changes(place.target, None)
    looking.get([last.ref])
    assert list(looking.tidy(place.target)) == []
    for item in ("three", "four"):
        tracker = place.again()
        tracker.changes(place.target, None)
        assert tracker.create(draft(place, item)).ref.key not in (first.ref.key, last.ref.key)


def test_changes_bring_what_changed_since(place: Place) -> None:
    first, second = (place.tracker.create(draft(place, item)) for item in ("one", "two"))
    issues, cursor = place.again().changes(place.target, None)
    assert [issue.ref for issue in issues] == [first.ref, second.ref]
    issues, same = place.again().changes(place.target, cursor)
    assert news(place, issues, first, second) == []
    assert same == cursor or not place.tracker.capabilities(place.target).looking_decides
    place.edit(second.ref.key, {Field.DUE: "2026-05-01"})
    issues, after = place.again().changes(place.target, cursor)
    changed = {issue.ref: issue for issue in issues}
    assert changed[second.ref].values[Field.DUE] == "2026-05-01"
    assert news(place, place.again().changes(place.target, after)[0], first, live(place.again(), second.ref)) == []


def test_changes_bring_what_we_did_too(place: Place) -> None:
    issue = place.tracker.create(draft(place, "one"))
    _, cursor = place.tracker.changes(place.target, None)
    place.tracker.update(issue.ref, FieldChange({Field.DUE: "2026-06-30"}))
    new = place.tracker.create(draft(place, "two"))
    refs = {changed.ref for changed in place.again().changes(place.target, cursor)[0]}
    assert {issue.ref, new.ref} <= refs


def test_every_reference_gets_an_answer(place: Place) -> None:
    issue, gone = (place.tracker.create(draft(place, item)) for item in ("one", "two"))
    place.delete(gone.ref.key)
    answers = place.again().get([gone.ref, issue.ref])
    assert set(answers) == {gone.ref, issue.ref}
    deleted = answers[gone.ref]
    assert isinstance(deleted, Gone)
    assert deleted.deleted
    assert deleted.reason
    assert place.again().get([]) == {}


def test_an_update_changes_what_it_names_and_nothing_else(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    answer = place.tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10", Field.TITLE: "Page on it"}))
    assert dict(answer.values) == {**issue.values, Field.DUE: "2026-04-10", Field.TITLE: "Page on it"}
    assert fields_of(live(place.again(), issue.ref)) == fields_of(answer)
    assert (answer.ref, answer.state, answer.marker) == (issue.ref, issue.state, issue.marker)


def test_an_update_clears_a_field(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    answer = place.tracker.update(issue.ref, FieldChange({Field.DUE: None, Field.OWNER: None}))
    assert (answer.values[Field.DUE], answer.values[Field.OWNER], answer.owner_names) == (None, None, ())
    assert fields_of(live(place.again(), issue.ref)) == fields_of(answer)


def test_a_field_that_a_person_moved_is_left(place: Place) -> None:
    """F36: their edit between our look and our write wins, and shows in the answer."""
    issue = place.tracker.create(draft(place))
    place.edit(issue.ref.key, {Field.DUE: "2026-09-01"})
    wanted = {Field.DUE: "2026-04-10", Field.TITLE: "Page on it"}
    answer = place.tracker.update(
        issue.ref, FieldChange(wanted, expected={field: issue.values[field] for field in wanted})
    )
    assert answer.values[Field.DUE] == "2026-09-01"
    assert answer.values[Field.TITLE] == "Page on it"
    assert dict(live(place.again(), issue.ref).values) == dict(answer.values)


def test_an_update_of_nothing_changes_nothing(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    _, cursor = place.tracker.changes(place.target, None)
    answer = place.tracker.update(issue.ref, FieldChange(dict(issue.values), state=issue.state, marker=issue.marker))
    assert fields_of(answer) == fields_of(issue)
    assert news(place, place.again().changes(place.target, cursor)[0], issue) == []


@pytest.mark.parametrize("state", [State.DONE, State.WONT_DO])
def test_closing_has_a_day_and_reopening_has_none(place: Place, state: State) -> None:
    """F20: the tracker's own completion date, gone once it is open again."""
    issue = place.tracker.create(draft(place))
    closed = place.tracker.update(issue.ref, FieldChange(state=state))
    assert (closed.state, closed.closed) == (state, place.clock.day)
    assert fields_of(live(place.again(), issue.ref)) == fields_of(closed)
    reopened = place.tracker.update(issue.ref, FieldChange(state=State.IN_PROGRESS))
    assert (reopened.state, reopened.closed) == (place.in_progress, None)
    assert fields_of(live(place.again(), issue.ref)) == fields_of(reopened)


def test_what_a_person_closes_has_a_day_that_stays(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    place.edit(issue.ref.key, state=State.DONE)
    seen = place.again()
    (listed,), _ = seen.changes(place.target, None)
    assert (listed.state, listed.closed) == (State.DONE, date(2026, 3, 12))
    assert list(seen.tidy(place.target)) == []
    place.clock.day = date(2026, 4, 1)
    assert live(place.again(), issue.ref).closed == date(2026, 3, 12)


def test_what_a_person_reopens_has_none(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    place.tracker.update(issue.ref, FieldChange(state=State.DONE))
    place.edit(issue.ref.key, state=State.TODO)
    seen = place.again()
    (listed,), _ = seen.changes(place.target, None)
    assert (listed.state, listed.closed) == (State.TODO, None)
    assert list(seen.tidy(place.target)) == []
    place.clock.day = date(2026, 4, 1)
    place.edit(issue.ref.key, state=State.DONE)
    assert live(place.again(), issue.ref).closed == date(2026, 4, 1)


def test_looking_without_tidying_changes_nothing(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    place.edit(issue.ref.key, state=State.DONE)
    _, cursor = place.again().changes(place.target, None)
    if place.tracker.capabilities(place.target).looking_decides:
        assert place.again().changes(place.target, None)[1] == cursor
    assert live(place.again(), issue.ref).state is State.DONE


def test_a_new_marker_replaces_the_old_one(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    newer = marker("item-1", "Add an alert that pages")
    assert place.tracker.update(issue.ref, FieldChange(marker=newer)).marker == newer
    assert live(place.again(), issue.ref).marker == newer
    assert place.again().probe([intent(place, "item-1")])["intent-item-1"] is not None


def test_labels_are_added_once(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    place.tracker.update(issue.ref, FieldChange(add_labels=("orphan", "syncer")))
    place.tracker.update(issue.ref, FieldChange(add_labels=("orphan",)))
    labels = live(place.again(), issue.ref).labels
    assert sorted(labels) == ["orphan", "syncer"]


def test_a_comment_is_made_once_per_key(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    for _ in range(2):
        place.tracker.comment(issue.ref, "orphan", "The row of this item is gone.")
    place.again().comment(issue.ref, "orphan", "The row of this item is gone.")
    place.tracker.comment(issue.ref, "moved", "It moved to another table.")
    said = place.comments(issue.ref.key)
    assert said.count("The row of this item is gone.") == said.count("It moved to another table.") == 1
    assert live(place.again(), issue.ref).marker == issue.marker


def test_writing_to_a_deleted_issue_fails_and_makes_none(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    place.delete(issue.ref.key)
    with pytest.raises(PortError):
        place.tracker.update(issue.ref, FieldChange({Field.DUE: "2026-04-10"}))
    with pytest.raises(PortError):
        place.tracker.comment(issue.ref, "orphan", "Nobody is there.")
    assert list(place.again().changes(place.target, None)[0]) == []


def test_a_probe_finds_what_landed_and_nothing_else(place: Place) -> None:
    """F1, F3: a lost create is found by its marker."""
    place.tracker.create(draft(place, "before"))
    newest = place.tracker.newest(place.target)
    landed = place.tracker.create(draft(place, "landed"))
    found = place.again().probe([intent(place, "landed", newest), intent(place, "lost", newest)])
    assert {name: issue.ref if issue else None for name, issue in found.items()} == {
        "intent-landed": landed.ref,
        "intent-lost": None,
    }
    assert place.again().probe([]) == {}


def test_a_link_is_recognised_wherever_it_stands(place: Place, tmp_path: Path) -> None:
    issue = place.tracker.create(draft(place))
    for folder in (str(tmp_path / "docs"), str(tmp_path / "docs" / "2026 (old)" / "März"), str(tmp_path)):
        address = place.tracker.address(issue.ref, issue.url, folder)
        assert not set(address) & set(" ()<>|\n")
        for target in (place.target, Target("another", "x")):
            assert named(place.again().recognise(Ticket("?", address, key="?"), target, folder)) == named(issue.ref)


def named(ref: IssueRef | None) -> tuple[Target, str] | None:
    """What a link can tell of a reference: the lasting id may be known only once the issue has been read."""
    return (ref.target, ref.key) if ref else None


def test_a_bare_key_counts_in_an_issue_column_of_our_own_target(place: Place) -> None:
    issue = place.tracker.create(draft(place))
    bare = place.bare(issue.ref.key)
    assert named(place.tracker.recognise(bare, place.target, "/docs")) == named(issue.ref)
    assert place.tracker.recognise(bare, Target("another", "x"), "/docs") is None
    assert place.tracker.recognise(replace(bare, in_column=False), place.target, "/docs") is None
    assert place.tracker.recognise(place.elsewhere, place.target, "/docs") is None


@pytest.mark.parametrize("url", OTHER_KINDS)
def test_other_links_are_not_ours(place: Place, url: str) -> None:
    assert place.tracker.recognise(Ticket("AI-1", url, key="AI-1", in_column=True), place.target, "/docs") is None


def test_capabilities_are_what_creating_keeps(place: Place) -> None:
    capabilities = place.tracker.capabilities(place.target)
    assert Field.TITLE in capabilities.fields
    assert capabilities.owners >= 1
    assert capabilities.kind == place.tracker.kind
    assert all(count >= 0 for count in place.tracker.requests().values())


hostile = st.text(min_size=1, max_size=60).map(plain).filter(bool)
facts = hostile.filter(lambda text: fact_value(text) == text)
words = st.text("abcXYZ019-_.@", min_size=1, max_size=12).map(lambda text: text.lstrip("@")).filter(bool)


@pytest.mark.parametrize("name", sorted(PLACES))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=hostile,
    kind=facts,
    priority=facts,
    owners=st.lists(words, unique_by=str.lower, max_size=3),
    label=hostile.map(lambda text: text[:50]),
)
def test_no_text_breaks_an_issue(
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    kind: str,
    priority: str,
    owners: list[str],
    label: str,
) -> None:
    """F47: whatever a document says arrives as it is, and nothing beside it."""
    with closing(PLACES[name](tmp_path_factory.mktemp("hostile"))) as place:
        wanted = draft(place, title=title, type=kind, owner=place.accounts(owners))
        issue = place.tracker.create(wanted)
        label = place.label(label)
        place.tracker.update(issue.ref, FieldChange({Field.PRIORITY: priority}, add_labels=(label,)))
        read = live(place.again(), issue.ref)
        assert dict(read.values) == {**wanted.values, Field.PRIORITY: priority}
        assert (read.state, read.marker) == (State.TODO, wanted.marker)
        assert label in read.labels


@pytest.mark.parametrize(
    "title", ["---", "state: done", "- [ ] x", "# x", "'", '"', "a: b # c", "null", "2026-03-27", "🙈" * 80]
)
def test_titles_that_look_like_markup_stay_titles(place: Place, title: str) -> None:
    issue = place.tracker.create(draft(place, title=title))
    assert live(place.again(), issue.ref).values[Field.TITLE] == title
