"""Owns the fields that a query can name: what each reads of an issue, and which values it knows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fakes.wire import Json

from .context import Context
from .prose import plain_text

if TYPE_CHECKING:
    from fakes.jira.issues import Issue

Known = frozenset[Hashable]
"""What a value of a query stands for; `None` in it stands for an empty field."""
Sorted = Callable[["Issue", Context], Any]

_CATEGORIES: Mapping[str, frozenset[str]] = {
    "new": frozenset({"new", "to do", "2"}),
    "indeterminate": frozenset({"indeterminate", "in progress", "4"}),
    "done": frozenset({"done", "complete", "3"}),
    "undefined": frozenset({"undefined", "no category", "1"}),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field with values to choose from. `know` answers what a text stands for, `None` where there is no such value.

    `rank` puts values in an order for `<` and its like, where the field has one; `functions` are those it takes.
    """

    read: Callable[[Issue, Context], Iterable[Hashable]]
    know: Callable[[Context, str], Known | None]
    has_empty: bool = True
    rank: Callable[[Context], list[Hashable]] | None = None
    functions: Mapping[str, Callable[[Context], Known]] | None = None
    sort: Sorted | None = None
    descends: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """The issue itself, by key or id."""

    sort: Sorted = lambda issue, _: (issue.project, issue.number)
    descends: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A field with a moment."""

    read: Callable[[Issue], datetime | None]
    descends: bool = True

    @property
    def sort(self) -> Sorted:
        """By the moment."""
        return lambda issue, _: self.read(issue)


@dataclass(frozen=True, slots=True)
class Day:
    """A field with a day, which is the same everywhere on earth."""

    read: Callable[[Issue], str | None]
    descends: bool = True

    @property
    def sort(self) -> Sorted:
        """By the day."""
        return lambda issue, _: self.read(issue)


@dataclass(frozen=True, slots=True)
class Prose:
    """A field with a text, or several."""

    read: Callable[[Issue], Iterable[str]]
    has_empty: bool = True
    sort: Sorted | None = None
    descends: bool = False


Field = Choice | Key | Moment | Day | Prose


def _one(value: Hashable) -> tuple[Hashable, ...]:
    return () if value is None else (value,)


def _named(names: Iterable[str], text: str, ids: Mapping[str, str] | None = None) -> Known | None:
    """The one of `names` that `text` is, in whatever case, or whose id it is."""
    found = [name for name in names if name.lower() == text.lower() or (ids or {}).get(name) == text]
    return frozenset(found) or None


def _project(context: Context, text: str) -> Known | None:
    found = context.project(text)
    return None if found is None else frozenset({found.key})


def _status(context: Context, text: str) -> Known | None:
    statuses = context.world.statuses
    return _named(statuses, text, {name: status.id for name, status in statuses.items()})


def _category(_: Context, text: str) -> Known | None:
    return frozenset(key for key, names in _CATEGORIES.items() if text.lower() in names) or None


def _resolution(context: Context, text: str) -> Known | None:
    known = _named(context.world.resolutions, text)
    return frozenset({None}) if known is None and text.lower() == "unresolved" else known


def _component(context: Context, text: str) -> Known | None:
    names = {name for project in context.world.projects.values() for name in project.components}
    return _named(names, text)


def _level(context: Context, text: str) -> Known | None:
    levels = [level for project in context.world.projects.values() for level in project.levels.values()]
    return frozenset(level.id for level in levels if text.lower() in {level.id, level.name.lower()}) or None


def _parent(context: Context, text: str) -> Known | None:
    found = context.issue(text)
    return None if found is None else frozenset({found.id})


def _person(context: Context, text: str) -> Known | None:
    """On Cloud somebody with that account id; elsewhere by name, e-mail or full name as well."""
    world, wanted = context.world, text.lower()
    if world.is_cloud:
        return frozenset(user.name for user in world.users.values() if user.account_id == text) or None
    names = {user.name: {user.name.lower(), user.email.lower(), user.display.lower()} for user in world.users.values()}
    return frozenset(name for name, known in names.items() if wanted in known) or None


def _oneself(context: Context) -> Known:
    return frozenset({context.viewer.name} if context.viewer else ())


def _sprint(context: Context, text: str) -> Known | None:
    sprints = context.world.agile.sprints.values()
    return frozenset(one.id for one in sprints if text in {str(one.id), one.name}) or None


def _sprints_in(*states: str) -> Callable[[Context], Known]:
    return lambda context: frozenset(one.id for one in context.world.agile.sprints.values() if one.state in states)


def _by_name(attribute: str) -> Callable[[Issue, Context], tuple[Hashable, ...]]:
    return lambda issue, _: _one(getattr(issue, attribute))


def _sort_by(attribute: str) -> Sorted:
    return lambda issue, _: getattr(issue, attribute)


def _priority_rank(context: Context) -> list[Hashable]:
    return list(reversed(context.world.priorities))


def _priority_place(issue: Issue, context: Context) -> int | None:
    names = context.world.priorities
    return -names.index(issue.priority) if issue.priority in names else None


def _comments(issue: Issue) -> list[str]:
    return [plain_text(comment.body) for comment in issue.comments]


def _texts(issue: Issue) -> list[str]:
    return [issue.summary, plain_text(issue.description), *_comments(issue)]


def _someone(attribute: str) -> Choice:
    functions = {"currentuser": _oneself}
    return Choice(_by_name(attribute), _person, functions=functions, sort=_sort_by(attribute))


_KEY = Key()
_PROJECT = Choice(_by_name("project"), _project, has_empty=False, sort=_sort_by("project"))
_TYPE = Choice(
    _by_name("type"),
    lambda context, text: _named(context.world.type_ids, text, context.world.type_ids),
    has_empty=False,
    sort=_sort_by("type"),
)
_DUE = Day(lambda issue: issue.due)
_RESOLVED = Moment(lambda issue: issue.resolved)
_COMPONENT = Choice(lambda issue, _: issue.components, _component)

FIELDS: Mapping[str, Field] = {
    "project": _PROJECT,
    "key": _KEY,
    "issue": _KEY,
    "issuekey": _KEY,
    "id": _KEY,
    "labels": Choice(
        lambda issue, _: (label.lower() for label in issue.labels), lambda _, text: frozenset({text.lower()})
    ),
    "status": Choice(
        lambda issue, _: (issue.status.name,), _status, has_empty=False, sort=lambda issue, _: issue.status.id
    ),
    "statuscategory": Choice(
        lambda issue, _: (issue.status.category,),
        _category,
        has_empty=False,
        sort=lambda issue, _: list(_CATEGORIES).index(issue.status.category),
    ),
    "resolution": Choice(_by_name("resolution"), _resolution, sort=_sort_by("resolution")),
    "priority": Choice(
        _by_name("priority"),
        lambda context, text: _named(context.world.priorities, text),
        rank=_priority_rank,
        sort=_priority_place,
        descends=True,
    ),
    "issuetype": _TYPE,
    "type": _TYPE,
    "assignee": _someone("assignee"),
    "creator": _someone("creator"),
    "reporter": _someone("reporter"),
    "component": _COMPONENT,
    "level": Choice(_by_name("security"), _level),
    "parent": Choice(_by_name("parent"), _parent),
    "sprint": Choice(
        _by_name("sprint"),
        _sprint,
        functions={
            "opensprints": _sprints_in("active"),
            "futuresprints": _sprints_in("future"),
            "closedsprints": _sprints_in("closed"),
        },
    ),
    "due": _DUE,
    "duedate": _DUE,
    "created": Moment(lambda issue: issue.created),
    "createddate": Moment(lambda issue: issue.created),
    "updated": Moment(lambda issue: issue.updated),
    "updateddate": Moment(lambda issue: issue.updated),
    "resolved": _RESOLVED,
    "resolutiondate": _RESOLVED,
    "statuscategorychangeddate": Moment(lambda issue: issue.category_changed),
    "summary": Prose(lambda issue: (issue.summary,), sort=lambda issue, _: issue.summary.lower()),
    "description": Prose(lambda issue: (plain_text(issue.description),)),
    "comment": Prose(_comments, has_empty=False),
    "text": Prose(_texts, has_empty=False),
}
"""Fields by name, in small letters."""


def field_named(context: Context, name: str) -> Field | None:
    """The field that a query calls so: one of Jira's, or one of the site's own by name or as `cf[10001]`."""
    if found := FIELDS.get(name.lower()):
        return found
    for own in context.world.fields.values():
        number = own.id.removeprefix("customfield_")
        if own.is_custom and name.lower() in {own.name.lower(), f"cf[{number}]"}:
            return _own(own.id)
    return None


def _own(field_id: str) -> Choice:
    return Choice(
        lambda issue, _: (text.lower() for text in _values(issue.fields.get(field_id))),
        lambda _, text: frozenset({text.lower()}),
    )


def _values(content: Json) -> list[str]:
    """The texts that a value of a field of the site's own is found by."""
    if isinstance(content, list):
        return [text for inner in content for text in _values(inner)]
    if isinstance(content, dict):
        return [str(content[name]) for name in ("id", "value", "name", "accountId") if content.get(name) is not None]
    return [] if content is None else [str(content)]
