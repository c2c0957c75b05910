"""People edit either side while answers are lost, lists lag, runs are killed and states lost: no edit is ever lost."""

from __future__ import annotations

import contextlib
import itertools
import os
from contextlib import ExitStack

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from simulation.far import FarWorld, TrackerKind, far_world
from simulation.far_documents import NAME
from simulation.far_hub import Seen
from simulation.quick import quick_folder
from simulation.world import Killed, Killer

EXAMPLES = int(os.environ.get("FAR_EXAMPLES", "6"))
TITLES = st.sampled_from([
    "Add an alert for the connection pool",
    "Fix the leak in the billing query",
    "Write the failover runbook",
    "Rehearse the failover in spring",
    "Limit retries of the mobile client",
    "Move the nightly job off the primary",
])  # fmt: skip
OWNERS = st.sampled_from(["alice", "bob", "carol"])
DUES = st.sampled_from(["2026-04-01", "2026-04-10", "Next sprint", "Next month"])
MEANT = {"Next sprint": "2026-03-27", "Next month": "2026-04-30"}
LOST = st.sampled_from(["drop", "html", "truncated", "bad-gateway-after", "unavailable-after", "reset", "late"])
LAG = 600
DONE = ("closed completed", "done Done")


class People(RuleBasedStateMachine):
    """Rows are edited in the repository, issues on the server; a run changes a value only to one that its row says."""

    kind: TrackerKind = "github"

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        root = self.opened.enter_context(quick_folder())
        self.world: FarWorld = self.opened.enter_context(far_world(root / "world", {}, self.kind))
        self.numbers = itertools.count(1)
        self.count = 0

    def teardown(self) -> None:
        with self.opened:
            if self.count:
                self._come_to_rest()

    def _come_to_rest(self) -> None:
        """Once nothing goes wrong any more, two runs put all in step, and a third finds nothing to do."""
        self.world.hub.server.faults.clear()
        self.world.hub.lag(0)
        self.world.clock.advance(90_000)
        self._check_sync()
        self._check_sync()
        assert self.world.sync().plan.changes == ()
        assert self.world.leftovers() == []
        assert self.world.remote.lost_pushes() == 0
        for line in self._rows():
            link = self.world.hub.link.search(line)
            assert link
            (issue,) = [issue for issue in self.world.hub.issues() if issue.label == link[1]]
            self._check_cell(line, issue)

    def _check_cell(self, line: str, issue: Seen) -> None:
        """The row shows what the tracker says of its issue."""
        closed = "| Done 2026" if issue.state in DONE else "| Won't do 2026"
        assert ("| Open" if issue.is_open else closed) in line
        assert issue.due is None or f"due {issue.due}" in line or not issue.is_open

    @initialize(titles=st.lists(TITLES, min_size=2, max_size=4, unique=True))
    def publish(self, titles: list[str]) -> None:
        rows = "".join(f"| {title} | @alice | Next sprint |\n" for title in titles)
        text = f"# Outage\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n{rows}"
        self.world.remote.commit({NAME: text})
        self.world.sync()
        self.count = len(titles)

    # --- in the repository ---

    def _rows(self) -> list[str]:
        lines = self.world.remote.read(NAME).splitlines()
        return [line for line in lines if line.startswith("| ") and "| Owner |" not in line]

    def _edit_row(self, number: int, column: int, text: str) -> None:
        rows = self._rows()
        row = rows[number % len(rows)]
        cells = row.split("|")
        cells[column] = f" {text} "
        if (changed := "|".join(cells)) != row:
            self.world.remote.edit(NAME, row, changed)

    @rule(number=st.integers(0, 3), owner=OWNERS)
    def hand_over_in_document(self, number: int, owner: str) -> None:
        self._edit_row(number, 2, f"@{owner}")

    @rule(number=st.integers(0, 3), due=DUES)
    def date_in_document(self, number: int, due: str) -> None:
        self._edit_row(number, 3, due)

    @rule(number=st.integers(0, 3))
    def reword_in_document(self, number: int) -> None:
        self._edit_row(number, 1, f"Reworded to something new, number {next(self.numbers)}")

    @rule()
    def write_elsewhere_in_document(self) -> None:
        self.world.remote.commit({NAME: f"{self.world.remote.read(NAME)}\nNote {next(self.numbers)}.\n"})

    # --- on the server ---

    def _key(self, number: int) -> str:
        issues = self.world.hub.issues()
        return issues[number % len(issues)].key

    @rule(number=st.integers(0, 3), owner=OWNERS)
    def hand_over_in_tracker(self, number: int, owner: str) -> None:
        self.world.hub.edit(self._key(number), owners=[owner])

    @rule(number=st.integers(0, 3), due=st.sampled_from(["2026-05-04", "2026-05-11"]))
    def date_in_tracker(self, number: int, due: str) -> None:
        self.world.hub.edit(self._key(number), due=due)

    @rule(number=st.integers(0, 3))
    def reword_in_tracker(self, number: int) -> None:
        self.world.hub.edit(self._key(number), title=f"Tracker title {next(self.numbers)}")

    @rule(number=st.integers(0, 3), reason=st.sampled_from(["completed", "not_planned", ""]))
    def move_in_tracker(self, number: int, reason: str) -> None:
        key = self._key(number)
        self.world.hub.close(key, reason) if reason else self.world.hub.reopen(key)

    # --- what goes wrong ---

    @rule(kind=LOST, nth=st.integers(1, 3))
    def lose_an_answer(self, kind: str, nth: int) -> None:
        self.world.hub.server.fail(kind, "(POST|PATCH|PUT)", "/issue", nth=nth, seconds=6)

    @rule(behind=st.sampled_from([0, LAG]))
    def let_lists_lag(self, behind: int) -> None:
        self.world.hub.lag(behind)

    @rule(seconds=st.sampled_from([30, 400, 90_000]))
    def pass_time(self, seconds: int) -> None:
        self.world.clock.advance(seconds)

    @rule()
    def lose_state(self) -> None:
        self.world.lose_state()

    # --- runs ---

    @rule()
    def sync(self) -> None:
        self._check_sync()

    @rule(title=st.integers(1, 1_000))
    def add_a_row_and_sync(self, title: int) -> None:
        """One run makes its issue, whatever is lost: later nobody could tell a reworded row from a new one."""
        row = self._rows()[-1]
        new = f"| Look into matter {title} and {next(self.numbers)} | @bob | 2026-04-10 |"
        self.world.remote.edit(NAME, row, f"{row}\n{new}")
        self.count += 1
        self._check_sync()

    @rule(at=st.integers(1, 8), after=st.booleans())
    def sync_killed(self, at: int, after: bool) -> None:
        with contextlib.suppress(Killed):
            self.world.sync(killer=Killer(at, after))

    def _fields(self) -> dict[str, tuple[str, ...]]:
        issues = self.world.ours()
        return {issue.label: (issue.title, ",".join(issue.owners), str(issue.due), issue.state) for issue in issues}

    def _check_sync(self) -> None:
        """A run changes a value in the tracker only to one that its row says."""
        before, document = self._fields(), self.world.remote.read(NAME)
        self.world.sync()
        for label, fields in self._fields().items():
            for name, old, new in zip(
                ("title", "owner", "due", "state"), before.get(label, fields), fields, strict=True
            ):
                if old != new:
                    assert self._says(document, name, new), (label, name, old, new)

    def _says(self, document: str, name: str, value: str) -> bool:
        if name == "due":
            phrases = [phrase for phrase, day in MEANT.items() if day == value]
            return any(phrase in document for phrase in [value, *phrases])
        return (f"@{value} " if name == "owner" else value) in document and name != "state"

    @invariant()
    def one_issue_a_row(self) -> None:
        if self.count:
            assert len(self.world.ours()) == self.count

    @invariant()
    def what_people_wrote_stands(self) -> None:
        """No author's cell ever changes: every row still has the three cells that people wrote."""
        if self.count:
            assert len(self._rows()) == self.count


class CloudPeople(People):
    """The same on a Jira Cloud."""

    kind = "jira-cloud"


class CenterPeople(People):
    """The same on a Jira Data Center."""

    kind = "jira-data-center"


TestPeople = People.TestCase
TestCloudPeople = CloudPeople.TestCase
TestCenterPeople = CenterPeople.TestCase
FEW = settings(max_examples=EXAMPLES, stateful_step_count=12, deadline=None)
TestPeople.settings = TestCloudPeople.settings = TestCenterPeople.settings = FEW
