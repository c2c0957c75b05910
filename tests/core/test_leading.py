from __future__ import annotations

import pytest
from core.reading import text

from syncer.core.draft import Draft
from syncer.core.leading import MAX_ROUNDS, read_leading, read_subject_handles
from syncer.model import State


def read(markdown: str) -> Draft:
    draft = Draft.of(text(markdown))
    read_leading(draft)
    return draft


@pytest.mark.parametrize(
    ("markdown", "action", "owners"),
    [
        ("@alice: rotate keys", "rotate keys", ("@alice",)),
        ("@alice, @bob and @carol - rotate keys", "rotate keys", ("@alice", "@bob", "@carol")),
        ("@alice Rotate keys", "Rotate keys", ("@alice",)),
        ("@alice will rotate keys", "@alice will rotate keys", ("@alice",)),
        ("[jhford] Try staging", "Try staging", ("jhford",)),
        ("(cloudops, tc) add a runbook", "add a runbook", ("cloudops", "tc")),
        ("(@alice, P1) Add a runbook", "Add a runbook", ("@alice",)),
        ("Platform team: add alerts", "add alerts", ("Platform team",)),
        ("The SRE team should add alerts", "The SRE team should add alerts", ("SRE team",)),
        ("the SRE Team - add alerts", "add alerts", ("SRE Team",)),
        ("Nóva to send the list", "Nóva to send the list", ("Nóva",)),
        ("Ed and Flo to write it up", "Ed and Flo to write it up", ("Ed", "Flo")),
        ("Ability to scale to 100 nodes", "Ability to scale to 100 nodes", ()),
        ("Update to run nightly", "Update to run nightly", ()),
        ("Alice to the rescue", "Alice to the rescue", ()),
        ("[monitoring] Add alerts", "[monitoring] Add alerts", ()),
        ("[20m] Add alerts", "[20m] Add alerts", ()),
        ("[jhford] the thing", "[jhford] the thing", ()),
        ("[Rick]", "[Rick]", ()),
        ("[[docs](https://x.y)] Write it", "[docs] Write it", ()),
        ("[a", "[a", ()),
    ],
)
def test_owners_before_the_sentence(markdown: str, action: str, owners: tuple[str, ...]) -> None:
    found = read(markdown)
    assert (found.action(), found.owners) == (action, owners)


@pytest.mark.parametrize(
    ("markdown", "action", "state"),
    [
        ("[DONE] deploy it", "deploy it", State.DONE),
        ("Done: deploy it", "deploy it", State.DONE),
        ("TODO Configuration Management", "Configuration Management", State.TODO),
        ("TODO (later): deploy it", "deploy it", State.TODO),
        ("✅ Deploy it", "Deploy it", State.DONE),
        ("\\[*] deploy it", "deploy it", State.DONE),
        ("\\[] deploy it", "deploy it", State.TODO),
        ("**Done** Deploy it", "Deploy it", State.DONE),
        ("done", "done", None),
        ("TODO", "TODO", None),
        ("Completed the migration guide", "Completed the migration guide", None),
    ],
)
def test_statuses_before_the_sentence(markdown: str, action: str, state: State | None) -> None:
    found = read(markdown)
    assert (found.action(), found.status) == (action, state)


@pytest.mark.parametrize(
    ("markdown", "action", "priority"),
    [
        ("**HIGH** Include downloads", "Include downloads", "HIGH"),
        ("[P1] Include downloads", "Include downloads", "P1"),
        ("P0: include downloads", "include downloads", "P0"),
        ("High priority: include downloads", "include downloads", "High priority"),
        ("High: include downloads", "include downloads", "High"),
        ("High load must page", "High load must page", None),
    ],
)
def test_priorities_before_the_sentence(markdown: str, action: str, priority: str | None) -> None:
    found = read(markdown)
    assert (found.action(), found.priority) == (action, priority)


def test_tag_in_bold_is_a_kind_and_no_owner() -> None:
    found = read("**[Platform] pki-agent** — rebuild it")
    assert (found.action(), found.type, found.owners) == ("pki-agent — rebuild it", "Platform", ())


def test_date_before_a_colon_is_the_due_date() -> None:
    found = read("**Next week:** accept it")
    assert (found.action(), found.due_text) == ("accept it", "Next week")
    assert read("2026-03-01: accepted it").due_text is None


@pytest.mark.parametrize(
    ("markdown", "names"),
    [
        ("Alice: do it", ("Alice",)),
        ("Alice：　やる", ("Alice",)),
        ("Monitoring: do it", ()),
        ("Add: do it", ()),
        ("Dashboard: do it", ()),
        ("do it: now", ()),
    ],
)
def test_name_before_a_colon_is_kept_in_mind(markdown: str, names: tuple[str, ...]) -> None:
    found = read(markdown)
    assert (found.maybe.owners if found.maybe else (), found.owners) == (names, ())


def test_so_many_remarks_are_taken() -> None:
    found = read("✅ " * (MAX_ROUNDS + 2) + "x")
    assert found.action() == "✅ ✅ x"


def test_remarks_alone_are_no_remarks() -> None:
    assert read("✅ ✅").cuts == [(0, 2)]
    empty = Draft("")
    read_leading(empty)
    assert empty.cuts == []


def test_subject_of_a_paragraph_below() -> None:
    found = Draft("Plan the move")
    read_subject_handles(found, "@nova and @kim plan it")
    assert found.owners == ("@nova", "@kim")
    other = Draft("Plan the move")
    read_subject_handles(other, "We plan it")
    assert other.owners == ()
