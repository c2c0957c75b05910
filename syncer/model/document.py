"""Owns the words for documents and the action items read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from syncer.model.span import Anchor, Span, TableLayout


class DocumentKey(NamedTuple):
    """What names a document for good: its source's name and its path (or page id) in that source."""

    source: str
    path: str

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A listed document; equal revisions mean equal bytes, so it need not be read again."""

    key: DocumentKey
    revision: str


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as a source delivers it.

    `name` is the path that people know it by, for messages. `folder` is the absolute folder it lies in on this
    machine, where it has one (relative links start there). `published` is a date that only the source knows (page
    published, first commit) with its origin. `undated` is what a person must look at where the source could know it
    and does not; it matters if nothing else gives a date.
    """

    ref: DocumentRef
    data: bytes
    name: str
    folder: str | None = None
    url: str | None = None
    published: date | None = None
    published_origin: str | None = None
    undated: Problem | None = None


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A listed document that could not be read: why, what to do about it, and the path people know it by.

    `is_unforeseen` says that the fault is in the reading and not in the document.
    """

    ref: DocumentRef
    reason: str
    advice: str
    name: str = ""
    is_unforeseen: bool = False


class Severity(StrEnum):
    """How much a problem weighs: `ERROR` sets exit code 1, `PROBLEM` only with --fail-on problem, `NOTE` never."""

    ERROR = "error"
    PROBLEM = "problem"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What a person must look at: a stable code, the document and 1-based line, one sentence, and advice.

    `value` is the text of the document that it is about, where the same text may stand in many rows.
    """

    code: str
    document: str
    line: int | None
    message: str
    advice: str = ""
    severity: Severity = Severity.PROBLEM
    value: str = ""


ELSEWHERE = "elsewhere"
"""The code of the note that a row is tracked elsewhere; its value is the row's link."""
UNKNOWN_OWNER = "unknown-owner"
"""The code of the problem that nobody knows a row's owner; its value is the owner as written."""
NOT_ASSIGNED = "not-assigned"
"""The code of the problem that a tracker did not take an account as assignee; its value is that account."""
NOT_A_PRIORITY = "not-a-priority"
"""The code of the problem that a tracker has no priority as a row names it; its value is the row's word."""
UNRESOLVED_DUE = "unresolved-due"
"""The code of the problem that a due text gives no date; its value is that text."""


class Fact(NamedTuple):
    """A value together with where it came from, in words for `explain`."""

    value: str
    origin: str


class Kind(StrEnum):
    """The shape of text that an action item was read from."""

    TABLE = "table"
    LIST = "list"
    TASK_LIST = "task-list"
    HEADING = "heading"


class State(StrEnum):
    """The state of an issue, or what a row says of itself."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WONT_DO = "wont_do"

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self in (State.DONE, State.WONT_DO)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An issue or pull request that a row names.

    `text` is as written (a URL, `#12`, `PAY-12`, `bug 1604925`); `url` its link target if any. `product` is the
    kind of tracker by the link's shape (`github`, `jira`, `bugzilla`, ..., `local` for a relative link to an
    issue file, `None` for a bare key); `host` and `target` name the server and repository or project; `key` the
    issue inside it (`41`, `PAY-12`). `in_column` says it stands in an issue column, `in_suffix` in our suffix.
    """

    text: str
    url: str | None = None
    product: str | None = None
    host: str | None = None
    target: str | None = None
    key: str = ""
    is_pull: bool = False
    in_column: bool = False
    in_suffix: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the surroundings say of an item (a sub-heading, a bold line above): used where the item is silent.

    `names` are whole titles above, innermost first and none outside one that names `owners`: each names the owner if
    it is the name of people whom the configuration knows.
    """

    owners: tuple[str, ...] = ()
    due_text: str | None = None
    status_text: str | None = None
    status: State | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One action item as read, before owners and dues are resolved.

    `line` is 1-based; `span` covers the row or the item's first paragraph. `action` is plain text without the
    annotations recorded in the other fields; `owners`, `due_text`, `status_text`, `priority` and `type` are as
    written. `rules` says per field by which rule it was read.
    """

    line: int
    span: Span
    kind: Kind
    action: str
    anchor: Anchor
    owners: tuple[str, ...] = ()
    due_text: str | None = None
    tickets: tuple[Ticket, ...] = ()
    status_text: str | None = None
    status: State | None = None
    priority: str | None = None
    type: str | None = None
    section: tuple[str, ...] = ()
    around: Around = Around()
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A table, list or section that was looked at and not taken, and why."""

    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its facts, its items in order of line, and what was passed over.

    `published` is `None` where no rule gave a date. `is_published` is false for a draft; `publication` says by
    which rule. `facts` may hold `severity`, `team`, `service`, `visibility`, `language`, `title`, `label`.
    """

    ref: DocumentRef
    name: str
    title: str
    published: date | None
    published_origin: str
    is_published: bool
    publication: Fact
    facts: tuple[tuple[str, Fact], ...] = ()
    items: tuple[ActionItem, ...] = ()
    tables: tuple[TableLayout, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[Problem, ...] = ()
    url: str | None = None
    folder: str | None = None
    data: bytes = field(default=b"", repr=False)

    def fact(self, name: str) -> str | None:
        """The value of the fact called `name`, `None` where the document does not say."""
        return next((fact.value for key, fact in self.facts if key == name), None)
