"""Owns what the next commit stands on: the branch, the write branch, both merged, or the branch once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from syncer.errors import NotAllowed
from syncer.sources.git.command import FETCHING, GitFailed
from syncer.sources.git.place import Repository
from syncer.sources.git.tree import Entry
from syncer.sources.git.troubles import Trouble
from syncer.sources.git.view import View

TRAILER = "Syncer-Run"
"""What the trailer is called that tells our commits; its value is the id of the run."""

_LOG = (
    *("log", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-merges", "--no-textconv", "--no-ext-diff"),
    *("--no-color", "--no-relative", f"--format=%x01%(trailers:key={TRAILER},valueonly,separator=%x2C)"),
    "--end-of-options",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a commit begins: the `tree` it changes, its `parents`, and what must be set right in that tree.

    `unmerged` are documents that people changed on both branches and that merge by themselves: whoever has an edit
    for one must read it anew once they are merged.
    """

    tree: str
    parents: tuple[str, ...]
    corrections: Mapping[bytes, Entry | None] = field(default_factory=dict)
    unmerged: frozenset[bytes] = frozenset()


def stand(repository: Repository, view: View, write_branch: str | None) -> Standing:
    """What the next commit stands on; `write_branch` is `None` where it goes to the branch itself.

    Raises `NotAllowed` where people changed the same on both branches, `GitFailed`.
    """
    base = view.base or ""
    if write_branch is None or view.write is None or is_spent(repository, view):
        return Standing(base, (base,))
    if _is_ancestor(repository, base, view.write):
        return Standing(view.write, (view.write,))
    return _merged(repository, view, base, view.write, write_branch)


def is_spent(repository: Repository, view: View) -> bool:
    """Whether the write branch has nothing left to give: it was merged, squashed into the branch, or is all ours.

    A branch with a commit of somebody else that the branch does not hold is never given up.
    """
    if view.laid_over or view.write is None:
        return False
    if not view.changed:
        return True
    commits = _commits(repository, f"{view.base}..{view.write}")
    return all(commit.is_ours for commit in commits) or _is_squashed(repository, view)


def _is_squashed(repository: Repository, view: View) -> bool:
    """Whether every file was at some time on the branch, since they parted, what it is on the write branch."""
    seen = {
        (path, blob)
        for commit in _commits(repository, f"{view.write}..{view.base}")
        for path, blob in commit.touched.items()
    }
    wanted = {(path, change.after.blob if change.after else None) for path, change in view.changed.items()}
    return wanted <= seen


def _merged(repository: Repository, view: View, base: str, write: str, write_branch: str) -> Standing:
    """Both branches merged; what only we had changed on the write branch gives way to the branch."""
    people = {path for one in _commits(repository, f"{base}..{write}") if not one.is_ours for path in one.touched}
    tree, conflicts = _merge(repository, write, base)
    if hard := sorted(conflicts & people):
        name = hard[0].decode("utf-8", "backslashreplace")
        raise NotAllowed(
            f"{name} was changed by people on {write_branch} and on the branch it is to be merged into;"
            f" merge that branch into {write_branch} by hand, or delete {write_branch}"
        )
    corrections = {path: view.base_entries.get(path) for path in conflicts}
    both = {path for path in view.changed if path not in view.laid_over}
    return Standing(tree, (write, base), corrections, frozenset(both & people))


def _merge(repository: Repository, ours: str, theirs: str) -> tuple[str, frozenset[bytes]]:
    """The tree of a merge, and the paths that do not merge by themselves."""
    answer = repository.git.run(
        *("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs),
        settings=repository.network,
        env=FETCHING,  # to merge lines it needs files that nobody has read yet
    )
    if answer.code not in (0, 1):
        said = answer.said
        if "usage:" in said:
            said = "this version cannot merge without a work tree; 2.38 or newer is needed to write to a branch"
        raise GitFailed("merge-tree", said, answer.code, Trouble.of(said))
    tree, *paths = answer.out.split(b"\0")
    return tree.decode("ascii"), frozenset(path for path in paths if path)


def _is_ancestor(repository: Repository, older: str, newer: str) -> bool:
    answer = repository.git.run("merge-base", "--is-ancestor", older, newer)
    if answer.code not in (0, 1):
        raise GitFailed("merge-base", answer.said, answer.code, Trouble.of(answer.said))
    return answer.code == 0


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit that is no merge: whether it is ours, and the blob that it gave to each path (`None`: deleted)."""

    is_ours: bool
    touched: dict[bytes, str | None]


def _commits(repository: Repository, between: str) -> Sequence[_Commit]:
    commits: list[_Commit] = []
    fields = iter(repository.git.ask(*_LOG, between).split(b"\0"))
    for text in fields:
        facts = text.lstrip(b"\n")
        if facts.startswith(b"\x01"):
            commits.append(_Commit(bool(facts[1:].strip()), {}))
        elif facts:
            _, after, _, blob, _ = facts.decode("ascii").split(" ")
            commits[-1].touched[next(fields)] = None if after == "000000" else blob
    return commits
