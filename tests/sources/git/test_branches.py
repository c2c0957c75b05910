"""What becomes of cells that go to a branch of their own: before a merge, while people write there too, after it."""

from __future__ import annotations

import shutil

import pytest
from fakes.git_repository import run_git
from sources.git.worlds import World, edits, key, paths, read, texts, write

from syncer.errors import NotAllowed, RevisionChanged, SourceUnavailable
from syncer.model import RawDocument
from syncer.ports import DocumentEdit
from syncer.sources.git.command import Answer, Git
from syncer.sources.git.source import GitSource

STATUS = "syncer/status"
DOCUMENT = b"# Outage\n\nOne\n\nTwo\n\nThree\n\nFour\n\nFive\n"


@pytest.fixture
def begun(world: World) -> World:
    """A first run wrote its cells to the branch of its own."""
    world.upstream.commit({"a.md": DOCUMENT, "b.md": b"second\n", "code.py": b"pass\n"})
    write(on_branch(world), a=DOCUMENT + b"cell\n")
    return world


def on_branch(world: World, **options: str) -> GitSource:
    return world.source(write_back="branch", **options)


def parents(world: World, branch: str = STATUS) -> int:
    return len(world.upstream.git("log", "-1", "--format=%P", branch).split())


def contains(world: World, commit: str | None, branch: str = STATUS) -> bool:
    return commit in world.upstream.git("rev-list", branch).splitlines()


def test_the_first_run_begins_the_branch(begun: World) -> None:
    assert begun.upstream.read("a.md") == DOCUMENT
    assert begun.upstream.read("a.md", STATUS) == DOCUMENT + b"cell\n"
    assert begun.upstream.count(STATUS) == 2


def test_the_second_run_sees_the_cells_before_the_merge(begun: World) -> None:
    assert texts(on_branch(begun))["a.md"] == DOCUMENT + b"cell\n"
    assert read(on_branch(begun))["a.md"].published == read(begun.source())["a.md"].published


def test_more_cells_are_added_to_the_branch(begun: World) -> None:
    write(on_branch(begun), b=b"second, cell\n")
    assert begun.upstream.count(STATUS) == 3
    assert parents(begun) == 1
    assert begun.upstream.read("a.md", STATUS) == DOCUMENT + b"cell\n"


def test_other_documents_that_moved_on_are_merged_in(begun: World) -> None:
    base = begun.upstream.commit({"b.md": b"second, by a person\n", "c.md": b"third\n"})
    source = on_branch(begun)
    assert texts(source) == {"a.md": DOCUMENT + b"cell\n", "b.md": b"second, by a person\n", "c.md": b"third\n"}
    write(source, c=b"third, cell\n")
    assert parents(begun) == 2
    assert contains(begun, base)
    assert texts(on_branch(begun)) == {
        "a.md": DOCUMENT + b"cell\n",
        "b.md": b"second, by a person\n",
        "c.md": b"third, cell\n",
    }


def test_a_document_that_a_person_changed_meanwhile_is_theirs(begun: World) -> None:
    """The same row was edited on the branch that is read: its text wins, and cells are placed anew."""
    write(on_branch(begun), b=b"second, cell\n")
    edited = DOCUMENT + b"another row\n"
    begun.upstream.commit({"a.md": edited})
    source = on_branch(begun)
    assert texts(source) == {"a.md": edited, "b.md": b"second, cell\n"}
    write(source, a=edited + b"cell\n")
    assert parents(begun) == 2
    assert texts(on_branch(begun)) == {"a.md": edited + b"cell\n", "b.md": b"second, cell\n"}
    assert begun.upstream.read("a.md") == edited


def test_a_branch_of_ours_that_gives_nothing_any_more_starts_over(begun: World) -> None:
    edited = DOCUMENT + b"another row\n"
    base = begun.upstream.commit({"a.md": edited})
    write(on_branch(begun), a=edited + b"cell\n")
    assert begun.upstream.git("log", "-1", "--format=%P", STATUS) == base


