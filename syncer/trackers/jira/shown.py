"""Owns what REST shows of an issue: one tolerant form for Cloud and Data Center, for searches and direct reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from syncer.errors import PortError

Json = Any
"""JSON as Python holds it: what a server sent, of any shape until it was read."""

PROPERTY = "syncer"
"""The issue property that holds our marker."""
FIELDS = (
    "summary",
    "status",
    "resolution",
    "resolutiondate",
    "statuscategorychangedate",
    "assignee",
    "duedate",
    "priority",
    "labels",
    "created",
    "updated",
    "creator",
    "issuetype",
    "issuelinks",
)
"""Every field that is read, asked for by name: a search shows but the id by default."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id and a name for people: an account (on Data Center its id is a name), a type of issue."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue as the API shows it; what an answer leaves out is `None` or empty.

    `category` is the key of the status' category (`new`, `indeterminate`, `done`), `kept` what our issue property
    holds. `categorized_at` is when the category last changed, which only Cloud tells. `duplicate_of` is a key.
    `is_whole` says that it tells of properties at all: a search on Data Center does not.
    """

    id: str
    key: str
    summary: str
    category: str
    status: str
    resolution: str | None
    resolved_at: datetime | None
    categorized_at: datetime | None
    assignee: Named | None
    type: Named | None
    due: str | None
    priority: str | None
    labels: tuple[str, ...]
    created_at: datetime | None
    updated_at: datetime | None
    creator: str | None
    kept: Mapping[str, Json] | None
    is_whole: bool
    duplicate_of: str | None

    @property
    def project(self) -> str:
        """The key of the project that it is in."""
        return self.key.rpartition("-")[0]

    @property
    def number(self) -> int:
        """Its number within the project."""
        return int(self.key.rpartition("-")[2])


def understood(read: Callable[[], T], failure: Callable[[str], PortError]) -> T:
    """What `read` makes of an answer; raises what `failure` makes of a sentence where that has another shape."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise failure(f"an answer of another shape than Jira's ({type(error).__name__}: {str(error)[:80]})") from error


def from_rest(data: Json, *, is_whole: bool = True) -> Shown:
    """An issue of the REST API, asked for its property where it `is_whole`.

    Raises ValueError, KeyError, TypeError or AttributeError for anything else.
    """
    fields = data.get("fields") or {}
    status = fields.get("status") or {}
    properties = data.get("properties") or {}
    kept = properties.get(PROPERTY)
    return Shown(
        id=str(data["id"]),
        key=_key(data["key"]),
        summary=fields.get("summary") or "",
        category=(status.get("statusCategory") or {}).get("key") or "",
        status=status.get("name") or "",
        resolution=(fields.get("resolution") or {}).get("name"),
        resolved_at=moment_or_none(fields.get("resolutiondate")),
        categorized_at=moment_or_none(fields.get("statuscategorychangedate")),
        assignee=_person(fields.get("assignee")),
        type=_named(fields.get("issuetype")),
        due=date.fromisoformat(fields["duedate"][:10]).isoformat() if fields.get("duedate") else None,
        priority=(fields.get("priority") or {}).get("name"),
        labels=tuple(str(label) for label in fields.get("labels") or ()),
        created_at=moment_or_none(fields.get("created")),
        updated_at=moment_or_none(fields.get("updated")),
        creator=account_id(fields.get("creator")),
        kept=kept if isinstance(kept, Mapping) else None,
        is_whole=is_whole or "properties" in data,
        duplicate_of=_duplicate_of(fields.get("issuelinks") or ()),
    )


def account_id(user: Json) -> str | None:
    """What names the account `user`: its id on Cloud, its name on Data Center; `None` for nobody."""
    found = (user.get("accountId") or user.get("name") or user.get("key")) if user else None
    return str(found) if found else None


def moment(text: Json) -> datetime:
    """An instant as Jira writes it (`2026-11-24T16:31:45.000+0100`); raises ValueError or TypeError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} names no time zone")
    return found


def moment_or_none(text: Json) -> datetime | None:
    """An instant, `None` where there is none."""
    return moment(text) if text else None


def _key(text: Json) -> str:
    project, dash, number = text.rpartition("-")
    if not (project and dash and number.isascii() and number.isdigit()):
        raise ValueError(f"{text[:80]} is no key of an issue")
    return str(text)


def _person(user: Json) -> Named | None:
    known = account_id(user)
    return Named(known, str(user.get("displayName") or known)) if known else None


def _named(thing: Json) -> Named | None:
    return Named(str(thing["id"]), str(thing["name"])) if thing and thing.get("id") and thing.get("name") else None


def _duplicate_of(links: Json) -> str | None:
    """The key of the issue that this one is a duplicate of; the last of several."""
    others = [link["outwardIssue"]["key"] for link in links if link.get("outwardIssue") and _is_duplicate(link)]
    return str(others[-1]) if others else None


def _is_duplicate(link: Json) -> bool:
    """Whether a link says that its issue duplicates another, by its name or by what people read."""
    kind = link.get("type") or {}
    words = (str(kind.get("name") or ""), str(kind.get("outward") or ""))
    return words[0].casefold() == "duplicate" or words[1].casefold().startswith("duplicates")
