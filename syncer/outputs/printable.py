"""Owns what of a text may reach a terminal or a log line: everything that is seen, nothing that acts."""

from __future__ import annotations

import re

# C0 and C1 controls, line separators, the controls that turn the direction of text around, and halves of a pair.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` on one line, with every character that would act written as an escape."""
    return _ACTING.sub(_escape, text)


def printable_lines(text: str) -> str:
    """`text` with its line breaks kept, and otherwise as `printable`."""
    return "\n".join(printable(line) for line in text.split("\n"))


def is_acting(character: str) -> bool:
    """Whether `character` would act on a terminal instead of being seen."""
    return _ACTING.match(character) is not None


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")
