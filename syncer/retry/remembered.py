"""Owns the text in which spent writes and a penalty survive the process: versioned, compact, tolerant of rubbish."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_VERSION = "1"
_TENTHS = 10
_TEXT = re.compile(r"1 ([0-9]{1,12}) ([0-9]{1,12})(?: ([0-9]{1,12}(?:,[0-9]{1,12})*))?")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Instants of writes in epoch seconds, oldest first, and a penalty: until when, and how long it was in all."""

    spent: tuple[float, ...] = ()
    until: float = 0.0
    length: float = 0.0


def encode(remembered: Remembered) -> str:
    """`remembered` in tenths of a second, rounded up: version, penalty, newest write, then the gaps back from it."""
    head = f"{_VERSION} {_tenths(remembered.until)} {_tenths(remembered.length)}"
    if not remembered.spent:
        return head
    newest_first = [_tenths(at) for at in reversed(remembered.spent)]
    gaps = (newer - older for newer, older in pairwise(newest_first))
    return f"{head} {','.join(map(str, (newest_first[0], *gaps)))}"


def decode(text: str | None) -> Remembered:
    """What `text` says; nothing where it is `None`, rubbish or of another version."""
    match = _TEXT.fullmatch(text or "")
    if match is None:
        return Remembered()
    return Remembered(_spent(match[3]), int(match[1]) / _TENTHS, int(match[2]) / _TENTHS)


def _spent(text: str | None) -> tuple[float, ...]:
    if not text:
        return ()
    newest, *gaps = map(int, text.split(","))
    newest_first: Sequence[int] = tuple(accumulate(gaps, lambda at, gap: at - gap, initial=newest))
    return tuple(at / _TENTHS for at in reversed(newest_first))


def _tenths(seconds: float) -> int:
    return max(0, math.ceil(seconds * _TENTHS))
