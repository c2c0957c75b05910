"""Owns what is wrong with the screens of a project, as far as we put something into their fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from syncer.model import Severity
from syncer.trackers.jira.choices import Choices
from syncer.trackers.jira.fields import FieldShape, Screen, allowed_value, allowed_words, found, name_of
from syncer.trackers.jira.values import field_value

NEEDS: Mapping[str, str] = {
    "duedate": "SCHEDULE_ISSUES",
    "assignee": "ASSIGN_ISSUES",
    "security": "SET_ISSUE_SECURITY",
}
"""Fields that Jira shows only to those who have one permission more."""
_EPIC_LINK = ":gh-epic-link"
_ALWAYS = frozenset({"project", "issuetype", "summary", "description", "labels", "reporter"})
"""Fields that every create fills, or Jira itself."""
_LOST: Mapping[str, str] = {
    "description": "issues have no link to their document and no text",
    "duedate": "due dates are not set",
    "priority": "priorities are not set",
    "assignee": "nobody is assigned",
}
"""Fields that a create fills where a row says something, and what comes of it where it cannot."""
_CHANGED: Mapping[str, str] = {
    "summary": "a new wording does not reach the issue",
    "labels": "issues that exist already cannot be adopted",
    "duedate": "a new due date does not reach the issue",
    "assignee": "a new owner does not reach the issue",
    "priority": "a new priority does not reach the issue",
}


class Flaw(NamedTuple):
    """One thing that is wrong, and the remedy."""

    severity: Severity
    what: str
    remedy: str


class Setup(NamedTuple):
    """What screens are held against.

    `table` names the table of the configuration that a remedy is written into, `lacking` are keys of permissions that
    the account does not have.
    """

    choices: Choices
    table: str
    lacking: Collection[str]
    is_cloud: bool


def create_flaws(screen: Screen, setup: Setup) -> Iterator[Flaw]:
    """What keeps new issues from what they should hold, and what keeps them from being made at all."""
    yield from _off_create_screen(screen, setup)
    yield from _configured(screen, setup)
    yield from _values(screen, setup)
    yield from _required(screen, setup)


def edit_flaws(fields: Mapping[str, FieldShape], type_name: str, lacking: Collection[str]) -> Iterator[Flaw]:
    """What keeps changes from reaching an issue whose edit screen has `fields`, by id."""
    for name, lost in _CHANGED.items():
        if name not in fields and NEEDS.get(name) not in lacking:
            what = f"{_label(name)} is not on the edit screen of {type_name}, so {lost}"
            yield Flaw(Severity.PROBLEM, what, _add(name, "edit"))


def _off_create_screen(screen: Screen, setup: Setup) -> Iterator[Flaw]:
    if "labels" not in screen.fields:
        what = f"Labels is not on the create screen of {screen.type_name}, and syncer finds its issues by a label"
        yield Flaw(Severity.ERROR, what, _add("labels", "create"))
    for name, lost in _LOST.items():
        if name not in screen.fields and NEEDS.get(name) not in setup.lacking:
            what = f"{_label(name)} is not on the create screen of {screen.type_name}, so {lost}"
            yield Flaw(Severity.PROBLEM, what, _add(name, "create"))


def _configured(screen: Screen, setup: Setup) -> Iterator[Flaw]:
    """Fields that the configuration fills and the screen does not have."""
    choices = setup.choices
    if choices.components and "components" not in screen.fields:
        yield _off(screen, "components", Severity.PROBLEM, "components are not set")
    if choices.parent and not _has_parent(screen):
        yield _off(screen, "parent", Severity.PROBLEM, f"issues are not put under {choices.parent}")
    if choices.security and "security" not in screen.fields and NEEDS["security"] not in setup.lacking:
        yield _off(screen, "security", Severity.ERROR, "no issue is made, which would be open to too many")
    for name in choices.fields:
        if screen.find(name) is None:
            what = f"the configured field {name} is not on the create screen of {screen.type_name}, so it is not set"
            remedy = f"add it to the screen, or take it out of fields in {setup.table}"
            yield Flaw(Severity.PROBLEM, what, remedy)


def _off(screen: Screen, name: str, severity: Severity, lost: str) -> Flaw:
    what = f"{_label(name)} is not on the create screen of {screen.type_name}, so {lost}"
    return Flaw(severity, what, _add(name, "create"))


def _has_parent(screen: Screen) -> bool:
    """Whether an issue can be put under another one: older Data Center links epics by a field of its own."""
    return "parent" in screen.fields or any(one.custom.endswith(_EPIC_LINK) for one in screen.fields.values())


def _values(screen: Screen, setup: Setup) -> Iterator[Flaw]:
    """Configured values that a field does not take."""
    choices = setup.choices
    yield from _unknown(screen, setup, "components", choices.components, Severity.PROBLEM)
    priorities = tuple(dict.fromkeys(choices.priorities.values()))
    yield from _unknown(screen, setup, "priority", priorities, Severity.PROBLEM)
    security = (choices.security,) if choices.security else ()
    yield from _unknown(screen, setup, "security", security, Severity.ERROR)
    for name, value in choices.fields.items():
        shape = screen.find(name)
        wrong = _wrong(shape, value, setup) if shape is not None else None
        if shape is not None and wrong is not None:
            severity = Severity.ERROR if shape.is_needed else Severity.PROBLEM
            yield Flaw(severity, f"{shape.words}: {wrong}", f"correct it in fields of {setup.table}")


def _unknown(screen: Screen, setup: Setup, name: str, wanted: tuple[str, ...], severity: Severity) -> Iterator[Flaw]:
    shape = screen.fields.get(name)
    if shape is None or (not shape.allowed and name != "security"):
        return
    for one in wanted:
        if allowed_value(shape, one) is None:
            there = allowed_words(shape)
            so = f"; there is {there}" if there else ""
            what = f'{shape.words} has no "{one}" that the account can set'
            yield Flaw(severity, what, f"correct it in {setup.table}, or add it to the project{so}")


def _wrong(shape: FieldShape, value: object, setup: Setup) -> str | None:
    """Why `value` cannot be sent."""
    try:
        field_value(shape, value, is_cloud=setup.is_cloud)
    except ValueError as error:
        return str(error)
    return None


def _required(screen: Screen, setup: Setup) -> Iterator[Flaw]:
    """Fields without which no issue can be made and that nothing fills."""
    filled = _filled(screen, setup.choices)
    for shape in screen.fields.values():
        if not shape.is_needed or shape.id in filled:
            continue
        if shape.id in _LOST:
            what = f"{shape.words} is required, so rows that say none get no issue"
            yield Flaw(Severity.PROBLEM, what, "make it optional, or say one in every row")
        else:
            told = allowed_words(shape)
            what = f"{shape.words} is required and not configured, so no issue can be made"
            yield Flaw(
                Severity.ERROR, what, f"set {_line(shape)} in {setup.table}" + (f", one of {told}" if told else "")
            )


def _filled(screen: Screen, choices: Choices) -> frozenset[str]:
    """Ids of fields that every create fills."""
    given = {"components": bool(choices.components), "security": bool(choices.security), "parent": bool(choices.parent)}
    named = {shape.id for name in choices.fields if (shape := found(screen.fields, name)) is not None}
    epic = {one.id for one in screen.fields.values() if choices.parent and one.custom.endswith(_EPIC_LINK)}
    return _ALWAYS | named | epic | {name for name, is_given in given.items() if is_given}


_OWN_KEYS: Mapping[str, Callable[[str], str]] = {
    "components": lambda example: f'components = ["{example}"]',
    "security": lambda example: f'security = "{example}"',
    "parent": lambda _: 'parent = "KEY-1"',
}
"""Fields that have a key of their own in the configuration."""


def _line(shape: FieldShape) -> str:
    """The line of the configuration that fills `shape`."""
    example = next((name_of(one) for one in shape.allowed), "...").replace('"', "'")
    own = _OWN_KEYS.get(shape.id)
    return own(example) if own else f'fields = {{ "{shape.name.replace(chr(34), chr(39))}" = "{example}" }}'


def _label(name: str) -> str:
    return {"duedate": "Due date", "security": "Security Level"}.get(name, name.capitalize())


def _add(name: str, screen: str) -> str:
    return f"add the field {_label(name)} to the {screen} screen in the project's settings"
