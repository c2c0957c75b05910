"""The action and the workflow that uses it: valid, pinned, unable to be injected into, with no right too many."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from operating.tools import ROOT, check, documents

from scripts import action as script
from syncer.settings.loader import load

ACTION = ROOT / "action.yml"
WORKFLOW = ROOT / "cron" / "github-actions.yml"
(DEFINED,) = documents(ACTION)
(USED,) = documents(WORKFLOW)
JOBS: dict[str, dict[str, Any]] = USED["jobs"]
# The pins that were looked up; whoever raises one looks the next one up.
PINS = {
    "actions/checkout": "8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1",
    "actions/setup-python": "e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0",
}
OURS = "acme/postmortem-syncer"


def steps() -> Iterator[dict[str, Any]]:
    yield from DEFINED["runs"]["steps"]
    for job in JOBS.values():
        yield from job["steps"]


def configured() -> dict[str, Any]:
    """The syncer.toml that the instructions give."""
    text = (ROOT / "cron" / "README.md").read_text()
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    return tomllib.loads(block)


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", ACTION),
        ("vendor.github-workflows", WORKFLOW),
        ("custom.github-workflows-require-timeout", WORKFLOW),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_it_fits_its_schema(schema: str, path: Path, tmp_path: Path) -> None:
    found = check("check-jsonschema", "--builtin-schema", schema, path)
    assert found.returncode == 0, found.stdout
    (tmp_path / path.name).write_text(path.read_text().replace("runs", "walks").replace("timeout-", "time-"))
    assert check("check-jsonschema", "--builtin-schema", schema, tmp_path / path.name).returncode != 0


def test_the_auditor_has_nothing_to_say() -> None:
    found = check("zizmor", "--offline", "--no-progress", "--persona", "auditor", ACTION, WORKFLOW)
    assert found.returncode == 0, found.stdout


def test_the_auditor_would_say_something(tmp_path: Path) -> None:
    text = ACTION.read_text().replace('cd "$GITHUB_ACTION_PATH"', "echo ${{ inputs.paths }}")
    (tmp_path / "action.yml").write_text(text)
    found = check("zizmor", "--offline", "--no-progress", tmp_path / "action.yml")
    assert found.returncode != 0
    assert "template-injection" in found.stdout


def test_every_excuse_to_the_auditor_has_its_reason() -> None:
    lines = WORKFLOW.read_text().splitlines()
    excused = [number for number, line in enumerate(lines) if "zizmor: ignore" in line]
    assert [line for line in ACTION.read_text().splitlines() if "zizmor: ignore" in line] == []
    assert len(excused) == 3
    assert all(re.match(r" +# \w", lines[number - 1]) for number in excused)


def test_nothing_is_pasted_into_a_command() -> None:
    """An expression in a command is text that the title of a pull request can end."""
    commands = [step["run"] for step in steps() if "run" in step]
    assert len(commands) == 2
    assert [command for command in commands if "${{" in command] == []


def test_other_peoples_actions_are_pinned_by_the_hash_of_a_release() -> None:
    """F63."""
    named = [
        line.split("uses: ")[1]
        for path in (ACTION, WORKFLOW)
        for line in path.read_text().splitlines()
        if "uses: " in line
    ]
    assert len(named) == 5
    for name, _, pin in (use.partition("@") for use in named):
        if name == OURS:
            version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
            assert pin.split()[0] == f"v{version}", "the hash is not known before the release is"
        else:
            assert pin == PINS[name]


def test_what_the_script_reads_is_what_it_is_given() -> None:
    read = set(re.findall(r'"((?:INPUT|COMMENT)_[A-Z]+)"', Path(script.__file__).read_text()))
    (run,) = [step for step in steps() if step.get("id") == "run"]
    assert set(run["env"]) == read
    given = {name.removeprefix("INPUT_").lower() for name in read if name.startswith("INPUT_")}
    assert given == set(DEFINED["inputs"]) - {"python-version"}
    assert run["env"]["COMMENT_TOKEN"] == "${{ github.token }}"


def test_what_the_script_writes_is_what_it_gives() -> None:
    written = set(re.findall(r"(?:^|\\n|[\"'])([a-z-]+)=\{", Path(script.__file__).read_text()))
    assert written == set(DEFINED["outputs"])
    for name, output in DEFINED["outputs"].items():
        assert output["value"] == f"${{{{ steps.run.outputs.{name} }}}}"


def test_the_workflow_gives_inputs_that_there_are() -> None:
    given = [step["with"] for step in steps() if str(step.get("uses", "")).startswith(OURS)]
    assert len(given) == 2
    assert {name for inputs in given for name in inputs} <= set(DEFINED["inputs"])
    assert [inputs["command"] for inputs in given] == ["plan", "sync"]


class TestRights:
    def test_nothing_is_granted_that_is_not_named(self) -> None:
        assert USED["permissions"] == {}

    def test_a_plan_writes_nothing_but_its_comment(self) -> None:
        assert JOBS["plan"]["permissions"] == {"contents": "read", "issues": "read", "pull-requests": "write"}
        (checkout,) = [step for step in JOBS["plan"]["steps"] if "checkout" in step["uses"]]
        assert checkout["with"]["persist-credentials"] is False

    def test_a_sync_writes_documents_and_issues(self) -> None:
        assert JOBS["sync"]["permissions"] == {"contents": "write", "issues": "write"}

    def test_no_event_hands_a_stranger_a_token_that_may_write(self) -> None:
        # `on` is true in YAML 1.1.
        assert set(USED[True]) == {"schedule", "push", "pull_request", "workflow_dispatch"}  # type: ignore[index]


class TestRuns:
    def test_all_syncs_stand_in_one_line_and_none_is_cancelled(self) -> None:
        assert JOBS["sync"]["concurrency"] == {"group": "syncer", "cancel-in-progress": False}
        assert JOBS["plan"]["concurrency"]["group"] != "syncer"
        assert JOBS["sync"]["if"] == "github.event_name != 'pull_request'"
        assert JOBS["plan"]["if"] == "github.event_name == 'pull_request'"

    def test_the_whole_history_is_there(self) -> None:
        """A shallow history supplies no date."""
        checkouts = [step for job in JOBS.values() for step in job["steps"] if "checkout" in step["uses"]]
        assert [step["with"]["fetch-depth"] for step in checkouts] == [0, 0]

    def test_the_state_is_in_no_cache(self) -> None:
        assert [step for step in steps() if "actions/cache" in str(step.get("uses"))] == []

    def test_a_run_stops_by_itself_before_the_job_is_stopped(self) -> None:
        assert JOBS["sync"]["timeout-minutes"] * 60 >= configured()["limits"]["max_runtime"] + 300

    def test_the_documents_that_start_it_are_those_that_it_reads(self) -> None:
        folder = JOBS["plan"]["steps"][-1]["with"]["paths"]
        (pattern,) = configured()["sources"]["postmortems"]["include"]
        assert pattern.startswith(f"{folder}/")
        for event in ("push", "pull_request"):
            assert f"{folder}/**" in USED[True][event]["paths"]  # type: ignore[index]


def test_the_configuration_in_the_instructions_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "a-token")
    text = (ROOT / "cron" / "README.md").read_text()
    (tmp_path / "syncer.toml").write_text(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0])
    settings = load(tmp_path / "syncer.toml", tmp_path).settings
    assert settings.sources["postmortems"].kind == "git"
    assert settings.trackers["github"].kind == "github"
