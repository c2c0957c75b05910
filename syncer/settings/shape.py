"""Owns the walk over the settings' types: which keys may stand at a place, and what stands behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def options(annotation: Any) -> Iterator[Any]:
    """The type without `Annotated` and, of a union, each member."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from options(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for option in get_args(annotation):
            yield from options(option)
    else:
        yield annotation


def tables(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The tables that `annotation` allows; none where it is no table."""
    return tuple(option for option in options(annotation) if isinstance(option, type) and issubclass(option, BaseModel))


def keys(annotation: Any) -> Mapping[str, Any]:
    """The keys of the table (or of any of the tables) that `annotation` allows, with their types."""
    return {name: info.annotation for table in tables(annotation) for name, info in table.model_fields.items()}


def item_type(annotation: Any) -> Any | None:
    """What stands below a name or a number of its user's choice, `None` where no such thing does."""
    for option in options(annotation):
        if get_origin(option) is dict:
            return get_args(option)[1]
        if get_origin(option) is tuple:
            return get_args(option)[0]
    return None


def siblings(model: type[BaseModel], loc: Sequence[str | int]) -> tuple[str, ...]:
    """The keys known to the table that holds `loc`, a location as pydantic gives it (with the tags of unions)."""
    annotation: Any = model
    for part in loc[:-1]:
        chosen = [table for table in tables(annotation) if _tag(table) == part]
        known = keys(annotation)
        annotation = chosen[0] if chosen else known.get(str(part)) if known else item_type(annotation)
    return tuple(keys(annotation))


def kinds(model: type[BaseModel], table: str) -> tuple[str, ...]:
    """The kinds that a named table below `table` can be of."""
    named = tables(item_type(model.model_fields[table].annotation))
    return tuple(tag for one in named if (tag := _tag(one)) is not None)


def _tag(table: type[BaseModel]) -> str | None:
    kind = table.model_fields.get("kind")
    return str(get_args(kind.annotation)[0]) if kind is not None else getattr(table, "tag", None)
