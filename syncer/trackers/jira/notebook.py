"""Owns what was learnt of a site and stays true for a while, across the runs that share its memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from syncer.ports import Clock

Json = Any
_AHEAD = timedelta(minutes=5)
"""How far ahead of the clock a note may have been made: a clock that was set back makes old notes no younger."""


_LONGEST = timedelta(days=30)
"""How long a note is kept at most: what nobody noted anew for so long is of a project that is not asked for."""


class Notebook:
    """Notes by name, one JSON text in all; `text` is the one last given to `remember`, perhaps by another process.

    Only for the thread that writes: never used while targets are listed or read side by side.
    """

    def __init__(self, text: str | None, remember: Callable[[str], None], clock: Clock) -> None:
        self._remember = remember
        self._clock = clock
        self._notes = _read(text)

    def recall(self, name: str, max_age: timedelta) -> Json | None:
        """What was noted under `name`, if that was at most `max_age` ago."""
        note = self._notes.get(name)
        if note is None:
            return None
        age = self._clock.now() - datetime.fromtimestamp(note["at"], UTC)
        return note["data"] if -_AHEAD <= age <= max_age else None

    def note(self, name: str, data: Json) -> None:
        """Keep `data`, which is JSON-ready, under `name`; stored before this returns."""
        now = self._clock.now()
        oldest = int((now - _LONGEST).timestamp())
        self._notes = {known: note for known, note in self._notes.items() if note["at"] >= oldest}
        self._notes[name] = {"at": int(now.timestamp()), "data": data}
        self._store()

    def forget(self, name: str) -> None:
        """What was noted under `name` has turned out to be wrong."""
        if self._notes.pop(name, None) is not None:
            self._store()

    def _store(self) -> None:
        self._remember(json.dumps(self._notes, ensure_ascii=True, separators=(",", ":"), sort_keys=True))


def _read(text: str | None) -> dict[str, dict[str, Json]]:
    """The notes of `text`; none where it is rubbish."""
    try:
        told = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return {}
    notes = told if isinstance(told, dict) else {}
    return {name: note for name, note in notes.items() if _is_note(note)}


def _is_note(note: Json) -> bool:
    """Whether `note` is one of ours, made at an instant that there is."""
    at = note.get("at") if isinstance(note, dict) and "data" in note else None
    return isinstance(at, int) and not isinstance(at, bool) and 0 <= at < 2**36
