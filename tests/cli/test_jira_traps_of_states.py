"""F24: the traps of Jira's workflows and of issues that moved or went away, each with what a user reads."""

from __future__ import annotations

import re

import pytest
from fakes.jira import SIMPLE

from .jam import BOX, ROW_DECIDES, Jam, a_day_later, lines, texts

ALERT, LEAK = "Add alert | @alice | 2026-04-01", "Fix leak | @bob | 2026-04-02"
UNTIL = "the row is left as it is until it can be read again"


@pytest.fixture
def box(jam: Jam) -> Jam:
    """An item with a box, whose issue is open; the row decides of its state."""
    jam.configure(more=ROW_DECIDES)
    jam.document.write_text(BOX)
    assert jam.run().code == 0
    return jam


@pytest.fixture
def two(jam: Jam) -> Jam:
    """Two rows with their issues."""
    jam.write(ALERT, LEAK)
    assert jam.run().code == 0
    return jam


def comments(jam: Jam) -> list[str]:
    """What was said on the issue."""
    told = ["".join(texts(comment.body)) for comment in jam.issues[0].comments]
    return [re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text) for text in told]


def test_a_transition_that_needs_a_resolution(box: Jam) -> None:
    box.jira.use_workflow("PAY", SIMPLE.changed("Done", screen={"resolution": True}))
    box.tick()
    done, asked = box.asked()
    assert (done.code, lines(done)) == (0, [])
    assert sum(one.startswith("POST") for one in asked) == 1
    assert (box.issues[0].status.name, box.issues[0].resolution) == ("Done", "Done")
    assert re.search(r"· Done \d{4}-\d\d-\d\d$", box.row("Add alert"))


def test_a_transition_that_needs_a_field_and_the_line_that_sets_it(box: Jam) -> None:
    cause = box.jira.custom_field("Root cause", "option", ["Human", "Machine"])
    box.project.add_field(cause.id)
    box.jira.use_workflow("PAY", SIMPLE.changed("Done", screen={cause.id: True}))
    box.tick()
    done = box.run()
    assert done.code == 0
    (said,) = lines(done)
    assert said == (
        f"! problem  docs/outage.md:7: PAY-1 on {box.host} could not be brought to Done from To Do: the transition "
        f'Done: its screen requires Root cause ({cause.id}) ("Human", "Machine"); set transition_fields = {{ '
        '"Root cause" = "Human" } for the project in the configuration'
    )
    assert box.issues[0].status.name == "To Do"

    (line,) = re.findall(r"set (transition_fields = \{.*\}) for", said)
    box.configure(line, more=ROW_DECIDES)
    done = box.run()
    assert (done.code, lines(done), box.issues[0].status.name) == (0, [], "Done")


def test_a_transition_with_no_path_is_said_once_and_not_tried_again(box: Jam) -> None:
    box.project.block("In Progress", "Done")
    box.tick()
    done = box.run()
    assert done.code == 0
    what = f"PAY-1 on {box.host} could not be brought to Done from To Do: of what Jira offers there (To Do) nothing "
    said = [
        (
            f"! problem  docs/outage.md:7: {what}leads on; draw a way in the workflow, or give the account what its "
            "conditions ask for"
        )
    ]
    assert lines(done) == said
    assert comments(box) == [f"The postmortem docs/outage.md says Done, and this issue cannot follow: {what}leads on"]
    assert "· Open ·" in box.row("Add alert")
    for _ in range(3):
        done, asked = box.asked()
        assert (done.code, lines(done), len(asked)) == (0, said, 1)
    assert len(comments(box)) == 1


def test_a_path_that_ends_half_way_is_not_gone_again(box: Jam) -> None:
    box.project.block("Done")
    box.tick()
    (said,) = lines(box.run())
    assert "could not be brought to Done and is in In Progress now (To Do > In Progress): of what Jira offers" in said
    before = len(box.jira.exchanges)
    box.run()
    assert box.sent(before) == []
    assert "· In progress ·" in box.row("Add alert")
    done, asked = box.asked()
    assert (done.code, len(asked), len(comments(box))) == (0, 1, 1)
    assert box.issues[0].status.name == "In Progress"


