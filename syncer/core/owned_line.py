"""Owns the suffix and the box of an item that is a list item, paragraph or heading."""

from __future__ import annotations

from syncer.core.wish import Outcome, Wish, changed_by_hand, nowhere_to_write
from syncer.model import CellEdit, Document, Edit, LineAnchor, Span, Written

_EMPTY, _TICKED = b"[ ]", (b"[x]", b"[X]")
_CONTINUED = (" · due ", " · owner ", " (was ")


def write_line(document: Document, anchor: LineAnchor, wish: Wish) -> Outcome:
    """Bring suffix and box of one item to what `wish` says."""
    suffix, behind = _suffix(document, anchor, wish)
    ticked, before = _box(document, anchor.box, wish) if anchor.box else (False, Outcome())
    return Outcome(
        changes=before.changes + behind.changes,
        written=((wish.item, Written(suffix=suffix, box=ticked)),),
        edits=before.edits + behind.edits,
        problems=before.problems + behind.problems,
    )


def _suffix(document: Document, anchor: LineAnchor, wish: Wish) -> tuple[str | None, Outcome]:
    """The suffix that stands there afterwards (the last one written, where it is not ours any more)."""
    place = _place(document, anchor, wish)
    if place is None:
        return wish.last.suffix, Outcome(problems=(nowhere_to_write(document, wish),))
    if isinstance(place, str):
        problem = changed_by_hand(document, wish, "text behind the item", place, wish.suffix.strip())
        return wish.last.suffix, Outcome(problems=(problem,))
    before, after = place.of(document.data), wish.suffix.encode()
    if before == after:
        return wish.suffix, Outcome()
    line = document.items[wish.index].line
    edit = CellEdit(line, wish.item, "suffix", before.decode().strip(), wish.suffix.strip())
    return wish.suffix, Outcome(changes=(Edit(place, before, after),), edits=(edit,))


def _place(document: Document, anchor: LineAnchor, wish: Wish) -> Span | str | None:
    """Where the suffix goes; the text that a person made of ours; or `None` where there is no place."""
    if anchor.suffix is not None:
        return _place_of(anchor.suffix, anchor.suffix.of(document.data).decode(), wish)
    remains = _remains(document, anchor, wish)
    if remains is not None or anchor.at is None:
        return remains
    return Span(anchor.at, anchor.at)


def _place_of(suffix: Span, text: str, wish: Wish) -> Span | str:
    for ours in (wish.suffix, wish.last.suffix):
        if ours is not None and _stands(ours, text):
            return Span(suffix.start, suffix.start + len(ours.encode()))
    return suffix if wish.last.suffix is None else text.strip()


def _stands(ours: str, text: str) -> bool:
    """Whether `text` is `ours`, perhaps with words of a person behind it, but not a longer or another status."""
    rest = text[len(ours) :]
    return text.startswith(ours) and not rest[:1].isalnum() and not rest.startswith(_CONTINUED)


def _remains(document: Document, anchor: LineAnchor, wish: Wish) -> str | None:
    """What a person made of a suffix of ours: our link still stands there, but no status of ours behind it."""
    span = document.items[wish.index].span
    text = document.data[span.start : max(span.end, anchor.at or 0)]
    found = text.rfind(f" — {wish.link} · ".encode())
    return text[found:].decode().strip() if found >= 0 else None


def _box(document: Document, box: Span, wish: Wish) -> tuple[bool, Outcome]:
    """Tick on done, untick on reopening what we ticked; any other box is its author's."""
    mark, ours = box.of(document.data), wish.last.box
    if wish.is_done and mark == _EMPTY and ours:
        return True, Outcome(problems=(changed_by_hand(document, wish, "box", "[ ]", "[x]"),))
    if wish.is_done and mark == _EMPTY:
        return True, _mark(document, box, wish, b"x")
    if not wish.is_done and ours and mark in _TICKED:
        return False, _mark(document, box, wish, b" ")
    return ours and wish.is_done, Outcome()


def _mark(document: Document, box: Span, wish: Wish, mark: bytes) -> Outcome:
    inner = Span(box.start + 1, box.end - 1)
    before, after = box.of(document.data).decode(), f"[{mark.decode()}]"
    edit = CellEdit(document.items[wish.index].line, wish.item, "box", before, after)
    return Outcome(changes=(Edit(inner, inner.of(document.data), mark),), edits=(edit,))
