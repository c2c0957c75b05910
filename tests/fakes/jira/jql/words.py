"""Owns the words of JQL: how the text of a query is cut into them, and how Jira says that it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_RESERVED = """
    abort access add after alias all alter and any as asc audit avg before begin between boolean break by byte catch
    cf changed char character check checkpoint collate collation column commit connect continue count create
    current date decimal declare decrement default defaults define delete delimiter desc difference distinct
    divide do double drop else empty encoding end equals escape exclusive exec execute exists explain false
    fetch file field first float for from function go goto grant greater group having identified if immediate in
    increment index initial inner inout input insert int integer intersect intersection into is isempty isnull
    join last left less like limit lock long max min minus mode modify modulo more multiply next noaudit not
    notin nowait null number object of on option or order outer output power previous prior privileges public
    raise raw remainder rename resource return returns revoke right row rowid rownum rows select session set
    share size sqrt start strict string subtract sum synonym table then to trans transaction trigger true uid
    union unique update user validate values view was when whenever where while with
"""
KEYWORDS = frozenset(_RESERVED.split())
"""What cannot stand unquoted for a name or a value, as the vendor's manual lists it."""

_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}
_SIGN = re.compile(r"\|\||&&|!=|!~|<=|>=|[=~<>!&|(),\[\]]")
_WORD = re.compile(r"(?:[^\s\"'=~<>!&|(),\[\]{}*/%+^$#@?;\\`]|\\u[0-9a-fA-F]{4}|\\[^u])+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(")?|\'((?:[^\'\\]|\\.)*)(\')?', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.?)", re.DOTALL)
_BLANK = re.compile(r"\s*")


class JqlError(Exception):
    """A query that Jira refuses; `messages` are its words, one for each thing that is wrong."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = list(messages)


class Sort(Enum):
    """What a word is."""

    SIGN = auto()
    WORD = auto()
    QUOTED = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, its escapes undone, and where it begins (line and character, both from 1)."""

    text: str
    sort: Sort
    line: int
    character: int

    def says(self, *texts: str) -> bool:
        """Whether it is one of these signs or unquoted words, whatever its case."""
        return self.sort in {Sort.SIGN, Sort.WORD} and self.text.lower() in texts

    @property
    def place(self) -> str:
        """Where it is, as an error names it."""
        return f"(line {self.line}, character {self.character})"


def words_of(text: str) -> list[Word]:
    """The words of a query, the last one being its end; raises `JqlError`."""
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    position = 0
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= len(text):
            yield _word(text, position, "", Sort.END)
            return
        word, position = _next(text, position)
        yield word


def _next(text: str, position: int) -> tuple[Word, int]:
    for sort, pattern in ((Sort.SIGN, _SIGN), (Sort.QUOTED, _QUOTED), (Sort.WORD, _WORD)):
        if match := pattern.match(text, position):
            raw = match[0]
            if sort is Sort.QUOTED:
                raw = _inside(text, match)
            plain = raw if sort is Sort.SIGN else _unescaped(text, position, raw)
            return _word(text, position, plain, sort), match.end()
    raise _reserved(text, position)


def _inside(text: str, match: re.Match[str]) -> str:
    inside = match[1] if match[1] is not None else match[3]
    if not (match[2] or match[4]):
        place = _word(text, match.start(), "", Sort.END).place
        raise JqlError(f"Error in the JQL Query: The quoted string '{inside}' has not been completed. {place}")
    return inside


def _reserved(text: str, position: int) -> JqlError:
    sign, place = text[position], _word(text, position, "", Sort.END).place
    if sign == "\\":
        return _illegal(sign, place)
    return JqlError(
        f"Error in the JQL Query: The character '{sign}' is a reserved JQL character. "
        f"You must enclose it in a string or use the escape '\\u{ord(sign):04x}' instead. {place}"
    )


def _illegal(escape: str, place: str) -> JqlError:
    return JqlError(
        f"Error in the JQL Query: '{escape}' is an illegal JQL escape sequence. The valid escape sequences are "
        f"\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX. {place}"
    )


def _unescaped(text: str, position: int, raw: str) -> str:
    def plain(match: re.Match[str]) -> str:
        escaped = match[1]
        if len(escaped) == 5:
            return chr(int(escaped[1:], 16))
        if escaped in {"t", "n", "r", "\\", "'", '"', " "}:
            return _ESCAPES.get(escaped, escaped)
        raise _illegal(match[0], _word(text, position, "", Sort.END).place)

    return _ESCAPE.sub(plain, raw)


def _word(text: str, position: int, plain: str, sort: Sort) -> Word:
    before = text[:position]
    return Word(plain, sort, before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
