"""A link that an author put into an issue column is theirs, whatever it leads to."""

from __future__ import annotations

from pathlib import Path

from engine.worlds import TARGET, codes, remote
from simulation.world import World

from syncer.model import Field, Issue, IssueRef, State

LINK = "[design notes](https://wiki.example.com/x)"
TICKET = "[#12](https://github.com/acme/pay/issues/12)"
"""Makes the column one of issues: without it, a column of other links is nobody's."""
ROWS = (
    f"| Add an alert for the pool | @alice | {LINK} |\n"
    "| Fix the leak in the query | @bob | |\n"
    f"| Rehearse the failover | @carol | {TICKET} |\n"
)


def test_an_authors_link_to_no_issue_is_never_overwritten(tmp_path: Path) -> None:
    world = World(tmp_path)
    head = "# Outage\n\n## Action items\n\n| Action | Owner | Ticket |\n|---|---|---|\n"
    world.write("2026-03-11-pool.md", head + ROWS)

    report = world.sync()

    text = world.read("2026-03-11-pool.md")
    assert report.created == 2
    assert f"| {LINK} | [AI-1](" in text
    assert "| Action | Owner | Ticket | Tracking issue | Status |" in text
    world.lose_state()
    assert world.sync().created == 0
    assert world.read("2026-03-11-pool.md") == text


def test_an_authors_link_in_a_sentence_stays_where_our_suffix_repeats_it() -> None:
    world = remote()
    values = {**dict.fromkeys(Field), Field.TITLE: "Their pull request"}
    link = "https://mem.example/browse/MEM-7"
    world.tracker.add(Issue(IssueRef(TARGET, "MEM-7", "MEM-7"), link, values, State.TODO, is_read_only=True))
    world.write("a.md", f"# X\n\nPublished: 2026-03-11\n\n## Action items\n\n- Merge {link}\n")

    report = world.sync()

    assert "write-back-refused" not in codes(report)
    assert f"- Merge {link} — [MEM-7]({link}) · Open" in world.read("a.md")
    text = world.read("a.md")
    world.sync()
    assert world.read("a.md") == text
