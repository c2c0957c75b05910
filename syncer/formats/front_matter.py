"""Owns the front matter at the very start of a document: where it ends, and its fields as text with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from syncer.errors import Unreadable

if TYPE_CHECKING:
    from yaml import Event

_BOM = b"\xef\xbb\xbf"
_FENCE = re.compile(rb"(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    b"---": re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE),
    b"+++": re.compile(rb"^\+\+\+[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE),
}
_KEY = re.compile(r"[^\W\d][\w .-]*:(?:\s|\Z)")
_TOML_KEY = re.compile(r"[ \t]*[\"']?([\w.-]+)[\"']?[ \t]*=")
_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")

_MAX_BYTES = 32_768
_MAX_DEPTH = 20
_MAX_DOTS = 200
"""A dotted TOML key costs the square of its length to read."""
_CONTAINERS = frozenset({"extra", "params", "metadata", "meta", "postmortem", "taxonomies"})
"""Tables that site generators put a page's own fields in (`extra` of Zola, `params` of Hugo): left out of the key."""


class Fault(NamedTuple):
    """Why a front matter could not be read: the 1-based line in the file, and the reason in words."""

    line: int
    message: str


class FrontField(NamedTuple):
    """One field: its key (`outer.inner` where nested), its value as text, and its 1-based line in the file."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a document's text.

    `fields` are in order, with a key once for every entry of a list; dates are text as written. `start` is
    the byte offset of the document's text (after a byte order mark and the front matter), `lines` the number of
    lines before it. `fault` says why there are no fields.
    """

    fields: tuple[FrontField, ...] = ()
    start: int = 0
    lines: int = 0
    fault: Fault | None = None


class _Entry(NamedTuple):
    """One scalar: its path of keys, its text, and its 0-based line inside the fences."""

    keys: tuple[str, ...]
    text: str
    line: int


class _UnreadableError(Exception):
    """The text between the fences is no usable YAML or TOML; `line` is 0-based inside the fences."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _NotAMappingError(Exception):
    """What stands between two rules is text of the document, not fields."""


def split(data: bytes) -> FrontMatter:
    """Take the front matter off `data`, the bytes of a document.

    YAML between `---` and `---` or `...`, or TOML between `+++`, and only at the very start: a rule elsewhere is a
    rule. Broken or oversized front matter is a `fault`; the document below it still reads. Raises `Unreadable` where
    the front matter is not strict UTF-8.
    """
    begin = len(_BOM) if data.startswith(_BOM) else 0
    opening = _FENCE.match(data, begin)
    closing = _CLOSING[opening[1]].search(data, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter(start=begin)
    source = data[opening.end() : closing.start()]
    lines = data.count(b"\n", 0, closing.end())
    try:
        entries = tuple(_entries(opening[1], source))
    except _NotAMappingError:
        return FrontMatter(start=begin)
    except _UnreadableError as error:
        return FrontMatter((), closing.end(), lines, Fault(error.line + 2, str(error)))
    fields = tuple(_field(entry) for entry in entries if entry.text and "" not in entry.keys)
    return FrontMatter(fields, closing.end(), lines)


def _field(entry: _Entry) -> FrontField:
    keys = entry.keys[1:] if len(entry.keys) > 1 and entry.keys[0].casefold() in _CONTAINERS else entry.keys
    return FrontField(".".join(keys), entry.text, entry.line + 2)


def _entries(fence: bytes, source: bytes) -> Iterator[_Entry]:
    text = _decode(source)
    if fence == b"---" and not _looks_like_fields(text):
        raise _NotAMappingError
    if len(source) > _MAX_BYTES:
        raise _UnreadableError(0, f"it is {len(source)} bytes long; at most {_MAX_BYTES} are read")
    return _yaml_entries(text) if fence == b"---" else _toml_entries(text)


def _decode(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 2
        message = f"line {line} holds the byte 0x{source[error.start]:02x}, which is not UTF-8"
        raise Unreadable(message, "Save the file as UTF-8.") from None


def _looks_like_fields(text: str) -> bool:
    """Whether the first line that says something is `key:`; an empty front matter counts."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    first = next(lines, None)
    if first is None:
        return "#" not in text
    return _KEY.match(first.replace('"', "").replace("'", "")) is not None


