"""Owns questions about the markup of a text: what all of it is, a part of it, and how struck-out words are shown."""

from __future__ import annotations

from syncer.model import Mark, MarkKind, Text


def is_all(text: Text, kind: MarkKind) -> bool:
    """Whether every letter and digit of `text` stands inside markup of that kind, and there is some."""
    position, outside = 0, []
    marked = sorted((mark.start, mark.end) for mark in text.marks if mark.kind is kind and mark.end > mark.start)
    for start, end in marked:
        outside.append(text.plain[position:start])
        position = max(position, end)
    outside.append(text.plain[position:])
    return bool(marked) and not any(character.isalnum() for character in "".join(outside))


def has_link(text: Text) -> bool:
    """Whether `text` links to anything."""
    return any(mark.kind is MarkKind.LINK for mark in text.marks)


def inside(position: int, marks: tuple[Mark, ...], kind: MarkKind) -> bool:
    """Whether a character stands inside markup of that kind."""
    return any(mark.kind is kind and mark.start <= position < mark.end for mark in marks)


def part(text: Text, start: int, end: int) -> Text:
    """The part of a text between two characters."""
    within = (mark for mark in text.marks if mark.start < end and mark.end > start)
    marks = (mark._replace(start=max(mark.start, start) - start, end=min(mark.end, end) - start) for mark in within)
    return Text(text.plain[start:end], tuple(marks))


def joined(first: Text, second: Text) -> Text:
    """One text behind the other."""
    offset = len(first.plain)
    moved = (mark._replace(start=mark.start + offset, end=mark.end + offset) for mark in second.marks)
    return Text(first.plain + second.plain, (*first.marks, *moved))


def with_strikes(text: Text) -> str:
    """The plain text with struck-out parts marked as in Markdown: what is struck out does not count."""
    plain = text.plain
    for mark in sorted((mark for mark in text.marks if mark.kind is MarkKind.STRIKE), reverse=True):
        plain = f"{plain[: mark.start]}~~{plain[mark.start : mark.end]}~~{plain[mark.end :]}"
    return plain
