"""What a document says of itself as a whole, each fact with its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.calendar import Calendar
from syncer.core.facts import Facts, read_facts
from syncer.core.metadata import Pair
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.rules import Rules
from syncer.formats.markdown import parse
from syncer.model import DocumentKey, DocumentRef, Fact, RawDocument

RULES = Rules(PublicationRules(), Directory(), {"": Calendar(), "us": Calendar(date_order="mdy")}, ())


def read(text: str, front: dict[str, str | list[str]] | None = None, path: str = "a.md", rules: Rules = RULES) -> Facts:
    entries = [
        (number, key, value)
        for number, (key, values) in enumerate((front or {}).items(), 2)
        for value in ([values] if isinstance(values, str) else values)
    ]
    pairs = [
        Pair(key, value, number, f"front matter, line {number}", is_front_matter=True) for number, key, value in entries
    ]
    data = text.encode()
    raw = RawDocument(DocumentRef(DocumentKey("docs", path), "1"), data, f"docs/{path}")
    return read_facts(raw, pairs, parse(data), rules)


def said(facts: Facts, name: str) -> list[Fact]:
    return [fact for key, fact in facts.facts if key == name]


def test_a_whole_document() -> None:
    facts = read(
        "# Checkout down\n\n**Published:** March 11, 2026\n**Severity:** SEV1 | **Team:** Payments\n"
        "- Services: checkout,, `cart` (EU)\n- Status: Final\n- Visibility: Internal\n- Labels: db, #pool\n"
    )
    assert facts.published == (date(2026, 3, 11), "line 3 (Published)", ())
    assert (facts.is_published, facts.publication) == (True, Fact("published", "status 'Final' (line 6)"))
    assert facts.facts == (
        ("language", Fact("en", "no sign of another language")),
        ("title", Fact("Checkout down", "heading, line 1")),
        ("severity", Fact("SEV1", "line 4")),
        ("team", Fact("Payments", "line 4")),
        ("service", Fact("checkout", "line 5")),
        ("service", Fact("cart", "line 5")),
        ("visibility", Fact("internal", "line 7")),
        ("label", Fact("db", "line 8")),
        ("label", Fact("pool", "line 8")),
    )
    assert facts.problems == ()
    assert (facts.value("team"), facts.value("nothing")) == ("Payments", "")


def test_front_matter_goes_before_text() -> None:
    front: dict[str, str | list[str]] = {
        "title": "Said",
        "lang": "de-DE",
        "severity": "SEV2",
        "owner_team": "core",
        "status": "draft",
        "services": ["a", "b"],
        "tags": ["x, y", "x"],
        "date": "2026-03-02",
    }
    facts = read("# T\n\nSeverity: SEV1\nTeam: other\nService: c\nStatus: final\nTags: z\nDate: 2026-03-03\n", front)
    assert facts.value("title") == "Said"
    assert said(facts, "language") == [Fact("de", "front matter, line 3")]
    assert said(facts, "severity") == [Fact("SEV2", "front matter, line 4")]
    assert said(facts, "team") == [Fact("core", "front matter, line 5")]
    assert said(facts, "service") == [Fact("a", "front matter, line 7"), Fact("b", "front matter, line 7")]
    assert [fact.value for fact in said(facts, "label")] == ["x", "y", "z"]
    assert facts.published.day == date(2026, 3, 2)
    assert not facts.is_published


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        *(("SEV-3（主要機能の一時停止）", "SEV-3"), ("🔴 Critical", "Critical"), ("High (100% of jobs)", "High")),
        *(("Critical - customers cannot pay", "Critical"), ("P1: checkout", "P1"), ("SEV 1, later SEV 2", "SEV 1")),
        *(("1", "1"), ("TBD", ""), ("<severity>", ""), ("{{ sev }}", ""), ("[SEV1/SEV2]", ""), ("-", ""), ("🔴", "")),
        ("(unknown yet)", ""),
    ],
)
def test_severity_without_its_remarks(text: str, severity: str) -> None:
    assert read(f"# T\n\nSeverity: {text}\n").value("severity") == severity


def test_the_first_severity_that_says_something_counts() -> None:
    assert said(read("# T\n\nSeverity: TBD\nSeverity: SEV2\nSeverity: SEV3\n"), "severity") == [Fact("SEV2", "line 4")]


@pytest.mark.parametrize(
    ("line", "visibility"),
    [
        *(
            ("Visibility: private", "private"),
            ("Visibility: Internal only", "internal"),
            ("Visibility: PUBLIC", "public"),
        ),
        *(("Confidentiality: vertraulich", "private"), ("公開範囲: 社外秘", "private"), ("公開範囲: 公開", "public")),
        *(("Visibility: private, later public", "private"), ("Classification: Confidential", "private")),
        *(("Classification: Security incident", ""), ("Visibility: TBD", ""), ("Severity: x", "")),
    ],
)
def test_visibility(line: str, visibility: str) -> None:
    facts = read(f"# T\n\n{line}\n")
    assert facts.value("visibility") == visibility
    assert facts.problems == ()


@pytest.mark.parametrize("value", ["not public", "legal only", "non-public"])
def test_a_visibility_that_is_not_understood_counts_as_private(value: str) -> None:
    facts = read(f"# T\n\nVisibility: {value}\n")
    assert said(facts, "visibility") == [Fact("private", "line 3, not understood")]
    (problem,) = facts.problems
    assert (problem.code, problem.document, problem.line) == ("visibility", "docs/a.md", 3)
    assert repr(value) in problem.message


def test_a_switch_makes_private() -> None:
    assert said(read("", {"private": "true", "visibility": "public"}), "visibility") == [
        Fact("private", "front matter, line 2, private: true")
    ]
    assert said(read("", {"private": "false"}), "visibility") == []
    assert said(read("# T\n\nPrivate: true\n"), "visibility") == []


@pytest.mark.parametrize(
    ("front", "is_published", "why"),
    [
        ({"draft": "true", "status": "final"}, False, "status 'draft' (front matter, line 2, draft: true)"),
        ({"published": "false"}, False, "status 'unpublished' (front matter, line 2, published: false)"),
        ({"draft": "false"}, True, "no status: published"),
        ({"published": "true"}, True, "no status: published"),
        ({"published": "2026-03-11"}, True, "no status: published"),
        ({"status": "in progress"}, False, "status 'in progress' (front matter, line 2)"),
        ({"status": "TBD"}, True, "no status: published"),
    ],
)
def test_drafts_by_front_matter(front: dict[str, str | list[str]], is_published: bool, why: str) -> None:
    facts = read("", front)
    assert (facts.is_published, facts.publication.origin) == (is_published, why)


@pytest.mark.parametrize(
    ("text", "is_published"),
    [
        ("Status: Draft", False),
        ("Status: In progress", True),
        ("| Field | Value |\n|---|---|\n| Status | Draft |", False),
        ("## Incident details\n\nStatus: Draft", True),
        ("Draft: true", True),
        ("## Timeline\n\nStatus: Draft", True),
    ],
)
def test_drafts_by_text(text: str, is_published: bool) -> None:
    assert read(f"# T\n\n{text}\n").is_published is is_published


def test_drafts_by_folder() -> None:
    assert not read("", path="drafts/a.md").is_published


def test_language_by_configuration_unless_the_document_says() -> None:
    rules = Rules(PublicationRules(), Directory(), {"": Calendar()}, (), language="fr")
    assert said(read("# Summary\n", rules=rules), "language") == [Fact("fr", "configuration")]
    assert said(read("# Summary\n", {"language": "ja"}, rules=rules), "language") == [
        Fact("ja", "front matter, line 2")
    ]
    assert said(read("# T\n\nLanguage: Python\n", rules=rules), "language") == [Fact("fr", "configuration")]


def test_the_calendar_of_the_team_reads_the_date() -> None:
    facts = read("# T\n\nTeam: us\nPublished: 03/04/2026\n")
    assert facts.published.day == date(2026, 3, 4)
    facts = read("# T\n\nPublished: 03/04/2026\n")
    assert facts.published.day is None
    assert [problem.code for problem in facts.problems] == ["published-date"]


def test_too_many_names_are_cut() -> None:
    names = ", ".join(f"s{number}" for number in range(30))
    facts = read(f"# T\n\nServices: {names}\nTags: {names}\n")
    assert (len(said(facts, "service")), len(said(facts, "label"))) == (20, 20)


def test_a_heading_with_an_owner_is_no_title() -> None:
    assert read("## Owner: @alice\n\ntext\n", path="x/2026-outage.md").value("title") == "2026-outage"


KEYS = st.sampled_from(
    ["Severity", "Status", "Team", "Services", "Visibility", "Tags", "Date", "Published", "title", "draft"]
)
VALUES = st.text(alphabet="ab12,-:()|*🔴（）<>{}true ", max_size=20)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8), st.booleans())
def test_any_pairs_are_read(pairs: list[tuple[str, str]], is_front: bool) -> None:
    front: dict[str, str | list[str]] = dict(pairs) if is_front else {}
    text = "" if is_front else "# T\n\n" + "\n".join(f"{key}: {value}" for key, value in pairs)
    facts = read(text, front)
    assert all(fact.value.strip() and fact.origin for _, fact in facts.facts)
    assert [name for name, _ in facts.facts[:2]] == ["language", "title"]
