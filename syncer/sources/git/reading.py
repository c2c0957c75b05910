"""Owns what is said of a document beside its bytes: revision, day of publication, and page on the web."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from syncer.formats.family import HEAD_BYTES, reads_as_markdown
from syncer.model import DocumentRef, Problem, RawDocument, ReadFailure
from syncer.sources.git.blobs import contents, sizes
from syncer.sources.git.desk import Desk
from syncer.sources.git.history import Added, days_added
from syncer.sources.git.lfs import POINTER, REASON, attributes_in, kept_in_lfs
from syncer.sources.git.options import Options
from syncer.sources.git.place import Repository
from syncer.sources.git.tree import Entry, Sorted
from syncer.sources.git.view import View
from syncer.sources.git.web import permalink, web_place

_UNSURE = "has no extension and does not read as Markdown; name it .md if it is a document"


def revision(blob: str, *, is_shallow: bool) -> str:
    """What tells the versions of a document apart: its blob, and whether its day of publication could be known."""
    return f"{blob}-shallow" if is_shallow else blob


class Reader:
    """Reads documents, working on `desk`; remembers when each was added, which does not change in a run."""

    def __init__(self, desk: Desk, options: Options) -> None:
        self._desk = desk
        self._options = options
        self._added: dict[str, Added | None] = {}

    def decide(self, repository: Repository, view: View, found: Sorted) -> None:
        """Sort what has a name that does not tell, by how it begins, and leave out what is kept in Git LFS.

        Raises `GitFailed`.
        """
        attributes = attributes_in(view.entries)
        if not found.unsure and not attributes:
            return
        data = self._contents(repository, view, [*found.unsure.values(), *attributes.values()])
        for path, entry in found.unsure.items():
            if reads_as_markdown(data.get(entry.blob, b"")[:HEAD_BYTES]):
                found.documents[path] = entry
            else:
                found.skipped[path] = _UNSURE
        if found.documents and any(b"lfs" in data.get(entry.blob, b"") for entry in attributes.values()):
            here = {path: entry for path, entry in attributes.items() if entry.blob in data}
            with self._desk.work_folder() as folder:
                for path in kept_in_lfs(repository, folder, here, found.documents):
                    found.skipped[path] = REASON
                    del found.documents[path]

    def read(
        self, repository: Repository, view: View, documents: Mapping[str, Entry], refs: Sequence[DocumentRef]
    ) -> list[RawDocument | ReadFailure]:
        """What `documents` of `view` hold, one for each of `refs`, in their order. Raises `GitFailed`."""
        entries = {ref.key.path: documents[ref.key.path] for ref in refs if ref.key.path in documents}
        known = sizes(repository, [entry.blob for entry in entries.values()], view.commits)
        short = [blob for blob, size in known.items() if size <= self._options.max_bytes]
        data = contents(repository, short)
        self._date(repository, view, list(entries))
        return [
            _refused(ref, entries, known, self._options.max_bytes)
            or self._document(repository, view, ref, entries[ref.key.path], data)
            for ref in refs
        ]

    def _contents(self, repository: Repository, view: View, entries: Iterable[Entry]) -> Mapping[str, bytes]:
        known = sizes(repository, [entry.blob for entry in entries], view.commits)
        return contents(repository, [blob for blob, size in known.items() if size <= self._options.max_bytes])

    def _date(self, repository: Repository, view: View, paths: Sequence[str]) -> None:
        """Learn when `paths` were added; a history that was cut short says of every file that its last commit did."""
        unknown = [path for path in paths if path not in self._added]
        if unknown and not repository.is_shallow:
            found = days_added(repository, view.commits, unknown, self._options.zone)
            self._added.update({path: found.get(path) for path in unknown})

    def _document(
        self, repository: Repository, view: View, ref: DocumentRef, entry: Entry, data: Mapping[str, bytes]
    ) -> RawDocument | ReadFailure:
        path = ref.key.path
        if data[entry.blob].startswith(POINTER):
            reason = "it is a pointer to a file in Git LFS, which is not read"
            return ReadFailure(ref, reason, "Keep the document itself in git, or exclude it.", path)
        is_shallow = repository.is_shallow
        added = self._added.get(path)
        commit = view.commit_of(path.encode())
        return RawDocument(
            ref=DocumentRef(ref.key, revision(entry.blob, is_shallow=is_shallow)),
            data=data[entry.blob],
            name=path,
            url=permalink(web_place(repository.url), commit, path, self._options.github_hosts),
            published=added.day if added else None,
            published_origin=_origin(added, path) if added else None,
            undated=_shallow(path) if is_shallow else None,
        )


def _refused(ref: DocumentRef, entries: Mapping[str, Entry], known: Mapping[str, int], most: int) -> ReadFailure | None:
    """Why a document is not read, before its bytes are."""
    path = ref.key.path
    if path not in entries:
        return ReadFailure(ref, "it was removed since it was listed", "Run again.", path)
    size = known.get(entries[path].blob)
    if size is None:
        return ReadFailure(ref, "the repository does not have its bytes", "Run git fsck where it comes from.", path)
    if size > most:
        reason = f"it is {size} bytes long; at most {most} are read"
        return ReadFailure(ref, reason, "Split it, exclude it, or raise limits.max_document_bytes.", path)
    return None


def _origin(added: Added, path: str) -> str:
    return f"the commit that added it{'' if added.path == path else f' as {added.path}'}"


def _shallow(path: str) -> Problem:
    return Problem(
        "shallow-history",
        path,
        None,
        "the history was cut short, so that it does not tell when this was published",
        "Check it out with fetch-depth: 0, or git fetch --unshallow; or write the date into the document.",
    )
