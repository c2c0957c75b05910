"""Owns the front matter of an issue file: reading what people write by hand, and changing single lines of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

Value = str | tuple[str, ...] | None
"""What a key holds: one text, several, or nothing."""

_KEY = re.compile(r"""(?P<quote>["']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote)[ \t]*:""")
# A `#` right before a word is part of the text: people write `Fix #12` and mean it.
_COMMENT = re.compile(r"[ \t]#(?=[ \t#]|$)")
_QUOTED = re.compile(r"""[ \t]*(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:#.*)?""")
_FLOW = re.compile(r"[ \t]*(?P<text>\[.*\])[ \t]*(?:#[^\]]*)?")
_QUOTED_ITEM = re.compile(r"""[ \t]*(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=,|$)""")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

_PLAIN = re.compile(
    r"[\w./(+$](?:[^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff:#]|:(?=\S)|(?<=[^\s])#)*"
)
_OTHER_THAN_TEXT = re.compile(
    r"y|n|yes|no|on|off|true|false|null|[0-9+.][0-9_.,:+\-eExXoOabcdefABCDEFtTzZ ]*|[+.]*(?:inf|nan)", re.IGNORECASE
)
_INDICATORS = frozenset(",[]{}?:#&*!|>'\"%@`")
# What no file may hold, and what turns the direction of a text around so that it reads as something else.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


class FrontError(Exception):
    """Front matter that cannot be read: the 1-based line, and in one sentence what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Entry(NamedTuple):
    """Where a key stands: the range of text after its colon, lines that continue it included, and its 1-based line."""

    start: int
    end: int
    line: int
    again: int | None = None
    """The line of a second one of the same name."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of `text`: entries by key in lower case, where its closing line starts, and its line ending."""

    text: str
    entries: Mapping[str, Entry]
    closing: int
    eol: str

    def value(self, key: str) -> Value:
        """What `key` holds, `None` where it is missing or empty; raises FrontError where that cannot be told."""
        return self._read(key)[0]

    def line(self, key: str) -> int:
        """The 1-based line of `key`, 1 where it is missing."""
        entry = self.entries.get(key)
        return entry.line if entry else 1

    def replaced(self, values: Mapping[str, str]) -> str:
        """The whole text with the keys of `values` holding those YAML texts, and no other byte different.

        A key that is missing gets a line at the end of the front matter if it is to hold something.
        """
        edits = [(*self._range(key), f" {text}" if text else "") for key, text in values.items() if key in self.entries]
        added = [f"{key}: {text}{self.eol}" for key, text in values.items() if key not in self.entries and text]
        pieces, at = [], 0
        for start, end, text in sorted([*edits, (self.closing, self.closing, "".join(added))]):
            pieces += [self.text[at:start], text]
            at = end
        return "".join([*pieces, self.text[at:]])

    def _range(self, key: str) -> tuple[int, int]:
        """The range of the value of `key`, without a comment behind it."""
        start = self.entries[key].start
        return start, start + self._read(key)[1]

    def _read(self, key: str) -> tuple[Value, int]:
        """The value of `key`, and where it ends, counted from behind the colon."""
        entry = self.entries.get(key)
        if entry is None:
            return None, 0
        if entry.again:
            raise FrontError(entry.again, f"`{key}` stands here and in line {entry.line}; keep one of them")
        written = self.text[entry.start : entry.end]
        if "\n" in written:
            return _several_lines(written, entry.line), len(written)
        return _single_line(written)


def read_front(text: str) -> Front:
    """Take the front matter of `text` apart, its values unread; raises FrontError where it is none."""
    start = text.find("\n") + 1
    if text[:start].removeprefix("\ufeff").rstrip() != "---":
        raise FrontError(1, "the file has to start with a line of three dashes, `---`")
    eol = "\r\n" if text[:start].endswith("\r\n") else "\n"
    entries = _Entries()
    number = 1
    while start < len(text):
        number += 1
        end = text.find("\n", start)
        line = text[start:end].rstrip("\r") if end >= 0 else text[start:]
        if line.rstrip() in ("---", "..."):
            return Front(text, entries.by_key, start, eol)
        entries.take(line, start, number)
        start = end + 1 if end >= 0 else len(text)
    raise FrontError(number, "the front matter has no end: a line of three dashes, `---`, has to close it")


@dataclass(slots=True)
class _Entries:
    """Gathers lines into entries: a key with the indented or dashed lines that continue it."""

    by_key: dict[str, Entry] = field(default_factory=dict)
    key: str = ""

    def take(self, line: str, start: int, number: int) -> None:
        """Take one line (without its ending) that starts at offset `start`; raises FrontError for what is no entry."""
        found = _KEY.match(line)
        end = start + len(line)
        if found:
            self.key = found["key"].lower()
            first = self.by_key.get(self.key)
            entry = Entry(start + found.end(), end, number)
            self.by_key[self.key] = first._replace(again=number) if first else entry
        elif not line.strip() or line.lstrip().startswith("#"):
            return  # part of a value only if that goes on below it
        elif self.key and line.startswith((" ", "\t", "-", "]")):
            self.by_key[self.key] = self.by_key[self.key]._replace(end=end)
        else:
            raise FrontError(number, f"`{line[:80]}` is no `key: value` line")


def _single_line(written: str) -> tuple[Value, int]:
    """The value that one line holds behind its colon, and where it ends."""
    found = _QUOTED.fullmatch(written)
    if found:
        return _unquote(found["text"]) or None, found.end("text")
    found = _FLOW.fullmatch(written)
    if found:
        return found["text"], found.end("text")
    comment = _COMMENT.search(written)
    text = (written[: comment.start()] if comment else written).rstrip()
    if not text and comment is None:
        return None, len(written)
    value = text.strip()
    return None if value in _NOTHING else value, len(text)


def _several_lines(written: str, line: int) -> Value:
    """A value over several lines: a list with dashes, or text that YAML folds into one."""
    first, *rest = (part.strip() for part in written.split("\n"))
    if first.startswith("#") or not first:
        dashed = [part for part in rest if part and not part.startswith("#")]
        if all(part == "-" or part.startswith("- ") for part in dashed):
            return tuple(text for part in dashed if (text := one_line(_single_line(part[1:])[0])))
    elif first[0] not in "[{\"'|>&*!":
        return " ".join(written.split())
    return _folded(written, line)


def _folded(written: str, line: int) -> Value:
    """What YAML makes of a value over several lines: one text or a list of texts; raises FrontError for all else."""
    try:
        value = yaml.load("k:" + written, Loader=yaml.BaseLoader)["k"]  # noqa: S506 - BaseLoader makes only text
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontError(line, "this value over several lines is not valid YAML") from error
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise FrontError(line, "this value is neither one text nor a list of texts")


def _unquote(token: str) -> str:
    """The text of a quoted YAML token; the token's own characters where its escapes are none that YAML knows."""
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
    return value if isinstance(value, tuple) else tuple(_split(value))


def _split(text: str) -> Iterator[str]:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    at = 0
    while at < len(inner):
        found = _QUOTED_ITEM.match(inner, at)
        end = found.end("text") if found else inner.find(",", at)
        token = inner[at : end if end >= 0 else len(inner)].strip()
        if found or token not in _NOTHING:
            yield _unquote(token) if found else token
        at = (inner.find(",", end) + 1 if end >= 0 else 0) or len(inner)


def one_line(value: Value) -> str | None:
    """The text of a value that is to be one text; `None` where it is empty."""
    return (", ".join(value) if isinstance(value, tuple) else value) or None


def scalar(text: str | None) -> str:
    """`text` as YAML on one line, plain wherever every YAML reader gets the same text back from that."""
    if not text:
        return ""
    if _PLAIN.fullmatch(text) and not text[-1].isspace() and not _OTHER_THAN_TEXT.fullmatch(text):
        return text
    return _quoted(text)


def sequence(texts: tuple[str, ...]) -> str:
    """`texts` as a YAML list on one line; nothing where there are none."""
    written = [scalar(text) if _INDICATORS.isdisjoint(text) else _quoted(text) for text in texts if text]
    return f"[{', '.join(written)}]" if written else ""


def _quoted(text: str) -> str:
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
