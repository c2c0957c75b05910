"""Owns the title of a document: what it calls itself, else the heading that stands for it, else its file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from syncer.core.metadata import is_section, is_short
from syncer.model import Blocks, Fact, Heading, Other, Quote

_LABEL = re.compile(r"(?:title|titel|tittel|título|titre|タイトル|标题)\s*[:：]\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:\.html)?\.(?:md|markdown|mdx|qmd)(?:\.erb)?\Z", re.IGNORECASE)
_FOLDER_PAGES = frozenset({"index", "_index", "readme"})
_MAX_LENGTH = 300


def find_title(said: Fact | None, document: Blocks, path: str, is_key: Callable[[str], bool]) -> Fact:
    """The title of the document at `path`, at most 300 characters, and where it is from.

    `said` is the title of its front matter. A heading that is a key of the metadata (`is_key`, asked with the text
    before a colon) or announces a section of it is no title.
    """
    found = said or _heading_title(document, is_key) or Fact(_stem(path), "file name")
    return found._replace(value=" ".join(found.value.split())[:_MAX_LENGTH])


def _heading_title(document: Blocks, is_key: Callable[[str], bool]) -> Fact | None:
    for heading in filter(lambda heading: is_short(heading.leaf), _candidates(document)):
        text = _LABEL.sub("", " ".join(heading.leaf.read().plain.split()))
        if text and not is_section(text) and not is_key(re.split("[:：]", text, maxsplit=1)[0]):
            return Fact(text, f"heading, line {heading.line}")
    return None


def _candidates(document: Blocks) -> Iterator[Heading]:
    """The headings above all text (quotes and comments aside), then the only one of the first level."""
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block
        elif not isinstance(block, Other | Quote):
            break
    top = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    if len(top) == 1:
        yield top[0]


def _stem(path: str) -> str:
    """The file's name without its extension; that of the folder for `index.md` and `README.md`."""
    *above, name = path.split("/")
    stem = _EXTENSION.sub("", name)
    return above[-1] if above and stem.casefold() in _FOLDER_PAGES else stem
