"""Owns what a text stirs on GitHub: people it notifies, issues it references or closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

_MENTION = re.compile(r"(?<![\w/@.`-])@[a-zA-Z0-9][a-zA-Z0-9-]{0,38}(?:/[\w.-]+)?")
_REFERENCE = re.compile(r"(?<![\w#&/])(?:[\w.-]+/[\w.-]+|[\w-]+)?#[1-9]\d*\b|(?<!\w)GH-[1-9]\d*\b", re.IGNORECASE)
_CLOSING = re.compile(r"(?<!\w)(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?):?\s+$", re.IGNORECASE)
_COMMIT = re.compile(r"(?<![\w/])[0-9a-f]{40}(?!\w)")
_ISSUE_URL = re.compile(r"https?://[^\s/]+/[\w.-]+/[\w.-]+/(?:issues|pull)/\d+")
_CODE_SPAN = re.compile(r"(`+).+?\1")
_QUIET = frozenset({"code", "pre", "a", "script", "style", "tt"})


@dataclass(frozen=True, slots=True)
class Ping:
    """Something that a text written through the API stirs: `kind` is mention, reference, closing or commit."""

    kind: str
    text: str
    where: str
    repository: str
    number: int
    by: str


def find_pings(text: str, *, is_title: bool = False) -> list[tuple[str, str]]:
    """Kind and text of everything that `text` stirs once it is rendered: not in code, links or comments."""
    heard = _CODE_SPAN.sub(" ", text) if is_title else _rendered(text)
    return [*_people(heard), *_references(heard)]


def _people(text: str) -> Iterator[tuple[str, str]]:
    return (("mention", found.group()) for found in _MENTION.finditer(text))


def _references(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (_REFERENCE, _ISSUE_URL):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 12) : found.start()]
            yield ("closing" if _CLOSING.search(before) else "reference", found.group())
    for found in _COMMIT.finditer(text):
        yield ("commit", found.group())


class _Heard(HTMLParser):
    """Collects the text of a page that GitHub looks through; a bare link to an issue counts as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._quiet = 0
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = dict(attrs).get("href")
        self._quiet += tag in _QUIET

    def handle_endtag(self, tag: str) -> None:
        self._quiet = max(0, self._quiet - (tag in _QUIET))
        if tag in {"p", "li", "td", "th", "br", "code", "pre", "a"}:
            self.parts.append("\n" if tag == "p" else " ")

    def handle_data(self, data: str) -> None:
        if not self._quiet or (self._link == data and self._quiet == 1):
            self.parts.append(data)


def _rendered(markdown: str) -> str:
    options = Options.CMARK_OPT_UNSAFE
    heard = _Heard()
    heard.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, options))
    heard.close()
    return "".join(heard.parts)
