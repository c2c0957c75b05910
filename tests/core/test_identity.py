"""Minting ids and finding rows again: link, then exact text, then fuzzy text with a margin (F39)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import token_sort_ratio

from syncer.core.identity import Known, Matching, Row, Rule, match, mint, normalise, occurrences
from syncer.model import DocumentKey, IssueRef, Target

DOCUMENT = DocumentKey("postmortems", "a.md")
TRACKER = Target("local", "")


def ref(key: str) -> IssueRef:
    return IssueRef(TRACKER, key, key)


def known(identity: str, text: str, *, key: str | None = None, occurrence: int = 0, orphan: bool = False) -> Known:
    return Known(identity, text, occurrence, ref(key) if key else None, is_orphan=orphan)


def found(rows: list[Row], items: list[Known]) -> Matching:
    return match(rows, items, lambda left, right: float(token_sort_ratio(left, right)))


def test_an_id_is_the_same_for_the_same_row_and_never_one_that_is_taken() -> None:
    first = mint(DOCUMENT, "Fix the  leak", 0, frozenset())

    assert first == mint(DOCUMENT, "fix the leak", 0, frozenset())
    assert first != mint(DOCUMENT, "fix the leak", 1, frozenset())
    assert first != mint(DocumentKey("postmortems", "b.md"), "fix the leak", 0, frozenset())
    assert first != mint(DOCUMENT, "fix the leak", 0, frozenset({first}))


def test_occurrences_count_equal_texts() -> None:
    assert occurrences(["Fix", "other", "fix ", "FIX"]) == (0, 0, 1, 2)


def test_a_link_in_the_row_beats_its_text() -> None:
    rows = [Row(0, "Reworded beyond recognition", (ref("AI-1"),)), Row(1, "Fix the leak")]

    matching = found(rows, [known("one", "Fix the leak", key="AI-1")])

    assert matching.found == {0: ("one", Rule.LINK)}


def test_of_two_rows_with_one_link_the_one_that_is_as_last_seen_keeps_it() -> None:
    rows = [Row(0, "A copy that was edited", (ref("AI-1"),)), Row(1, "Fix the leak", (ref("AI-1"),))]

    matching = found(rows, [known("one", "Fix the leak", key="AI-1")])

    assert matching.found == {1: ("one", Rule.LINK)}
    assert matching.twice == {0: ref("AI-1")}


def test_two_rows_with_one_unknown_link_are_one_adoption() -> None:
    rows = [Row(0, "Fix the leak", (ref("AI-9"),)), Row(1, "Fix the leak again", (ref("AI-9"),))]

    matching = found(rows, [])

    assert matching.twice == {1: ref("AI-9")}


def test_a_row_that_links_to_another_issue_is_not_ours_by_its_text() -> None:
    matching = found([Row(0, "Fix the leak", (ref("AI-9"),))], [known("one", "Fix the leak", key="AI-1")])

    assert matching.found == {}
    assert matching.missing == ("one",)


def test_equal_texts_pair_up_in_order() -> None:
    rows = [Row(0, "Fix"), Row(1, "Fix")]

    matching = found(rows, [known("second", "Fix", occurrence=1), known("first", "Fix")])

    assert matching.found == {0: ("first", Rule.EXACT), 1: ("second", Rule.EXACT)}


def test_of_equal_texts_the_open_row_is_matched_first() -> None:
    rows = [Row(0, "Fix", is_open=False), Row(1, "Fix")]

    matching = found(rows, [known("one", "Fix")])

    assert matching.found == {1: ("one", Rule.EXACT)}


def test_a_reworded_row_is_found_by_similarity() -> None:
    matching = found(
        [Row(0, "Fix the connection leak in the new query")], [known("one", "Fix connection leak in new query")]
    )

    assert matching.found == {0: ("one", Rule.FUZZY)}


def test_a_tie_is_never_guessed() -> None:
    items = [known("one", "Add alert for pool A"), known("two", "Add alert for pool B")]

    matching = found([Row(0, "Add alert for pool C")], items)

    assert matching.found == {}
    assert set(matching.ambiguous[0]) == {"one", "two"}
    assert matching.undecided == {"one", "two"}
    assert matching.missing == ()


def test_two_rows_that_resemble_one_item_are_both_ambiguous() -> None:
    matching = found(
        [Row(0, "Add alert for pool B"), Row(1, "Add alert for pool C")], [known("one", "Add alert for pool A")]
    )

    assert set(matching.ambiguous) == {0, 1}


def test_a_better_match_elsewhere_resolves_a_rivalry() -> None:
    items = [known("one", "Update the database runbook"), known("two", "Update the database backup runbook weekly")]
    rows = [Row(0, "Update database runbook"), Row(1, "Update the database backup runbook every week")]

    matching = found(rows, items)

    assert matching.found == {0: ("one", Rule.FUZZY), 1: ("two", Rule.FUZZY)}


def test_a_different_row_is_new_and_the_old_one_missing() -> None:
    matching = found([Row(0, "Write a game day plan")], [known("one", "Fix connection leak in new query")])

    assert matching.found == {}
    assert matching.missing == ("one",)


def test_an_orphan_returns_by_its_text_but_not_by_a_similar_one() -> None:
    orphan = known("one", "Fix the leak in the query", orphan=True)

    assert found([Row(0, "Fix the leak in the query")], [orphan]).found == {0: ("one", Rule.EXACT)}
    assert found([Row(0, "Fix the leak in that query")], [orphan]).found == {}


def test_without_a_similarity_only_links_and_texts_count() -> None:
    matching = match([Row(0, "Fix the leak now")], [known("one", "Fix the leak")], None)

    assert matching.missing == ("one",)


def test_too_many_pairs_are_not_compared() -> None:
    rows = [Row(index, f"row {index} was rewritten") for index in range(1100)]
    items = [known(str(index), f"item {index}") for index in range(1000)]

    matching = match(rows, items, lambda left, right: 100.0)

    assert matching.found == {}
    assert len(matching.missing) == 1000


def test_many_equally_similar_rows_are_all_ambiguous() -> None:
    rows = [Row(index, f"new {index}") for index in range(30)]
    items = [known(str(index), f"old {index}") for index in range(30)]

    matching = match(rows, items, lambda left, right: 90.0)

    assert matching.found == {}
    assert matching.ambiguous


texts = st.lists(
    st.sampled_from(["Fix the leak", "Fix the leaks", "Add alert", "Add an alert", "Write it up"]), max_size=5
)


@given(texts, texts)
def test_matching_is_one_to_one_and_accounts_for_everything(now: list[str], before: list[str]) -> None:
    rows = [Row(index, text) for index, text in enumerate(now)]
    items = [
        known(f"k{index}", text, occurrence=number)
        for index, (text, number) in enumerate(zip(before, occurrences(before), strict=True))
    ]

    matching = found(rows, items)

    identities = [identity for identity, _ in matching.found.values()]
    assert len(identities) == len(set(identities))
    assert set(identities) | matching.undecided | set(matching.missing) == {item.id for item in items}
    assert not set(matching.found) & set(matching.ambiguous)


@given(texts)
def test_an_unchanged_document_matches_itself(now: list[str]) -> None:
    rows = [Row(index, text) for index, text in enumerate(now)]
    items = [
        known(f"k{index}", text, occurrence=number)
        for index, (text, number) in enumerate(zip(now, occurrences(now), strict=True))
    ]

    matching = found(rows, items)

    assert {index: identity for index, (identity, _) in matching.found.items()} == {
        index: f"k{index}" for index in range(len(now))
    }


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
