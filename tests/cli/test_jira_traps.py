"""The traps of Jira's fields, people and projects, each with the sentence that a user reads and how the run ends."""

from __future__ import annotations

import json
import re

import pytest

from .jam import Jam, lines

ALERT, LEAK = "Add alert | @alice | 2026-04-01", "Fix leak | @bob | 2026-04-02"
ELSEWHERE = 'team = "core"\n[[routes]]\ntracker = "jam"\ntarget = "OPS"\n'
SHUT = "its rows were left as they are; the next run that reaches it goes on"
LEFT = "its rows were left as they are; other targets went on"


def quiet(jam: Jam) -> None:
    """Nothing changes: one request, and nothing that was said is forgotten."""
    said = lines(jam.run())
    done, asked = jam.asked()
    assert (len(asked), lines(done)) == (1, said)


def test_a_due_date_that_is_not_on_the_screen(jam: Jam) -> None:
    jam.project.off_screen("duedate")
    jam.write(ALERT, LEAK)
    done = jam.run()
    assert done.code == 0
    why = "the field Due date is not on the create screen of Task in PAY; add it to that screen"
    assert lines(done) == [
        f"! problem  docs/outage.md:9: PAY-1 has no due 2026-04-01: {why}",
        f"! problem  docs/outage.md:10: PAY-2 has no due 2026-04-02: {why}",
    ]
    assert jam.row("Add alert").endswith(f"[PAY-1]({jam.jira.url}/browse/PAY-1) | Open |")
    quiet(jam)


def test_a_required_field_and_the_line_that_sets_it(jam: Jam) -> None:
    cause = jam.jira.custom_field("Root cause", "option", ["Code", "Config"])
    jam.project.add_field(cause.id, required=True)
    jam.jira.project("OPS").grant("syncer-bot")
    jam.jira.at("OPS").allow_assignees("alice")
    jam.configure(route='match = { team = "core" }', more=ELSEWHERE)
    jam.write(LEAK, ALERT)
    done = jam.run()
    assert done.code == 1
    (said,) = lines(done)
    assert said == (
        f"!! failed  docs/outage.md:9: PAY on {jam.host}: nothing sets Root cause ({cause.id}), which is required for "
        'a Task (allowed: "Code", "Config"); write fields = { "Root cause" = "Code" } below '
        "[trackers.jam.projects.PAY] in the configuration; the other rows went on"
    )
    assert "browse/OPS-1" in jam.row("Add alert")
    assert jam.issues == []

    line, table = re.findall(r"write (fields = \{.*\}) below (\[.*?\]) in", said)[0]
    jam.configure(route='match = { team = "core" }', more=f"{ELSEWHERE}{table}\n{line}\n")
    done = jam.run()
    assert (done.code, lines(done)) == (0, [])
    assert "browse/PAY-1" in jam.row("Fix leak")
    assert jam.issues[0].fields[cause.id]["value"] == "Code"


def test_owners_who_are_unknown_or_cannot_be_assigned(jam: Jam) -> None:
    jam.project.refuse_assignee("bob")
    jam.write(ALERT, LEAK, "See | @nobody | 2026-04-02")
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            f"! problem  docs/outage.md:10: PAY-2 has no owner: {jam.accounts['bob']} cannot be assigned in PAY; give "
            "that account the permission Assignable User there, or correct it in people"
        ),
        (
            "! problem  docs/outage.md:11: owner '@nobody' is nobody we know (nobody has the handle @nobody); add them "
            "to [people], or correct the row"
        ),
    ]
    assert [issue.assignee for issue in jam.issues] == ["alice", None, None]
    quiet(jam)


def test_an_assignee_of_people_is_not_cleared_because_a_name_means_nobody(jam: Jam) -> None:
    jam.write(ALERT)
    jam.run()
    jam.jira.edit("PAY-1", owner="bob")
    jam.run()
    before = len(jam.jira.exchanges)
    jam.document.write_text(jam.document.read_text().replace("@alice", "@nobody"))
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            "! problem  docs/outage.md:9: owner '@nobody' is nobody we know (nobody has the handle @nobody); the "
            f"issue's owner is {jam.accounts['bob']}; add them to [people], or correct the row"
        )
    ]
    assert jam.row("Add alert").endswith("Open · due 2026-04-01 · owner Bob |")
    assert (jam.issues[0].assignee, jam.sent(before)) == ("bob", [])


def test_an_assignee_is_not_cleared_because_the_next_one_cannot_be_assigned(jam: Jam) -> None:
    jam.write(ALERT)
    jam.run()
    jam.project.refuse_assignee("bob")
    jam.document.write_text(jam.document.read_text().replace("@alice", "@bob"))
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            f"! problem  docs/outage.md:9: the owner of PAY-1 stays as it was: {jam.accounts['bob']} cannot be "
            "assigned in PAY; give that account the permission Assignable User there, or correct it in people"
        )
    ]
    assert jam.issues[0].assignee == "alice"


