"""Owns what action.yml does after installing: run `syncer` on what the event is about, and show what came of it.

Everything comes in through variables, nothing is pasted into a command. `plan` on a pull request looks at the
documents that it changes and keeps one comment; from a fork, whose token may not write, only the job's summary shows
the plan.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.plan_comment import CommentError, Conversation, fenced
from syncer.formats.family import by_name

PENDING = 5
MISUSED = 2
_FAILED = 1
# What only this script needs.
_OURS = ("PYTHONPATH", "COMMENT_TOKEN", "GITHUB_TOKEN")
_HEADLINES = {
    0: "Merging this changes no issue: everything is in step.",
    PENDING: "After this is merged, the next sync does this:",
    3: "After this is merged, the next sync is refused as it stands:",
}
_BROKEN = "The plan could not be made:"
_NOTHING_LEFT = "This pull request changes no postmortem any more."
_READ_ONLY_ACTORS = frozenset({"dependabot[bot]"})


class MisuseError(Exception):
    """The action was called in a way that it does not serve; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the workflow asks for; `arguments` and `paths` come one a line."""

    command: str
    paths: tuple[str, ...]
    config: str
    repo: str
    state: str
    arguments: tuple[str, ...]
    token: str
    wants_comment: bool

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Inputs:
        """The inputs as action.yml hands them over. Raises `MisuseError`."""
        command = variables.get("INPUT_COMMAND", "")
        if command not in {"plan", "sync"}:
            raise MisuseError(f'command: "{command}" is not served; write plan or sync')
        comment = variables.get("INPUT_COMMENT", "")
        if comment not in {"true", "false"}:
            raise MisuseError(f'comment: "{comment}" is neither true nor false')
        return cls(
            command=command,
            paths=_lines(variables.get("INPUT_PATHS", "")),
            config=variables.get("INPUT_CONFIG", ""),
            repo=variables.get("INPUT_REPO", ""),
            state=variables.get("INPUT_STATE", ""),
            arguments=_lines(variables.get("INPUT_ARGUMENTS", "")),
            token=variables.get("INPUT_TOKEN", ""),
            wants_comment=comment == "true",
        )


@dataclass(frozen=True, slots=True)
class Event:
    """What started the job; `pull_request` is the number of one, 0 for any other event."""

    name: str
    repository: str
    pull_request: int
    base: str
    may_write: bool

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Event:
        """The event as the runner describes it."""
        content = json.loads(Path(variables["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        pull: dict[str, Any] = content.get("pull_request") or {}
        repository = variables["GITHUB_REPOSITORY"]
        head = ((pull.get("head") or {}).get("repo") or {}).get("full_name")
        return cls(
            name=variables["GITHUB_EVENT_NAME"],
            repository=repository,
            pull_request=int(pull.get("number") or 0),
            base=str((pull.get("base") or {}).get("sha") or ""),
            may_write=head == repository and variables.get("GITHUB_ACTOR") not in _READ_ONLY_ACTORS,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How `syncer` ended and what it printed; no secret is in it."""

    code: int
    out: str
    err: str

    def as_plan(self) -> str:
        """What a reader of the pull request sees: a plan, or what was wrong with it."""
        is_plan = self.code in _HEADLINES
        text = self.out if is_plan else f"{self.err}\n{self.out}"
        return f"{_HEADLINES.get(self.code, _BROKEN)}\n\n{fenced(text.strip())}\n"

    def as_sync(self) -> str:
        """What a reader of the job's summary sees of a sync."""
        return f"Exit code {self.code}.\n\n{fenced((self.out + self.err).strip())}\n"


def main(variables: Mapping[str, str]) -> int:
    """Do what the workflow asks for, and return the exit code of the step."""
    try:
        inputs, event = Inputs.read(variables), Event.read(variables)
        _refuse_unmerged(inputs, event)
        documents = _documents(inputs, event)
    except MisuseError as error:
        _annotate("error", str(error))
        return MISUSED
    if documents == ():
        print("the pull request changes no postmortem")
        return _comment(variables, event, inputs, f"{_NOTHING_LEFT}\n", only_if_there=True)
    outcome = _run(_command(inputs, event, documents or inputs.paths, variables), inputs, variables)
    _print(outcome)
    told = outcome.as_plan() if inputs.command == "plan" else outcome.as_sync()
    _append(variables["GITHUB_STEP_SUMMARY"], f"### syncer {inputs.command}\n\n{told}")
    pending = "true" if outcome.code == PENDING else "false"
    _append(variables["GITHUB_OUTPUT"], f"exit-code={outcome.code}\npending={pending}\n")
    shown = _comment(variables, event, inputs, told) if event.pull_request else 0
    return shown if outcome.code in {0, PENDING} else outcome.code


