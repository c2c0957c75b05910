"""Owns what an issue says: its title, and the part of its body that is ours, found again between two comment lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syncer.core.escaping import harmless, plain
from syncer.core.graphemes import cut, units
from syncer.core.render import destination
from syncer.model import Draft, Field

TITLE_LIMIT = 255
"""UTF-16 units of a title: what Jira takes; GitHub takes one more."""

BEGIN = "<!-- syncer-begin -->"
END = "<!-- syncer-end -->"

_LEADING_MARKUP = re.compile(r"(?:(?:#{1,6}|[-*+>]|\[[ xX]\]) )+")
_UNTITLED = "Untitled action item"
_TEXT_LIMIT = 4_000  # escaped at five characters each, still well below Jira's 32,767 for a body
_VALUE_LIMIT = 300
_MOST_OWNERS = 30
_WHERE_TO_EDIT = (
    "What is to be done is worded in the postmortem: change it there. Owner, due date and state may be changed here; "
    "the postmortem shows them after the next sync. Whatever you write outside this part stays."
)


def title(action: str) -> str:
    """One line of plain text for `action`: leading markup dropped, at most `TITLE_LIMIT` long, cut at a grapheme."""
    return cut(_whole_title(action), TITLE_LIMIT)


def _whole_title(action: str) -> str:
    text = plain(action)
    match = _LEADING_MARKUP.match(text)
    return (text[match.end() :] if match else text) or _UNTITLED


def body(draft: Draft, address: str | None = None) -> str:
    """Our part of the body of a new issue, Markdown for people, from `BEGIN` to `END` without a last line ending.

    `address` is what the issue should link to for its postmortem, where that is not `draft.document_url` (a relative
    path). Every value of the document is shown literally and mentions, refers to and links to nothing.
    """
    parts = (*_action(draft), _origin(draft, address or draft.document_url), _facts(draft), _WHERE_TO_EDIT)
    text = "\n\n".join(part for part in parts if part)
    return f"{BEGIN}\n{text}\n{END}"


def _action(draft: Draft) -> Iterator[str]:
    whole = _whole_title(draft.marker.text)
    if units(whole) > TITLE_LIMIT:
        yield f"In full: {harmless(cut(whole, _TEXT_LIMIT))}"


def _origin(draft: Draft, address: str | None) -> str:
    name = _value(draft.document_title or draft.document_name)
    if address is None:
        return f"Action item of the postmortem {name} ({_value(draft.document_name)}, line {draft.line})."
    return f"Action item of the postmortem [{name}]({destination(address)}), {_line(address, draft.line)}."


def _line(address: str, line: int) -> str:
    """GitHub and GitLab link to a line of a Markdown file, in its plain view; elsewhere its number has to do."""
    is_file = "/blob/" in address and "?" not in address and "#" not in address
    return f"[line {line}]({destination(f'{address}?plain=1#L{line}')})" if is_file else f"line {line}"


def _facts(draft: Draft) -> str:
    facts = (
        ("Owners", _owners(draft.owners)),
        ("Due", _due(draft)),
        ("Severity", _value(draft.severity)),
        ("Priority", _value(draft.values.get(Field.PRIORITY))),
        ("Type", _value(draft.values.get(Field.TYPE))),
    )
    return "\n".join(f"- {name}: {value}" for name, value in facts if value)


def _owners(owners: tuple[str, ...]) -> str:
    shown = ", ".join(_value(owner.lstrip("@")) for owner in owners[:_MOST_OWNERS])
    return f"{shown} and {len(owners) - _MOST_OWNERS} more" if len(owners) > _MOST_OWNERS else shown


def _due(draft: Draft) -> str:
    written, resolved = _value(draft.due_text), draft.values.get(Field.DUE)
    if resolved is None or resolved == written:
        return written
    return f"{written} ({resolved})" if written else resolved


def _value(text: str | None) -> str:
    return harmless(cut(plain(text or ""), _VALUE_LIMIT))


def find_block(body_text: str) -> tuple[int, int] | None:
    """Where our part stands: character offsets from `BEGIN` to behind `END`, `None` where people removed it."""
    start = body_text.find(BEGIN)
    end = body_text.find(END, start + len(BEGIN)) if start >= 0 else -1
    return (start, end + len(END)) if end >= 0 else None


def replace_block(body_text: str, block: str) -> str:
    """`body_text` with our part replaced by `block`, the rest as it stands; unchanged where people removed our part."""
    found = find_block(body_text)
    return body_text if found is None else body_text[: found[0]] + block + body_text[found[1] :]
