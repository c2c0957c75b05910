"""Front matter: found only at the very start, read as text, bounded, and byte-exact about where the text begins."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import Unreadable
from syncer.formats.front_matter import FrontField, FrontMatter, split


def fields(text: str) -> list[tuple[str, str]]:
    return [(field.key, field.value) for field in split(text.encode()).fields]


def test_yaml_fields_keep_dates_as_text_and_know_their_lines() -> None:
    data = b"---\ntitle: Outage\ndate: 2026-03-11\npublished: 2026-03-12T10:00:00Z\n---\n# Body\n"
    read = split(data)
    assert read.fields == (
        FrontField("title", "Outage", 2),
        FrontField("date", "2026-03-11", 3),
        FrontField("published", "2026-03-12T10:00:00Z", 4),
    )
    assert data[read.start :] == b"# Body\n"
    assert read.lines == 5
    assert read.fault is None


def test_a_byte_order_mark_is_counted() -> None:
    data = b"\xef\xbb\xbf---\na: 1\n---\nrest"
    assert data[split(data).start :] == b"rest"
    assert split(b"\xef\xbb\xbfrest") == FrontMatter(start=3)


@pytest.mark.parametrize("end", ["---", "...", "---  ", "---\t"])
def test_yaml_ends_at_three_dashes_or_dots(end: str) -> None:
    data = f"---\na: 1\n{end}\nrest".encode()
    assert data[split(data).start :] == b"rest"


def test_crlf_and_an_end_without_newline() -> None:
    data = b"---\r\na: 1\r\nb: x\r\n---\r\nrest"
    assert fields(data.decode()) == [("a", "1"), ("b", "x")]
    assert data[split(data).start :] == b"rest"
    assert split(b"---\na: 1\n---") == FrontMatter((FrontField("a", "1", 2),), 12, 2)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\n---\na: 1\n---\n",
        "\n---\na: 1\n---\n",
        "--- a: 1\n---\n",
        "----\na: 1\n----\n",
        "---\na: 1\n",
        "---\nJust words between two rules.\n\n---\n",
        "---\n# Heading\n---\n",
        "---\n- a: list\n---\n",
        "---\n[flow, list]\n---\n",
        "---\nhttps://example.com/page: no\n---\n",
        '---\n"quoted: word": [\n',
        "",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert split(text.encode()) == FrontMatter()


def test_an_empty_front_matter_is_taken_off() -> None:
    assert split(b"---\n---\nrest") == FrontMatter((), 8, 2)
    assert split(b"---\n\n---\nrest") == FrontMatter((), 9, 3)


def test_a_scalar_that_looks_like_a_field_is_text() -> None:
    assert split(b"---\n'a: b'\n---\nrest") == FrontMatter()


def test_lists_and_nested_fields() -> None:
    text = (
        "---\ntags: [a, b]\nlabels:\n  - c\nincident:\n  date: 2026-03-01\n  who: {name: x}\nextra:\n  team: pay\n---\n"
    )
    assert fields(text) == [
        *(("tags", "a"), ("tags", "b"), ("labels", "c")),
        *(("incident.date", "2026-03-01"), ("incident.who.name", "x"), ("team", "pay")),
    ]


def test_empty_values_null_aliases_and_odd_keys_say_nothing() -> None:
    text = "---\na:\nb: ~\nc: null\nd: 'null'\ne: &x y\nf: *x\n~: g\n*x : i\nm: !!int 3\n---\n"
    assert fields(text) == [("d", "null"), ("e", "y"), ("m", "3")]


def test_a_comment_before_the_first_field() -> None:
    assert fields("---\n# set by hand\n\na: 1\n---\n") == [("a", "1")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title: Foo: bar", 2, "mapping values are not allowed"),
        ("a: 1\nb: [1, 2", 4, "did not find expected"),
        ("a: 1\n? [b, c]\n: d", 3, "a key is a list or a mapping"),
        ("a: \x01", 2, "control characters are not allowed"),
        ("a: " + "[" * 30_000, 2, "more than 20 levels deep"),
        ("a: 1\nb: " + "{x: " * 5_000, 3, "more than 20 levels deep"),
        ("a: " + "x" * 40_000, 2, "40004 bytes long; at most 32768"),
    ],
)
def test_broken_yaml_is_a_fault_and_the_text_below_still_reads(text: str, line: int, reason: str) -> None:
    data = f"---\n{text}\n---\nrest".encode()
    read = split(data)
    assert read.fault is not None
    assert read.fault.line == line
    assert reason in read.fault.message
    assert data[read.start :] == b"rest"
    assert not read.fields


def test_aliases_do_not_multiply() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
    )
    assert fields(f"---\n{laughs}---\n") == [("a", "x"), ("a", "x")]


def test_toml_fields() -> None:
    text = (
        '+++\ntitle = "T"\ndate = 2026-03-11\ndraft = true\ntags = ["a", "b"]\n[extra]\nteam = "pay"\n'
        "[incident]\nat = 2026-03-01T10:00:00Z\nlist = [{inner = 1}]\n+++\nrest"
    )
    read = split(text.encode())
    assert read.fields == (
        FrontField("title", "T", 2),
        FrontField("date", "2026-03-11", 3),
        FrontField("draft", "true", 4),
        FrontField("tags", "a", 5),
        FrontField("tags", "b", 5),
        FrontField("team", "pay", 7),
        FrontField("incident.at", "2026-03-01 10:00:00+00:00", 9),
        FrontField("incident.list.inner", "1", 10),
    )
    assert read.lines == 11


def test_toml_with_crlf_and_without_a_line_for_a_key() -> None:
    assert split(b'+++\r\n"a b" = 1\r\n+++\r\nrest').fields == (FrontField("a b", "1", 2),)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\nb = ", 3, "not valid TOML: Invalid value"),
        ('a = """', 2, "not valid TOML"),
        ("a=" + "[" * 30_000, 2, "nested too deeply"),
        ("x = 1\n" + ".".join(["a"] * 5_000) + " = 1", 3, "more than 200 dots"),
    ],
)
def test_broken_toml_is_a_fault(text: str, line: int, reason: str) -> None:
    read = split(f"+++\n{text}\n+++\nrest".encode())
    assert read.fault is not None
    assert (read.fault.line, reason in read.fault.message) == (line, True)


