"""Owns regular expressions that are long: written over several lines, compiled when first used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


def joined(lines: str) -> str:
    """A regular expression written over several lines, without the line breaks and the blanks around them."""
    return "".join(line.strip() for line in lines.splitlines())


class Pattern:
    """A regular expression that costs nothing until it is first used; then it is as fast as a compiled one.

    Its methods are those of `re.Pattern` with the same names. A source of several lines is joined.
    """

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[str]]
    sub: Callable[..., str]
    split: Callable[..., list[str]]

    def __init__(self, lines: str, flags: int = 0) -> None:
        self._source = joined(lines) if "\n" in lines else lines
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile at the first use of a method, and keep the compiled ones."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
