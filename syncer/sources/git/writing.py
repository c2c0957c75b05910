"""Owns the writing of documents: one commit for all that are still as they were, again if somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from syncer.errors import PortError, RevisionChanged, SourceUnavailable, Unavailable
from syncer.model import DocumentKey
from syncer.ports import DocumentEdit
from syncer.sources.git.blobs import blob_id
from syncer.sources.git.commit import Signature, write_blobs, write_commit, write_tree
from syncer.sources.git.desk import Desk
from syncer.sources.git.options import Options
from syncer.sources.git.place import Repository
from syncer.sources.git.push import Move, push
from syncer.sources.git.standing import Standing, stand
from syncer.sources.git.tips import keep
from syncer.sources.git.tree import Entry
from syncer.sources.git.view import View, look

TRIES = 5
"""How often a commit is made anew because somebody else pushed first."""


@dataclass(slots=True)
class Written:
    """What became of a write: by document its new blob, or why not; `commit` is the last one pushed."""

    blobs: dict[DocumentKey, str] = field(default_factory=dict)
    failed: dict[DocumentKey, Exception] = field(default_factory=dict)
    commit: str | None = None


class Writer:
    """Writes edits into `repository` as `options` say, working on `desk`, at the instant `at`."""

    def __init__(self, repository: Repository, desk: Desk, options: Options, at: datetime) -> None:
        self._repository = repository
        self._desk = desk
        self._options = options
        self._signature = Signature(options.message, options.author, options.run_id, at)
        self._written = Written()
        self._said = ""

    def write(self, view: View, edits: Sequence[DocumentEdit], seen: Callable[[View], None]) -> Written:
        """Push one commit with every edit whose document is still the one that was read; `view` is where they stand.

        `seen` is told each newer view that a quicker push made necessary. What fails, fails by name.
        """
        left = list(edits)
        try:
            if self._options.overlay is not None:
                view = self._look(seen)  # a push to the write branch does not notice that the branch itself moved
            for _ in range(TRIES):
                left = self._still_right(view, left)
                if not left:
                    return self._written
                if self._try(view, left):
                    return self._written
                view = self._look(seen)
            left = self._still_right(view, left)
            self._fail(left, Unavailable(self._gave_up()))
        except (PortError, SourceUnavailable) as error:
            self._fail(left, error)
        return self._written

    def _look(self, seen: Callable[[View], None]) -> View:
        view = look(self._repository, self._options.branch, self._options.overlay)
        seen(view)
        return view

    def _gave_up(self) -> str:
        return (
            f"{TRIES} pushes to {self._options.target} failed or came after somebody else's ({self._said});"
            " the issues are linked, and the next run writes the cells"
        )

    def _fail(self, edits: Sequence[DocumentEdit], error: Exception) -> None:
        self._written.failed.update({edit.ref.key: error for edit in edits})

    def _still_right(self, view: View, edits: Sequence[DocumentEdit]) -> list[DocumentEdit]:
        """The edits that are left to write; those of documents that changed fail, what is there already is written."""
        left = []
        for edit in edits:
            entry = view.entries.get(edit.ref.key.path.encode())
            if entry is not None and entry.mode.is_file and entry.blob == blob_id(edit.after, entry.blob):
                self._written.blobs[edit.ref.key] = entry.blob
            elif entry is not None and entry.mode.is_file and entry.blob == blob_id(edit.before, entry.blob):
                left.append(edit)
            else:
                what = "changed" if entry is not None and entry.mode.is_file else "was removed"
                self._fail([edit], RevisionChanged(f"{edit.ref.key.path} {what} since it was read"))
        return left

    def _try(self, view: View, edits: Sequence[DocumentEdit]) -> bool:
        """Make a commit of `edits` and push it; false where somebody was quicker."""
        standing = stand(self._repository, view, self._options.overlay)
        ready = [edit for edit in edits if edit.ref.key.path.encode() not in standing.unmerged]
        entries = self._entries(view, ready)
        commit = self._commit(standing, entries)
        old = view.base if self._options.overlay is None else view.write
        pushed = push(self._repository, Move(self._options.target, old, commit), self._advice())
        if not pushed.is_done:
            self._said = pushed.said
            return False
        self._written.commit = commit
        self._written.blobs.update({edit.ref.key: entries[edit.ref.key.path.encode()].blob for edit in ready})
        reason = "was changed by people on both branches, which are merged now"
        for edit in edits:
            if edit not in ready:
                self._fail([edit], RevisionChanged(f"{edit.ref.key.path} {reason}"))
        keep(self._repository, commit)
        return True

    def _entries(self, view: View, edits: Sequence[DocumentEdit]) -> Mapping[bytes, Entry]:
        """By path what each edit makes of its document, its mode kept."""
        blobs = write_blobs(self._repository, [edit.after for edit in edits])
        paths = [edit.ref.key.path.encode() for edit in edits]
        return {path: Entry(view.entries[path].mode, blob) for path, blob in zip(paths, blobs, strict=True)}

    def _commit(self, standing: Standing, entries: Mapping[bytes, Entry]) -> str:
        with self._desk.work_folder() as folder:
            tree = write_tree(self._repository, folder, standing, entries)
        return write_commit(self._repository, tree, standing.parents, self._signature)

    def _advice(self) -> str:
        if self._options.overlay is None:
            return 'let this account push to it, or set write_back = "pull-request"'
        return "let this account push to it, or name another write_branch"
