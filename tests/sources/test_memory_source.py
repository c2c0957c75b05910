"""Tests of syncer.sources.memory beyond the contract: what a test may ask of it."""

from __future__ import annotations

from syncer.model import RawDocument
from syncer.sources.memory import MemorySource


def test_documents_lie_in_the_folder_that_is_given() -> None:
    source = MemorySource("docs", {"a.md": b"# Outage"}, folder="/docs")
    (document,) = source.read(source.list())
    assert isinstance(document, RawDocument)
    assert (document.name, document.folder, document.data) == ("a.md", "/docs", b"# Outage")


def test_the_same_bytes_have_the_same_revision() -> None:
    source = MemorySource("docs", {"a.md": b"one", "b.md": b"one", "c.md": b"two"})
    a, b, c = (ref.revision for ref in source.list())
    assert a == b != c