def _refuse_unmerged(inputs: Inputs, event: Event) -> None:
    """Refuse to act on what nobody has merged, and to hand a token that may write to a branch of a stranger."""
    if event.name == "pull_request_target":
        raise MisuseError("pull_request_target gives a stranger's branch a token that may write; use pull_request")
    if inputs.command == "sync" and event.pull_request:
        raise MisuseError("sync follows what is merged; use command: plan on pull requests")


def _documents(inputs: Inputs, event: Event) -> tuple[str, ...] | None:
    """The documents below `paths` that the pull request adds or changes; `None` where that is not the question."""
    if not event.pull_request or not inputs.paths:
        return None
    # A checkout of the merge has the target branch as its first parent, whatever moved there meanwhile.
    is_merge = _git("rev-parse", "--quiet", "--verify", "HEAD^2").returncode == 0
    between = ["HEAD^1", "HEAD"] if is_merge else ["--merge-base", event.base, "HEAD"]
    options = ["--name-only", "-z", "--diff-filter=d", "--relative", "--no-renames"]
    changed = _git("--literal-pathspecs", "diff", *options, *between, "--", *inputs.paths)
    if changed.returncode:
        said = changed.stderr.decode(errors="replace").strip()
        raise MisuseError(f"what the pull request changes cannot be told: {said}; check out with fetch-depth: 0")
    names = changed.stdout.decode(errors="surrogateescape").split("\0")
    return tuple(name for name in names if name and by_name(name).is_markdown is not False)


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)


def _command(inputs: Inputs, event: Event, paths: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """The command line of `syncer`. Issues go where the configuration says, else to the repository of the event."""
    state = inputs.state or str(Path(variables["RUNNER_TEMP"]) / "syncer-state" / "state.db")
    command = [str(Path(sys.executable).with_name("syncer")), inputs.command, "--state", state]
    if inputs.config:
        command += ["--config", inputs.config]
    elif inputs.repo or not Path("syncer.toml").exists():
        command += ["--tracker", "github", "--repo", inputs.repo or event.repository]
    return [*command, *inputs.arguments, "--", *paths]


def _run(command: Sequence[str], inputs: Inputs, variables: Mapping[str, str]) -> Outcome:
    kept = {name: value for name, value in variables.items() if name not in _OURS and not name.startswith("INPUT_")}
    environment = {**kept, "COLUMNS": "120", **({"GITHUB_TOKEN": inputs.token} if inputs.token else {})}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    named = (variables.get(name, "") for name in ("COMMENT_TOKEN", "JIRA_API_TOKEN", "JIRA_PAT"))
    hidden = [secret for secret in (inputs.token, *named) if secret]
    return Outcome(done.returncode, _without(done.stdout, hidden), _without(done.stderr, hidden))


def _without(text: str, hidden: Sequence[str]) -> str:
    """`text` without secrets: the runner hides them in logs, but not in comments."""
    for secret in hidden:
        text = text.replace(secret, "***")
    return text


def _print(outcome: Outcome) -> None:
    """Print what `syncer` printed, while the runner takes no commands from it."""
    end = secrets.token_hex(16)
    print(f"::stop-commands::{end}\n{outcome.out}{outcome.err}\n::{end}::", flush=True)


def _comment(
    variables: Mapping[str, str], event: Event, inputs: Inputs, text: str, *, only_if_there: bool = False
) -> int:
    """Show `text` on the pull request where that is wanted and allowed; 1 if it should be there and is not."""
    if not inputs.wants_comment:
        return 0
    if not event.may_write:
        print("no comment: the token of a job for a fork or for Dependabot may not write; see the job's summary")
        return 0
    token = variables.get("COMMENT_TOKEN", "")
    conversation = Conversation(variables["GITHUB_API_URL"], event.repository, event.pull_request, token)
    try:
        print(f"comment: {conversation.show(text, only_if_there=only_if_there)}")
    except CommentError as error:
        _annotate("error", f"the plan is in the job's summary, but not on the pull request: {error}")
        return _FAILED
    return 0


def _annotate(kind: str, text: str) -> None:
    """Show `text` beside the job, on one line and without commands in it."""
    safe = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::{kind} title=syncer::{safe}", flush=True)


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


if __name__ == "__main__":
    sys.exit(main(os.environ))
