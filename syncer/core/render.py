"""Owns the one grammar of what we write into documents: status, issue link, suffix; written and read here alone.

::

    status  =  "Deleted"
            |  ("Done" | "Won't do") (DATE | "(date unknown)")
            |  ("Open" | "In progress") [" · due " DATE [" (was " DATE ")"]] [" · owner " NAME]
    link    =  "[" LABEL "](" ADDRESS ")"
    suffix  =  " — " link " · " status

Everything is Markdown source as it stands in the file, not rendered text. Reading accepts exactly what writing makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from syncer.core.escaping import entity, inline, plain, read_entities
from syncer.model import State

STATE_WORDS = {
    State.TODO: "Open",
    State.IN_PROGRESS: "In progress",
    State.DONE: "Done",
    State.WONT_DO: "Won't do",
}
"""What people read for a state."""
_STATES = {word: state for state, word in STATE_WORDS.items()}
_DELETED = "Deleted"
_UNDATED = "(date unknown)"

# A name's own characters stand as they are; any punctuation that people type behind a name is written as a character
# reference inside one, so that a text behind ours is not taken for part of the name.
_RAW = (
    r"(?:[^\W_]|[^\x00-\u024f\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\ufe30-\ufe4f"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65])"
)
_JOINT = re.compile(rf"(?<={_RAW})(?:[-'_](?={_RAW})|(?<!www)\.(?={_RAW}| ))|{_RAW}| ")
_NAME_PART = re.compile(rf"{_JOINT.pattern}|(.)")
_PIECE = rf"(?:{_RAW}|@?&#[0-9]{{1,7}};)"
_TOKEN = rf"{_PIECE}(?:[-'_.]?{_PIECE})*"
_NAME = rf"{_TOKEN}(?:\.? {_TOKEN})*"

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STATUS = (
    rf"(?:(?P<deleted>{_DELETED})"
    rf"|(?P<closed>Done|Won't do) (?:(?P<on>{_DATE})|\(date unknown\))"
    rf"|(?P<open>Open|In progress)(?: · due (?P<due>{_DATE})(?: \(was (?P<was>{_DATE})\))?)?"
    rf"(?: · owner (?P<owner>{_NAME}))?)"
)
_LINK = r"\[(?P<label>[^\[\]\r\n]+)\]\((?P<address>[^()<>|\s]*)\)"
_WHOLE_STATUS = re.compile(_STATUS)
_WHOLE_LINK = re.compile(_LINK)
_SUFFIX_START = " — ["
_SUFFIX = re.compile(rf" — (?P<link>{_LINK}) · (?P<status>{_STATUS})(?!\w)")

_SCHEME = re.compile(r"(?!https?://)([A-Za-z][A-Za-z0-9+.-]*):", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0()<>|\\\"`{}^\s\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_REFERENCE_LIKE = re.compile(r"&(?=#?[0-9A-Za-z]+;)")


@dataclass(frozen=True, slots=True)
class ReadStatus:
    """A status in our grammar, taken apart; `state` is `None` for a deleted issue, `was` the document's own date."""

    state: State | None
    closed: date | None = None
    due: date | None = None
    was: date | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ReadSuffix:
    """A suffix of ours in a text: character offsets from its leading blank to its end, and its parts."""

    start: int
    end: int
    label: str
    address: str
    status: ReadStatus


def status_text(
    state: State | None,
    closed: date | None,
    due: date | None,
    row_due: date | None,
    owner_note: str | None,
    *,
    is_deleted: bool = False,
) -> str:
    """What the status of an issue reads as in a document, as Markdown source.

    `closed` is the tracker's completion date, `due` the tracker's due date, `row_due` what the row's own due text
    means, `owner_note` the tracker's assignee where that is not the row's owner. A closed issue says nothing but its
    date; one whose date no tracker gives says so, since a bare `Done` is an author's word. Raises `ValueError` for an
    issue that has neither a state nor is deleted.
    """
    if is_deleted:
        return _DELETED
    if state is None:
        raise ValueError("an issue without a state has no status to write: say is_deleted or leave the document alone")
    if state.is_closed:
        return f"{STATE_WORDS[state]} {closed.isoformat() if closed else _UNDATED}"
    return STATE_WORDS[state] + _due_part(due, row_due) + _owner_part(owner_note)


