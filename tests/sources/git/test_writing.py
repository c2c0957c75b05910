"""What a git source writes: one commit a call, pushed, and what comes of every way in which that can fail."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from fakes.git_http import GitHost, serving
from fakes.git_repository import Upstream, run_git
from sources.git.worlds import World, commands, edits, key, paths, read, state_of, texts, write

from syncer.errors import NotAllowed, PortError, RevisionChanged, SourceUnavailable, Unavailable, Unknown
from syncer.ports import DocumentEdit
from syncer.sources.git import push
from syncer.sources.git.command import Answer, Git, GitFailed
from syncer.sources.git.place import Repository
from syncer.sources.git.source import GitSource
from syncer.sources.git.tips import tips
from syncer.sources.git.troubles import Trouble


@pytest.fixture
def host(world: World) -> Iterator[GitHost]:
    with serving(world.upstream.path.parent) as host:
        yield host


@pytest.fixture
def over_http(world: World, host: GitHost) -> GitSource:
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n"})
    return world.source(f"{host.url}/docs.git")


def test_one_commit_for_everything(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n", "c.md": b"third\n"})
    source = world.source(message="Track the items\n\nSee the docs.", author="Bot <bot@example.com>", run_id="r-7")
    result = write(source, a=b"first!\n", b=b"second!\n")
    assert world.upstream.count() == 2
    assert world.upstream.log(form="%an <%ae> %cn %s")[0] == "Bot <bot@example.com> Bot Track the items"
    assert world.upstream.git("log", "-1", "--format=%b", "main") == "See the docs.\n\nSyncer-Run: r-7"
    assert sorted(result.written.values(), key=str) == [ref for ref in source.list() if ref.key.path != "c.md"]
    assert texts(world.source()) == {"a.md": b"first!\n", "b.md": b"second!\n", "c.md": b"third\n"}


def test_the_commit_is_dated_by_the_clock_and_trailers_stay_together(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    world.clock.ahead = 86_400.0 * 365
    write(world.source(message="Track\n\nSigned-off-by: Bot <bot@example.com>"), a=b"x")
    said = world.upstream.git("log", "-1", "--format=%at %(trailers:only)", "main")
    assert said.split("\n", 1)[0].split(" ", 1)[1] == "Signed-off-by: Bot <bot@example.com>"
    assert said.splitlines()[1] == "Syncer-Run: run-1"
    assert abs(int(said.split()[0]) - world.clock.now().timestamp()) < 600


@pytest.mark.parametrize("place", ["url", "path", "bare"])
def test_modes_stay_and_so_does_everything_else(world: World, place: str) -> None:
    commit = world.upstream.commit({"a.md": b"# A\n"})
    world.upstream.commit(
        {"run.md": b"# Run\n", "link": b"a.md", "sub": commit.encode(), "photo": b"\0\1", "deep/x.txt": b"x"},
        modes={"run.md": "100755", "link": "120000", "sub": "160000"},
    )
    before = world.upstream.git("ls-tree", "-r", "main").splitlines()
    where = {"url": None, "path": world.clone(), "bare": world.clone("--bare", name="bare.git")}[place]
    write(world.source(where), run=b"# Run!\n")
    after = world.upstream.git("ls-tree", "-r", "main").splitlines()
    assert [one for one in after if one not in before] == [
        f"100755 blob {world.upstream.git('hash-object', '--stdin', data=b'# Run!' + bytes([10]))}\trun.md"
    ]
    assert len(after) == len(before)


def test_bytes_are_written_as_they_are(world: World) -> None:
    """F41: whatever attributes and configuration ask for."""
    world.upstream.commit({"a.md": b"x\n", ".gitattributes": b"* text eol=crlf ident\n"})
    data = b"\xef\xbb\xbfa\r\nb\rc\nno end $Id$\t \xc2\xa0"
    write(world.source(), a=data)
    assert world.upstream.read("a.md") == data


def test_a_clone_is_written_from_and_left_as_it_is(world: World) -> None:
    """The work tree, index, HEAD and branches of a clone are its owner's, however it stands."""
    world.upstream.commit({"a.md": b"first\n"})
    clone = world.clone()
    (clone / "a.md").write_bytes(b"being edited\n")
    (clone / "b.md").write_bytes(b"staged\n")
    run_git(clone, "add", "b.md")
    (clone / ".git" / "hooks").mkdir(exist_ok=True)
    hook = clone / ".git" / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\ntouch hooked\nexit 1\n")
    hook.chmod(0o755)
    before = state_of(clone)
    write(world.source(clone), a=b"first!\n")
    run_git(clone, "update-ref", "refs/remotes/origin/main", "main")  # which follows any push
    assert state_of(clone) == before
    assert (clone / "a.md").read_bytes() == b"being edited\n"
    assert world.upstream.read("a.md") == b"first!\n"