def _yaml_entries(text: str) -> Iterator[_Entry]:
    """Read YAML event by event: no recursion, and an alias is never followed, so that it cannot multiply."""
    import yaml  # noqa: PLC0415 - most documents have no front matter

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        yield from _walk(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0)
        raise _UnreadableError(line, f"it is not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise _UnreadableError(0, f"it is not valid YAML: {' '.join(str(error).split())}") from error


@dataclass(slots=True)
class _Level:
    """One open mapping or sequence: `key` is the mapping key read last, `None` where a key is expected."""

    is_mapping: bool
    key: str | None = None


def _walk(events: Iterable[Event]) -> Iterator[_Entry]:
    """Turn parser events into entries; an alias reads as empty text."""
    levels: list[_Level] = []
    for event in events:
        kind, line = type(event).__name__, getattr(event.start_mark, "line", 0)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            _open(levels, line, is_mapping=kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            levels.pop()
            if levels:
                _take(levels, "", line)
        elif kind in ("ScalarEvent", "AliasEvent"):
            entry = _take(levels, _text(event), line)
            if entry:
                yield entry


def _text(event: Event) -> str:
    value: str = getattr(event, "value", "").strip()
    is_plain = not getattr(event, "style", None)
    return "" if is_plain and value in ("~", "null") else value


def _open(levels: list[_Level], line: int, *, is_mapping: bool) -> None:
    if len(levels) == _MAX_DEPTH:
        raise _UnreadableError(line, f"it is nested more than {_MAX_DEPTH} levels deep")
    if levels and levels[-1].is_mapping and levels[-1].key is None:
        raise _UnreadableError(line, "a key is a list or a mapping, not text")
    levels.append(_Level(is_mapping))


def _take(levels: list[_Level], text: str, line: int) -> _Entry | None:
    """Let the innermost level take `text` as its next key, or as a value, which is an entry."""
    if not levels:
        raise _NotAMappingError
    level = levels[-1]
    if level.is_mapping and level.key is None:
        level.key = text
        return None
    keys = tuple(outer.key for outer in levels if outer.key is not None)
    if level.is_mapping:
        level.key = None
    return _Entry(keys, text, line)


def _toml_entries(text: str) -> Iterator[_Entry]:
    import tomllib  # noqa: PLC0415 - most documents have no front matter

    dotted = next((number for number, line in enumerate(text.split("\n")) if line.count(".") > _MAX_DOTS), None)
    if dotted is not None:
        raise _UnreadableError(dotted, f"the line has more than {_MAX_DOTS} dots")
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(str(error)) from error
    except RecursionError as error:
        raise _UnreadableError(0, "it is nested too deeply") from error
    yield from _flatten(table, _toml_lines(text))


def _toml_error(message: str) -> _UnreadableError:
    place = _TOML_LINE.search(message)
    line = int(place[1]) - 1 if place and place[1] else 0
    return _UnreadableError(line, f"it is not valid TOML: {_TOML_LINE.sub('', message)}")


def _toml_lines(text: str) -> dict[str, int]:
    """The 0-based line on which each key is set first, by the last part of the key: the parser gives no lines."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        key = _TOML_KEY.match(line)
        if key:
            lines.setdefault(key[1].rpartition(".")[2], number)
    return lines


def _flatten(table: dict[str, object], lines: dict[str, int]) -> Iterator[_Entry]:
    waiting: list[tuple[tuple[str, ...], object]] = [((), table)]
    while waiting:
        keys, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*keys, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((keys, inner) for inner in reversed(value))
        else:
            yield _Entry(keys, _toml_text(value), next((lines[key] for key in reversed(keys) if key in lines), 0))


def _toml_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
