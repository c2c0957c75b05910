"""Owns due dates that are part of an item's sentence: `... by Friday`, `... during the H1 sprints`."""

from __future__ import annotations

import re

from syncer.core.draft import Draft
from syncer.core.lexicon.dates import DAY, LOOSE_DAY
from syncer.core.patterns import Pattern
from syncer.core.wording import collapse

_REACH = 400
"""Only this many characters at either end of a text are searched."""
_STOP = r"(?=\s*(?:$|[.;!)]\s|[.;!)]$|\n|,\s|\s[—–-]\s|\())"
_BY = Pattern(
    rf"""
    (?<!\w)((?:no later than|not later than|by the end of|by|before|until|due(?: by| on)?|not before
    |target(?:ing|ed for)?|eta|bis|antes de|hasta|até|avant|d'ici|innen|до) (?:the )?(?:{LOOSE_DAY})
    (?: \d{{4}})?){_STOP}
    """,
    re.IGNORECASE,
)
_PERIOD = Pattern(
    rf"""
    (?<!\w)((?:in|during|over|within) (?:the )?(?:early |late |mid[- ])?(?:(?:fy ?\d\d ?)?[qh][1-4](?: \d{{4}})?
    (?: sprints?)?|next (?:week|month|quarter|sprint|\w+ (?:weeks|months|sprints|quarters))|(?:this|the coming)
    [ ](?:week|month|quarter|sprint)|(?:two|three|four|\d{{1,2}}) (?:weeks|months|sprints)|{DAY})){_STOP}
    |(?<!\w)((?:this|next) (?:week|sprint|month|quarter|iteration)){_STOP}
    """,
    re.IGNORECASE,
)
_CJK = Pattern(
    r"((?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}|(?:今|来)(?:週|月)(?:中|末)?|月末|年内)"
    r"(?:まで(?:に)?|(?:之)?前))"
)
_DIGIT = Pattern(r"\d")
_HINT_WORDS = """
    by before until due eta hasta até avant bis innen antes d'ici target до week month quarter sprint iteration
    今 来 末 年内
"""
_HINTS = tuple(_HINT_WORDS.split())
"""Nearly every sentence without a date holds neither a digit nor one of these."""


def read_sentence_due(draft: Draft) -> None:
    """Set the due date that the sentence of `draft` names, prepositions included; the sentence stays whole."""
    if draft.due_text is not None:
        return
    prose = draft.prose()
    ends = (prose,) if len(prose) <= _REACH else (prose[:_REACH], prose[-_REACH:])
    for text in ends:
        if not _may_name_day(text):
            continue
        if match := _BY.search(text) or _PERIOD.search(text) or (not text.isascii() and _CJK.search(text)):
            draft.set_due(collapse(match[match.lastindex or 0]), "a date in the sentence")
            return


def _may_name_day(text: str) -> bool:
    folded = text.casefold()
    return any(hint in folded for hint in _HINTS) or _DIGIT.search(text) is not None
