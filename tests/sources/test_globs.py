"""Tests of syncer.sources.globs: which paths a pattern takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.sources.globs import Pattern, Selection


@pytest.mark.parametrize(
    ("pattern", "takes", "leaves"),
    [
        ("**", ["a.md", "a/b/c.md"], []),
        ("**/*", ["a.md", "a/b/c.md"], []),
        ("*", ["a.md"], ["a/b.md"]),
        ("*.md", ["a.md", ".md"], ["a/b.md", "a.mdx", "a.MD"]),
        ("**/*.md", ["a.md", "a/b/c.md"], ["a.txt"]),
        ("docs/**/*.md", ["docs/a.md", "docs/x/y/a.md"], ["a.md", "other/docs/a.md"]),
        ("docs/**", ["docs/a.md", "docs/x/a.md"], ["docs2/a.md"]),
        ("docs/", ["docs/a.md", "docs/x/a.md"], ["a.md"]),
        ("docs", ["docs"], ["docs/a.md"]),
        ("./docs/*.md", ["docs/a.md"], []),
        ("/docs/*.md", ["docs/a.md"], []),
        ("**/template.md", ["template.md", "a/b/template.md"], ["a/xtemplate.md", "template.md/x"]),
        ("**/drafts/**", ["drafts/a.md", "x/drafts/y/a.md"], ["x/mydrafts/a.md"]),
        ("a/**/b/**/c.md", ["a/b/c.md", "a/x/b/y/z/c.md", "a/b/b/c.md"], ["a/c.md", "b/a/c.md", "a/b/c.md/d"]),
        ("20??/*.md", ["2026/a.md"], ["206/a.md", "20x/y.md"]),
        ("[ab].md", ["a.md"], ["c.md", "ab.md"]),
        ("[!ab].md", ["c.md"], ["a.md"]),
        ("a**b.md", ["ab.md", "axxb.md"], ["a/b.md"]),
        ("(a|b).md", ["(a|b).md"], ["a.md"]),
        ("größe.md", ["größe.md"], []),
    ],
)
def test_what_a_pattern_takes(pattern: str, takes: list[str], leaves: list[str]) -> None:
    parsed = Pattern.parse(pattern)
    assert [path for path in takes + leaves if parsed.matches(path)] == takes


def test_a_selection_takes_what_is_included_and_not_excluded() -> None:
    selection = Selection.parse(["postmortems/**", "*.md"], ["**/template.md", "postmortems/drafts/"])
    paths = [
        "a.md",
        "postmortems/x/y.md",
        "other/a.md",
        "template.md",
        "postmortems/template.md",
        "postmortems/drafts/z.md",
    ]
    assert [path for path in paths if selection.takes(path)] == ["a.md", "postmortems/x/y.md"]


names = st.text("ab", min_size=1, max_size=2)


def slow(pattern: list[str], path: list[str]) -> bool:
    """What matching means, without thought of time."""
    if not pattern:
        return not path
    if pattern[0] == "**":
        return any(slow(pattern[1:], path[at:]) for at in range(len(path) + 1))
    return bool(path) and pattern[0] == path[0] and slow(pattern[1:], path[1:])


@given(st.lists(st.one_of(st.just("**"), names), min_size=1, max_size=6), st.lists(names, min_size=1, max_size=6))
def test_matching_is_what_it_means(pattern: list[str], path: list[str]) -> None:
    assert Pattern.parse("/".join(pattern)).matches("/".join(path)) == slow(pattern, path)


@pytest.mark.timeout(30)
def test_hostile_patterns_take_linear_time() -> None:
    """F45: going back over every choice would take for ever."""
    assert not Pattern.parse("/".join(["**", "a"] * 40)).matches("/".join(["a"] * 2_000 + ["b"]))
    assert not Pattern.parse("*a" * 40 + "b").matches("a" * 2_000)
