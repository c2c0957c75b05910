"""Draft or published: only signs that surely mean a draft keep a document from making issues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.publication import AMBIGUOUS, PublicationRules, publication
from syncer.model import Fact

RULES = PublicationRules()


def verdict(status: str, path: str = "docs/a.md", rules: PublicationRules = RULES, *, front: bool = True) -> bool:
    return publication(Fact(status, "front matter, line 2"), path, rules, is_front_matter=front)[0]


@pytest.mark.parametrize(
    "status",
    [
        *("draft", "Draft", "DRAFT", "**Draft**", "`draft`", "draft v2", "First draft", "Draft (not for sharing)"),
        *("WIP", "wip - do not read", "In review", "in-review", "In Review: legal", "needs review", "🚧 WIP 🚧"),
        *(
            "template",
            "unpublished",
            "brouillon",
            "Entwurf",
            "borrador",
            "rascunho",
            "utkast",
            "下書き",
            "草稿",
            "черновик",
        ),
        *("Draft（社内）", "レビュー中", "under review by legal"),
    ],
)
def test_draft_words(status: str) -> None:
    assert not verdict(status)
    assert not verdict(status, front=False)


@pytest.mark.parametrize(
    "status", ["in progress", "In Progress", "pending", "work in progress", "en cours", "in Arbeit"]
)
def test_words_that_speak_of_the_incident_make_a_draft_in_front_matter_only(status: str) -> None:
    assert not verdict(status)
    assert verdict(status, front=False)


@pytest.mark.parametrize(
    "status",
    [
        *("published", "Final", "complete", "Complete, action items in progress", "Resolved/Monitoring", "done"),
        *("✅ Fully Resolved (PR #1098)", "Closed", "approved", "veröffentlicht", "公開", "完了", "Løst", "Решён", ""),
        *(
            "Identified",
            "Pågående",
            "根因确认",
            "not a draft",
            "the review of the last draft has been done",
            "未完了",
            "---",
        ),
    ],
)
def test_everything_else_is_published(status: str) -> None:
    assert verdict(status)


def test_the_fact_gives_the_rule_in_words() -> None:
    said = Fact("Draft", "front matter, line 2")
    assert publication(said, "a.md", RULES) == (False, Fact("draft", "status 'Draft' (front matter, line 2)"))
    said = Fact("final", "line 4")
    assert publication(said, "a.md", RULES)[1] == Fact("published", "status 'final' (line 4)")
    said = Fact("Identified", "line 4")
    assert publication(said, "a.md", RULES)[1] == Fact(
        "published", "status 'Identified' (line 4) is no word for a draft"
    )
    assert publication(None, "a.md", RULES) == (True, Fact("published", "no status: published"))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("drafts/a.md", "it lies in the folder drafts"),
        ("x/Drafts/y/a.md", "it lies in the folder drafts"),
        ("_drafts/a.md", "it lies in the folder _drafts"),
        ("docs/templates/a.md", "it lies in the folder templates"),
        ("template.md", "the file name template.md is that of a template"),
        ("docs/Post-Mortem-Template.md", "the file name Post-Mortem-Template.md is that of a template"),
        ("postmortem_template.html.md.erb", "the file name postmortem_template.html.md.erb is that of a template"),
    ],
)
def test_folders_and_names_of_drafts(path: str, why: str) -> None:
    assert publication(None, path, RULES) == (False, Fact("draft", why))
    assert publication(Fact("published", "line 1"), path, RULES)[0] is False


@pytest.mark.parametrize("path", ["drafts.md", "2026-03-11-broken-template.md", "mydrafts/a.md", "a/postmortem.md"])
def test_names_that_only_resemble_them(path: str) -> None:
    assert publication(None, path, RULES) == (True, Fact("published", "no status: published"))


def test_published_folders_leave_everything_else_a_draft() -> None:
    rules = PublicationRules(published_folders=("final", "archive/2026"), draft_folders=("open/wip",))
    assert publication(None, "final/a.md", rules) == (True, Fact("published", "it lies in the folder final"))
    assert publication(None, "x/archive/2026/a.md", rules)[0]
    assert publication(None, "archive/2025/a.md", rules) == (
        False,
        Fact("draft", "it lies in none of the published folders (final, archive/2026)"),
    )
    assert publication(None, "final/open/wip/a.md", rules)[0] is False
    assert publication(Fact("draft", "line 1"), "final/a.md", rules)[0] is False


def test_configured_words_replace_the_lists_and_a_draft_word_wins() -> None:
    rules = PublicationRules(published=frozenset({"shipped"}), draft=frozenset({"Parked", "shipped"}))
    assert not verdict("parked", rules=rules)
    assert not verdict("shipped", rules=rules)
    assert verdict("draft", rules=rules)


def test_words_that_mean_two_things_are_draft_words() -> None:
    assert RULES.draft > AMBIGUOUS
    assert RULES.draft.isdisjoint(RULES.published)


@given(st.text(max_size=80), st.booleans())
def test_any_status_gets_a_verdict_with_a_reason(status: str, front: bool) -> None:
    is_published, fact = publication(Fact(status, "line 1"), "a.md", RULES, is_front_matter=front)
    assert fact.value == ("published" if is_published else "draft")
    assert fact.origin


@given(
    st.sampled_from(sorted(RULES.draft)),
    st.sampled_from(["{}", "  {}  ", "**{}**", "{} (v2)", "{}, by Friday", "🚧 {}"]),
)
def test_every_draft_word_is_known_however_it_is_dressed(word: str, form: str) -> None:
    assert not verdict(form.format(word))
    assert not verdict(form.format(word.upper()))
