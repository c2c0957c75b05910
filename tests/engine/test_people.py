"""People edit either side between any two steps of a run that may die there: nothing is lost, nothing made twice."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from engine.worlds import Fault, Faults, World, assert_calm, rules
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from syncer.core.rules import Limits
from syncer.errors import Unknown
from syncer.model import EditCells, Field, State

A = TypeVar("A")
PATH = "a.md"
OWNERS = ("alice", "bob", "carol", "dave")
DUES = ("2026-04-01", "2026-04-10", "2026-04-20", "2026-05-04")


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


def make(is_remote: bool) -> World:
    return World(rules=rules(limits=Limits(settle_after=60)), is_remote=is_remote)


class Steps(Faults):
    """Runs `between` before each call that has an effect, and dies at the one numbered `at`, before or after it."""

    def __init__(self, at: int = 0, *, after: bool = False, between: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self.at, self.after, self.between, self.seen = at, after, between, 0

    def around(self, name: str, call: Callable[[], A]) -> A:
        if name not in ("create", "update", "write", "commit", "take_over"):
            return call()
        self.seen += 1
        if self.between is not None:
            self.between(self.seen)
        if self.seen == self.at and not self.after:
            raise Killed(name)
        answer = call()
        if self.seen == self.at:
            raise Killed(name)
        return answer


@contextlib.contextmanager
def stepping(world: World, steps: Steps) -> Iterator[None]:
    """Every adapter of `world` goes through `steps`."""
    kept = world.tracker.faults, world.source.faults, world.commits
    world.tracker.faults = world.source.faults = world.commits = steps
    try:
        yield
    finally:
        world.tracker.faults, world.source.faults, world.commits = kept


def steps_of(prepare: Callable[[], World]) -> int:
    world, steps = prepare(), Steps()
    with stepping(world, steps):
        world.sync()
    return steps.seen


def prepared(is_remote: bool) -> World:
    world = make(is_remote)
    world.table(PATH, "Fix the leak", "Add an alert | @bob | 2026-04-10", "Write a runbook | @carol | 2026-04-20")
    return world


def edited(is_remote: bool) -> World:
    """Both sides moved, a row is gone, another new."""
    world = prepared(is_remote)
    world.table("b.md", "Rehearse the failover")
    world.sync()
    world.tracker.edit("MEM-2", {Field.DUE: "2026-05-04"})
    world.tracker.edit("MEM-4", state=State.DONE)
    world.replace(PATH, "Fix the leak | @alice", "Fix the leak for good | @dave")
    lines = world.read(PATH).splitlines(keepends=True)
    world.write(PATH, "".join(line for line in lines if "runbook" not in line))
    world.write("b.md", world.read("b.md") + "| Call the vendor | @erin | 2026-04-30 | | |\n")
    return world


class Edit:
    """One edit by a person, at step `at` of a run, or after it where that never comes; `hit` where it was one."""

    def __init__(self, at: int, do: Callable[[World], bool]) -> None:
        self.at, self.do, self.hit = at, do, False
        self._is_made = False

    def between(self, world: World) -> Callable[[int], None]:
        return lambda step: self.make(world) if step == self.at else None

    def make(self, world: World) -> None:
        if not self._is_made:
            self._is_made = True
            self.hit = self.do(world)


def hand_over_in_tracker(world: World) -> bool:
    """Only where there is an issue already."""
    found = [key for key, issue in world.issues.items() if issue.values[Field.TITLE] == "Add an alert"]
    for key in found:
        world.tracker.edit(key, {Field.OWNER: "frank"})
    return bool(found)


def hand_over_in_document(world: World) -> bool:
    world.replace(PATH, "Add an alert | @bob |", "Add an alert | @grace |")
    return True


def add_in_document(world: World) -> bool:
    row = "| Ask the vendor | @heidi | 2026-04-28 |\n"
    world.write(PATH, world.read(PATH).replace("| Add an alert", f"{row}| Add an alert"))
    return True


def settle_down(world: World) -> None:
    """Two calm runs a while later."""
    for _ in range(2):
        world.clock.pass_seconds(120)
        world.sync()


@pytest.mark.parametrize("is_remote", [True, False], ids=["far", "near"])
@pytest.mark.parametrize("prepare", [prepared, edited])
@pytest.mark.parametrize("do", [hand_over_in_tracker, hand_over_in_document, add_in_document])
def test_a_kill_between_any_two_steps_and_an_edit_before_or_after_it(
    prepare: Callable[[bool], World], do: Callable[[World], bool], is_remote: bool
) -> None:
    """Dying after one step is dying before the next, and every edit after the death is one edit."""
    count = steps_of(lambda: prepare(is_remote))
    assert count > 6
    for at in range(1, count + 1):
        for edit_at in range(1, at + 2):
            world = prepare(is_remote)
            edit = Edit(edit_at, do)
            with contextlib.suppress(Killed), stepping(world, Steps(at, after=True, between=edit.between(world))):
                world.sync()
            edit.make(world)
            settle_down(world)

            check(world, edit, (at, edit_at))


def check(world: World, edit: Edit, where: object) -> None:
    by_item = Counter(issue.marker.item for issue in world.issues.values() if issue.marker)
    assert by_item.total() == len(by_item) == len(world.issues), (where, by_item)
    linked = [link.issue.key for link in world.memory.links.values() if link.issue]
    assert sorted(linked) == sorted(world.issues), where
    assert not world.memory.intents, where
    lines = [line for path in world.source.documents for line in world.read(path).splitlines()]
    rows = [line for line in lines if line.startswith("| ") and "| Owner |" not in line]
    assert all("[MEM-" in row for row in rows), (where, rows)
    assert len(rows) == sum(link.orphaned is None for link in world.memory.links.values()), where
    (alert,) = [row for row in rows if row.startswith("| Add an alert")]
    issue = world.links["Add an alert"].issue
    assert issue is not None, where
    owner = world.issues[issue.key].values[Field.OWNER]
    assert (owner, "| @grace |" in alert) == OWNED[edit.do, edit.hit], where
    if edit.do is add_in_document:
        assert world.links["Ask the vendor"].issue is not None, where
    assert_calm(world)


OWNED: dict[tuple[Callable[[World], bool], bool], tuple[str, bool]] = {
    (hand_over_in_tracker, True): ("frank", False),
    (hand_over_in_tracker, False): ("bob", False),
    (hand_over_in_document, True): ("grace", True),
    (add_in_document, True): ("bob", False),
}
"""Whom the issue of the alert belongs to in the end, and whether its row says grace."""


class People(RuleBasedStateMachine):
    """Any edits, kills and lost states in any order; after a calm run every edit shows or is told as a conflict."""

    is_remote = True

    def __init__(self) -> None:
        super().__init__()
        self.world = make(self.is_remote)
        self.numbers = itertools.count(1)
        self.rows = 0

    @initialize(count=st.integers(1, 4))
    def publish(self, count: int) -> None:
        self.world.table(PATH, *(f"{self._new_title()} | @alice | 2026-04-01" for _ in range(count)))
        self.rows = count

    def _new_title(self) -> str:
        words = ("pumps", "valves", "alerts", "queries", "clients", "backups", "runbooks", "quotas", "limits", "graphs")
        number = next(self.numbers)
        return (
            f"Check {words[number % 10]} {'again ' * (number // 10)}near {words[(number * 7 + 3) % 10]} number {number}"
        )

    def _row_lines(self) -> tuple[list[str], list[int]]:
        lines = self.world.read(PATH).splitlines(keepends=True)
        return lines, [at for at, line in enumerate(lines) if line.startswith("| ") and "| Owner |" not in line]

    def _edit_row(self, number: int, column: int, text: str) -> None:
        lines, rows = self._row_lines()
        cells = lines[rows[number % len(rows)]].split("|")
        cells[column] = f" {text} "
        lines[rows[number % len(rows)]] = "|".join(cells)
        self.world.write(PATH, "".join(lines))

    @rule(number=st.integers(0, 3), owner=st.sampled_from(OWNERS))
    def hand_over_in_document(self, number: int, owner: str) -> None:
        self._edit_row(number, 2, f"@{owner}")

    @rule(number=st.integers(0, 3), due=st.sampled_from(DUES))
    def date_in_document(self, number: int, due: str) -> None:
        self._edit_row(number, 3, due)

    @rule()
    @precondition(lambda self: self.rows < 5)
    def add_row(self) -> None:
        lines, rows = self._row_lines()
        lines.insert(rows[-1] + 1, f"| {self._new_title()} | @bob | 2026-04-10 |\n")
        self.world.write(PATH, "".join(lines))
        self.rows += 1

    @rule()
    def write_prose(self) -> None:
        self.world.write(
            PATH, self.world.read(PATH).replace("\n\nPublished", f", part {next(self.numbers)}\n\nPublished", 1)
        )

    def _key(self, number: int) -> str | None:
        keys = sorted(self.world.issues)
        return keys[number % len(keys)] if keys else None

    @rule(number=st.integers(0, 3), owner=st.sampled_from(OWNERS))
    def hand_over_in_tracker(self, number: int, owner: str) -> None:
        if key := self._key(number):
            self.world.tracker.edit(key, {Field.OWNER: owner})

    @rule(number=st.integers(0, 3), due=st.sampled_from(DUES))
    def date_in_tracker(self, number: int, due: str) -> None:
        if key := self._key(number):
            self.world.tracker.edit(key, {Field.DUE: due})

    @rule(number=st.integers(0, 3), state=st.sampled_from(State))
    def move_in_tracker(self, number: int, state: State) -> None:
        if key := self._key(number):
            self.world.tracker.edit(key, state=state)

    @rule(at=st.integers(1, 12), after=st.booleans())
    def sync_killed(self, at: int, after: bool) -> None:
        with contextlib.suppress(Killed), stepping(self.world, Steps(at, after=after)):
            self.world.sync()

    @rule(name=st.sampled_from(["create", "update"]), lands=st.booleans())
    def sync_with_a_lost_answer(self, name: str, lands: bool) -> None:
        self.world.tracker.faults.on(name, Fault(Unknown("lost"), lands=lands))
        self.world.sync()
        self.world.tracker.faults.clear()

    @rule()
    def lose_state(self) -> None:
        self.world.lose_state()

    @rule()
    def sync(self) -> None:
        """What a dry run promised happens; a change of an issue's value is one that its row asks for."""
        world = self.world
        before = {key: dict(issue.values) for key, issue in world.issues.items()}
        states = {key: issue.state for key, issue in world.issues.items()}
        document = world.read(PATH)
        planned = world.plan()
        done = world.sync()
        assert done.plan.changes == planned.plan.changes
        assert any(isinstance(change, EditCells) for change in done.plan.changes) == (world.read(PATH) != document)
        for key, issue in world.issues.items():
            for name, value in issue.values.items():
                if key in before and before[key][name] != value:
                    assert str(value) in document, (key, name, value)
            assert states.get(key, issue.state) is issue.state

    @rule()
    def calm_down(self) -> None:
        settle_down(self.world)
        report = assert_calm(self.world)
        conflicts = {(found.line, found.message.split(":")[0]) for found in report.problems if found.code == "conflict"}
        assert len(self.world.issues) == self.rows
        lines, rows = self._row_lines()
        for at in rows:
            cells = [cell.strip() for cell in lines[at].split("|")]
            link = self.world.links[cells[1]]
            assert link.issue is not None
            issue = self.world.issues[link.issue.key]
            assert f"[{link.issue.key}]" in cells[4]
            self._check_owner(cells, issue.values[Field.OWNER], (at + 1, "owner") in conflicts, issue.state.is_closed)

    def _check_owner(self, cells: list[str], owner: str | None, is_conflict: bool, is_closed: bool) -> None:
        """The tracker's owner shows in the status wherever the row says another one."""
        says_another = cells[2] != f"@{owner}"
        assert is_closed or (f"owner {owner}" in cells[5]) == says_another
        assert not is_conflict or says_another

    @invariant()
    def one_issue_an_item(self) -> None:
        items = [issue.marker.item for issue in self.world.issues.values() if issue.marker]
        assert len(items) == len(set(items)) == len(self.world.issues)
        assert len(items) <= self.rows

    @invariant()
    def what_people_wrote_stands(self) -> None:
        if self.rows:
            assert len(self._row_lines()[1]) == self.rows


class PeopleNearby(People):
    """The same where looking decides."""

    is_remote = False


TestFar = People.TestCase
TestFar.settings = settings(max_examples=120, stateful_step_count=15, deadline=None)
TestNear = PeopleNearby.TestCase
TestNear.settings = settings(max_examples=80, stateful_step_count=15, deadline=None)
