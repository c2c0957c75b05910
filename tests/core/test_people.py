"""Who an owner text means: everyday spellings find a person, everything doubtful stays unknown and says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.people import Directory, account, name_of, read_owner, team_of
from syncer.model import OwnerReading, Person

ALICE = Person("alice", "Alice Smith", "alice@corp.example", "payments", {"github": "alice-s", "jira": "5b10"})
BJORN = Person("bjorn", "Bjørn Müller", "bjorn@corp.example", None, {"github": "bm"})
JOSE = Person("jose", "José Núñez", None, "Core Platform")
JOHN_A = Person("johna", "John Adams")
JOHN_B = Person("johnb", "John Brown", team="payments")
DIRECTORY = Directory((ALICE, BJORN, JOSE, JOHN_A, JOHN_B), frozenset({"Payments", "sre"}), is_configured=True)
NOBODY = Directory()


@pytest.mark.parametrize(
    "text",
    [
        *("@alice", "@Alice", "`@alice`", "[@alice](https://github.com/alice-s)", "**@alice**", "@alice.", "[@alice]"),
        *("@alice-s", "alice", "Alice Smith", "alice smith", "@Alice Smith", "ALICE  SMITH", "Smith, Alice", "Alice"),
        *("alice@corp.example", "<alice@corp.example>", "mailto:alice@corp.example", "Alice S. <alice@corp.example>"),
        *(
            "alice (on call)",
            "@alice（当番）",
            "Alice Smith (payments)",
            "[alice@corp.example](mailto:alice@corp.example)",
        ),
    ],
)
def test_spellings_of_one_person(text: str) -> None:
    reading = read_owner(text, DIRECTORY)
    assert reading.person is ALICE
    assert reading.text == text
    assert reading.rule.endswith(" of alice")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Bjorn Muller", BJORN),
        ("BJØRN MÜLLER", BJORN),
        ("Jose Nunez", JOSE),
        ("Ｊｏｓé Núñez", JOSE),
        ("John Adams", JOHN_A),
    ],
)
def test_accents_case_and_width_do_not_count(text: str, person: Person) -> None:
    assert read_owner(text, DIRECTORY).person is person


@pytest.mark.parametrize(
    ("text", "team"),
    [
        *(("sre", "sre"), ("@sre", "sre"), ("SRE team", "sre"), ("the SRE Team", "sre"), ("@acme/sre", "sre")),
        *(("team payments", "Payments"), ("payments", "Payments"), ("Core Platform", "Core Platform")),
        *(("@core-platform", "Core Platform"), ("core_platform squad", "Core Platform"), ("sre チーム", "sre")),
    ],
)
def test_teams(text: str, team: str) -> None:
    reading = read_owner(text, DIRECTORY)
    assert (reading.team, reading.person, reading.is_known) == (team, None, False)
    assert reading.rule == f"team {team}"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("@mallory", "nobody has the handle @mallory"),
        ("mallory@corp.example", "nobody has the e-mail mallory@corp.example"),
        ("Mallory", "nobody is called 'Mallory'"),
        ("@acme/ghosts", "nobody has the handle @acme/ghosts"),
        ("John", "given name: fits 2: John Adams (johna), John Brown (johnb)"),
        ("", "there is no name in it"),
        ("**", "there is no name in it"),
        ("mallory (on call)", "nobody is called 'mallory'"),
    ],
)
def test_unknown_owners_say_why(text: str, rule: str) -> None:
    reading = read_owner(text, DIRECTORY)
    assert (reading.person, reading.team, reading.login, reading.rule) == (None, None, None, rule)


def test_a_name_that_is_a_persons_and_a_teams_is_unknown() -> None:
    both = Directory((Person("ops", "Ops"),), frozenset({"ops"}), is_configured=True)
    assert read_owner("ops", both).rule == "name: fits 2: Ops (ops), team ops"
    assert read_owner("@ops", both).person is not None


def test_many_candidates_are_cut_short() -> None:
    crowd = Directory(tuple(Person(f"a{number}", "Ann Lee") for number in range(7)), is_configured=True)
    assert read_owner("Ann Lee", crowd).rule.startswith("name: fits 7: Ann Lee (a0), ")
    assert read_owner("Ann Lee", crowd).rule.endswith("Ann Lee (a4), …")


def test_without_people_a_handle_is_tried_as_a_login() -> None:
    reading = read_owner("@alice", NOBODY)
    assert (reading.login, reading.is_known) == ("alice", True)
    assert "tried as a login" in reading.rule
    assert account(reading, "github") == "alice"


@pytest.mark.parametrize("text", ["Alice Smith", "alice", "alice@corp.example", "@acme/payments"])
def test_without_people_nothing_else_is_known(text: str) -> None:
    reading = read_owner(text, NOBODY)
    assert not reading.is_known
    assert reading.rule.endswith("no people are configured")


def test_accounts_by_kind_of_tracker() -> None:
    reading = read_owner("@alice", DIRECTORY)
    assert [account(reading, kind) for kind in ("github", "jira", "local")] == ["alice-s", "5b10", "alice"]
    assert account(read_owner("@jose", DIRECTORY), "github") is None
    assert account(read_owner("sre", DIRECTORY), "local") is None
    named = Directory((Person("x", "X", accounts={"local": "xavier"}),), is_configured=True)
    assert account(read_owner("@x", named), "local") == "xavier"


def test_an_account_has_one_spelling_and_what_cannot_be_one_is_none() -> None:
    spelt = Directory((Person("x", "X", accounts={"github": "Alice-S", "local": "Xavier"}),), is_configured=True)
    assert account(read_owner("@x", spelt), "github") == "alice-s"
    assert account(read_owner("@x", spelt), "local") == "Xavier"
    assert account(read_owner("@Alice-S", NOBODY), "github") == "alice-s"
    assert account(read_owner("@bob.smith", NOBODY), "github") is None
    assert account(read_owner("@bob.smith", NOBODY), "local") == "bob.smith"


def test_names_of_accounts() -> None:
    assert name_of("alice-s", "github", DIRECTORY) == "Alice Smith"
    assert name_of("ALICE-S", "github", DIRECTORY) == "Alice Smith"
    assert name_of("alice", "local", DIRECTORY) == "Alice Smith"
    assert name_of("alice-s", "jira", DIRECTORY) is None
    assert name_of("alice", "github", DIRECTORY) is None
    assert name_of("alice-s", "local", DIRECTORY) is None
    assert name_of("stranger", "github", DIRECTORY) is None


def test_teams_of_readings_are_spelt_as_listed() -> None:
    assert team_of(read_owner("@alice", DIRECTORY), DIRECTORY) == "Payments"
    assert team_of(read_owner("sre team", DIRECTORY), DIRECTORY) == "sre"
    assert team_of(read_owner("@bjorn", DIRECTORY), DIRECTORY) is None
    assert team_of(OwnerReading("x", "", team="elsewhere"), DIRECTORY) == "elsewhere"


def test_one_team_listed_in_two_spellings_is_one_team() -> None:
    twice = Directory((), frozenset({"Core Platform", "core-platform"}), is_configured=True)
    assert read_owner("core platform", twice).team == "Core Platform"


def test_equal_directories_are_equal() -> None:
    assert Directory((ALICE,), frozenset({"a"})) == Directory((ALICE,), frozenset({"a"}))
    assert "index" not in repr(Directory((ALICE,)))


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for directory in (DIRECTORY, NOBODY):
        reading = read_owner(text, directory)
        assert reading.text == text
        assert reading.rule
        assert [bool(reading.person), bool(reading.team), bool(reading.login)].count(True) <= 1


@given(
    st.sampled_from(DIRECTORY.people),
    st.sampled_from(["@{}", "`@{}`", "**@{}**", "[@{}](https://x.example)", "@{} (on call)"]),
)
def test_every_handle_in_every_form_finds_its_person(person: Person, form: str) -> None:
    assert read_owner(form.format(person.handle), DIRECTORY).person is person
