"""Owns the lines of configuration that would make owners known whom nobody knows, ready to be pasted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from syncer.model import UNKNOWN_OWNER, Problem
from syncer.outputs.printable import is_acting

_MOST_NAMES = 3
_LONGEST_NAME = 60
"""Characters; what is longer is a sentence, not somebody's name."""
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = str.maketrans(dict.fromkeys("*`"))
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOT_IN_A_HANDLE = re.compile(r"\W+")


def people_hint(problems: Iterable[Problem]) -> Iterator[str]:
    """Lines for syncer.toml with a table for each of the owners that most `problems` miss, three at most."""
    owners = Counter(_name(one.value) for one in problems if one.code == UNKNOWN_OWNER)
    people: dict[str, str] = {}
    for name, _ in owners.most_common():
        if _plain(name) and len(name) <= _LONGEST_NAME:
            people.setdefault(_handle(name), name)
    if people:
        yield "to make owners known, add to syncer.toml, with names and accounts as they are:"
    for handle, name in list(people.items())[:_MOST_NAMES]:
        yield from (f"  {line}" for line in _table(handle, name))
    if len(people) > _MOST_NAMES:
        yield f"  # and {len(people) - _MOST_NAMES} more likewise"


def _table(handle: str, name: str) -> Iterator[str]:
    """The table of somebody whom documents call `name`: a name, a @handle or an e-mail address."""
    yield f"[people.{handle if _BARE.fullmatch(handle) else toml_string(handle)}]"
    yield f"name = {toml_string(_plain(name))}"
    if _EMAIL.fullmatch(name):
        yield f"email = {toml_string(name)}"


def _name(text: str) -> str:
    return _LINK.sub(r"\1", text).translate(_MARKUP).strip(" \t\n.,;:[]")


def _plain(name: str) -> str:
    """What an e-mail address or a @handle has before and behind its `@`."""
    return name.lstrip("@").partition("@")[0].strip()


def _handle(name: str) -> str:
    plain = _plain(name)
    return _NOT_IN_A_HANDLE.sub("-", plain.casefold()).strip("-") or plain


def toml_string(text: str) -> str:
    """`text` as a TOML basic string that shows safely on a terminal (https://toml.io/en/v1.0.0#string)."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if "\ud800" <= character <= "\udfff":
        return "\\ufffd"  # half of a pair is no character that TOML could name
    return f"\\u{ord(character):04x}" if is_acting(character) else character
