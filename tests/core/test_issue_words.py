"""What an issue says where there is no Markdown: the same as anywhere, as plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.test_issue_text import DRAFT, HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import read_entities
from syncer.core.issue_text import body, title
from syncer.core.issue_words import WRITTEN_ONCE, Block, Description, Run, description, lines_of
from syncer.model import Draft, Field

URL = "https://github.com/acme/docs/blob/main/postmortems/pm.md"


def size(described: Description) -> int:
    return sum(len(run.text) + len(run.address or "") for block in described for line in block.lines for run in line)


def said(draft: Draft, limit: int = 30_000) -> str:
    told = description(draft, size, limit)
    return "\n".join("".join(run.text for run in line) for block in told for line in block.lines)


def test_what_a_reader_sees() -> None:
    assert said(DRAFT) == (
        "Action item of the postmortem Checkout outage, line 12.\n"
        "Owners: Alice Smith, bob\nDue: Next sprint (2026-03-27)\nSeverity: SEV-2\nPriority: P1\nType: prevent\n"
        f"{WRITTEN_ONCE}"
    )


def test_it_links_to_the_document_and_its_row() -> None:
    origin = description(DRAFT, size, 30_000)[0]
    assert origin == Block(
        (
            (
                Run("Action item of the postmortem "),
                Run("Checkout outage", URL),
                Run(", "),
                Run("line 12", f"{URL}?plain=1#L12"),
                Run("."),
            ),
        )
    )


@pytest.mark.parametrize("url", [None, "pm.md", "javascript:alert(1)", f"https://x.example/{'x' * 6_000}"])
def test_a_document_that_cannot_be_linked_to_is_named(url: str | None) -> None:
    told = said(replace(DRAFT, document_url=url))
    assert told.startswith("Action item of the postmortem Checkout outage (postmortems/pm.md, line 12).\n")


def test_a_document_without_a_title_goes_by_its_name_or_address() -> None:
    assert "postmortem postmortems/pm.md, line 12." in said(replace(DRAFT, document_title=" "))
    assert f"postmortem {URL}, line" in said(replace(DRAFT, document_title="", document_name=""))


def test_a_long_action_is_told_in_full() -> None:
    action = "Add an alert " * 40
    assert said(replace(DRAFT, marker=replace(DRAFT.marker, text=action))).startswith(f"In full: {action.strip()}\n")


@pytest.mark.parametrize(
    ("written", "resolved", "shown"),
    [
        (None, "2026-03-27", "Due: 2026-03-27\n"),
        ("2026-03-27", "2026-03-27", "Due: 2026-03-27\n"),
        ("asap", None, "Due: asap\n"),
        (None, None, ""),
    ],
)
def test_the_due_date(written: str | None, resolved: str | None, shown: str) -> None:
    told = said(replace(DRAFT, due_text=written, values={Field.DUE: resolved}, owners=(), severity=None))
    assert told == f"Action item of the postmortem Checkout outage, line 12.\n{shown}{WRITTEN_ONCE}"


def test_long_texts_are_cut_until_it_fits() -> None:
    long = replace(DRAFT, marker=replace(DRAFT.marker, text="x" * 9_000), owners=tuple(f"{n}" * 400 for n in range(40)))
    sizes = [size(description(long, size, limit)) for limit in (30_000, 10_000, 2_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    assert sizes[2] == size(description(long, size, 1))
    assert "and 30 more" in said(long, 2_000)


def test_it_says_what_other_trackers_say() -> None:
    markdown = read_entities(body(DRAFT))
    assert all(line in markdown for line in said(DRAFT).splitlines()[1:-1])


@given(st.text(max_size=60))
def test_every_word_stands_on_one_line(text: str) -> None:
    hostile = text + HOSTILE
    values = {Field.TITLE: title(hostile), Field.DUE: None, Field.PRIORITY: hostile, Field.TYPE: hostile}
    told = description(
        replace(DRAFT, values=values, owners=(hostile,), due_text=hostile, severity=hostile, document_title=hostile),
        size,
        30_000,
    )
    runs = [run for block in told for line in block.lines for run in line]
    assert all(len(run.text.splitlines()) == 1 and "\x00" not in run.text for run in runs)
    assert {run.address for run in runs} == {None, URL, f"{URL}?plain=1#L12"}


def test_lines_of_a_comment() -> None:
    assert lines_of("one\n\ntwo \x00\r\n") == (Block(((Run("one"),), (Run("two \ufffd"),))),)
    assert lines_of(" \n") == ()
