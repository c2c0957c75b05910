"""Owns builders for tests of planning: a document with rows, and what is known around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from syncer.core.calendar import Calendar, Sprint
from syncer.core.people import Directory
from syncer.core.plan import decide
from syncer.core.publication import PublicationRules
from syncer.core.resolve import resolve
from syncer.core.routes import Route
from syncer.core.rules import Rules
from syncer.core.situation import Decision, ItemPlan, Situation, Stray
from syncer.model import (
    ActionItem,
    Capabilities,
    Document,
    DocumentKey,
    DocumentRef,
    Fact,
    Field,
    Issue,
    IssueRef,
    Kind,
    LineAnchor,
    Link,
    Marker,
    Span,
    State,
    Target,
)

KEY = DocumentKey("postmortems", "2026-03-11-outage.md")
TARGET = Target("local", "")
TODAY = date(2026, 3, 12)
RULES = Rules(
    publication=PublicationRules(),
    directory=Directory(),
    calendars={"": Calendar(sprint=Sprint(date(2026, 3, 2), 2, None))},
    routes=(Route("local"),),
)


def ref(key: str = "AI-1", target: Target = TARGET) -> IssueRef:
    return IssueRef(target, key, key)


def row(action: str = "Fix the leak", line: int = 10, **fields: Any) -> ActionItem:
    fields.setdefault("owners", ("@alice",))
    fields.setdefault("due_text", "Next sprint")
    fields.setdefault("anchor", LineAnchor(None))
    return ActionItem(line=line, span=Span(0, 0), kind=Kind.LIST, action=action, **fields)


def document(*items: ActionItem, **fields: Any) -> Document:
    plain = Document(
        ref=DocumentRef(KEY, "1"),
        name=f"postmortems/{KEY.path}",
        title="Outage",
        published=date(2026, 3, 11),
        published_origin="file name",
        is_published=True,
        publication=Fact("published", "nothing says otherwise"),
        items=items,
    )
    return replace(plain, **fields)


def issue(key: str = "AI-1", **fields: Any) -> Issue:
    values = {
        Field.TITLE: "Fix the leak",
        Field.OWNER: "alice",
        Field.DUE: "2026-03-27",
        Field.PRIORITY: None,
        Field.TYPE: None,
        **fields.pop("values", {}),
    }
    plain = Issue(ref(key), f"{key}.md", values, State.TODO, is_ours=True)
    return replace(plain, **fields)


def situation(of: Document, rules: Rules = RULES, **fields: Any) -> Situation:
    plain = Situation(
        document=of,
        resolved=resolve(of, rules),
        refs={},
        elsewhere={},
        links=(),
        strays=(),
        issues={},
        owners={},
        capabilities={TARGET: Capabilities(owners=10, looking_decides=True, kind="local")},
        kinds={"local": "local"},
        taken=frozenset(),
        today=TODAY,
        lineage="ours",
        similarity=lambda left, right: float(token_sort_ratio(left, right)),
    )
    strays = tuple(Stray(one, one.marker) for one in fields.pop("strays", ()))
    return replace(plain, strays=strays, **fields)


def planned(of: Document, rules: Rules = RULES, **fields: Any) -> Decision:
    return decide(situation(of, rules, **fields), rules)


def linked(of: Document, of_issue: Issue | None = None) -> Link:
    """The link of the document's first row after its issue was created and everything agreed."""
    from syncer.core.linking import agree, observe

    plan = planned(of).items[0]
    made = of_issue or issue(values={Field.TITLE: of.items[0].action})
    return agree(observe(plan.link, made), plan.agreements, made.values, made.values)


def marker(link: Link, lineage: str = "ours") -> Marker:
    return Marker(link.id, lineage, link.document, link.text, link.occurrence, link.base)


def only(decision: Decision) -> ItemPlan:
    assert len(decision.items) == 1
    return decision.items[0]


def codes(decision: Decision) -> list[str]:
    return [problem.code for plan in decision.items for problem in plan.problems] + [
        problem.code for problem in decision.problems
    ]
