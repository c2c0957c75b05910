"""How git is run: for how long, with what around it, and what is said where it fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from syncer.sources.git.command import Git, GitFailed
from syncer.sources.git.troubles import Trouble


def _program(folder: Path, script: str) -> str:
    """A PATH on which `git` is a script."""
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_what_takes_too_long_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F13: also what it started in turn, which would keep the pipe open."""
    monkeypatch.setenv("PATH", _program(tmp_path / "bin", "sleep 300 & sleep 300"))
    with pytest.raises(GitFailed, match=r"git fetch: timed out after 0\.2 seconds; check the network") as caught:
        Git(tmp_path, timeout=0.2).ask("fetch")
    assert caught.value.trouble is Trouble.NETWORK
    assert caught.value.code is None


def test_git_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitFailed, match="git is not installed, or not on the PATH"):
        Git(tmp_path).ask("fetch")
    with pytest.raises(GitFailed, match="nothing: No such file or directory; correct the URL or path"):
        Git(tmp_path / "nothing").ask("fetch")


def test_a_failure_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", _program(tmp_path / "bin", "exit 7"))
    with pytest.raises(GitFailed, match="git fetch: it ended with exit code 7; see what git says"):
        Git(tmp_path).ask("fetch")


def test_what_git_is_told_by_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F55: no prompt, known protocols, one language; what a hook sets is dropped, who one is stays."""
    monkeypatch.setenv("PATH", _program(tmp_path / "bin", "env"))
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -i key")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Alice")
    out = Git(tmp_path, settings=(("a.b", "1"),), protocols=("https",)).ask("x", settings=(("c.d", "2"),))
    env = dict(line.partition("=")[::2] for line in out.decode().splitlines())
    assert env["GIT_TERMINAL_PROMPT"] == "0"
    assert env["GIT_OPTIONAL_LOCKS"] == "0"
    assert env["GIT_ALLOW_PROTOCOL"] == "https"
    assert env["LC_ALL"] == "C"
    assert env["GIT_SSH_COMMAND"] == "ssh -i key"
    assert "GIT_DIR" not in env
    assert "GIT_TRACE" not in env
    last = int(env["GIT_CONFIG_COUNT"]) - 1
    assert (env["GIT_CONFIG_KEY_0"], env["GIT_CONFIG_VALUE_0"]) == ("user.name", "Alice")
    assert (env[f"GIT_CONFIG_KEY_{last}"], env[f"GIT_CONFIG_VALUE_{last}"]) == ("c.d", "2")
    assert (env[f"GIT_CONFIG_KEY_{last - 1}"], env[f"GIT_CONFIG_VALUE_{last - 1}"]) == ("a.b", "1")


def test_messages_that_are_not_text_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", _program(tmp_path / "bin", r"printf '\377\033[1mno' >&2; exit 1"))
    answer = Git(tmp_path).run("x")
    assert answer.code == 1
    assert answer.said == "\\xff [1mno"
