"""Lines of keys in TOML texts."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from syncer.settings.position import key_lines, line_of

TEXT = '''# a comment with [brackets] and = signs
language = "en"

[sources.postmortems]   # named
kind = "files"
path = "a # no comment"
include = [
  "one",  # a comment ]
  "two",
]
"quoted key" = 1
dotted.inner = 2

[[routes]]
tracker = "a"
[routes.match]
team = "x"
[[routes]]
match = { team = "y" }
tracker = """
[not a table]
key = 1
"""
tail = \'\'\'
[[neither]]\'\'\'
last = 1
'''


def test_every_key_has_the_line_it_stands_in() -> None:
    tomllib.loads(TEXT)
    assert key_lines(TEXT) == {
        ("language",): 2,
        ("sources", "postmortems"): 4,
        ("sources", "postmortems", "kind"): 5,
        ("sources", "postmortems", "path"): 6,
        ("sources", "postmortems", "include"): 7,
        ("sources", "postmortems", "quoted key"): 11,
        ("sources", "postmortems", "dotted"): 12,
        ("sources", "postmortems", "dotted", "inner"): 12,
        ("routes", 0): 14,
        ("routes", 0, "tracker"): 15,
        ("routes", 0, "match"): 16,
        ("routes", 0, "match", "team"): 17,
        ("routes", 1): 18,
        ("routes", 1, "match"): 19,
        ("routes", 1, "tracker"): 20,
        ("routes", 1, "tail"): 24,
        ("routes", 1, "last"): 26,
    }


def test_a_key_inside_an_inline_table_has_the_line_of_what_it_stands_in() -> None:
    assert line_of(key_lines(TEXT), ("routes", 1, "match", "team")) == 19


def test_what_is_nowhere_has_no_line() -> None:
    assert line_of(key_lines(TEXT), ("limits", "max_creates")) is None
    assert key_lines("") == {}


@given(
    st.lists(
        st.sampled_from(["", "# x = 1 [", 'a{n} = "]"', "b{n} = [1,\n2]", "c{n} = '''\nk = 1\n'''", "d{n} = {{x = 1}}"])
    )
)
def test_any_order_of_statements_keeps_the_lines(statements: list[str]) -> None:
    text = "\n".join(line.format(n=number) for number, line in enumerate(statements))
    expected = {
        key: next(i for i, line in enumerate(text.split("\n"), 1) if line.startswith(f"{key} ="))
        for key in tomllib.loads(text)
    }
    assert {path[0]: line for path, line in key_lines(text).items()} == expected


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    text = 'a = """' + "\\\\" * 50_000 + '"""\nb = ' + "[" * 10_000
    assert key_lines(text)[("b",)] == 2