def _due_part(due: date | None, row_due: date | None) -> str:
    if due is None:
        return ""
    was = f" (was {row_due.isoformat()})" if row_due is not None and row_due != due else ""
    return f" · due {due.isoformat()}{was}"


def _owner_part(owner: str | None) -> str:
    name = plain(owner or "")
    return f" · owner {_name(name)}" if name else ""


def _name(name: str) -> str:
    return _NAME_PART.sub(lambda match: _name_character(match[1]) if match[1] else match[0], name)


def _name_character(character: str) -> str:
    # A zero-width space behind the at-sign is enough: no mention is left, and a reader sees the same name.
    return "@&#8203;" if character == "@" else entity(character)


def read_status(text: str) -> ReadStatus | None:
    """What `text` (Markdown source, blanks around it ignored) says if it is wholly a status of ours, else `None`."""
    stripped = text.strip(" \t")
    match = _WHOLE_STATUS.fullmatch(stripped)
    if match is None:
        return None
    status = _take_apart(match)
    return status if status is not None and _render(status) == stripped else None


def _take_apart(match: re.Match[str]) -> ReadStatus | None:
    word = match["open"] or match["closed"]
    try:
        closed, due, was = (_day(match[part]) for part in ("on", "due", "was"))
    except ValueError:  # shaped like a date, but no day of the calendar: not ours
        return None
    owner = read_entities(match["owner"]) if match["owner"] else None
    return ReadStatus(_STATES[word] if word else None, closed, due, was, owner)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _render(status: ReadStatus) -> str:
    deleted = status.state is None
    return status_text(status.state, status.closed, status.due, status.was, status.owner, is_deleted=deleted)


def issue_link(label: str, address: str) -> str:
    """The link of an Issue cell: `label` shown literally, `address` as `destination` makes it safe."""
    return f"[{inline(label) or 'issue'}]({destination(address)})"


def destination(address: str) -> str:
    """`address` as a Markdown link's destination that is safe in a table cell and leads nowhere but http or https.

    Blanks, parentheses, pipes and the like are percent-encoded; `%` itself is taken as encoding already. The colon of
    any scheme but http and https is encoded too, which makes `javascript:` and its kind a relative path to nowhere.
    """
    encoded = _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), address)
    relative = _SCHEME.sub(r"\1%3A", encoded, count=1) if _SCHEME.match(encoded) else encoded
    return _REFERENCE_LIKE.sub("&amp;", relative)


def read_issue_link(text: str) -> tuple[str, str] | None:
    """Label and (encoded) address if all of `text`, blanks around it ignored, is a link as we write it, else `None`."""
    stripped = text.strip(" \t")
    match = _WHOLE_LINK.fullmatch(stripped)
    if match is None:
        return None
    label, address = _link_parts(match)
    return (label, address) if issue_link(label, address) == stripped else None


def _link_parts(match: re.Match[str]) -> tuple[str, str]:
    return read_entities(match["label"]), match["address"].replace("&amp;", "&")


def suffix_text(link: str, status: str) -> str:
    """What stands behind a list item or paragraph, from `issue_link` and `status_text`; starts with a blank."""
    return f" — {link} · {status}"


def find_suffix(text: str) -> ReadSuffix | None:
    """The last suffix of ours in `text` (Markdown source of a paragraph), `None` where there is none.

    What stands behind it was typed by a person and is not part of it. Linear in the length of `text`.
    """
    at = len(text)
    while (at := text.rfind(_SUFFIX_START, 0, at)) >= 0:
        match = _SUFFIX.match(text, at)
        if match is not None and (suffix := _read_suffix(match)) is not None:
            return suffix
    return None


def _read_suffix(match: re.Match[str]) -> ReadSuffix | None:
    link, status = read_issue_link(match["link"]), read_status(match["status"])
    if link is None or status is None:
        return None
    return ReadSuffix(match.start(), match.end(), *link, status)