def test_an_archived_project(jam: Jam) -> None:
    jam.project.archived = True
    jam.write(ALERT)
    done = jam.run()
    assert done.code == 1
    assert lines(done) == [
        (
            f"!! failed  PAY (jam): PAY on {jam.host}: the project is archived; restore it, or route its items "
            f"elsewhere; {SHUT}"
        )
    ]
    assert "browse" not in jam.document.read_text()
    jam.project.archived = False
    assert jam.run().code == 0
    jam.project.archived = True
    jam.document.write_text(f"{jam.document.read_text()}| {LEAK} | | | |\n")
    done = jam.run()
    assert (done.code, len(lines(done)), len(jam.issues)) == (1, 1, 1)
    assert "the project is archived; restore it" in lines(done)[0]
    assert jam.row("Add alert").endswith("Open · due 2026-04-01 |")


@pytest.mark.parametrize(
    ("permission", "level", "why"),
    [
        (
            False,
            "Internal",
            (
                " Internal: the field Security Level is not on the create screen of Task in PAY; add it to that "
                "screen, and give the account the permission Set Issue Security"
            ),
        ),
        (
            True,
            "Interal",
            (
                ' Interal: "Interal" is none of its values ("Internal"); correct security in the configuration, or '
                "give the account Set Issue Security"
            ),
        ),
    ],
)
def test_nothing_is_made_without_its_security_level(jam: Jam, permission: bool, level: str, why: str) -> None:
    jam.project.add_level("Internal", ["alice", "syncer-bot"])
    if not permission:
        jam.project.revoke("syncer-bot", "SET_ISSUE_SECURITY")
    jam.configure(f'security = "{level}"')
    jam.write(ALERT)
    done = jam.run()
    assert done.code == 1
    told = f"PAY on {jam.host}: an issue is not made without its security level"
    assert lines(done) == [f"!! failed  docs/outage.md:9: {told}{why}; {LEFT}"]
    assert (jam.issues, jam.sent()) == ([], [])

    jam.project.grant("syncer-bot")
    jam.configure('security = "Internal"')
    assert jam.run().code == 0
    assert [issue.security for issue in jam.issues] == list(jam.project.levels)


def test_a_security_level_that_only_others_may_use(jam: Jam) -> None:
    jam.project.add_level("Internal", ["alice"])
    jam.configure('security = "Internal"')
    jam.write(ALERT)
    done = jam.run()
    assert (done.code, jam.issues) == (1, [])
    (said,) = lines(done)
    assert "an issue is not made without its security level (Security level name 'Internal' is not valid); " in said
    assert "or give the account Set Issue Security and a place in that level" in said


def test_a_priority_that_jira_does_not_know(jam: Jam) -> None:
    jam.write(f"{ALERT} | P1")
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            '! problem  docs/outage.md:9: the priority P1 of PAY-1 was not set: Jira has no priority "P1" '
            '("Highest", "High", '
            '"Medium", "Low", "Lowest"); set priorities = { "P1" = "..." } in the configuration'
        )
    ]
    jam.configure('priorities = { "P1" = "Highest" }')
    jam.document.write_text(f"{jam.document.read_text()}| {LEAK} | P1 | | |\n")
    jam.run()
    assert (jam.issues[-1].summary, jam.issues[-1].priority) == ("Fix leak", "Highest")


def test_components_and_a_parent_that_do_not_exist(jam: Jam) -> None:
    jam.project.add_component("Reliability")
    jam.configure('components = ["Realiability"]\nparent = "PAY-99"')
    jam.write(ALERT)
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            '! problem  docs/outage.md:9: PAY-1 has no Components: "Realiability" is none of its values '
            '("Reliability"); correct it in the configuration'
        ),
        (
            "! problem  docs/outage.md:9: PAY-1 has no Parent: PAY-99 was not accepted (Could not find issue by id or "
            "key); correct it in the configuration"
        ),
    ]
    quiet(jam)


@pytest.mark.parametrize(
    ("where", "place"), [("tracker", 'trackers.jam.labels[0] = "post mortem"'), ("route", "routes[0].labels")]
)
def test_labels_with_blanks_are_refused_where_they_stand(jam: Jam, where: str, place: str) -> None:
    jam.configure(**{where: 'labels = ["post mortem"]'})
    jam.write(ALERT)
    done = jam.run()
    text = (jam.folder / "syncer.toml").read_text()
    line = text[: text.index("labels = ")].count("\n") + 1
    what = '"post mortem" is no label: Jira has none with blanks; write post-mortem'
    assert (done.code, done.err) == (2, f"syncer: syncer.toml:{line}: {place}: {what}\n")
    assert jam.jira.exchanges == []


def test_no_bulk_create_is_sent_and_a_lost_answer_among_many_is_settled_by_itself(  # F2
    jam: Jam, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCER_LIMITS__SETTLE_AFTER", "0")
    jam.jira.fail("drop", "POST", "/issue$", nth=3)
    jam.jira.fail("reset", "POST", "/issue$", nth=6)
    jam.write(*(f"Action number {number} | @alice | 2026-04-01" for number in range(10)))
    assert jam.run().code == 0
    assert jam.run().code == 0
    assert sorted(issue.summary for issue in jam.issues) == [f"Action number {number}" for number in range(10)]
    assert jam.jira.duplicates() == {}
    made = [json.loads(one.request_body) for one in jam.sent() if one.path.endswith("/issue")]
    assert all("fields" in content for content in made)
    assert [one.path for one in jam.jira.exchanges if one.path.endswith("/issue/bulk")] == []
