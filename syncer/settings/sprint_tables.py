"""Owns the two ways to say in a calendar when sprints are: by their rhythm, or by a board of Jira that has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag

from syncer.settings.sprint import parse_sprint
from syncer.settings.values import Table, Whole

_RHYTHM, _BOARD = "(rhythm)", "(board)"
SPRINT_TAGS = frozenset({_RHYTHM, _BOARD})
"""What tells the two tables apart inside pydantic; no key looks like that."""


class Sprint(Table):
    """How sprints repeat; on the command line `2026-03-02/2w`."""

    tag: ClassVar[str] = _RHYTHM

    starts: date = Field(description="First day of any one sprint.")
    weeks: Whole = Field(ge=1, le=52, description="Length in weeks.")
    number: Whole | None = Field(default=None, ge=0, description="Number of the sprint that begins on `starts`.")


class BoardSprint(Table):
    """The sprints of a Scrum board of Jira, as they are planned there; read once a day."""

    tag: ClassVar[str] = _BOARD

    board: Whole = Field(ge=1, description="Number of the board: of /jira/software/projects/PAY/boards/42 it is 42.")
    tracker: str | None = Field(
        default=None, description="Name of the [trackers.NAME] table of the Jira that has the board; else the only one."
    )
    put_in_sprint: bool = Field(
        default=False, description="Whether an issue that is due in a sprint by the words of its row is put into it."
    )


def _written(value: object) -> object:
    """`2026-03-02/2w` (as on the command line) becomes the table it stands for."""
    if not isinstance(value, str):
        return value
    starts, weeks = parse_sprint(value)
    return {"starts": starts, "weeks": weeks}


def _tag(value: object) -> str:
    """Which of the two tables is meant."""
    if isinstance(value, Mapping):
        return _BOARD if BoardSprint.model_fields.keys() & value.keys() else _RHYTHM
    return _BOARD if isinstance(value, BoardSprint) else _RHYTHM


SprintTable = Annotated[
    Annotated[Sprint, Tag(_RHYTHM)] | Annotated[BoardSprint, Tag(_BOARD)],
    Discriminator(_tag),
    BeforeValidator(_written),
]
