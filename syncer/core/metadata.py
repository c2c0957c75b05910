"""Owns where a document speaks of itself: the lines, tables and headings near its top that say `key: value`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from syncer.model import Block, Blocks, Heading, Leaf, ListBlock, Paragraph, Quote, Row, Table

_REACH = 80
"""Lines from the first block on: further down, `Status: done` speaks of something else."""
_MAX_BYTES = 2_000
_MAX_KEY = 40
_LINE = re.compile(r"[\W_]*([^\W_][^:：\n]{0,60}?)\s*[:：]\s*(.*)")
_BESIDE = re.compile(r"[ \t\u3000][|·•][ \t\u3000]")
_HINT = re.compile(r"\((?:[ymd./ -]+|utc|gmt)\)")
"""How a value is to be written, as forms say it behind the key."""
_WORD = re.compile(r"[^\W\d_]+")
_SECTION_WORDS = """
    metadata meta details info information overview summary description header document general glance facts about
    postmortem incident report page メタデータ 概要 基本情報 文書情報
    インシデント概要 インシデント情報 障害概要 元数据 基本信息 概述 описание сводка
    metadaten übersicht überblick zusammenfassung angaben métadonnées détails résumé informations
    metadatos datos resumen detalles metadados dados resumo detalhes sammendrag oversikt detaljer
