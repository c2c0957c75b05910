"""The Dockerfile: what a linter says of it, and what it promises: nobody's rights, no secret, nothing unpinned."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from operating.tools import ROOT, check

from scripts.dockerfile import Instruction, instructions

STEPS = list(instructions((ROOT / "Dockerfile").read_text()))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def words(word: str) -> list[Instruction]:
    return [step for step in STEPS if step.word == word]


def copied() -> set[str]:
    """What is copied from the project."""
    sources = [step.words[:-1] for step in words("COPY") if "--from=" not in step.text]
    return {name for names in sources for name in names}


class TestReading:
    def test_lines_are_joined_comments_left_out_and_stages_counted(self) -> None:
        text = "# syntax\nfrom a AS b\nRUN one \\\n  # why\n  && two\n\nFROM c\nENV A=1 B=${A}/x\n"
        assert list(instructions(text)) == [
            Instruction("FROM", "a AS b", 2, 1),
            Instruction("RUN", "one && two", 3, 1),
            Instruction("FROM", "c", 7, 2),
            Instruction("ENV", "A=1 B=${A}/x", 8, 2),
        ]

    def test_variables_are_replaced_by_what_is_known(self) -> None:
        step = Instruction("ENV", 'PATH=/a:${PATH} TEXT="two words" ${NO}=', 1, 1)
        assert step.assignments({"PATH": "/b"}) == {"PATH": "/a:/b", "TEXT": "two words", "${NO}": ""}


def test_the_linter_has_nothing_to_say() -> None:
    found = check("hadolint", "--failure-threshold", "style", ROOT / "Dockerfile")
    assert (found.returncode, found.stdout) == (0, ""), found.stdout + found.stderr


def test_the_linter_would_say_something(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:latest\nRUN apt-get install git\n")
    found = check("hadolint", tmp_path / "Dockerfile")
    assert found.returncode == 1
    assert {"DL3007", "DL3008"} <= set(re.findall(r"DL\d+", found.stdout))


def test_every_excuse_to_the_linter_has_its_reason() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    excuses = [number for number, line in enumerate(lines) if "hadolint ignore" in line]
    assert len(excuses) == 1
    assert all(re.match(r"# \w", lines[number - 1]) for number in excuses)


def test_the_base_is_one_version_of_one_release_and_can_be_pinned_from_outside() -> None:
    base = words("ARG")[0]
    assert re.fullmatch(r"BASE=python:3\.\d+-slim-[a-z]+", base.text)
    assert [step.text for step in words("FROM")] == ["${BASE} AS build", "${BASE}"]
    readme = (ROOT / "cron" / "README.md").read_text()
    assert f"--build-arg {base.text}@sha256:" in readme
    minor = int(base.text.split("3.")[1].split("-")[0])
    assert f"Programming Language :: Python :: 3.{minor}" in PROJECT["classifiers"]


def test_what_is_copied_is_all_that_enters_the_build() -> None:
    """F56: no state, history or file with a secret gets near a layer."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied()
    assert {"**/.syncer", "**/__pycache__"} <= set(lines[lines.index("!syncer") :]), "what comes last wins"
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_everything_is_installed_by_hash_or_from_the_project() -> None:
    """F63."""
    installs = [command for step in words("RUN") for command in step.text.split("&&") if " install " in command]
    pip = [command for command in installs if "/pip " in command]
    assert len(pip) == 3
    for command in pip:
        is_hashed = "--require-hashes" in command and "--only-binary=:all:" in command
        is_ours = "--no-deps --no-index /dist/*.whl" in command
        assert is_hashed != is_ours, command


def test_no_secret_has_a_place_in_it() -> None:
    """F56."""
    named = [step.text for step in STEPS if step.word in {"ARG", "ENV", "LABEL"}]
    assert [text for text in named if re.search(r"token|secret|password|key", text, re.IGNORECASE)] == []
    assert len(words("ARG")) == 1


def test_it_runs_as_nobody_in_particular() -> None:
    (user,) = words("USER")
    assert re.fullmatch(r"([1-9]\d{4,}):\1", user.text), "numbers, and a group of the user's own"
    assert user.stage == len(words("FROM"))
    assert not [step for step in STEPS if step.word in {"RUN", "COPY"} and step.line > user.line]


def test_it_writes_to_its_home_and_to_nowhere_else() -> None:
    variables = {name: value for step in words("ENV") for name, value in step.assignments({}).items()}
    assert variables["HOME"] == variables["XDG_STATE_HOME"] == "/var/lib/syncer"
    assert variables["TMPDIR"] == "/tmp"
    assert variables["PYTHONDONTWRITEBYTECODE"] == "1"
    assert not words("VOLUME")


def test_it_is_a_batch_job() -> None:
    (entry,) = words("ENTRYPOINT")
    assert entry.text == '["syncer"]'
    assert "syncer" in PROJECT["scripts"]
    assert [step.text for word in ("HEALTHCHECK", "STOPSIGNAL", "CMD") for step in words(word)] == [
        "NONE",
        "SIGTERM",
        '["--help"]',
    ]


@pytest.mark.parametrize(("label", "key"), [("version", "version"), ("licenses", "license")])
def test_labels_say_what_the_project_says(label: str, key: str) -> None:
    (labels,) = words("LABEL")
    assert labels.assignments({})[f"org.opencontainers.image.{label}"] == PROJECT[key]
