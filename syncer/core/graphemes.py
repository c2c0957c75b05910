"""Owns where a text may be cut so that no visible character is torn apart."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_JAMO_VOWELS_AND_TAILS = range(0x1160, 0x1200)
_ELLIPSIS = "…"


def units(text: str) -> int:
    """Length of `text` in UTF-16 units, which is how the strictest tracker counts; never less than in characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """`text`, or its beginning with an ellipsis, in at most `limit` UTF-16 units, cut between graphemes.

    Follows the extended grapheme clusters of UAX #29 for marks, joined emoji, skin tones, flags and Hangul. A single
    grapheme longer than `limit` is cut inside.
    """
    # Nothing has fewer units than characters, so that no more of a text of megabytes has to be looked at.
    if units(text[: limit + 1]) <= limit:
        return text
    end = longest = _fitting(text, limit - 1)
    while end > 0 and _is_inside(text, end):
        end -= 1
    return text[: end or longest].rstrip() + _ELLIPSIS


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text`, which is longer, fit into `limit` units."""
    used = accumulate(units(character) for character in text)
    return next(index for index, sofar in enumerate(used) if sofar > limit)


def _is_inside(text: str, index: int) -> bool:
    """Whether `index` (below the length of `text`) falls into the middle of a grapheme."""
    before, after = text[index - 1], ord(text[index])
    if before == _JOINER or _extends(text[index]):
        return True
    if after in _FLAGS:
        return _flags_before(text, index) % 2 == 1
    return False


def _extends(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character).startswith("M")
        or character in {_JOINER, "\u200c"}
        or code in _SKIN_TONES
        or code in _TAGS
        or code in _JAMO_VOWELS_AND_TAILS
    )


def _flags_before(text: str, index: int) -> int:
    start = index
    while start > 0 and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return index - start
