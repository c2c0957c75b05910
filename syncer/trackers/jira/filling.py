"""Owns what is filled into the screen of a transition: the resolution that fits, and what the configuration says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from syncer.model import State
from syncer.trackers.jira.choices import Choices
from syncer.trackers.jira.fields import FieldShape, allowed_words, found, name_of, shape_of
from syncer.trackers.jira.shown import Json
from syncer.trackers.jira.values import field_value

RESOLUTION = "resolution"
_COMMENT = "comment"
_DONE = ("Done", "Fixed", "Resolved", "Completed", "Complete", "Implemented", "Closed")
"""Resolutions of what was done, where the configuration names none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an issue is to be: its state, and whether because there is another one."""

    state: State
    is_duplicate: bool = False

    def resolutions(self, choices: Choices) -> tuple[str, ...]:
        """Names of the resolutions that say this, the best first."""
        if self.state is not State.WONT_DO:
            configured = choices.transition_fields.get(RESOLUTION)
            return (*([configured] if isinstance(configured, str) else []), *_DONE)
        return (*choices.duplicate, *choices.wont_do) if self.is_duplicate else (*choices.wont_do, *choices.duplicate)

    def distance(self, name: str, status: str, filled: Filled) -> int:
        """How badly a transition called `name` to `status` says this: 0 for best."""
        undone = {word.casefold() for word in filled.undone}
        says_undone = bool({name.casefold(), status.casefold()} & undone)
        if self.state is State.WONT_DO:
            return 0 if filled.resolution is not None or says_undone else 1
        return 1 if says_undone else 0


@dataclass(frozen=True, slots=True)
class Filled:
    """What a screen is sent as a part of the request; `lacks` says what is missing, with a `remedy`.

    `resolution` is the name of the one chosen, `undone` are the names that say that something was not done.
    """

    content: Mapping[str, Json] = field(default_factory=dict)
    resolution: str | None = None
    undone: tuple[str, ...] = ()
    lacks: str | None = None
    remedy: str = ""


def fill(screen: Mapping[str, Json], choices: Choices, wanted: Wanted | None, *, is_cloud: bool) -> Filled:
    """What is sent for `screen`, fields by id; `wanted` where the transition leads to what is done.

    Raises `TypeError`, `ValueError` and their like for a screen of another shape than Jira's.
    """
    shapes = {name: shape_of(data, name) for name, data in screen.items()}
    resolution = _resolution(shapes.get(RESOLUTION), choices, wanted)
    values: dict[str, Json] = {RESOLUTION: {"name": resolution}} if resolution is not None else {}
    undone = (*choices.wont_do, *choices.duplicate)
    for shape, value in _configured(shapes, choices):
        try:
            values[shape.id] = field_value(shape, value, is_cloud=is_cloud)
        except ValueError as error:
            lacks = f"the value of {shape.words} in transition_fields cannot be sent: {error}".replace("; ", ", ")
            return Filled(undone=undone, lacks=lacks, remedy="correct it in the configuration")
    missing = next((shape for shape in shapes.values() if shape.is_needed and shape.id not in values), None)
    if missing is not None:
        return Filled(undone=undone, lacks=_lack(missing), remedy=_remedy(missing))
    return Filled(_content(values), resolution, undone)


def _configured(shapes: Mapping[str, FieldShape], choices: Choices) -> Iterator[tuple[FieldShape, object]]:
    """The fields of a screen that the configuration fills, named by id or as people see them."""
    for name, value in choices.transition_fields.items():
        shape = found(shapes, name)
        if shape is not None and shape.id != RESOLUTION:
            yield shape, value


def _resolution(shape: FieldShape | None, choices: Choices, wanted: Wanted | None) -> str | None:
    """The resolution to choose; `None` where there is none to choose, or none that would be true."""
    if shape is None or (wanted is None and not shape.is_needed):
        return None
    known = [name_of(one) for one in shape.allowed]
    names = (wanted or Wanted(State.DONE)).resolutions(choices)
    if not known:
        return names[0] if shape.is_needed else None
    return _first_of(names, known) or (_any_done(known, choices) if _may_be_any(shape, wanted) else None)


def _first_of(names: Sequence[str], known: Sequence[str]) -> str | None:
    by_name = {name.casefold(): name for name in known}
    return next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)


def _may_be_any(shape: FieldShape, wanted: Wanted | None) -> bool:
    """Whether any resolution is better than none: where one is needed and the issue was done."""
    return shape.is_needed and (wanted is None or wanted.state is not State.WONT_DO)


def _any_done(known: Sequence[str], choices: Choices) -> str | None:
    undone = {name.casefold() for name in (*choices.wont_do, *choices.duplicate)}
    return next((name for name in known if name.casefold() not in undone), None)


def _lack(shape: FieldShape) -> str:
    told = allowed_words(shape)
    return f"its screen requires {shape.words}" + (f" ({told})" if told else "")


def _remedy(shape: FieldShape) -> str:
    example = next((name_of(one) for one in shape.allowed), "...").replace('"', "'")
    label = shape.name.replace('"', "'")
    return f'set transition_fields = {{ "{label}" = "{example}" }} for the project in the configuration'


def _content(values: Mapping[str, Json]) -> dict[str, Json]:
    """The parts of a request: comments are added, everything else is set."""
    fields = {name: value for name, value in values.items() if name != _COMMENT}
    content: dict[str, Json] = {"fields": fields} if fields else {}
    if _COMMENT in values:
        content["update"] = {_COMMENT: [{"add": {"body": values[_COMMENT]}}]}
    return content
