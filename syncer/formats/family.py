"""Owns which files belong to the Markdown family, by their names, or by how they begin where a name tells nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

HEAD_BYTES = 4_096
"""How much of a file without an extension `reads_as_markdown` wants to see."""

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".html.md.erb")
_OTHER_FORMATS = {
    "rst": "reStructuredText",
    "html": "an HTML page",
    "htm": "an HTML page",
    "xhtml": "an HTML page",
    "erb": "an ERB template",
    "wiki": "wiki text",
    "mediawiki": "MediaWiki text",
    "adoc": "AsciiDoc",
    "asciidoc": "AsciiDoc",
    "org": "an Org file",
    "textile": "Textile",
    "txt": "plain text",
    "tex": "LaTeX",
    "ipynb": "a notebook",
    "rmd": "R Markdown",
    "doc": "a word processor's file",
    "docx": "a word processor's file",
    "odt": "a word processor's file",
    "rtf": "a word processor's file",
    "pdf": "a PDF file",
}
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,9})\Z")
_NO_DOCUMENTS = frozenset(
    {
        *("makefile", "dockerfile", "containerfile", "jenkinsfile", "vagrantfile", "gemfile", "rakefile", "procfile"),
        *("justfile", "brewfile", "podfile", "codeowners", "owners", "maintainers", "authors", "contributors"),
        *("license", "licence", "copying", "notice", "patents", "version", "changelog", "changes", "todo"),
    }
)
_HEADING = re.compile(r"^#{1,6} +\S|^\S[^\n]*\r?\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_SIGN = re.compile(
    r"^#{2,6} +\S|^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\||^ {0,3}[-*+] (?:\[[ xX]\] )?\S|^\S[^\n]*\r?\n(?:={3,}|-{3,})[ \t]*$"
    r"|\[[^\]\n]{1,200}\]\(|\*\*[^*\n]{1,200}\*\*|^```",
    re.MULTILINE,
)


class Verdict(NamedTuple):
    """Whether a file is Markdown; `None`: its name does not tell, ask `reads_as_markdown`.

    `reason` says why not, for people; it is empty for a file that is no document at all.
    """

    is_markdown: bool | None
    reason: str = ""


def by_name(path: str) -> Verdict:
    """What the name of the file at `path` tells: Markdown is `.md .markdown .mdx .qmd .html.md.erb`, in any case."""
    name = path.rpartition("/")[2].casefold()
    if name.endswith(_MARKDOWN):
        return Verdict(is_markdown=True)
    extension = _EXTENSION.search(name)
    if extension is None:
        return Verdict(is_markdown=False) if name.startswith(".") or name in _NO_DOCUMENTS else Verdict(None)
    format_name = _OTHER_FORMATS.get(extension[1])
    return Verdict(
        is_markdown=False, reason=f"{format_name}, which is not read; only Markdown is" if format_name else ""
    )


def reads_as_markdown(head: bytes) -> bool:
    """Whether a file that begins with `head` (its first `HEAD_BYTES` bytes) is a Markdown document.

    It must be UTF-8 text with a heading and one more sign of Markdown: comments of scripts look like headings too.
    """
    if head.startswith(b"#!") or b"\0" in head:
        return False
    try:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(head) and error.reason != "unexpected end of data":
            return False
        text = head[: error.start].decode("utf-8", "ignore")
    return _HEADING.search(text) is not None and _SIGN.search(text) is not None
