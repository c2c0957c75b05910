"""Where issues go: the first route that fits, on what the document really says, and never from private to public."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.routes import Route, choose, may_publish, path_fits
from syncer.model import Document, DocumentKey, DocumentRef, Fact


def document(path: str = "postmortems/2026/a.md", **facts: str | tuple[str, ...]) -> Document:
    named = tuple(
        (name, Fact(value, "line 1"))
        for name, values in facts.items()
        for value in ((values,) if isinstance(values, str) else values)
    )
    ref = DocumentRef(DocumentKey("files", path), "1")
    return Document(ref, path, "T", None, "", is_published=True, publication=Fact("published", ""), facts=named)


def test_the_first_route_that_fits_wins() -> None:
    routes = (Route("a", match=(("team", "payments"),)), Route("b"), Route("c"))
    assert choose(document(team="payments"), None, routes) == routes[0]
    assert choose(document(team="core"), None, routes) == routes[1]
    assert choose(document(), None, routes[:1]) is None
    assert choose(document(), None, ()) is None


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        ((("severity", "sev-1"),), True),
        ((("severity", "SEV 1"),), True),
        ((("severity", "SEV2"),), False),
        ((("severity", "SEV2"), ("severity", "SEV1")), True),
        ((("severity", "SEV1"), ("team", "core")), False),
        ((("service", "db"),), True),
        ((("service", "web"),), True),
        ((("service", "cache"),), False),
        ((("label", "data_loss"),), True),
        ((("path", "postmortems/**"),), True),
        ((("path", "postmortems/*.md"),), False),
        ((("colour", "red"),), False),
    ],
)
def test_matching(match: tuple[tuple[str, str], ...], fits: bool) -> None:
    told = document(severity="SEV1", service=("web", "db"), label="data-loss")
    assert (choose(told, None, (Route("t", match=match),)) is not None) is fits


def test_what_the_document_does_not_say_does_not_match() -> None:
    assert choose(document(), None, (Route("t", match=(("team", ""),)),)) is None


def test_the_owners_team_goes_before_the_documents() -> None:
    route = Route("t", match=(("team", "payments"),))
    assert choose(document(team="core"), "Payments", (route,)) is route
    assert choose(document(team="payments"), "core", (route,)) is None


@pytest.mark.parametrize(
    ("visibility", "is_public", "may"),
    [
        *(("private", True, False), ("private", None, False), ("private", False, True)),
        *(("internal", True, True), ("internal", None, True), ("public", True, True), (None, True, True)),
    ],
)
def test_who_may_see_it(visibility: str | None, is_public: bool | None, may: bool) -> None:
    assert may_publish(visibility, is_public) is may


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        *(("a.md", "a.md", True), ("a.md", "*.md", True), ("x/a.md", "*.md", False), ("x/a.md", "**/*.md", True)),
        *(("a.md", "**/*.md", True), ("x/y/a.md", "x/**", True), ("x", "x/**", True), ("x/a.md", "x/", True)),
        *(("xy/a.md", "x/", False), ("x/y/z/a.md", "x/**/a.md", True), ("x/a.md", "x/**/a.md", True)),
        *(("x/a.md", "x/?.md", True), ("x/a.md", "./x/[ab].md", True), ("X/a.md", "x/a.md", False)),
        *(("x/a.md", "**", True), ("x/a.md", "x", False), ("x", "x/a.md", False), ("x/y/b.md", "**/**/a.md", False)),
    ],
)
def test_globs(path: str, pattern: str, fits: bool) -> None:
    assert path_fits(path, pattern) is fits


PARTS = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=5)
WANTED = st.lists(st.sampled_from(["a", "b", "*", "?b", "**"]), min_size=1, max_size=5)


@given(PARTS, WANTED)
def test_globs_agree_with_a_regular_expression(parts: list[str], wanted: list[str]) -> None:
    meanings = {"**": "(?:[^/]+/)*", "*": "[^/]+/", "?b": "[^/]b/"}
    inner = [meanings.get(part, f"{part}/") for part in wanted]
    expected = re.fullmatch("".join(inner), "/".join(parts) + "/") is not None
    assert path_fits("/".join(parts), "/".join(wanted)) is expected


def test_hostile_patterns_take_linear_time() -> None:
    assert not path_fits("/".join(["a"] * 300), "/".join(["**", "a"] * 100) + "/b")
