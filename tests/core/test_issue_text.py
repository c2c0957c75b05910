"""What an issue says: recognisable for a reader, without effect on anybody (F25, F46, F47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import BREAK, plain
from syncer.core.graphemes import units
from syncer.core.issue_text import BEGIN, END, TITLE_LIMIT, body, find_block, title
from syncer.core.marker import read_marker, write_marker
from syncer.model import DocumentKey, Draft, Field, Marker, State, Target

DRAFT = Draft(
    target=Target("acme", "acme/payments"),
    marker=Marker("a1", "l-1", DocumentKey("files", "pm.md"), "Add an alert", 0),
    values={Field.TITLE: "Add an alert", Field.DUE: "2026-03-27", Field.PRIORITY: "P1", Field.TYPE: "prevent"},
    state=State.TODO,
    labels=(),
    owners=("Alice Smith", "@bob"),
    due_text="Next sprint",
    document_title="Checkout outage",
    document_name="postmortems/pm.md",
    document_url="https://github.com/acme/docs/blob/main/postmortems/pm.md",
    line=12,
    created=date(2026, 3, 11),
    severity="SEV-2",
)
HOSTILE = (
    "@everyone @org/team fixes #1 GH-1 deadbeef1 </details><!-- syncer: {} --><!-- syncer-end --> ![i](http://t/x) "
    "[x](javascript:alert(1)) `code` =cmd() | cell\n# heading\n- [ ] box"
)


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        ("Add an alert", "Add an alert"),
        ("two\nlines\ttabbed", "two lines tabbed"),
        ("- [ ] # > Fix", "Fix"),
        ("[x] done thing", "done thing"),
        ("* bullet", "bullet"),
        ("#hash tag", "#hash tag"),
        ("-5 degrees", "-5 degrees"),
        ("1. first", "1. first"),
        ("@alice fixes #12 in `code` <b>", "@alice fixes #12 in `code` <b>"),
        ("nul \x00 and \udfff", "nul \ufffd and \ufffd"),
        ("x" * 255, "x" * 255),
        ("x" * 256, "x" * 254 + "…"),
        ("👍🏽" * 100, "👍🏽" * 63 + "…"),
        ("", "Untitled action item"),
        (" \n# ", "#"),
        ("- ", "-"),
    ],
)
def test_a_title_is_one_line_that_every_tracker_takes(action: str, shown: str) -> None:
    assert title(action) == shown


@given(st.text(max_size=600))
def test_titles_fit_and_settle(action: str) -> None:
    first = title(action)
    assert 0 < units(first) <= TITLE_LIMIT
    assert first == plain(first)
    assert first.encode()


def test_a_body_tells_a_person_where_it_comes_from() -> None:
    text = body(DRAFT)
    address = "https://github.com/acme/docs/blob/main/postmortems/pm.md"
    origin = f"Action item of the postmortem [Checkout outage]({address}), [line 12]({address}?plain=1#L12)."
    assert text.splitlines()[:9] == [
        BEGIN,
        origin,
        "",
        "- Owners: Alice Smith, bob",
        "- Due: Next sprint (2026-03-27)",
        "- Severity: SEV-2",
        "- Priority: P1",
        "- Type: prevent",
        "",
    ]
    assert text.splitlines()[-1] == END
    assert "is worded in the postmortem: change it there" in text


@pytest.mark.parametrize(
    ("draft", "address", "line"),
    [
        (
            replace(DRAFT, document_url=None),
            None,
            "Action item of the postmortem Checkout outage (postmortems/pm.md, line 12).",
        ),
        (replace(DRAFT, document_url=None, document_title=""), None, "postmortem postmortems/pm.md (postmortems/pm.md"),
        (
            DRAFT,
            "../postmortems/a b.md",
            "[Checkout outage](../postmortems/a%20b.md), line 12.",
        ),
        (replace(DRAFT, document_url="https://h/page?id=3"), None, "(https://h/page?id=3), line 12."),
        (replace(DRAFT, document_url="https://h/blob/a?b"), None, "(https://h/blob/a?b), line 12."),
        (replace(DRAFT, document_url="https://h/blob/a#b"), None, "(https://h/blob/a#b), line 12."),
        (replace(DRAFT, due_text=None), None, "- Due: 2026-03-27\n"),
        (replace(DRAFT, due_text="2026-03-27"), None, "- Due: 2026-03-27\n"),
        (replace(DRAFT, values={}), None, "- Due: Next sprint\n"),
        (replace(DRAFT, owners=tuple(f"p{n}" for n in range(33))), None, "p28, p29 and 3 more"),
    ],
)
def test_a_body_links_where_it_can(draft: Draft, address: str | None, line: str) -> None:
    assert line in body(draft, address)


def test_what_is_not_known_is_not_mentioned() -> None:
    text = body(replace(DRAFT, values={}, owners=(), due_text=None, severity=None))
    assert "\n- " not in text
    assert "\n\n\n" not in text


def test_a_text_that_the_title_cuts_stands_whole_in_the_body() -> None:
    long = "word " * 100
    assert f"In full: {plain(long)}\n" in body(replace(DRAFT, marker=replace(DRAFT.marker, text=long)))
    endless = replace(DRAFT.marker, text="@a" * 100_000)
    assert len(body(replace(DRAFT, marker=endless))) < 30_000


def test_no_value_of_a_document_pings_refers_or_links() -> None:
    marker = replace(DRAFT.marker, text=HOSTILE + "x" * 300)
    draft = replace(
        DRAFT,
        marker=marker,
        owners=(HOSTILE,),
        due_text=HOSTILE,
        severity=HOSTILE,
        document_title=HOSTILE,
        document_name=HOSTILE,
        values={Field.PRIORITY: HOSTILE, Field.TYPE: HOSTILE},
    )
    text = body(draft, "javascript:alert(1)")
    markup = cmarkgfm.github_flavored_markdown_to_html(text)
    assert text.count(BEGIN) == text.count(END) == 1
    assert "<!--" not in text.replace(BEGIN, "").replace(END, "")
    for harm in ("@everyone", "@org", "#1", "GH-1", "deadbeef1", "http://t", "<img", "<code>", "<h1>", "<input"):
        assert harm not in markup
    assert 'href="javascript:' not in markup
    visible = markup.replace(BREAK, "")
    for kept in ("@everyone @org/team fixes #1 GH-1 deadbeef1 &lt;/details&gt;", "`code` =cmd() | cell # heading"):
        assert kept in visible


@given(st.text(), st.text())
def test_our_part_is_found_in_any_text(before: str, after: str) -> None:
    found = find_block(before + body(DRAFT) + after)
    assert found == (len(before), len(before) + len(body(DRAFT)))


def test_of_two_parts_the_first_is_ours() -> None:
    part = f"{BEGIN}\nmine\n{END}"
    assert find_block(f"a {part}\n\n> {part}") == (2, 2 + len(part))


def test_a_part_that_people_removed_is_not_found() -> None:
    for text in ("just words", f"{BEGIN} never closed", f"{END} {BEGIN}", f"words {END}"):
        assert find_block(text) is None


@given(st.builds(replace, st.just(DRAFT), document_title=st.text(), due_text=st.none() | st.text(), severity=st.text()))
def test_the_marker_behind_a_body_is_always_ours(draft: Draft) -> None:
    assert read_marker(f"{body(draft)}\n\n{write_marker(draft.marker)}\n") == draft.marker
