"""What syncs cost, counted where requests arrive: first, unchanged, after edits in the tracker, daily, after a loss."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest
from simulation.far import FarWorld, Writing, far_world
from simulation.far_documents import NAME, TEN, long_table, thirty
from simulation.far_hub import ROBOT
from simulation.quick import quick_folder

from syncer.core.issue_body import whole_body
from syncer.core.routes import Route
from syncer.model import CreateIssue, Field, RunReport, Target
from syncer.retry.transport import Bounds
from syncer.trackers.github.body import with_due_in_field

MANY = int(os.environ.get("FAR_MANY", "1000"))
"""Known issues; 10,000 take a minute."""
DAY = 90_000


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


class Meter:
    """Counts what arrives at the server from now on."""

    def __init__(self, world: FarWorld) -> None:
        self._world = world
        self._from = len(world.github.exchanges)

    def count(self, report: RunReport) -> Counter[str]:
        """Requests by method, status and what for; the run's own summary says the same number."""
        exchanges = self._world.github.exchanges[self._from :]
        assert sum(report.requests.values()) == len(exchanges)
        self._from = len(self._world.github.exchanges)
        return Counter(f"{one.method} {one.path.rpartition('/')[2]} {one.status}" for one in exchanges)


@pytest.mark.parametrize("documents", [{NAME: TEN}, thirty()], ids=["ten items", "thirty documents"])
def test_a_first_sync_costs_a_request_an_item_and_five_a_repository(documents: dict[str, str], root: Path) -> None:
    with far_world(root / "world", documents) as world:
        meter = Meter(world)
        report = world.sync()
        spent = meter.count(report)

        assert report.created in (10, 75)
        assert spent.pop("POST issues 201") == report.created
        assert spent.total() <= 5, spent
        assert world.remote.commits() == 2


def test_every_repository_costs_its_own_requests_and_no_more(root: Path) -> None:
    documents = {f"postmortems/{name}/2026-03-11.md": long_table(3, name) for name in ("pump", "valve", "motor")}
    with far_world(root / "world", documents) as world:
        routes = []
        for name in ("pump", "valve", "motor"):
            world.hub.add_place(f"acme/{name}")
            routes.append(Route("acme", f"acme/{name}", match=(("path", f"postmortems/{name}/**"),)))
        world.rules = world.with_rules(routes=tuple(routes))
        report = world.sync()

        assert report.created == 9
        for name in ("pump", "valve", "motor"):
            assert report.requests[Target("acme", f"acme/{name}")] <= 3 + 5
        world.sync()
        assert set(world.sync().requests.values()) == {1}


@pytest.mark.parametrize("writing", [Writing("commit"), Writing("branch")], ids=["commit", "branch"])
def test_what_ten_edits_in_the_tracker_cost(writing: Writing, root: Path) -> None:
    with far_world(root / "world", thirty(), writing=writing) as world:
        world.sync()
        world.sync()
        branch = "main" if writing.back == "commit" else writing.branch
        commits, meter = world.remote.commits(branch), Meter(world)
        world.clock.advance(3_600)
        for number in range(1, 11):
            world.home.close(number, "completed" if number % 2 else "not_planned")
        report = world.sync()

        assert meter.count(report) == {"GET issues 200": 1}
        assert world.remote.commits(branch) == commits + 1
        assert report.written_back == 10


def test_a_lost_answer_costs_a_look(root: Path) -> None:
    with far_world(root / "world") as world:
        world.github.fail("drop", "POST", "/issues$", nth=10)
        meter = Meter(world)
        report = world.sync()
        spent = meter.count(report)

        assert spent.pop("POST issues 201") == 10
        assert spent.total() <= 5 + 1 + 3, spent  # the newest page, and three numbers behind the newest known one


def know(world: FarWorld) -> int:
    """Let the server hold every issue that a first sync would make, as it would make it, at no request; how many."""
    accounts, fields = world.github.world.accounts, world.github.world.fields.get("acme", [])
    creates = [change for change in world.sync(dry=True).plan.changes if isinstance(change, CreateIssue)]
    for draft in (create.draft for create in creates):
        world.clock.advance(8)  # 500 an hour
        body = whole_body(draft)
        world.home.open_issue(
            accounts.account(ROBOT),
            str(draft.values[Field.TITLE]),
            with_due_in_field(body) if fields else body,
            labels=(world.home.label("syncer").name,),
            assignees=(accounts.account(str(draft.values[Field.OWNER])),),
            field_values={field.id: draft.values[Field.DUE] for field in fields},
        )
    world.lose_state()
    return len(creates)


def tables(items: int) -> dict[str, str]:
    """Documents of up to 200 rows each."""
    return {
        f"postmortems/2026-03-11-{first:05d}.md": long_table(min(200, items - first), f"pump {first}")
        for first in range(0, items, 200)
    }


def test_what_many_known_issues_cost(root: Path) -> None:
    with far_world(root / "world", tables(MANY), has_dates=False, bounds=Bounds()) as world:
        assert know(world) == MANY
        meter = Meter(world)

        rebuilt = world.sync()
        spent = meter.count(rebuilt)
        assert (rebuilt.created, rebuilt.has_failed, len(world.home.issues)) == (0, False, MANY)
        assert spent.pop("GET issues 200") == ceil(MANY / 100) + 1
        assert spent.total() <= 4, spent
        assert world.remote.commits() == 2

        unchanged = world.sync()
        assert meter.count(unchanged) == {"GET issues 304": 1}
        assert (unchanged.documents_read, unchanged.in_step) == (0, MANY)

        world.clock.advance(3_600)
        for number in range(1, 101, 10):
            world.home.close(number)
        followed = world.sync()
        assert meter.count(followed) == {"GET issues 200": 1}
        assert (followed.documents_read, followed.written_back, world.remote.commits()) == (1, 10, 3)

        world.clock.advance(DAY)
        looked = world.sync()
        assert meter.count(looked) == {"GET issues 304": 1, "POST graphql 200": ceil((MANY - 10) / 100)}
        assert (looked.created, looked.documents_read, looked.plan.changes) == (0, 0, ())


def test_the_truth_about_dates_costs_a_list_instead(root: Path) -> None:
    """GraphQL does not show the fields of an organisation, so that they are read from the list."""
    with far_world(root / "world", tables(300), bounds=Bounds()) as world:
        assert know(world) == 300
        world.sync()
        meter = Meter(world)
        world.clock.advance(DAY)
        looked = world.sync()

        assert meter.count(looked) == {"GET issues 304": 1, "GET issues 200": 3}
        assert (looked.documents_read, looked.plan.changes) == (0, ())
