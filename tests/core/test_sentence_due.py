from __future__ import annotations

import pytest
from core.reading import text

from syncer.core.draft import Draft
from syncer.core.sentence_due import read_sentence_due


def due(markdown: str) -> str | None:
    draft = Draft.of(text(markdown))
    read_sentence_due(draft)
    return draft.due_text


@pytest.mark.parametrize(
    ("markdown", "phrase"),
    [
        ("Upgrade before 2023-06-01", "before 2023-06-01"),
        ("Upgrade by Friday.", "by Friday"),
        ("Upgrade by the end of Q3, then rest", "by the end of Q3"),
        ("Upgrade until 4 December (latest)", "until 4 December"),
        ("ramp teams up during the H1 sprints", "during the H1 sprints"),
        ("start a runbook in H1", "in H1"),
        ("Monitor it over next week", "over next week"),
        ("Rotate keys next sprint", "next sprint"),
        ("Rotate keys within 2 weeks", "within 2 weeks"),
        ("Rotar claves hasta 15 de abril", "hasta 15 de abril"),
        ("2026-04-30までに追加する", "2026-04-30まで"),
        ("x" * 900 + " by Friday", "by Friday"),
        ("Fix it by Friday. " + "x" * 900, "by Friday"),
    ],
)
def test_dates_that_the_sentence_names(markdown: str, phrase: str) -> None:
    assert due(markdown) is not None
    assert (due(markdown) or "").startswith(phrase)


@pytest.mark.parametrize(
    "markdown",
    [
        "Respond within 5 minutes of failover",
        "Keep the last 3 months in the store",
        "Run `deploy by Friday` nightly",
        "Reduce load by half",
        "Review it next time",
        "Fix it in 2 places of the code",
        "Compare with 2023",
    ],
)
def test_other_numbers_and_prepositions(markdown: str) -> None:
    assert due(markdown) is None


def test_named_due_date_stays() -> None:
    draft = Draft("Fix it by Friday")
    draft.set_due("Monday", "named")
    read_sentence_due(draft)
    assert draft.due_text == "Monday"
