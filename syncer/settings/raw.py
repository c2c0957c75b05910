"""Owns the walk over tables of a configuration that has not been validated yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from syncer.settings.faults import Places


class TableAt(NamedTuple):
    """A table of the configuration, not validated yet, with the path of its name."""

    path: tuple[str, ...]
    table: Mapping[str, Any]
    places: Places

    def fault(self, key: str, sentence: str) -> str:
        """`sentence` about `key` (about the table where it is empty), with its place in front."""
        path = (*self.path, key) if key else self.path
        return f"{self.places.of(path)}: {'.'.join(path)}{sentence}"

    def given(self, *keys: str) -> list[str]:
        """Those of `keys` that the table has."""
        return [key for key in keys if key in self.table]


def named_tables(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and table of everything below `name` that is a table at all."""
    tables = data.get(name)
    if isinstance(tables, Mapping):
        for key, table in tables.items():
            if isinstance(table, Mapping):
                yield key, table