def test_commits_of_people_on_the_branch_stay(begun: World) -> None:
    person = begun.upstream.commit({"code.py": b"print()\n", "d.md": b"new\n"}, branch=STATUS)
    source = on_branch(begun)
    assert paths(source) == ["a.md", "b.md", "d.md"]
    write(source, b=b"second, cell\n")
    assert contains(begun, person)
    assert begun.upstream.read("code.py", STATUS) == b"print()\n"
    base = begun.upstream.commit({"c.md": b"third\n"})
    write(on_branch(begun), c=b"third, cell\n")
    assert contains(begun, person)
    assert contains(begun, base)
    assert begun.upstream.read("code.py", STATUS) == b"print()\n"


def test_a_person_pushes_to_the_branch_while_we_do(begun: World) -> None:
    """F36: the branch that is written to moves, too."""
    source = on_branch(begun)
    wanted = edits(source, a=DOCUMENT + b"newer cell\n", b=b"second, cell\n")
    person = begun.upstream.commit({"a.md": DOCUMENT + b"cell, edited\n"}, branch=STATUS)
    result = source.write(wanted)
    assert isinstance(result.failed[key("a.md")], RevisionChanged)
    assert list(result.written) == [key("b.md")]
    assert contains(begun, person)
    (again,) = source.read([wanted[0].ref])
    assert again == read(on_branch(begun))["a.md"]


def test_people_changed_different_lines_on_both_branches(begun: World) -> None:
    """Both changes are kept: what merges by itself is merged, and only then are cells written into it."""
    begun.upstream.commit({"a.md": DOCUMENT.replace(b"One", b"Uno") + b"cell\n"}, branch=STATUS)
    begun.upstream.commit({"a.md": DOCUMENT.replace(b"Four", b"Quattro")})
    source = on_branch(begun)
    seen = read(source)["a.md"].data
    assert seen == DOCUMENT.replace(b"Four", b"Quattro")
    result = source.write(edits(source, a=seen + b"newer cell\n"))
    assert isinstance(result.failed[key("a.md")], RevisionChanged)
    merged = DOCUMENT.replace(b"One", b"Uno").replace(b"Four", b"Quattro") + b"cell\n"
    assert texts(on_branch(begun))["a.md"] == merged
    write(source, a=merged.replace(b"cell", b"newer cell"))
    assert texts(on_branch(begun))["a.md"] == merged.replace(b"cell", b"newer cell")


