from __future__ import annotations

import re

import pytest

from syncer.core.patterns import Pattern, joined


def test_lines_are_joined_without_the_blanks_around_them() -> None:
    assert joined("\n    a b|c\n    |d\n") == "a b|c|d"


def test_pattern_has_the_methods_of_a_compiled_one() -> None:
    pattern = Pattern("(?P<x>a)\n|b", re.IGNORECASE)
    found = pattern.search("xA")
    assert found is not None
    assert found["x"] == "A"
    assert pattern.match("xa") is None
    assert pattern.fullmatch("b") is not None
    assert [match[0] for match in pattern.finditer("ab")] == ["a", "b"]
    assert pattern.sub("-", "axb") == "-x-"
    assert Pattern(",").split("a,b") == ["a", "b"]


def test_pattern_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="groups"):
        Pattern("a").groups  # noqa: B018 the attribute is what is asked for
