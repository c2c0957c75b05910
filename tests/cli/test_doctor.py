"""What is missing is said before the first write, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Syncer
from .outside import Outside


def everything(folder: Path) -> list[tuple[str, bytes]]:
    return sorted((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def test_without_a_configuration_it_looks_at_what_is_named_and_writes_nothing(syncer: Syncer, folder: Path) -> None:
    before = everything(folder)
    done = syncer("doctor", "docs", "--tracker", "local", "--issues", "issues", "--sprint", "2026-03-02/2w")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "nothing is missing"
    assert "there is none yet: the first sync makes it" in done.out
    assert everything(folder) == before
    assert not (folder / "xdg").exists()


def test_problems_do_not_fail_it(syncer: Syncer) -> None:
    done = syncer("doctor", "docs", "--tracker", "local")
    assert done.code == 0
    assert done.out.splitlines()[0] == "calendar"
    assert "1 due text in documents speaks of sprints, and none are set; set sprint = " in done.out
    assert done.out.splitlines()[-1] == "0 errors, 1 problem"


def test_an_error_fails_it_and_machines_get_it_too(syncer: Syncer, folder: Path) -> None:
    (folder / ".syncer" / "state.db").mkdir(parents=True)
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\n'
    )
    done = syncer("doctor", "--format", "json")
    assert done.code == 1
    (error,) = [one for one in json.loads(done.out)["findings"] if one["severity"] == "error"]
    assert error["where"] == f"{folder}/.syncer/state.db"
    assert error["remedy"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to read: name a folder of postmortems"),
        (("docs",), "no place for issues"),
        (("nope", "--tracker", "local"), "nope: no such file or folder"),
        (("docs", "--tracker", "github", "--repo", "a/b"), "GITHUB_TOKEN is not set or empty"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told_as_ever(
    syncer: Syncer, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    done = syncer("doctor", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_hostile_documents_do_not_act_on_the_terminal(outside: Outside) -> None:
    hostile = "- [ ] Fix it (owner: \x1b[31mred\x1b[0m, due: x)\n"
    outside.put({"x.md": f"Published: 2026-03-11\n\n## Action items\n\n{hostile}"})
    outside.run("doctor", "docs", "--tracker", "local", "--state", "state/state.db")
    assert not (outside.folder / "state").exists()