def test_a_shallow_detached_checkout_pushes(world: World) -> None:
    for number in range(3):
        world.upstream.commit({"a.md": b"%d\n" % number})
    clone = world.clone("--depth=1")
    run_git(clone, "checkout", "--quiet", "--detach")
    write(world.source(clone), a=b"ours\n")
    assert world.upstream.count() == 4
    assert world.upstream.read("a.md") == b"ours\n"


def test_what_changed_since_it_was_read_is_not_overwritten(world: World) -> None:
    """F36: the others are written on top of what somebody pushed meanwhile."""
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n", b=b"ours too\n")
    world.upstream.commit({"a.md": b"saved by somebody\n", "c.md": b"new\n"})
    result = source.write(wanted)
    assert list(result.written) == [key("b.md")]
    assert isinstance(result.failed[key("a.md")], RevisionChanged)
    assert texts(world.source()) == {"a.md": b"saved by somebody\n", "b.md": b"ours too\n", "c.md": b"new\n"}
    (again,) = source.read([wanted[0].ref])
    assert again == read(world.source())["a.md"]
    assert world.upstream.count() == 3


def test_what_was_deleted_or_became_a_link_is_not_made_again(world: World) -> None:
    """F38."""
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n", b=b"ours too\n")
    world.upstream.commit({"a.md": None, "b.md": b"/etc/passwd"}, modes={"b.md": "120000"})
    result = source.write(wanted)
    assert {str(error) for error in result.failed.values()} == {
        "a.md was removed since it was read",
        "b.md was removed since it was read",
    }
    assert world.upstream.count() == 2


def test_what_is_there_already_makes_no_second_commit(world: World) -> None:
    """A run that was killed after its push: the next one finds its cells."""
    world.upstream.commit({"a.md": b"first\n"})
    wanted = edits(world.source(), a=b"ours\n")
    assert not world.source().write(wanted).failed
    again = world.source()
    again.list()
    result = again.write(wanted)
    assert result.written == {ref.key: ref for ref in again.list()}
    assert world.upstream.count() == 2


def test_somebody_is_quicker_between_fetch_and_push(world: World, host: GitHost, over_http: GitSource) -> None:
    wanted = edits(over_http, a=b"ours\n")
    pushed: list[str] = []

    def once() -> None:
        if not pushed:
            pushed.append(world.upstream.commit({"c.md": b"new\n"}))

    host.before_push = once
    assert not over_http.write(wanted).failed
    assert world.upstream.log(form="%s") == ["Update the action items of postmortems", "Write it down", "Write it down"]
    assert texts(world.source())["a.md"] == b"ours\n"


def _save(world: World, host: GitHost) -> None:
    world.upstream.commit({"c.md": b"%d" % host.pushes()})


def test_somebody_is_always_quicker(world: World, host: GitHost, over_http: GitSource) -> None:
    """F36: five times, then it is left for the next run."""
    wanted = edits(over_http, a=b"ours\n")
    host.before_push = lambda: _save(world, host)
    result = over_http.write(wanted)
    assert isinstance(result.failed[key("a.md")], Unavailable)
    assert "5 pushes to main failed or came after somebody else's (" in str(result.failed[key("a.md")])
    assert host.pushes() == 5
    host.before_push = None
    assert not world.source(f"{host.url}/docs.git").write(wanted).failed


@pytest.mark.parametrize("drops", [1, 2])
def test_an_answer_that_is_lost_is_looked_for(world: World, host: GitHost, over_http: GitSource, drops: int) -> None:
    wanted = edits(over_http, a=b"ours\n")
    host.drop_pushes = drops
    result = over_http.write(wanted)
    assert list(result.written) == [key("a.md")]
    assert host.pushes() == 2  # curl itself sends again what got no byte of an answer on a connection in use
    assert world.upstream.count() == 2


