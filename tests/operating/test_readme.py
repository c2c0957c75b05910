"""The instructions for whoever runs it: what they name is there."""

from __future__ import annotations

import re

import pytest
from operating.tools import ROOT

PAGE = ROOT / "cron" / "README.md"
TEXT = PAGE.read_text()
COMMANDS = "\n".join(re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"(?<!`)\[[^\]`]+\]\(([^)\s#]+)\)", TEXT)
    assert len(targets) > 5
    assert [target for target in targets if not (PAGE.parent / target).exists()] == []


def test_paths_in_commands_are_there() -> None:
    paths = re.findall(r"(?<![\w/.])(?:cron|requirements)/[\w./-]+", COMMANDS)
    assert len(paths) == 4
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_modules_in_commands_are_there() -> None:
    modules = re.findall(r"python -m (scripts\.\w+)", TEXT)
    assert modules
    assert [name for name in modules if not (ROOT / f"{name.replace('.', '/')}.py").exists()] == []


def test_the_commands_of_the_overlay_are_those_of_the_instructions() -> None:
    comments = (ROOT / "cron" / "kubernetes" / "overlays" / "github" / "kustomization.yaml").read_text()
    told = re.findall(r"kubectl .*(?:apply|create secret).*", COMMANDS)
    assert len(told) == 3
    assert [command for command in told if f"#   {command}\n" not in comments] == []


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 143])
def test_every_exit_code_of_a_sync_is_explained(code: int) -> None:
    section = TEXT.partition("## Exit codes")[2].partition("##")[0]
    assert re.search(rf"(?:^|; ){code} \w", section, re.MULTILINE)
