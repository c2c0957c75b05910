"""Owns what is known of one call of the command from its first to its last moment."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Invocation:
    """One call: the id that its logs and history carry, the command line as one would type it again, and secrets.

    `secrets` are those it got to know; it never prints them.
    """

    run_id: str
    command: str
    secrets: list[str] = field(default_factory=list)
