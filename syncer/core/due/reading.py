"""Owns the way of a due text through the grammar, layer by layer, to one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from syncer.core.calendar import Calendar
from syncer.core.due.clock import Clock, day_of, take_clock, take_spelled_clock
from syncer.core.due.languages import LANGUAGES, table_of
from syncer.core.due.lexing import MOST_PIECES, Piece, pieces, tidy
from syncer.core.due.notes import Beside, check, is_doubt, read_with_tail, set_aside
from syncer.core.due.slips import read_moved
from syncer.core.due.span import NOT_UNDERSTOOD, Context, Span, UnsureError, not_understood, settle
from syncer.core.due.standing import done_in_groups, is_due, notes_of, read_standing
from syncer.core.due.table import Table
from syncer.core.due.words import Words, words_of
from syncer.model import Due, DueKind, DueState

_PARTLY_READ = frozenset({NOT_UNDERSTOOD, "ambiguous-date", "two-dates"})
"""Reasons that a language gives which may not know some word of the text."""
LONGEST = 200
"""Characters; a longer text is a paragraph, not a due date."""


def read_due(text: str | None, base: date | None, calendar: Calendar, language: str | None = None) -> Due:
    """What `text` means for a document published on `base` (`None` where that is unknown).

    `language` is the document's, as a code such as `de` or `pt-BR`; its words are known beside the English ones.
    Never raises: what is not certain comes back as unresolved, with the reason as its rule.
    """
    if text is None or not (text := text.strip()):
        return Due(DueState.NONE, rule="empty")
    if len(text) == 10 and (day := _iso_day(text)):
        return Due(DueState.DATE, day, DueKind.WRITTEN, "iso-date")
    if len(text) > LONGEST:
        return _unresolved("too-long", f"this is longer than {LONGEST} characters; write a date")
    table = table_of(language)
    context = Context(base, calendar, takes_dots=table is not None and table.takes_dots)
    return answer(lambda: _read(text, context, table))


def answer(read: Callable[[], Due]) -> Due:
    """What `read` gives; an unresolved due where it is not certain or leads to a day that no calendar has."""
    try:
        return read()
    except UnsureError as error:
        return _unresolved(error.rule, error.note)
    except OverflowError:
        return _unresolved("out-of-range", "this leads to a day that no calendar has")


def read_due_in_any_language(text: str | None, base: date | None, calendar: Calendar) -> Due:
    """What `text` means where its language is unknown: counts only if all languages that read it agree."""
    english = read_due(text, base, calendar)
    read = [read_due(text, base, calendar, language) for language in LANGUAGES]
    known = [due for due in (english, *read) if due.rule not in _PARTLY_READ]
    if len({(due.state, due.date) for due in known}) > 1:
        return _unresolved("languages-disagree", "languages read this differently; say which one it is (--lang)")
    partly = (due for due in (english, *read) if due.rule != NOT_UNDERSTOOD)
    return known[0] if known else next(partly, english)


def _iso_day(text: str) -> date | None:
    if text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unresolved(rule: str, note: str) -> Due:
    return Due(DueState.UNRESOLVED, rule=rule, note=note)


def _read(text: str, context: Context, table: Table | None) -> Due:
    tidied = tidy(text)
    found = pieces(tidied) if table is None else table.part(pieces(tidied))
    if len(found) > MOST_PIECES:
        raise not_understood()
    rest, clocks = _without_clocks(found)
    try:
        return _read_pieces(rest, clocks, tidied, context, table)
    except UnsureError as error:
        rest, clock = take_spelled_clock(rest)
        if error.rule != NOT_UNDERSTOOD or clock is None:
            raise
        return _read_pieces(rest, [*clocks, clock], tidied, context, table)


def _read_pieces(found: list[Piece], clocks: list[Clock], tidied: str, context: Context, table: Table | None) -> Due:
    due = read_moved(words_of(found, table), lambda words: _read_one(words, tidied, context))
    if not clocks:
        return due
    if due.date is None or due.kind not in {DueKind.WRITTEN, None}:
        raise not_understood()
    zoned = [clock for clock in clocks if clock.offset is not None]
    if zoned and len(clocks) > 1:
        raise not_understood()
    return replace(due, date=day_of(due.date, clocks[0], context.calendar.timezone))


def _without_clocks(found: list[Piece]) -> tuple[list[Piece], list[Clock]]:
    """`found` without its clock times, three at most, and those."""
    clocks: list[Clock] = []
    for _ in range(3):
        found, clock = take_clock(found)
        if clock is None:
            break
        clocks.append(clock)
    return found, clocks


def _read_one(words: Words, tidied: str, context: Context) -> Due:
    """What one part means that nothing has moved."""
    beside = set_aside(words, tidied)
    if is_due(beside.words):
        beside = beside._replace(words=beside.words[1:])
    elif standing := read_standing(beside, context):
        return standing
    span, tail = read_with_tail(beside.words, context)
    return _dated(span, beside, tidied[beside.words[tail].at :] if tail else "", context)


def _dated(span: Span, beside: Beside, tail: str, context: Context) -> Due:
    doubts = [group for group in beside.groups if is_doubt(group)]
    notes = tuple(group for group in beside.groups if group not in doubts)
    if done_in_groups(notes):
        return Due(DueState.DONE, span.start if span.is_day else None, rule="done")
    for group in notes:
        check(group, span, context)
    uncertain = "uncertain" if doubts or beside.is_uncertain else ""
    note = "; ".join(part for part in (uncertain, notes_of(notes), " ".join(tail.split())) if part)
    return Due(DueState.DATE, settle(span, context), span.kind, span.rule, note)
