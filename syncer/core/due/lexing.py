"""Owns the way from raw text to pieces: widths, dashes and mark-up made plain, then words, numbers and signs."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
_SIGNS = {
    "'": "‘’‛ʼ´",
    '"': "“”„«»「」『』",
    "-": "‐‑−﹣",
    "–": "–—―‒",
    "~": "〜〰∼",
    "→": "➔➜➝➞⇒⟶⟹➡⮕",
    ",": "、،",
    ".": "。｡",
    "(": "〔【［〈《",
    ")": "〕】］〉》",
    "✅": "✔✓☑🗹",
    " ": "\u3000\u00a0\u202f\u2009",
}
_PLAIN = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | {sign: plain for plain, signs in _SIGNS.items() for sign in signs}
    | dict.fromkeys(_INVISIBLE)
)
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿāēěīōūšžčćğşı", "aaaaaaceeeeiiiinooooouuuuyyaeeiouszccgsi")
_TAG = re.compile(r"<(/?)(\w+)\b[^<>]*>")
_LINK = re.compile(r"\[([^\[\]()]*)\]\([^\[\]()]*\)")
_STRIKES = frozenset({"s", "del", "strike"})
_YEAR_FIRST = re.compile(r"(\d{4})–(\d\d?)–(\d\d?)(?!\d)")
_PIECE = re.compile(r"~~|--?>|==?>|–>|\d+|[a-zß-ɏ]+|[^\W\d_a-zß-ɏ]+|\S")
_ARROWS = frozenset({"->", "-->", "=>", "==>", "–>"})
MOST_PIECES = 80
"""Words and signs; no phrase has more, whatever note stands beside it."""
_SILENT = frozenset('*`_"')


class Piece(NamedTuple):
    """A word, number or sign of a text, folded, and where in the tidied text it begins."""

    text: str
    at: int


def tidy(text: str) -> str:
    """`text` with plain widths, dashes and quotes, without HTML and link mark-up; case and accents stay."""
    if not text.isascii():
        text = normalize("NFC", text).translate(_PLAIN)
        text = _YEAR_FIRST.sub(r"\1-\2-\3", text) if "–" in text else text
    if "<" in text:
        text = _TAG.sub(_untag, text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return text.replace("&nbsp;", " ")


def _untag(tag: re.Match[str]) -> str:
    return "~~" if tag[2].lower() in _STRIKES else " "


def pieces(tidied: str) -> list[Piece]:
    """The pieces of a tidied text in order, one more than `MOST_PIECES` at most; a dash that is not tight is `–`."""
    folded = tidied.lower()
    if not folded.isascii():
        folded = folded.translate(_ACCENTS)
    found = []
    for match in _PIECE.finditer(folded):
        text = match[0]
        if text in _SILENT:
            continue
        if text in _ARROWS:
            text = "→"
        elif text in "-–" and not _is_tight(folded, match.start(), match.end()):
            text = "–"
        found.append(Piece(text, match.start()))
        if len(found) > MOST_PIECES:
            break
    return found


def _is_tight(folded: str, start: int, end: int) -> bool:
    return start > 0 and end < len(folded) and not (folded[start - 1].isspace() or folded[end].isspace())
