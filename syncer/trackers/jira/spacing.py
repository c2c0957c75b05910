"""Owns how close writes to one issue may follow each other: Jira takes 20 in two seconds and 100 in thirty."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

_WINDOWS = ((2.0, 18), (30.0, 90))
"""Seconds, and how many writes we send in them at most: somebody else writes, too."""
_LONGEST = max(seconds for seconds, _ in _WINDOWS)
_ISSUE = re.compile(r"/issue/(?P<issue>[^/?]+)")


@dataclass(slots=True)
class Spacing:
    """When the last writes to each issue were sent, in seconds of a clock that never steps back."""

    _sent: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, path: str, now: float) -> float:
        """Seconds until the write to `path` of the API may be sent; 0 where it is sent now, which is noted."""
        match = _ISSUE.search(path)
        if match is None:
            return 0.0
        sent = self._sent.setdefault(match["issue"], deque())
        while sent and now - sent[0] >= _LONGEST:
            sent.popleft()
        wait = max((sent[-most] + seconds - now for seconds, most in _WINDOWS if len(sent) >= most), default=0.0)
        if wait <= 0:
            sent.append(now)
        return max(0.0, wait)
