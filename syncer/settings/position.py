"""Owns where in a TOML text each key stands, so that a fault can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"[ \t]*({_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*")
_PART = re.compile(_KEY)
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}\n]"
    r"|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


def key_lines(text: str) -> Mapping[Path, int]:
    """By path, the 1-based line of every table and key of a valid TOML text.

    Members of an array of tables are counted from 0. Keys inside an inline table are not listed: `line_of` gives
    the line of what they stand in.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for position, line in _statements(text):
        header = text[position : position + 2]
        if header.startswith("["):
            is_array = header == "[["
            table = _table(_parts(text, position + len("[[" if is_array else "[")), counts, is_array=is_array)
            lines.setdefault(table, line)
        else:
            path = table
            for part in _parts(text, position):
                path = (*path, part)
                lines.setdefault(path, line)
    return lines


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int | None:
    """The line of `path`, else of the nearest table around it that has one."""
    for end in range(len(path), 0, -1):
        if tuple(path[:end]) in lines:
            return lines[tuple(path[:end])]
    return None


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Offset and line of the start of every header and every `key = value`, comments and blanks left out."""
    depth, line, is_start = 0, 1, True
    for match in _TOKEN.finditer(text):
        lexeme = match[0]
        if is_start and depth == 0 and not lexeme.startswith(("#", "\n")) and lexeme.strip():
            yield match.start() + len(lexeme) - len(lexeme.lstrip()), line
            is_start = False
        if lexeme in {"[", "{"}:
            depth += 1
        elif lexeme in {"]", "}"}:
            depth -= 1
        line += lexeme.count("\n")
        is_start = is_start or (lexeme == "\n" and depth == 0)


def _parts(text: str, position: int) -> tuple[str, ...]:
    match = _DOTTED.match(text, position)
    return tuple(_unquoted(part) for part in _PART.findall(match[1])) if match else ()


def _unquoted(part: str) -> str:
    return part[1:-1] if part[0] in "\"'" else part


def _table(parts: Sequence[str], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a header: a name that is an array of tables is followed by the number of its last member."""
    path: Path = ()
    for index, part in enumerate(parts):
        path = (*path, part)
        if is_array and index == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
