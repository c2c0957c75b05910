"""`syncer doctor` on Jira: everything that is wrong with a badly set up project in one run, nothing with a good one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes.jira import Jira

from .conftest import Syncer

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONFIGURATION = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.acme]
kind = "jira"
url = "{url}"
{credential}
[[routes]]
tracker = "acme"
target = "PAY"
[people.alice]
name = "Alice Smith"
jira = "{alice}"
[people.bob]
name = "Bob Jones"
jira = "{bob}"
[calendar]
sprint = {{ board = {board}, tracker = "acme", put_in_sprint = true }}
"""
CREDENTIALS = {
    "cloud": 'email = "syncer-bot@example.com"\ntoken = "env:TOKEN_OF_JIRA"',
    "data-center": 'pat = "env:TOKEN_OF_JIRA"',
}


@pytest.fixture(params=["cloud", "data-center"])
def jira(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jira]:
    monkeypatch.setenv("TOKEN_OF_JIRA", "s3cret")
    with Jira(request.param) as made:
        made.user("syncer-bot", token="s3cret")
        made.project("PAY").grant("syncer-bot")
        made.open_issue("Something", project="PAY")
        yield made


def configured(jira: Jira, folder: Path, board: int) -> tuple[str, str]:
    """Write the configuration; answers the accounts of Alice and Bob."""
    users = [jira.world.people.user(name) for name in ("alice", "bob")]
    alice, bob = (user.account_id if jira.deployment == "cloud" else user.name for user in users)
    credential = CREDENTIALS[jira.deployment]
    text = CONFIGURATION.format(url=jira.url, credential=credential, alice=alice, bob=bob, board=board)
    (folder / "syncer.toml").write_text(text)
    return alice, bob


def test_a_good_project_and_its_board_lack_nothing(jira: Jira, folder: Path, syncer: Syncer) -> None:
    jira.at("PAY").allow_assignees("alice", "bob")
    board = jira.agile.board("PAY")
    for number in range(3):
        begins = START + timedelta(weeks=2 * number)
        jira.agile.sprint(board.id, f"PAY Sprint {number + 1}", begins, begins + timedelta(weeks=2))
    configured(jira, folder, board.id)
    done = syncer("doctor", "--as-of", "2026-03-12")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "nothing is missing"
    assert f"board {board.id} (acme)\n  - note     the next sprint is due on 2026-03-27\n" in done.out


def test_a_badly_set_up_project_is_told_everything_with_its_remedy(jira: Jira, folder: Path, syncer: Syncer) -> None:
    project = jira.at("PAY")
    project.revoke("syncer-bot", "LINK_ISSUES")
    project.off_screen("duedate")
    cause = jira.custom_field("Root cause", "option", ["Code", "Config"])
    project.add_field(cause.id, required=True)
    project.block("Done")
    kanban = jira.agile.board("PAY", kind="kanban")
    alice, bob = configured(jira, folder, kanban.id)

    done = syncer("doctor", "--as-of", "2026-03-12")

    assert done.code == 1
    for said in (
        "! problem  the account lacks the permission Link Issues, so issues are not linked to their document; give it",
        "! problem  Due date is not on the create screen of Task, so due dates are not set; add the field Due date",
        (
            f"!! error   Root cause ({cause.id}) is required and not configured, so no issue can be made; "
            'set fields = { "Root cause" = "Code" } in [trackers.acme.projects.PAY], one of "Code", "Config"'
        ),
        "! problem  no way leads Task from To Do to a status that counts as done: Jira offers To Do, In Progress;",
        f"! problem  {alice} cannot be assigned; give that account the permission Assignable User in the project",
        f"! problem  {bob} cannot be assigned; give that account the permission Assignable User in the project",
        f"!! error   board {kanban.id} on {jira.url.partition('//')[2]}: it has no sprints",
    ):
        assert said in done.out
    assert {one.method for one in jira.exchanges} == {"GET"}
