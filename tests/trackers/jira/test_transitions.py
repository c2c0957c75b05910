"""F24: the way of an issue to a state, by the categories of statuses, never by their names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.jira.workflow import DONE, INDETERMINATE, NEW, STEPS, Transition, Workflow, free
from trackers.jira.desk import Desk, ref

from syncer.errors import Refused, Rejected, Unknown
from syncer.model import State
from syncer.trackers.jira.choices import Choices, ProjectChoices
from syncer.trackers.jira.direct import read_issue
from syncer.trackers.jira.shown import Shown
from syncer.trackers.jira.transitions import transition


def go(desk: Desk, wanted: State, *, choices: Choices | None = None, is_duplicate: bool = False) -> None:
    site = desk.tracker(choices=ProjectChoices(choices or Choices()))._site
    shown = read_issue(site, ref(desk.jira.issue("PAY-1")))
    assert isinstance(shown, Shown)
    desk.asked()
    transition(site, shown, wanted, is_duplicate=is_duplicate)


def now(desk: Desk) -> tuple[str, str | None]:
    issue = desk.jira.issue("PAY-1")
    return issue.status.name, issue.resolution


@pytest.fixture(autouse=True)
def an_issue(desk: Desk) -> None:
    desk.ours()


@pytest.mark.parametrize(
    ("wanted", "status"), [(State.DONE, "Done"), (State.IN_PROGRESS, "In Progress"), (State.WONT_DO, "Done")]
)
def test_one_step(desk: Desk, wanted: State, status: str) -> None:
    go(desk, wanted)
    assert now(desk)[0] == status
    number = desk.jira.issue("PAY-1").id
    assert desk.asked() == [f"GET /issue/{number}/transitions", f"POST /issue/{number}/transitions"]


def test_nothing_where_it_is_there_already(desk: Desk) -> None:
    go(desk, State.TODO)
    desk.jira.transition("PAY-1", "Done")
    go(desk, State.DONE)
    go(desk, State.WONT_DO)
    assert [asked for asked in desk.asked() if "transitions" in asked] == []


def test_what_is_in_progress_is_open(desk: Desk) -> None:
    desk.jira.transition("PAY-1", "In Progress")
    go(desk, State.TODO)
    assert now(desk) == ("In Progress", None)


def test_several_steps(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", STEPS)
    go(desk, State.DONE)
    assert now(desk)[0] == "Done"
    assert sum(asked.startswith("POST") for asked in desk.asked()) == 3


def test_reopening_takes_what_is_open(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", STEPS)
    desk.jira.transition("PAY-1", "Done")
    go(desk, State.TODO)
    assert now(desk) == ("In Review", None)


def test_more_than_four_steps_are_too_many(desk: Desk) -> None:
    names = {"To Do": NEW, **{f"Step {number}": INDETERMINATE for number in range(1, 6)}, "Done": DONE}
    ways = list(names)
    steps = tuple(
        Transition(str(number), to, to, frozenset({ways[number - 1]})) for number, to in enumerate(ways) if number
    )
    desk.jira.use_workflow("PAY", Workflow(names, steps))
    with pytest.raises(Rejected, match="more than 4 steps") as raised:
        go(desk, State.DONE)
    assert raised.value.field == "state"
    assert "is in Step 4 now (To Do > Step 1 > Step 2 > Step 3 > Step 4)" in str(raised.value)
    assert now(desk)[0] == "Step 4"


def test_no_permission(desk: Desk) -> None:
    desk.jira.at("PAY").revoke("syncer-bot", "TRANSITION_ISSUES")
    with pytest.raises(
        Rejected, match="Jira offers the account no transition; give it the permission Transition"
    ) as raised:
        go(desk, State.DONE)
    assert raised.value.field == "state"
    assert now(desk)[0] == "To Do"


def test_no_path(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.without("Done"))
    with pytest.raises(Rejected, match=r"could not be brought to Done and is in In Progress now .*nothing leads on"):
        go(desk, State.DONE)


def test_no_step_leads_away_from_where_the_issue_is_to_be(desk: Desk) -> None:
    desk.jira.at("PAY").block("Done")
    desk.jira.transition("PAY-1", "In Progress")
    with pytest.raises(Rejected, match=r"could not be brought to Done from In Progress: of what .*nothing leads on"):
        go(desk, State.DONE)
    assert now(desk)[0] == "In Progress"
    assert [asked for asked in desk.asked() if asked.startswith("POST")] == []


def test_a_condition_that_refuses_although_it_is_offered(desk: Desk) -> None:
    workflow = desk.jira.at("PAY").workflow.changed("Done", validator="Only release managers close issues.")
    desk.jira.use_workflow("PAY", workflow)
    with pytest.raises(Rejected, match=r"was refused .400: Only release managers close issues") as raised:
        go(desk, State.DONE)
    assert raised.value.field == "state"


def test_a_resolution_that_the_screen_requires(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen={"resolution": True}))
    go(desk, State.DONE)
    assert now(desk) == ("Done", "Done")


def test_what_will_not_be_done_is_resolved_so(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen={"resolution": False}))
    go(desk, State.WONT_DO)
    assert now(desk)[1] == "Won't Do"


def test_a_duplicate_is_resolved_so(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen={"resolution": False}))
    go(desk, State.WONT_DO, is_duplicate=True)
    assert now(desk)[1] == "Duplicate"


def test_of_two_ways_the_one_that_says_it(desk: Desk) -> None:
    names = {"To Do": NEW, "Cancelled": DONE, "Done": DONE}
    desk.jira.use_workflow("PAY", free(names))
    go(desk, State.DONE)
    assert now(desk)[0] == "Done"
    desk.jira.transition("PAY-1", "To Do")
    go(desk, State.WONT_DO)
    assert now(desk)[0] == "Cancelled"


def test_a_required_field_that_nobody_configured(desk: Desk) -> None:
    cause = desk.jira.custom_field("Root cause", "option", ["Human", "Machine"])
    desk.jira.at("PAY").add_field(cause.id)
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen={cause.id: True}))
    with pytest.raises(Rejected, match=r"requires Root cause .* .\"Human\", \"Machine\".") as raised:
        go(desk, State.DONE)
    assert str(raised.value).endswith(
        'set transition_fields = { "Root cause" = "Human" } for the project in the configuration'
    )
    go(desk, State.DONE, choices=Choices(transition_fields={"root cause": "Machine"}))
    assert now(desk)[0] == "Done"


def test_a_configured_value_that_is_not_allowed(desk: Desk) -> None:
    cause = desk.jira.custom_field("Root cause", "option", ["Human", "Machine"])
    desk.jira.at("PAY").add_field(cause.id)
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen={cause.id: False}))
    with pytest.raises(Rejected, match=r'"Ghost" is none of its values ."Human", "Machine".; correct it'):
        go(desk, State.DONE, choices=Choices(transition_fields={cause.id: "Ghost"}))


def test_somebody_moves_it_at_the_same_moment(desk: Desk) -> None:
    desk.jira.fail("status", "POST", "/transitions$", status=409)
    with pytest.raises(Refused) as raised:
        go(desk, State.DONE)
    assert raised.value.retry_after == 0
    go(desk, State.DONE)
    assert now(desk)[0] == "Done"


def test_conditions_that_nobody_of_us_meets(desk: Desk) -> None:
    workflow = desk.jira.at("PAY").workflow
    ways = tuple(replace(way, who=frozenset({"nobody"})) for way in workflow.transitions)
    desk.jira.use_workflow("PAY", replace(workflow, transitions=ways))
    with pytest.raises(Rejected, match="no transition"):
        go(desk, State.DONE)


def test_an_answer_that_is_lost(desk: Desk) -> None:
    desk.jira.fail("drop", "POST", "/transitions$")
    with pytest.raises(Unknown):
        go(desk, State.DONE)
    assert now(desk)[0] == "Done"
