"""Owns `syncer explain`: show what is read from documents and by which rule, offline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from syncer.cli import options
from syncer.cli.printing import put
from syncer.errors import UsageError

if TYPE_CHECKING:
    from syncer.core.rules import Rules
    from syncer.model import DocumentRef, Problem
    from syncer.sources.files import FilesSource


class Found(NamedTuple):
    """A document below one of the paths; `shown` is its path as the user would write it."""

    source: FilesSource
    ref: DocumentRef
    shown: str


@click.command(
    short_help="Show what is read from documents, and by which rule.",
    epilog="""\b
Examples:
  syncer explain docs/postmortems
  syncer explain docs/2026-03-11-checkout.md --sprint 2026-03-02/2w
  syncer explain --format json docs | jq -r '.items[].action'""",
)
@click.argument("paths", nargs=-1, required=True, type=options.PLACE, metavar="PATH...")
@options.sprint
@options.language
@options.config
@options.output_format
def explain(
    paths: tuple[str, ...], sprint: tuple[date, int] | None, language: str | None, config: Path | None, output: str
) -> int:
    """Show every action item that is read from the documents at PATH, how each field was read and by which rule, and
    what was passed over and why.

    Needs no configuration, no account and no network; ./syncer.toml counts where there is one.
    """
    from syncer.cli.offline import offline_rules

    rules = offline_rules(config, sprint, language)
    is_empty = True
    met: list[Problem] = []
    for path in paths:
        for text in _explain(path, rules, met, is_json=output == "json"):
            is_empty = False
            put(text)
    if is_empty:
        put("syncer: no document there; documents are Markdown files (.md, .markdown, .mdx, .qmd)", err=True)
    if output == "text":
        _hint(met)
    return 0


def _hint(met: list[Problem]) -> None:
    from syncer.outputs.people_hint import people_hint
    from syncer.outputs.printable import printable

    for line in people_hint(met):
        put(printable(line))


def _explain(path: str, rules: Rules, met: list[Problem], *, is_json: bool) -> Iterator[str]:
    """The texts to print for the documents at `path`, one each; their problems are added to `met`."""
    from syncer.clock import SystemClock
    from syncer.outputs.printable import printable
    from syncer.sources.files import FilesSource

    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file or folder; check the path")
    source = FilesSource("explain", Path(path), SystemClock(), max_bytes=rules.limits.max_document_bytes)
    is_folder = Path(path).is_dir()
    for ref in source.list():
        shown = str(Path(path) / ref.key.path) if is_folder else path
        yield _one(Found(source, ref, shown), rules, met, is_json=is_json)
    for name, reason in source.skipped().items():
        if is_folder:
            put(printable(f"syncer: {name} passed over: {reason}"), err=True)
        else:
            yield _refused(path, "skipped", reason, is_json=is_json)


def _one(found: Found, rules: Rules, met: list[Problem], *, is_json: bool) -> str:
    from syncer.core.resolve import resolve
    from syncer.model import ReadFailure
    from syncer.outputs.explanation import document_json, document_lines, problems
    from syncer.outputs.printable import printable_lines
    from syncer.reading import read_or_report

    raw = next(iter(found.source.read([found.ref])))
    document = raw if isinstance(raw, ReadFailure) else read_or_report(raw, rules)
    if isinstance(document, ReadFailure):
        return _refused(found.shown, "unreadable", document.reason, document.advice, is_json=is_json)
    items = resolve(document, rules)
    met += problems(document, items)
    if is_json:
        return document_json(found.shown, document, items)
    return printable_lines(document_lines(found.shown, document, items))


def _refused(shown: str, code: str, reason: str, advice: str = "", *, is_json: bool) -> str:
    from syncer.outputs.explanation import refusal_json, refusal_lines
    from syncer.outputs.printable import printable_lines

    if is_json:
        return refusal_json(shown, code, reason)
    return printable_lines(refusal_lines(shown, reason, advice))
