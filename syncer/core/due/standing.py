"""Owns due texts that name no day to come: none yet, done, not done, and statuses in the wrong column."""

from __future__ import annotations

from datetime import date

from syncer.core.due.notes import Beside, Group, mentions_date, read_any, read_quietly
from syncer.core.due.phrases import stripped
from syncer.core.due.span import Context, Span, UnsureError, not_understood, two_dates
from syncer.core.due.words import Words, codes
from syncer.model import Due, DueState

_NOTHING = frozenset("0r-–?&,")
_STANDING = frozenset("zsx0r-–?")
_EXPLICIT = frozenset({"iso-date", "date", "date-without-year", "numeric-date", "today"})
_DUE_WORDS = frozenset({"by", "in", "before", "until", "till", "til", "within", "during", "over", "due"})
_TO_BE_DONE = frozenset({"done", "complete"})


def is_due(words: Words) -> bool:
    """Whether `words` say by when something is to be done: `done by Friday`, `complete in Q2`."""
    return len(words) > 1 and words[0].text in _TO_BE_DONE and words[1].text in _DUE_WORDS


def read_standing(beside: Beside, context: Context) -> Due | None:
    """`none` or `done` where the words say so, `None` where they may be a date; raises `UnsureError` for a status."""
    found = codes(beside.words)
    if _STANDING.isdisjoint(found):
        return None
    if "z" in found:
        raise UnsureError("not-done", "this says that it is not done, not by when it is due")
    if _is_nothing(beside.words):
        return _none(beside)
    if "s" in found and not set(codes(stripped(beside.words))) - set("sx&|,/"):
        raise UnsureError("status-word", "this is a status, but it stands where a due date belongs")
    if "x" in found:
        return _done(beside, context)
    return None


def _is_nothing(words: Words) -> bool:
    inner = stripped(words) or [word for word in words if word.code in "-–"]
    return bool(inner) and set(codes(inner)) <= _NOTHING


def _none(beside: Beside) -> Due:
    if any(mentions_date(group.words) for group in beside.groups):
        raise two_dates()
    return Due(DueState.NONE, rule="none", note=notes_of(beside.groups))


def notes_of(groups: tuple[Group, ...]) -> str:
    """The texts of bracketed groups as one note."""
    return "; ".join(group.text for group in groups if group.text)


def _done(beside: Beside, context: Context) -> Due:
    """`done`, `done 2026-03-01`, `2026-03-01 ✅`."""
    words = beside.words
    first, last = 0, len(words)
    while first < last and words[first].code == "x":
        first += 1
    while first < last and words[last - 1].code == "x":
        last -= 1
    if last - first == len(words):
        raise not_understood()
    if beside.is_uncertain:
        raise UnsureError("status-word", "nobody can say whether this is done")
    if first == last:
        return _finished(_date_beside(beside.groups, context), notes_of(beside.groups))
    said = {word.text for word in (*words[:first], *words[last:])}
    is_ticked = "✅" in said
    if said == {"complete"} or (first and not is_ticked and words[first].text in _DUE_WORDS):
        raise _done_or_due()
    return _finished(_done_on(words[first:last], context, is_ticked=is_ticked), notes_of(beside.groups))


def done_in_groups(groups: tuple[Group, ...]) -> bool:
    """Whether a bracketed group says no more than done: `2026-03-01 (done)`."""
    return any(set(codes(group.words)) == {"x"} for group in groups)


def _done_on(words: Words, context: Context, *, is_ticked: bool) -> date | None:
    span = read_any(words, context)
    if span is None:
        raise not_understood()
    if span.rule in _EXPLICIT:
        return span.start
    if not is_ticked:
        raise _done_or_due()
    return None


def _done_or_due() -> UnsureError:
    return UnsureError("done-or-due", "nobody can say whether it is done or due then; write the day")


def _date_beside(groups: tuple[Group, ...], context: Context) -> date | None:
    """The day that a group beside `done` names, `None` where none does."""
    spans: list[Span] = [span for group in groups if (span := read_quietly(group.words, context))]
    if any(span.rule not in _EXPLICIT for span in spans):
        raise _done_or_due()
    return spans[0].start if spans else None


def _finished(day: date | None, note: str) -> Due:
    return Due(DueState.DONE, date=day, rule="done", note=note)
