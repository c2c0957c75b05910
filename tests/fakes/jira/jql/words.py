"""Owns the words of JQL: how the text of a query is cut into them, and how Jira says that it cannot be."""

from __future__ import annotations

import re
from bisect import bisect_right
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
    return list(_Reader(text).words())


class _Reader:
    """Cuts one text into words, from the front, and knows where its lines begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._position = 0

    def words(self) -> Iterator[Word]:
        while True:
            blank = _BLANK.match(self._text, self._position)
            self._position = blank.end() if blank else self._position
            if self._position >= len(self._text):
                yield self._word("", Sort.END)
                return
            yield self._next()

    def _next(self) -> Word:
        for sort, pattern in ((Sort.SIGN, _SIGN), (Sort.QUOTED, _QUOTED), (Sort.WORD, _WORD)):
            if match := pattern.match(self._text, self._position):
                raw = self._inside(match) if sort is Sort.QUOTED else match[0]
                word = self._word(raw if sort is Sort.SIGN else self._unescaped(raw), sort)
                self._position = match.end()
                return word
        raise self._reserved()

    def _inside(self, match: re.Match[str]) -> str:
        inside = match[1] if match[1] is not None else match[3]
        if not (match[2] or match[4]):
            raise JqlError(
                f"Error in the JQL Query: The quoted string '{inside}' has not been completed. {self._place}"
            )
        return inside

    def _unescaped(self, raw: str) -> str:
        return _ESCAPE.sub(self._plain, raw)

    def _plain(self, match: re.Match[str]) -> str:
        escaped = match[1]
        if len(escaped) == 5:
            return chr(int(escaped[1:], 16))
        if escaped in {"t", "n", "r", "\\", "'", '"', " "}:
            return _ESCAPES.get(escaped, escaped)
        raise self._illegal(match[0])

    def _reserved(self) -> JqlError:
        sign = self._text[self._position]
        if sign == "\\":
            return self._illegal(sign)
        return JqlError(
            f"Error in the JQL Query: The character '{sign}' is a reserved JQL character. "
            f"You must enclose it in a string or use the escape '\\u{ord(sign):04x}' instead. {self._place}"
        )

    def _illegal(self, escape: str) -> JqlError:
        return JqlError(
            f"Error in the JQL Query: '{escape}' is an illegal JQL escape sequence. The valid escape sequences are "
            f"\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX. {self._place}"
        )

    @property
    def _place(self) -> str:
        return self._word("", Sort.END).place

    def _word(self, plain: str, sort: Sort) -> Word:
        line = bisect_right(self._lines, self._position)
        return Word(plain, sort, line, self._position - self._lines[line - 1] + 1)
