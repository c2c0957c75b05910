"""Owns which languages the due-date grammar knows beside English, each loaded when a document first asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from syncer.core.due.table import Table

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "de": "german",
        "es": "spanish",
        "fr": "french",
        "ja": "japanese",
        "no": "norwegian",
        "pt": "portuguese",
        "ru": "russian",
        "zh": "chinese",
    }
)
"""The module of each language, by its code."""
_SAME = {"nb": "no", "nn": "no"}


def table_of(language: str | None) -> Table | None:
    """The table of a language code such as `de` or `pt-BR`; `None` for English and languages without one."""
    if language is None:
        return None
    code = language.replace("_", "-").partition("-")[0].strip().lower()
    name = LANGUAGES.get(_SAME.get(code, code))
    if name is None:
        return None
    table: Table = import_module(f"{__name__}.{name}").TABLE
    return table
