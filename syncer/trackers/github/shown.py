"""Owns what the API shows of an issue or pull request: one form for the answers of REST and of GraphQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from syncer.errors import PortError

Json = Any
"""JSON as Python holds it: what a server sent, of any shape until it was read."""

T = TypeVar("T")
_BOT = "[bot]"


@dataclass(frozen=True, slots=True)
class DateValue:
    """The date that an issue field holds; `id` names the field within its organisation."""

    id: int
    name: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue or pull request as the API shows it.

    `repository` is the full name of where it is. `is_by_viewer` is `None` where the answer does not say, then
    `author` (a login in lower case, bots without their `[bot]`) and `is_by_bot` do. `dates` are the issue fields of
    type date, `None` where the answer cannot show them. `duplicate_of` is a number.
    """

    number: int
    id: int | None
    node_id: str
    url: str
    repository: str
    title: str
    body: str
    is_closed: bool
    reason: str | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    author: str | None
    is_by_bot: bool
    is_by_viewer: bool | None
    assignees: tuple[tuple[str, str | None], ...]
    labels: tuple[str, ...]
    comments: int
    is_pull: bool
    merged_at: datetime | None
    dates: tuple[DateValue, ...] | None
    duplicate_of: int | None = None


def understood(read: Callable[[], T], failure: Callable[[str], PortError]) -> T:
    """What `read` makes of an answer; raises what `failure` makes of a sentence where that has another shape."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise failure(
            f"an answer of another shape than GitHub's ({type(error).__name__}: {str(error)[:80]})"
        ) from error


def bare_login(login: str) -> str:
    """`login` in the form in which two are compared."""
    return login.casefold().removesuffix(_BOT)


def is_bot(login: str) -> bool:
    """Whether `login` is that of an App."""
    return login.casefold().endswith(_BOT)


def from_rest(data: Json) -> Shown:
    """An issue of the REST API; raises ValueError, KeyError or TypeError for anything else."""
    pull, user = data.get("pull_request"), data.get("user")
    login = user["login"] if user else None
    return Shown(
        number=_number(data["number"]),
        id=data.get("id"),
        node_id=_text(data["node_id"]),
        url=_text(data["html_url"]),
        repository="/".join(_text(data["repository_url"]).rstrip("/").split("/")[-2:]),
        title=_text(data["title"]),
        body=data.get("body") or "",
        is_closed=data["state"] == "closed",
        reason=data.get("state_reason"),
        created_at=moment(data["created_at"]),
        updated_at=moment(data["updated_at"]),
        closed_at=_moment_or_none(data.get("closed_at")),
        author=bare_login(login) if login else None,
        is_by_bot=login is not None and (is_bot(login) or user.get("type") == "Bot"),
        is_by_viewer=None,
        assignees=tuple((_text(one["login"]), one.get("name")) for one in data.get("assignees") or ()),
        labels=tuple(name for label in data.get("labels") or () if (name := label_name(label))),
        comments=_number(data.get("comments") or 0),
        is_pull=pull is not None,
        merged_at=_moment_or_none(pull.get("merged_at")) if pull else None,
        dates=_dates(data.get("issue_field_values") or ()),
    )


def from_graphql(node: Json) -> Shown:
    """An issue or pull request of the GraphQL API; raises ValueError, KeyError or TypeError for anything else."""
    login = (node.get("author") or {}).get("login")
    reason = node.get("stateReason")
    return Shown(
        number=_number(node["number"]),
        id=None,
        node_id=_text(node["id"]),
        url=_text(node["url"]),
        repository=_text(node["repository"]["nameWithOwner"]),
        title=_text(node["title"]),
        body=node.get("body") or "",
        is_closed=bool(node["closed"]),
        reason=reason.lower() if reason else None,
        created_at=moment(node["createdAt"]),
        updated_at=moment(node["updatedAt"]),
        closed_at=_moment_or_none(node.get("closedAt")),
        author=bare_login(login) if login else None,
        is_by_bot=login is not None and is_bot(login),
        is_by_viewer=bool(node["viewerDidAuthor"]),
        assignees=tuple((_text(one["login"]), one.get("name")) for one in _nodes(node, "assignees")),
        labels=tuple(_text(label["name"]) for label in _nodes(node, "labels")),
        comments=_number(node["comments"]["totalCount"]),
        is_pull=node["__typename"] == "PullRequest",
        merged_at=_moment_or_none(node.get("mergedAt")),
        dates=None,
        duplicate_of=_canonical(node),
    )


def label_name(label: Json) -> str | None:
    """The name of a label as REST shows it: an object, or the bare name."""
    return label if isinstance(label, str) else label.get("name")


def moment(text: Json) -> datetime:
    """An instant as GitHub writes it; raises ValueError or TypeError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} names no time zone")
    return found


def _dates(values: Json) -> tuple[DateValue, ...]:
    return tuple(
        DateValue(_number(value["issue_field_id"]), value.get("issue_field_name") or "", _day(value.get("value")))
        for value in values
        if value.get("data_type") == "date"
    )


def _day(value: Json) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def _nodes(node: Mapping[str, Json], name: str) -> list[Json]:
    found = node.get(name) or {}
    return [one for one in found.get("nodes") or () if one]


def _canonical(node: Json) -> int | None:
    events = _nodes(node, "timelineItems")
    canonical = events[-1].get("canonical") if events else None
    return canonical.get("number") if canonical else None


def _moment_or_none(text: Json) -> datetime | None:
    return moment(text) if text else None


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text was expected")
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} where a number was expected")
    return value
