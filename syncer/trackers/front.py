"""Owns the front matter of an issue file: reading what people write by hand, and changing single lines of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

Value = str | tuple[str, ...] | None
"""What a key holds: text on one line, several texts, or nothing."""

_KEY = re.compile(r"""(?P<quote>["']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote)[ \t]*:(?=[ \t\r]|$)""")
_COMMENT = re.compile(r"[ \t]#(?=[ \t#]|$)|[ \t]+$")
_QUOTED = re.compile(r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:#.*)?""")
_ITEM = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'][^,]*|)[ \t]*(?:,|$)""")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_BLOCK = re.compile(r"[|>][-+0-9]*")

_PLAIN = re.compile(r"[\w./(+$](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff:#]|:(?=\S)|(?<=[^\s])#)*")
_OTHER_THAN_TEXT = re.compile(
    r"y|n|yes|no|on|off|true|false|null|[0-9][0-9_.,:+\-eExXoOabcdefABCDEFtTzZ ]*|\.(?:inf|nan)", re.IGNORECASE
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


class FrontError(Exception):
    """Front matter that cannot be read: the 1-based line, and in one sentence what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Entry(NamedTuple):
    """One key: its value, the range of text after the colon that writes it, and its 1-based line."""

    value: Value
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of `text`: entries by key, where its closing line and the body start, and its line ending."""

    text: str
    entries: Mapping[str, Entry]
    closing: int
    body: int
    eol: str

    def value(self, key: str) -> Value:
        """What `key` holds; `None` where it is missing or empty."""
        entry = self.entries.get(key)
        return entry.value if entry else None

    def line(self, key: str) -> int:
        """The 1-based line of `key`, 1 where it is missing."""
        entry = self.entries.get(key)
        return entry.line if entry else 1


def read_front(text: str) -> Front:
    """Take the front matter of `text` apart; raises FrontError where it is none."""
    collector = _Collector(text)
    start = text.find("\n") + 1
    if not start or text[:start].lstrip("\ufeff").rstrip() != "---":
        raise FrontError(1, "the file has to start with a line of three dashes, `---`")
    number = 1
    while start < len(text):
        number += 1
        end = text.find("\n", start)
        following = len(text) if end < 0 else end + 1
        line = text[start : following if end < 0 else end].rstrip("\r")
        if line.rstrip() in ("---", "..."):
            eol = "\r\n" if text[: text.find("\n")].endswith("\r") else "\n"
            return Front(text, collector.finish(), start, following, eol)
        collector.take(line, start, number)
        start = following
    raise FrontError(number, "the front matter has no end: a line of three dashes, `---`, has to close it")


@dataclass(slots=True)
class _Collector:
    """Gathers lines into entries: a key with the indented or dashed lines that continue it."""

    text: str
    entries: dict[str, Entry] = field(default_factory=dict)
    key: str = ""
    start: int = 0
    end: int = 0
    line: int = 0

    def take(self, line: str, start: int, number: int) -> None:
        """Take one line (without its ending) that starts at offset `start`."""
        found = _KEY.match(line)
        if found:
            self._store()
            self.key, self.start, self.line = found["key"], start + found.end(), number
            self.end = start + len(line)
        elif line[:1] in (" ", "\t", "-", "]") and line.strip() and self.key:
            self.end = start + len(line)
        elif line.strip() and not line.startswith("#"):
            raise FrontError(number, f"`{line[:80]}` is no `key: value` line")

    def finish(self) -> Mapping[str, Entry]:
        """The entries of all lines taken."""
        self._store()
        return self.entries

    def _store(self) -> None:
        if not self.key:
            return
        if self.key in self.entries:
            first = self.entries[self.key].line
            raise FrontError(self.line, f"`{self.key}` stands here and in line {first}; keep one of them")
        self.entries[self.key] = _entry(self.text[self.start : self.end], self.start, self.line)


def _entry(written: str, start: int, line: int) -> Entry:
    """The entry whose text after the colon is `written`."""
    if "\n" in written:
        return Entry(_several_lines(written, line), start, start + len(written), line)
    stripped = written.strip()
    if stripped[:1] in ("'", '"') and (found := _QUOTED.fullmatch(stripped)):
        at = start + len(written) - len(written.lstrip())
        return Entry(_unquote(found["text"]), start, at + len(found["text"]), line)
    comment = _COMMENT.search(written)
    if comment:
        written = written[: comment.start()]
    written = written.rstrip()
    value = written.strip()
    return Entry(None if value in _NOTHING else value, start, start + len(written), line)


def _several_lines(written: str, line: int) -> Value:
    """A value over several lines: a block list, or text that YAML folds into one."""
    first = written.lstrip(" \t").split("\n", 1)[0].strip()
    is_comment = first.startswith("#")
    if first and not is_comment and first[0] not in "[\"'" and not _BLOCK.match(first):
        return " ".join(written.split())
    try:
        value = yaml.load("k:" + written, Loader=yaml.BaseLoader)["k"]  # noqa: S506 - BaseLoader makes only text
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise FrontError(line, "the lines of this value are no YAML that can be read") from error
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return " ".join(str(value).split()) or None


def _unquote(token: str) -> str:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(yaml.load(token, Loader=yaml.BaseLoader))  # noqa: S506 - BaseLoader makes only text
    except yaml.YAMLError:
        return token[1:-1]


def items(value: Value) -> tuple[str, ...]:
    """The texts of a value that may be written as `a`, `a, b`, `[a, b]` or a list over several lines."""
    if value is None:
        return ()
    parts = value if isinstance(value, tuple) else _split(value)
    return tuple(part for part in parts if part not in _NOTHING)


def _split(text: str) -> Iterator[str]:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    for found in _ITEM.finditer(inner):
        token = found[1].strip()
        yield _unquote(token) if token[:1] in ("'", '"') else token


def one_line(value: Value) -> str | None:
    """The text of a value that is to be one text."""
    return ", ".join(value) if isinstance(value, tuple) else value


def scalar(text: str | None) -> str:
    """`text` as YAML on one line, plain wherever every YAML reader gets the same text back from that."""
    if not text:
        return ""
    if _PLAIN.fullmatch(text) and not text.endswith((" ", ":")) and not _OTHER_THAN_TEXT.fullmatch(text):
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def sequence(texts: tuple[str, ...]) -> str:
    """`texts` as a YAML list on one line; nothing where there are none."""
    if not texts:
        return ""
    return "[" + ", ".join(_item(text) for text in texts) + "]"


def _item(text: str) -> str:
    written = scalar(text)
    return (
        json.dumps(text, ensure_ascii=False) if not written.startswith('"') and set(written) & set(",[]{}") else written
    )


def change(front: Front, values: Mapping[str, str]) -> str:
    """The whole text with the keys of `values` holding those YAML texts, and no other byte different.

    A key that is missing gets a line at the end of the front matter if it is to hold something.
    """
    edits = [
        (entry.start, entry.end, _after_colon(values[key])) for key, entry in front.entries.items() if key in values
    ]
    added = [f"{key}: {text}{front.eol}" for key, text in values.items() if key not in front.entries and text]
    pieces, at = [], 0
    for start, end, text in sorted([*edits, (front.closing, front.closing, "".join(added))]):
        pieces += [front.text[at:start], text]
        at = end
    return "".join([*pieces, front.text[at:]])


def _after_colon(text: str) -> str:
    return f" {text}" if text else ""
