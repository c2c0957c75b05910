"""`sync`, `plan` and `verify`: what they do, print and exit with."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from syncer.cli.progress import Progress
from syncer.cli.session import exit_code
from syncer.model import DocumentKey, DocumentPlan, Draft, EditCells, Issue, Plan, Problem, RunReport, Severity
from syncer.trackers.local import LocalTracker

from .conftest import Syncer

PROBLEM = Problem("unknown-owner", "a.md", 1, "owner 'x' is nobody", severity=Severity.PROBLEM)
ERROR = Problem("not-written", "a.md", 1, "cannot be written", severity=Severity.ERROR)
NOTE = Problem("draft", "a.md", None, "is a draft", severity=Severity.NOTE)
CHANGED = Plan((DocumentPlan(DocumentKey("s", "a.md"), "a.md", "A", (EditCells(DocumentKey("s", "a.md"), 1, ()),)),))


def document(folder: Path) -> str:
    return (folder / "docs" / "2026-03-11-checkout.md").read_text()


def test_a_sync_opens_issues_and_writes_them_back(folder: Path, sync: Syncer) -> None:
    done = sync()
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("2 created, 0 updated, 0 closed, 2 written back,")
    assert sorted(path.name for path in (folder / "issues").glob("AI-*")) == [
        "AI-1-add-connection-pool-utilization-alert.md",
        "AI-2-fix-connection-leak-in-new-query.md",
    ]
    assert "| [AI-1](../issues/AI-1-add-connection-pool-utilization-alert.md) | Open · due 2026-03-27" in document(
        folder
    )
    assert "| Open · due 2026-03-13" in document(folder)


def test_a_second_sync_does_nothing(folder: Path, sync: Syncer) -> None:
    sync()
    before = document(folder)
    done = sync()
    assert done.code == 0
    assert done.out.startswith("0 created, 0 updated, 0 closed, 0 written back,")
    assert document(folder) == before


def test_a_state_that_breaks_in_the_middle_of_a_run_is_rebuilt_by_the_same_run(
    folder: Path, sync: Syncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = folder / "state.db"
    create = LocalTracker.create
    broken: list[Path] = []

    def create_and_break(self: LocalTracker, draft: Draft) -> Issue:
        made = create(self, draft)
        if not broken:
            broken.append(state)
            os.truncate(state, 100)
        return made

    monkeypatch.setattr(LocalTracker, "create", create_and_break)

    done = sync("sync", "--state", str(state))

    assert (done.code, len(broken)) == (0, 1)
    assert len(list((folder / "issues").glob("AI-*"))) == 2
    assert "| [AI-2](" in document(folder)


def test_a_plan_shows_what_a_sync_would_do_and_touches_nothing(folder: Path, sync: Syncer) -> None:
    before = document(folder)
    done = sync("plan")
    assert done.code == 5
    lines = done.out.splitlines()
    assert lines[:4] == [
        "Checkout outage (docs/2026-03-11-checkout.md)",
        "  + create   line 9: Add connection pool utilization alert (owner alice, due 2026-03-27, in local)",
        "  + create   line 10: Fix connection leak in new query (owner bob, due 2026-03-13, in local)",
        "  ~ write    link and state of the new issue into 2 rows",
    ]
    assert document(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["docs"]


def test_a_dry_run_is_a_plan(sync: Syncer) -> None:
    assert sync("sync", "--dry-run") == sync("plan")


def test_a_plan_of_what_is_in_step_exits_with_0(sync: Syncer) -> None:
    sync()
    done = sync("plan")
    assert (done.code, done.out) == (0, "nothing to do, 0 problems; 1 document unchanged\n")


def test_a_plan_past_the_guard_exits_with_3_and_the_command_that_overrides_it(sync: Syncer) -> None:
    done = sync("plan", "--max-creates", "1")
    assert done.code == 3
    refusals = [line for line in done.out.splitlines() if line.startswith("x refused")]
    assert len(refusals) == 1
    assert refusals[0].endswith("--as-of 2026-03-12 --max-creates 1 --max-creates 2")


def test_a_sync_past_the_guard_changes_nothing(folder: Path, sync: Syncer) -> None:
    before = document(folder)
    done = sync("sync", "--max-creates", "1")
    assert (done.code, done.out) == (3, "")
    assert "2 issues would be created, the limit is 1" in done.err
    assert document(folder) == before
    assert not (folder / "issues").exists()


def test_json_says_everything(sync: Syncer) -> None:
    planned = json.loads(sync("plan", "--format", "json").out)
    changes = planned["plan"]["documents"][0]["changes"]
    assert [change["kind"] for change in changes] == ["CreateIssue", "CreateIssue", "EditCells"]
    assert changes[0]["draft"]["values"]["due"] == "2026-03-27"
    done = json.loads(sync("sync", "--format", "json").out)
    assert (done["created"], done["written_back"], done["problems"]) == (2, 2, [])


def test_quiet_says_nothing(sync: Syncer) -> None:
    assert sync("sync", "--quiet") == (0, "", "")


def test_quiet_says_why_a_run_failed(folder: Path, sync: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(path.read_text().replace("This week", "soon"))
    assert sync("sync", "-q").err == ""
    done = sync("sync", "-q", "--fail-on", "problem")
    assert (done.code, done.out) == (1, "")
    problem, summary = done.err.splitlines()
    assert problem.startswith("! problem  docs/2026-03-11-checkout.md:10: due 'soon' gives no date")
    assert summary.startswith("0 created, ")
    (event,) = map(json.loads, sync("sync", "-q", "--fail-on", "problem", "--log-format", "json").err.splitlines())
    assert (event["event"], event["level"]) == ("problem.unresolved-due", "error")


def test_quiet_says_why_a_plan_is_refused_and_what_verify_misses(folder: Path, sync: Syncer) -> None:
    refused = sync("plan", "-q", "--max-creates", "1")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith("x refused  ")
    missing = sync("verify", "-q")
    assert (missing.code, missing.out) == (1, "")
    assert missing.err.startswith("2 to create, ")
    sync()
    next((folder / "issues").glob("AI-1-*")).unlink()
    sync()
    gone = sync("verify", "-q")
    assert (gone.code, gone.out) == (1, "")
    assert gone.err.splitlines()[-1] == "not in step: `syncer sync` does what it can, problems need a person"


def test_verbose_logs_for_machines(sync: Syncer) -> None:
    done = sync("sync", "-v", "--log-format", "json")
    events = [json.loads(line) for line in done.err.splitlines()]
    assert events[0]["event"] == "run.started"
    assert events[-1]["event"] == "run.ended"
    assert events[-1]["created"] == 2
    assert len({event["run"] for event in events}) == 1


def test_problems_reach_the_log_of_machines(folder: Path, sync: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(path.read_text().replace("This week", "soon"))
    done = sync("sync", "--log-format", "json")
    (event,) = [json.loads(line) for line in done.err.splitlines()]
    assert (event["event"], event["level"], event["line"]) == ("problem.unresolved-due", "warning", 10)
    assert done.code == 0
    assert "due 'soon' gives no date" in done.out


def test_problems_can_fail_a_check(folder: Path, sync: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(path.read_text().replace("This week", "soon"))
    assert sync("sync").code == 0
    assert sync("sync", "--fail-on", "problem").code == 1


def test_verify_proves_what_a_sync_did(folder: Path, sync: Syncer) -> None:
    sync()
    sync()
    done = sync("verify")
    assert (done.code, done.out) == (0, "everything is in step: 2 items in 1 document\n")
    issue = next((folder / "issues").glob("AI-2-*"))
    issue.write_text(issue.read_text().replace("state: todo", "state: done"))
    done = sync("verify")
    assert done.code == 1
    assert "~ write    line 10: status" in done.out
    assert sync("verify", "--format", "json").code == 1


def test_verify_does_not_call_in_step_what_needs_a_person(folder: Path, sync: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(path.read_text().replace("@bob", "Bob Jones").replace("This week", "soon"))
    sync()
    done = sync("verify")
    assert done.code == 0
    assert done.out.endswith("\nevery row has its one issue and every cell is true; 2 problems need a person\n")
    assert "in step" not in done.out


def test_owners_nobody_knows_come_with_the_configuration_that_makes_them_known(folder: Path, sync: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(path.read_text().replace("@bob", "Bob Jones").replace("@alice", "Alice Smith"))
    for command in ("plan", "sync"):
        lines = sync(command).out.splitlines()
        assert lines[-6:-1] == [
            "to make owners known, add to syncer.toml, with names and accounts as they are:",
            "  [people.alice-smith]",
            '  name = "Alice Smith"',
            "  [people.bob-jones]",
            '  name = "Bob Jones"',
        ]
    assert sync("sync", "--format", "json").out.count("[people.") == 0


def test_verify_sees_an_issue_that_is_gone(folder: Path, sync: Syncer) -> None:
    sync()
    next((folder / "issues").glob("AI-2-*")).unlink()
    assert sync("verify").code == 1


def test_a_configuration_says_it_all(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\npath = "issues"\n'
        "[calendar]\nsprint = { starts = 2026-03-02, weeks = 2 }\n"
    )
    done = syncer("sync", "--as-of", "2026-03-12")
    assert done.code == 0
    assert (folder / ".syncer" / "state.db").exists()
    assert syncer("sync", "--as-of", "2026-03-12").out.startswith("0 created,")


def test_a_named_configuration_counts_from_its_own_folder(
    folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\npath = "issues"\n'
    )
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert syncer("sync", "--config", "../syncer.toml").code == 0
    assert (folder / "issues").exists()


def test_one_document_can_be_synced_by_itself(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    (folder / "docs" / "2026-03-12-other.md").write_text(document(folder).replace("connection", "other"))
    sync()
    only = ("docs/2026-03-11-checkout.md", "--tracker", "local", "--issues", "issues", "--as-of", "2026-03-12")
    done = syncer("sync", *only)
    assert done.code == 0
    assert "gone" not in done.out
    assert "state: todo" in next((folder / "issues").glob("AI-4-*")).read_text()
    assert sync().out.startswith("0 created, 0 updated, 0 closed, 0 written back")


def test_issues_are_never_read_as_documents(folder: Path, syncer: Syncer) -> None:
    (folder / "docs" / "issues").mkdir()
    (folder / "docs" / "issues" / "AI-9-old.md").write_text("# x\n\n## Action items\n\n- [ ] not a row\n")
    done = syncer("plan", "docs", "--tracker", "local", "--issues", "docs/issues")
    assert "not a row" not in done.out
    assert done.out.count("+ create") == 2


@pytest.mark.parametrize("issues", ["docs", "."])
def test_issues_do_not_live_where_the_documents_do(folder: Path, syncer: Syncer, issues: str) -> None:
    done = syncer("sync", "docs", "--tracker", "local", "--issues", issues)
    assert (done.code, done.out) == (2, "")
    assert "lie in the folder of the issues; give the issues their own folder" in done.err


def test_a_configured_folder_that_is_not_there_stops_before_any_effect(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n[sources.more]\nkind = "files"\npath = "nope"\n'
        '[trackers.local]\nkind = "local"\npath = "issues"\n'
    )
    done = syncer("sync")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"syncer: syncer.toml:6: sources.more.path: there is no {folder}/nope; correct the path or make the folder\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "syncer.toml"]


def test_what_is_missing_is_told_at_once(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text('[calendar]\ntimezone = "UTC"\n')
    done = syncer("sync")
    assert done.code == 2
    assert done.err == (
        "syncer: the configuration cannot be used:\n"
        "  nothing to read: name a folder of postmortems, or a [sources.NAME] table in syncer.toml\n"
        "  no place for issues: add --tracker local, --tracker github --repo OWNER/NAME "
        "or --tracker jira --project KEY, or a [trackers.NAME] table to syncer.toml\n"
    )


def test_trackers_need_routes_to_them(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n'
        '[trackers.a]\nkind = "local"\npath = "a"\n[trackers.b]\nkind = "local"\npath = "b"\n'
    )
    assert "no route leads to a tracker" in syncer("sync").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to read: name a folder of postmortems, or write a syncer.toml (`syncer init` does)"),
        (
            ("docs",),
            "no place for issues: add --tracker local, --tracker github --repo OWNER/NAME or --tracker jira",
        ),
        (
            ("docs", "--repo", "a/b"),
            "--repo says which repository of a tracker that is not named; add --tracker github",
        ),
        (("nope", "--tracker", "local"), "nope: no such file or folder; check the path"),
        (("docs", "--tracker", "locl"), "--tracker locl: no such tracker; did you mean local?"),
        (("docs", "--tracker", "jira"), "--tracker jira: which project? Add --project KEY"),
        (("docs", "--tracker", "local", "--sprint", "monthly"), '"monthly" is no sprint; write its first day'),
        (("docs", "--tracker", "local", "--as-of", "tomorrow"), '"tomorrow" is no date; write it as 2026-03-11'),
        (("docs", "--tracker", "local", "--max-creates", "-1"), '"-1" is no count; write a whole number such as 50'),
        (("docs", "--config", "nope.toml"), "nope.toml: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_meant_is_refused(syncer: Syncer, arguments: tuple[str, ...], said: str) -> None:
    done = syncer("sync", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_second_run_says_who_holds_the_state(folder: Path, sync: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncer.bootstrap.states.PATIENCE", 0.0)
    from syncer.state.files import lock_path
    from syncer.state.lock import FileLock

    sync()
    state = next((folder / "xdg").rglob("state.db"))
    lock = FileLock(lock_path(state))
    lock.acquire("process 7 on host (syncer sync) since 2026-03-11 09:00:00 UTC", 0)
    try:
        done = sync()
    finally:
        lock.release()
    assert (done.code, done.out) == (4, "")
    waiting, held = done.err.splitlines()
    who = "is held by process 7 on host (syncer sync) since 2026-03-11 09:00:00 UTC"
    assert waiting == f"syncer: waiting up to 0 seconds, because the state {state} {who}"
    assert held.startswith(f"syncer: the state {state} {who}; nothing was changed")


def test_what_is_told_reaches_the_log_of_machines_and_nobody_who_wants_quiet(folder: Path, sync: Syncer) -> None:
    (folder / "docs" / "run.py").write_text("")
    told = "docs/run.py is passed over: it is no Markdown file, or the configuration leaves it out"
    assert sync("sync", "docs/run.py").err == f"syncer: {told}\n"
    assert sync("sync", "docs/run.py", "--quiet").err == ""
    (event,) = map(json.loads, sync("sync", "docs/run.py", "--log-format", "json").err.splitlines())
    assert (event["event"], event["reason"]) == ("document.passed-over", told)


def test_a_plan_does_not_need_the_lock(folder: Path, sync: Syncer) -> None:
    from syncer.state.files import lock_path
    from syncer.state.lock import FileLock

    sync()
    lock = FileLock(lock_path(next((folder / "xdg").rglob("state.db"))))
    lock.acquire("another run", 0)
    try:
        assert sync("plan").code == 0
    finally:
        lock.release()


def test_a_damaged_state_is_set_aside_and_built_anew(folder: Path, sync: Syncer) -> None:
    sync()
    before = document(folder)
    state = next((folder / "xdg").rglob("state.db"))
    state.write_bytes(b"not a database" * 100)
    planned = sync("plan")
    assert "looking at the issues and the rows instead" in planned.err
    assert state.read_bytes().startswith(b"not a database")
    done = sync()
    assert done.code == 0
    assert "set aside as" in done.err
    assert done.out.splitlines()[-1].startswith("0 created,")
    assert document(folder) == before
    assert len(list((folder / "issues").glob("AI-*"))) == 2


def test_a_signal_stops_between_two_effects(folder: Path, sync: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: Progress, stage: str, done: int, total: int) -> None:
        if (stage, done) == ("applying changes", 1):
            signal.raise_signal(signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr(Progress, "__call__", stop)
        stopped = sync()
    assert stopped.code == 143
    assert "stopped by signal 15" in stopped.err
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert sync().code == 0
    assert len(list((folder / "issues").glob("AI-*"))) == 2


@pytest.mark.parametrize(
    ("report", "given", "code"),
    [
        (RunReport(Plan()), {}, 0),
        (RunReport(Plan(), problems=(NOTE, PROBLEM)), {}, 0),
        (RunReport(Plan(), problems=(PROBLEM,)), {"fail_on": "problem"}, 1),
        (RunReport(Plan(), problems=(NOTE,)), {"fail_on": "problem"}, 0),
        (RunReport(Plan(), problems=(ERROR,)), {}, 1),
        (RunReport(CHANGED), {"is_dry": True}, 5),
        (RunReport(CHANGED), {}, 0),
        (RunReport(CHANGED, problems=(ERROR,)), {"is_dry": True}, 1),
        (RunReport(Plan(refusals=("no",))), {"is_dry": True}, 3),
        (RunReport(Plan(), problems=(ERROR,)), {"stopped_by": 2}, 130),
    ],
)
def test_exit_codes(report: RunReport, given: dict[str, Any], code: int) -> None:
    assert exit_code(report, **{"is_dry": False, "fail_on": "failure", **given}) == code
