"""Owns how words are compared: width, case, emphasis, emoji, numbering and punctuation around them do not count."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from syncer.core.patterns import Pattern

MAX_WORDS = 400
"""Longer cells, titles and items are not looked at beyond this many characters where only their shape matters."""

_NUMBERING = Pattern(r"^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[.):]?|[ivx]{1,4}[.)]|[a-z][.)]|§ ?[0-9]+)\s+(?=\S)")
_CJK_NUMBERING = Pattern(r"^(?:[一二三四五六七八九十]{1,3}[、.．)）]|第[0-9一二三四五六七八九十]{1,3}[章节節部])\s*")
_SHORTCODE = Pattern(r":[a-z0-9_+-]{2,40}:")
_ATTRIBUTES = Pattern(r"\{[#.][^{}]{0,100}\}\s*$")
_PARENTHESES = Pattern(r"[(（\[【][^()（）\[\]【】]{0,200}[)）\]】]")
_PICTURES = Pattern(
    "[\u00a6\u00a9\u00ae\u00b0\u0300-\u036f\u200b-\u200f\u2060-\u206f\u20d0-\u20ff\u2100-\u214f\u2190-\u2bff\u3030\ufe00-\ufe0f\ufeff"
    "\U0001f000-\U0001faff\U000e0000-\U000e01ef]"
)
"""Emoji, symbols, joiners and variation selectors."""


def collapse(text: str) -> str:
    """`text` with every run of white space as one blank, none around it."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """The first `MAX_WORDS` characters as words are compared: one width, lower case, single blanks, no pictures."""
    return _fold(text[:MAX_WORDS])


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    if not text.isascii():
        text = _PICTURES.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'")
    return " ".join(text.casefold().split())


def fold_title(title: str) -> str:
    """A title for comparison: folded, without numbering, pictures, anchors, and the colon and marks around it."""
    text = _SHORTCODE.sub(" ", fold(_ATTRIBUTES.sub("", title[:MAX_WORDS])))
    text = text.strip(" \t*_#:.-–—~`\"'|>!?")
    text = (
        _CJK_NUMBERING.sub("", _NUMBERING.sub("", text, count=1), count=1)
        if text[:1].isalnum() or text[:1] == "§"
        else text
    )
    return text.strip(" *_#:.-–—~`\"'|>!?")


def without_parentheses(text: str) -> str:
    """`text` without bracketed remarks."""
    return collapse(_PARENTHESES.sub(" ", text))


def parentheses(text: str) -> list[str]:
    """The bracketed remarks of `text`, without their brackets."""
    return [match[0][1:-1].strip() for match in _PARENTHESES.finditer(text[:MAX_WORDS])]
