"""Rows and documents move, vanish and return, runs die, states are lost: one issue a row, and no row without one."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections import Counter
from dataclasses import replace

from engine.test_people import Killed, Steps, make, stepping
from engine.worlds import TABLE, assert_calm
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from syncer.core.rules import Overrides
from syncer.model import Field

DRAFT = "---\nstatus: draft\n---\n"


class Documents(RuleBasedStateMachine):
    """Every row has a title of its own that nobody rewords; what people cut they paste, link and all."""

    is_remote = True

    def __init__(self) -> None:
        super().__init__()
        self.world = make(self.is_remote)
        self.world.rules = replace(
            self.world.rules, overrides=Overrides(allow_empty_source=True, allow_mass_change=True)
        )
        self.numbers = itertools.count(1)
        self.cut: list[str] = []

    @initialize()
    def publish(self) -> None:
        self.world.table("a.md", self._title(), self._title())
        self.world.table("b.md", self._title(), head=TABLE.replace("2026-03-11", "2026-03-10"))
        self.world.sync()

    def _title(self) -> str:
        words = hashlib.sha256(str(next(self.numbers)).encode()).hexdigest()
        return f"Fix {words[:7]} {words[7:14]} {words[14:21]}"

    def _paths(self) -> list[str]:
        return sorted(self.world.source.documents)

    def _path(self, number: int) -> str:
        paths = self._paths()
        return paths[number % len(paths)]

    def _rows(self, path: str) -> list[str]:
        lines = self.world.read(path).splitlines(keepends=True)
        return [line for line in lines if line.startswith("| ") and "| Owner |" not in line]

    def _all_linked(self) -> bool:
        return all("[MEM-" in row for path in self._paths() for row in self._rows(path))

    @rule(number=st.integers(0, 5))
    def add_row(self, number: int) -> None:
        path = self._path(number)
        cells = " | |" if "| Issue |" in self.world.read(path) else ""
        self.world.write(path, self.world.read(path) + f"| {self._title()} | @alice | 2026-04-01 |{cells}\n")

    @rule(number=st.integers(0, 5), at=st.integers(0, 5))
    def cut_row(self, number: int, at: int) -> None:
        path = self._path(number)
        rows = [row for row in self._rows(path) if "[MEM-" in row]
        if rows and len(self._rows(path)) > 1:
            row = rows[at % len(rows)]
            self.world.write(path, self.world.read(path).replace(row, ""))
            self.cut.append(row)

    @rule(number=st.integers(0, 5))
    def paste_row(self, number: int) -> None:
        path = self._path(number)
        if self.cut and "| Issue |" in self.world.read(path):
            self.world.write(path, self.world.read(path) + self.cut.pop())

    @rule(number=st.integers(0, 5))
    def rename(self, number: int) -> None:
        self.world.move(self._path(number), f"renamed-{next(self.numbers)}.md")

    @rule(first=st.integers(0, 5), second=st.integers(0, 5))
    def swap(self, first: int, second: int) -> None:
        """Only what shows its link can be told from a copy."""
        if not self._all_linked():
            return
        documents = self.world.source.documents
        one, two = self._path(first), self._path(second)
        documents[one], documents[two] = documents[two], documents[one]

    @rule(number=st.integers(0, 5))
    def draft_or_publish(self, number: int) -> None:
        path = self._path(number)
        text = self.world.read(path)
        self.world.write(path, text.removeprefix(DRAFT) if text.startswith(DRAFT) else DRAFT + text)

    @rule()
    def sync(self) -> None:
        planned = self.world.plan()
        assert self.world.sync().plan.changes == planned.plan.changes

    @rule(at=st.integers(1, 12), after=st.booleans())
    def sync_killed(self, at: int, after: bool) -> None:
        with contextlib.suppress(Killed), stepping(self.world, Steps(at, after=after)):
            self.world.sync()

    @rule()
    def lose_state(self) -> None:
        """What neither state nor row remembers is found in the document that its marker names, and nowhere else."""
        if self._all_linked():
            self.world.lose_state()

    @rule()
    def calm_down(self) -> None:
        for _ in range(2):
            self.world.clock.pass_seconds(120)
            self.world.sync()
        assert_calm(self.world)
        shown: list[str] = []
        for path in self._paths():
            if self.world.read(path).startswith(DRAFT):
                continue
            for row in self._rows(path):
                title = row.split("|")[1].strip()
                link = self.world.links[title]
                assert link.issue is not None, row
                assert f"[{link.issue.key}]" in row
                assert (link.document.path, link.orphaned) == (path, None)
                shown.append(link.issue.key)
        assert len(shown) == len(set(shown))

    @invariant()
    def one_issue_a_title(self) -> None:
        titles = Counter(issue.values[Field.TITLE] for issue in self.world.issues.values())
        assert max(titles.values(), default=1) == 1, titles
        items = [issue.marker.item for issue in self.world.issues.values() if issue.marker]
        assert len(items) == len(set(items))


class DocumentsNearby(Documents):
    """The same where looking decides."""

    is_remote = False


TestFar = Documents.TestCase
TestFar.settings = settings(max_examples=100, stateful_step_count=15, deadline=None, report_multiple_bugs=False)
TestNear = DocumentsNearby.TestCase
TestNear.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
