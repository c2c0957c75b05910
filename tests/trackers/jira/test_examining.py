"""The look at a project before a first run: everything that is wrong in one go, and nothing where all is well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes.jira.contract import jira_contract
from fakes.jira.workflow import DONE, INDETERMINATE, NEW, STEPS, Workflow, stepwise
from trackers.jira.desk import BOT, OPS, PAY, Desk
from trackers.jira.telling import changed, told

from syncer.errors import Rejected
from syncer.model import Finding, Severity, Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.account import Account
from syncer.trackers.jira.choices import Choices, ProjectChoices


def examined(
    desk: Desk,
    *owners: str,
    account: Account | None = None,
    target: Target = PAY,
    zone: str = "UTC",
    **choices: Any,
) -> Sequence[Finding]:
    made = desk.tracker(account, zone=zone, choices=ProjectChoices(Choices(**choices)))
    return made.examine(target, owners)


def wrong(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """What is not right, with its remedy."""
    return [(one.what, one.remedy) for one in findings if one.severity is not Severity.NOTE]


def notes(findings: Sequence[Finding]) -> list[str]:
    return [one.what for one in findings if one.severity is Severity.NOTE]


def only(findings: Sequence[Finding], pattern: str) -> Finding:
    """The one finding whose words `pattern` is found in."""
    (found,) = [one for one in findings if re.search(pattern, one.what)]
    return found


def account_of(desk: Desk, name: str) -> str:
    return desk.jira.user(name).account_id if desk.is_cloud else name


# --- all at once ---


def test_a_good_project_has_nothing_but_notes(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY")
    desk.jira.at("PAY").allow_assignees("alice")
    found = examined(desk, account_of(desk, "alice"))
    assert wrong(found) == []
    assert notes(found) == [
        f"asked at {desk.jira.url} as {desk.bot.display} ({'API token' if desk.is_cloud else 'personal access token'})",
        "the project PAY team can be read",
        "issues are made with the type Task",
        "Task can be brought to done: To Do > Done",
    ]
    assert {one.where for one in found} == {"PAY (desk)"}
    assert all(one.remedy == "" for one in found)


def test_a_badly_set_up_project_is_told_everything_in_one_go(desk: Desk) -> None:
    project = desk.jira.at("PAY")
    desk.jira.open_issue("Something", project="PAY")
    project.revoke(BOT, "ADD_COMMENTS")
    project.off_screen("duedate")
    cause = desk.jira.custom_field("Root cause", "option", ["Code", "Config"])
    project.add_field(cause.id, required=True)
    project.block("Done")
    alice, bob = account_of(desk, "alice"), account_of(desk, "bob")
    found = wrong(examined(desk, alice, bob))
    assert [what for what, _ in found] == [
        "the account lacks the permission Add Comments, so nothing can be said on an issue",
        "Due date is not on the create screen of Task, so due dates are not set",
        f"Root cause ({cause.id}) is required and not configured, so no issue can be made",
        "Due date is not on the edit screen of Task, so a new due date does not reach the issue",
        "no way leads Task from To Do to a status that counts as done: Jira offers To Do, In Progress",
        f"{alice} cannot be assigned",
        f"{bob} cannot be assigned",
    ]
    remedies = dict(found)
    assert remedies[f"Root cause ({cause.id}) is required and not configured, so no issue can be made"] == (
        'set fields = { "Root cause" = "Code" } in [trackers.desk.projects.PAY], one of "Code", "Config"'
    )
    assert all(remedies.values())


def test_it_changes_nothing(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY")
    examined(desk, "alice")
    assert {one.method for one in desk.jira.exchanges} == {"GET"}


def test_what_is_asked_keeps_to_the_published_contracts(desk: Desk, reference: Path) -> None:
    desk.jira.open_issue("Something", project="PAY")
    desk.jira.open_issue("An epic", project="OPS")
    board, kanban = desk.jira.agile.board("PAY"), desk.jira.agile.board("PAY", kind="kanban")
    desk.jira.agile.sprint(board.id, "PAY Sprint 1", "2026-03-02", "2026-03-16")
    examined(desk, account_of(desk, "alice"), account_of(desk, BOT), parent="OPS-1")
    examined(desk, parent="OPS-99", target=Target("desk", "NONE"))
    tracker = desk.tracker()
    tracker.find_accounts(PAY, ["alice@example.com"])
    tracker.sprints(str(board.id))
    for number in (kanban.id, 99):
        with pytest.raises(Rejected):
            tracker.sprints(str(number))
    assert jira_contract(reference, desk.jira.deployment).problems(desk.jira.exchanges) == []


# --- the site and who we are ---


def test_a_credential_that_is_not_accepted_is_all_there_is_to_say(desk: Desk) -> None:
    (found,) = examined(desk, "alice", account=desk.account("wrong"))
    assert found.severity is Severity.ERROR
    assert "was not accepted" in found.what
    assert found.remedy


def test_a_site_that_does_not_answer_is_one_error(desk: Desk) -> None:
    desk.jira.fail("reset", times=None)
    (found,) = examined(desk, "alice")
    assert found.severity is Severity.ERROR


def test_a_site_of_the_other_kind_is_said(desk: Desk) -> None:
    other = "Server" if desk.is_cloud else "Cloud"
    account = changed(desk, "/serverInfo$", lambda data: {**data, "deploymentType": other})
    found = only(examined(desk, account=account), "is configured as")
    assert found.severity is Severity.ERROR
    assert f"is {other}, and is configured as Jira {'Cloud' if desk.is_cloud else 'Data Center'}" in found.what
    assert "deployment = " in found.remedy


def test_the_kind_is_asked_of_the_other_version_where_the_configured_one_is_not_there(desk: Desk) -> None:
    asked = "3" if desk.is_cloud else "2"
    account = told(desk, "/serverInfo$", {"deploymentType": "Server" if desk.is_cloud else "Cloud"})
    real = account.get

    def get(target: Target, path: str, query: Mapping[str, str] | None = None) -> Answer:
        known = real(target, path, query)
        return replace(known, status=404, text="{}") if path.endswith(f"/rest/api/{asked}/serverInfo") else known

    account.get = get  # type: ignore[method-assign]
    assert "is configured as" in wrong(examined(desk, account=account))[0][0]


def test_a_server_that_tells_nothing_of_itself_is_an_error(desk: Desk) -> None:
    (found,) = examined(desk, account=told(desk, "/serverInfo$", {"errorMessages": ["gone"]}, status=410))
    assert (found.severity, "gone" in found.what) == (Severity.ERROR, True)


@pytest.mark.parametrize(("seconds", "way"), [(60, "ahead of"), (-60, "behind")])
def test_a_clock_that_is_wrong_is_said(desk: Desk, seconds: int, way: str) -> None:
    account = desk.account()
    real = account.server_time
    account.server_time = lambda answer: real(answer) - timedelta(seconds=seconds)  # type: ignore[method-assign]
    found = only(examined(desk, account=account), "clock")
    assert found.what == f"this machine's clock is 60 s {way} the server's"
    assert found.severity is Severity.PROBLEM


def test_a_server_that_tells_no_time_has_no_clock_to_compare(desk: Desk) -> None:
    account = told(desk, "/serverInfo$", {"deploymentType": "Cloud" if desk.is_cloud else "Server"})
    assert wrong(examined(desk, account=account)) == []


def test_another_time_zone_than_the_calendars_is_a_note(desk: Desk) -> None:
    desk.jira.user(BOT, zone="Asia/Tokyo")
    found = only(examined(desk, zone="Europe/Berlin"), "time zone")
    assert found.severity is Severity.NOTE
    assert found.what == (
        "the account's time zone is Asia/Tokyo; days are counted in that of the calendar, Europe/Berlin"
    )


def test_who_we_are_may_not_be_told(desk: Desk) -> None:
    (found,) = examined(desk, account=told(desk, "/myself$", {"errorMessages": ["no"]}, status=403))
    assert found.severity is Severity.ERROR


# --- the project ---


def test_a_project_that_is_not_there_is_said_once(desk: Desk) -> None:
    found = examined(desk, "alice", target=Target("desk", "NONE"))
    (error,) = [one for one in found if one.severity is not Severity.NOTE]
    assert error.severity is Severity.ERROR
    assert "there is no such project" in error.what
    assert error.remedy.startswith("correct the key")


def test_an_archived_project_is_said_once(desk: Desk) -> None:
    desk.jira.at("PAY").archived = True
    (found,) = wrong(examined(desk, "alice"))
    assert found[0].endswith("the project is archived")
    assert found[1] == "restore it, or route its items elsewhere"


def test_a_renamed_project_is_said(desk: Desk) -> None:
    account = changed(desk, "/project/PAY$", lambda data: {**data, "key": "PAYMENTS"})
    found = only(examined(desk, account=account), "key")
    assert (found.what, found.severity) == ("the project's key is PAYMENTS now", Severity.PROBLEM)


def test_an_issue_type_that_is_not_there_does_not_hide_the_rest(desk: Desk) -> None:
    alice = account_of(desk, "alice")
    found = wrong(examined(desk, alice, issue_type="Follow-up"))
    assert "there is no issue type Follow-up" in found[0][0]
    assert '"Task"' in found[0][1]
    assert found[1][0] == f"{alice} cannot be assigned"


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        ("EDIT_ISSUES", "Edit Issues, so no change reaches an issue"),
        ("ASSIGN_ISSUES", "Assign Issues, so nobody is assigned"),
        ("SCHEDULE_ISSUES", "Schedule Issues, so due dates and sprints are not set"),
        ("ADD_COMMENTS", "Add Comments, so nothing can be said on an issue"),
        ("LINK_ISSUES", "Link Issues, so issues are not linked to their document"),
    ],
)
def test_a_permission_that_is_lacking_is_named_once(desk: Desk, permission: str, words: str) -> None:
    desk.jira.open_issue("Something", project="PAY")
    desk.jira.at("PAY").revoke(BOT, permission)
    ((what, remedy),) = wrong(examined(desk))
    assert what == f"the account lacks the permission {words}"
    assert remedy.startswith("give it that in the project's permissions")


def test_without_transition_issues_nothing_is_offered(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY")
    desk.jira.at("PAY").revoke(BOT, "TRANSITION_ISSUES")
    assert [what for what, _ in wrong(examined(desk))] == [
        "the account lacks the permission Transition Issues, so no issue can be closed or reopened",
        "no way leads Task from To Do to a status that counts as done: Jira offers the account nothing",
    ]


def test_without_create_issues_the_rest_is_still_looked_at(desk: Desk) -> None:
    desk.jira.at("PAY").revoke(BOT, "CREATE_ISSUES")
    alice = account_of(desk, "alice")
    found = [what for what, _ in wrong(examined(desk, alice))]
    assert found[0] == "the account lacks the permission Create Issues, so no issue can be made"
    assert "may not create issues there" in found[1]
    assert found[2:] == [f"{alice} cannot be assigned"]


def test_setting_security_is_needed_only_where_it_is_configured(desk: Desk) -> None:
    project = desk.jira.at("PAY")
    project.add_level("Staff", [BOT])
    project.revoke(BOT, "SET_ISSUE_SECURITY")
    assert wrong(examined(desk)) == []
    ((what, _),) = wrong(examined(desk, security="Staff"))
    assert (
        what == "the account lacks the permission Set Issue Security, so no issue can be made with its security level"
    )


def test_a_permission_that_is_not_told_is_none_that_is_lacking(desk: Desk) -> None:
    assert wrong(examined(desk, account=told(desk, "/mypermissions$", {"permissions": {}}))) == []


@pytest.mark.parametrize("path", ["/mypermissions$", "/issuetypes$", "/editmeta$", "/statuses$", "/transitions$"])
def test_what_cannot_be_asked_does_not_hide_the_rest(desk: Desk, path: str) -> None:
    desk.jira.open_issue("Something", project="PAY")
    account = told(desk, path, {"errorMessages": ["not today"]}, status=410)
    first, *rest = wrong(examined(desk, "alice", account=account))
    assert "not today" in first[0]
    assert rest == wrong(examined(desk, "alice"))


@pytest.mark.parametrize("path", ["/mypermissions$", "/issuetypes/", "/editmeta$", "/statuses$", "/transitions$"])
def test_another_shape_than_jiras_is_said(desk: Desk, path: str) -> None:
    desk.jira.open_issue("Something", project="PAY")
    account = told(desk, path, {"permissions": 3, "fields": [3], "values": [3], "transitions": [3], "name": 3})
    found = wrong(examined(desk, account=account))
    assert any("another shape than Jira's" in what for what, _ in found)


# --- screens ---


def test_labels_that_are_off_the_screen_are_an_error(desk: Desk) -> None:
    desk.jira.at("PAY").off_screen("labels", edit=False)
    found = only(examined(desk), "Labels")
    assert found.severity is Severity.ERROR
    assert found.remedy == "add the field Labels to the create screen in the project's settings"


@pytest.mark.parametrize("name", ["description", "duedate", "priority", "assignee"])
def test_a_field_of_ours_that_is_off_the_create_screen_is_a_problem(desk: Desk, name: str) -> None:
    desk.jira.at("PAY").off_screen(name, edit=False)
    found = only(examined(desk), "create screen")
    assert found.severity is Severity.PROBLEM


@pytest.mark.parametrize("name", ["summary", "labels", "duedate", "assignee", "priority"])
def test_a_field_of_ours_that_is_off_the_edit_screen_is_a_problem(desk: Desk, name: str) -> None:
    desk.jira.open_issue("Something", project="PAY")
    desk.jira.at("PAY").off_screen(name, create=False)
    found = only(examined(desk), "edit screen")
    assert found.severity is Severity.PROBLEM


def test_an_issue_that_nobody_can_edit_is_said(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY")
    found = only(examined(desk, account=told(desk, "/editmeta$", {"fields": {}})), "cannot be edited")
    assert found.severity is Severity.PROBLEM


@pytest.mark.parametrize(
    ("name", "choices", "severity"),
    [
        ("components", {"components": ("api",)}, Severity.PROBLEM),
        ("parent", {"parent": "OPS-1"}, Severity.PROBLEM),
        ("security", {"security": "Staff"}, Severity.ERROR),
    ],
)
def test_what_is_configured_and_off_the_screen_is_said(
    desk: Desk, name: str, choices: Mapping[str, Any], severity: Severity
) -> None:
    desk.jira.open_issue("Something", project="OPS")
    project = desk.jira.at("PAY")
    project.add_component("api")
    project.add_level("Staff", [BOT])
    assert wrong(examined(desk, **choices)) == []
    project.off_screen(name)
    found = only(examined(desk, **choices), "create screen")
    assert found.severity is severity


def test_an_epic_is_linked_by_a_field_of_its_own_where_there_is_no_parent(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="OPS")
    project = desk.jira.at("PAY")
    epic = desk.jira.custom_field("Epic Link", "epic-link")
    project.add_field(epic.id, required=True)
    project.off_screen("parent")
    assert wrong(examined(desk, parent="OPS-1")) == []
    assert [what for what, _ in wrong(examined(desk))] == [
        f"Epic Link ({epic.id}) is required and not configured, so no issue can be made"
    ]


def test_a_configured_field_that_is_off_the_screen_is_said(desk: Desk) -> None:
    found = only(examined(desk, fields={"Root cause": "Code"}), "Root cause")
    assert found.severity is Severity.PROBLEM
    assert found.remedy == "add it to the screen, or take it out of fields in [trackers.desk.projects.PAY]"


@pytest.mark.parametrize(("required", "severity"), [(True, Severity.ERROR), (False, Severity.PROBLEM)])
def test_a_configured_value_that_is_not_allowed_is_said(desk: Desk, required: bool, severity: Severity) -> None:
    cause = desk.jira.custom_field("Root cause", "option", ["Code", "Config"])
    desk.jira.at("PAY").add_field(cause.id, required=required)
    assert wrong(examined(desk, fields={"Root cause": "Code"})) == []
    found = only(examined(desk, fields={"root cause": "Moon"}), "Root cause")
    assert found.severity is severity
    assert '"Moon"' in found.what


@pytest.mark.parametrize(
    ("choices", "what", "severity"),
    [
        ({"components": ("api", "web")}, 'Components has no "web"', Severity.PROBLEM),
        ({"priorities": {"P1": "Highest", "P2": "Blazing"}}, 'Priority has no "Blazing"', Severity.PROBLEM),
        ({"security": "Board"}, 'Security Level .*has no "Board"', Severity.ERROR),
    ],
)
def test_what_is_configured_and_not_there_is_said(
    desk: Desk, choices: Mapping[str, Any], what: str, severity: Severity
) -> None:
    desk.jira.at("PAY").add_component("api")
    desk.jira.at("PAY").add_level("Staff", [BOT])
    found = only(examined(desk, **choices), what)
    assert found.severity is severity
    assert "[trackers.desk.projects.PAY]" in found.remedy
    assert "there is" in found.remedy


def test_a_security_level_is_not_there_where_there_is_none(desk: Desk) -> None:
    found = only(examined(desk, security="Staff"), "Security Level")
    assert found.severity is Severity.ERROR
    assert "there is" not in found.remedy


def test_a_component_is_taken_for_there_where_none_are_told(desk: Desk) -> None:
    assert wrong(examined(desk, components=("api",))) == []


@pytest.mark.parametrize("name", ["duedate", "priority"])
def test_a_field_that_rows_fill_and_that_is_required_is_a_problem(desk: Desk, name: str) -> None:
    desk.jira.at("PAY").require(name)
    found = only(examined(desk), "is required")
    assert found.severity is Severity.PROBLEM
    assert found.what.endswith("is required, so rows that say none get no issue")


def test_a_required_field_with_a_default_is_no_matter(desk: Desk) -> None:
    desk.jira.at("PAY").require("priority", default={"name": "Medium"})
    assert wrong(examined(desk)) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("components", 'set components = ["api"] in [trackers.desk.projects.PAY], one of "api"'),
        ("security", 'set security = "Staff" in [trackers.desk.projects.PAY], one of "Staff"'),
        ("parent", 'set parent = "KEY-1" in [trackers.desk.projects.PAY]'),
    ],
)
def test_a_required_field_with_a_key_of_its_own_is_set_by_that(desk: Desk, name: str, line: str) -> None:
    project = desk.jira.at("PAY")
    project.add_component("api")
    project.add_level("Staff", [BOT])
    project.require(name)
    found = only(examined(desk), "is required and not configured")
    assert (found.severity, found.remedy) == (Severity.ERROR, line)


# --- the way to done ---


def test_no_issue_to_ask_is_a_note(desk: Desk) -> None:
    found = only(examined(desk), "way to done")
    assert found == Finding(
        Severity.NOTE, "PAY (desk)", "no issue of the type Task is there yet to ask for its way to done"
    )


def test_issues_of_another_type_are_not_asked(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY", type="Bug")
    assert "no issue of the type Task" in only(examined(desk), "way to done").what


def test_issues_that_were_all_done_found_their_way(desk: Desk) -> None:
    desk.jira.open_issue("Something", project="PAY", status="Done")
    assert only(examined(desk), "done").what == "issues of the type Task have been brought to done"


def test_a_workflow_without_a_status_of_the_category_is_said(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", stepwise({"Open": NEW, "Shipped": INDETERMINATE}))
    ((what, remedy),) = wrong(examined(desk))
    assert what == "no status of Task counts as done (Open, Shipped), so no issue can be closed"
    assert remedy == "add a status of the category Done to its workflow"


def test_a_way_of_several_steps_is_found_by_issues_along_it(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", STEPS)
    for status in ("To Do", "In Progress", "In Review"):
        desk.jira.open_issue("Something", project="PAY", status=status)
    assert only(examined(desk), "brought to done").what == (
        "Task can be brought to done: To Do > In Progress > In Review > Done"
    )


def test_a_way_that_cannot_be_seen_is_a_note(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", STEPS)
    desk.jira.open_issue("Something", project="PAY")
    found = only(examined(desk), "way to done")
    assert found.severity is Severity.NOTE
    assert found.what == (
        "from To Do Task leads on through In Progress, where no issue is to be asked: its way to done was not seen"
    )


def test_a_way_that_ends_before_done_is_a_problem(desk: Desk) -> None:
    desk.jira.use_workflow("PAY", STEPS.without("Done"))
    for status in ("To Do", "In Progress", "In Review"):
        desk.jira.open_issue("Something", project="PAY", status=status)
    ((what, _),) = wrong(examined(desk))
    assert what.startswith("no way leads Task from To Do to a status that counts as done: Jira offers In Progress")


def test_more_steps_than_are_ever_taken_are_too_many(desk: Desk) -> None:
    names = ["A", "B", "C", "D", "E", "F"]
    desk.jira.use_workflow("PAY", stepwise({**dict.fromkeys(names, INDETERMINATE), "Z": DONE}))
    for name in names:
        desk.jira.open_issue("Something", project="PAY", status=name)
    desk.jira.open_issue("Newest", project="PAY", status="A")
    ((what, _),) = wrong(examined(desk))
    assert what.startswith("no way leads Task from A to a status that counts as done")


def test_a_field_that_the_way_requires_is_named_with_its_remedy(desk: Desk) -> None:
    cause = desk.jira.custom_field("Root cause", "option", ["Code", "Config"])
    screen = {cause.id: True, "resolution": True}
    desk.jira.use_workflow("PAY", desk.jira.at("PAY").workflow.changed("Done", screen=screen))
    desk.jira.open_issue("Something", project="PAY")
    ((what, remedy),) = wrong(examined(desk))
    assert what.startswith("Task cannot take the transition Done: its screen requires Root cause")
    assert "transition_fields" in remedy
    assert wrong(examined(desk, transition_fields={"Root cause": "Code"})) == []


def test_few_statuses_are_asked_about_however_many_there_are(desk: Desk) -> None:
    names = [f"S{number:02}" for number in range(12)]
    ways = replace(
        stepwise(dict.fromkeys(names, INDETERMINATE)), statuses={**dict.fromkeys(names, INDETERMINATE), "Z": DONE}
    )
    free = tuple(replace(way, sources=None) for way in ways.transitions)
    desk.jira.use_workflow("PAY", Workflow(ways.statuses, free))
    for name in names:
        desk.jira.open_issue("Something", project="PAY", status=name)
    assert "no way leads Task" in wrong(examined(desk))[0][0]
    assert sum("transitions" in one.path for one in desk.jira.exchanges) == 8


# --- the parent and the owners ---


def test_a_parent_that_is_not_there_is_said(desk: Desk) -> None:
    found = only(examined(desk, parent="OPS-99"), "parent OPS-99")
    assert found.severity is Severity.PROBLEM
    assert found.remedy == "correct parent in the configuration, or let the account see it"


def test_a_parent_that_cannot_be_asked_is_said(desk: Desk) -> None:
    account = told(desk, "/issue/OPS-1$", {"errorMessages": ["not today"]}, status=410)
    assert "not today" in wrong(examined(desk, account=account, parent="OPS-1"))[0][0]


def test_each_owner_who_cannot_be_assigned_is_named_once(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    alice, bob, carol = (account_of(desk, name) for name in ("alice", "bob", "carol"))
    found = wrong(examined(desk, bob, alice, carol, bob))
    assert [what for what, _ in found] == [f"{bob} cannot be assigned", f"{carol} cannot be assigned"]
    assert all("Assignable User" in remedy for _, remedy in found)


def test_a_name_is_no_account_id_of_cloud(cloud: Desk) -> None:
    assert wrong(examined(cloud, "alice")) == [
        (
            "alice cannot be assigned: that is no account id of Jira Cloud",
            'write jira = "ACCOUNT ID" or email = "..." for alice in [people]',
        )
    ]


@pytest.mark.parametrize("account", ["5b10a2844c20165700ede21g", "712020:f6ec55e7-46a6-4f5c-aaaa-08a2eb8c3a71", "qm:1"])
def test_what_looks_like_an_account_id_needs_a_permission(cloud: Desk, account: str) -> None:
    found = wrong(examined(cloud, account))
    assert ("Assignable User" in found[0][1]) is not account.startswith("qm:")


def test_who_could_be_assigned_yesterday_is_asked_again(desk: Desk) -> None:
    alice = account_of(desk, "alice")
    desk.jira.at("PAY").allow_assignees("alice")
    assert wrong(examined(desk, alice)) == []
    desk.jira.at("PAY").refuse_assignee("alice")
    assert [what for what, _ in wrong(examined(desk, alice))] == [f"{alice} cannot be assigned"]


def test_another_project_is_looked_at_by_itself(desk: Desk) -> None:
    desk.jira.at("PAY").off_screen("duedate")
    assert wrong(examined(desk, target=OPS)) == []
