"""Owns what of a text may reach a terminal or a log line: everything that is seen, nothing that acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

# C0 and C1 controls, line separators, the controls that turn the direction of text around, and halves of a pair.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` on one line, with every character that would act written as an escape."""
    return _ACTING.sub(_escape, text)


def printable_lines(lines: Iterable[str]) -> str:
    """`lines` below each other, each of them as `printable`: a line break inside one begins no line of its own."""
    return "\n".join(map(printable, lines))


def printable_json(value: object) -> str:
    """`value` as JSON on one line, readable in every language, with every character that would act as an escape."""
    # Outside of strings JSON holds none of these.
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def is_acting(character: str) -> bool:
    """Whether `character` would act on a terminal instead of being seen."""
    return _ACTING.match(character) is not None


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")
