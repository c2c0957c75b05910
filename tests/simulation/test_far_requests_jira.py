"""What syncs with Jira cost, counted where requests arrive, and that all of them are what Jira documents."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest
from fakes.faults import Kind
from fakes.jira.contract import jira_contract
from simulation.far import FarWorld, TrackerKind, far_world
from simulation.far_cases import EDITED_DUE, FIRST, SECOND, THANKS
from simulation.far_documents import NAME, TEN, long_table, thirty
from simulation.far_jira import JiraHub
from simulation.far_stories import DAY
from simulation.quick import quick_folder

from syncer.core.routes import Route
from syncer.model import RunReport
from syncer.retry.transport import Bounds

MANY = int(os.environ.get("FAR_MANY", "1000"))
"""Known issues; 10,000 take two minutes."""
CLOUD: TrackerKind = "jira-cloud"
CENTER: TrackerKind = "jira-data-center"
A_PROJECT = 6
"""Requests of a first sync for each project, beside two for each issue."""
_NUMBER = re.compile(r"\b(?:[A-Z]+-)?\d+\b")
KNOWN = frozenset({
    "GET search/jql", "GET search", "POST issue/bulkfetch", "GET issue/N", "POST issue", "PUT issue/N",
    "POST issue/N/remotelink", "GET issue/createmeta/P/issuetypes", "GET issue/createmeta/P/issuetypes/N",
    "GET user/assignable/search", "GET myself", "GET project/P", "GET issue/N/transitions", "POST issue/N/transitions",
    "GET issue/N/comment", "POST issue/N/comment", "POST issueLink",
})  # fmt: skip
"""Every request that the road needs; what else a library asks for by itself is none of them."""


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(params=[CLOUD, CENTER])
def kind(request: pytest.FixtureRequest) -> TrackerKind:
    made: TrackerKind = request.param
    return made


class Meter:
    """Counts what arrives at the server from now on."""

    def __init__(self, world: FarWorld) -> None:
        self._world = world
        self._from = len(world.hub.server.exchanges)

    def count(self, report: RunReport | None = None) -> Counter[str]:
        """Requests by method and what for; the run's own summary says the same number."""
        exchanges = self._world.hub.server.exchanges[self._from :]
        assert report is None or sum(report.requests.values()) == len(exchanges)
        self._from = len(self._world.hub.server.exchanges)
        return Counter(f"{one.method} {_purpose(one.path)}" for one in exchanges)


def _purpose(path: str) -> str:
    """What a path is for, without versions, keys and ids."""
    inner = re.sub(r"^/rest/api/\d/", "", path)
    return _NUMBER.sub("N", re.sub(r"(createmeta|project)/[A-Z]+", r"\1/P", inner))


def _search(kind: TrackerKind) -> str:
    return "GET search/jql" if kind == CLOUD else "GET search"


@pytest.mark.parametrize("documents", [{NAME: TEN}, thirty()], ids=["ten items", "thirty documents"])
def test_a_first_sync_costs_two_requests_an_item_and_six_a_project(
    kind: TrackerKind, documents: dict[str, str], root: Path
) -> None:
    with far_world(root / "world", documents, kind) as world:
        meter = Meter(world)
        report = world.sync()
        spent = meter.count(report)

        assert report.created in (10, 75)
        assert spent.pop("POST issue") == report.created
        assert spent.pop("POST issue/N/remotelink") == report.created
        assert spent.total() <= A_PROJECT, spent
        assert spent.keys() <= KNOWN
        assert world.remote.commits() == 2


def test_projects_of_one_site_share_the_search(kind: TrackerKind, root: Path) -> None:
    projects = {"PAY": "pump", "SEA": "valve", "OPS": "motor"}
    documents = {f"postmortems/{name}/2026-03-11.md": long_table(3, name) for name in projects.values()}
    with far_world(root / "world", documents, kind) as world:
        for key in ("SEA", "OPS"):
            world.hub.add_place(key)
        world.rules = world.with_rules(
            routes=tuple(
                Route("acme", key, match=(("path", f"postmortems/{name}/**"),)) for key, name in projects.items()
            )
        )
        meter = Meter(world)
        report = world.sync()
        spent = meter.count(report)

        assert (report.created, spent.pop("POST issue"), spent.pop("POST issue/N/remotelink")) == (9, 9, 9)
        assert spent.total() <= 3 * A_PROJECT, spent
        world.sync()
        meter.count()
        unchanged = world.sync()
        assert meter.count(unchanged) == {_search(kind): 1}
        assert unchanged.documents_read == 0


