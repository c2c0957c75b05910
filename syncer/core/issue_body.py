"""Owns the whole body of an issue where that is all there is: our facts and marker found and changed among people's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from syncer.core.graphemes import units
from syncer.core.issue_facts import (
    DUE,
    FACTS,
    FIELDS,
    OWNERS,
    FactLine,
    due_words,
    fact_line,
    fact_value,
    fact_words,
    find_lines,
    owner_words,
    read_fact,
)
from syncer.core.issue_text import BEGIN, END, WHERE_TO_EDIT, body, find_block
from syncer.core.marker import find_marker_line, write_marker
from syncer.model import Draft, Field, Marker, Values

BODY_LIMIT = 65_536
"""UTF-16 units of a body. GitHub counts characters, of which there are never more."""


def whole_body(draft: Draft, address: str | None = None) -> str:
    """The body of a new issue: our part, a blank line, the marker; cut to `BODY_LIMIT` in our part, never the marker.

    `address` as for `issue_text.body`. No line ending ends it.
    """
    marker = write_marker(draft.marker)
    return f"{body(draft, address, BODY_LIMIT - len(marker) - 2)}\n\n{marker}"


def fits(body_text: str) -> bool:
    """Whether a tracker takes a body as long as this: what people wrote may leave no room for ours."""
    return units(body_text) <= BODY_LIMIT


def read_own_marker(body_text: str) -> Marker | None:
    """The last marker of an issue that our own account made, wherever it stands: people write below it, too.

    On an issue that anybody else made, a marker counts only by a link: then the last line may be ours just as well.
    """
    found = find_marker_line(body_text)
    return found[2] if found else None


def with_marker(body_text: str, marker: Marker) -> str:
    """`body_text` with `marker` in place of the one it has, else below a blank line at its end; all else as it was."""
    found, written = find_marker_line(body_text), write_marker(marker)
    if found:
        return body_text[: found[0]] + written + body_text[found[1] :]
    return body_text + _gap(body_text, _eol(body_text)) + written


def read_facts(body_text: str) -> Mapping[Field, str | None]:
    """DUE (an ISO date), PRIORITY and TYPE as the lines of our part now say, however people retyped them.

    `None` for a field of which nothing is said. Without our part nothing is known of any: the answer is empty.
    """
    block = find_block(body_text)
    if block is None:
        return {}
    lines = _lines(body_text, block)
    return {field: _read(body_text, field, lines.get(name)) for field, name in FIELDS.items()}


def _read(text: str, field: Field, line: FactLine | None) -> str | None:
    return read_fact(field, text[line.value : line.stop]) if line else None


def with_facts(
    body_text: str, values: Values, *, owners: Sequence[str] | None = None, due_text: str | None = None
) -> str:
    """`body_text` with DUE, PRIORITY and TYPE of `values` (others are passed over) in the lines of our part.

    Only the value on a line changes, and only if the line does not say the same already. A missing line is put into
    its place, one whose value is `None` goes. `owners` are the names of all owners, `None` to leave their line;
    `due_text` is how the document words the due date. A body without our part gets one above the marker, if there is
    anything to say. Line endings are those of the text around.
    """
    words = dict(_words(read_facts(body_text), values, due_text))
    if owners is not None:
        words[OWNERS] = owner_words(owners)
    if find_block(body_text) is None:
        return _with_block(body_text, words)
    for name in FACTS:
        if name in words:
            body_text = _with_line(body_text, name, words[name])
    return body_text


def _words(said: Mapping[Field, str | None], values: Values, due_text: str | None) -> Iterator[tuple[str, str]]:
    """What the lines of those of `values` are to say that are not `said` already; empty for a line that is to go."""
    for field, name in FIELDS.items():
        if field not in values or (field in said and said[field] == fact_value(values[field])):
            continue
        value = values[field]
        is_due = name == DUE and value is not None
        yield name, due_words(due_text, value) if is_due else fact_words(value)


def _with_block(text: str, words: Mapping[str, str]) -> str:
    """`text` with a part of ours that has only lines, above the marker or at the end."""
    eol = _eol(text)
    lines = [fact_line(name, words[name]) for name in FACTS if words.get(name)]
    if not lines:
        return text
    block = eol.join([BEGIN, *lines, END])
    found = find_marker_line(text)
    at = found[0] if found else len(text)
    below = 2 * eol if found else ""
    return f"{text[:at]}{_gap(text[:at], eol)}{block}{below}{text[at:]}"


def _with_line(text: str, name: str, words: str) -> str:
    block = find_block(text)
    assert block is not None  # noqa: S101 - the caller looked, and no words of ours end it
    lines = _lines(text, block)
    line = lines.get(name)
    if line is None:
        return _with_new_line(text, block, lines, name, words) if words else text
    if not words:
        return _without_line(text, lines, line)
    blank = "" if text[line.value - 1] in " \t" else " "
    return text[: line.value] + blank + words + text[line.stop :]


def _with_new_line(text: str, block: tuple[int, int], lines: Mapping[str, FactLine], name: str, words: str) -> str:
    """`text` with a line where it belongs: behind those that go before it, else above those that follow."""
    eol = _eol(text[slice(*block)])
    order = FACTS.index(name)
    before = [lines[one].end for one in FACTS[:order] if one in lines]
    after = [lines[one].start for one in FACTS[order:] if one in lines]
    line = fact_line(name, words) + eol
    if not lines:
        return _with_paragraph(text, block, line, eol)
    at = before[-1] if before else after[0]
    return text[:at] + ("" if text[at - 1] == "\n" else eol) + line + text[at:]


def _with_paragraph(text: str, block: tuple[int, int], line: str, eol: str) -> str:
    """`text` with the first of our lines, above the last paragraph that we write, else at the end of our part."""
    start, end = block
    hint = text.find(WHERE_TO_EDIT, start, end)
    at = hint if hint >= 0 else end - len(END)
    is_first = text[start:at].rstrip() == BEGIN
    gap = (eol if text[at - 1] != "\n" else "") if is_first else _gap(text[:at], eol)
    return text[:at] + gap + line + (eol if hint >= 0 else "") + text[at:]


def _without_line(text: str, lines: Mapping[str, FactLine], line: FactLine) -> str:
    """`text` without `line`, and if that was all of its paragraph, without the blank line below."""
    before, after = text[: line.start], text[line.end :]
    if len(lines) == 1 and _ends_blank(before):
        after = after.removeprefix(_eol(after[:2]))
    return before + after


def _lines(text: str, block: tuple[int, int]) -> Mapping[str, FactLine]:
    return find_lines(text, block[0] + len(BEGIN), block[1] - len(END))


def _eol(text: str) -> str:
    """The line ending of `text`: a browser sends CR LF."""
    return "\r\n" if "\r\n" in text else "\n"


def _gap(text: str, eol: str) -> str:
    """What has to follow `text` so that a blank line does."""
    if not text or _ends_blank(text):
        return ""
    return eol if text.endswith("\n") else 2 * eol


def _ends_blank(text: str) -> bool:
    return text[-4:].replace("\r\n", "\n").endswith("\n\n")
