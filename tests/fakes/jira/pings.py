"""Owns what a text stirs on Jira: people it notifies, macros it runs, images and links that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .adf import nodes
from .wire import Json

_NODES: Mapping[str, str] = {
    "mention": "mention",
    "extension": "macro",
    "inlineExtension": "macro",
    "bodiedExtension": "macro",
    "inlineCard": "card",
    "blockCard": "card",
    "embedCard": "card",
    "media": "image",
    "mediaInline": "image",
}
_VERBATIM = re.compile(r"(?<!\\)\{(noformat|code)(?:[:|][^{}\n]*)?\}")
_WIKI = re.compile(
    r"(?P<escaped>\\[\\{}\[\]!|*_?^~+@#-])"
    r"|\[~(?P<mention>[^\]\n|]+)\]"
    r"|\[\^(?P<attachment>[^\]\n]+)\]"
    r"|\[(?P<link>[^\]\n]+)\]"
    r"|\{(?P<macro>[a-zA-Z][a-zA-Z0-9-]*(?::[^{}\n]*)?)\}"
    r"|!(?P<image>[^\s!|][^!|\n]*(?:\|[^!\n]*)?)!"
    r"|(?<![\w/-])(?P<reference>[A-Z][A-Z0-9_]+-[1-9][0-9]*)(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Ping:
    """Something that a text written through the API stirs.

    `kind` is mention, macro, image, card or attachment; link and reference, which notify nobody, are noted as well.
    """

    kind: str
    text: str
    where: str
    key: str
    by: str


def find_pings(text: Json) -> list[tuple[str, str]]:
    """Kind and text of everything that `text`, a document or wiki text, stirs once it is shown."""
    if isinstance(text, Mapping):
        return list(_of_document(text))
    return list(_of_wiki(str(text or "")))


def _of_document(document: Json) -> Iterator[tuple[str, str]]:
    for node in nodes(document):
        attributes = node.get("attrs") or {}
        if kind := _NODES.get(node.get("type", "")):
            yield kind, str(attributes.get("id") or attributes.get("url") or attributes.get("extensionKey") or "")
        for mark in node.get("marks") or []:
            if mark.get("type") == "link":
                yield "link", mark["attrs"]["href"]


def _of_wiki(text: str) -> Iterator[tuple[str, str]]:
    for shown in _outside_verbatim(text):
        for found in _WIKI.finditer(shown):
            kind = found.lastgroup or "escaped"
            if kind != "escaped":
                yield kind, found[kind]


def _outside_verbatim(text: str) -> Iterator[str]:
    """The parts of `text` that are read as markup; what opens a verbatim part and never closes it is shown as text."""
    at = 0
    while opening := _VERBATIM.search(text, at):
        yield text[at : opening.start()]
        closing = text.find(f"{{{opening[1]}}}", opening.end())
        if closing < 0:
            at = opening.end()
            break
        at = closing + len(opening[1]) + 2
    yield text[at:]
