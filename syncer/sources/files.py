"""Owns the source `files`: the documents of a folder on this machine, or a single document."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from syncer.atomic import TICK, read, remove_leftover, replace, signature, speaking
from syncer.errors import PortError, RevisionChanged, SourceUnavailable
from syncer.formats.family import HEAD_BYTES, by_name, reads_as_markdown
from syncer.model import DocumentKey, DocumentRef, Finding, RawDocument, ReadFailure, Severity
from syncer.ports import Clock, DocumentEdit, WriteResult
from syncer.sources.globs import Selection
from syncer.sources.tree import Listing, list_one, open_folder, walk

EVERYTHING = ("**",)
"""The patterns that take every file; which of them are documents is decided by their names."""

_TRIES = 5


class FilesSource:
    """The documents below `root`, a folder or one file. Paths of documents are POSIX, relative to that folder.

    `include` and `exclude` are patterns over those paths (see `globs.Pattern`). `skip_folders` (folders, or files
    that another source reads) and hidden folders are never opened. A document of more than `max_bytes` is not read.
    `clock` tells which times are too young to be relied upon, and waits until they are not.
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
        self._leftovers: Sequence[str] = ()

    def exists(self) -> bool:
        """Whether the root is there at all."""
        return self._given.exists()

    def list(self) -> Sequence[DocumentRef]:
        """Every document, sorted by path; raises SourceUnavailable where a folder cannot be read."""
        if not self.exists():
            raise SourceUnavailable(f"{self._given}: no such file or folder; correct the path or create it")
        listing = self._look()
        self._leftovers = listing.leftovers
        self._skipped = {self._name(path): reason for path, reason in sorted(listing.refused.items())}
        paths = [path for path in sorted(listing.files) if self._is_document(path)]
        return [DocumentRef(DocumentKey(self.name, path), listing.files[path]) for path in paths]

    def skipped(self) -> Mapping[str, str]:
        """Files of the last listing that are no documents for us: the path people know, and the reason."""
        return self._skipped

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        """Each document's bytes, in order; the revision that comes back is one that these bytes belong to."""
        wait = _Wait(self._clock)
        for ref in refs:
            yield self._read_one(ref, wait)

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        """Replace each document that still holds `before`, one by one; the others fail by name and stay whole.

        The reference of a document that somebody saved right after us has no revision, so that it is read again.
        """
        failed: dict[DocumentKey, Exception] = {}
        done = []
        for edit in edits:
            try:
                self._write_one(edit)
                done.append(edit)
            except PortError as error:
                failed[edit.ref.key] = error
        wait = _Wait(self._clock)
        return WriteResult({edit.ref.key: self._as_written(edit, wait) for edit in done}, failed)

    def examine(self) -> Sequence[Finding]:
        """Whether the documents can be listed."""
        try:
            refs = self.list()
        except SourceUnavailable as error:
            return [Finding(Severity.ERROR, self.name, str(error), "correct the path, or let this user list it")]
        noun = "document" if len(refs) == 1 else "documents"
        return [Finding(Severity.NOTE, self.name, f"{len(refs)} {noun} in {self._given}")]

    def tidy(self) -> Sequence[PortError]:
        """Remove the temporary files of a killed run that the last listing met."""
        failures: list[PortError] = []
        for path in self._leftovers:
            prefix, _, name = path.rpartition("/")
            place = self._name(path)
            try:
                with speaking(place), open_folder(self._folder, prefix) as folder:
                    remove_leftover(folder, name, place)
            except PortError as error:
                failures.append(error)
        self._leftovers = ()
        return failures

    def _look(self) -> Listing:
        if self._only is None:
            return walk(self._folder, self._skip)
        return list_one(self._folder, self._only)

    def _name(self, path: str) -> str:
        """The path that people know the document by."""
        return self._shown + path

    def _is_document(self, path: str) -> bool:
        """Whether a file is a document of ours; if only its format keeps it from that, it is noted as skipped."""
        is_markdown, reason = by_name(path)
        if is_markdown:
            return self._takes(path)
        if is_markdown is None and self._takes(path):
            if self._begins_as_markdown(path):
                return True
            reason = "has no extension and does not read as Markdown; name it .md if it is a document"
        if self._only is not None:
            reason = reason or "its name is not one of a Markdown file; name it .md if it is one"
        if reason and self._takes(f"{path.rpartition('.')[0] or path}.md"):
            self._skipped[self._name(path)] = reason
        return False

    def _takes(self, path: str) -> bool:
        return self._only is not None or self._selection.takes(path)

    def _begins_as_markdown(self, path: str) -> bool:
        """Whether a file without an extension begins as a document; one that cannot be opened is one to complain of."""
        prefix, _, name = path.rpartition("/")
        try:
            with open_folder(self._folder, prefix) as folder:
                return reads_as_markdown(read(folder, name, HEAD_BYTES - 1, self._name(path))[0])
        except (OSError, PortError):
            return True

    def _read_one(self, ref: DocumentRef, wait: _Wait) -> RawDocument | ReadFailure:
        prefix, _, name = ref.key.path.rpartition("/")
        place = self._name(ref.key.path)
        try:
            with speaking(place), open_folder(self._folder, prefix) as folder:
                data, seen = self._read_settled(folder, name, place, wait)
        except PortError as error:
            reason, _, advice = str(error).removeprefix(place).lstrip(": ").partition("; ")
            return ReadFailure(ref, reason, f"{advice[:1].upper()}{advice[1:]}.", place)
        if len(data) > self._max_bytes:
            reason = f"it is longer than {self._max_bytes} bytes; no more are read"
            return ReadFailure(ref, reason, "Split it, exclude it, or raise limits.max_document_bytes.", place)
        return RawDocument(DocumentRef(ref.key, seen), data, place, f"{self._folder}/{prefix}".removesuffix("/"))

    def _read_settled(self, folder: int, name: str, place: str, wait: _Wait) -> tuple[bytes, str]:
        """The bytes of a file and their revision: nobody wrote while we read, nor can they from now on unnoticed."""
        for _ in range(_TRIES):
            wait.until_told(os.stat(name, dir_fd=folder, follow_symlinks=False))
            data, before = read(folder, name, self._max_bytes, place)
            if signature(before) == signature(os.stat(name, dir_fd=folder, follow_symlinks=False)):
                return data, signature(before)
        raise RevisionChanged(f"{place} is being written to all the time; run again when that has ended")

    def _write_one(self, edit: DocumentEdit) -> None:
        prefix, _, name = edit.ref.key.path.rpartition("/")
        place = self._name(edit.ref.key.path)
        with speaking(place), open_folder(self._folder, prefix) as folder:
            replace(folder, name, edit.before, edit.after, place)

    def _as_written(self, edit: DocumentEdit, wait: _Wait) -> DocumentRef:
        again = self._read_one(edit.ref, wait)
        holds = isinstance(again, RawDocument) and again.data == edit.after
        return again.ref if holds else DocumentRef(edit.ref.key, "")


class _Wait:
    """Waits, as a rule once for a batch, until the times of a young file are sure to tell the next change."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._has_met_future = False

    def until_told(self, status: os.stat_result) -> None:
        """Return when any later change of the file gives it another time; one ahead of the clock is waited for once."""
        age = self._clock.now().timestamp() - status.st_ctime_ns / 1e9
        if age >= TICK or (age < 0 and self._has_met_future):
            return
        self._has_met_future |= age < 0
        self._clock.sleep(min(TICK - age, TICK))


def _shown(given: Path, real: str) -> str:
    """What goes before a path for people: from where they stand if the folder lies below that, else as they gave it."""
    here = str(Path.cwd())
    if real == here:
        return ""
    return (real.removeprefix(f"{here}/") if real.startswith(f"{here}/") else str(given)) + "/"
