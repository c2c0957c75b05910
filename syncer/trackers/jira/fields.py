"""Owns what Jira tells of a field of a screen: its names, its kind, whether it is required, and its allowed values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.trackers.jira.shown import Json

_MOST_ALLOWED = 500
_MOST_TOLD = 10
_LONGEST_NAME = 80
_NAMES = ("value", "name", "key", "id")
_KEPT = (*_NAMES, "children")


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field; `type`, `items` and `custom` are those of its schema, `allowed` its values as Jira shows them."""

    id: str
    name: str
    is_required: bool = False
    has_default: bool = False
    type: str = ""
    items: str = ""
    custom: str = ""
    allowed: tuple[Mapping[str, Json], ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether nothing can be made without a value for it."""
        return self.is_required and not self.has_default

    @property
    def words(self) -> str:
        """What people call it, with its id where that says something else: `Root cause (customfield_10050)`."""
        is_same = self.id.casefold() == self.name.casefold().replace(" ", "")
        return self.name if is_same else f"{self.name} ({self.id})"


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen on which issues of one type are made: its fields by id."""

    type_id: str
    type_name: str
    fields: Mapping[str, FieldShape]

    def find(self, name: str) -> FieldShape | None:
        """The field called `name`: by its id, else by the name that people see."""
        return found(self.fields, name)


def found(fields: Mapping[str, FieldShape], name: str) -> FieldShape | None:
    """Of `fields` by id, the one with the id `name`, else the first by id that people see under that name."""
    wanted = name.strip().casefold()
    named = (one for _, one in sorted(fields.items()) if wanted in (one.id.casefold(), one.name.casefold()))
    return fields.get(name) or next(named, None)


def shape_of(data: Json, known_id: str | None = None) -> FieldShape:
    """A field as createmeta and the screens of transitions show it; raises TypeError, ValueError and their like."""
    schema = data.get("schema") or {}
    name = str(known_id or data.get("fieldId") or data.get("key") or schema["system"])
    allowed = data.get("allowedValues") or ()
    return FieldShape(
        id=name,
        name=str(data.get("name") or name),
        is_required=bool(data.get("required")),
        has_default=bool(data.get("hasDefaultValue")),
        type=str(schema.get("type") or ""),
        items=str(schema.get("items") or ""),
        custom=str(schema.get("custom") or ""),
        allowed=tuple(_kept(one) for one in allowed[:_MOST_ALLOWED] if isinstance(one, Mapping)),
    )


def note_of(shape: FieldShape) -> dict[str, Json]:
    """`shape`, JSON-ready, in the form that `shape_of` reads."""
    return {
        "fieldId": shape.id,
        "name": shape.name,
        "required": shape.is_required,
        "hasDefaultValue": shape.has_default,
        "schema": {"type": shape.type, "items": shape.items, "custom": shape.custom},
        "allowedValues": [dict(one) for one in shape.allowed],
    }


def name_of(allowed: Mapping[str, Json]) -> str:
    """What people call an allowed value."""
    return next((str(allowed[name]) for name in _NAMES if allowed.get(name) is not None), "")


def allowed_value(shape: FieldShape, wanted: str) -> Mapping[str, Json] | None:
    """The allowed value of `shape` that people call `wanted`, else the one with that id or key."""
    return among(shape.allowed, wanted)


def among(values: Iterable[Mapping[str, Json]], wanted: str) -> Mapping[str, Json] | None:
    """Of `values` the one that people call `wanted`, else the one with that id or key."""
    known, text = list(values), wanted.strip()
    named = (one for one in known if name_of(one).strip().casefold() == text.casefold())
    meant = (one for one in known if text in (str(one.get("id")), str(one.get("key"))))
    return next(named, None) or next(meant, None)


def allowed_words(shape: FieldShape) -> str:
    """The allowed values in words, the first of many: `"Code", "Config"`; empty where none are told."""
    told = [f'"{cut(plain(name_of(one)), _LONGEST_NAME)}"' for one in shape.allowed[:_MOST_TOLD]]
    more = len(shape.allowed) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _kept(one: Mapping[str, Json]) -> Mapping[str, Json]:
    """An allowed value without its pictures and addresses; two levels of it, which is all that Jira has."""
    kept = {name: one[name] for name in _KEPT if one.get(name) is not None}
    children = kept.pop("children", None)
    if isinstance(children, list):
        kept["children"] = [
            {name: child[name] for name in _NAMES if child.get(name) is not None}
            for child in children
            if isinstance(child, Mapping)
        ]
    return kept
