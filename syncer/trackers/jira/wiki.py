"""Owns text as Jira Data Center takes it: wiki markup in which nothing that others wrote is markup.

Every character that could begin markup is a character reference: unlike a backslash it needs no help from the order
in which Jira looks for macros, links and the rest, and it is shown as the character itself.
"""

from __future__ import annotations

import re

from syncer.core.escaping import entity
from syncer.core.graphemes import units
from syncer.core.issue_words import Block, Description, Line, Run

_ACTIVE = re.compile(
    r"[\[\]{}()|!*+^~?#@\\&<>=]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is none: snake_case
    r"|(?<![^\W_])-|-(?![^\W_])|(?<![0-9])-(?=[0-9])"  # the same, but for the dash of an issue's key
    r"|:(?=\S)|;(?=\S)"  # addresses and faces
    r"|(?<=\bh[1-6])\.|(?<=\bbq)\.|(?<=\bwww)\."
)


def text(described: Description) -> str:
    """`described` as wiki markup: blocks apart by an empty line, entries of lists by lines, links to the web alone."""
    return "\n\n".join(_block(block) for block in described)


def size(described: Description) -> int:
    """How long `described` is in UTF-16 units, which is never less than Jira counts."""
    return units(text(described))


def escaped(value: str) -> str:
    """One line of `value` that is shown literally wherever it stands."""
    return _ACTIVE.sub(lambda match: entity(match[0]), value)


def _block(block: Block) -> str:
    begin = "* " if block.is_list else ""
    return "\n".join(f"{begin}{_line(line)}" for line in block.lines)


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    return f"[{escaped(run.text)}|{run.address}]" if run.address else escaped(run.text)
