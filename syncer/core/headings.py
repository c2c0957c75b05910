"""Owns which titles introduce action items, in which language, and how surely."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from syncer.core.lexicon import titles
from syncer.core.looks import is_mention
from syncer.core.patterns import Pattern
from syncer.core.wording import fold_title, parentheses, without_parentheses


class Grade(IntEnum):
    """How surely a title introduces action items; `AGAINST` says that what follows is something else."""

    AGAINST = -1
    NEUTRAL = 0
    WEAK = 1
    STRONG = 2


MAX_TITLE = 120
"""A title of more characters is a sentence, and says nothing."""

_KNOWN = frozenset(titles.BESIDE.split()) | frozenset(titles.HEADS.split())
_LIKELY_HEADS = frozenset(titles.LIKELY_HEADS.split())
_STRONG = Pattern(titles.STRONG)
_FOREIGN_STRONG = Pattern(titles.FOREIGN_STRONG)
_WEAK = Pattern(titles.WEAK)
_FOREIGN_WEAK = Pattern(titles.FOREIGN_WEAK)
_AGAINST = Pattern(titles.AGAINST)
_BESIDES = Pattern(titles.BESIDES)
_FINISHED = Pattern(titles.FINISHED)
_AHEAD = Pattern(titles.AHEAD)
_NAMES = Pattern(titles.NAMES)
_BETWEEN = Pattern(r"\s*(?:\band\b|[&/+,;:|]|\s[—–-]+\s)\s*")
_OF = Pattern(r" (?:from|for|to|of|after|arising|following|identified|resulting)\b")
_WORD = Pattern(r"[a-z'’-]+")
_SURE_LENGTH = 12
"""A phrase longer than this speaks for itself: `corrective actions`, as opposed to `follow-up`."""


@lru_cache(maxsize=4096)
def grade(title: str) -> Grade:
    """How surely `title` (plain text, as written) introduces action items."""
    folded = fold_title(title)
    bare = without_parentheses(folded) or folded
    if not bare or len(bare) > MAX_TITLE or is_mention(bare):
        return Grade.NEUTRAL
    if _AGAINST.search(folded):
        return Grade.AGAINST
    is_strong = _is_strong(bare)
    if _BESIDES.search(folded):
        return Grade.WEAK if is_strong or any(map(_names_actions, _BETWEEN.split(bare))) else Grade.AGAINST
    if is_strong:
        return Grade.WEAK if _FINISHED.search(bare) else Grade.STRONG
    return Grade.WEAK if _is_weak(bare) else Grade.NEUTRAL


def looks_ahead(title: str) -> bool:
    """Whether brackets in a title say when its actions are to be done.

    `Immediate actions` may be the response to the incident, `Immediate actions (this week)` are not.
    """
    return any(map(_AHEAD.search, parentheses(fold_title(title))))


def _is_weak(bare: str) -> bool:
    """Whether a title may introduce actions: by a phrase, or since it consists of nothing but words of such titles."""
    if _WEAK.search(bare) or _FOREIGN_WEAK.search(bare):
        return True
    if len(parts := _BETWEEN.split(bare)) > 1 and any(map(_is_strong, parts)):
        return True
    words = _WORD.findall(bare)
    return not _LIKELY_HEADS.isdisjoint(words) and all(word in _KNOWN for word in words)


def _names_actions(part: str) -> bool:
    """Whether one part of a title that speaks of something else too names the actions."""
    return not _BESIDES.search(part) and (_NAMES.fullmatch(part) is not None or _is_strong(part))


def _is_strong(bare: str) -> bool:
    found = _STRONG.search(bare)
    if found is None:
        return _FOREIGN_STRONG.search(bare) is not None
    if found[0].startswith("action") or found.end() - found.start() > _SURE_LENGTH:
        return True
    if found.start() == 0 and _OF.match(bare, found.end()):
        return True
    # `Follow-up` alone is a section of actions, `Performance optimisation follow-up` something else.
    return all(word in _KNOWN for word in _WORD.findall(bare.replace(found[0], " ")))
