"""A link that an author put into an issue column is theirs, whatever it leads to."""

from __future__ import annotations

from pathlib import Path

from simulation.world import World

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
