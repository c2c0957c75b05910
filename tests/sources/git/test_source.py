"""What a git source lists and reads, from a URL and from a clone, and at what cost."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from fakes.git_http import serving
from fakes.git_repository import Upstream, run_git
from sources.git.worlds import World, commands, key, paths, read, state_of, texts

from syncer.errors import ConfigurationError, SourceUnavailable
from syncer.model import DocumentRef, ReadFailure
from syncer.ports import DocumentEdit
from syncer.sources.git import view
from syncer.sources.git.options import Options
from syncer.sources.git.place import Repository
from syncer.sources.git.source import GitSource
from syncer.sources.git.tips import tips


def test_an_unchanged_world_costs_one_request_and_reads_nothing(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n", "2026/b.md": b"# B\n"})
    world.source().list()
    again = world.source()
    assert paths(again) == ["2026/b.md", "a.md"]
    assert commands(again) == ["ls-remote", "ls-tree"]
    assert again.commands == 2


def test_an_unchanged_world_with_a_write_branch_costs_one_request_too(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    world.upstream.git("branch", "syncer/status", "main")
    world.upstream.commit({"a.md": b"# A, with a cell\n"}, branch="syncer/status")
    world.source(write_back="branch").list()
    again = world.source(write_back="branch")
    again.list()
    assert commands(again) == ["ls-remote", "ls-tree", "diff"]


def test_an_unchanged_clone_costs_one_request(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    clone = world.clone()
    world.source(clone).list()
    again = world.source(clone)
    assert paths(again) == ["a.md"]
    assert commands(again) == ["config", "ls-remote", "ls-tree"]


def test_only_what_is_asked_for_is_fetched_and_at_once(world: World) -> None:
    world.upstream.commit({f"{number}.md": b"# %d\n" % number for number in range(20)} | {"photo.bin": b"\0" * 9_000})
    source = world.source()
    refs = source.list()
    assert _blobs(world) == set()
    assert len(list(source.read(refs[:12]))) == 12
    assert _blobs(world) == {ref.revision for ref in refs[:12]}
    assert commands(source).count("fetch") == 2


def _blobs(world: World) -> set[str]:
    (clone,) = world.cache.glob("*.git")
    lines = run_git(clone, "cat-file", "--batch-check", "--batch-all-objects").splitlines()
    return {line.split()[0] for line in lines if line.split()[1] == "blob"}


def test_a_server_that_filters_nothing_out_is_read_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.upstream.git("config", "uploadpack.allowFilter", "false")
    world.upstream.commit({"a.md": b"# A\n"})
    assert texts(world.source()) == {"a.md": b"# A\n"}


def test_a_server_that_gives_out_no_single_file_is_read_too(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    with serving(world.upstream.path.parent) as host:
        host.speaks_old = True
        assert texts(world.source(f"{host.url}/docs.git")) == {"a.md": b"# A\n", "b.md": b"# B\n"}


def test_reads_as_of_the_commit_that_was_listed(world: World) -> None:
    """F38: what is deleted while a run reads is read as it was listed, and nobody else is stopped by it."""
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n"})
    source = world.source()
    refs = source.list()
    world.upstream.commit({"a.md": None, "b.md": b"changed\n"})
    assert [raw.data for raw in source.read(refs) if not isinstance(raw, ReadFailure)] == [b"first\n", b"second\n"]


def test_what_was_never_listed_is_a_failure_of_its_own(world: World) -> None:
    world.upstream.commit({"a.md": b"first\n"})
    source = world.source()
    (failure, document) = source.read([DocumentRef(key("gone.md"), "0"), *source.list()])
    assert isinstance(failure, ReadFailure)
    assert failure.reason == "it was removed since it was listed"
    assert not isinstance(document, ReadFailure)
    assert list(source.read([failure.ref])) == [failure]


def test_a_document_that_is_too_long_is_not_read(world: World) -> None:
    """F43: the size is looked at before the bytes are."""
    world.upstream.commit({"a.md": b"short", "b.md": b"x" * 200})
    source = world.source(max_bytes=100)
    short, long = source.read(source.list())
    assert not isinstance(short, ReadFailure)
    assert isinstance(long, ReadFailure)
    assert long.reason == "it is 200 bytes long; at most 100 are read"
    assert long.name == "b.md"


def test_every_byte_comes_back(world: World) -> None:
    """F41, F42: no filter, no attribute and no line ending changes a byte."""
    files: dict[str, bytes] = {
        "crlf.md": b"\xef\xbb\xbfa\r\nb\rc\n",
        "latin.md": b"\xff\xfe\x00",
        "empty.md": b"",
        ".gitattributes": b"*.md text eol=crlf ident filter=shout\n",
        "ident.md": b"$Id$ \n\n",
    }
    world.upstream.commit(files)
    assert texts(world.source()) == {name: data for name, data in files.items() if name != ".gitattributes"}


def test_links_submodules_and_odd_names_are_left_out(world: World) -> None:
    """F53: nothing is followed anywhere."""
    commit = world.upstream.commit({"a.md": b"# A\n"})
    files: dict[str | bytes, bytes] = {
        "link.md": b"/etc/passwd",
        "sub.md": commit.encode(),
        "run.md": b"# Run me\n",
        b"caf\xe9.md": b"# Not UTF-8\n",
        ".github/template.md": b"# Hidden\n",
        "node_modules/x.md": b"# Not ours\n",
        "page.rst": b"Title\n",
        "code.py": b"",
        "link": b"a.md",
    }
    modes = {"link.md": "120000", "sub.md": "160000", "run.md": "100755", "link": "120000"}
    world.upstream.commit(files, modes=modes)
    source = world.source()
    assert paths(source) == ["a.md", "run.md"]
    assert source.skipped() == {
        "link.md": "is a symbolic link, which is not followed; documents are read where they lie",
        "caf\\xe9.md": "its name is not UTF-8; rename it",
        "page.rst": "reStructuredText, which is not read; only Markdown is",
    }


def test_patterns_choose(world: World) -> None:
    names = ("pm/a.md", "pm/template.md", "pm/deep/b.md", "c.md")
    world.upstream.commit(dict.fromkeys(names, b"# T\n"))
    assert paths(world.source(include=("pm/**/*.md",), exclude=("**/template.md",))) == ["pm/a.md", "pm/deep/b.md"]


def test_a_file_without_extension_is_read_where_it_begins_as_a_document(world: World) -> None:
    world.upstream.commit(
        {"README": b"# Title\n\n- a list\n", "script": b"#!/bin/sh\n", "run": b"# a\n- b\n"}, modes={"run": "100755"}
    )
    source = world.source()
    assert paths(source) == ["README"]
    assert list(source.skipped()) == ["script"]


def test_a_pointer_to_lfs_is_not_read(world: World) -> None:
    world.upstream.commit({"a.md": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"})
    source = world.source()
    (failure,) = source.read(source.list())
    assert isinstance(failure, ReadFailure)
    assert failure.reason == "it is a pointer to a file in Git LFS, which is not read"


def test_a_repository_without_any_branch_lists_nothing(world: World) -> None:
    assert paths(world.source()) == []
    assert paths(world.source(world.clone())) == []
    assert list(world.source().read([])) == []


def test_a_branch_that_is_not_there_is_named_with_its_neighbour(world: World) -> None:
    world.upstream.commit({"a.md": b""}, branch="trunk")
    world.upstream.commit({"a.md": b""}, branch="main")
    with pytest.raises(SourceUnavailable, match=r"docs\.git: has no branch 'mian'; did you mean 'main'\? Correct the"):
        world.source(branch="mian").list()
    with pytest.raises(SourceUnavailable, match="did you mean 'main'"):
        world.source(branch="unlike").list()


def test_names_that_look_like_options_and_commands_are_names(world: World) -> None:
    """F55: branch, file and author names are data."""
    branch = "-upload-pack=touch$(id)`x`;'\""
    names = ("-rf.md", "$(touch x).md", "a\nb.md", " b .md", "--help.md", ":(top)c.md", "*.md", '"q".md')
    world.upstream.commit(dict.fromkeys(names, b"# T\n"), branch=branch)
    source = world.source(branch=branch, author="-n $(id) 'x' y <-m@example.com>")
    assert paths(source) == sorted(names)
    documents = read(source)

    result = source.write([DocumentEdit(one.ref, one.data, one.data + b"!") for one in documents.values()])
    assert not result.failed
    assert world.upstream.log(branch, "%an|%ae")[0] == "-n $(id) 'x' y|-m@example.com"
    assert set(texts(world.source(branch=branch)).values()) == {b"# T\n!"}


@pytest.mark.parametrize("url", ["ext::sh -c 'touch pwned'", "--upload-pack=touch pwned", "http://203.0.113.7/x.git"])
def test_a_url_that_runs_something_or_is_plain_http_is_refused(world: World, url: str) -> None:
    """F55."""
    with pytest.raises(SourceUnavailable) as caught:
        world.source(url).list()
    assert "https, ssh, file or git URL" in str(caught.value) or "correct the URL" in str(caught.value)
    assert not list(world.folder.rglob("pwned"))


def test_no_such_repository(world: World) -> None:
    with pytest.raises(SourceUnavailable, match="correct the URL or path"):
        world.source((world.folder / "nothing.git").as_uri()).list()
    with pytest.raises(SourceUnavailable, match="correct the URL or path"):
        world.source(world.folder / "nothing").list()
    (world.folder / "plain").mkdir()
    with pytest.raises(SourceUnavailable, match="not a git repository"):
        world.source(world.folder / "plain").list()


def test_nobody_listens(world: World) -> None:
    with pytest.raises(SourceUnavailable, match="check the network and the server"):
        world.source("http://127.0.0.1:9/docs.git").list()


def test_a_clone_of_which_the_remote_is_unclear_asks(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    clone = world.clone()
    run_git(clone, "remote", "rename", "origin", "one")
    assert paths(world.source(clone)) == ["a.md"]
    run_git(clone, "remote", "add", "two", "https://example.com/x.git")
    assert paths(world.source(clone)) == ["a.md"]
    run_git(clone, "config", "--unset", "branch.main.remote")
    with pytest.raises(SourceUnavailable, match="has the remotes one, two, and none is called origin"):
        world.source(clone).list()


def test_a_clone_is_read_at_its_remote_and_left_as_it_is(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    clone = world.clone()
    world.upstream.commit({"a.md": b"# New\n"})
    (clone / "a.md").write_bytes(b"# Being edited\n")
    (clone / "new.md").write_bytes(b"# Untracked\n")
    run_git(clone, "checkout", "--quiet", "-b", "mine")
    before = state_of(clone)
    assert texts(world.source(clone)) == {"a.md": b"# New\n"}
    assert state_of(clone) == before
    assert (clone / "a.md").read_bytes() == b"# Being edited\n"


def test_a_clone_that_itself_left_out_blobs_is_read(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    clone = world.clone("--filter=blob:none", "--no-checkout")
    source = world.source(clone)
    assert texts(source) == {"a.md": b"# A\n", "b.md": b"# B\n"}
    assert commands(source).count("fetch") == 2


def test_a_repository_without_remote_is_read_at_its_own_branch(world: World) -> None:
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"# A\n"})
    source = world.source(alone.path)
    assert texts(source) == {"a.md": b"# A\n"}
    assert paths(world.source(alone.path)) == ["a.md"]
    assert alone.git("for-each-ref", "refs/syncer") == ""


@pytest.mark.parametrize("damage", ["gone", "half", "no refs", "packs cut", "no config"])
def test_a_damaged_cache_is_made_anew(world: World, damage: str) -> None:
    world.upstream.commit({f"{n}.md": b"# %d\n" % n for n in range(9)})
    texts(world.source())
    (clone,) = world.cache.glob("*.git")
    if damage == "gone":
        shutil.rmtree(world.cache)
    elif damage == "half":
        (clone / "HEAD").unlink()
    elif damage == "no refs":
        shutil.rmtree(clone / "refs")
    elif damage == "packs cut":
        for pack in clone.glob("objects/pack/*.pack"):
            pack.chmod(0o600)
            pack.write_bytes(pack.read_bytes()[:40])
    else:
        (clone / "config").write_text("[core\n")
    assert len(texts(world.source())) == 9


def test_a_cache_that_cannot_be_written_to(world: World) -> None:
    world.cache.parent.mkdir()
    world.cache.write_text("a file")
    with pytest.raises(SourceUnavailable, match="make it writable"):
        world.source().list()


def test_dates_are_those_of_the_commit_that_added(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"}, day="2026-01-05")
    world.upstream.commit({"a.md": b"# A, edited\n", "b.md": b"# B\n"}, day="2026-02-06")
    documents = read(world.source())
    assert [document.published for document in documents.values()] == [date(2026, 1, 5), date(2026, 2, 6)]
    assert documents["a.md"].published_origin == "the commit that added it"


@pytest.mark.parametrize("kind", ["shallow", "detached"])
def test_a_shallow_checkout_is_read_and_gives_no_date(world: World, kind: str) -> None:
    """As actions/checkout leaves it."""
    world.upstream.commit({"a.md": b"# A\n"}, day="2026-01-05")
    world.upstream.commit({"a.md": b"# A2\n"}, day="2026-03-06")
    clone = world.clone("--depth=1")
    if kind == "detached":
        run_git(clone, "checkout", "--quiet", "--detach")
    before = state_of(clone)
    source = world.source(clone)
    document = read(source)["a.md"]
    assert document.published is None
    assert document.undated is not None
    assert document.undated.code == "shallow-history"
    assert "fetch-depth: 0" in document.undated.advice
    assert state_of(clone) == before
    run_git(clone, "fetch", "--quiet", "--unshallow")
    whole = read(world.source(clone))["a.md"]
    assert whole.published == date(2026, 1, 5)
    assert whole.undated is None
    assert whole.ref != document.ref  # so that it is read again


def test_options_that_contradict_one_another_are_refused(world: World) -> None:
    options = Options(write_back="branch", write_branch="main", author="Alice", branch="main")
    with pytest.raises(ConfigurationError) as caught:
        GitSource("docs", world.upstream.url, world.clock, cache=world.cache, options=options)
    assert len(caught.value.faults) == 2
    with pytest.raises(ConfigurationError, match="nobody can open its pull requests"):
        GitSource(
            "docs", world.upstream.url, world.clock, cache=world.cache, options=Options(write_back="pull-request")
        )


def test_what_is_kept_in_lfs_is_skipped_without_reading_it(world: World) -> None:
    attributes = b"*.md text\n/pm/*.md filter=lfs diff=lfs merge=lfs -text\n"
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    world.upstream.commit(
        {".gitattributes": attributes, "pm/a.md": pointer, "pm/deep/b.md": b"# B\n", "c.md": b"# C\n"}
    )
    world.source().list()
    source = world.source()
    assert paths(source) == ["c.md", "pm/deep/b.md"]
    assert source.skipped() == {"pm/a.md": "is kept in Git LFS, which is not read; keep the document itself in git"}
    assert commands(source) == ["ls-remote", "ls-tree", "cat-file", "cat-file", "update-index", "check-attr"]
    world.upstream.commit({".gitattributes": b"*.md text\n"})
    assert paths(world.source()) == ["c.md", "pm/a.md", "pm/deep/b.md"]


def test_a_file_of_which_the_repository_lost_the_bytes(world: World) -> None:
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    blob = alone.git("rev-parse", "main:a.md")
    source = world.source(alone.path)
    refs = source.list()
    for pack in list(alone.path.glob("objects/pack/*.pack")):
        data = pack.read_bytes()
        pack.unlink()
        alone.git("unpack-objects", "-q", data=data)
    loose = alone.path / "objects" / blob[:2] / blob[2:]
    loose.unlink(missing_ok=True)
    lost, there = source.read(refs)
    assert isinstance(lost, ReadFailure)
    assert lost.reason == "the repository does not have its bytes"
    assert not isinstance(there, ReadFailure)


def test_a_server_that_goes_away_before_reading_fails_each_document(world: World) -> None:
    """F59: and what fails is said of each by name."""
    world.upstream.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    with serving(world.upstream.path.parent) as host:
        source = world.source(f"{host.url}/docs.git")
        refs = source.list()
        host.status = 503
        failures = list(source.read(refs))
    assert [failure.ref for failure in failures] == refs
    for failure in failures:
        assert isinstance(failure, ReadFailure)
        assert "503" in failure.reason
        assert failure.advice == "check the network and the server, and run again"


def test_git_speaks_of_a_folder_of_somebody_else(world: World) -> None:
    """As in a container whose user does not own the checkout."""
    world.upstream.commit({"a.md": b"# A\n"})
    clone = world.clone()
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(clone, 65_534, 65_534)
    os.chown(clone / ".git", 65_534, 65_534)
    with pytest.raises(SourceUnavailable, match=r"git config --global --add safe\.directory"):
        world.source(clone).list()


def test_a_branch_that_moves_while_it_is_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an old server, which gives out only what branches point at."""
    world.upstream.commit({"a.md": b"# A\n"})
    moved: list[str] = []

    def moving(repository: Repository, branches: Sequence[str]) -> Mapping[str, str]:
        found = tips(repository, branches)
        if len(moved) < 3:
            moved.append(world.upstream.commit({"a.md": b"# Moved %d\n" % len(moved)}))
        return found

    monkeypatch.setattr(view, "tips", moving)
    with serving(world.upstream.path.parent) as host:
        host.speaks_old = True
        assert texts(world.source(f"{host.url}/docs.git")) == {"a.md": b"# Moved 2\n"}


