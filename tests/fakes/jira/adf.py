"""Owns the Atlassian Document Format: what is one, and the words in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .wire import Json

_BLOCKS = frozenset({
    "paragraph", "heading", "bulletList", "orderedList", "listItem", "codeBlock", "blockquote", "rule", "panel",
    "table", "tableRow", "tableCell", "tableHeader", "taskList", "taskItem", "decisionList", "decisionItem", "expand",
    "nestedExpand", "mediaSingle", "mediaGroup", "media", "blockCard", "embedCard", "extension", "bodiedExtension",
})  # fmt: skip
_INLINES = frozenset({
    "text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "inlineExtension", "mediaInline",
})  # fmt: skip
_MARKS = frozenset({
    "strong", "em", "code", "strike", "underline", "link", "subsup", "textColor", "backgroundColor", "border",
    "indentation", "alignment", "annotation",
})  # fmt: skip
_HOLDS_INLINES = frozenset({"paragraph", "heading", "codeBlock", "taskItem", "decisionItem"})
_KEYS = frozenset({"type", "text", "content", "marks", "attrs"})


def document(text: str) -> Json:
    """`text` as a document of one paragraph, without content where there is none."""
    words = [{"type": "text", "text": text}] if text else []
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": words}] if words else []}


def as_body(value: Json, *, is_adf: bool) -> Json:
    """What somebody typed, as the site keeps it."""
    return document(value) if is_adf and isinstance(value, str) else value


def is_document(value: Json) -> bool:
    """Whether `value` is a document that Jira takes."""
    if not isinstance(value, Mapping) or value.get("type") != "doc" or value.get("version") != 1:
        return False
    content = value.get("content")
    if set(value) - {"type", "version", "content"} or not isinstance(content, list):
        return False
    if any(not isinstance(node, Mapping) or node.get("type") not in _BLOCKS for node in content):
        return False
    return all(map(_is_node, nodes(value)))


def _is_node(node: Json) -> bool:
    if not isinstance(node, Mapping) or set(node) - _KEYS:
        return False
    kind, content = node.get("type"), node.get("content", [])
    if kind not in _BLOCKS | _INLINES or not isinstance(content, list) or not _has_marks(node):
        return False
    if kind == "text":
        return isinstance(node.get("text"), str) and node["text"] != "" and "content" not in node
    if "text" in node:
        return False
    held = _INLINES if kind in _HOLDS_INLINES else _BLOCKS
    if kind == "codeBlock":
        return all(
            isinstance(inner, Mapping) and inner.get("type") == "text" and not inner.get("marks") for inner in content
        )
    return all(isinstance(inner, Mapping) and inner.get("type") in held for inner in content)


def _has_marks(node: Mapping[str, Json]) -> bool:
    marks = node.get("marks", [])
    if not isinstance(marks, list):
        return False
    for mark in marks:
        if not isinstance(mark, Mapping) or mark.get("type") not in _MARKS:
            return False
        if mark["type"] == "link" and not isinstance((mark.get("attrs") or {}).get("href"), str):
            return False
    return True


def nodes(value: Json) -> Iterator[Json]:
    """Everything inside the document, in order, without itself."""
    todo = list(reversed(value.get("content") or []))
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, Mapping) and isinstance(node.get("content"), list):
            todo.extend(reversed(node["content"]))


def text_of(value: Json) -> str:
    """The words of a document or of wiki text."""
    if not isinstance(value, Mapping):
        return str(value or "")
    parts = []
    for node in nodes(value):
        if node.get("type") == "text":
            parts.append(node["text"])
        elif node.get("type") == "hardBreak" or (parts and node.get("type") in _BLOCKS):
            parts.append("\n")
    return "".join(parts)
