"""JQL is read as Jira reads it: what a query finds, in what order, and how it is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from fakes.hand_clock import HandClock
from fakes.jira import Jira
from fakes.jira.jql import Context, JqlError, Query, compile_jql
from fakes.jira.jql.prose import plain_text
from fakes.jira.jql.syntax import DEEPEST
from fakes.jira_asker import JiraAsker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def site(jira: Jira, clock: HandClock) -> Jira:
    """Four issues: PAY-1 of Ann, PAY-2 done two days later, PAY-3 bare, and OPS-1."""
    jira.user("ann", zone="America/New_York")
    jira.project("OPS", "Field Ops").grant("syncer-bot")
    jira.at("PAY").add_component("pool")
    board = jira.agile.board("PAY")
    jira.agile.sprint(board.id, "March", "2026-03-01", "2026-03-31")
    jira.agile.sprint(board.id, "April")
    first: dict[str, Any] = {"due": "2026-03-20", "assignee": "ann", "labels": ["Syncer", "beta"], "priority": "High"}
    jira.open_issue("Fix the pool", project="PAY", description="in a changelog", components=["pool"], **first)
    jira.world.change(jira.issue("PAY-1").id, sprint=2, touch=False)
    jira.open_issue("Watch the disk", project="PAY", type="Bug", labels=["syncer"], by="syncer-bot", priority="Lowest")
    jira.open_issue("Bare", project="PAY", priority=None)
    jira.open_issue("Demo kits", project="OPS", parent="PAY-1", priority="Medium")
    clock.pass_by(2 * 86_400)
    jira.transition("PAY-2", "Done")
    jira.comment("PAY-3", "shared folder")
    jira.edit("PAY-3", due="2026-03-13")
    return jira


def query(jira: Jira, text: str, name: str = "syncer-bot") -> Query:
    return compile_jql(text, Context(jira.world, jira.world.users[name], jira.world.now()))


def keys(jira: Jira, text: str, name: str = "syncer-bot") -> str:
    asked = query(jira, text, name)
    return " ".join(issue.key for issue in asked.sorted(filter(asked.matches, jira.world.issues.values())))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("project = PAY", "PAY-3 PAY-2 PAY-1"),
        ('project = "field ops"', "OPS-1"),
        ("project in (pay, OPS) order by key", "OPS-1 PAY-1 PAY-2 PAY-3"),
        ("project != PAY", "OPS-1"),
        ("labels = syncer", "PAY-2 PAY-1"),
        ("labels = syncer AND labels = beta", "PAY-1"),
        ("labels in (beta, nothing)", "PAY-1"),
        ("labels not in (beta)", "PAY-2"),
        ("labels != beta", "PAY-2"),
        ("NOT labels = beta", "PAY-3 PAY-2 OPS-1"),
        ("labels is EMPTY", "PAY-3 OPS-1"),
        ("labels is not null", "PAY-2 PAY-1"),
        ("labels in (EMPTY, beta)", "PAY-3 PAY-1 OPS-1"),
        ("key = PAY-1", "PAY-1"),
        ("issuekey in (pay-1, OPS-1)", "PAY-1 OPS-1"),
        ("key != PAY-1 and project = PAY", "PAY-3 PAY-2"),
        ("key > PAY-1", "PAY-3 PAY-2"),
        ("key <= PAY-2 order by id desc", "PAY-2 PAY-1"),
        ('status = "To Do"', "PAY-3 PAY-1 OPS-1"),
        ("status not in ('To Do')", "PAY-2"),
        ("statusCategory = Done", "PAY-2"),
        ("statusCategory != done", "PAY-3 PAY-1 OPS-1"),
        ("statusCategory in (new, indeterminate)", "PAY-3 PAY-1 OPS-1"),
        ("resolution = Unresolved", "PAY-3 PAY-1 OPS-1"),
        ("resolution is EMPTY", "PAY-3 PAY-1 OPS-1"),
        ("resolution = Done", "PAY-2"),
        ("resolved >= -1h", "PAY-2"),
        ("assignee is EMPTY", "PAY-3 PAY-2 OPS-1"),
        ("assignee = currentUser()", ""),
        ("creator = currentUser()", "PAY-2"),
        ("type = Bug", "PAY-2"),
        ("issuetype != Bug AND project = PAY", "PAY-3 PAY-1"),
        ("priority = High", "PAY-1"),
        ("priority >= Medium", "PAY-1 OPS-1"),
        ("priority < Medium", "PAY-2"),
        ("component = pool", "PAY-1"),
        ("parent = PAY-1", "OPS-1"),
        ("sprint in openSprints()", "PAY-1"),
        ("sprint in futureSprints()", ""),
        ("sprint = March", "PAY-1"),
        ("sprint = 2", "PAY-1"),
        ('due = "2026-03-20"', "PAY-1"),
        ("due <= 2026-03-13", "PAY-3"),
        ("duedate > 2026-03-13", "PAY-1"),
        ("duedate is EMPTY", "PAY-2 OPS-1"),
        ("duedate <= 0d", "PAY-3"),
        ("duedate = now()", "PAY-3"),
        ("duedate >= startOfMonth() and duedate <= endOfMonth()", "PAY-3 PAY-1"),
        ("duedate != 2026-03-13", "PAY-1"),
        ("due in (2026-03-13, EMPTY)", "PAY-3 PAY-2 OPS-1"),
        ("updated >= -1d", "PAY-3 PAY-2"),
        ('created <= "-2d"', "PAY-3 PAY-2 PAY-1 OPS-1"),
        ('created > "-1d 23h"', ""),
        ("updated < startOfDay()", "PAY-1 OPS-1"),
        ("updated >= startOfDay(-2d)", "PAY-3 PAY-2 PAY-1 OPS-1"),
        ("created = '2026/03/11'", "PAY-3 PAY-2 PAY-1 OPS-1"),
        ("created != '2026/03/11'", ""),
        ("resolved != '2026/03/11'", "PAY-2"),
        ('created = "2026/03/11 9:30"', "PAY-3 PAY-2 PAY-1 OPS-1"),
        ("created >= startOfWeek() and created <= endOfYear()", "PAY-3 PAY-2 PAY-1 OPS-1"),
        ("created in ('2026/03/11')", "PAY-3 PAY-2 PAY-1 OPS-1"),
        ("summary ~ pool", "PAY-1"),
        ("summary ~ POO", ""),
        ("summary ~ 'p??l'", "PAY-1"),
        ("summary ~ '!pool' and project = OPS", "OPS-1"),
        ("summary is EMPTY", ""),
        ("summary ~ 'poo*'", "PAY-1"),
        ("summary !~ pool and project = PAY", "PAY-3 PAY-2"),
        ("text ~ changelog", "PAY-1"),
        ("text ~ 'folder shared'", "PAY-3"),
        ("comment ~ '\"shared folder\"'", "PAY-3"),
        ("comment ~ '\"folder shared\"'", ""),
        ("text ~ 'the -pool'", "PAY-2"),
        ("description is not EMPTY", "PAY-1"),
        ("description ~ EMPTY and project = OPS", "OPS-1"),
        ("(project = OPS OR labels = beta) AND NOT summary ~ demo", "PAY-1"),
        ("project = OPS || labels = beta && priority = High", "PAY-1 OPS-1"),
        ("project = OPS or labels = beta & priority = Low", "OPS-1"),
        ("! (labels = syncer | project = OPS)", "PAY-3"),
        ("", "PAY-3 PAY-2 PAY-1 OPS-1"),
    ],
)
def test_what_a_query_finds(site: Jira, text: str, found: str) -> None:
    assert sorted(keys(site, text).split()) == sorted(found.split()), text
    if "order" in text:
        assert keys(site, text) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("duedate", "PAY-2 OPS-1 PAY-1 PAY-3"),
        ("duedate asc", "PAY-3 PAY-1 PAY-2 OPS-1"),
        ("priority DESC", "PAY-3 PAY-1 OPS-1 PAY-2"),
        ("priority asc", "PAY-2 OPS-1 PAY-1 PAY-3"),
        ("summary", "PAY-3 OPS-1 PAY-1 PAY-2"),
        ("project, updated DESC, key ASC", "OPS-1 PAY-2 PAY-3 PAY-1"),
        ("created DESC, key", "OPS-1 PAY-1 PAY-2 PAY-3"),
        ("statusCategory DESC, key desc", "PAY-2 PAY-3 PAY-1 OPS-1"),
        ("status, assignee desc", "PAY-3 OPS-1 PAY-1 PAY-2"),
    ],
)
def test_in_what_order(site: Jira, order: str, found: str) -> None:
    """Empty fields are last when ascending, first when descending; equal issues by key, the last first."""
    assert keys(site, f"project in (PAY, OPS) order by {order}") == found


def test_moments_are_exact_in_milliseconds_and_to_the_minute_in_dates_of_the_askers_zone(
    jira: Jira, clock: HandClock
) -> None:
    jira.user("ann", zone="America/New_York")
    clock.pass_by(20.5)
    issue = jira.open_issue("x", project="PAY")
    milliseconds = round(issue.updated.timestamp() * 1000)
    assert keys(jira, f"updated >= {milliseconds}") == "PAY-1"
    assert keys(jira, f"updated = {milliseconds}") == "PAY-1"
    assert keys(jira, f"updated > {milliseconds}") == ""
    assert keys(jira, f"updated >= {milliseconds + 1}") == ""
    assert keys(jira, f"updated >= '{milliseconds}'") == "PAY-1"
    assert keys(jira, 'updated = "2026/03/11 09:30"') == "PAY-1"
    assert keys(jira, 'updated >= "2026-03-11 09:31"') == ""
    assert keys(jira, 'updated = "2026/03/11 05:30"', "ann") == "PAY-1"
    assert keys(jira, 'updated >= "2026/03/11 09:30"', "ann") == ""


def test_a_day_is_one_of_the_askers_zone(jira: Jira, clock: HandClock) -> None:
    jira.user("ann", zone="Pacific/Kiritimati")
    jira.open_issue("x", project="PAY", due="2026-03-12")
    clock.pass_by(2 * 3600)
    assert keys(jira, "due <= 0d") == ""
    assert keys(jira, "due <= 0d", "ann") == "PAY-1"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (r'labels = "a\"b"', 'a"b'),
        (r"labels = 'a\'b'", "a'b"),
        (r'labels = "a\\b"', "a\\b"),
        (r'labels = "a\tb\nc\rd"', "a\tb\nc\rd"),
        (r'labels = "\u0061b"', "ab"),
        (r"labels = a\ b", "a b"),
        (r"labels = \u0040here", "@here"),
        ("labels = 'and'", "and"),
        ("labels = a.b-c:d", "a.b-c:d"),
        ("labels = 'x) OR project = PAY'", "x) OR project = PAY"),
    ],
)
def test_values_may_be_quoted_and_escaped(jira: Jira, text: str, label: str) -> None:
    jira.open_issue("x", project="PAY", labels=[label])
    jira.open_issue("y", project="PAY", labels=["other"])
    assert keys(jira, text) == "PAY-1"


@given(label=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_quoted_value_means_itself(jira: Jira, label: str) -> None:
    """Whatever a value holds, quoted and escaped it restricts nothing but its field."""
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    made = jira.open_issue("x", project="PAY", labels=[label])
    found = query(jira, f'labels = "{escaped}" AND key = {made.key}')
    assert found.matches(made)


SYNTAX = "Error in the JQL Query: "
VALUE = "Error in JQL Query: Expecting either a value, list or function"
OPERATORS = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'."
FORMATS = (
    "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format "
    "e.g. '-5d', '4w 2d'."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("project = PAY AND", f"{SYNTAX}Expecting a field name at the end of the query."),
        ("project =", f"{VALUE} before the end of the query."),
        ("project", f"{SYNTAX}Expecting operator before the end of the query. {OPERATORS}"),
        ("project & x", f"{SYNTAX}Expecting operator but got '&'. {OPERATORS} (line 1, character 9)"),
        ("project not PAY", f"{SYNTAX}Expecting operator but got 'not'. {OPERATORS} (line 1, character 9)"),
        (
            "project = IN",
            (
                f"{VALUE} but got 'IN'. You must surround 'IN' in quotation marks to use it as a value. "
                "(line 1, character 11)"
            ),
        ),
        (
            "labels = b\nAND status = = Done",
            (
                f"{VALUE} but got '='. You must surround '=' in quotation marks to use it as a value. "
                "(line 2, character 14)"
            ),
        ),
        ("project = PAY status", f"{SYNTAX}Expecting either 'OR' or 'AND' but got 'status'. (line 1, character 15)"),
        ("(project = PAY", f"{SYNTAX}Expecting ')' before the end of the query."),
        ("(project = PAY x", f"{SYNTAX}Expecting either 'OR' or 'AND' but got 'x'. (line 1, character 16)"),
        ("key in (PAY-1", f"{SYNTAX}Expecting ')' or ',' before the end of the query."),
        ("key in (PAY-1 PAY-2)", f"{SYNTAX}Expecting either ')' or ',' but got 'PAY-2'. (line 1, character 15)"),
        ("assignee = currentUser(", f"{SYNTAX}Expecting ')' before the end of the query."),
        ("due > startOfDay(-1d x)", f"{SYNTAX}Expecting ')' but got 'x'. (line 1, character 22)"),
        (
            'summary ~ "unclosed',
            f"{SYNTAX}The quoted string 'unclosed' has not been completed. (line 1, character 11)",
        ),
        (
            "labels = a@b",
            (
                f"{SYNTAX}The character '@' is a reserved JQL character. You must enclose it in a string or use the "
                "escape '\\u0040' instead. (line 1, character 11)"
            ),
        ),
        (
            r'labels = "a\x"',
            (
                f"{SYNTAX}'\\x' is an illegal JQL escape sequence. The valid escape sequences are "
                "\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX. (line 1, character 10)"
            ),
        ),
        (
            "end = x",
            (
                f"{SYNTAX}'end' is a reserved JQL word. You must surround it in quotation marks to use it in a query. "
                "(line 1, character 1)"
            ),
        ),
        (
            "and = x",
            (
                f"{SYNTAX}Expecting a field name but got 'and'. You must surround 'and' in quotation marks "
                "to use it as a field name. (line 1, character 1)"
            ),
        ),
        ("project = PAY order key", f"{SYNTAX}Expecting 'by' but got 'key'. (line 1, character 21)"),
        ("order by", f"{SYNTAX}Expecting a field name at the end of the query."),
        ("cf[x] = 1", f"{SYNTAX}Expecting a custom field like cf[10001]. (line 1, character 3)"),
        ("status was Done", f"{SYNTAX}'was' searches in histories, which are not kept here."),
        ("order by key,key,key,key,key,key,key,key", "The maximum of 7 fields to sort by is exceeded."),
        ("colour = red", "Field 'colour' does not exist or you do not have permission to view it."),
        ("project = NOPE", "The value 'NOPE' does not exist for the field 'project'."),
        ("project in (PAY, NOPE)", "The value 'NOPE' does not exist for the field 'project'."),
        ("status = Shipped", "The value 'Shipped' does not exist for the field 'status'."),
        ("assignee = ann", "The value 'ann' does not exist for the field 'assignee'."),
        ("priority = Urgent", "The value 'Urgent' does not exist for the field 'priority'."),
        ("parent = PAY-99", "The value 'PAY-99' does not exist for the field 'parent'."),
        ("assignee = nobody()", "Unable to find JQL function 'nobody()'."),
        ("status = currentUser()", "A value provided by the function 'currentUser' is invalid for the field 'status'."),
        ("key = now()", "A value provided by the function 'now' is invalid for the field 'key'."),
        ("summary ~ now()", "A value provided by the function 'now' is invalid for the field 'summary'."),
        ("due = startOfDay(x)", "A value provided by the function 'startOfDay' is invalid for the field 'due'."),
        ("text = export", "The operator '=' is not supported by the 'text' field."),
        ("labels ~ x", "The operator '~' is not supported by the 'labels' field."),
        ("labels > x", "The operator '>' is not supported by the 'labels' field."),
        ("updated >= yesterday", f"Date value 'yesterday' for field 'updated' is invalid. {FORMATS}"),
        ("due = 2026-02-30", f"Date value '2026-02-30' for field 'due' is invalid. {FORMATS}"),
        ("due = '--5d'", f"Date value '--5d' for field 'due' is invalid. {FORMATS}"),
        ("due = 99999999999999999", f"Date value '99999999999999999' for field 'due' is invalid. {FORMATS}"),
        ("key = PAY-99", "Issue does not exist or you do not have permission to see it."),
        ("key = nonsense", "The issue key 'nonsense' for field 'key' is invalid."),
        ("id = 99", "A value with ID '99' does not exist for the field 'id'."),
        ("key is EMPTY", "The operator 'is' is not supported by the 'key' field."),
        ("status = EMPTY", "The field 'status' does not support searching for EMPTY values."),
        ("due > EMPTY", "The operator '>' does not support searching for EMPTY values on the field 'due'."),
        (
            "labels = \\",
            (
                f"{SYNTAX}'\\' is an illegal JQL escape sequence. The valid escape sequences are "
                "\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX. (line 1, character 10)"
            ),
        ),
        ("key in EMPTY", "Operator 'in' does not support the non-list value '\"EMPTY\"' for field 'key'."),
        (
            "due = (startOfDay(-1d), EMPTY)",
            "Operator '=' does not support the list value '(startOfDay(-1d), EMPTY)' for field 'due'.",
        ),
        ("labels is x", "The value 'x' does not support operator 'is'; only EMPTY and NULL do."),
        ("labels = (a, b)", "Operator '=' does not support the list value '(a, b)' for field 'labels'."),
        ("labels in a", "Operator 'in' does not support the non-list value '\"a\"' for field 'labels'."),
        ("summary ~ '?x'", "The text query '?x' for field 'summary' is not allowed to start with '?'."),
        ("summary ~ ' '", "The field 'summary' does not support searching for an empty string."),
        ("summary ~ 'a[b'", "Unable to parse the text 'a[b' for field 'summary'."),
        ("project = PAY order by colour", "Not able to sort using field 'colour'."),
        ("project = PAY order by labels", "Not able to sort using field 'labels'."),
    ],
)
def test_how_a_query_is_refused(jira: Jira, text: str, message: str) -> None:
    with pytest.raises(JqlError) as caught:
        query(jira, text)
    assert caught.value.messages == [message]


def test_everything_that_is_wrong_is_told(jira: Jira) -> None:
    with pytest.raises(JqlError) as caught:
        query(jira, "(project in (A, B) or colour = 1) and not status = X order by weight")
    assert len(caught.value.messages) == 5


def test_on_data_center_missing_keys_refuse_a_query_and_people_go_by_name(data_center: Jira) -> None:
    data_center.open_issue("x", project="PAY", assignee="ann")
    with pytest.raises(JqlError) as caught:
        query(data_center, "key in (PAY-1, PAY-98, PAY-99)")
    assert caught.value.messages == [
        f"An issue with key 'PAY-{number}' does not exist for field 'key'." for number in (98, 99)
    ]
    for text in ("ann", '"ann@example.com"', "Ann"):
        assert keys(data_center, f"assignee = {text}") == "PAY-1"


def test_on_cloud_a_list_passes_over_missing_keys_and_people_go_by_account(jira: Jira) -> None:
    jira.open_issue("x", project="PAY", assignee="ann")
    assert keys(jira, "key in (PAY-1, PAY-99)") == "PAY-1"
    assert keys(jira, f'assignee = "{jira.world.users["ann"].account_id}"') == "PAY-1"


def test_who_does_not_see_it_is_told_that_it_is_not_there(jira: Jira) -> None:
    made = jira.open_issue("x", project="PAY")
    jira.user("zoe")
    for text in ("project = PAY", f"key = {made.key}"):
        with pytest.raises(JqlError, match="exist"):
            query(jira, text, "zoe")
    jira.at("PAY").archived = True
    with pytest.raises(JqlError, match="The value 'PAY' does not exist"):
        query(jira, "project = PAY")


def test_a_moved_issue_is_found_by_its_old_key(jira: Jira) -> None:
    jira.project("OPS").grant("syncer-bot")
    jira.open_issue("x", project="PAY")
    jira.move("PAY-1", "OPS")
    assert keys(jira, "key = PAY-1") == "OPS-1"


def test_fields_of_the_sites_own(jira: Jira) -> None:
    field = jira.custom_field("Team", "option", ["Platform", "Web"])
    tags = jira.custom_field("Tags", "labels")
    jira.open_issue("x", project="PAY", fields={field.id: {"id": "7", "value": "Platform"}, tags.id: ["a", "b"]})
    jira.open_issue("y", project="PAY")
    assert keys(jira, "Team = platform") == "PAY-1"
    assert keys(jira, f"cf[{field.id.removeprefix('customfield_')}] = 7") == "PAY-1"
    assert keys(jira, "tags = b") == "PAY-1"
    assert keys(jira, "Team is EMPTY") == "PAY-2"


def test_security_levels_can_be_searched(jira: Jira) -> None:
    level = jira.at("PAY").add_level("Private", ["syncer-bot"])
    jira.open_issue("x", project="PAY", security=level.id)
    jira.open_issue("y", project="PAY")
    assert keys(jira, "level = private") == "PAY-1"
    assert keys(jira, "level is empty") == "PAY-2"


def test_deep_nesting_is_refused_and_no_query_takes_down_the_server(jira: Jira) -> None:
    inside = DEEPEST // 2
    assert keys(jira, "(" * inside + "project = PAY" + ")" * inside) == ""
    for sign in ("(", "not ", "!"):
        with pytest.raises(JqlError, match="nested more than"):
            query(jira, sign * 100_000 + "project = PAY")


@given(text=st.text(alphabet=st.sampled_from("ab=()!<>~'\"\\,-&| @[]\n") | st.characters(), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_any_text_is_a_query_or_refused(jira: Jira, text: str) -> None:
    with suppress(JqlError):
        assert isinstance(query(jira, text), Query)


def test_only_a_query_without_a_restriction_is_unbounded(jira: Jira) -> None:
    assert not query(jira, "order by key").is_bounded
    assert not query(jira, " ").is_bounded
    assert query(jira, "labels = a").is_bounded


def test_many_issues_are_searched_soon(jira: Jira) -> None:
    jira.add_issues(2_000, project="PAY", labels=["syncer"])
    since = round((jira.world.now() - timedelta(minutes=15)).timestamp() * 1000)
    found = keys(jira, f"labels = syncer AND updated >= {since} order by updated, key")
    assert len(found.split()) == 2_000


def test_a_search_over_the_wire_says_what_is_wrong(cloud: JiraAsker) -> None:
    got = cloud.query("/search/jql", jql="project = NOPE")
    assert (got.status, got.json) == (
        400,
        {"errorMessages": ["The value 'NOPE' does not exist for the field 'project'."], "errors": {}},
    )


def test_the_words_of_documents(jira: Jira) -> None:
    assert plain_text(None) == ""
    document = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a"}]}, {}]}
    assert plain_text(document) == "a"
