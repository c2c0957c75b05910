"""What our issue property holds, and how long it may be."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from trackers.jira.desk import marker

from syncer.core.marker import MARKER_TEXT_LIMIT, from_property
from syncer.model import Agreement, Field
from syncer.trackers.jira.kept import kept_type, marked, properties, with_words


def test_a_marker_joins_what_is_kept() -> None:
    kept = marked(with_words({"other": 1}, kind="Prevent", priority="P1", set_as="High"), marker())
    assert from_property(kept) == marker()
    assert (kept["other"], kept["type"], kept["priority"], kept["priority_name"]) == (1, "Prevent", "P1", "High")
    assert marked(kept, None) == kept


@given(st.text(max_size=MARKER_TEXT_LIMIT))
def test_it_always_fits(text: str) -> None:
    long = (text * 1_000)[:MARKER_TEXT_LIMIT]
    base = {field: Agreement(long, long, long) for field in Field}
    ((kept),) = properties(marked({}, replace(marker(), text=long, base=base)))
    assert len(json.dumps(kept["value"])) <= 32_768
    assert from_property(kept["value"]) is not None


def test_the_longest_agreements_go_first() -> None:
    long = "\x01" * MARKER_TEXT_LIMIT
    base = {
        Field.DUE: Agreement("a", "b", "c"),
        **{field: Agreement(long, long, long) for field in Field if field != "due"},
    }
    (kept,) = properties(marked({}, replace(marker(), base=base)))
    assert "due" in kept["value"]["base"]
    assert len(kept["value"]["base"]) < len(base)


def test_what_no_jira_stores_is_replaced() -> None:
    base = {Field.TITLE: Agreement("a\x00", None, "\ud800")}
    kept = marked(kept_type("x\x00"), replace(marker(), text="b\udfff", base=base))
    assert (kept["type"], kept["text"], kept["base"]["title"]) == ("x\ufffd", "b\ufffd", ["a\ufffd", None, "\ufffd"])
