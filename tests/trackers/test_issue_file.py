"""Tests of syncer.trackers.issue_file: what a new file holds, how it reads, and what an update leaves alone."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.issue_text import BEGIN, END
from syncer.core.marker import write_marker
from syncer.model import DocumentKey, Draft, Field, FieldChange, Marker, State, Target
from syncer.trackers.front import FrontError
from syncer.trackers.issue_file import KEYS, changed, decoded, new_file, read_file, slug, with_comment, with_marker

TODAY = date(2026, 3, 12)
MARKER = Marker("5c1f", "lineage", DocumentKey("docs", "outage.md"), "Add an alert", 0)
OTHER = Marker("77aa", "lineage", DocumentKey("docs", "outage.md"), "Add another", 1)


def draft(state: State = State.TODO, **values: str | None) -> Draft:
    return Draft(
        target=Target("here", ""),
        marker=MARKER,
        values={Field.TITLE: "Add an alert", **{Field(name): value for name, value in values.items()}},
        state=state,
        labels=("syncer",),
        owners=("Alice Smith", "Bob"),
        due_text="Next sprint",
        document_title="Checkout was down",
        document_name="docs/outage.md",
        document_url=None,
        line=12,
        created=date(2026, 3, 11),
    )


def file(**front: str | None) -> str:
    """An issue file with these lines changed (`None`: left out)."""
    lines = {
        "key": "AI-1",
        "title": "Add an alert",
        "state": "todo",
        "owners": "[alice]",
        "due": "2026-03-27",
        "closed": "",
    }
    lines |= {"priority": "P1", **front}  # type: ignore[dict-item]
    written = "\n".join(f"{key}: {value}".rstrip() for key, value in lines.items() if value is not None)
    return f"---\n{written}\n---\n\nText for people.\n\n{write_marker(MARKER)}\n"


def test_a_new_file_is_for_people_and_ends_in_its_marker() -> None:
    text = new_file(
        "AI-7", draft(owner="alice, bob", due="2026-03-27", priority="P1"), "../docs/outage.md", "../docs/outage.md"
    )
    head, _, rest = text.removeprefix("---\n").partition("---\n")
    assert head == (
        "key: AI-7\ntitle: Add an alert\nstate: todo\nowners: [alice, bob]\ndue: 2026-03-27\npriority: P1\ntype:\n"
        "labels: [syncer]\ndocument: ../docs/outage.md\ncreated: 2026-03-11\nclosed:\n"
    )
    assert tuple(yaml.safe_load(head)) == KEYS
    assert rest.startswith(f"\n{BEGIN}\n")
    assert "(../docs/outage.md)" in rest
    assert rest.endswith(f"{END}\n\n{write_marker(MARKER)}\n")


def test_a_new_file_reads_as_its_draft() -> None:
    wanted = draft(State.DONE, owner="alice", due=None, type="detect")
    reading = read_file(new_file("AI-7", wanted, "x", None).encode())
    assert (reading.key, reading.state, reading.closed) == ("AI-7", State.DONE, wanted.created)
    assert {name: value for name, value in reading.values.items() if value} == {
        name: value for name, value in wanted.values.items() if value
    }
    assert (reading.owners, reading.labels, reading.marker, reading.fault) == (("alice",), ("syncer",), MARKER, None)


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_value_leaves_its_line(title: str, kind: str) -> None:
    """F47: front matter holds one line a key, whatever they say."""
    text = new_file("AI-7", draft(title=title, type=kind), "x", None)
    reading = read_file(text.encode("utf-8", "replace"))
    assert reading.fault is None
    assert (reading.values[Field.TITLE], reading.values[Field.TYPE]) == (title or None, kind or None)
    assert text.split("\n")[len(KEYS) + 1] == "---"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Add connection pool utilization alert", "add-connection-pool-utilization-alert"),
        ("  Überprüfe »die« Größe! ", "uberprufe-die-grosse"),
        ("../../etc/passwd\0", "etc-passwd"),
        ("障害", ""),
        ("", ""),
        ("x" * 300, "x" * 60),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_slug_is_short_and_plain(title: str, expected: str) -> None:
    assert slug(title) == expected


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("todo, ToDo, to-do, Open, reopened, not started", State.TODO),
        ("in_progress, In Progress, in-progress, doing, WIP, 'started'", State.IN_PROGRESS),
        ('done, Done, closed, completed, "fixed", resolved # yes', State.DONE),
        ("wont_do, Won't do, won’t fix, wontfix, cancelled, canceled, not_planned", State.WONT_DO),
    ],
)
def test_reads_the_words_people_use_for_a_state(words: str, state: State) -> None:
    for word in words.split(", "):
        assert read_file(file(state=word).encode()).state is state, word


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-27", "2026-03-27"),
        ("'2026-03-27'", "2026-03-27"),
        ("2026-03-27 # firm", "2026-03-27"),
        ("2026-03-27T10:00:00Z", "2026-03-27"),
        ("2026-03-27 10:00", "2026-03-27"),
        ("", None),
        ("none", None),
        ("TBD", None),
        ("—", None),
        (None, None),
    ],
)
def test_reads_a_due_date(written: str | None, expected: str | None) -> None:
    reading = read_file(file(due=written).encode())
    assert (reading.values[Field.DUE], reading.fault) == (expected, None)


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ({"state": "finito"}, 4, "`state: finito` is none of todo, in_progress, done, wont_do; write one of these"),
        ({"state": ""}, 4, "`state: ` is none of todo"),
        ({"state": None}, 1, "`state: ` is none of todo"),
        ({"due": "next friday"}, 6, "`due: next friday` is no date; write it as YYYY-MM-DD or leave it empty"),
        ({"due": "2026-02-30"}, 6, "`due: 2026-02-30` is no date"),
        ({"closed": "yesterday"}, 7, "`closed: yesterday` is no date"),
        ({"due": "x" * 500}, 6, "x`"),
        ({"title": "a\nstate: done"}, 5, "`state` stands here and in line 4"),
    ],
)
def test_what_cannot_be_read_is_named_and_identity_stays(front: dict[str, str | None], line: int, said: str) -> None:
    reading = read_file(file(**front).encode())
    assert reading.fault is not None
    assert reading.fault.startswith(f"line {line}: ")
    assert said in reading.fault
    assert len(reading.fault) < 200
    assert reading.marker == MARKER
    assert not reading.is_unsettled


def test_a_file_that_is_not_utf_8_is_a_fault_with_its_line() -> None:
    """F42."""
    data = file(title="caf\xe9").encode("latin-1")
    reading = read_file(data)
    assert reading.fault == "line 3: this is not UTF-8; save the file as UTF-8"
    assert reading.marker == MARKER
    with pytest.raises(FrontError, match="UTF-8"):
        decoded(data)


def test_a_file_without_front_matter_is_a_fault() -> None:
    reading = read_file(b"# Just text\n")
    assert (reading.fault, reading.marker) == ("line 1: the file has to start with a line of three dashes, `---`", None)


def test_owners_may_be_written_as_mentions() -> None:
    reading = read_file(file(owners="@alice, bob").encode())
    assert (reading.owners, reading.values[Field.OWNER]) == (("alice", "bob"), "alice, bob")


def test_an_update_leaves_every_other_byte() -> None:
    """F41: also what people wrote above and below the marker."""
    text = file(mine="x  # y").replace("Text for people.", "Mine.\r\n\tkept ") + "\nBelow the marker.\n"
    after = changed(text, FieldChange({Field.DUE: "2026-04-10"}), TODAY)
    assert after == text.replace("due: 2026-03-27", "due: 2026-04-10")
    assert read_file(after.encode()).marker == MARKER


def test_a_date_of_closing_that_is_given_is_kept() -> None:
    text = changed(file(), FieldChange(state=State.DONE, closed=date(2026, 3, 2)), TODAY)
    assert text == file(state="done", closed="2026-03-02")
    assert changed(text, FieldChange(state=State.DONE), TODAY) == text
    assert changed(text, FieldChange(state=State.WONT_DO), TODAY) == file(state="wont_do", closed="2026-03-12")
    assert changed(text, FieldChange(state=State.TODO), TODAY) == file()


@pytest.mark.parametrize(
    ("state", "closed", "settled"),
    [
        ("done", "", "2026-03-12"),
        ("Won't do", "", "2026-03-12"),
        ("done", "2026-03-01", "2026-03-01"),
        ("todo", "2026-03-01", ""),
        ("todo", "", ""),
    ],
)
def test_settling_writes_the_day_once_and_clears_it_when_reopened(state: str, closed: str, settled: str) -> None:
    text = file(state=state, closed=closed)
    assert read_file(text.encode()).is_unsettled == (closed != settled)
    after = changed(text, FieldChange(), TODAY)
    assert after == (text if closed == settled else file(state=state, closed=settled))
    assert not read_file(after.encode()).is_unsettled
    assert changed(after, FieldChange(), date(2027, 1, 1)) == after


def test_an_update_of_what_cannot_be_read_raises() -> None:
    with pytest.raises(FrontError, match="no date"):
        changed(file(due="soon"), FieldChange({Field.TITLE: "x"}), TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nkey: AI-1\n---\n", "---\nkey: AI-1\n---\n{}\n"),
        ("---\nkey: AI-1\n---\nText", "---\nkey: AI-1\n---\nText\n\n{}\n"),
        ("---\nkey: AI-1\n---\nText\n", "---\nkey: AI-1\n---\nText\n\n{}\n"),
        ("---\nkey: AI-1\n---\nText\n\n", "---\nkey: AI-1\n---\nText\n\n{}\n"),
        ("---\r\nkey: AI-1\r\n---\r\nText\r\n", "---\r\nkey: AI-1\r\n---\r\nText\r\n\r\n{}\r\n"),
    ],
)
def test_a_marker_comes_at_the_end_of_a_file_of_somebody(text: str, expected: str) -> None:
    assert with_marker(text, MARKER) == expected.format(write_marker(MARKER))


def test_a_marker_is_replaced_where_it_stands() -> None:
    text = file() + "Below.\n"
    assert with_marker(text, OTHER) == text.replace(write_marker(MARKER), write_marker(OTHER))


def test_a_marker_inside_a_line_or_quoted_is_text() -> None:
    """F21, F47: only a line of its own counts, and of several the last."""
    forged = f"see {write_marker(OTHER)}\n> {write_marker(OTHER)}\n{write_marker(OTHER)} x\n<!-- syncer: {{}} -->\n"
    assert read_file((file() + forged).encode()).marker == MARKER
    assert read_file(f"---\nstate: todo\n---\n{forged}".encode()).marker is None
    assert read_file((file() + write_marker(OTHER)).encode()).marker == OTHER
    assert read_file((write_marker(OTHER) + "\n" + file()).encode()).marker == MARKER


def test_comments_stand_above_the_marker_in_order() -> None:
    text = with_comment(with_comment(file(), "orphan", "The row is gone.\nLook."), "more", "Again.")
    places = [
        text.index(part)
        for part in ("Text for", "syncer-comment: orphan", "The row", "Look.", "Again.", "<!-- syncer: ")
    ]
    assert all(one < next_one for one, next_one in pairwise(places))
    assert with_comment(text, "orphan", "Other words.") == text
    assert read_file(text.encode()).marker == MARKER


def test_a_comment_keeps_the_line_endings_of_a_file_without_marker() -> None:
    text = with_comment("---\r\nkey: AI-1\r\n---\r\nText\r\n", "a --> b", "One.\nTwo.")
    assert text.endswith("Text\r\n\r\n<!-- syncer-comment: a-b -->\r\nOne.\r\nTwo.\r\n")
