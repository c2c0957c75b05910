"""The schema of the configuration file, and the samples that are checked against it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from syncer.settings.loader import load
from syncer.settings.samples import sample
from syncer.settings.schema import schema

CONFIG = Path(__file__).resolve().parents[2] / "config"
SAMPLES = [CONFIG / "syncer.toml", CONFIG / "demo" / "syncer.toml", *sorted((CONFIG / "examples").glob("*.toml"))]


def described(definition: Any, path: str = "") -> Iterator[tuple[str, bool]]:
    """Every key below `definition` and whether it is described."""
    for name, one in definition.get("properties", {}).items():
        yield f"{path}{name}", bool({"description", "const", "$ref"} & one.keys())
    for name, one in definition.get("$defs", {}).items():
        yield from described(one, f"{name}.")


def test_every_setting_is_described() -> None:
    found = dict(described(schema()))
    assert len(found) > 50
    assert [name for name, is_described in found.items() if not is_described] == []


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["additionalProperties"] is False


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.relative_to(CONFIG)))
def test_samples_fit_the_schema(path: Path) -> None:
    data = tomllib.loads(path.read_text())
    text = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())
    assert [error.message for error in text.iter_errors(_as_json(data))] == []


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool) else value.isoformat()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.relative_to(CONFIG)))
def test_samples_load(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "JIRA_API_TOKEN"):
        monkeypatch.setenv(name, "canary-canary")
    assert load(path, path.parent).settings.routes


def test_every_line_that_is_commented_out_would_be_accepted(tmp_path: Path) -> None:
    """A reader who removes a `# ` must not meet a fault."""
    lines = sample("syncer.toml").splitlines()
    text = "\n".join(line.removeprefix("# ") if _is_setting(line) else line for line in lines)
    path = tmp_path / "syncer.toml"
    path.write_text(
        text.replace('[[routes]]\ntracker = "local"\n\n# Who', "\n# Who").replace('"DE-BE"', '["2026-12-25"]')
    )
    settings = load(path, tmp_path).settings
    assert settings.authority.status == "shared"
    assert settings.people["alice"].github == "alice-s"
    assert settings.calendars["payments"].timezone == "America/New_York"
    assert settings.limits.max_runtime == 900


def _is_setting(line: str) -> bool:
    return re.match(r"# (?:\[|[a-z_]+ = )", line) is not None


def test_people_sample_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text(sample("people.toml"))
    (tmp_path / "syncer.toml").write_text('people = "people.toml"\n')
    assert set(load(tmp_path / "syncer.toml", tmp_path).settings.people) == {"alice", "bob"}
