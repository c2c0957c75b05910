"""Owns the source `files`: the documents of a folder on this machine, or a single document."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from syncer.atomic import explained, read, remove_leftover, replace
from syncer.errors import PortError, Rejected, RevisionChanged, SourceUnavailable
from syncer.model import DocumentKey, DocumentRef, RawDocument, ReadFailure
from syncer.ports import Clock, DocumentEdit, WriteResult
from syncer.sources.globs import Selection
from syncer.sources.tree import Listing, open_folder, revision, walk

EVERYTHING = ("**",)
"""The patterns that take every file; which of them are documents is decided by their names."""
TICK = 0.02
"""Seconds within which a file may change twice without its times telling (a kernel's clock steps every 1 to 10 ms)."""

_TRIES = 5


class FilesSource:
    """The documents below `root`, a folder or one file. Paths of documents are POSIX, relative to that folder.

    `include` and `exclude` are patterns over those paths (see `globs.Pattern`). `skip_folders` are never opened, nor
    are hidden folders. A document of more than `max_bytes` is not read. `clock` tells which times are too young to be
    relied upon, and waits until they are not.
    """

    def __init__(
        self,
        name: str,
        root: Path,
        clock: Clock,
        *,
        include: Sequence[str] = EVERYTHING,
        exclude: Sequence[str] = (),
        skip_folders: Sequence[Path] = (),
        max_bytes: int = 5_000_000,
    ) -> None:
        self.name = name
        self._given = root
        self._clock = clock
        self._selection = Selection.parse(include, exclude)
        self._skip = tuple(os.path.realpath(folder) for folder in skip_folders)
        self._max_bytes = max_bytes
        real = Path(os.path.realpath(root))
        self._only = real.name if real.is_file() else None
        self._folder = str(real if self._only is None else real.parent)
        self._shown = _shown(root if self._only is None else root.parent, self._folder)
        self._skipped: dict[str, str] = {}
        self._leftovers: list[str] = []

    def exists(self) -> bool:
        """Whether the root is there at all."""
        return self._given.exists()

    def list(self) -> Sequence[DocumentRef]:
        """Every document, sorted by path; raises SourceUnavailable where a folder cannot be read."""
        if not self.exists():
            raise SourceUnavailable(f"{self._given}: no such file or folder; correct the path or create it")
        listing = walk(self._folder, self._skip) if self._only is None else _single(self._folder, self._only)
        self._leftovers = listing.leftovers
        self._skipped = {self._name(path): reason for path, reason in self._passed_over(listing)}
        return [
            DocumentRef(DocumentKey(self.name, path), listing.files[path])
            for path in sorted(listing.files)
            if self._takes(path)
        ]

    def skipped(self) -> Mapping[str, str]:
        """Files of the last listing that are no documents for us: the path people know, and the reason."""
        return self._skipped

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        """Each document's bytes, in order; the revision that comes back is one that these bytes belong to."""
        waits = _Waits(self._clock)
        for ref in refs:
            yield self._read_one(ref, waits)

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        """Replace each document that still holds `before`, one by one; the others fail by name and stay whole."""
        failed: dict[DocumentKey, Exception] = {}
        done: dict[DocumentKey, tuple[DocumentEdit, str]] = {}
        for edit in edits:
            try:
                done[edit.ref.key] = (edit, self._write_one(edit))
            except PortError as error:
                failed[edit.ref.key] = error
        waits = _Waits(self._clock)
        return WriteResult({key: self._written(edit, seen, waits) for key, (edit, seen) in done.items()}, failed)

    def tidy(self) -> Sequence[PortError]:
        """Remove the temporary files of a killed run that the last listing met."""
        failures = []
        for path in self._leftovers:
            prefix, _, name = path.rpartition("/")
            try:
                with open_folder(self._folder, prefix) as folder:
                    remove_leftover(folder, name)
            except OSError as error:
                failures.append(explained(error, self._name(path)))
        self._leftovers = []
        return failures

    def _name(self, path: str) -> str:
        """The path that people know the document by."""
        return self._shown + path

    def _takes(self, path: str) -> bool:
        return self._only is not None or (path.endswith(".md") and self._selection.takes(path))

    def _passed_over(self, listing: Listing) -> Iterator[tuple[str, str]]:
        for path in listing.links:
            yield path, self._about_link(path)

    def _about_link(self, path: str) -> str:
        real = os.path.realpath(f"{self._folder}/{path}")
        if real.startswith(self._folder + "/"):
            return f"a symbolic link to {self._name(real[len(self._folder) + 1 :])}, which is read in its own place"
        return "a symbolic link that leaves the folder, which is refused; put the document itself there"

    def _read_one(self, ref: DocumentRef, waits: _Waits) -> RawDocument | ReadFailure:
        path = ref.key.path
        prefix, _, name = path.rpartition("/")
        try:
            with open_folder(self._folder, prefix) as folder:
                data, seen = self._read_stable(folder, name, waits)
        except OSError as error:
            return _failure(ref, str(explained(error, self._name(path))))
        except PortError as error:
            return _failure(ref, str(error))
        if len(data) > self._max_bytes:
            return ReadFailure(
                ref,
                f"{self._name(path)} has more than {self._max_bytes} bytes",
                "split it, or raise max_document_bytes under [limits]",
            )
        return RawDocument(
            DocumentRef(ref.key, seen), data, self._name(path), f"{self._folder}/{prefix}".removesuffix("/")
        )

    def _read_stable(self, folder: int, name: str, waits: _Waits) -> tuple[bytes, str]:
        """The bytes of a file and the revision they belong to: nobody wrote while we read, nor may yet unnoticed."""
        for _ in range(_TRIES):
            waits.until_old(os.stat(name, dir_fd=folder, follow_symlinks=False))
            data, before = read(folder, name, self._max_bytes)
            after = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if revision(before) == revision(after):
                return data, revision(after)
        raise RevisionChanged(f"{name} is being written to all the time; run again when that has ended")

    def _write_one(self, edit: DocumentEdit) -> str:
        """Replace one document; the revision right after. Raises PortError."""
        prefix, _, name = edit.ref.key.path.rpartition("/")
        shown = self._name(edit.ref.key.path)
        try:
            with open_folder(self._folder, prefix) as folder:
                replace(folder, name, edit.before, edit.after)
                return revision(os.stat(name, dir_fd=folder, follow_symlinks=False))
        except OSError as error:
            raise explained(error, shown) from error
        except Rejected as error:
            raise Rejected(f"{PurePosixPath(shown).parent}: {error}") from error

    def _written(self, edit: DocumentEdit, seen: str, waits: _Waits) -> DocumentRef:
        """The reference of a document we wrote; one of no revision where somebody may have saved since."""
        ref = DocumentRef(edit.ref.key, seen)
        again = self._read_one(ref, waits)
        holds = isinstance(again, RawDocument) and again.data == edit.after
        return again.ref if holds else DocumentRef(edit.ref.key, "")


class _Waits:
    """Waits, once for a batch, until the times of its youngest file tell every later change."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waited_until = 0.0

    def until_old(self, status: os.stat_result) -> None:
        """Return when a change of the file must give it another time; a time in the future is waited for once."""
        changed = status.st_ctime_ns / 1e9
        if self._waited_until and changed < self._waited_until:
            return
        age = self._clock.now().timestamp() - changed
        if age < TICK:
            self._clock.sleep(min(TICK - age, TICK))
            self._waited_until = max(changed, self._clock.now().timestamp() - TICK)


def _failure(ref: DocumentRef, reason: str) -> ReadFailure:
    return ReadFailure(ref, reason, "see that it is a readable file, then run again")


def _single(folder: str, name: str) -> Listing:
    """The listing of one file, which its user named."""
    return Listing(files={name: revision((Path(folder) / name).lstat())})


def _shown(given: Path, real: str) -> str:
    """What goes before a path for people: from where they stand if the folder lies below that, else as they gave it."""
    here = str(Path.cwd())
    if real == here:
        return ""
    return (real.removeprefix(f"{here}/") if real.startswith(f"{here}/") else str(given)) + "/"
