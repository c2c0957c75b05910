"""Owns how counts, quotations and advice are put into a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

WIDEST = 100
"""Characters of a text that is shown on a line beside others."""


def count(number: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def short(text: str, widest: int = WIDEST) -> str:
    """`text`, or its beginning and `…` where it is longer than `widest` characters."""
    return text if len(text) <= widest else text[: widest - 1] + "…"


def instant(at: datetime) -> str:
    """An aware instant as people are told it everywhere: `2026-03-12 10:00:00 UTC`."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def clause(advice: str) -> str:
    """Advice as it stands behind a semicolon: it begins small, unless with an abbreviation, and has no full stop."""
    is_abbreviation = advice[1:2].isupper()
    begins = advice[:1] if is_abbreviation else advice[:1].lower()
    return begins + advice[1:].removesuffix(".")


def because(advice: str) -> str:
    """`; advice` to follow a sentence; empty where there is none."""
    return f"; {clause(advice)}" if advice else ""