"""
_SECTIONS = frozenset(_SECTION_WORDS.split())
_SMALL_WORDS = frozenset({"the", "of", "at", "a", "this", "and", "key", "quick", "basic", "der", "de", "du", "do"})
_INCIDENT = ("incident", "outage", "vorfall", "hendelse", "インシデント", "障害", "事故", "инцидент")


class Pair(NamedTuple):
    """What the document says of itself: key and value without markup, where, and under which kind of heading.

    `place` is `line 3`, `table, line 9` or `front matter, line 2`. `is_of_incident` says that the heading above
    speaks of the incident.
    """

    key: str
    value: str
    line: int
    place: str
    is_of_incident: bool = False
    is_front_matter: bool = False


def key_of(text: str) -> str:
    """The form in which keys are compared: letters and digits alone, in lower case (`Date published (YYYY-MM-DD):`)."""
    plain = _HINT.sub("", unicodedata.normalize("NFKC", text[:_MAX_KEY]).casefold())
    return "".join(filter(str.isalnum, plain))


def is_short(leaf: Leaf) -> bool:
    """Whether a text is short enough (2,000 bytes) to be a title or a line of metadata; longer ones are not read."""
    return leaf.span.end - leaf.span.start <= _MAX_BYTES


def is_section(title: str) -> bool:
    """Whether a heading announces what the document says of itself (`Metadata`, `Incident details`, `概要`)."""
    words = frozenset(_WORD.findall(title.casefold())) - _SMALL_WORDS
    return bool(words) and words <= _SECTIONS


def pairs(document: Blocks, known: frozenset[str]) -> tuple[Pair, ...]:
    """Every pair near the top of `document` whose key is in `known` (forms of `key_of`), in order.

    Read are lines of paragraphs, quotes and lists (`**Published:** 2026-03-11`), tables of two or four columns,
    tables whose header holds the keys of one row, and headings (`## Date: July 1, 2020`, or the paragraph below
    `## Date`); outside sections on something else.
    """
    return tuple(_Reader(document.data, known).read(document.blocks))


class _Reader:
    """Walks the top of a document and remembers in whose section it is, and which key still waits for its value."""

    def __init__(self, data: bytes, known: frozenset[str]) -> None:
        self._data = data
        self._known = known
        self._hidden_from = 7
        self._is_of_incident = False
        self._waiting: tuple[str, int] | None = None

    def read(self, blocks: tuple[Block, ...]) -> Iterator[Pair]:
        """The pairs of `blocks`, which are those of a whole document."""
        is_first = True
        last = blocks[0].line + _REACH if blocks else 0
        for block in takewhile(lambda block: block.line <= last, blocks):
            if isinstance(block, Heading):
                yield from self._heading(block, is_first=is_first)
                is_first = False
            elif self._hidden_from > 6:
                yield from self._content(block, last)

    def _heading(self, heading: Heading, *, is_first: bool) -> Iterator[Pair]:
        self._waiting = None
        if heading.level > self._hidden_from:
            return
        title = _plain(heading.leaf) if is_short(heading.leaf) else ""
        key, value = _take_apart(title) or (title, "")
        is_key = key_of(key) in self._known
        is_open = is_first or is_key or is_section(title)
        self._hidden_from = 7 if is_open else heading.level
        self._is_of_incident = not is_first and any(word in title.casefold() for word in _INCIDENT)
        if is_key:
            yield from self._pair(key, value, heading.line)

    def _content(self, block: Block, last: int) -> Iterator[Pair]:
        if isinstance(block, Table):
            yield from self._table(block)
        for leaf in takewhile(lambda leaf: leaf.line <= last, _leaves(block)):
            if is_short(leaf):
                yield from self._lines(leaf)

    def _lines(self, leaf: Leaf) -> Iterator[Pair]:
        """The pairs of a paragraph; its first line is the value of a key that waits for one."""
        raw = leaf.span.of(self._data)
        if self._waiting is None and b":" not in raw and "：".encode() not in raw:
            return
        for line, text in enumerate(leaf.read().plain.split("\n"), leaf.line):
            said = [part for part in map(_take_apart, _BESIDE.split(text)) if part and key_of(part[0]) in self._known]
            if self._waiting and not said:
                said = [(self._waiting[0], text.strip())]
            for key, value in said:
                yield from self._pair(key, value, line)

    def _pair(self, key: str, value: str, line: int, place: str = "") -> Iterator[Pair]:
        """The pair, or nothing where the value is still to come."""
        self._waiting = None if value else (key, line)
        if value:
            yield Pair(key, value, line, place or f"line {line}", self._is_of_incident)

    def _table(self, table: Table) -> Iterator[Pair]:
        header = _cells(table.header)
        if len(table.rows) == 1 and sum(key_of(cell) in self._known for cell in header) > 1:
            yield from self._columns(header, table.rows[0].line, _cells(table.rows[0]))
        elif len(header) in (2, 4):
            body = [(row.line, _cells(row)) for row in table.rows[:_REACH]]
            if any(key_of(cells[0]) in self._known for _, cells in body if cells):
                for line, cells in ((table.line, header), *body):
                    yield from self._columns(cells[::2], line, cells[1::2])

    def _columns(self, keys: list[str], line: int, values: list[str]) -> Iterator[Pair]:
        for key, value in zip(keys, values, strict=False):
            if key_of(key) in self._known and value:
                yield from self._pair(key.strip(" :："), value, line, f"table, line {line}")


def _take_apart(text: str) -> tuple[str, str] | None:
    """`Date: July 1` as key and value; `None` for text that is no such line."""
    found = _LINE.match(text)
    return (found[1].strip(" *_`"), found[2].strip()) if found else None


def _plain(leaf: Leaf) -> str:
    return " ".join(leaf.read().plain.split())


def _cells(row: Row) -> list[str]:
    return [" ".join(text.plain.split()) for text in row.read().texts]


def _leaves(block: Block) -> Iterator[Leaf]:
    """The paragraphs of a paragraph, of a quote, or of a list's items, one level deep."""
    if isinstance(block, Paragraph):
        yield block.leaf
    elif isinstance(block, Quote):
        yield from (inner.leaf for inner in block.blocks if isinstance(inner, Paragraph))
    elif isinstance(block, ListBlock):
        for item in block.items[:_REACH]:
            yield from (inner.leaf for inner in item.blocks[:1] if isinstance(inner, Paragraph))
