"""Owns the marker that we leave in every issue: written and read as an HTML comment or as a JSON property."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from syncer.model import Agreement, Base, DocumentKey, Field, Marker

MARKER_TEXT_LIMIT = 1_000
"""Characters of an item's text that a marker carries: a longer one is cut, an agreement with a longer half left out."""
MARKER_LIMIT = 40_000
"""Characters of a written marker, above which the longest agreements are left out as well."""

_OPENING = "<!-- syncer: "
_CLOSING = " -->"
_FIELDS = {field.value: field for field in Field}
# What could end the comment, mention, refer or link; only strings can hold it, where a JSON escape may stand instead.
_ACTIVE = re.compile(r"[<>@#]|--|:(?=//)|(?<=GH)-(?=[0-9])|(?<=www)\.", re.IGNORECASE)


def write_marker(marker: Marker) -> str:
    """`marker` as one line: an HTML comment of ASCII that nothing inside its values can end early or act from."""
    written, base = _write(marker), dict(marker.base)
    while len(written) > MARKER_LIMIT and base:
        del base[max(base, key=lambda field: len(json.dumps(base[field])))]
        written = _write(replace(marker, base=base))
    return written


def _write(marker: Marker) -> str:
    text = json.dumps(marker_property(marker), ensure_ascii=True, separators=(",", ":"))
    return f"{_OPENING}{_ACTIVE.sub(_escape, text)}{_CLOSING}"


def _escape(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in match[0])


def read_marker(body: str) -> Marker | None:
    """The marker that is the last thing of `body`, blank space behind it aside; `None` without a well-formed one.

    One further up is text that somebody typed or quoted, never ours.
    """
    text = body.rstrip()
    start = text.rfind(_OPENING)
    if start < 0 or not text.endswith(_CLOSING):
        return None
    inner = text[start + len(_OPENING) : -len(_CLOSING)]
    return None if "--" in inner else _parse(inner)


def find_marker_line(body: str) -> tuple[int, int, Marker] | None:
    """The last marker in `body` that fills a line of its own, whatever people wrote below it: its range and content.

    Only for bodies that our own account made, where people append at the end. Blanks around it are not in the range.
    """
    at = len(body)
    while (at := body.rfind(_OPENING, 0, at)) >= 0:
        start = body.rfind("\n", 0, at) + 1
        end = body.find("\n", at)
        line = body[at : len(body) if end < 0 else end].rstrip()
        marker = read_marker(line) if not body[start:at].strip() else None
        if marker:
            return at, at + len(line), marker
        at = start
    return None


def _parse(text: str) -> Marker | None:
    try:
        return from_property(json.loads(text))
    except (ValueError, RecursionError):  # not JSON, or nested beyond anything that we write
        return None


def marker_property(marker: Marker) -> dict[str, object]:
    """`marker` as JSON-ready data for trackers that keep properties."""
    return {
        "item": marker.item,
        "lineage": marker.lineage,
        "source": marker.document.source,
        "path": marker.document.path,
        "text": marker.text[:MARKER_TEXT_LIMIT],
        "occurrence": marker.occurrence,
        "base": {field.value: list(agreement) for field, agreement in marker.base.items() if _fits(agreement)},
    }


def _fits(agreement: Agreement) -> bool:
    return all(part is None or len(part) <= MARKER_TEXT_LIMIT for part in agreement)


def from_property(value: object) -> Marker | None:
    """The inverse of `marker_property`; `None` for anything but a whole marker. Unknown keys are passed over."""
    if not isinstance(value, Mapping):
        return None
    item, lineage, source, path, text = (value.get(name) for name in ("item", "lineage", "source", "path", "text"))
    occurrence, base = value.get("occurrence"), _read_base(value.get("base"))
    if not (isinstance(item, str) and isinstance(lineage, str) and isinstance(source, str) and isinstance(path, str)):
        return None
    if not isinstance(text, str) or base is None or not isinstance(occurrence, int):
        return None
    return Marker(item, lineage, DocumentKey(source, path), text, occurrence, base)


def _read_base(value: object) -> Base | None:
    if not isinstance(value, Mapping):
        return None
    base: dict[Field, Agreement] = {}
    for name, halves in value.items():
        agreement = _read_agreement(halves)
        if agreement is None:
            return None
        if name in _FIELDS:  # a newer version may keep more fields than we do
            base[_FIELDS[name]] = agreement
    return base


def _read_agreement(value: object) -> Agreement | None:
    if not isinstance(value, list) or len(value) != len(Agreement._fields):
        return None
    return Agreement(*value) if all(part is None or isinstance(part, str) for part in value) else None
