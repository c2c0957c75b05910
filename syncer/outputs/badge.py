"""Owns the badge of one document: a small SVG that says how far its action items are."""

from __future__ import annotations

import unicodedata
from html import escape

from syncer.core.report import Progress

LABEL = "action items"
_GREY, _GREEN, _RED, _BLUE = "#5c5c5c", "#2f7a1f", "#b3261e", "#1f5f99"
_HEIGHT, _PADDING = 20, 6
_NARROW = frozenset("fijlrtI.,:;|!'/()[] ")


def badge_words(progress: Progress | None) -> tuple[str, str]:
    """Message and colour of a badge; `None` is a document that nobody knows."""
    if progress is None:
        return "unknown", _GREY
    if progress.total == 0:
        return "none", _GREY
    if progress.overdue:
        return f"{progress.overdue} overdue", _RED
    if progress.done == progress.total:
        return "all done", _GREEN
    return f"{progress.done}/{progress.total} done", _BLUE


def badge_svg(progress: Progress | None) -> str:
    """The badge as SVG, self-contained, with its text as title for people who do not see it."""
    message, colour = badge_words(progress)
    left, right = _width(LABEL), _width(message)
    total, text = left + right, escape(f"{LABEL}: {message}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{_HEIGHT}" role="img" aria-label="{text}">'
        f"<title>{text}</title>"
        f'<rect width="{left}" height="{_HEIGHT}" fill="#3b3b3b"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{colour}"/>'
        f'<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">'
        f"{_text(LABEL, 0, left)}{_text(message, left, right)}</g></svg>\n"
    )


def _text(words: str, start: int, width: int) -> str:
    """Words that fill their half whatever font the reader has."""
    return (
        f'<text x="{start + _PADDING}" y="14" textLength="{width - 2 * _PADDING}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'
    )


def _width(words: str) -> int:
    """Pixels for `words` at 11 px with the padding of both sides."""
    return round(sum(map(_advance, words))) + 2 * _PADDING


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 11.0
    return 4.3 if character in _NARROW else 7.0
