"""Owns the surroundings of git in these tests: nobody's configuration, and a world for each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sources.git.worlds import World


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration, identity or variable of whoever runs the tests is seen by git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
