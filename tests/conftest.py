"""Owns what every test stands on: Hypothesis profiles, the reference material, and an environment of its own."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

IS_CI = os.environ.get("CI") == "true"

# Deadlines would make slow machines fail; what takes too long is pytest-timeout's to say.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=200, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if IS_CI else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, object, object]:
    """Escape what no wire can carry, so that one failed test with half a character in it does not end the whole run."""
    return carriable((yield))


def carriable(value: object) -> object:
    """`value` with every lone surrogate in its texts written as an escape."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {carriable(key): carriable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(carriable(inner) for inner in value)
    return value


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference material (`corpus`, `contracts`, `reference`) that SYNCER_REFERENCE names.

    Without it a test is skipped; with CI=true it fails, so that CI cannot pass by not looking.
    """
    named = os.environ.get("SYNCER_REFERENCE", "")
    if named and (folder := Path(named).resolve()).is_dir():
        return folder
    reason = f"SYNCER_REFERENCE is {named!r}: set it to the folder that holds `corpus` and `reference`"
    if IS_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the settings of whoever runs it, nor writes into their home."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("SYNCER_") and name != "SYNCER_REFERENCE"]:
            patch.delenv(name)
        ours = ("GITHUB_TOKEN", "JIRA_URL", "JIRA_EMAIL", "JIRA_API_TOKEN", "JIRA_PAT")
        for name in ("FORCE_COLOR", "NO_COLOR", *ours):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("xdg-state")))
        patch.setenv("COLUMNS", "80")
        yield
