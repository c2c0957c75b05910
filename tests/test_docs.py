"""The documentation says what is true: examples run, links lead somewhere, generated parts are fresh."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from fakes.command import environment_with_syncer
from fakes.github import GitHub
from fakes.jira import Jira

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text()
SAMPLES = ROOT / "config" / "demo"
EXAMPLE = "2026-03-11-checkout-connection-pool.md"


def shell(command: str, folder: Path, **variables: str) -> str:
    """What a command prints, run in `folder` as a person would, with this checkout's `syncer`."""
    environment = environment_with_syncer(folder.parent / "bin") | {"XDG_STATE_HOME": str(folder / "state-home")}
    environment |= variables
    finished = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=environment, text=True, capture_output=True, check=False
    )
    return finished.stdout + finished.stderr


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A copy of the sample postmortems to work in."""
    return shutil.copytree(SAMPLES / "postmortems", tmp_path / "work" / "postmortems").parent


def tables(text: str) -> list[list[str]]:
    """The pipe tables of `text`, each as its lines."""
    return [block.splitlines() for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)]


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Command and expected output of every `$` line in the console blocks of `text`."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def squeezed(text: str) -> str:
    """`text` without blanks at line ends, which no reader sees."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_the_first_screen_is_true(samples: Path) -> None:
    before, after, *_ = tables(README)
    (command,) = re.findall(r"^syncer sync postmortems .*$", README, re.MULTILINE)
    for other in (samples / "postmortems").iterdir():
        if other.name != EXAMPLE:
            other.unlink()
    document = samples / "postmortems" / EXAMPLE
    assert before in tables(document.read_text())

    shell(f"{command} --as-of 2026-03-11", samples)
    shell("sed -i 's/^state: .*/state: done/' action-items/AI-2-*.md", samples)
    printed = shell(f"{command} --as-of 2026-03-12", samples)

    assert after in tables(document.read_text()), printed


def test_examples_print_what_is_shown(samples: Path) -> None:
    found = list(examples(README))
    assert found
    for command, expected in found:
        printed = shell(command, samples)
        assert squeezed(printed) == squeezed(expected), f"$ {command}\n{printed}"


def test_the_commands_for_github_do_what_is_said(samples: Path) -> None:
    """Against the fake, without a pace."""
    commands = re.findall(r"^syncer (\w+) (.*--tracker github --repo (\S+))$", README, re.MULTILINE)
    (samples / "docs").mkdir()
    (samples / "postmortems").rename(samples / "docs" / "postmortems")
    printed = {}
    with GitHub() as hub:
        token = hub.user("syncer-bot")
        hub.repository(commands[0][2]).grant("syncer-bot", "push")
        variables = {"GITHUB_TOKEN": token.value, "GITHUB_API_URL": hub.url}
        paceless = {f"SYNCER_LIMITS__CREATES_PER_{name}": "0" for name in ("MINUTE", "HOUR")}
        for name, arguments, _ in commands:
            printed[name] = shell(f"syncer {name} {arguments}", samples, **variables, **paceless)
    assert list(printed) == ["doctor", "plan", "sync"]
    assert "0 errors, " in printed["doctor"]
    assert "16 to create, " in printed["plan"]
    assert "16 created, " in printed["sync"]


@pytest.mark.parametrize("deployment", ["cloud", "data-center"])
def test_the_commands_for_jira_do_what_is_said(samples: Path, deployment: Literal["cloud", "data-center"]) -> None:
    commands = re.findall(r"^syncer (\w+) (.*--tracker jira --project (\S+))$", README, re.MULTILINE)
    (samples / "docs").mkdir()
    (samples / "postmortems").rename(samples / "docs" / "postmortems")
    printed = {}
    with Jira(deployment) as jira:
        jira.user("syncer-bot", token="the-token-of-a-bot")
        jira.project(commands[0][2]).grant("syncer-bot")
        token = "JIRA_API_TOKEN" if deployment == "cloud" else "JIRA_PAT"
        email = {"JIRA_EMAIL": "syncer-bot@example.com"} if deployment == "cloud" else {}
        for name, arguments, _ in commands:
            command = f"syncer {name} {arguments}"
            printed[name] = shell(command, samples, JIRA_URL=jira.url, **{token: "the-token-of-a-bot"}, **email)
    assert list(printed) == ["doctor", "plan", "sync"]
    assert "0 errors, " in printed["doctor"], printed["doctor"]
    assert "16 to create, " in printed["plan"], printed["plan"]
    assert "16 created, " in printed["sync"], printed["sync"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^(`{3,}).*?^\1", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^\|.*action-items/AI-.*$", "", text, flags=re.MULTILINE)
    targets = re.findall(r"(?<!`)\[[^\]`]+\]\(([^)\s]+)\)", text)
    dead = [target for target in targets if not leads_somewhere(page, target)]
    assert dead == []


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether a relative link's file exists and its anchor is one of that file's headings."""
    if target.startswith("https://"):
        return True
    name, _, anchor = target.partition("#")
    path = page.parent / name if name else page
    return path.exists() and (not anchor or anchor in anchors(path))


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_generated_parts_are_fresh() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    finished = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE)}
    assert named
    assert named - targets == set()


def test_modules_and_files_that_are_named_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    by_hand, _, _ = text.partition("<!-- generated")
    named = set(re.findall(r"`((?:syncer|tests)/[\w./]+)`", by_hand))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    modules = set(re.findall(r"`(\w+\.py)`", by_hand))
    assert [name for name in sorted(modules) if not list((ROOT / "syncer").rglob(name))] == []