def test_a_lost_answer_costs_a_look(kind: TrackerKind, root: Path) -> None:
    with far_world(root / "world", None, kind) as world:
        world.hub.fail_create(Kind.DROP, nth=10)
        meter = Meter(world)
        report = world.sync()
        spent = meter.count(report)

        assert (spent.pop("POST issue"), spent.pop("POST issue/N/remotelink")) == (10, 10)
        assert spent.total() <= A_PROJECT + 2 + (0 if kind == CLOUD else 10), spent


def tables(items: int) -> dict[str, str]:
    """Documents of up to 200 rows each."""
    return {
        f"postmortems/2026-03-11-{first:05d}.md": long_table(min(200, items - first), f"pump {first}")
        for first in range(0, items, 200)
    }


def test_what_many_known_issues_cost(kind: TrackerKind, root: Path) -> None:
    """On Data Center a truth pass reads one by one: there are fewer of them."""
    many = MANY if kind == CLOUD else MANY // 5
    with far_world(root / "world", tables(many), kind, bounds=Bounds()) as world:
        first, meter = world.sync(), Meter(world)
        assert (first.created, first.has_failed) == (many, False)
        world.clock.advance(3_600)
        world.sync()
        meter.count()

        unchanged = world.sync()
        assert meter.count(unchanged) == {_search(kind): 1}
        assert (unchanged.documents_read, unchanged.in_step) == (0, many)

        world.clock.advance(3_600)
        for number in range(1, 101, 10):
            world.hub.close(f"PAY-{number}")
        followed = world.sync()
        assert meter.count(followed) == {_search(kind): 1}
        assert (followed.documents_read, followed.written_back, world.remote.commits()) == (1, 10, 3)

        world.clock.advance(DAY)
        looked = world.sync()
        known = many - 10
        truth = {"POST issue/bulkfetch": ceil(known / 100)} if kind == CLOUD else {"GET issue/N": known}
        assert meter.count(looked) == {_search(kind): 1, **truth}
        assert (looked.created, looked.documents_read, looked.plan.changes) == (0, 0, ())


def test_a_lost_state_is_rebuilt_by_lists(root: Path) -> None:
    """Cloud shows our properties in lists: 350 issues cost four pages, and nothing is made anew."""
    with far_world(root / "world", tables(350), CLOUD, bounds=Bounds()) as world:
        world.sync()
        world.lose_state()
        world.clock.advance(3_600)
        meter = Meter(world)
        rebuilt = world.sync()
        spent = meter.count(rebuilt)

        assert (rebuilt.created, rebuilt.has_failed, len(world.ours())) == (0, False, 350)
        assert spent.pop("GET search/jql") <= 1 + ceil(350 / 100)
        assert spent.total() <= 2, spent


def _live(world: FarWorld) -> None:
    """What people and runs do in a week."""
    hub = world.hub
    world.sync()
    world.sync()
    hub.close(hub.key(FIRST))
    hub.edit(hub.key(SECOND), due=EDITED_DUE, owners=["erin"])
    world.edit("| @carol | Next sprint |", "| @dave | 2026-04-20 |")
    world.edit("- [ ] Write a query review checklist", "- [x] Write a query review checklist")
    world.remote.commit({NAME: world.remote.read(NAME) + THANKS})
    world.clock.advance(DAY)
    world.sync()
    world.edit("- Rehearse the failover with the whole team", "- Rehearse losing the cache with the whole team")
    hub.delete(hub.key("Document who owns the billing database"))
    hub.add_place("OPS")
    hub.move(hub.key("Alert on slow checkout requests"), "OPS")
    hub.fail_create(Kind.DROP, nth=1)
    world.edit("| Fix connection", "| Ask the vendor | @erin | 2026-04-01 | | |\n| Fix connection")
    world.clock.advance(DAY)
    world.sync()
    world.lose_state()
    world.sync()


def test_every_exchange_is_what_jira_documents(kind: TrackerKind, root: Path, reference: Path) -> None:
    with far_world(root / "world", None, kind) as world:
        assert isinstance(world.hub, JiraHub)
        world.rules = world.with_rules(status="shared")
        _live(world)
        exchanges = world.hub.jira.exchanges

        purposes = {f"{one.method} {_purpose(one.path)}" for one in exchanges}
        assert len(purposes) >= 10
        assert purposes <= KNOWN
        assert jira_contract(reference, world.hub.where).problems(exchanges) == []
