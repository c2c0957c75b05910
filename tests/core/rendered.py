"""Owns what cmark-gfm makes of a document: its tables cell by cell, and everything else as one text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import cmarkgfm

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)

Row = tuple[str, ...]
"""The inner HTML of each cell."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`rest` has `<table>` in place of each table."""

    tables: tuple[tuple[Row, ...], ...]
    rest: str


def render(data: bytes, start: int = 0) -> Rendered:
    """What cmark-gfm shows of `data[start:]`; it leaves out raw HTML, so every table is one of Markdown."""
    markup = cmarkgfm.github_flavored_markdown_to_html(data[start:].decode())
    tables = tuple(tuple(tuple(_CELL.findall(row)) for row in _ROW.findall(table)) for table in _TABLE.findall(markup))
    return Rendered(tables, _TABLE.sub("<table>", markup))
