"""Owns what is filled into the screen of a transition: the resolution that fits, and what the configuration says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from syncer.model import State
from syncer.trackers.jira.choices import Choices
from syncer.trackers.jira.shown import Json
from syncer.trackers.jira.values import allowed_names, field_value, told_values

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
    """What is sent for `screen`, by id of the field; `wanted` where the transition leads to what is done."""
    undone = (*choices.wont_do, *choices.duplicate)
    resolution = _resolution(screen.get(RESOLUTION), choices, wanted)
    values: dict[str, Json] = {RESOLUTION: {"name": resolution}} if resolution is not None else {}
    for name, meta, value in _configured(screen, choices):
        try:
            values[name] = field_value(meta, value, is_cloud=is_cloud)
        except ValueError as error:
            lacks = f"the value of {_label(name, meta)} in transition_fields cannot be sent: {error}"
            return Filled(undone=undone, lacks=lacks, remedy="correct it in the configuration")
    missing = [(name, meta) for name, meta in screen.items() if _is_needed(meta) and name not in values]
    if missing:
        name, meta = missing[0]
        return Filled(undone=undone, lacks=_lack(name, meta), remedy=_remedy(name, meta))
    return Filled(_content(values), resolution, undone)


def _configured(screen: Mapping[str, Json], choices: Choices) -> Iterator[tuple[str, Mapping[str, Json], object]]:
    """The fields of `screen` that the configuration fills, named by id or as people see them."""
    wanted = {name.casefold(): value for name, value in choices.transition_fields.items()}
    for name, meta in screen.items():
        label = str(meta.get("name") or name)
        key = next((key for key in (name.casefold(), label.casefold()) if key in wanted), None)
        if key is not None and name != RESOLUTION:
            yield name, meta, wanted[key]


def _resolution(meta: Mapping[str, Json] | None, choices: Choices, wanted: Wanted | None) -> str | None:
    """The resolution to choose; `None` where there is none to choose, or none that would be true."""
    if meta is None or (wanted is None and not _is_needed(meta)):
        return None
    known = allowed_names(meta)
    names = (wanted or Wanted(State.DONE)).resolutions(choices)
    if not known:
        return names[0] if _is_needed(meta) else None
    return _first_of(names, known) or (_any_done(known, choices) if _may_be_any(meta, wanted) else None)


def _first_of(names: Sequence[str], known: Sequence[str]) -> str | None:
    by_name = {name.casefold(): name for name in known}
    return next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)


def _may_be_any(meta: Mapping[str, Json], wanted: Wanted | None) -> bool:
    """Whether any resolution is better than none: where one is needed and the issue was done."""
    return _is_needed(meta) and (wanted is None or wanted.state is not State.WONT_DO)


def _any_done(known: Sequence[str], choices: Choices) -> str | None:
    undone = {name.casefold() for name in (*choices.wont_do, *choices.duplicate)}
    return next((name for name in known if name.casefold() not in undone), None)


def _is_needed(meta: Mapping[str, Json]) -> bool:
    return bool(meta.get("required")) and not meta.get("hasDefaultValue")


def _lack(name: str, meta: Mapping[str, Json]) -> str:
    told = told_values(meta)
    return f"its screen requires {_label(name, meta)}" + (f" ({told})" if told else "")


def _remedy(name: str, meta: Mapping[str, Json]) -> str:
    example = next(iter(allowed_names(meta)), "...").replace('"', "'")
    label = str(meta.get("name") or name).replace('"', "'")
    return f'set transition_fields = {{ "{label}" = "{example}" }} for the project in the configuration'


def _label(name: str, meta: Mapping[str, Json]) -> str:
    return str(meta.get("name") or name)


def _content(values: Mapping[str, Json]) -> dict[str, Json]:
    """The parts of a request: comments are added, everything else is set."""
    fields = {name: value for name, value in values.items() if name != _COMMENT}
    content: dict[str, Json] = {"fields": fields} if fields else {}
    if _COMMENT in values:
        content["update"] = {_COMMENT: [{"add": {"body": values[_COMMENT]}}]}
    return content
