"""Owns moments as a query names them: epoch milliseconds, dates of the asker's zone to the minute, periods from now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

FORMATS = (
    "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format "
    "e.g. '-5d', '4w 2d'."
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND, _MINUTE, _DAY = timedelta(milliseconds=1), timedelta(minutes=1), timedelta(days=1)
_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?")
_PART = re.compile(r"(\d{1,6})([ywdhm])", re.IGNORECASE)
_UNITS: Mapping[str, timedelta] = {
    "y": timedelta(days=365),
    "w": timedelta(weeks=1),
    "d": _DAY,
    "h": timedelta(hours=1),
    "m": _MINUTE,
}


@dataclass(frozen=True, slots=True)
class Span:
    """What a text means: the moments from `start` up to but not including `end`. Only equality looks at the end."""

    start: datetime
    end: datetime


def span_of(text: str, zone: tzinfo, now: datetime) -> Span | None:
    """The span that `text` names to somebody in `zone`; `None` where it names none."""
    plain = text.strip()
    try:
        if re.fullmatch(r"-?\d{1,18}", plain):
            moment = _EPOCH + timedelta(milliseconds=int(plain))
            return Span(moment, moment + _MILLISECOND)
        if match := _DATE.fullmatch(plain):
            return _dated(match, zone)
        period = _period(plain)
        return None if period is None else Span(now + period, now + period + _MINUTE)
    except (ValueError, OverflowError):
        return None


def _dated(match: re.Match[str], zone: tzinfo) -> Span:
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if match[5] is None:
        start = datetime(year, month, day, tzinfo=zone)
        return Span(start, start + _DAY)
    start = datetime(year, month, day, int(match[5]), int(match[6]), tzinfo=zone)
    return Span(start, start + _MINUTE)


def _period(text: str) -> timedelta | None:
    """A period like `-4w 2d`: its sign is that of all its parts."""
    sign = -1 if text.startswith("-") else 1
    parts = text.lstrip("+-").split()
    matches = [_PART.fullmatch(part) for part in parts]
    found = [match for match in matches if match]
    if not found or len(found) < len(parts) or len(text) - len(text.lstrip("+-")) > 1:
        return None
    return sign * sum((int(match[1]) * _UNITS[match[2].lower()] for match in found), timedelta())


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _week(moment: datetime) -> datetime:
    return _day(moment) - timedelta(days=(moment.weekday() + 1) % 7)


def _next_month(moment: datetime) -> datetime:
    return (moment.replace(day=28) + timedelta(days=4)).replace(day=1)


_STARTS: Mapping[str, Callable[[datetime], datetime]] = {
    "day": _day,
    "week": _week,
    "month": lambda moment: _day(moment).replace(day=1),
    "year": lambda moment: _day(moment).replace(month=1, day=1),
}
_NEXT: Mapping[str, Callable[[datetime], datetime]] = {
    "day": lambda moment: moment + _DAY,
    "week": lambda moment: moment + timedelta(weeks=1),
    "month": _next_month,
    "year": lambda moment: moment.replace(year=moment.year + 1),
}
_FUNCTION = re.compile(r"(startof|endof)(day|week|month|year)")


def moment_of(function: str, arguments: tuple[str, ...], zone: tzinfo, now: datetime) -> datetime | None:
    """What `now()`, `startOfDay(-1d)` and their like mean; `None` for another function or a wrong argument."""
    if function.lower() == "now":
        return None if arguments else now
    match = _FUNCTION.fullmatch(function.lower())
    added = _period(arguments[0]) if arguments else timedelta()
    if match is None or len(arguments) > 1 or added is None:
        return None
    start = _STARTS[match[2]](now.astimezone(zone))
    return added + (start if match[1] == "startof" else _NEXT[match[2]](start) - _MILLISECOND)
