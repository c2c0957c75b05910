"""How many issues were closed since the last run, whoever closed them."""

from __future__ import annotations

from pathlib import Path

from simulation.world import World

DOCUMENT = "# Outage\n\n## Action items\n\n- Fix the leak in the pool\n- [ ] Write the runbook for it\n"


def test_an_issue_that_a_person_closed_counts_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("2026-03-11-pool.md", DOCUMENT)
    assert world.sync().closed == 0
    world.set_field("AI-1", "state", "done")

    assert world.sync().closed == 1
    assert world.sync().closed == 0


def test_a_renamed_source_keeps_its_issues_and_forgets_its_old_problems(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("2026-03-11-pool.md", DOCUMENT)
    world.sync()
    before = world.read("2026-03-11-pool.md")

    report = world.sync(source="reviews")

    assert (report.created, report.updated) == (0, 0)
    assert [problem.code for problem in report.problems if problem.severity != "note"] == []
    assert world.read("2026-03-11-pool.md") == before
    assert world.sync(source="reviews").plan.changes == ()


def test_a_lost_state_and_a_renamed_folder_lose_no_date_that_was_settled(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write(
        "2026-03-11-pool.md", DOCUMENT.replace("- Fix the leak in the pool", "- Fix the leak (due: 2026-04-01)")
    )
    world.sync()
    world.set_field("AI-1", "due", "2026-05-04")
    world.sync()
    world.lose_state()

    report = world.sync(source="reviews")

    assert (report.created, report.updated) == (0, 0)
    assert "conflict" not in [problem.code for problem in report.problems]
    assert world.field("AI-1", "due") == "2026-05-04"
