"""Owns how texts are searched: words in any order, phrases, beginnings of words, and words that must not be there.

Jira's index also brings words to their stem; here a word is found only as it is written, in whatever case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate

from fakes.wire import Json

from .words import JqlError

_TERM = re.compile(r'([-+!]?)(?:"([^"]*)"|([^\s"]+))')
_TOKEN = re.compile(r"\w+")
_UNREADABLE = re.compile(r"(?<!\\)[\[\]{}()^~:/]")


def matcher(field: str, sought: str) -> Callable[[str], bool]:
    """Whether a text has what is sought in `field`; raises `JqlError` in Jira's words."""
    if not sought.strip():
        raise JqlError(f"The field '{field}' does not support searching for an empty string.")
    if sought.count('"') % 2 or _UNREADABLE.search(sought):
        raise JqlError(f"Unable to parse the text '{sought}' for field '{field}'.")
    terms = [_term(field, sought, match) for match in _TERM.finditer(sought)]
    return lambda text: all(is_met(_tokens(text)) for is_met in terms)


def _term(field: str, sought: str, match: re.Match[str]) -> Callable[[list[str]], bool]:
    is_met = _phrase(match[2]) if match[2] is not None else _word(field, sought, match[3])
    return (lambda tokens: not is_met(tokens)) if match[1] in {"-", "!"} else is_met


def _phrase(text: str) -> Callable[[list[str]], bool]:
    wanted = _tokens(text)
    return lambda tokens: any(
        tokens[start : start + len(wanted)] == wanted for start in range(len(tokens) - len(wanted) + 1)
    )


def _word(field: str, sought: str, word: str) -> Callable[[list[str]], bool]:
    if word[0] in "*?":
        raise JqlError(f"The text query '{sought}' for field '{field}' is not allowed to start with '{word[0]}'.")
    if "*" in word or "?" in word:
        pattern = re.compile(translate(word.lower()))
        return lambda tokens: any(pattern.match(token) for token in tokens)
    return _phrase(word)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def plain_text(content: Json) -> str:
    """The words of a text: of wiki text itself, of a document (ADF) those of its text nodes."""
    if isinstance(content, str):
        return content
    found, waiting = list[str](), [content]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found += [node["text"]] if isinstance(node.get("text"), str) else []
            waiting.extend(reversed(node.get("content") or []))
    return " ".join(found)
