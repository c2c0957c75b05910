"""Tests of syncer.trackers.front: hand-written front matter, and changes that touch one line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from syncer.trackers.front import FrontError, Value, items, one_line, read_front, scalar, sequence

texts = st.text(st.characters(codec=None), max_size=60)
encodable = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


def front(*lines: str, eol: str = "\n") -> str:
    return eol.join(["---", *lines, "---", "", "body: no key", ""])


def value(line: str) -> Value:
    return read_front(front(*line.split("\n"))).value("k")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("k: plain words", "plain words"),
        ("k:plain", "plain"),
        ("k :  spaced \t", "spaced"),
        ("'k': quoted key", "quoted key"),
        ('"k": quoted key', "quoted key"),
        ("K: upper case", "upper case"),
        ("k:", None),
        ("k: ~", None),
        ("k: null", None),
        ('k: ""', None),
        ('k: "null"', "null"),
        ("k: done # closed by bob", "done"),
        ("k: # nothing yet", None),
        ("k: Fix #12 and#13", "Fix #12 and#13"),
        ('k: "a # b"  # c', "a # b"),
        ("k: 'it''s'", "it's"),
        (r'k: "tab\tand \"quote\" \u00e9"', 'tab\tand "quote" é'),
        (r'k: "no \q escape"', r"no \q escape"),
        ('k: "two" words', '"two" words'),
        ("k: it's: fine", "it's: fine"),
        ("k: @alice", "@alice"),
        ("k: *bold* text", "*bold* text"),
        ("k: [Fix] the pool", "[Fix] the pool"),
        ("k: first line\n  and second", "first line and second"),
        ("k: >\n  folded\n  text", "folded text"),
        ("k: |\n  kept\n  text", "kept text"),
        ('k: "over\n  two lines"', "over two lines"),
    ],
)
def test_reads_what_people_write(line: str, expected: str | None) -> None:
    assert one_line(value(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("k: alice", ("alice",)),
        ("k: alice, bob", ("alice", "bob")),
        ("k: [alice, bob]", ("alice", "bob")),
        ("k: [alice, bob]  # both", ("alice", "bob")),
        ("k: ['Smith, Alice', \"x # y\", @bob]", ("Smith, Alice", "x # y", "@bob")),
        ("k: ['it''s', \"a\\tb\"]", ("it's", "a\tb")),
        ("k: [alice, , bob,]", ("alice", "bob")),
        ("k: ['open, bob]", ("'open", "bob")),
        ('k: [a"b, "c"d]', ('a"b', '"c"d')),
        ("k: []", ()),
        ("k: [~, 'null']", ("null",)),
        ("k:", ()),
        ("k:\n- alice\n- bob", ("alice", "bob")),
        ("k:  # who\n  - alice\n\n  # and\n  - @bob # new\n  -\n", ("alice", "@bob")),
        ("k:\n  - 'it''s'\n", ("it's",)),
        ("k: [alice,\n  bob]", ("alice", "bob")),
        ("k: [\n  alice,\n]", ("alice",)),
    ],
)
def test_reads_lists_in_any_form(line: str, expected: tuple[str, ...]) -> None:
    assert items(value(line)) == expected


def test_a_list_where_one_text_belongs_is_joined() -> None:
    assert one_line(value("k:\n- a\n- b")) == "a, b"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "three dashes"),
        ("no front matter\n---\n", 1, "three dashes"),
        ("---", 1, "three dashes"),
        ("---\nk: v\n", 2, "has no end"),
        ("---\nk: v", 2, "has no end"),
        ("---\nk: v\nnot an entry\n---\n", 3, "not an entry"),
        ("---\n  k: v\n---\n", 2, "k: v"),
    ],
)
def test_says_where_it_is_no_front_matter(text: str, line: int, said: str) -> None:
    with pytest.raises(FrontError, match=said) as caught:
        read_front(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        (["k: a", "x: b", "k: c"], 4, "here and in line 2"),
        (["x: y", "k: [[a],", "  b]"], 3, "neither one text nor a list of texts"),
        (["k:", "  a: b"], 2, "neither"),
        (["k: {a: &b [c],", "  d: *b}"], 2, "neither"),
        (['k: "open', "  still"], 2, "not valid YAML"),
        (["k: " + "[" * 2_000, "  " + "]" * 2_000], 2, "not valid YAML"),
    ],
)
def test_says_where_a_value_cannot_be_read(lines: list[str], line: int, said: str) -> None:
    read = read_front(front(*lines))
    with pytest.raises(FrontError, match=said) as caught:
        read.value("k")
    assert caught.value.line == line


def test_what_is_not_asked_for_is_not_read() -> None:
    read = read_front(front("meta:", "  a: [1, {b: c}]", "k: v", "meta: again"))
    assert read.value("k") == "v"
    assert (read.line("k"), read.line("missing"), read.value("missing")) == (4, 1, None)


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_value_of_the_line_changes(eol: str, mark: str) -> None:
    """F41: line endings, marks, comments, order, blanks and unknown keys stay."""
    lines = [
        "# ours",
        "mine: [1,2]",
        "state:  todo   # for now",
        "",
        "owners:",
        "  - alice",
        "  # me",
        "title: 'a''b' # x",
    ]
    text = mark + front(*lines, eol=eol)
    read = read_front(text)
    assert (read.value("state"), read.value("owners"), read.value("title")) == ("todo", ("alice",), "a'b")
    assert read.replaced({}) == text
    changed = read.replaced({"state": "done", "title": "b", "owners": "[bob]", "closed": "2026-03-12", "due": ""})
    lines[2], lines[7], lines[4:6] = "state: done   # for now", "title: b # x", ["owners: [bob]"]
    assert changed == mark + front(*lines, "closed: 2026-03-12", eol=eol)


def test_clearing_a_value_and_setting_it_again_gives_back_the_file() -> None:
    assert read_front(front("due: \t")).replaced({"due": "2026-04-01"}) == front("due: 2026-04-01")
    text = front("closed: 2026-03-12", "due: 2026-04-01 # firm")
    cleared = read_front(text).replaced({"closed": "", "due": ""})
    assert cleared == front("closed:", "due: # firm")
    assert read_front(cleared).replaced({"closed": "2026-03-12", "due": "2026-04-01"}) == text


@given(texts)
def test_any_text_comes_back_from_one_line(text: str) -> None:
    written = scalar(text)
    assert "\n" not in written
    assert "\r" not in written
    assert value(f"k: {written}") == (text or None)


@given(encodable)
def test_yaml_reads_the_same_text(text: str) -> None:
    assert yaml.safe_load(f"k: {scalar(text)}\n") == {"k": text}


@given(st.lists(encodable, max_size=4).map(tuple))
@example(("0?", "a:", "b]", "x, y", "- z"))
def test_any_texts_come_back_from_one_line(several: tuple[str, ...]) -> None:
    assert items(value(f"k: {sequence(several)}")) == several
    assert tuple(yaml.safe_load(f"k: {sequence(several)}\n")["k"] or ()) == several


@pytest.mark.parametrize(
    "text",
    ["Add an alert", "5xx alerts", "C++ (again)", "it's fine", "a:b", "a#b", "../docs/a b.md", "10 more retries", "é"],
)
def test_plain_text_stands_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "No",
        "null",
        "12",
        "1_000",
        "0x1F",
        "1:30",
        "2026-03-27",
        "1e5",
        ".5",
        ".inf",
        "a: b",
        "a #b",
        "b:",
        " a",
        "a ",
        "- a",
        "a\u202eb",
    ],
)
def test_what_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')


HOSTILE = [
    "k: " + "'" * 100_000 + "x",
    'k: "' + '\\"' * 50_000,
    "k: [" + "'" * 100_000 + "x, y]",
    "k: [" + '"a,' * 30_000,
    "k: " + "[]#" * 30_000,
    "k: a" + " #" * 50_000,
    "k" + " " * 100_000 + ": x",
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_lines_take_linear_time(line: str) -> None:
    """F45: a quadratic reading of these would take minutes."""
    read = read_front(front(line))
    assert sum(map(len, items(read.value("k")))) <= len(line)
