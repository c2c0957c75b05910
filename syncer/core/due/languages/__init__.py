"""Owns which languages the due-date grammar knows beside English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from syncer.core.due.table import Table

TABLES: Mapping[str, Table] = MappingProxyType({})


def table_of(language: str | None) -> Table | None:
    """The table of a language code such as `de` or `pt-BR`; `None` for English and languages without one."""
    return None if language is None else TABLES.get(language.replace("_", "-").partition("-")[0].lower())
