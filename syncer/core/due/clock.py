"""Owns clock times beside a date: finding them, and the day an instant is in the team's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from syncer.core.due.lexing import Piece
from syncer.core.due.span import UnsureError
from syncer.core.zones import zone_of

_SIGNS_OF_TIME = frozenset({":", "am", "pm", "noon", "a", "p", "t"})
_WORDS_OF_TIME = frozenset({"h", "uhr", "時", "点", "點"})
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "jst": 540, "cet": 60, "cest": 120, "est": -300, "edt": -240} | {
    "pst": -480,
    "pdt": -420,
}


class Clock(NamedTuple):
    """A time of day in minutes after midnight, and its offset from UTC in minutes where it was written."""

    minutes: int
    offset: int | None


def take_clock(pieces: list[Piece]) -> tuple[list[Piece], Clock | None]:
    """`pieces` without their first clock time and its zone, and that time; `17h` needs `take_spelled_clock`."""
    if _SIGNS_OF_TIME.isdisjoint(piece.text for piece in pieces):
        return pieces, None
    for index in range(len(pieces)):
        if found := _clock_at(pieces, index):
            minutes, end = found
            begins = (
                index - 1
                if index > 1 and pieces[index - 1].text == "t" and pieces[index - 2].text.isdecimal()
                else index
            )
            offset, end = _zone_at(pieces, end, is_instant=begins < index)
            return pieces[:begins] + pieces[end:], Clock(minutes, offset)
    return pieces, None


def _is_instant(pieces: list[Piece], index: int) -> bool:
    """Whether the `T` of `2026-12-04T10:00` or `20261204T1000` stands before `index`."""
    date_ends = _text(pieces, index - 2)
    return _text(pieces, index - 1) == "t" and date_ends.isdecimal() and len(date_ends) in {2, 8}


def take_spelled_clock(pieces: list[Piece]) -> tuple[list[Piece], Clock | None]:
    """The same for a time such as `17h`, `17h30` or `17 Uhr`: a second try only, as `17h` may be hours from now."""
    for index in range(1, len(pieces)):
        hour = _number(pieces, index - 1, 24)
        if hour is not None and pieces[index].text in _WORDS_OF_TIME:
            minute = _number(pieces, index + 1, 59)
            end = index + 1 if minute is None else index + 2
            return pieces[: index - 1] + pieces[end:], Clock(hour * 60 + (minute or 0), None)
    return pieces, None


def day_of(day: date, clock: Clock, timezone: str) -> date:
    """The day that an instant on `day` is in `timezone` (an IANA name); `day` itself for a time without a zone."""
    if clock.offset is None:
        return day
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=clock.minutes - clock.offset)
    return instant.astimezone(_zone(timezone)).date()


def _zone(timezone: str) -> tzinfo:
    try:
        return zone_of(timezone)
    except ValueError as error:
        raise UnsureError("no-such-time-zone", f"calendar.timezone is no known time zone: {timezone}") from error


def _clock_at(pieces: list[Piece], index: int) -> tuple[int, int] | None:
    """Minutes after midnight of the time that begins at `index`, and where it ends."""
    text = pieces[index].text
    if text == "noon":
        return 720, index + 1
    if text.isdecimal() and len(text) in {4, 6} and _is_instant(pieces, index) and len(pieces[index - 2].text) == 8:
        return _checked(int(text[:2]), int(text[2:4]), index + 1)
    hour = _number(pieces, index, 24)
    if hour is None:
        return None
    minute, end = _minutes_at(pieces, index + 1)
    half, end = _half_at(pieces, end)
    if half is None:
        return None if minute is None else _checked(hour, minute, end)
    return _checked(hour % 12 + half, minute or 0, end) if 1 <= hour <= 12 else None


def _checked(hour: int, minute: int, end: int) -> tuple[int, int] | None:
    minutes = hour * 60 + minute
    return (minutes, end) if minute < 60 and minutes <= 1440 else None


def _minutes_at(pieces: list[Piece], index: int) -> tuple[int | None, int]:
    """Minutes after a colon, with seconds and their fraction passed over."""
    if _text(pieces, index) != ":" or len(_text(pieces, index + 1)) != 2:
        return None, index
    minute, end = _number(pieces, index + 1, 59), index + 2
    if _text(pieces, end) == ":" and _number(pieces, end + 1, 60) is not None:
        end += 2
        if _text(pieces, end) == "." and _text(pieces, end + 1).isdecimal():
            end += 2
    return minute, end


def _half_at(pieces: list[Piece], index: int) -> tuple[int | None, int]:
    """Hours that `am` (0) or `pm` (12) adds; `None` where neither stands there."""
    text = _text(pieces, index)
    if text in {"am", "pm"}:
        return (12 if text == "pm" else 0), index + 1
    if text in {"a", "p"} and _text(pieces, index + 1) == "." and _text(pieces, index + 2) == "m":
        return (12 if text == "p" else 0), index + 3
    return None, index


def _zone_at(pieces: list[Piece], index: int, *, is_instant: bool) -> tuple[int | None, int]:
    """The offset in minutes that stands at `index`; a minus counts only in an instant, elsewhere it is a range."""
    name = _text(pieces, index)
    named = _ZONES.get(name)
    begins = index if named is None else index + 1
    sign = {"+": 1, "-": -1 if is_instant or named == 0 else 0}.get(_text(pieces, begins), 0)
    if sign == 0 or named:
        return named, begins
    offset, end = _offset_at(pieces, begins + 1)
    return (named, begins) if offset is None else (sign * offset, end)


def _offset_at(pieces: list[Piece], index: int) -> tuple[int | None, int]:
    digits = _text(pieces, index)
    if digits.isdecimal() and len(digits) == 4:
        return int(digits[:2]) * 60 + int(digits[2:]), index + 1
    hours = _number(pieces, index, 14)
    if hours is not None and _text(pieces, index + 1) == ":":
        return hours * 60 + (_number(pieces, index + 2, 59) or 0), index + 3
    return (None if hours is None else hours * 60), index + 1


def _text(pieces: list[Piece], index: int) -> str:
    return pieces[index].text if 0 <= index < len(pieces) else ""


def _number(pieces: list[Piece], index: int, most: int) -> int | None:
    text = _text(pieces, index)
    return int(text) if text.isdecimal() and len(text) <= 2 and int(text) <= most else None
