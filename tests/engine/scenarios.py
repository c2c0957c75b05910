"""Owns worlds in which something is about to happen: each is ready for one more run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.worlds import TARGET, World, remote, rules

from syncer.core.rules import Limits
from syncer.model import Field, Issue, IssueRef, State

LIST = """\
# Outage

Published: 2026-03-11

## Action items

- [ ] Page the owner of the pool (@alice, due 2026-04-01)
- [ ] Review every query
- Rehearse the failover
"""


def near() -> World:
    """A world whose tracker is close by: looking decides."""
    return World(rules=rules(limits=Limits(settle_after=60)))


def filled(world: World) -> World:
    world.table("a.md", "Fix the leak", "Add an alert | @bob | This week", "Write a runbook | @carol | 2026-04-20")
    world.write("b.md", LIST)
    return world


def synced(world: World) -> World:
    filled(world).sync()
    return world


def first_sync() -> World:
    return filled(remote())


def first_sync_near() -> World:
    return filled(near())


def both_sides_moved() -> World:
    world = synced(remote())
    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    world.tracker.edit("MEM-2", state=State.DONE)
    world.tracker.edit("MEM-4", {Field.OWNER: "dave"})
    world.replace("a.md", "Write a runbook | @carol", "Write the runbook | @erin")
    return world


def conflicts() -> World:
    world = synced(near())
    world.tracker.edit("MEM-3", {Field.DUE: "2026-05-04", Field.OWNER: "dave"})
    world.replace("a.md", "| @carol | 2026-04-20", "| @erin | 2026-04-30")
    return world


def orphans() -> World:
    world = synced(remote())
    lines = world.read("a.md").splitlines(keepends=True)
    world.write("a.md", "".join(line for line in lines if "Add an alert" not in line))
    del world.source.documents["b.md"]
    return world


def orphans_closed_by_policy() -> World:
    world = orphans()
    world.rules = replace(world.rules, orphans="close")
    return world


def deleted_issues() -> World:
    world = synced(near())
    world.tracker.delete("MEM-1")
    world.tracker.delete("MEM-4")
    return world


def foreign_links() -> World:
    world = remote()
    world.write(
        "a.md",
        "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Due | Issue |\n|---|---|---|---|\n"
        "| Fix the leak | @bob | 2026-04-01 | [PAY-9](https://elsewhere.example/browse/PAY-9) |\n"
        "| Add an alert | @bob | 2026-04-01 | |\n",
    )
    return world


def adoption() -> World:
    world = remote()
    blank = {**dict.fromkeys(Field), Field.TITLE: "Their title", Field.OWNER: "dave"}
    world.tracker.add(Issue(IssueRef(TARGET, "MEM-50", "MEM-50"), "u", blank, State.IN_PROGRESS))
    world.write(
        "a.md",
        "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Due | Issue |\n|---|---|---|---|\n"
        "| Fix the leak | @bob | 2026-04-01 | [MEM-50](https://mem.example/browse/MEM-50) |\n",
    )
    return world


def unknown_owners() -> World:
    world = remote()
    world.table("a.md", "Fix the leak | the usual suspects | when it suits", "Add an alert | | ")
    return world


def unassignable_owners() -> World:
    world = first_sync()
    world.tracker.unassignable = frozenset({"alice", "carol"})
    return world


def drafts() -> World:
    world = synced(remote())
    world.write("a.md", "---\nstatus: draft\n---\n" + world.read("a.md"))
    world.write("c.md", "---\nstatus: draft\n---\n" + LIST)
    return world


def unreadable_documents() -> World:
    world = synced(remote())
    world.source.documents["a.md"] = b"\xff\xfe\x00"
    world.source.documents["c.md"] = b"\x00\x01"
    return world


def done_rows() -> World:
    world = remote()
    world.write(
        "a.md",
        "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Status |\n|---|---|---|\n"
        "| Fix the leak | @bob | Done |\n| Add an alert | @bob | In progress |\n| Write a runbook | @bob | |\n",
    )
    return world


def boxes() -> World:
    world = synced(remote())
    world.tracker.edit("MEM-4", state=State.DONE)
    world.replace("b.md", "- [ ] Review", "- [x] Review")
    return world


def boxes_that_close() -> World:
    world = synced(remote(status="shared"))
    world.replace("b.md", "- [ ] Review", "- [x] Review")
    return world


def renames() -> World:
    world = synced(remote())
    world.move("a.md", "2026/a.md")
    world.table("a.md", "Fix the leak")
    return world


def repeated_rows() -> World:
    world = remote()
    world.table("a.md", "Fix the leak", "Fix the leak", "Fix the leak | @bob | Next month")
    world.sync()
    lines = world.read("a.md").splitlines(keepends=True)
    world.write("a.md", "".join(lines[:-1]))
    return world


def links_twice() -> World:
    world = synced(remote())
    row = next(line for line in world.read("a.md").splitlines(keepends=True) if "Fix the leak" in line)
    world.write("a.md", world.read("a.md") + row.replace("Fix the leak", "Fix another one"))
    return world


def changed_cells() -> World:
    world = synced(remote())
    world.replace("a.md", "Open · due 2026-04-20", "nearly there")
    return world


def second_issue_with_one_marker() -> World:
    world = synced(near())
    world.tracker.add(replace(world.issues["MEM-1"], ref=IssueRef(TARGET, "MEM-70", "MEM-70")))
    return world


def read_only_source() -> World:
    return filled(remote(write_back={"docs": "none"}))


def no_due_dates_there() -> World:
    world = first_sync()
    world.tracker.fields = frozenset({Field.TITLE, Field.OWNER})
    return world


def one_owner_at_most() -> World:
    world = remote()
    world.tracker.owners = 1
    world.table("a.md", "Fix the leak | @alice, @bob | Next sprint")
    return world


SCENARIOS: tuple[Callable[[], World], ...] = (
    first_sync,
    first_sync_near,
    both_sides_moved,
    conflicts,
    orphans,
    orphans_closed_by_policy,
    deleted_issues,
    foreign_links,
    adoption,
    unknown_owners,
    unassignable_owners,
    drafts,
    unreadable_documents,
    done_rows,
    boxes,
    boxes_that_close,
    renames,
    repeated_rows,
    links_twice,
    changed_cells,
    second_issue_with_one_marker,
    read_only_source,
    no_due_dates_there,
    one_owner_at_most,
)