def test_bytes_that_are_no_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(Unreadable, match="line 3 holds the byte 0xff"):
        split(b"---\na: 1\nb: \xff\n---\n")


@given(st.binary(max_size=200), st.sampled_from([b"---\n", b"+++\n", b"\xef\xbb\xbf---\r\n", b""]))
def test_any_bytes_split_or_are_refused(tail: bytes, opening: bytes) -> None:
    data = opening + tail
    try:
        read = split(data)
    except Unreadable:
        return
    assert 0 <= read.start <= len(data)
    assert read.lines == data.count(b"\n", 0, read.start)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9 .,-]{0,20}", fullmatch=True),
        max_size=5,
    ),
    st.text(alphabet="abc #-\n", max_size=40),
)
def test_quoted_fields_come_back_and_the_rest_is_untouched(wanted: dict[str, str], rest: str) -> None:
    head = "---\n" + "".join(f"{key}: '{value}'\n" for key, value in wanted.items()) + "---\n"
    read = split((head + rest).encode())
    assert [(field.key, field.value) for field in read.fields] == [
        (k, v.strip()) for k, v in wanted.items() if v.strip()
    ]
    assert (head + rest).encode()[read.start :] == rest.encode()


def test_documents_without_front_matter_load_no_yaml() -> None:
    program = (
        "import sys\nfrom syncer.formats.front_matter import split\nbefore = set(sys.modules)\nsplit(b'# Title')\n"
        "assert set(sys.modules) == before\nsplit(b'---\\na: 1\\n---\\n')\nassert 'yaml' in set(sys.modules) - before"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
