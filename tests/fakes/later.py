"""Owns what a server will do once its clock has moved on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta


class Later:
    """Actions promised for a moment; whoever asks it holds the lock of what they change."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.promised: list[tuple[datetime, Callable[[], object]]] = []

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""
        self.promised.append((self._now() + timedelta(seconds=seconds), action))

    def settle(self) -> None:
        """Do what was promised for a moment that is over."""
        if not self.promised:
            return
        now = self._now()
        due = [entry for entry in self.promised if entry[0] <= now]
        self.promised = [entry for entry in self.promised if entry[0] > now]
        for _, action in sorted(due, key=lambda entry: entry[0]):
            action()
