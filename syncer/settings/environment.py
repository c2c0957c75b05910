"""Owns the overriding of settings by `SYNCER_A__B__C` variables, and the refusal of variables nobody knows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from syncer.settings.nearest import nearest
from syncer.settings.shape import item_type, keys, options
from syncer.settings.variables import PREFIX, setting_names

_SEPARATOR = "__"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """What the variables say: nested values, the variable behind each path, and one sentence a fault."""

    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


class _UnknownVariableError(Exception):
    """A variable names no setting; the text is the nearest one that does, or empty."""


def read_environment(model: type[BaseModel], variables: Mapping[str, str], names: Mapping[str, Any]) -> FromEnvironment:
    """Map the `SYNCER_` variables onto `model`; an empty one counts as unset.

    `names` is what the file says, so that a variable finds a named table whatever its case (`-` and `.` are
    written `_`). Lists and whole tables are JSON.
    """
    data: dict[str, Any] = {}
    origins: dict[Path, str] = {}
    faults = []
    for variable in setting_names(variables):
        try:
            path, annotation = _locate(model, variable, names)
            _store(data, path, _decode(variables[variable], annotation))
            origins[path] = variable
        except _UnknownVariableError as error:
            meant = _meant(model, str(error), names)
            advice = f"did you mean {meant}?" if meant else "unset it, or see docs/configuration.md"
            faults.append(f"environment variable {variable}: no such setting; {advice}")
        except ValueError as error:
            faults.append(f"environment variable {variable}: {error}")
    return FromEnvironment(data, origins, tuple(faults))


class EnvironmentSource(PydanticBaseSettingsSource):
    """Hands the variables of this process to pydantic-settings; `names` is what the file says."""

    def __init__(self, settings_cls: type[BaseSettings], names: Mapping[str, Any]) -> None:
        super().__init__(settings_cls)
        self._data = read_environment(settings_cls, os.environ, names).data

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """The value for one top-level table, already decoded."""
        return self._data.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every value found, nested; a people file's name is for the loader, which reads that file."""
        return {key: value for key, value in self._data.items() if not (key == "people" and isinstance(value, str))}


def _meant(model: type[BaseModel], guess: str, names: Mapping[str, Any]) -> str:
    """The setting that `guess`, one part of which is put right, leads to; empty where it leads to none."""
    for _ in range(guess.count(_SEPARATOR) + 1 if guess else 0):
        try:
            _locate(model, guess, names)
        except _UnknownVariableError as error:
            guess = str(error)
        else:
            return guess
        if not guess:
            return ""
    return ""


def _locate(model: type[BaseModel], variable: str, names: Mapping[str, Any]) -> tuple[Path, Any]:
    """The path of settings that a variable means, and the annotation of what stands there."""
    parts = variable[len(PREFIX) :].split(_SEPARATOR)
    path: list[str] = []
    annotation: Any = model
    present: Any = names
    for index, part in enumerate(parts):
        key, annotation = _step(annotation, part, present, parts[:index], parts[index + 1 :])
        present = present.get(key) if isinstance(present, Mapping) else None
        path.append(key)
    return tuple(path), annotation


def _step(annotation: Any, part: str, present: Any, before: list[str], after: list[str]) -> tuple[str, Any]:
    fields = keys(annotation)
    if fields:
        if part.lower() in fields:
            return part.lower(), fields[part.lower()]
        guess = nearest(part, fields)
        raise _UnknownVariableError(PREFIX + _SEPARATOR.join([*before, guess, *after]).upper() if guess else "")
    value_type = item_type(annotation)
    if value_type is None or not part:
        raise _UnknownVariableError(PREFIX + _SEPARATOR.join(before).upper() if before else "")
    known = present if isinstance(present, Mapping) else {}
    return next((key for key in known if _folded(key) == _folded(part)), part.lower()), value_type


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "_", name.lower())


def _decode(text: str, annotation: Any) -> Any:
    """A variable's text as TOML would have given it. Raises `ValueError`."""
    allowed = tuple(options(annotation))
    if SecretStr in allowed and not text.startswith("env:"):
        return SecretStr(text)
    is_structured = any(option not in {str, SecretStr, NoneType} for option in allowed)
    if not (is_structured and text.lstrip().startswith(("[", "{"))):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'is no valid JSON ({error}); write it like ["a", "b"] or {{"key": "value"}}') from None


def _store(data: dict[str, Any], path: Path, value: Any) -> None:
    """Put `value` at `path`; a deeper variable adds to a table that another gave as JSON."""
    for key in path[:-1]:
        inner = data.setdefault(key, {})
        data = inner if isinstance(inner, dict) else {}
    data[path[-1]] = value
