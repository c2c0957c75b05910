"""Owns what the description of an issue says in plain words, for trackers whose markup is not Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from syncer.core import issue_facts as facts
from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.core.issue_text import (
    LONGEST_ADDRESS,
    ROOMS,
    WHERE_FIELDS_ARE_EDITED,
    Room,
    line_address,
    title,
    whole_title,
)
from syncer.core.web_address import web_address
from syncer.model import Draft, Field

WRITTEN_ONCE = f"{WHERE_FIELDS_ARE_EDITED} This description is written once: whatever you change in it stays."


class Run(NamedTuple):
    """A stretch of one line that is shown literally; `address` is where it links to (http or https), if anywhere."""

    text: str
    address: str | None = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without an empty one between them: a paragraph, or the entries of a list."""

    lines: tuple[Line, ...]
    is_list: bool = False


Description = tuple[Block, ...]


def description(draft: Draft, size: Callable[[Description], int], limit: int) -> Description:
    """What the new issue of `draft` says, with its long texts cut so that its `size` is at most `limit`.

    What it says is the same in every tracker: the whole action where the title holds a part, the document and row
    with links, owners by plain names, due text and date, severity, priority, type, and where each may be changed.
    """
    told = (_description(draft, room) for room in ROOMS)
    shown = next(told)
    while size(shown) > limit and (smaller := next(told, None)):
        shown = smaller
    return shown


def lines_of(text: str) -> Description:
    """`text` as one paragraph, a line for each of its lines that is not empty."""
    lines = tuple((Run(shown),) for line in text.splitlines() if (shown := plain(line)))
    return (Block(lines),) if lines else ()


def _description(draft: Draft, room: Room) -> Description:
    parts = (_action(draft, room), _origin(draft, room), _facts(draft, room), Block(((Run(WRITTEN_ONCE),),)))
    return tuple(part for part in parts if part.lines)


def _action(draft: Draft, room: Room) -> Block:
    whole = whole_title(draft.marker.text)
    lines: tuple[Line, ...] = () if title(whole) == whole else ((Run(f"In full: {cut(whole, room.action)}"),),)
    return Block(lines)


def _origin(draft: Draft, room: Room) -> Block:
    name = _words(draft.document_title, room.value) or _words(draft.document_name, room.value)
    begin = "Action item of the postmortem "
    address = web_address(draft.document_url or "", LONGEST_ADDRESS)
    if address is None:
        where = f"{name} ({_words(draft.document_name, room.value)}, line {draft.line})"
        return Block(((Run(f"{begin}{where}."),),))
    row = Run(f"line {draft.line}", line_address(address, draft.line))
    return Block(((Run(begin), Run(name or address, address), Run(", "), row, Run(".")),))


def _facts(draft: Draft, room: Room) -> Block:
    words = {
        facts.OWNERS: _owners(draft.owners, room),
        facts.DUE: _due(_words(draft.due_text, room.value), draft.values.get(Field.DUE)),
        facts.SEVERITY: _words(draft.severity, room.value),
        facts.PRIORITY: _words(draft.values.get(Field.PRIORITY)),
        facts.TYPE: _words(draft.values.get(Field.TYPE)),
    }
    return Block(tuple(_fact_lines(words.items())), is_list=True)


def _fact_lines(words: Iterable[tuple[str, str]]) -> Iterator[Line]:
    for name, value in words:
        if value:
            yield (Run(f"{name}: {value}"),)


def _owners(owners: Sequence[str], room: Room) -> str:
    shown = ", ".join(_words(owner.lstrip("@"), room.value) for owner in owners[: room.owners])
    return f"{shown} and {len(owners) - room.owners} more" if len(owners) > room.owners else shown


def _due(words: str, resolved: str | None) -> str:
    """A due text as written and the date that it means: `Next sprint (2026-03-27)`."""
    if resolved is None or facts.read_fact(Field.DUE, words) == resolved:
        return words
    return f"{words} ({resolved})" if words else resolved


def _words(text: str | None, limit: int = facts.VALUE_LIMIT) -> str:
    return cut(plain(text or ""), limit)
