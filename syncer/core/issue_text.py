"""Owns what a new issue says: its title, and the part of its body that is ours, found again between two comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from syncer.core import issue_facts as facts
from syncer.core.escaping import BREAK, defuse, harmless, plain
from syncer.core.graphemes import cut, units
from syncer.core.render import destination
from syncer.model import Draft, Field

TITLE_LIMIT = 255
"""UTF-16 units of a title: what Jira takes; GitHub takes one more."""

BEGIN = "<!-- syncer-begin -->"
END = "<!-- syncer-end -->"
WHERE_FIELDS_ARE_EDITED = (
    "What is to be done is worded in the postmortem: change it there. Owner, due date and state may be changed here; "
    "the postmortem shows them after the next sync."
)
WHERE_TO_EDIT = f"{WHERE_FIELDS_ARE_EDITED} Whatever you write outside this part stays."

_LEADING_MARKUP = re.compile(r"(?:(?:#{1,6}|[-*+>]|\[[ xX]\]) )+")
_UNTITLED = "Untitled action item"
LONGEST_ADDRESS = 6_000
"""UTF-16 units of an address that is linked to; a longer one is left out."""


class Room(NamedTuple):
    """UTF-16 units of the whole action and of a value, and how many owners: before escaping, at up to eight each."""

    action: int
    value: int
    owners: int


ROOMS = (Room(4_000, facts.VALUE_LIMIT, facts.MOST_OWNERS), Room(1_000, 100, 20), Room(200, 40, 10))
"""From what nearly every text fits into down to what fits below every limit: the last is less than 25,000 units."""


def title(action: str) -> str:
    """One line of plain text for `action`: leading markup dropped, cut at a grapheme.

    It is at most `TITLE_LIMIT` long, as `inert_title`, too.
    """
    whole, room = whole_title(action), TITLE_LIMIT
    shown = cut(whole, room)
    while (excess := units(defuse(shown)) - TITLE_LIMIT) > 0:
        room -= max(1, excess * 2 // 3)  # at most every other character is followed by a break
        shown = cut(whole, room)
    return shown


def inert_title(value: str) -> str:
    """A `title` for a tracker that acts on titles: with a `BREAK` in all that would mention, refer or link."""
    return defuse(value)


def read_title(text: str) -> str:
    """The inverse of `inert_title`."""
    return text.replace(BREAK, "")


def whole_title(action: str) -> str:
    """One line of plain text for `action`, however long: leading markup dropped."""
    text = plain(action)
    match = _LEADING_MARKUP.match(text)
    return (text[match.end() :] if match else text) or _UNTITLED


def body(draft: Draft, address: str | None = None, limit: int | None = None) -> str:
    """Our part of the body of a new issue, Markdown for people, from `BEGIN` to `END` without a last line ending.

    `address` is what the issue should link to for its postmortem, where that is not `draft.document_url` (a relative
    path). Every value of the document is shown literally and mentions, refers to and links to nothing. With `limit`
    the long texts in it are cut shorter where it would have more UTF-16 units; below 25,000 it may have more.
    """
    sizes = (_body(draft, address or draft.document_url, room) for room in ROOMS)
    text = next(sizes)
    while limit is not None and units(text) > limit and (smaller := next(sizes, None)):
        text = smaller
    return text


def _body(draft: Draft, address: str | None, room: Room) -> str:
    parts = (*_action(draft, room), _origin(draft, address, room), _facts(draft, room), WHERE_TO_EDIT)
    text = "\n\n".join(part for part in parts if part)
    return f"{BEGIN}\n{text}\n{END}"


def _action(draft: Draft, room: Room) -> Iterator[str]:
    whole = whole_title(draft.marker.text)
    if title(whole) != whole:
        yield f"In full: {harmless(cut(whole, room.action))}"


def _origin(draft: Draft, address: str | None, room: Room) -> str:
    name = facts.fact_words(draft.document_title or draft.document_name, room.value)
    if address is None or len(link := destination(address)) > LONGEST_ADDRESS:
        path = facts.fact_words(draft.document_name, room.value)
        return f"Action item of the postmortem {name} ({path}, line {draft.line})."
    return f"Action item of the postmortem [{name}]({link}), {_line(address, draft.line)}."


def _line(address: str, line: int) -> str:
    target = line_address(address, line)
    return f"[line {line}]({destination(target)})" if target else f"line {line}"


def line_address(address: str, line: int) -> str | None:
    """The address of `line` of the document at `address`, `None` where its number has to do.

    GitHub and GitLab link to a line of a Markdown file, in its plain view.
    """
    is_file = "/blob/" in address and "?" not in address and "#" not in address
    return f"{address}?plain=1#L{line}" if is_file else None


def _facts(draft: Draft, room: Room) -> str:
    words = {
        facts.OWNERS: facts.owner_words(draft.owners, room.owners, room.value),
        facts.DUE: facts.due_words(draft.due_text, draft.values.get(Field.DUE), room.value),
        facts.SEVERITY: facts.fact_words(draft.severity, room.value),
        facts.PRIORITY: facts.fact_words(draft.values.get(Field.PRIORITY)),
        facts.TYPE: facts.fact_words(draft.values.get(Field.TYPE)),
    }
    return "\n".join(facts.fact_line(name, value) for name, value in words.items() if value)


def find_block(body_text: str) -> tuple[int, int] | None:
    """Where our part stands: character offsets from `BEGIN` to behind `END`, `None` where people removed it."""
    start = body_text.find(BEGIN)
    end = body_text.find(END, start + len(BEGIN)) if start >= 0 else -1
    return (start, end + len(END)) if end >= 0 else None
