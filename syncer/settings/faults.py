"""Owns the sentences for what is wrong with a configuration: place, value, what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from syncer.settings.nearest import nearest, unknown
from syncer.settings.position import Path, line_of
from syncer.settings.served import is_served
from syncer.settings.shape import kinds, siblings
from syncer.settings.sprint_tables import SPRINT_TAGS

_SECRET_WORDS = ("token", "secret", "password", "passwd", "key", "url")
_SECRET_KEYS = frozenset({"pat"})
_WORDS = {
    "missing": "is missing; add it",
    "string_type": "expected text in quotes",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "tuple_type": 'expected a list such as ["a", "b"]',
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "model_attributes_type": "expected a table",
    "date_type": "expected a date such as 2026-03-02",
    "date_parsing": "expected a date such as 2026-03-02",
    "date_from_datetime_parsing": "expected a date such as 2026-03-02",
    "date_from_datetime_inexact": "expected a date such as 2026-03-02, without a time",
}
_TAGGED = frozenset({"sources", "trackers"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where settings came from: files with the lines of their keys, and variables of the environment.

    `people_file` holds the `people` table where it lies in a file of its own.
    """

    file: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)
    people_file: str | None = None
    people_lines: Mapping[Path, int] = field(default_factory=dict)
    variables: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def of(self, path: Sequence[str | int]) -> str:
        """Where `path` was set, for the head of a message."""
        for end in range(len(path), 0, -1):
            variable = self.variables.get(tuple(str(part) for part in path[:end]))
            if variable is not None:
                return f"environment variable {variable}"
        in_people = self.people_file is not None and path[:1] == ("people",)
        file = self.people_file if in_people else self.file
        line = line_of(self.people_lines if in_people else self.lines, path)
        return f"{file or 'configuration'}:{line}" if line else file or "configuration"


def sentence(error: ErrorDetails, model: type[BaseModel], places: Places) -> str:
    """One fault that pydantic found, as a person wants to read it; never repeats a secret."""
    path = _path(error["loc"])
    if error["type"] == "union_tag_not_found":
        path = (*path, _misspelt_kind(error) or "kind")
    elif error["type"] == "union_tag_invalid":
        path = (*path, "kind")
    return f"{places.of(path)}: {dotted(path)}{_shown(error, path)}: {_expectation(error, model, path)}"


def _misspelt_kind(error: ErrorDetails) -> str | None:
    """The key of a table without kind that may have been meant for it."""
    return nearest("kind", error["input"]) if isinstance(error["input"], Mapping) else None


def dotted(path: Sequence[str | int]) -> str:
    """`routes[0].target`: a path as one would point at it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _path(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Pydantic's location without the tags of unions and without its mark for a key."""
    parts = [part for part in loc if part != "[key]" and part not in SPRINT_TAGS]
    if len(parts) > 2 and parts[0] in _TAGGED:
        del parts[2]
    return tuple(parts)


def _shown(error: ErrorDetails, path: Sequence[str | int]) -> str:
    value = error["ctx"]["tag"] if error["type"] == "union_tag_invalid" else error["input"]
    key = str(path[-1]).lower()
    is_secret = key in _SECRET_KEYS or any(word in key for word in _SECRET_WORDS)
    if is_secret or error["type"] in {"missing", "extra_forbidden"} or not isinstance(value, str | int | float):
        return ""
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)
    shown = text if len(text) <= 60 else text[:57] + "..."
    return f' = "{shown}"' if isinstance(value, str) else f" = {shown}"


def _expectation(error: ErrorDetails, model: type[BaseModel], path: Sequence[str | int]) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"unknown key; {unknown(str(path[-1]), siblings(model, error['loc']))}"
    if kind == "union_tag_not_found" and path[-1] != "kind":
        return "unknown key; did you mean kind?"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        table = str(error["loc"][0])
        known = " or ".join(f'"{name}"' for name in kinds(model, table) if is_served(table, name))
        return f"{'is missing' if kind == 'union_tag_not_found' else 'unknown kind'}; expected {known}"
    if kind == "string_pattern_mismatch" and error["loc"][-1] == "[key]":
        return "a name is made of letters, digits, '.', '-' and single '_', and begins with a letter or digit"
    return _WORDS.get(kind) or error["msg"].removeprefix("Value error, ").replace("Input should be", "expected")
