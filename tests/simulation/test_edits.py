"""People edit either side between runs and in the middle of them: no edit is ever lost, no issue made twice."""

from __future__ import annotations

import contextlib
import itertools
from contextlib import ExitStack

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from simulation.quick import quick_folder
from simulation.world import Killed, Killer, World

NAME = "2026-03-11-pool.md"
TITLES = st.sampled_from([
    "Add an alert for the connection pool",
    "Fix the leak in the billing query",
    "Write the failover runbook",
    "Rehearse the failover in spring",
    "Limit retries of the mobile client",
    "Move the nightly job off the primary",
])  # fmt: skip
OWNERS = st.sampled_from(["@alice", "@bob", "@carol"])
DUES = st.sampled_from(["2026-04-01", "2026-04-10", "Next sprint", "Next month"])
MEANT = {"Next sprint": "2026-03-27", "Next month": "2026-04-30"}


class Row:
    """One row of the table as people last wrote it, and what they last wrote into its issue."""

    def __init__(self, title: str, owner: str, due: str) -> None:
        self.title, self.owner, self.due = title, owner, due

    @property
    def day(self) -> str:
        return MEANT.get(self.due, self.due)


class People(RuleBasedStateMachine):
    """Rows are edited in the document, issues in the tracker; after two calm runs every edit must show somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.world = World(self.opened.enter_context(quick_folder()))
        self.numbers = itertools.count(1)
        self.document_edits: dict[str, str] = {}
        self.tracker_edits: dict[str, str] = {}

    def teardown(self) -> None:
        self.opened.close()

    @initialize(titles=st.lists(TITLES, min_size=2, max_size=4, unique=True))
    def publish(self, titles: list[str]) -> None:
        rows = "".join(f"| {title} | @alice | Next sprint |\n" for title in titles)
        self.world.write(NAME, f"# Outage\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n{rows}")
        self.world.sync()
        self.count = len(titles)

    def _edit_row(self, number: int, column: int, text: str) -> None:
        lines = self.world.read(NAME).splitlines(keepends=True)
        rows = [index for index, line in enumerate(lines) if line.startswith("| ") and "| Owner |" not in line]
        index = rows[number % len(rows)]
        cells = lines[index].split("|")
        cells[column] = f" {text} "
        lines[index] = "|".join(cells)
        self.world.write(NAME, "".join(lines))

    def _key_of_row(self, number: int) -> str:
        keys = sorted(self.world.issue_files(), key=lambda key: int(key[3:]))
        return keys[number % len(keys)]

    @rule(number=st.integers(0, 3), owner=OWNERS)
    def hand_over_in_document(self, number: int, owner: str) -> None:
        self._edit_row(number, 2, owner)

    @rule(number=st.integers(0, 3), due=DUES)
    def date_in_document(self, number: int, due: str) -> None:
        self._edit_row(number, 3, due)

    @rule(number=st.integers(0, 3))
    def reword_in_document(self, number: int) -> None:
        self._edit_row(number, 1, f"Reworded to something new, number {next(self.numbers)}")

    @rule(number=st.integers(0, 3), owner=OWNERS)
    def hand_over_in_tracker(self, number: int, owner: str) -> None:
        self.world.set_field(self._key_of_row(number), "owners", f"[{owner[1:]}]")

    @rule(number=st.integers(0, 3), due=st.sampled_from(["2026-05-04", "2026-05-11"]))
    def date_in_tracker(self, number: int, due: str) -> None:
        self.world.set_field(self._key_of_row(number), "due", due)

    @rule(number=st.integers(0, 3))
    def reword_in_tracker(self, number: int) -> None:
        self.world.set_field(self._key_of_row(number), "title", f"Tracker title {next(self.numbers)}")

    @rule(number=st.integers(0, 3), state=st.sampled_from(["todo", "in_progress", "done", "wont_do"]))
    def move_in_tracker(self, number: int, state: str) -> None:
        self.world.set_field(self._key_of_row(number), "state", state)

    @rule()
    def sync(self) -> None:
        self._check_sync()

    @rule(at=st.integers(1, 6), after=st.booleans())
    def sync_killed(self, at: int, after: bool) -> None:
        with contextlib.suppress(Killed):
            self.world.sync(killer=Killer(at, after))

    @rule()
    def lose_state(self) -> None:
        self.world.lose_state()

    def _fields(self) -> dict[str, tuple[str | None, ...]]:
        names = ("title", "owners", "due", "state")
        return {key: tuple(self.world.field(key, name) for name in names) for key in self.world.issue_files()}

    def _check_sync(self) -> None:
        """A run changes a value in the tracker only to one that its row says."""
        before = self._fields()
        document = self.world.read(NAME)
        self.world.sync()
        for key, fields in self._fields().items():
            for name, old, new in zip(("title", "owners", "due", "state"), before[key], fields, strict=True):
                if old != new:
                    assert name != "state", (key, old, new)
                    assert self._says(document, name, new), (key, name, old, new)

    def _says(self, document: str, name: str, value: str | None) -> bool:
        wanted = (value or "").strip("[]\"'")
        if name == "owners":
            return f"@{wanted} " in document
        if name == "due":
            phrases = [phrase for phrase, day in MEANT.items() if day == wanted]
            return any(phrase in document for phrase in [wanted, *phrases])
        return wanted in document

    @invariant()
    def one_issue_a_row(self) -> None:
        if hasattr(self, "count"):
            assert len(self.world.issue_files()) == self.count

    @invariant()
    def what_people_wrote_stands(self) -> None:
        """No author's cell ever changes: every line still has the three cells that people wrote."""
        if hasattr(self, "count"):
            lines = [line for line in self.world.read(NAME).splitlines() if line.startswith("| ")]
            assert len(lines) == self.count + 1


TestPeople = People.TestCase
TestPeople.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
