from __future__ import annotations

import pytest
from core.reading import text

from syncer.core.draft import Draft
from syncer.core.trailing import MAX_ROUNDS, read_trailing
from syncer.model import State


def read(markdown: str) -> Draft:
    draft = Draft.of(text(markdown))
    read_trailing(draft)
    return draft


@pytest.mark.parametrize(
    ("markdown", "action", "owners"),
    [
        ("Brief everybody [Rick]", "Brief everybody", ("Rick",)),
        ("Brief everybody (@alice)", "Brief everybody", ("@alice",)),
        ("Brief everybody (Platform team)", "Brief everybody", ("Platform team",)),
        ("Brief everybody @alice, @bob.", "Brief everybody", ("@alice", "@bob")),
        ("Brief everybody @alice @bob", "Brief everybody", ("@alice", "@bob")),
        ("Brief everybody — @alice and @bob", "Brief everybody", ("@alice", "@bob")),
        ("Brief everybody -> @kim", "Brief everybody", ("@kim",)),
        ("Brief everybody `@malte_j`", "Brief everybody", ("@malte_j",)),
        ("Brief everybody\n@alice", "Brief everybody", ("@alice",)),
        ("Brief everybody\nSRE team", "Brief everybody", ("SRE team",)),
        ("Ask @bob", "Ask @bob", ()),
        ("Get access from @bob", "Get access from @bob", ()),
        ("@bob", "@bob", ()),
        ("(@bob)", "(@bob)", ()),
        ("Brief everybody [Monitoring]", "Brief everybody [Monitoring]", ()),
        ("Brief everybody (see the guide)", "Brief everybody (see the guide)", ()),
        ("Brief everybody - see the guide", "Brief everybody - see the guide", ()),
        ("Brief everybody ()", "Brief everybody ()", ()),
        ("Mail bob@corp.example", "Mail bob@corp.example", ()),
    ],
)
def test_owners_behind_the_sentence(markdown: str, action: str, owners: tuple[str, ...]) -> None:
    found = read(markdown)
    assert (found.action(), found.owners) == (action, owners)


def test_bare_name_is_kept_in_mind() -> None:
    found = read("Write the guide (Alice Smith)")
    assert found.maybe is not None
    assert (found.owners, found.maybe.owners, found.action()) == ((), ("Alice Smith",), "Write the guide (Alice Smith)")


@pytest.mark.parametrize(
    ("markdown", "action", "state"),
    [
        ("Deploy it (done)", "Deploy it", State.DONE),
        ("Deploy it (Done!)", "Deploy it", State.DONE),
        ("Deploy it **(Done during this incident)**", "Deploy it", State.DONE),
        ("Deploy it (already done)", "Deploy it", State.DONE),
        ("Deploy it (optional, possible already done)", "Deploy it", State.DONE),
        ("Deploy it _done in grafana_", "Deploy it", State.DONE),
        ("Deploy it **✅**", "Deploy it", State.DONE),
        ("Deploy it - done", "Deploy it", State.DONE),
        ("Deploy it, this has already been done", "Deploy it", State.DONE),
        ("Deploy it. Done", "Deploy it.", State.DONE),
        ("Deploy it: DONE 2026-03-01", "Deploy it", State.DONE),
        ("Deploy it DONE", "Deploy it", State.DONE),
        ("Deploy it (in progress)", "Deploy it", State.IN_PROGRESS),
        ("~~Deploy it~~", "Deploy it", State.DONE),
        ("~~Deploy~~ it, all of it", "Deploy it, all of it", None),
        ("Get it done", "Get it done", None),
        ("Deploy it *soon*", "Deploy it soon", None),
        ("*Done*", "Done", None),
        ("done", "done", None),
        ("already been done", "already been done", None),
        ("Find out how the migration of all customers was done in a way that nobody noticed", None, None),
    ],
)
def test_statuses_behind_the_sentence(markdown: str, action: str | None, state: State | None) -> None:
    found = read(markdown)
    assert (found.action(), found.status) == (action or markdown, state)


@pytest.mark.parametrize(
    ("markdown", "action", "state"),
    [
        ("**Deploy it** - DONE. The cause was a leak", "Deploy it. The cause was a leak", State.DONE),
        ("**Deploy it** — ✅ Went live. The cause was a leak", "Deploy it. The cause was a leak", State.DONE),
        ("**Deploy it** - Went live. The cause was a leak", None, None),
        ("**Deploy it**: see the guide", None, None),
    ],
)
def test_status_between_bold_words_and_what_explains_them(
    markdown: str, action: str | None, state: State | None
) -> None:
    found = read(markdown)
    assert (found.action(), found.status) == (action or markdown.replace("*", ""), state)


def test_line_that_merely_wraps_is_no_status() -> None:
    wrapped = read("Find out why nobody of the team was\ndone with it")
    assert (wrapped.action(), wrapped.status) == ("Find out why nobody of the team was done with it", None)
    assert read("Find out why.\nDone with it").status is State.DONE
    assert read("Find out why\nDone").status is State.DONE


def test_dates_and_priorities_behind_the_sentence() -> None:
    found = read("Deploy it (P1, due 2026-03-01)")
    assert (found.action(), found.priority, found.due_text) == ("Deploy it", "P1", "2026-03-01")
    assert read("Deploy it - next sprint").due_text == "next sprint"


def test_so_many_remarks_are_taken() -> None:
    found = read("x" + " (done)" * (MAX_ROUNDS + 2))
    assert found.action() == "x (done) (done)"


def test_nothing_is_read_from_nothing() -> None:
    empty = Draft(" ")
    read_trailing(empty)
    assert empty.cuts == []
