"""Owns how words are compared: width, case, emphasis, emoji, numbering and punctuation around them do not count."""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 400
"""Longer cells, titles and items are not looked at beyond this many characters where only their shape matters."""

_NUMBERING = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[.):]?|[ivx]{1,4}[.)]|[a-z][.)]|§ ?[0-9]+)\s+(?=\S)")
_CJK_NUMBERING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．)）]\s*|第[0-9一二三四五六七八九十]{1,3}[章节節部]\s*")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_ATTRIBUTES = re.compile(r"\{[#.][^{}]{0,100}\}\s*$")
_PARENTHESES = re.compile(r"[(（\[【][^()（）\[\]【】]{0,200}[)）\]】]")
_BLANKS = re.compile(r"\s+")


def collapse(text: str) -> str:
    """`text` with every run of white space as one blank, none around it."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """`text` as words are compared: one width, lower case, single blanks, no pictures; at most `MAX_WORDS` characters."""
    text = text[:MAX_WORDS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(character for character in text if _is_word_like(character)).replace("’", "'")
    return collapse(text.casefold())


def _is_word_like(character: str) -> bool:
    """Whether a character is no emoji, symbol, joiner or variation selector."""
    return character < "\x80" or unicodedata.category(character) not in ("So", "Sk", "Cf", "Mn", "Cn", "Co")


def fold_title(title: str) -> str:
    """A title for comparison: folded, without numbering, pictures, anchors, and the colon and marks around it."""
    text = _SHORTCODE.sub(" ", fold(_ATTRIBUTES.sub("", title[:MAX_WORDS])))
    text = text.strip(" \t*_#:.-–—~`\"'|>!")
    text = (
        _CJK_NUMBERING.sub("", _NUMBERING.sub("", text, count=1), count=1)
        if text[:1].isalnum() or text[:1] == "§"
        else text
    )
    return text.strip(" *_#:.-–—~`\"'|>!")


def without_parentheses(text: str) -> str:
    """`text` without bracketed remarks."""
    return collapse(_PARENTHESES.sub(" ", text))


def parentheses(text: str) -> list[str]:
    """The bracketed remarks of `text`, without their brackets."""
    return [match[0][1:-1].strip() for match in _PARENTHESES.finditer(text[:MAX_WORDS])]
