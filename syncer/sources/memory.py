"""Owns a source that keeps its documents in memory: for trying things out, and the first to pass the contract."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from syncer.errors import PortError, RevisionChanged, SourceUnavailable
from syncer.model import DocumentKey, DocumentRef, Finding, RawDocument, ReadFailure, Severity
from syncer.ports import DocumentEdit, WriteResult


class MemorySource:
    """Documents by path, in `documents`, which anybody may change at any time; `is_available` may be switched off."""

    def __init__(self, name: str, documents: Mapping[str, bytes] | None = None, *, folder: str | None = None) -> None:
        self.name = name
        self.documents: dict[str, bytes] = dict(documents or {})
        self.is_available = True
        self._folder = folder

    def list(self) -> Sequence[DocumentRef]:
        """Every document, sorted by path."""
        if not self.is_available:
            raise SourceUnavailable(f"{self.name}: the documents in memory are switched off")
        return [self._ref(path) for path in sorted(self.documents)]

    def skipped(self) -> Mapping[str, str]:
        """Nothing: everything in memory is a document."""
        return {}

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        """Each document's bytes, in order."""
        for ref in refs:
            path = ref.key.path
            if path in self.documents:
                yield RawDocument(self._ref(path), self.documents[path], path, self._folder)
            else:
                yield ReadFailure(ref, f"{path}: is gone; it was removed since it was listed", "run again")

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        """Compare and swap, one by one."""
        written: dict[DocumentKey, DocumentRef] = {}
        failed: dict[DocumentKey, Exception] = {}
        for edit in edits:
            path = edit.ref.key.path
            if self.documents.get(path) == edit.before:
                self.documents[path] = edit.after
                written[edit.ref.key] = self._ref(path)
            else:
                failed[edit.ref.key] = RevisionChanged(f"{path} changed since it was read")
        return WriteResult(written, failed)

    def tidy(self) -> Sequence[PortError]:
        """Nothing is ever left behind in memory."""
        return []

    def examine(self) -> Sequence[Finding]:
        """Nothing can be wrong with memory."""
        return [Finding(Severity.NOTE, self.name, f"{len(self.documents)} documents in memory")]

    def _ref(self, path: str) -> DocumentRef:
        digest = hashlib.blake2b(self.documents[path], digest_size=16).hexdigest()
        return DocumentRef(DocumentKey(self.name, path), digest)