def test_an_answer_that_is_lost_below_somebody_elses_commit(
    world: World, host: GitHost, over_http: GitSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = edits(over_http, a=b"ours\n")
    host.drop_pushes = 2

    def after_another(repository: Repository, branches: Sequence[str]) -> Mapping[str, str]:
        world.upstream.commit({"c.md": b"new\n"})
        return tips(repository, branches)

    monkeypatch.setattr(push, "tips", after_another)
    assert list(over_http.write(wanted).written) == [key("a.md")]
    assert world.upstream.count() == 3


def test_a_push_that_never_arrived_is_sent_again(world: World, host: GitHost, over_http: GitSource) -> None:
    wanted = edits(over_http, a=b"ours\n")

    def fail_once() -> None:
        host.before_push = None
        raise ConnectionResetError

    host.before_push = fail_once
    assert not over_http.write(wanted).failed
    assert world.upstream.count() == 2


def test_a_push_of_which_nothing_can_be_known(world: World, host: GitHost, over_http: GitSource) -> None:
    wanted = edits(over_http, a=b"ours\n")

    def vanish() -> None:
        host.status = 503
        raise ConnectionResetError

    host.before_push = vanish
    (error,) = over_http.write(wanted).failed.values()
    assert isinstance(error, Unknown)


def test_a_server_that_is_away_fails_the_write_and_nothing_else(host: GitHost, over_http: GitSource) -> None:
    """F59."""
    wanted = edits(over_http, a=b"ours\n")
    host.status = 503
    result = over_http.write(wanted)
    assert not result.written
    assert isinstance(result.failed[key("a.md")], PortError)
    assert "503" in str(result.failed[key("a.md")])


def test_a_protected_branch_refuses_once(world: World, host: GitHost, over_http: GitSource) -> None:
    world.upstream.protect()
    wanted = edits(over_http, a=b"ours\n")
    (error,) = over_http.write(wanted).failed.values()
    assert isinstance(error, NotAllowed)
    assert "GH006: Protected branch update failed" in str(error)
    assert 'set write_back = "pull-request"' in str(error)
    assert host.pushes() == 1


def test_an_account_that_may_only_read(host: GitHost, over_http: GitSource) -> None:
    wanted = edits(over_http, a=b"ours\n")
    host.is_read_only = True
    (error,) = over_http.write(wanted).failed.values()
    assert isinstance(error, NotAllowed)
    assert "403" in str(error)
    assert 'set write_back = "pull-request"' in str(error)


def test_a_server_without_room(world: World, over_http: GitSource) -> None:
    wanted = edits(over_http, a=b"ours\n")
    world.upstream.git("config", "receive.maxInputSize", "1")
    (error,) = over_http.write(wanted).failed.values()
    assert isinstance(error, Unavailable)
    assert "could not store it" in str(error)


def test_a_remote_that_has_the_branch_checked_out(world: World) -> None:
    run_git(world.folder, "init", "--quiet", "--initial-branch=main", "theirs")
    theirs = world.folder / "theirs"
    (theirs / "a.md").write_bytes(b"first\n")
    run_git(theirs, "add", ".")
    run_git(theirs, "commit", "--quiet", "-m", "x")
    source = world.source(theirs.as_uri())
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert "checked out" in str(error)


def test_a_branch_that_was_rewound_is_not_put_back(world: World) -> None:
    first = world.upstream.commit({"a.md": b"first\n"})
    world.upstream.commit({"secret.md": b"oops\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    world.upstream.git("update-ref", "refs/heads/main", first)
    assert not source.write(wanted).failed
    assert paths(world.source()) == ["a.md"]
    assert world.upstream.count() == 2


def test_a_branch_that_was_deleted_is_not_made_again(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    world.upstream.commit({"a.md": b"first\n"}, branch="other")
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    world.upstream.git("update-ref", "-d", "refs/heads/main")
    (error,) = source.write(wanted).failed.values()
    assert "has no branch 'main'" in str(error)
    assert world.upstream.tip() is None


def test_nothing_is_written_where_that_is_configured(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source(write_back="none")
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert world.upstream.count() == 1


def test_a_repository_of_its_own_has_its_branch_moved(world: World) -> None:
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"first\n", "b.md": b"second\n"})
    source = world.source(alone.path)
    wanted = edits(source, a=b"ours\n", b=b"ours too\n")
    alone.commit({"b.md": b"saved\n"})
    result = source.write(wanted)
    assert list(result.written) == [key("a.md")]
    assert isinstance(result.failed[key("b.md")], RevisionChanged)
    assert (alone.read("a.md"), alone.read("b.md")) == (b"ours\n", b"saved\n")


def test_a_branch_that_somebody_has_checked_out_is_not_moved(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    clone = world.clone()
    run_git(clone, "remote", "remove", "origin")
    before = state_of(clone)
    source = world.source(clone)
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert 'use write_back = "branch"' in str(error)
    assert state_of(clone) == before
    write(world.source(clone, write_back="branch"), a=b"ours\n")
    assert run_git(clone, "show", "syncer/status:a.md") == "ours"
    assert texts(world.source(clone, write_back="branch")) == {"a.md": b"ours\n"}


def _signer(folder: Path, script: str) -> Path:
    """A program that stands for gpg."""
    program = folder / "gpg"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(stat.S_IRWXU)
    return program


def test_commits_are_signed_as_git_is_set_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = 'cat >/dev/null; echo "[GNUPG:] SIG_CREATED " >&2; echo -----BEGIN PGP SIGNATURE-----'
    configuration = world.folder / "gitconfig"
    configuration.write_text(
        "[user]\nname = Carol\nemail = carol@example.com\nsigningKey = X\n[commit]\ngpgSign = true\n"
        f"[gpg]\nprogram = {_signer(world.folder, sign)}\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    world.upstream.commit({"a.md": b"first\n"})
    write(world.source(), a=b"ours\n")
    said = world.upstream.git("cat-file", "commit", "main")
    assert "gpgsig -----BEGIN PGP SIGNATURE-----" in said
    assert "author Carol <carol@example.com>" in said
    _signer(world.folder, "echo no secret key >&2; exit 2")
    source = world.source()
    (error,) = source.write(edits(source, a=b"again\n")).failed.values()
    assert isinstance(error, Unavailable)
    assert "commit.gpgsign" in str(error)
    assert world.upstream.count() == 2


def test_a_commit_that_cannot_be_stored_is_a_failure(world: World) -> None:
    """F59: nothing is half-written."""
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    (clone,) = world.cache.glob("*.git")
    (clone / "objects" / "pack").rename(clone / "objects" / "elsewhere")
    (error,) = source.write(wanted).failed.values()
    assert isinstance(error, Unavailable)
    assert world.upstream.count() == 1
    assert texts(world.source()) == {"a.md": b"first\n"}


def test_an_edit_is_written_without_listing_first(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    (document,) = read(world.source()).values()
    other = world.source()
    assert not other.write([DocumentEdit(document.ref, document.data, b"ours\n")]).failed
    assert not other.write([]).failed
    assert world.upstream.count() == 2


def test_variables_of_a_hook_that_started_us_change_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    trap = Upstream(world.folder / "trap.git")
    for name, value in {"GIT_DIR": str(trap.path), "GIT_INDEX_FILE": "nowhere", "GIT_WORK_TREE": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    source = world.source()
    result = source.write(edits(source, a=b"ours\n"))
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name)
    assert not result.failed
    assert world.upstream.read("a.md") == b"ours\n"


def test_a_no_op_write_starts_few_processes(world: World) -> None:
    world.upstream.commit({f"{n}.md": b"# %d\n" % n for n in range(30)})
    source = world.source()
    documents = read(source)
    before = len(commands(source))
    assert not source.write([DocumentEdit(one.ref, one.data, one.data + b"!") for one in documents.values()]).failed
    assert commands(source)[before:] == [
        *("fast-import", "read-tree", "update-index", "write-tree", "config", "commit-tree", "push", "update-ref")
    ]


def _lost_push(monkeypatch: pytest.MonkeyPatch, trouble: Trouble, *, arrives: bool) -> None:
    """Let the next push end without an answer: too slow, or not to be started at all."""
    run = Git.run

    def losing(self: Git, *arguments: str, **options: object) -> Answer:
        if arguments[0] != "push":
            return run(self, *arguments, **options)  # type: ignore[arg-type]
        if arrives:
            run(self, *arguments, **options)  # type: ignore[arg-type]
        raise GitFailed("push", "timed out after 300 seconds", None, trouble)

    monkeypatch.setattr(Git, "run", losing)


@pytest.mark.parametrize("arrives", [False, True])
def test_a_push_that_takes_too_long(world: World, monkeypatch: pytest.MonkeyPatch, arrives: bool) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    _lost_push(monkeypatch, Trouble.NETWORK, arrives=arrives)
    result = source.write(wanted)
    assert (list(result.written), list(result.failed)) == (([key("a.md")], []) if arrives else ([], [key("a.md")]))
    assert world.upstream.count() == 1 + arrives


def test_a_push_that_cannot_be_started(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    _lost_push(monkeypatch, Trouble.OTHER, arrives=False)
    (error,) = source.write(wanted).failed.values()
    assert isinstance(error, GitFailed)


def test_a_source_that_cannot_be_listed_writes_nothing(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    wanted = edits(world.source(), a=b"ours\n")
    elsewhere = world.source(branch="gone")
    (error,) = elsewhere.write(wanted).failed.values()
    assert isinstance(error, SourceUnavailable)


def test_a_branch_that_is_locked_is_not_moved(world: World) -> None:
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"first\n"})
    source = world.source(alone.path)
    wanted = edits(source, a=b"ours\n")
    (alone.path / "refs" / "heads" / "main.lock").touch()
    (error,) = source.write(wanted).failed.values()
    assert "File exists" in str(error)
    assert "remove what is in its way" in str(error)


def test_a_repository_with_longer_ids(world: World) -> None:
    alone = world.folder / "long.git"
    run_git(world.folder, "init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=main", str(alone))
    stream = b"commit refs/heads/main\ncommitter A <a@b> 0 +0000\ndata 1\nx\nM 644 inline a.md\ndata 6\nfirst\n\n"
    run_git(alone, "fast-import", "--quiet", data=stream)
    write(world.source(alone), a=b"ours\n")
    assert texts(world.source(alone)) == {"a.md": b"ours\n"}
    assert len(world.source(alone).list()[0].revision) == 64


def test_an_author_of_whom_git_leaves_nothing(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source(author=". <a@example.com>")
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert "empty ident name" in str(error) or "name consists only of disallowed characters" in str(error)


def test_a_branch_that_moves_here_while_it_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"first\n", "b.md": b"second\n"})
    source = world.source(alone.path)
    wanted = edits(source, a=b"ours\n")
    run = Git.run

    def saving(self: Git, *arguments: str, **options: object) -> Answer:
        if arguments[0] == "update-ref" and alone.count() == 1:
            alone.commit({"b.md": b"saved\n"})
        return run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", saving)
    assert not source.write(wanted).failed
    assert (alone.read("a.md"), alone.read("b.md"), alone.count()) == (b"ours\n", b"saved\n", 3)


def test_a_push_that_never_arrived_while_somebody_else_pushed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source()
    wanted = edits(source, a=b"ours\n")
    run = Git.run

    def losing(self: Git, *arguments: str, **options: object) -> Answer:
        if arguments[0] == "push" and world.upstream.count() == 1:
            world.upstream.commit({"b.md": b"new\n"})
            return Answer(128, b"", "fatal: the remote end hung up unexpectedly")
        return run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", losing)
    assert not source.write(wanted).failed
    assert world.upstream.log() == ["Update the action items of postmortems", "Write it down", "Write it down"]


def test_hooks_of_a_repository_on_this_machine_are_obeyed(world: World) -> None:
    """Our own commands run no hook of the user's, the other side's still decide."""
    world.upstream.commit({"a.md": b"first\n"})
    world.upstream.protect()
    source = world.source()
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert "GH006" in str(error)


def test_a_branch_whose_name_another_one_takes(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    world.upstream.git("branch", "syncer", "main")
    source = world.source(write_back="branch")
    (error,) = source.write(edits(source, a=b"ours\n")).failed.values()
    assert isinstance(error, NotAllowed)
    assert "'refs/heads/syncer' exists; cannot create" in str(error)
    assert "name another write_branch" in str(error)


def test_housekeeping_of_git_leaves_the_clone_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that nobody has read yet are missing from the clone, and that must not stop git from packing it."""
    configuration = world.folder / "gitconfig"
    configuration.write_text("[gc]\nauto = 1\nautoPackLimit = 1\npruneExpire = now\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    for number in range(6):
        world.upstream.commit({"a.md": b"%d\n" % number, f"{number}.md": b"unread\n", "x.bin": b"%d" % number * 99})
        write(world.source(include=("a.md",)), a=b"%d, ours\n" % number)
    (clone,) = world.cache.glob("*.git")
    assert not (clone / "gc.log").exists()
    assert len(list(clone.glob("objects/pack/*.pack"))) <= 4
    assert len(texts(world.source())) == 7
