"""The rules that the tree itself keeps: what is installed, what may be imported, how long things may get."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
MODULES = sorted((ROOT / "syncer").rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
# How many lines may be excused from a check; to raise one of these is a decision to defend in review.
EXCUSES = {"# pragma: no cover": 0, "# type: ignore": 4, "# noqa": 30}
# What needs no reason: an argument that a protocol hands over, and what an untyped package gives.
REASON = re.compile(r"# noqa: (?:ARG00\d|[A-Z0-9, ]+ - \w|[A-Z]+\d+ [a-z])|# type: ignore\[[a-z, -]+\]")
# Spelt apart, so that this file does not name what it looks for.
INDEX = re.compile(
    "|".join(["py" + r"pi\.(org|python)", "python" + r"hosted\.org", "--(extra-)?index" + "-url", "--find" + "-links"])
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def tracked() -> list[Path]:
    """Every file that belongs to the project, found as a plain copy of the tree finds them too."""
    folders = ["syncer", "tests", "benchmarks", "scripts", "docs", "config", "cron", "requirements", ".ci"]
    nested = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in [*ROOT.glob("*"), *nested] if path.is_file()]


def parsed(path: Path) -> ast.Module:
    return cached_tree(path)


@cache
def cached_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def pins(path: Path) -> dict[str, str]:
    """Name to version of every package that a requirements file installs."""
    lines = [line for line in path.read_text().splitlines() if re.match(r"[a-z]", line)]
    return {canonicalize_name(re.split(r"[\[=]", line)[0]): line.split("==")[1].split()[0] for line in lines}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    """F63: a package that was changed after we looked at it is refused."""
    blocks = re.split(r"^(?=[a-z])", path.read_text(), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block for block in blocks if not re.match(r"\S+==\S+ .*?--hash=sha256:", block, re.DOTALL)] == []


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        (
            "runtime.txt",
            [*settings()["project"]["dependencies"], *settings()["project"]["optional-dependencies"]["holidays"]],
        ),
        ("build.txt", settings()["dependency-groups"]["build"]),
        ("test.txt", [*settings()["project"]["dependencies"], *settings()["dependency-groups"]["test"]]),
        ("dev.txt", [*settings()["dependency-groups"]["test"], *settings()["dependency-groups"]["quality"]]),
    ],
)
def test_pins_satisfy_the_declared_ranges(name: str, declared: list[str]) -> None:
    pinned = pins(ROOT / "requirements" / name)
    wanted = [Requirement(text) for text in declared]
    stale = [str(want) for want in wanted if pinned.get(canonicalize_name(want.name), "0") not in want.specifier]
    assert stale == [], "run `make lock`"


def test_every_filling_of_the_environment_agrees_on_versions() -> None:
    versions: dict[str, set[str]] = {}
    for path in REQUIREMENTS:
        for name, version in pins(path).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_no_file_names_a_package_index() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {hit.group(0)}" for hit in INDEX.finditer(text)]
    assert found == [], "which index serves a package is for the machine to say"


def test_imports_point_down_the_page() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_owns(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), "a module starts with one sentence that says what it owns"
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE, "one concept a file"
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, "name the concept"


def test_functions_are_short() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 12, "the middle one of all functions"


@pytest.mark.parametrize("excuse", EXCUSES)
def test_excuses_are_counted(excuse: str) -> None:
    places = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in MODULES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if excuse in line
    ]
    assert len(places) <= EXCUSES[excuse], "\n".join(places)
    assert [place for place in places if not REASON.search(place)] == [], "say why behind the code"


def test_the_changelog_knows_the_version() -> None:
    version = settings()["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version in headings


def test_the_wheel_holds_the_package_and_its_sample_configuration(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    modules = {str(path.relative_to(ROOT)) for path in MODULES}
    assert modules <= names
    assert "syncer/_config/syncer.toml" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_network_is_out_of_reach_of_tests() -> None:
    import socket

    with socket.socket() as outside, pytest.raises(Exception, match=r"192\.0\.2\.1|not allowed"):
        outside.connect(("192.0.2.1", 443))