def test_a_transition_without_the_permission(box: Jam) -> None:
    box.project.revoke("syncer-bot", "TRANSITION_ISSUES")
    box.tick()
    done = box.run()
    assert done.code == 0
    assert lines(done) == [
        (
            f"! problem  docs/outage.md:7: PAY-1 on {box.host} could not be brought to Done from To Do: Jira offers "
            "the account no transition; give it the permission Transition Issues (and Resolve Issues) in PAY, or draw "
            "a way on from To Do in the workflow"
        )
    ]


def test_what_people_decided_shows_in_the_row_and_so_does_a_reopened_issue(two: Jam) -> None:
    two.jira.transition("PAY-1", "Done", resolution="Won't Do")
    two.jira.transition("PAY-2", "Done", resolution="Duplicate")
    done = two.run()
    assert (done.code, lines(done)) == (0, [])
    for text in ("Add alert", "Fix leak"):
        assert re.search(r"\| Won't do \d{4}-\d\d-\d\d \|$", two.row(text))
    two.jira.transition("PAY-1", "To Do")
    two.jira.transition("PAY-2", "In Progress")
    assert two.run().code == 0
    assert two.row("Add alert").endswith("| Open · due 2026-04-01 |")
    assert two.row("Fix leak").endswith("| In progress · due 2026-04-02 |")


def test_a_moved_issue_is_followed_and_its_link_mended(  # F19
    two: Jam, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.jira.project("OPS").grant("syncer-bot")
    two.jira.move("PAY-1", "OPS")
    a_day_later(monkeypatch)
    done = two.run()
    assert (done.code, lines(done)) == (0, [])
    assert f"| [OPS-1]({two.jira.url}/browse/OPS-1) | Open · due 2026-04-01 |" in two.row("Add alert")
    assert two.jira.created() == {"syncer-bot": 2}
    two.jira.transition("OPS-1", "In Progress")
    two.run()
    assert two.row("Add alert").endswith("| In progress · due 2026-04-01 |")


def test_a_deleted_issue(two: Jam, monkeypatch: pytest.MonkeyPatch) -> None:
    two.jira.delete("PAY-1")
    a_day_later(monkeypatch)
    done = two.run()
    assert done.code == 0
    told = "Issue does not exist or you do not have permission to see it."
    words = told if two.jira.deployment == "cloud" else "Issue Does Not Exist"
    assert lines(done) == [
        (
            f"! problem  docs/outage.md:9: its issue PAY-1 cannot be read: PAY-1 on {two.host}: it was deleted (404: "
            f"{words}); restore the issue or correct the link; without the link the row gets a new issue"
        )
    ]
    assert two.row("Add alert").endswith("| Deleted |")
    assert two.row("Fix leak").endswith("| Open · due 2026-04-02 |")


def test_a_hidden_issue_is_not_taken_for_a_deleted_one(two: Jam, monkeypatch: pytest.MonkeyPatch) -> None:
    two.project.add_level("Internal", ["syncer-bot"])
    two.jira.hide("PAY-1")
    a_day_later(monkeypatch)
    done = two.run()
    assert done.code == 0
    said = "(404: Issue does not exist or you do not have permission to see it.)"
    why = (
        f"it was deleted or is hidden {said}; look there as somebody who sees every issue of the project, and give the "
        "account access to its security level, or take the link out of the row"
        if two.jira.deployment == "cloud"
        else f"the account may not see it {said}; give it the permission again"
    )
    assert lines(done) == [
        f"! problem  docs/outage.md:9: its issue PAY-1 cannot be read: PAY-1 on {two.host}: {why}; {UNTIL}"
    ]
    assert two.row("Add alert").endswith("| Open · due 2026-04-01 |")


def test_a_project_out_of_sight_is_not_taken_for_deleted_issues(two: Jam, monkeypatch: pytest.MonkeyPatch) -> None:
    two.project.revoke("syncer-bot")
    a_day_later(monkeypatch)
    before = two.document.read_bytes()
    done = two.run()
    why = (
        f"the project was deleted, or access to it was lost (404: No project could be found with key 'PAY'.); give the "
        f"account the permission to browse it again; {UNTIL}"
    )
    assert (done.code, lines(done)) == (
        0,
        [
            f"! problem  docs/outage.md:{line}: its issue {key} cannot be read: {key} on {two.host}: {why}"
            for line, key in ((9, "PAY-1"), (10, "PAY-2"))
        ],
    )
    assert two.document.read_bytes() == before
