"""Owns the reading of a Dockerfile: its instructions in order, each with the stage it belongs to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its word in capitals, the rest on one line, its 1-based line, and how many FROM came before."""

    word: str
    text: str
    line: int
    stage: int

    @property
    def words(self) -> list[str]:
        """The text split as a shell does."""
        return shlex.split(self.text)

    def assignments(self, known: Mapping[str, str]) -> dict[str, str]:
        """The NAME=VALUE pairs of an ENV, ARG or LABEL, `${NAME}` replaced by what is `known` before it."""
        pairs = (word.split("=", 1) for word in self.words)
        return {name: _VARIABLE.sub(lambda found: known.get(found[1], ""), value) for name, value in pairs}


def instructions(text: str) -> Iterator[Instruction]:
    """Every instruction of the Dockerfile `text`; comments and blank lines are left out, continued lines joined."""
    stage, begun, parts = 0, 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or not line.strip():
            continue
        begun = begun or number
        parts.append(line.strip().removesuffix("\\").strip())
        if line.rstrip().endswith("\\"):
            continue
        word, _, rest = " ".join(parts).partition(" ")
        stage += word.upper() == "FROM"
        yield Instruction(word.upper(), rest, begun, stage)
        begun, parts = 0, []
