"""Owns what a short text looks like, whatever it means: nothing, a placeholder, a date, a priority, an owner."""

from __future__ import annotations

from syncer.core.lexicon import fillers
from syncer.core.lexicon.dates import LOOSE_DAY
from syncer.core.patterns import Pattern, joined
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import collapse, fold

MAX_LOOK = 240
"""A longer text is a sentence, and none of these things."""

_NOTHING = frozenset(joined(fillers.NOTHING).split("|"))
_PUNCTUATION = Pattern(r"[\W_]*")
_MARKS = frozenset("✅☑☒✔✓❌⬜☐□🔲🟢🟡🔴🔄🚧⏳🚫")
_PLACEHOLDER = Pattern(fillers.PLACEHOLDER)
_DATE = Pattern(
    r"(?:by |before |on |until |due |target:? |eta:? |est\.? |~ ?|early |late |end of |mid[- ]?|ca\.? |approx\.? |c\. "
    r"|in |within |bis |avant |antes de |hasta |até |innen ){0,4}" + LOOSE_DAY
)
_TIME = Pattern(
    r".{0,14}\b\d{1,2}[:h.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:[ap]m|utc|gmt|cet|cest|pst|pdt|est|edt|jst|ist|z))?\b.{0,30}"
    r"|\d{1,2} ?[ap]m|t?[+-]\d.{0,12}|\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}.{0,20}"
)
_PRIORITY = Pattern(
    r"p[0-5](?:[ (/-].{0,20})?|(?:sev|s|prio|priority)[ -]?[0-5]|(?:very |highest|lowest|top )?(?:high|medium|med|low"
    r"|critical|urgent|major|minor|blocker|trivial|normal|moderate|highest|lowest)(?: priority)?|高|中|低|紧急|hoch"
    r"|mittel|niedrig|alta|media|média|baja|baixa|haute|moyenne|basse|высок\w+|средн\w+|низк\w+|høy|lav|middels"
)
_HANDLE = Pattern(r"@[\w./-]{1,60}")
_EMAIL = Pattern(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_TEAM = Pattern(
    r"\b(?:teams?|squad|sres?|devops|ops|guild|tribe|chapter|on-?call|engineering|eng|infra|infrastructure|platform"
    r"|security|qa|support|dbas?|leads?|manager|engineers?|devs?|developers?|everyone|all|equipo|equipe|équipe|lag"
    r"|команда)\b|チーム|担当|オーナー|部$|班$|团队|小组|组$|팀"
)
_NAME = Pattern(
    r"[A-ZÀ-ÞА-Я][\w'’.-]{0,24}(?: (?:[A-ZÀ-ÞА-Я][\w'’.-]{0,24}|de|da|van|von|der|den|la|el|al|bin|di)){0,3}"
)
_SEPARATORS = Pattern(r"\s*(?:[,/&;+、，；\n]|\band\b|\by\b|\bund\b|\bet\b|\bog\b)\s*")


def is_nothing(text: str) -> bool:
    """Whether a cell or value says that there is nothing: empty, a dash, `TBD`, `N/A`, `unassigned`."""
    if not text:
        return True
    if not text[0].isalnum() and _PUNCTUATION.fullmatch(text) and _MARKS.isdisjoint(text):
        return True
    return len(text) < 40 and fold(text).strip(" ()[].") in _NOTHING


def is_placeholder(text: str) -> bool:
    """Whether a text only says what should be written there: `[Name]`, `YYYY-MM-DD`, `Action item 1`, `{{ x }}`."""
    return len(text) <= MAX_LOOK and _PLACEHOLDER.fullmatch(fold(text).strip(" *_")) is not None


def is_date_like(text: str) -> bool:
    """Whether a text begins like a date, a period or a time from now."""
    return len(text) <= 120 and _DATE.match(fold(text)) is not None


def is_time_like(text: str) -> bool:
    """Whether a text is a time of day, perhaps with its date: an event's, not a due date."""
    return len(text) <= 60 and _TIME.fullmatch(fold(text)) is not None


def is_priority(text: str) -> bool:
    """Whether a text is a priority or severity."""
    return len(text) <= 40 and _PRIORITY.fullmatch(fold(text).strip(" ()[]*")) is not None


def is_mention(text: str) -> bool:
    """Whether a text is one `@handle` or e-mail address."""
    text = text.strip(" `*_()[]")
    return _HANDLE.fullmatch(text) is not None or _EMAIL.fullmatch(text) is not None


def names_team(text: str) -> bool:
    """Whether a short text says by its words that it is a team or a role."""
    return len(text) <= 60 and len(text.split()) <= 5 and _TEAM.search(text.casefold()) is not None


def is_person_name(text: str) -> bool:
    """Whether a short text is spelt like a person's or team's name: up to four capitalised words."""
    return len(text) <= 50 and _NAME.fullmatch(text) is not None and not begins_with_verb(text)


def is_owner_like(text: str) -> bool:
    """Whether every part of a text is a handle, an address, a team or spelt like a name."""
    if len(text) > MAX_LOOK:
        return False
    parts = [part.strip(" `*_") for part in _SEPARATORS.split(collapse(text)) if part.strip()]
    known = (is_mention(part) or names_team(part) or is_person_name(part) for part in parts)
    return 0 < len(parts) <= 8 and all(known)