@pytest.mark.parametrize("url", ["http://example.com/x.git", "http://192.0.2.1/x.git", "http://[half/x.git"])
def test_plain_http_reaches_this_machine_only(world: World, url: str) -> None:
    with pytest.raises(SourceUnavailable, match="git ls-remote"):
        world.source(url).list()


def test_plain_http_to_this_machine_by_its_name(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    with serving(world.upstream.path.parent) as host:
        assert paths(world.source(f"{host.url.replace('127.0.0.1', 'localhost')}/docs.git")) == ["a.md"]


def test_a_damaged_repository_of_somebody_else_is_left_and_named(world: World) -> None:
    """Only a clone of our own is made anew."""
    alone = Upstream(world.folder / "alone.git")
    alone.commit({"a.md": b"# A\n"})
    alone.git("repack", "-a", "-d", "-q")
    for pack in alone.path.glob("objects/pack/*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(b"cut")
    with pytest.raises(SourceUnavailable, match="far too short to be a packfile"):
        world.source(alone.path).list()
    assert list(alone.path.glob("objects/pack/*.pack"))


def test_a_promise_that_nobody_keeps(world: World) -> None:
    """A clone without its blobs, whose remote was removed."""
    world.upstream.commit({"a.md": b"# A\n"})
    clone = world.clone("--filter=blob:none", "--no-checkout")
    run_git(clone, "config", "remote.origin.url", "")
    run_git(clone, "config", "--unset", "remote.origin.url")
    (failure,) = world.source(clone).read(world.source(clone).list())
    assert isinstance(failure, ReadFailure)
    # Older versions of git fetch it themselves, whatever they are told, and say that they cannot.
    assert re.search("does not have its bytes|could not fetch .* from promisor remote", failure.reason)
