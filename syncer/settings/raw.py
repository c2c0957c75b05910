"""Owns the walk over tables of a configuration that has not been validated yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def named_tables(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and table of everything below `name` that is a table at all."""
    tables = data.get(name)
    if isinstance(tables, Mapping):
        for key, table in tables.items():
            if isinstance(table, Mapping):
                yield key, table