def test_people_changed_the_same_line_on_both_branches(begun: World) -> None:
    """Nobody but a person can merge that, and nothing is lost until they do."""
    person = begun.upstream.commit({"a.md": DOCUMENT.replace(b"One", b"Uno") + b"cell\n"}, branch=STATUS)
    begun.upstream.commit({"a.md": DOCUMENT.replace(b"One", b"Eins"), "c.md": b"third\n"})
    source = on_branch(begun)
    (error,) = source.write(edits(source, c=b"third, cell\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert "a.md was changed by people on syncer/status" in str(error)
    assert begun.upstream.tip(STATUS) == person


def test_a_document_that_was_deleted_stays_deleted(begun: World) -> None:
    begun.upstream.commit({"a.md": None})
    source = on_branch(begun)
    assert paths(source) == ["b.md"]
    write(source, b=b"second, cell\n")
    assert paths(on_branch(begun)) == ["b.md"]
    assert begun.upstream.git("ls-tree", "--name-only", STATUS).splitlines() == ["b.md", "code.py"]


def test_after_a_merge_the_branch_starts_over(begun: World) -> None:
    merge = begun.upstream.point(
        "main",
        f"{STATUS}^{{tree}}",
        [begun.upstream.tip() or "", begun.upstream.tip(STATUS) or ""],
        "2026-03-09",
        "Merge",
    )
    source = on_branch(begun)
    assert texts(source)["a.md"] == DOCUMENT + b"cell\n"
    write(source, b=b"second, cell\n")
    assert begun.upstream.git("log", "-1", "--format=%P", STATUS) == merge


@pytest.mark.parametrize("later", [False, True], ids=["at once", "after another edit"])
@pytest.mark.parametrize("with_people", [False, True], ids=["ours", "with people"])
def test_after_a_squash_merge_the_branch_starts_over(begun: World, with_people: bool, later: bool) -> None:
    if with_people:
        begun.upstream.commit({"code.py": b"print()\n"}, branch=STATUS)
    squash = begun.upstream.point("main", f"{STATUS}^{{tree}}", [begun.upstream.tip() or ""], "2026-03-09", "Squash")
    if later:
        squash = begun.upstream.commit({"a.md": DOCUMENT + b"cell\nmore\n"})
    source = on_branch(begun)
    assert texts(source)["a.md"] == begun.upstream.read("a.md")
    write(source, b=b"second, cell\n")
    assert begun.upstream.git("log", "-1", "--format=%P", STATUS) == squash
    assert texts(on_branch(begun))["b.md"] == b"second, cell\n"


def test_people_whose_commits_are_not_merged_keep_the_branch(begun: World) -> None:
    """Nothing of the branch shows, as main changed the same file, yet somebody's commit is only there."""
    person = begun.upstream.commit({"a.md": DOCUMENT.replace(b"Five", b"Cinque")}, branch=STATUS)
    begun.upstream.commit({"a.md": DOCUMENT.replace(b"One", b"Uno")})
    source = on_branch(begun)
    write(source, b=b"second, cell\n")
    assert contains(begun, person)
    assert texts(on_branch(begun))["a.md"] == DOCUMENT.replace(b"One", b"Uno").replace(b"Five", b"Cinque")


def test_a_branch_that_the_host_deleted_after_the_merge_begins_anew(begun: World) -> None:
    begun.upstream.point("main", f"{STATUS}^{{tree}}", [begun.upstream.tip() or ""], "2026-03-09", "Squash")
    begun.upstream.git("update-ref", "-d", f"refs/heads/{STATUS}")
    source = on_branch(begun)
    write(source, b=b"second, cell\n")
    assert begun.upstream.count(STATUS) == 3


def test_a_branch_that_appears_meanwhile_is_not_overwritten(world: World) -> None:
    world.upstream.commit({"a.md": DOCUMENT})
    source = on_branch(world)
    wanted = edits(source, a=DOCUMENT + b"cell\n")
    person = world.upstream.commit({"notes.md": b"mine\n"}, branch=STATUS)
    world.upstream.git("update-ref", f"refs/heads/{STATUS}", world.upstream.tip() or "")
    world.upstream.commit({"notes.md": b"mine\n"}, branch=STATUS)
    result = source.write(wanted)
    assert not result.failed
    assert world.upstream.read("notes.md", STATUS) == b"mine\n"
    assert person


def test_a_shallow_checkout_that_hides_where_they_parted_says_so(begun: World) -> None:
    begun.upstream.commit({"b.md": b"moved on\n"})
    clone = begun.clone("--depth=1")
    with pytest.raises(SourceUnavailable, match="fetch-depth: 0"):
        begun.source(clone, write_back="branch").list()


def test_a_clone_writes_to_a_branch_and_stays_as_it_is(begun: World) -> None:
    clone = begun.clone()
    begun.upstream.commit({"c.md": b"third\n"})
    source = begun.source(clone, write_back="branch")
    write(source, c=b"third, cell\n")
    assert parents(begun) == 2
    assert run_git(clone, "for-each-ref", "--format=%(refname)", "refs/heads").splitlines() == ["refs/heads/main"]


def test_a_pull_request_is_opened_once_for_each_push(world: World) -> None:
    world.upstream.commit({"a.md": DOCUMENT})
    source = world.source(write_back="pull-request", message="Track the items\n\nMore.")
    result = write(source, a=DOCUMENT + b"cell\n")
    assert not result.beside
    assert world.requests.opened == [(STATUS, "main", "Track the items")]
    for _ in range(2):
        again = world.source(write_back="pull-request")
        again.list()
        assert not again.tidy()
    assert len(world.requests.opened) == 1


def test_a_pull_request_that_cannot_be_opened_is_tried_again_by_the_next_run(world: World) -> None:
    """The push stands, and so it would never be asked for again by a write."""
    world.upstream.commit({"a.md": DOCUMENT})
    world.requests.failing = 2
    result = write(world.source(write_back="pull-request"), a=DOCUMENT + b"cell\n")
    (error,) = result.beside
    assert str(error).startswith("syncer/status was pushed, but is not put forward to be merged into main: the server")
    assert world.upstream.read("a.md", STATUS) == DOCUMENT + b"cell\n"
    next_run = world.source(write_back="pull-request")
    next_run.list()
    assert [str(error) for error in next_run.tidy()] == [str(error)]
    assert not next_run.tidy()
    assert len(world.requests.opened) == 1
    assert not next_run.tidy()
    assert len(world.requests.opened) == 1


def test_what_was_merged_is_not_put_forward_again(world: World) -> None:
    world.upstream.commit({"a.md": DOCUMENT})
    write(world.source(write_back="pull-request"), a=DOCUMENT + b"cell\n")
    world.upstream.point("main", f"{STATUS}^{{tree}}", [world.upstream.tip() or ""], "2026-03-09", "Squash")
    world.requests.opened.clear()
    source = world.source(write_back="pull-request")
    source.list()
    assert not source.tidy()
    assert not world.requests.opened


@pytest.mark.parametrize(
    ("command", "code", "said", "expected"),
    [
        ("merge-tree", 129, "usage: git merge-tree <base-tree> <branch1> <branch2>", "2.38 or newer is needed"),
        ("merge-tree", 128, "fatal: bad object", "bad object"),
        ("merge-base", 128, "fatal: bad object", "bad object"),
    ],
)
def test_a_merge_that_git_cannot_make(
    begun: World, monkeypatch: pytest.MonkeyPatch, command: str, code: int, said: str, expected: str
) -> None:
    begun.upstream.commit({"c.md": b"third\n"})
    source = on_branch(begun)
    wanted = edits(source, c=b"third, cell\n")
    run = Git.run

    def failing(self: Git, *arguments: str, **options: object) -> Answer:
        return Answer(code, b"", said) if arguments[0] == command else run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", failing)
    (error,) = source.write(wanted).failed.values()
    assert expected in str(error)


def test_a_write_branch_of_an_unrelated_history_is_said(world: World) -> None:
    world.upstream.commit({"a.md": DOCUMENT})
    world.upstream.commit({"other.md": b"x\n"}, branch=STATUS)
    with pytest.raises(SourceUnavailable, match="no merge base"):
        on_branch(world).list()


def test_a_proposal_that_cannot_be_noted_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": DOCUMENT})
    world.requests.failing = 1
    source = world.source(write_back="pull-request")
    write(source, a=DOCUMENT + b"cell\n")
    source.list()
    run = Git.run

    def failing(self: Git, *arguments: str, **options: object) -> Answer:
        is_note = arguments[0] == "update-ref"
        return Answer(128, b"", "fatal: disk") if is_note else run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", failing)
    (error,) = source.tidy()
    assert "git update-ref: disk" in str(error)


def test_a_merge_is_pushed_by_a_clone_that_has_read_next_to_nothing(begun: World) -> None:
    """What only the server has is not fetched to push something else, not even to send less."""
    begun.upstream.commit({"b.md": b"second, edited\n", "code.py": b"print()\n"})
    begun.upstream.commit({"lib/x.py": b"pass\n"}, branch=STATUS)
    shutil.rmtree(begun.cache)
    source = on_branch(begun)
    (wanted,) = [ref for ref in source.list() if ref.key.path == "b.md"]
    (document,) = source.read([wanted])
    assert isinstance(document, RawDocument)
    assert not source.write([DocumentEdit(document.ref, document.data, document.data + b"cell\n")]).failed
    assert parents(begun) == 2
    (clone,) = begun.cache.glob("*.git")
    lines = run_git(clone, "cat-file", "--batch-check", "--batch-all-objects").splitlines()
    assert sum(line.split()[1] == "blob" for line in lines) == 2
