"""Owns how text that others wrote is made harmless in what we write: one line, no markup, no mention, no reference."""

from __future__ import annotations

import re

BREAK = "\u200b"
"""Zero-width space: what follows a mention's `@` or a reference's `#` so that no tracker acts on it."""

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f]")

_SPECIAL = re.compile(r"[&<>|\[\]\\`*~${}^" + BREAK + r"]|(?<![^\W_])_|_(?![^\W_])")
_REFERENCE = re.compile(
    r"\bGH-(?=\d)|[@#](?=\w)|!(?=\d)|:(?=//)|\bwww(?=\.)|\b[0-9a-f]{4}(?=[0-9a-f]{3,36}\b)", re.IGNORECASE
)
_ENTITY = re.compile(r"&#([0-9]{1,7});")
_HIGHEST = 0x10FFFF


def plain(text: str) -> str:
    """`text` as one line: blanks collapsed, control and direction marks gone, NUL and lone surrogates as U+FFFD."""
    visible = _INVISIBLE.sub("", _UNSENDABLE.sub("\ufffd", text))
    return " ".join(_CONTROL.sub(" ", visible).split())


def defuse(text: str) -> str:
    """`text` with a `BREAK` in every mention, issue reference, commit id and bare address; it reads as before."""
    return _REFERENCE.sub(lambda match: match[0] + BREAK, text)


def inline(text: str) -> str:
    """One line of `text` as Markdown that shows it literally, in a table cell, a list item or a link's label."""
    return _SPECIAL.sub(lambda match: entity(match[0]), plain(text))


def harmless(text: str) -> str:
    """`inline` for text that must not ping, refer or link anywhere either."""
    return _SPECIAL.sub(lambda match: entity(match[0]), defuse(plain(text)))


def entity(character: str) -> str:
    """`character` as a numeric character reference, which every Markdown reader shows as the character itself."""
    return f"&#{ord(character)};"


def read_entities(text: str) -> str:
    """The inverse of `inline`, `harmless` and `entity`: references decoded, breaks gone."""
    return _ENTITY.sub(_decode, text).replace(BREAK, "")


def _decode(match: re.Match[str]) -> str:
    number = int(match[1])
    return chr(number) if number <= _HIGHEST else match[0]
