"""Owns where branches point: asked of the remote, and brought here together with everything below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from syncer.errors import SourceUnavailable
from syncer.sources.git.command import GitFailed
from syncer.sources.git.place import Repository

HEADS = "refs/heads/"
_FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-prune")
_UNADVERTISED = "unadvertised object"


def tips(repository: Repository, branches: Sequence[str]) -> Mapping[str, str]:
    """By branch, the commit that each of `branches` points at now, where it is; one request. Raises `GitFailed`."""
    refs = [HEADS + branch for branch in branches]
    found = _pointed_at(repository, refs)
    return {ref.removeprefix(HEADS): found[ref] for ref in refs if ref in found}


def missing_branch(repository: Repository, branch: str) -> SourceUnavailable | None:
    """What to say where `branch` is not there; nothing where there is no branch at all: the repository is new."""
    names = sorted(ref.removeprefix(HEADS) for ref in _pointed_at(repository, []))
    if not names:
        return None
    near = get_close_matches(branch, names, 1) or [name for name in ("main", "master") if name in names] or names[:1]
    place = repository.git.redactor.hide(repository.url) or str(repository.git.folder)
    return SourceUnavailable(f"{place}: has no branch {branch!r}; did you mean {near[0]!r}? Correct the branch")


def _pointed_at(repository: Repository, refs: Sequence[str]) -> dict[str, str]:
    """By full name, what `refs` point at (all branches where none is given)."""
    if repository.remote is None:
        out = repository.git.ask("for-each-ref", "--format=%(objectname)\t%(refname)", "--", *(refs or [HEADS]))
    else:
        which = refs or ["--heads"]
        options, patterns = (which, []) if not refs else ([], which)
        out = repository.git.ask(
            "ls-remote", "--quiet", *options, "--", repository.remote, *patterns, settings=repository.network
        )
    lines = (line.split("\t", 1) for line in out.decode("utf-8", "surrogateescape").splitlines())
    return {ref: commit for commit, ref in lines if not refs or ref in refs}


def bring(repository: Repository, commit: str) -> None:
    """Fetch `commit`, the tip of a branch, and all it stands on, and keep it by a ref of ours. Raises `GitFailed`."""
    refspec = f"+{commit}:{repository.ref(commit)}"
    repository.git.ask(*_FETCH, "--refmap=", "--", _from(repository), refspec, settings=repository.network)


def _from(repository: Repository) -> str:
    """Where to fetch from; a repository without a remote is, to git, one to itself."""
    return repository.remote or "."


def bring_blobs(repository: Repository, blobs: Sequence[str], commits: Sequence[str]) -> None:
    """Fetch `blobs` in one request; everything below `commits` where the server does not give them out singly.

    Raises `GitFailed`.
    """
    settings = (*repository.network, ("fetch.negotiationAlgorithm", "noop"))
    wanted = "".join(f"{blob}\n" for blob in blobs).encode()
    try:
        repository.git.ask(
            *_FETCH, "--filter=blob:none", "--stdin", "--", _from(repository), data=wanted, settings=settings
        )
    except GitFailed as error:
        if _UNADVERTISED not in error.said:
            raise
        refspecs = [f"+{commit}:{repository.ref(commit)}" for commit in commits]
        repository.git.ask(
            *_FETCH, "--refetch", "--no-filter", "--", _from(repository), *refspecs, settings=repository.network
        )


def forget_others(repository: Repository, commits: Sequence[str]) -> None:
    """Drop our refs to all but `commits`, so that what nobody needs can go. Raises `GitFailed`."""
    kept = {repository.ref(commit) for commit in commits} | {proposed(repository, commit) for commit in commits}
    out = repository.git.ask("for-each-ref", "--format=%(refname)", "--", f"{repository.refs}/")
    stale = [ref for ref in out.decode().splitlines() if ref not in kept]
    if stale:
        repository.git.ask("update-ref", "--stdin", data="".join(f"delete {ref}\n" for ref in stale).encode())


def keep(repository: Repository, commit: str) -> None:
    """Let `commit`, which the remote has as well, be known from now on. Raises `GitFailed`."""
    if repository.remote is not None:
        repository.git.ask("update-ref", repository.ref(commit), commit)


def proposed(repository: Repository, commit: str) -> str:
    """The ref that says that `commit` has been put forward to be merged."""
    return f"{repository.refs}/proposed/{commit}"
