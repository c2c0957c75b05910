"""Owns what the configuration says of the issues of one tracker's projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WONT_DO = (
    "Won't Do",
    "Won't Fix",
    "Wontfix",
    "Declined",
    "Rejected",
    "Cannot Reproduce",
    "Incomplete",
    "Invalid",
    "Obsolete",
    "Canceled",
    "Cancelled",
)
"""Names of resolutions of issues that were closed without being done."""
DUPLICATE = ("Duplicate",)
"""Names of resolutions of issues that were closed because there is another one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What issues of one project are made with, and how what people do with them is read.

    `priorities` are Jira's names by the document's words; `components` names; `parent` the key of an epic or of another
    parent; `security` the name or id of a level; `fields` further fields, by id or by the name that people see, with
    their values; `transition_fields` the same for the screens of transitions. `wont_do` and `duplicate` are names of
    resolutions.
    """

    issue_type: str = "Task"
    priorities: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    parent: str | None = None
    security: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    transition_fields: Mapping[str, object] = field(default_factory=dict)
    wont_do: tuple[str, ...] = WONT_DO
    duplicate: tuple[str, ...] = DUPLICATE


@dataclass(frozen=True, slots=True)
class ProjectChoices:
    """The choices of every project by its key, and those of all others."""

    default: Choices = Choices()
    projects: Mapping[str, Choices] = field(default_factory=dict)

    def of(self, project: str) -> Choices:
        """What counts for the project with the key `project`."""
        return self.projects.get(project, self.default)
