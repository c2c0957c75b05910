"""Owns the words for people, teams and what an owner or due text was resolved to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the configuration; `accounts` has their account by tracker kind (`github`, `jira`, `local`)."""

    handle: str
    name: str
    email: str | None = None
    team: str | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnerReading:
    """What one owner text means: a person, a team, a login to try, or nothing known.

    `rule` names the rule that decided, in words for `explain`. `is_mentioned` is true for a `@handle`.
    """

    text: str
    rule: str
    person: Person | None = None
    team: str | None = None
    login: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody can be assigned: a person, or a login to try."""
        return self.person is not None or self.login is not None


class DueState(StrEnum):
    """What a due text amounts to."""

    DATE = "date"
    NONE = "none"
    UNRESOLVED = "unresolved"
    DONE = "done"


class DueKind(StrEnum):
    """How a due date came about; it decides how non-working days move it."""

    WRITTEN = "written"
    COMPUTED = "computed"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Due:
    """The answer to a due text: `date` is set for `DATE` and, where it was written, for `DONE`.

    `rule` is the rule that gave it, `note` what a person should know; `slips` are earlier dates, in order.
    """

    state: DueState
    date: datetime.date | None = None
    kind: DueKind | None = None
    rule: str = ""
    note: str = ""
    slips: tuple[datetime.date, ...] = ()
