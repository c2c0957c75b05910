"""Owns one project: its issue types, screens, workflows, levels and permissions, which people change as they like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .by_hand import ByHand
from .fields import CREATE_SCREEN, EDIT_SCREEN
from .issues import Issue
from .people import User
from .wire import Json
from .workflow import SIMPLE, Workflow

if TYPE_CHECKING:
    from .world import World

PERMISSIONS: Mapping[str, str] = {
    "BROWSE_PROJECTS": "Browse Projects",
    "CREATE_ISSUES": "Create Issues",
    "EDIT_ISSUES": "Edit Issues",
    "ASSIGN_ISSUES": "Assign Issues",
    "ASSIGNABLE_USER": "Assignable User",
    "TRANSITION_ISSUES": "Transition Issues",
    "RESOLVE_ISSUES": "Resolve Issues",
    "SCHEDULE_ISSUES": "Schedule Issues",
    "ADD_COMMENTS": "Add Comments",
    "LINK_ISSUES": "Link Issues",
    "DELETE_ISSUES": "Delete Issues",
    "MODIFY_REPORTER": "Modify Reporter",
    "SET_ISSUE_SECURITY": "Set Issue Security",
    "MANAGE_SPRINTS_PERMISSION": "Manage sprints",
}
"""Permissions of a project by key, with what people call them."""


@dataclass(frozen=True, slots=True)
class IssueType:
    """A kind of issue; `level` is 1 for epics, 0 for the rest and -1 for subtasks."""

    id: str
    name: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """A security level: only its members see an issue that has it."""

    id: str
    name: str
    members: frozenset[str]


class Project(ByHand):
    """A project. Everything in it may be changed at any time; what is said by people goes through `ByHand`."""

    def __init__(self, world: World, key: str, number: int, name: str) -> None:
        self.world = world
        self.key = key
        self.id = str(number)
        self.name = name
        self.types: dict[str, IssueType] = {}
        self.workflow: Workflow = SIMPLE
        self.workflows: dict[str, Workflow] = {}
        self.create_screen: list[str] = list(CREATE_SCREEN)
        self.edit_screen: list[str] = list(EDIT_SCREEN)
        self.required: set[str] = set()
        self.defaults: dict[str, Json] = {}
        self.components: dict[str, str] = {}
        self.levels: dict[str, Level] = {}
        self.archived = False
        self.private = True
        self.roles: dict[str, set[str]] = {}
        self.assignable: set[str] = set()
        self.counter = 0
        self.burns = False
        self.lead = "someone"

    # --- what it holds ---

    @property
    def issues(self) -> list[Issue]:
        """Its issues as they are now, by number."""
        with self.world.lock:
            self.world.settle()
            found = [issue for issue in self.world.issues.values() if issue.project == self.key]
        return sorted(found, key=lambda issue: issue.number)

    def next_number(self) -> int:
        """A number that no issue ever had."""
        self.counter += 1
        return self.counter

    def burn(self, count: int = 1) -> None:
        """Use up numbers for nothing, as a failed create may."""
        self.counter += count

    def type_named(self, text: str) -> IssueType | None:
        """The issue type called so, or with that id."""
        return next((one for one in self.types.values() if text in {one.id, one.name}), None)

    def workflow_of(self, issue_type: str) -> Workflow:
        """The workflow of issues of the type called so."""
        return self.workflows.get(issue_type, self.workflow)

    def level_named(self, text: str) -> Level | None:
        """The security level called so, or with that id."""
        return next((one for one in self.levels.values() if text in {one.id, one.name}), None)

    # --- who may do what ---

    def can(self, user: User | None, permission: str) -> bool:
        """Whether `user` (`None`: nobody in particular) has the permission."""
        if permission == "BROWSE_PROJECTS" and not self.private:
            return True
        return user is not None and user.active and permission in self.roles.get(user.name, ())

    def grant(self, name: str, *permissions: str) -> None:
        """Give `name` the permissions, all when none is named; with ASSIGNABLE_USER issues can be assigned to them."""
        self.world.people.user(name)
        given = set(permissions or PERMISSIONS)
        self.roles.setdefault(name, set()).update(given)
        if "ASSIGNABLE_USER" in given:
            self.allow_assignees(name)

    def revoke(self, name: str, *permissions: str) -> None:
        """Take permissions away, all when none is named."""
        self.roles.setdefault(name, set()).difference_update(permissions or PERMISSIONS)

    def allow_assignees(self, *names: str) -> None:
        """Let issues be assigned to `names`, who are made where they do not exist."""
        self.assignable.update(self.world.people.user(name).name for name in names)

    def refuse_assignee(self, name: str) -> None:
        """Let issues no longer be assigned to `name`."""
        self.assignable.discard(name)

    # --- how it is set up ---

    def add_type(self, name: str, level: int = 0) -> IssueType:
        """A kind of issue."""
        made = self.types[name] = IssueType(self.world.type_id(name), name, level)
        return made

    def add_component(self, name: str) -> str:
        """A component; answers its id."""
        return self.components.setdefault(name, str(self.world.next_id()))

    def add_level(self, name: str, members: Iterable[str] = ()) -> Level:
        """A security level for `members`."""
        number = str(self.world.next_id())
        made = self.levels[number] = Level(number, name, frozenset(members))
        return made

    def add_field(self, field_id: str, *, required: bool = False) -> None:
        """Put a field onto both screens."""
        for screen in (self.create_screen, self.edit_screen):
            if field_id not in screen:
                screen.append(field_id)
        if required:
            self.require(field_id)

    def require(self, field_id: str, *, default: Json = None) -> None:
        """Let nobody create an issue without the field, unless there is a `default` for it."""
        self.required.add(field_id)
        if default is not None:
            self.defaults[field_id] = default

    def off_screen(self, field_id: str, *, create: bool = True, edit: bool = True) -> None:
        """Take a field off the screens."""
        if create and field_id in self.create_screen:
            self.create_screen.remove(field_id)
        if edit and field_id in self.edit_screen:
            self.edit_screen.remove(field_id)

    def block(self, *statuses: str) -> None:
        """Take away every way into the statuses called so."""
        self.workflow = self.workflow.without(*statuses)
        self.workflows = {name: flow.without(*statuses) for name, flow in self.workflows.items()}
