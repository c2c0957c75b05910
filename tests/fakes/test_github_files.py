"""The fake GitHub keeps files, branches and pull requests."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from fakes.asker import Asker, Got
from fakes.github import Repository
from fakes.github.tree import blob_sha

CONTENTS = "/repos/acme/payments/contents"
PULLS = "/repos/acme/payments/pulls"


def put(ask: Asker, path: str, text: bytes, **more: str) -> Got:
    sent = {"message": "Write", "content": base64.b64encode(text).decode(), **more}
    return ask("PUT", f"{CONTENTS}/{path}", sent)


@pytest.fixture
def main(repository: Repository) -> Repository:
    """The repository with a file on its main branch and a branch that has gone on."""
    repository.files.put("main", "docs/a.md", b"one")
    repository.files.branch("topic")
    repository.files.put("topic", "docs/a.md", b"two")
    return repository


def test_a_file_is_written_with_the_sha_that_it_has(main: Repository, ask: Asker) -> None:
    sha = ask.get(f"{CONTENTS}/docs/a.md").json["sha"]
    assert sha == blob_sha(b"one")
    assert "wasn't supplied" in put(ask, "docs/a.md", b"two").json["message"]
    wrong = put(ask, "docs/a.md", b"two", sha="0" * 40)
    assert (wrong.status, wrong.json["message"]) == (409, f"docs/a.md does not match {'0' * 40}")
    assert put(ask, "docs/a.md", b"two", sha=sha).status == 200
    assert put(ask, "new.md", b"x", sha="not heeded").status == 201
    assert base64.b64decode(ask.get(f"{CONTENTS}/docs/a.md").json["content"]) == b"two"


def test_a_missing_branch_comes_first(main: Repository, ask: Asker) -> None:
    assert put(ask, "docs/a.md", b"x", branch="none").status == 404
    assert ask.get(f"{CONTENTS}/docs/a.md?ref=none").status == 404
    assert ask.get(f"{CONTENTS}/none.md").status == 404
    assert ask.get(f"{CONTENTS}/docs?ref=topic").json[0]["name"] == "a.md"


def test_a_large_file_comes_without_its_content(main: Repository, ask: Asker) -> None:
    main.files.put("main", "large.md", b"x" * 1_000_001)
    got = ask.get(f"{CONTENTS}/large.md").json
    assert (got["content"], got["encoding"], got["size"]) == ("", "none", 1_000_001)


def test_a_protected_branch_takes_no_push(main: Repository, ask: Asker) -> None:
    assert ask.get("/repos/acme/payments/branches/main").json["protected"] is False
    main.protect("main")
    assert ask.get("/repos/acme/payments/branches/main").json["protected"] is True
    got = put(ask, "new.md", b"x")
    assert got.status == 409
    assert "rule violations" in got.json["message"]


def test_who_may_only_look_writes_no_file(main: Repository, ask: Asker) -> None:
    main.grant("syncer-bot", "read")
    assert put(ask, "new.md", b"x").status == 403


def test_branches_and_references(main: Repository, ask: Asker) -> None:
    head = main.files.heads()["topic"]
    assert ask.get("/repos/acme/payments/branches/topic").json["commit"]["sha"] == head
    assert ask.get("/repos/acme/payments/git/ref/heads/topic").json["object"]["sha"] == head
    assert ask.get("/repos/acme/payments/branches/none").status == 404
    assert ask.get("/repos/acme/payments/git/ref/tags/v1").status == 404


def test_one_pull_request_a_branch(main: Repository, ask: Asker) -> None:
    sent = {"title": "Merge", "head": "topic", "base": "main", "body": "text"}
    made = ask.post(PULLS, sent)
    assert (made.status, made.json["head"]["ref"], made.json["base"]["label"]) == (201, "topic", "acme:main")
    again = ask.post(PULLS, sent)
    assert (again.status, again.json["errors"][0]["message"]) == (
        422,
        "A pull request already exists for acme:topic.",
    )
    assert [row["number"] for row in ask.get(f"{PULLS}?head=acme:topic&base=main").json] == [1]
    assert ask.get(f"{PULLS}?head=acme:other").json == []
    assert ask.get(f"{PULLS}?base=other").json == []
    assert ask.patch(f"{PULLS}/1", {"title": "Other", "base": "topic"}).json["title"] == "Other"
    assert ask.patch(f"{PULLS}/1", {"state": "closed"}).json["state"] == "closed"
    assert ask.get(PULLS).json == []
    assert ask.get("/repos/acme/payments/issues/1").json["pull_request"]["url"].endswith("/pulls/1")


@pytest.mark.parametrize(
    "change", [{"head": "none"}, {"base": "none"}, {"head": "main"}, {"title": ""}, {"title": "t" * 257}]
)
def test_a_pull_request_that_makes_no_sense(main: Repository, ask: Asker, change: dict[str, str]) -> None:
    sent = {"title": "Merge", "head": "topic", "base": "main", **change}
    assert ask.post(PULLS, sent).status == 422


def test_a_pull_request_is_merged_by_a_person(main: Repository, ask: Asker) -> None:
    pull = main.add_pull("Merge", "topic")
    main.merge(pull.number)
    got = ask.get(f"{PULLS}/1").json
    assert (got["state"], got["merged"]) == ("closed", True)
    assert got["merged_at"] is not None
    main.add_issue("no pull request")
    assert ask.get(f"{PULLS}/2").status == 404
    with pytest.raises(KeyError):
        main.merge(2)


def test_somebody_elses_pull_request_is_not_edited_by_onlookers(main: Repository, ask: Asker) -> None:
    main.add_pull("Merge", "topic")
    main.grant("syncer-bot", "read")
    assert ask.patch(f"{PULLS}/1", {"title": "Mine"}).status == 403


def test_the_branches_may_be_those_of_a_real_repository(repository: Repository, ask: Asker, tmp_path: Path) -> None:
    environment = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x@example.com")
    environment |= dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "x")
    for command in ("init -q -b main", "commit -q --allow-empty -m x", "branch topic"):
        subprocess.run(["git", "-C", tmp_path, *command.split()], check=True, env={**environment, "PATH": "/usr/bin"})
    repository.use_git(tmp_path)
    assert sorted(repository.files.heads()) == ["main", "topic"]
    assert ask.get("/repos/acme/payments/branches/topic").status == 200
    same = ask.post(PULLS, {"title": "Merge", "head": "topic", "base": "main"})
    assert same.json["errors"][0]["message"] == "No commits between main and topic"
