"""Owns the text of an issue file: what a new one holds, how it reads as an issue, and every change we make to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from syncer.core.issue_text import body
from syncer.core.marker import read_marker, write_marker
from syncer.model import Draft, Field, FieldChange, Marker, State, Values
from syncer.trackers.front import Front, FrontError, items, one_line, read_front, scalar, sequence

KEYS = ("key", "title", "state", "owners", "due", "priority", "type", "labels", "document", "created", "closed")
"""The front matter of an issue file, in the order we write it."""

_FIELD_KEYS = {
    Field.TITLE: "title",
    Field.OWNER: "owners",
    Field.DUE: "due",
    Field.PRIORITY: "priority",
    Field.TYPE: "type",
}
_STATE_WORDS: Mapping[State, str] = {
    State.TODO: "todo, to do, open, opened, reopened, new, backlog, pending, planned, not started",
    State.IN_PROGRESS: "in progress, doing, started, ongoing, active, wip, in review, review",
    State.DONE: "done, closed, complete, completed, finished, resolved, fixed, merged, shipped",
    State.WONT_DO: "wont do, will not do, wontfix, wont fix, cancelled, canceled, rejected, declined, not planned, "
    "duplicate, obsolete, abandoned, dropped",
}
_STATES = {word: state for state, words in _STATE_WORDS.items() for word in words.split(", ")}
_NO_DATE = frozenset({"none", "-", "--", "—", "tbd", "n/a", "?"})
_DATE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_MARKER_START = "<!-- syncer: "
_SLUG_LIMIT = 60
_UNFIT = re.compile(r"[^a-z0-9]+")
_COMMENT_KEY = re.compile(r"[^A-Za-z0-9_.:]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """An issue file taken apart; `fault` says where and why its fields cannot be relied upon."""

    key: str | None
    values: Values
    owners: tuple[str, ...]
    labels: tuple[str, ...]
    state: State
    closed: date | None
    marker: Marker | None
    fault: str | None = None

    @property
    def is_unsettled(self) -> bool:
        """Whether the completion date is missing, or left over from before the issue was reopened."""
        return self.fault is None and self.state.is_closed == (self.closed is None)


def slug(title: str) -> str:
    """A short ASCII name for a file, from `title`; empty where nothing of it can be kept."""
    folded = unicodedata.normalize("NFKD", title[: 4 * _SLUG_LIMIT].casefold())
    whole = _UNFIT.sub("-", "".join(c for c in folded if not unicodedata.combining(c))).strip("-")
    if len(whole) <= _SLUG_LIMIT:
        return whole
    return whole[: _SLUG_LIMIT + 1].rpartition("-")[0] or whole[:_SLUG_LIMIT]


def new_file(key: str, draft: Draft, document: str, address: str | None) -> str:
    """The whole text of a new issue file.

    `document` is how the front matter names the document, `address` what the body links to (`None`: its own URL).
    """
    values = {
        "key": key,
        **{name: _written(field, draft.values.get(field)) for field, name in _FIELD_KEYS.items()},
        "state": draft.state.value,
        "labels": sequence(draft.labels),
        "document": scalar(document),
        "created": draft.created.isoformat(),
        "closed": draft.created.isoformat() if draft.state.is_closed else "",
    }
    lines = [f"{name}: {values[name]}".rstrip() for name in KEYS]
    return "\n".join(["---", *lines, "---", "", body(draft, address), "", write_marker(draft.marker), ""])


def read_file(data: bytes) -> Reading:
    """Take an issue file apart; what cannot be read becomes its `fault`, and identity is read in any case."""
    found = _find_marker(data.decode("utf-8", "replace"))
    marker = found[2] if found else None
    try:
        return _read_fields(read_front(decoded(data)), marker)
    except FrontError as error:
        return Reading(None, dict.fromkeys(Field), (), (), State.TODO, None, marker, f"line {error.line}: {error}")


def decoded(data: bytes) -> str:
    """The text of an issue file; raises FrontError where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FrontError(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8; save the file as UTF-8") from error


def _read_fields(front: Front, marker: Marker | None) -> Reading:
    """The fields of an issue file; raises FrontError at the first one that cannot be read."""
    owners = tuple(owner.removeprefix("@") for owner in items(front.value("owners")))
    due = _day(front, "due")
    values = {
        Field.TITLE: one_line(front.value("title")),
        Field.OWNER: ", ".join(owners) or None,
        Field.DUE: due.isoformat() if due else None,
        Field.PRIORITY: one_line(front.value("priority")),
        Field.TYPE: one_line(front.value("type")),
    }
    labels = items(front.value("labels"))
    return Reading(one_line(front.value("key")), values, owners, labels, _state(front), _day(front, "closed"), marker)


def _day(front: Front, key: str) -> date | None:
    """The day that `key` holds; a time behind it does not count."""
    text = one_line(front.value(key))
    if text is None or text.casefold() in _NO_DATE:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            return date.fromisoformat(found["day"])
    except ValueError:
        pass  # shaped like a date, but no day of the calendar: answered as any other text
    raise FrontError(front.line(key), f"`{key}: {text[:80]}` is no date; write it as YYYY-MM-DD or leave it empty")


def _state(front: Front) -> State:
    text = one_line(front.value("state")) or ""
    state = _STATES.get(" ".join(re.sub(r"[-_\s]+", " ", text.casefold().replace("'", "").replace("’", "")).split()))
    if state is None:
        known = ", ".join(State)
        raise FrontError(front.line("state"), f"`state: {text[:80]}` is none of {known}; write one of these")
    return state


def changed(text: str, wanted: FieldChange, today: date) -> str:
    """The text of an issue file with the fields of `wanted`, and no other byte different.

    A field that is no longer at its expected value is left. Closing writes the day, reopening clears it. Raises
    FrontError where the file cannot be read.
    """
    front = read_front(text)
    reading = _read_fields(front, None)
    lines = {
        _FIELD_KEYS[field]: _written(field, value)
        for field, value in wanted.values.items()
        if reading.values[field] != value and wanted.expected.get(field, reading.values[field]) == reading.values[field]
    }
    labels = (*reading.labels, *(label for label in wanted.add_labels if label not in reading.labels))
    if labels != reading.labels:
        lines["labels"] = sequence(labels)
    lines |= _state_lines(reading, wanted, today)
    result = front.replaced(lines) if lines else text
    return with_marker(result, wanted.marker) if wanted.marker else result


def _state_lines(reading: Reading, wanted: FieldChange, today: date) -> dict[str, str]:
    state = wanted.state or reading.state
    lines = {} if state is reading.state else {"state": state.value}
    if not state.is_closed:
        return lines | ({"closed": ""} if reading.closed else {})
    closed = wanted.closed or (reading.closed if state is reading.state else None) or today
    return lines | ({"closed": closed.isoformat()} if closed != reading.closed else {})


def _written(field: Field, value: str | None) -> str:
    """A field's value as YAML on one line; a day as people write days there."""
    if field is Field.OWNER and value:
        return sequence(tuple(value.split(", ")))
    return value if field is Field.DUE and value and _DATE.fullmatch(value) else scalar(value)


def with_marker(text: str, marker: Marker) -> str:
    """`text` with `marker` in place of the one it has, else at its end."""
    written = write_marker(marker)
    found = _find_marker(text)
    if found:
        return text[: found[0]] + written + text[found[1] :]
    return _append(text, written)


def with_comment(text: str, key: str, comment: str) -> str:
    """`text` with `comment` above its marker, unless the comment called `key` stands there already."""
    sign = f"<!-- syncer-comment: {_COMMENT_KEY.sub('-', key)} -->"
    if sign in text:
        return text
    eol = "\r\n" if "\r\n" in text else "\n"
    block = eol.join([sign, *comment.splitlines()])
    found = _find_marker(text)
    return text[: found[0]] + block + 2 * eol + text[found[0] :] if found else _append(text, block)


def _append(text: str, block: str) -> str:
    eol = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith((eol * 2, "---" + eol)) else eol if text.endswith("\n") else 2 * eol
    return f"{text}{gap}{block}{eol}"


def _find_marker(text: str) -> tuple[int, int, Marker] | None:
    """The last marker that fills a line of its own, whatever people wrote below it: its range and what it says."""
    at = len(text)
    while (at := text.rfind(_MARKER_START, 0, at)) >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = text[start : len(text) if end < 0 else end]
        marker = read_marker(line) if not text[start:at].strip() else None
        if marker:
            return at, start + len(line.rstrip()), marker
        at = start
    return None
