"""Owns how things look in answers: JSON in the forms of Cloud and of Data Center, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from .issues import Comment, Issue, RemoteLink, stamp
from .people import User
from .wire import Json
from .workflow import DONE, INDETERMINATE, NEW, Status

if TYPE_CHECKING:
    from .projects import IssueType, Project
    from .world import World

CATEGORIES: Mapping[str, tuple[int, str, str]] = {
    "undefined": (1, "No Category", "medium-gray"),
    NEW: (2, "To Do", "blue-gray"),
    INDETERMINATE: (4, "In Progress", "yellow"),
    DONE: (3, "Done", "green"),
}
_CLOUD_ONLY = frozenset({"statuscategorychangedate"})
_NAVIGABLE_OUT = frozenset({"comment", "attachment", "worklog", "timetracking"})


class Shapes:
    """JSON for one viewer."""

    def __init__(self, world: World, viewer: User | None) -> None:
        self._world = world
        self._viewer = viewer
        self._zone = viewer.zone if viewer and world.is_cloud else world.zone

    def moment(self, moment: datetime | None) -> str | None:
        """A date with its time, in the viewer's zone (Cloud) or the server's."""
        return stamp(moment, self._zone) if moment else None

    def self_of(self, *segments: object) -> str:
        """Where something can be asked for by itself."""
        return "/".join([self._world.api, *map(str, segments)])

    # --- people ---

    def user(self, name: str | None) -> Json:
        """A user as every answer shows them."""
        if name is None:
            return None
        user = self._world.people.users[name]
        shown: dict[str, Json] = {"displayName": user.display, "active": user.active, "timeZone": user.zone}
        if user.shows_email or user is self._viewer:
            shown["emailAddress"] = user.email
        if self._world.is_cloud:
            known = {"self": f"{self.self_of('user')}?accountId={user.account_id}", "accountId": user.account_id}
            return {**known, "accountType": "atlassian", **shown}
        return {"self": f"{self.self_of('user')}?username={name}", "name": name, "key": user.key, **shown}

    # --- what issues are made of ---

    def category(self, key: str) -> Json:
        """A category of statuses."""
        number, name, color = CATEGORIES[key]
        self_link = self.self_of("statuscategory", number)
        return {"self": self_link, "id": number, "key": key, "colorName": color, "name": name}

    def status(self, status: Status) -> Json:
        """A status with its category."""
        icon = f"{self._world.url}/images/icons/statuses/generic.png"
        shown = {"self": self.self_of("status", status.id), "description": "", "iconUrl": icon}
        return {**shown, "name": status.name, "id": status.id, "statusCategory": self.category(status.category)}

    def named(self, kind: str, name: str | None, number: int | str | None = None) -> Json:
        """A priority, resolution, component or option that is told by its name."""
        if name is None:
            return None
        known = {"priority": self._world.priorities, "resolution": self._world.resolutions}.get(kind, [])
        found = str(number if number is not None else known.index(name) + 1 if name in known else 0)
        return {"self": self.self_of(kind, found), "id": found, "name": name}

    def issue_type(self, one: IssueType) -> Json:
        """An issue type."""
        shown: dict[str, Json] = {
            "self": self.self_of("issuetype", one.id),
            "id": one.id,
            "description": "",
            "name": one.name,
        }
        shown |= {"iconUrl": f"{self._world.url}/images/icons/issuetypes/task.png", "subtask": one.level < 0}
        return {**shown, "hierarchyLevel": one.level} if self._world.is_cloud else shown

    def project(self, project: Project) -> Json:
        """A project in short."""
        shown = {"self": self.self_of("project", project.id), "id": project.id, "key": project.key}
        return {**shown, "name": project.name, "projectTypeKey": "software"}

    def option(self, number: str, text: str) -> Json:
        """An option of a field of choices."""
        return {"self": self.self_of("customFieldOption", number), "id": number, "value": text}

    # --- issues ---

    def bean(
        self, issue: Issue, fields: Collection[str], properties: Collection[str] = (), *, is_default: bool = False
    ) -> Json:
        """An issue with the `fields` asked for, which may be `*all`, `*navigable` or taken out by a hyphen.

        With `is_default` nothing but the id is shown, as `search/jql` does where no field is asked for.
        """
        if is_default:
            bean: dict[str, Json] = {"id": str(issue.id)}
        else:
            bean = {"expand": "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"}
            if not self._world.is_cloud:
                bean = {}
            bean |= {"id": str(issue.id), "self": self.self_of("issue", issue.id), "key": issue.key}
            bean["fields"] = self.fields(issue, fields)
        if properties:
            bean["properties"] = _picked(issue.properties, properties)
        return bean

    def fields(self, issue: Issue, asked: Collection[str]) -> dict[str, Json]:
        """The fields `asked` for, by id."""
        known = [name for name in _RENDERED if self._world.is_cloud or name not in _CLOUD_ONLY]
        names = _wanted(asked, [*known, *issue.fields])
        shown: dict[str, Json] = {}
        for name in names:
            if name in known:
                shown[name] = _RENDERED[name](self, issue)
            elif name in self._world.fields:
                shown[name] = issue.fields.get(name)
        return shown

    def comment(self, comment: Comment, issue: Issue, *, has_properties: bool = False) -> Json:
        """A comment."""
        author = self.user(comment.author)
        shown: dict[str, Json] = {
            "self": self.self_of("issue", issue.id, "comment", comment.id),
            "id": str(comment.id),
            "author": author,
            "body": comment.body,
            "updateAuthor": author,
            "created": self.moment(comment.created),
            "updated": self.moment(comment.updated),
        }
        if has_properties:
            shown["properties"] = [{"key": key, "value": value} for key, value in comment.properties.items()]
        return shown

    def remote_link(self, link: RemoteLink, issue: Issue) -> Json:
        """A link to something elsewhere."""
        shown = {
            "id": link.id,
            "self": self.self_of("issue", issue.key, "remotelink", link.id),
            "globalId": link.global_id,
            "application": link.application or {},
            "relationship": link.relationship,
            "object": dict(link.object),
        }
        return {name: value for name, value in shown.items() if value is not None}

    def reference(self, issue: Issue) -> Json:
        """An issue as another one refers to it."""
        short = self.fields(issue, ["summary", "status", "priority", "issuetype"])
        return {"id": str(issue.id), "key": issue.key, "self": self.self_of("issue", issue.id), "fields": short}

    # --- fields that need a look around ---

    def _type(self, issue: Issue) -> Json:
        return self.issue_type(self._world.projects[issue.project].types[issue.type])

    def _parent(self, issue: Issue) -> Json:
        parent = self._world.issues.get(issue.parent or 0)
        return self.reference(parent) if parent else None

    def _components(self, issue: Issue) -> Json:
        known = self._world.projects[issue.project].components
        return [self.named("component", name, known.get(name)) for name in issue.components]

    def _security(self, issue: Issue) -> Json:
        level = self._world.projects[issue.project].levels.get(issue.security or "")
        return self.named("securitylevel", level.name, level.id) if level else None

    def _comments(self, issue: Issue) -> Json:
        shown = [self.comment(one, issue) for one in issue.comments]
        return {"comments": shown, "maxResults": len(shown), "total": len(shown), "startAt": 0}

    def _links(self, issue: Issue) -> Json:
        shown = []
        for link in self._world.links:
            if issue.id not in {link.inward, link.outward}:
                continue
            side, other = ("outwardIssue", link.outward) if link.inward == issue.id else ("inwardIssue", link.inward)
            kind = next(one for one in self._world.link_types if one[0] == link.type)
            if found := self._world.issues.get(other):
                shown.append({"id": str(link.id), "type": self.link_type(kind), side: self.reference(found)})
        return shown

    def link_type(self, kind: tuple[str, str, str]) -> Json:
        """A type of links of issues: its name, its inward and its outward words."""
        number = str(10_000 + self._world.link_types.index(kind))
        shown = {"id": number, "name": kind[0], "inward": kind[1], "outward": kind[2]}
        return {**shown, "self": self.self_of("issueLinkType", number)}


_RENDERED: Mapping[str, Callable[[Shapes, Issue], Json]] = {
    "summary": lambda shapes, issue: issue.summary,
    "description": lambda shapes, issue: issue.description,
    "status": lambda shapes, issue: shapes.status(issue.status),
    "issuetype": Shapes._type,
    "project": lambda shapes, issue: shapes.project(shapes._world.projects[issue.project]),
    "labels": lambda shapes, issue: list(issue.labels),
    "duedate": lambda shapes, issue: issue.due,
    "assignee": lambda shapes, issue: shapes.user(issue.assignee),
    "reporter": lambda shapes, issue: shapes.user(issue.reporter),
    "creator": lambda shapes, issue: shapes.user(issue.creator),
    "priority": lambda shapes, issue: shapes.named("priority", issue.priority),
    "components": Shapes._components,
    "parent": Shapes._parent,
    "security": Shapes._security,
    "resolution": lambda shapes, issue: shapes.named("resolution", issue.resolution),
    "resolutiondate": lambda shapes, issue: shapes.moment(issue.resolved),
    "statuscategorychangedate": lambda shapes, issue: shapes.moment(issue.category_changed),
    "created": lambda shapes, issue: shapes.moment(issue.created),
    "updated": lambda shapes, issue: shapes.moment(issue.updated),
    "comment": Shapes._comments,
    "issuelinks": Shapes._links,
}


def _wanted(asked: Iterable[str], known: Collection[str]) -> list[str]:
    """The ids of fields that `asked` stands for; without a positive word there are all but those taken out."""
    words = list(asked)
    out = {word[1:] for word in words if word.startswith("-")}
    chosen = [word for word in words if not word.startswith("-")]
    names: dict[str, None] = {}
    for word in chosen or ["*all"]:
        if word == "*all":
            names.update(dict.fromkeys(known))
        elif word == "*navigable":
            names.update(dict.fromkeys(name for name in known if name not in _NAVIGABLE_OUT))
        else:
            names[word] = None
    return [name for name in names if name not in out]


def _picked(properties: Mapping[str, Json], asked: Collection[str]) -> dict[str, Json]:
    out = {name[1:] for name in asked if name.startswith("-")}
    names = properties if "*all" in asked else [name for name in asked if name in properties]
    return {name: properties[name] for name in names if name not in out}
