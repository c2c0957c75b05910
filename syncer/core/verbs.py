"""Owns whether a sentence asks for something to be done, says that it was done, or names it by a noun."""

from __future__ import annotations

from syncer.core.lexicon import verbs
from syncer.core.patterns import Pattern
from syncer.core.wording import fold

_VERBS = frozenset(verbs.VERBS.split())
_ADVERBS = frozenset(verbs.ADVERBS.split()) - _VERBS
_PREFIXES = frozenset({"re", "pre", "auto", "de", "un", "co", "over", "double", "cross"})
_NOT = Pattern(r"(?:do not|don't|never|stop|no longer) ")
_OBLIGATION = Pattern(verbs.OBLIGATION)
_GERUND = Pattern(r"(?!during |nothing |everything |something )[a-z-]{3,20}ing ")
_PAST = Pattern(
    r"(?:we |i |the team |they |it |this )?(?:have |has |had |was |were |been |already )*"
    r"(?:[a-z-]{2,20}ed|wrote|built|made|ran|sent|took|gave|got|found|brought|did|went|began|rewrote|was|were)\b"
)
_PASSIVE = Pattern(
    r"(?:[\w'/.-]+ ){1,6}?(?:was|were|has been|have been|had been|got) (?:\w+ly )?[a-z-]{2,20}(?:ed|en|wn|lt|nt|ut)\b"
)
_NOMINAL = Pattern(
    r"(?:[a-z/-]+ ){0,3}[a-z-]+(?:tion|ment|ing|sis) (?:of|for) "
    r"|(?:[^\W\d_]+ ){0,3}?(?:mise en place|[^\W\d_]{3,20}(?:tion|ment|ance|ción|sión|ção|são|miento|mento|zione|ung)) "
    r"(?:de |des |du |d'|del |da |do |dos |das |della |der |von )"
)
_PURPOSE = Pattern(r"\bto ([a-z-]+)")
_INFINITIVES = {
    "es": Pattern(r"[a-záéíóúñ]{2,20}(?:ar|er|ir)(?:se|lo|la)?"),
    "pt": Pattern(r"[a-záéíóúãõç]{2,20}(?:ar|er|ir|or)"),
    "fr": Pattern(r"(?:s'|se )?[a-zàâçéèêëîïôûù'-]{2,20}(?:er|ir|re)"),
    "it": Pattern(r"[a-zàèéìòù]{2,20}(?:are|ere|ire)"),
    "ru": Pattern(r"[а-яё]{2,20}(?:ть|ться|ти)"),
    "no": Pattern(r"[a-zæøå]{2,20}e"),
}
_GERMAN_END = Pattern(r"(?:.*\W)?[a-zäöüß]{3,25}(?:en|ern|eln)[.!]?")
_EAST_ASIAN = Pattern("[ぁ-ヿ一-鿿가-힣]")
_EAST_ASIAN_PAST = Pattern(
    r"(?:^|[、，,。：:\s])(?:已经?|曾)|(?:した|された|だった|でした|ました|なった|いた|了|했다|됐다|되었다|였다|습니다)[。.!！]?$"
)
_WORD = Pattern(r"[^\W\d_][\w'’/-]*")
_REACH = 240
"""Characters of a sentence that are looked at."""


def begins_with_verb(text: str) -> bool:
    """Whether `text` begins with an English verb in the imperative, adverbs before it aside."""
    folded = fold(text[:120])
    if match := _NOT.match(folded):
        folded = folded[match.end() :]
    for found in _WORD.finditer(folded):
        if found[0] not in _ADVERBS:
            return _is_verb(found[0])
    return False


def _is_verb(word: str) -> bool:
    """Whether a word is a verb, one of two (`review/audit`), or one with a prefix (`re-enable`)."""
    if word in _VERBS or any(part in _VERBS for part in word.split("/")[:2]):
        return True
    prefix, _, rest = word.partition("-")
    return prefix in _PREFIXES and rest in _VERBS


def asks_for_action(text: str, language: str | None = None) -> bool:
    """Whether `text` reads like something to do: an imperative, an obligation, a gerund, or an infinitive.

    Infinitives are known by their endings, which only count in `language` (an ISO 639 code).
    """
    if begins_with_verb(text):
        return True
    folded = fold(text[:_REACH])
    if _OBLIGATION.search(folded) or _GERUND.match(folded):
        return True
    code = (language or "")[:2]
    if code == "de":
        return _GERMAN_END.fullmatch(folded) is not None
    infinitive = _INFINITIVES.get(code)
    return infinitive is not None and infinitive.fullmatch(folded.split(" ", 1)[0].strip(".,:;")) is not None


def may_ask(text: str) -> bool:
    """Whether `text` is in an East Asian script, where no ending tells an order, and does not speak of the past."""
    letters = _WORD.findall(text[:_REACH])
    share = sum(len(_EAST_ASIAN.findall(word)) for word in letters) * 3
    return share >= sum(map(len, letters)) > 0 and _EAST_ASIAN_PAST.search(text.strip()) is None


def names_action(text: str) -> bool:
    """Whether `text` names an action by a noun: `Development of ...`, `Load testing to validate ...`."""
    folded = fold(text[:_REACH])
    return _NOMINAL.match(folded) is not None or any(match[1] in _VERBS for match in _PURPOSE.finditer(folded))


def tells_of_past(text: str) -> bool:
    """Whether `text` begins by telling what was done: `Fixed the leak`, `We have added ...`."""
    if begins_with_verb(text):
        return False
    folded = fold(text[:120])
    return _PAST.match(folded) is not None or (_PASSIVE.match(folded) is not None and not _OBLIGATION.search(folded))
