"""Owns what people do by hand, past every screen, workflow and permission: in a project, or anywhere on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .adf import as_body
from .issues import Comment, Issue
from .wire import Json
from .workflow import DONE

if TYPE_CHECKING:
    from .projects import Project
    from .world import World

PERSON = "someone"
"""The user who does what people do unless a test names another."""

_NAMES = {"title": "summary", "duedate": "due", "owner": "assignee"}

Method = TypeVar("Method", bound=Callable[..., Any])


def _alone(method: Method) -> Method:
    """`method`, done while the server answers nobody: people and requests may come from different threads."""

    @wraps(method)
    def done(self: ByHand, *args: Any, **kwargs: Any) -> Any:
        with self.world.lock:
            return method(self, *args, **kwargs)

    return cast("Method", done)


class ByHand:
    """People at work. Issues are named by key (an old one, too) or id."""

    world: World
    key: str = ""

    def issue(self, key: str | int) -> Issue:
        """The issue as it is now; raises `KeyError` where it is gone."""
        with self.world.lock:
            self.world.settle()
            found = self.world.find(str(key))
        if found is None:
            raise KeyError(key)
        return found

    @_alone
    def open_issue(self, summary: str, *, project: str = "", by: str = PERSON, **values: Any) -> Issue:
        """A person opens an issue in `project` (in a project: in this one).

        `values` are those of `edit`, and `type` and `status` by name.
        """
        home = self.world.projects[project or self.key]
        self.world.people.user(by)
        issue_type = values.pop("type", next(iter(home.types)))
        status = self.world.status(values.pop("status", home.workflow_of(issue_type).first))
        return self.world.add(home, issue_type, status, by, {"summary": summary, **self._read(values)})

    def add_issues(self, count: int, summary: str = "Issue {}", **values: Any) -> list[Issue]:
        """Many issues at once; `{}` in `summary` is the number in the row."""
        with self.world.lock:
            return [self.open_issue(summary.format(number), **values) for number in range(1, count + 1)]

    @_alone
    def edit(self, key: str | int, *, by: str = PERSON, **values: Any) -> Issue:
        """A person changes what is given.

        That is `summary` (or `title`), `description`, `due`, `assignee` (a user's name or `None`; `owner`), `labels`,
        `priority`, `components`, `parent` (a key), `security` (a level's id), `fields`, `properties` (both are added
        to), `resolution`, `reporter`.
        """
        before = self.issue(key)
        changes = self._read(values)
        for name in {"fields", "properties"} & set(changes):
            changes[name] = {**getattr(before, name), **changes[name]}
        return self.world.change(before.id, **changes)

    def _read(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values` by the names of an issue's attributes."""
        named = {_NAMES.get(name, name): value for name, value in values.items()}
        for name in {"labels", "components"} & set(named):
            named[name] = tuple(named[name])
        for name in {"assignee", "reporter"} & set(named):
            named[name] = self.world.people.user(named[name]).name if named[name] else None
        if "description" in named:
            named["description"] = as_body(named["description"], is_adf=self.world.is_cloud)
        if named.get("parent"):
            named["parent"] = self.issue(named["parent"]).id
        if "resolution" in named:
            named["resolved"] = self.world.now() if named["resolution"] else None
        return named

    @_alone
    def transition(self, key: str | int, status: str, *, resolution: str | None = "Done") -> Issue:
        """A person moves the issue into a status; what is done gets `resolution`, everything else none."""
        entered = self.world.status(status)
        return self.world.enter(self.issue(key).id, entered, resolution if entered.category == DONE else None)

    @_alone
    def comment(self, key: str | int, text: str, *, by: str = PERSON) -> Comment:
        """A person comments the issue."""
        user = self.world.people.user(by)
        return self.world.add_comment(self.issue(key).id, user, as_body(text, is_adf=self.world.is_cloud), {})

    @_alone
    def delete(self, key: str | int) -> None:
        """A person deletes the issue: 404 from now on, and its key is never given again."""
        self.world.remove(self.issue(key).id)

    @_alone
    def move(self, key: str | int, to: str | Project) -> Issue:
        """A person moves the issue into another project: a new key; the old one still leads to it."""
        return self.world.move(self.issue(key).id, self.world.projects[to if isinstance(to, str) else to.key])

    @_alone
    def hide(self, key: str | int, *, from_: Iterable[str] = ()) -> None:
        """The issue gets a security level of which nobody is a member (with `from_`: all but those): 404 for them."""
        issue = self.issue(key)
        members = set(self.world.people.users) - set(from_) if from_ else set()
        level = self.world.projects[issue.project].add_level("Hidden", members)
        self.world.change(issue.id, security=level.id)

    @_alone
    def show(self, key: str | int) -> None:
        """Undo `hide`."""
        self.world.change(self.issue(key).id, security=None)

    @_alone
    def duplicate(self, key: str | int, *, by: str = PERSON) -> Issue:
        """A person clones the issue, labels and properties too (an app may copy those); comments stay behind."""
        before = self.issue(key)
        home = self.world.projects[before.project]
        copied = ("description", "assignee", "labels", "due", "priority", "components", "parent", "security")
        values = {name: getattr(before, name) for name in (*copied, "fields", "properties")}
        return self.world.add(home, before.type, before.status, by, {"summary": f"CLONE - {before.summary}", **values})

    @_alone
    def remove_label(self, key: str | int, label: str) -> Issue:
        """A person takes a label off."""
        issue = self.issue(key)
        return self.edit(key, labels=[name for name in issue.labels if name != label])

    @_alone
    def delete_comment(self, key: str | int, comment_id: int) -> None:
        """A person deletes a comment."""
        issue = self.issue(key)
        self.world.change(issue.id, comments=tuple(one for one in issue.comments if one.id != comment_id))

    @_alone
    def set_property(self, key: str | int, name: str, value: Json) -> Issue:
        """An app sets a property, `None` removes it; that is no change that searches by date see."""
        issue = self.issue(key)
        kept = {**issue.properties, name: value}
        return self.world.change(
            issue.id, touch=False, properties={name: held for name, held in kept.items() if held is not None}
        )
