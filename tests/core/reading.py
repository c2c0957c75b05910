"""Owns the short way from Markdown to action items, for tests."""

from __future__ import annotations

from syncer.core.extract import Extraction, extract
from syncer.formats.markdown import parse
from syncer.model import ActionItem, LineAnchor, Text


def read(markdown: str, language: str | None = None) -> Extraction:
    """Everything that is extracted from `markdown`."""
    return extract(parse(markdown.encode()), language)


def actions(markdown: str, language: str | None = None) -> list[str]:
    """The actions of `markdown`, in order."""
    return [item.action for item in read(markdown, language).items]


def item(line: str) -> ActionItem:
    """The one item of a section of actions that holds nothing but `line`."""
    (found,) = read(f"## Action items\n\n{line}\n").items
    return found


def row(cells: str, header: str = "| Action | Owner | Due | Issue | Status |") -> ActionItem:
    """The one item of a table under `header` that holds nothing but the row `cells`."""
    delimiter = "|" + "---|" * (header.count("|") - 1)
    (found,) = read(f"## Action items\n\n{header}\n{delimiter}\n{cells}\n").items
    return found


def line_anchor(found: ActionItem) -> LineAnchor:
    """The anchor of an item that is no table row."""
    assert isinstance(found.anchor, LineAnchor)
    return found.anchor


def text(markdown: str) -> Text:
    """The text of a paragraph."""
    (block,) = parse(markdown.encode()).blocks
    return block.leaf.read()  # type: ignore[union-attr]
