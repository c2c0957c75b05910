"""Owns the source `git`: the documents on a branch of a repository, read at a commit, written by one commit a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from syncer.errors import ConfigurationError, NotAllowed, PortError, SourceUnavailable, Unavailable
from syncer.model import DocumentKey, DocumentRef, Finding, RawDocument, ReadFailure
from syncer.ports import Clock, DocumentEdit, Proposals, WriteResult
from syncer.sources.git.command import GitFailed
from syncer.sources.git.desk import Desk
from syncer.sources.git.examination import examine, unreachable
from syncer.sources.git.options import Options
from syncer.sources.git.place import Access, Repository, open_checkout, open_clone
from syncer.sources.git.proposing import propose, propose_again
from syncer.sources.git.reading import Reader, revision
from syncer.sources.git.redaction import Redactor
from syncer.sources.git.tidying import remove_leftovers, tidy
from syncer.sources.git.tree import Sorted, sort_entries
from syncer.sources.git.troubles import Trouble
from syncer.sources.git.view import View, look
from syncer.sources.git.writing import Writer
from syncer.sources.globs import Selection

_Answer = TypeVar("_Answer")
_LOCKED = ".lock': File exists"
"""What git says where a lock is in its way."""


class GitSource:
    """The documents on a branch of the repository at `place`: a URL, or the path of a clone on this machine.

    A URL is read through a private clone in the folder `cache`, which may be deleted at any time. Of a path its
    objects, remotes and credentials are used; its work tree, index and branches are left alone. `clock` dates the
    commits. `proposals` opens pull requests, where `options` ask for them.

    Raises `ConfigurationError` where the options contradict one another.
    """

    def __init__(
        self,
        name: str,
        place: str | Path,
        clock: Clock,
        *,
        cache: Path,
        options: Options | None = None,
        proposals: Proposals | None = None,
    ) -> None:
        self.name = name
        self._options = options or Options()
        self._options.check(name)
        if self._options.write_back == "pull-request" and proposals is None:
            raise ConfigurationError(
                [f"sources.{name}: nobody can open its pull requests; name tracker and repository"]
            )
        self._place = place
        self._clock = clock
        self._proposals = proposals
        self._selection = Selection.parse(self._options.include, self._options.exclude)
        self._desk = Desk(cache, name, str(place))
        self._access = Access(self._options.token, self._options.timeout)
        self._repository: Repository | None = None
        self._reader = Reader(self._desk, self._options)
        self._view: View | None = None
        self._sorted = Sorted()

    @property
    def commands(self) -> int:
        """How many commands of git were run so far."""
        return 0 if self._repository is None else len(self._repository.git.ran)

    def list(self) -> Sequence[DocumentRef]:
        """Every document, sorted by path; one request where nothing moved.

        Raises `SourceUnavailable`, with the remedy, where the branch cannot be read.
        """
        try:
            repository = self._mended(self._look)
        except PortError as error:
            raise SourceUnavailable(f"{self._shown}: {error}") from error
        is_shallow = repository.is_shallow
        return [
            DocumentRef(DocumentKey(self.name, path), revision(entry.blob, is_shallow=is_shallow))
            for path, entry in sorted(self._sorted.documents.items())
        ]

    def skipped(self) -> Mapping[str, str]:
        """Files of the last listing that are no documents for us: path and reason."""
        return self._sorted.skipped

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        """Each document's bytes, in order, as of the commit that was listed; one fetch for all of them."""
        try:
            return iter(self._mended(lambda repository: self._read(repository, refs)) if refs else ())
        except (PortError, SourceUnavailable) as error:
            reason, _, advice = str(error).rpartition("; ")
            return iter([ReadFailure(ref, reason, advice, ref.key.path) for ref in refs])

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        """One commit with every edit whose document is still the one that was read, pushed; the others fail by name."""
        if self._options.write_back == "none":
            error = NotAllowed(f"{self.name}: nothing is written to it (write_back = 'none')")
            return WriteResult({}, {edit.ref.key: error for edit in edits})
        try:
            with self._at_work() as repository:
                return self._write(repository, edits)
        except (PortError, SourceUnavailable) as error:
            return WriteResult({}, {edit.ref.key: error for edit in edits})

    def tidy(self) -> Sequence[PortError]:
        """Remove what killed runs left; ask again for a merge where a killed run, or the server, left that undone."""
        if self._view is None:
            return ()  # nothing was listed, which was reported
        try:
            with self._at_work() as repository:
                tidy(self._desk, repository, self._clock.now())
                if self._proposals is None:
                    return ()
                return propose_again(repository, self._view, self._options, self._proposals)
        except SourceUnavailable as error:
            return [Unavailable(str(error))]
        except PortError as error:
            return [error]

    def examine(self) -> Sequence[Finding]:
        """What would keep a run from reading or writing the branch."""
        try:
            documents = self.list()
            with self._at_work() as repository:
                return examine(self.name, repository, self._seen(repository), self._options, len(documents))
        except (SourceUnavailable, PortError) as error:
            return unreachable(self.name, error)

    @property
    def _shown(self) -> str:
        """The place as people may see it."""
        return Redactor([self._options.token or ""]).hide(str(self._place))

    @contextmanager
    def _at_work(self) -> Iterator[Repository]:
        """The repository, with the desk in use. Raises `SourceUnavailable`, `GitFailed`."""
        with self._desk.in_use() as lock:
            repository = self._repository
            if repository is None or (repository.is_private and not (repository.folder / "HEAD").is_file()):
                repository = self._repository = self._open(lock)
            repository.git.held = lock
            yield repository

    def _open(self, lock: int) -> Repository:
        if isinstance(self._place, Path):
            return open_checkout(self._place, self._options.branch, self._desk, self._access, lock)
        return open_clone(self._place, self._desk, self._access, lock)

    def _mended(self, act: Callable[[Repository], _Answer]) -> _Answer:
        """What `act` answers; where what we work in was left in a bad state, it is put right and done again."""
        try:
            with self._at_work() as repository:
                return act(repository)
        except GitFailed as error:
            if not self._puts_right(error):
                raise
        self._view = None
        with self._at_work() as repository:
            return act(repository)

    def _puts_right(self, error: GitFailed) -> bool:
        """Whether the cause of `error` could be removed: a lock that a killed run left, or a damaged private clone."""
        repository = self._repository
        if repository is None:
            return False
        with self._desk.in_use() as lock, self._desk.alone(lock) as is_alone:
            if is_alone and _LOCKED in error.said:
                remove_leftovers(self._desk, repository, self._clock.now())
            elif is_alone and _is_damaged(repository, error):
                self._desk.discard_clone()
            else:
                return False
        return True

    def _look(self, repository: Repository) -> Repository:
        self._see(repository, look(repository, self._options.branch, self._options.overlay))
        return repository

    def _see(self, repository: Repository, view: View) -> None:
        found = sort_entries(view.entries, self._selection)
        self._reader.decide(repository, view, found)
        self._view, self._sorted = view, found

    def _seen(self, repository: Repository) -> View:
        """What was listed last; it is looked at anew where there is no such thing, or we wrote since."""
        if self._view is None:
            self._look(repository)
        return self._view or View(None)

    def _read(self, repository: Repository, refs: Sequence[DocumentRef]) -> Sequence[RawDocument | ReadFailure]:
        view = self._seen(repository)
        return self._reader.read(repository, view, self._sorted.documents, refs)

    def _write(self, repository: Repository, edits: Sequence[DocumentEdit]) -> WriteResult:
        writer = Writer(repository, self._desk, self._options, self._clock.now())
        written = writer.write(self._seen(repository), edits, lambda view: self._see(repository, view))
        beside: tuple[PortError, ...] = ()
        if written.commit is not None:
            self._view = None
            if self._proposals is not None:
                beside = propose(repository, written.commit, self._options, self._proposals)
        is_shallow = repository.is_shallow
        refs = {key: DocumentRef(key, revision(blob, is_shallow=is_shallow)) for key, blob in written.blobs.items()}
        return WriteResult(refs, written.failed, beside)


def _is_damaged(repository: Repository, error: GitFailed) -> bool:
    """Whether a failure tells of a private clone itself, and not of what is behind it."""
    speaks_of_it = str(repository.folder) in error.said
    return (
        repository.is_private
        and error.trouble in (Trouble.OTHER, Trouble.MISSING)
        and (error.command != "ls-remote" or speaks_of_it)
    )
