"""Owns what came back for one request, and the two failures that no repetition cures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from syncer.errors import Unavailable, Unknown


@dataclass(frozen=True)
class Answer:
    """One complete answer: HTTP status, headers by lower-case name, and the body as text."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def is_success(self) -> bool:
        """Whether the request was done."""
        return 200 <= self.status < 300

    @cached_property
    def data(self) -> object:
        """The body as JSON, parsed once. Raises `ValueError` where it is none, or is nested beyond reason."""
        try:
            data: object = json.loads(self.text)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None
        return data


class Untrusted(Unavailable):
    """Nothing was sent, because the other side could not prove who it is: asking again changes nothing."""


class TooLong(Unknown):
    """The answer is longer than may be read, and would be again."""
