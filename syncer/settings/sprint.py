"""Owns the short way to write a sprint calendar, `2026-03-02/2w`, for the command line and the environment."""

from __future__ import annotations

import re
from datetime import date

_SPRINT = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{1,2})w", re.ASCII)


def parse_sprint(text: str) -> tuple[date, int]:
    """First day of a sprint and its length in weeks (1 to 52). Raises `ValueError` with what was expected."""
    match = _SPRINT.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 52:
        raise ValueError(f'"{text}" is no sprint; write its first day and length in weeks, such as 2026-03-02/2w')
    try:
        return date.fromisoformat(match[1]), int(match[2])
    except ValueError:
        raise ValueError(f'"{match[1]}" in "{text}" is no date; write it as 2026-03-02/2w') from None
