"""What the action does after installing: on pull requests, pushes and schedules, for friends and for strangers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes.command import environment_with_syncer
from operating.comments import Comments, serving
from operating.tools import ROOT, documents

from scripts import action
from scripts.plan_comment import MARKER

TOKEN = "c4n4ry-in-a-coal-mine"
COMMENT_TOKEN = "c4n4ry-in-a-comment"
CONFIGURATION = """
[sources.docs]
kind = "files"
path = "docs"
[trackers.local]
kind = "local"
[[routes]]
tracker = "local"
[calendar]
sprint = "2026-03-02/2w"
"""


def postmortem(action_item: str) -> str:
    table = f"| Action | Owner | Due |\n|---|---|---|\n| {action_item} | @alice | Next sprint |\n"
    return f"# Outage\n\nPublished: 2026-03-11\n\n{table}"


@dataclass
class Runner:
    """A checkout of a repository with one postmortem on main, in which the action runs as a runner starts it."""

    folder: Path
    comments: Comments
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def checkout(self) -> Path:
        """Where the repository is checked out."""
        return self.folder / "checkout"

    def git(self, *arguments: str) -> str:
        """What git prints."""
        names = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        done = subprocess.run(
            ["git", *names, *arguments], cwd=self.checkout, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        """A commit of these files, those without content removed; returns its id."""
        for name, text in files.items():
            path = self.checkout / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def propose(self, files: Mapping[str, str | None], *, source: str = "acme/docs", is_merged: bool = True) -> None:
        """A pull request with a commit of these files, while main goes on; checked out is its merge, or its head."""
        base = self.git("rev-parse", "main")
        self.git("checkout", "--quiet", "-b", "proposal")
        self.commit(files)
        self.git("checkout", "--quiet", "main")
        self.commit({"docs/later.md": postmortem("Go on meanwhile")})
        self.git("checkout", "--quiet", "proposal" if not is_merged else "main")
        if is_merged:
            self.git("merge", "--quiet", "--no-ff", "--message", "merge", "proposal")
        pull = {"number": 7, "base": {"sha": base}, "head": {"repo": {"full_name": source}}}
        self.happen("pull_request", {"pull_request": pull})

    def happen(self, name: str, content: object) -> None:
        """Let this be what started the job."""
        (self.folder / "event.json").write_text(json.dumps(content))
        self.variables |= {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(self.folder / "event.json")}

    def run(self, **inputs: str) -> int:
        """Run the action with these inputs, the others as action.yml sets them."""
        (defined,) = documents(ROOT / "action.yml")
        given = {name: str(value["default"]) for name, value in defined["inputs"].items()} | {"token": TOKEN} | inputs
        named = {f"INPUT_{name.upper()}": value for name, value in given.items()}
        return action.main({**self.variables, **named, "COMMENT_TOKEN": COMMENT_TOKEN, "PYTHONPATH": str(ROOT)})

    def replace_syncer(self, script: str) -> None:
        """Let `syncer` be a script of a shell."""
        (self.folder / "bin" / "syncer").write_text(f"#!/bin/sh\n{script}\n")

    @property
    def summary(self) -> str:
        """The job's summary."""
        path = self.folder / "summary"
        return path.read_text() if path.exists() else ""

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs of the step."""
        path = self.folder / "output"
        return dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}


@pytest.fixture
def comments() -> Iterator[Comments]:
    with serving() as server:
        yield server


@pytest.fixture
def runner(tmp_path: Path, comments: Comments, monkeypatch: pytest.MonkeyPatch) -> Runner:
    started = environment_with_syncer(tmp_path / "bin")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    runner = Runner(tmp_path, comments)
    runner.variables = {name: started[name] for name in ("PATH", "COVERAGE_PROCESS_CONFIG") if name in started} | {
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_REPOSITORY": "acme/docs",
        "GITHUB_ACTOR": "alice",
        "GITHUB_API_URL": comments.url,
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    runner.checkout.mkdir()
    runner.git("init", "--quiet", "--initial-branch", "main")
    runner.commit({"docs/first.md": postmortem("Fix the leak"), "syncer.toml": CONFIGURATION})
    monkeypatch.chdir(runner.checkout)
    return runner


class TestPlan:
    @pytest.mark.parametrize("is_merged", [True, False], ids=["merge", "head"])
    def test_the_comment_shows_what_the_pull_request_brings(self, runner: Runner, *, is_merged: bool) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")}, is_merged=is_merged)
        assert runner.run(paths="docs") == 0
        (body,) = runner.comments.bodies()
        assert body.startswith(f"{MARKER}\nAfter this is merged, the next sync does this:\n\n```text\n")
        assert "Add an alert" in body
        assert "Fix the leak" not in body, "what is on main already is not what it brings"
        assert "Go on meanwhile" not in body
        assert runner.outputs == {"exit-code": "5", "pending": "true"}
        assert body.removeprefix(f"{MARKER}\n") in runner.summary
        assert runner.comments.tokens == {f"Bearer {COMMENT_TOKEN}"}

    def test_a_changed_document_counts_and_a_picture_does_not(self, runner: Runner) -> None:
        runner.propose({"docs/first.md": postmortem("Fix two leaks"), "docs/picture.png": "x", "other.md": "# Other"})
        assert runner.run(paths="docs") == 0
        assert "1 to create" in runner.comments.bodies()[0]

    def test_without_paths_the_configuration_is_planned(self, runner: Runner) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run() == 0
        assert "3 to create" in runner.comments.bodies()[0]

    def test_a_pull_request_without_postmortems_gets_no_comment(
        self, runner: Runner, capsys: pytest.CaptureFixture[str]
    ) -> None:
        runner.propose({"docs/first.md": None, "code.py": "x = 1"})
        assert runner.run(paths="docs") == 0
        assert runner.comments.writes() == []
        assert "changes no postmortem" in capsys.readouterr().out

    def test_a_plan_that_is_out_of_date_does_not_stand(self, runner: Runner) -> None:
        runner.comments.add(7, f"{MARKER}\nan old plan")
        runner.propose({"code.py": "x = 1"})
        assert runner.run(paths="docs") == 0
        assert runner.comments.bodies() == [f"{MARKER}\nThis pull request changes no postmortem any more.\n"]

    def test_it_changes_nothing_but_the_comment(self, runner: Runner) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        runner.run(paths="docs")
        assert runner.git("status", "--porcelain", "--ignored") == ""

    def test_a_comment_that_is_not_wanted_is_not_made(self, runner: Runner) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs", comment="false") == 0
        assert runner.comments.requests == []
        assert "Add an alert" in runner.summary

    def test_off_pull_requests_there_is_only_the_summary(self, runner: Runner) -> None:
        runner.happen("workflow_dispatch", {})
        assert runner.run(paths="docs") == 0
        assert runner.comments.requests == []
        assert "Fix the leak" in runner.summary


class TestStrangers:
    @pytest.mark.parametrize(
        ("source", "actor"), [("mallory/docs", "mallory"), ("acme/docs", "dependabot[bot]")], ids=["fork", "dependabot"]
    )
    def test_whose_token_may_not_write_gets_the_plan_in_the_summary(
        self, runner: Runner, source: str, actor: str
    ) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")}, source=source)
        runner.variables["GITHUB_ACTOR"] = actor
        assert runner.run(paths="docs") == 0
        assert runner.comments.requests == []
        assert "Add an alert" in runner.summary

    def test_a_fork_that_is_gone_is_a_fork(self, runner: Runner) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        runner.happen(
            "pull_request", {"pull_request": {"number": 7, "base": {"sha": "HEAD^1"}, "head": {"repo": None}}}
        )
        assert runner.run(paths="docs") == 0
        assert runner.comments.requests == []

    @pytest.mark.parametrize(
        "name", ["-n.md", "$(touch pwned).md", "a b;touch pwned.md", "line\nbreak.md", ":(top)x.md"]
    )
    def test_names_of_files_are_names_of_files(self, runner: Runner, name: str) -> None:
        """F55."""
        runner.propose({f"docs/{name}": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 0
        assert "1 to create" in runner.comments.bodies()[0]
        assert not list(runner.folder.rglob("pwned"))

    def test_what_is_printed_gives_the_runner_no_commands(
        self, runner: Runner, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """F51: the runner acts on lines that begin with two colons until it is told to stop."""
        runner.replace_syncer("echo '::error::forged'; exit 5")
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 0
        lines = capsys.readouterr().out.splitlines()
        stop, forged = (next(n for n, line in enumerate(lines) if line.startswith(s)) for s in ("::stop-", "::error::"))
        assert stop < forged < lines.index(f"::{lines[stop].removeprefix('::stop-commands::')}::")

    def test_text_of_a_document_cannot_leave_its_block(self, runner: Runner) -> None:
        """F46."""
        runner.replace_syncer("printf '```\\n@everyone fixes #1\\n````\\n'; exit 5")
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        runner.run(paths="docs")
        assert "`````text\n```\n@everyone fixes #1\n````\n`````" in runner.comments.bodies()[0]


class TestSecrets:
    def test_no_secret_reaches_comment_or_summary(self, runner: Runner) -> None:
        """F56: the runner hides secrets in logs only."""
        runner.replace_syncer(f"echo {TOKEN} {COMMENT_TOKEN}; echo {TOKEN} >&2; exit 2")
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 2
        shown = runner.summary + runner.comments.bodies()[0]
        assert "***" in shown
        assert TOKEN not in shown
        assert COMMENT_TOKEN not in shown

    def test_syncer_gets_its_token_and_nothing_of_ours(self, runner: Runner) -> None:
        runner.replace_syncer(f"env >{runner.folder}/seen; exit 0")
        runner.happen("push", {})
        assert runner.run(command="sync") == 0
        seen = dict(line.split("=", 1) for line in (runner.folder / "seen").read_text().splitlines() if "=" in line)
        assert seen["GITHUB_TOKEN"] == TOKEN
        assert not [name for name in seen if name.startswith(("INPUT_", "COMMENT_", "PYTHON"))]


class TestSync:
    @pytest.mark.parametrize("event", ["push", "schedule", "workflow_dispatch"])
    def test_it_syncs_what_is_merged(self, runner: Runner, event: str) -> None:
        runner.happen(event, {})
        assert runner.run(command="sync") == 0
        assert (runner.checkout / "action-items").is_dir()
        assert runner.outputs == {"exit-code": "0", "pending": "false"}
        assert runner.summary.startswith("### syncer sync\n\nExit code 0.\n\n```text\n1 created")
        assert runner.comments.requests == []

    def test_its_state_is_outside_the_checkout(self, runner: Runner) -> None:
        runner.happen("push", {})
        runner.run(command="sync")
        assert (runner.folder / "temp" / "syncer-state" / "state.db").exists()
        assert not (runner.checkout / ".syncer").exists()

    def test_a_disk_of_its_own_keeps_the_state(self, runner: Runner) -> None:
        runner.happen("push", {})
        assert runner.run(command="sync", state=str(runner.folder / "disk" / "state.db")) == 0
        assert (runner.folder / "disk" / "state.db").exists()

    @pytest.mark.parametrize("code", [1, 2, 3, 4])
    def test_its_failure_is_the_jobs(self, runner: Runner, code: int) -> None:
        runner.replace_syncer(f"echo why >&2; exit {code}")
        runner.happen("push", {})
        assert runner.run(command="sync") == code
        assert runner.outputs["exit-code"] == str(code)
        assert "why" in runner.summary


class TestCommand:
    @pytest.fixture
    def said(self, runner: Runner) -> Path:
        """Where a `syncer` writes its arguments, one a line, instead of doing anything."""
        runner.replace_syncer(f"printf '%s\\n' \"$@\" >{runner.folder}/said")
        runner.happen("push", {})
        return runner.folder / "said"

    @pytest.mark.parametrize(
        ("inputs", "expected"),
        [
            ({}, []),
            ({"config": "other.toml"}, ["--config", "other.toml"]),
            ({"repo": "acme/issues"}, ["--tracker", "github", "--repo", "acme/issues"]),
            ({"arguments": "--since\n 2026-01-01 \n\n--adopt-only"}, ["--since", "2026-01-01", "--adopt-only"]),
        ],
    )
    def test_inputs_become_arguments(
        self, runner: Runner, said: Path, inputs: dict[str, str], expected: list[str]
    ) -> None:
        runner.run(command="sync", paths="docs\n more docs ", **inputs)
        first, second, _, *rest = said.read_text().splitlines()
        assert [first, second] == ["sync", "--state"]
        assert rest == [*expected, "--", "docs", "more docs"]

    def test_without_a_configuration_issues_go_to_the_repository_itself(self, runner: Runner, said: Path) -> None:
        (runner.checkout / "syncer.toml").unlink()
        runner.run(command="sync", paths="docs")
        assert said.read_text().splitlines()[3:] == ["--tracker", "github", "--repo", "acme/docs", "--", "docs"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("event", "inputs", "said"),
        [
            ("pull_request", {"command": "sync"}, "sync follows what is merged; use command: plan on pull requests"),
            (
                "pull_request_target",
                {},
                "pull_request_target gives a stranger's branch a token that may write; use pull_request",
            ),
            ("pull_request", {"command": "apply"}, 'command: "apply" is not served; write plan or sync'),
            ("pull_request", {"comment": "yes"}, 'comment: "yes" is neither true nor false'),
        ],
    )
    def test_what_is_not_served_is_refused_before_anything_runs(
        self, runner: Runner, event: str, inputs: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        runner.variables["GITHUB_EVENT_NAME"] = event
        assert runner.run(**inputs) == action.MISUSED
        assert capsys.readouterr().out == f"::error title=syncer::{said}\n"
        assert runner.comments.requests == []
        assert runner.outputs == {}

    def test_a_history_cut_short_is_named(self, runner: Runner, capsys: pytest.CaptureFixture[str]) -> None:
        runner.propose({"docs/second.md": postmortem("Add an alert")}, is_merged=False)
        pull = {"number": 7, "base": {"sha": "0" * 40}, "head": {"repo": {"full_name": "acme/docs"}}}
        runner.happen("pull_request", {"pull_request": pull})
        assert runner.run(paths="docs") == action.MISUSED
        assert "cannot be told: " in (said := capsys.readouterr().out)
        assert said.endswith("check out with fetch-depth: 0\n")
        assert said.count("\n") == 1

    def test_a_plan_that_is_refused_fails_and_says_why(self, runner: Runner) -> None:
        runner.replace_syncer("echo '60 to create: more than 50'; exit 3")
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 3
        assert "the next sync is refused as it stands:\n\n```text\n60 to create" in runner.comments.bodies()[0]

    def test_a_plan_that_cannot_be_made_fails_and_says_why(self, runner: Runner) -> None:
        runner.replace_syncer("echo 'syncer.toml:3: unknown key' >&2; exit 2")
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 2
        assert "The plan could not be made:\n\n```text\nsyncer.toml:3: unknown key" in runner.comments.bodies()[0]

    def test_a_comment_that_cannot_be_made_fails_the_step(
        self, runner: Runner, capsys: pytest.CaptureFixture[str]
    ) -> None:
        runner.comments.instead = (403, '{"message": "Resource not accessible\\nby integration"}')
        runner.propose({"docs/second.md": postmortem("Add an alert")})
        assert runner.run(paths="docs") == 1
        (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error")]
        assert "not accessible%0Aby integration; give the job `permissions: pull-requests: write`" in line
        assert "Add an alert" in runner.summary


@pytest.mark.xdist_group("action")
class TestInstalled:
    """The two commands of action.yml, as a runner gives them to bash."""

    def test_from_an_empty_runner_to_a_comment(self, runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.undo()
        runner.propose({"docs/second.md": postmortem("Add an alert"), "venv.py": "raise SystemExit('imported')"})
        (defined,) = documents(ROOT / "action.yml")
        for step in [step for step in defined["runs"]["steps"] if "run" in step]:
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=runner.checkout,
                env=self._environment(runner, defined),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
        assert "Add an alert" in runner.comments.bodies()[0]
        assert runner.git("status", "--porcelain", "--ignored") == ""

    def _environment(self, runner: Runner, defined: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name == "HOME"}
        given = {name: str(value["default"]) for name, value in defined["inputs"].items()}
        inputs = {f"INPUT_{name.upper()}": value for name, value in (given | {"paths": "docs", "token": TOKEN}).items()}
        python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
        runner.variables.pop("COVERAGE_PROCESS_CONFIG", None)
        paths = {"GITHUB_ACTION_PATH": str(ROOT), "PYTHON": python, "COMMENT_TOKEN": COMMENT_TOKEN}
        (runner.folder / "temp").mkdir(exist_ok=True)
        return {**runner.variables, **ours, **inputs, **paths}
