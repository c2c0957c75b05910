"""The body of an issue as the only place for a field: ours is found and changed, people's text stays (F25, F46)."""

from __future__ import annotations

import re
from dataclasses import replace

import cmarkgfm
import pytest
from core.test_issue_text import DRAFT
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import BREAK, defuse, plain
from syncer.core.graphemes import units
from syncer.core.issue_body import (
    BODY_LIMIT,
    fits,
    read_facts,
    read_own_marker,
    whole_body,
    with_facts,
    with_marker,
)
from syncer.core.issue_facts import FIELDS, fact_value
from syncer.core.issue_text import (
    BEGIN,
    END,
    TITLE_LIMIT,
    WHERE_TO_EDIT,
    body,
    find_block,
    inert_title,
    read_title,
    title,
)
from syncer.core.marker import read_marker, write_marker
from syncer.model import Agreement, DocumentKey, Draft, Field, Marker, Values

SAID = {Field.DUE: "2026-03-27", Field.PRIORITY: "P1", Field.TYPE: "prevent"}
NOTHING: Values = dict.fromkeys(FIELDS)
BARE = replace(DRAFT, values={}, owners=(), due_text=None, severity=None)
MARKER = write_marker(DRAFT.marker)

EOLS = st.sampled_from(["\n", "\r\n"])
PEOPLE = st.text(st.characters(codec="utf-8", exclude_characters="\r<"), max_size=40)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        Field.DUE: st.none() | st.dates().map(str),
        Field.PRIORITY: st.text(max_size=30).map(fact_value),
        Field.TYPE: st.text(max_size=30).map(fact_value),
        Field.TITLE: st.just("passed over"),
    },
)


def crlf(text: str) -> str:
    """What a browser makes of `text`."""
    return text.replace("\n", "\r\n")


def only_kept(values: Values) -> Values:
    return {field: value for field, value in values.items() if field in FIELDS}


def test_a_whole_body_is_our_part_and_the_marker() -> None:
    assert whole_body(DRAFT, "../pm.md") == f"{body(DRAFT, '../pm.md')}\n\n{MARKER}"
    assert read_facts(whole_body(DRAFT)) == SAID
    assert read_marker(whole_body(DRAFT)) == read_own_marker(whole_body(DRAFT)) == DRAFT.marker


def huge(character: str) -> Draft:
    """A draft of which every part is as long as a hostile document can make it."""
    long = character * 60_000
    agreement = Agreement(character * 1_000, character * 1_000, character * 1_000)
    key = DocumentKey("files", character * 1_000)
    marker = Marker("a1", "l-1", key, long, 0, dict.fromkeys(Field, agreement))
    value = fact_value(long)
    return replace(
        DRAFT,
        marker=marker,
        values={Field.TITLE: title(long), Field.DUE: "2026-03-27", Field.PRIORITY: value, Field.TYPE: value},
        owners=(long,) * 50,
        due_text=long,
        document_title=long,
        document_name=long,
        document_url=f"https://h/blob/{character * 600}",
        severity=long,
    )


@pytest.mark.parametrize("character", ["x", "@a", "&", "👍", "é", "<", "-", "_ "])
def test_a_body_is_cut_in_our_part_and_never_in_the_marker(character: str) -> None:  # F25
    draft = huge(character)

    text = whole_body(draft)

    assert units(text) <= BODY_LIMIT
    assert fits(text)
    assert text.endswith(f"{END}\n\n{write_marker(draft.marker)}")
    assert read_facts(text) == {field: draft.values[field] for field in FIELDS}
    assert "In full: " in text


@pytest.mark.parametrize("character", ["x", "@a", "&", "👍", "é", "<", "-", "_ "])
def test_every_draft_fits_into_what_the_longest_marker_leaves(character: str) -> None:
    assert units(body(huge(character), limit=25_000)) <= 25_000


def test_a_body_is_cut_only_where_it_would_not_fit() -> None:
    marker = replace(DRAFT.marker, text="&" * 4_000)
    draft = replace(DRAFT, marker=marker, owners=("&" * 300,) * 29, severity="x" * 200)
    room = BODY_LIMIT - len(write_marker(marker)) - 2 - units(body(draft))
    exact, longer = (replace(draft, owners=(*draft.owners, "x" * size)) for size in (room - 2, room - 1))

    assert units(whole_body(exact)) == BODY_LIMIT
    assert body(exact, limit=units(body(exact))) == body(exact)
    assert units(whole_body(longer)) < BODY_LIMIT - 10_000


def test_an_address_that_no_browser_opens_is_left_out() -> None:
    text = whole_body(replace(DRAFT, document_url=f"https://h/blob/{'x' * 40_000}"))

    assert "Action item of the postmortem Checkout outage (postmortems/pm.md, line 12)." in text


def test_what_fits_is_told_by_the_way_of_counting_that_gives_most() -> None:
    assert fits("x" * BODY_LIMIT)
    assert not fits("x" * (BODY_LIMIT + 1))
    assert fits("👍" * (BODY_LIMIT // 2))
    assert not fits("👍" * (BODY_LIMIT // 2) + "x")


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("- Due: 2026-04-10", "2026-04-10"),
        ("* due:2026-04-10  ", "2026-04-10"),
        ("- Due: Next sprint (2026-04-10)", "2026-04-10"),
        ("- Due: some day", None),
        ("- Due:", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("make", [str, crlf])
def test_what_a_person_wrote_into_the_line_counts(line: str, due: str | None, make: type[str]) -> None:
    edited = make(whole_body(DRAFT).replace("- Due: Next sprint (2026-03-27)", line))

    assert read_facts(edited) == {**SAID, Field.DUE: due}


def test_without_our_part_nothing_is_known() -> None:
    assert read_facts("- Due: 2026-03-27\n\n" + MARKER) == {}
    assert read_facts(f"{BEGIN}\n{END}") == NOTHING
    assert read_facts(f"- Due: 2026-03-27\n{BEGIN}{END}\n- Due: 2026-03-27") == NOTHING


def test_a_changed_value_is_changed_in_its_place_alone() -> None:
    before = whole_body(DRAFT)

    after = with_facts(before, {Field.DUE: "2026-04-10", Field.TITLE: "x"}, owners=("Bob", "@carol"), due_text="April")

    assert after == before.replace("Next sprint (2026-03-27)", "April (2026-04-10)").replace(
        "Alice Smith, bob", "Bob, carol"
    )
    assert with_facts(before, {Field.DUE: "2026-04-10"}) == before.replace("Next sprint (2026-03-27)", "2026-04-10")
    assert with_facts(before, {Field.PRIORITY: "P2"}) == before.replace("P1", "P2")


def test_how_a_person_wrote_a_line_stays_when_its_value_changes() -> None:
    text = f"{BEGIN}\r\n * **due:**2026-03-27 \t\r\n{END}"

    assert with_facts(text, {Field.DUE: "2026-04-10"}) == f"{BEGIN}\r\n * **due:** 2026-04-10 \t\r\n{END}"


def test_a_line_that_says_so_already_is_left() -> None:
    text = whole_body(DRAFT).replace("Next sprint (2026-03-27)", "on  2026-03-27 , I hope").replace("P1", "**P1**")

    assert with_facts(text, SAID, due_text="Next sprint") == text
    assert with_facts(text, {Field.PRIORITY: " P1\u200b"}) == text


@pytest.mark.parametrize("make", [str, crlf])
def test_a_missing_line_is_put_into_its_place(make: type[str]) -> None:
    whole = make(whole_body(DRAFT))
    for missing in ("- Due: Next sprint (2026-03-27)\n", "- Priority: P1\n", "- Type: prevent\n"):
        without = make(whole_body(DRAFT).replace(missing, ""))
        assert with_facts(without, SAID, due_text="Next sprint") == whole
    without = make(whole_body(DRAFT).replace("- Owners: Alice Smith, bob\n", ""))
    assert with_facts(without, {}, owners=DRAFT.owners) == whole


@pytest.mark.parametrize("make", [str, crlf])
def test_the_first_line_and_the_last_come_and_go_with_their_paragraph(make: type[str]) -> None:
    bare = make(whole_body(BARE))
    full = make(whole_body(replace(BARE, values=SAID)))

    assert with_facts(bare, SAID) == full
    assert with_facts(full, NOTHING) == bare
    assert with_facts(bare, NOTHING, owners=()) == bare
    assert with_facts(make(whole_body(replace(BARE, owners=("Bob",)))), {}, owners=()) == bare


@pytest.mark.parametrize(
    ("inner", "after"),
    [
        ("", "\n- Due: 2026-04-10\n"),
        ("\n", "\n- Due: 2026-04-10\n"),
        ("\n\n", "\n\n- Due: 2026-04-10\n"),
        ("\nmine", "\nmine\n\n- Due: 2026-04-10\n"),
        ("\nmine\n", "\nmine\n\n- Due: 2026-04-10\n"),
        ("\nmine\n\n", "\nmine\n\n- Due: 2026-04-10\n"),
        ("\n- Owner: me", "\n- Owner: me\n- Due: 2026-04-10\n"),
        ("\n- Type: x", "\n- Due: 2026-04-10\n- Type: x"),
        ("\n- Type: x\nmine\n- Owner: me\n", "\n- Type: x\nmine\n- Owner: me\n- Due: 2026-04-10\n"),
    ],
)
def test_a_line_gets_into_what_people_left_of_our_part(inner: str, after: str) -> None:
    assert with_facts(f"a {BEGIN}{inner}{END} b", {Field.DUE: "2026-04-10"}) == f"a {BEGIN}{after}{END} b"


def test_our_last_paragraph_is_looked_for_in_our_part_alone() -> None:
    around = f"> {WHERE_TO_EDIT}\n"
    text = f"{around}{BEGIN}\nmine\n{END}\n{around}"

    after = with_facts(text, {Field.DUE: "2026-04-10"})

    assert after == f"{around}{BEGIN}\nmine\n\n- Due: 2026-04-10\n{END}\n{around}"


@pytest.mark.parametrize(
    ("inner", "after"),
    [
        ("a\n\n- Due: x\n\n- Type: y\n", "a\n\n\n- Type: y\n"),
        ("a\n- Due: x\n\nb\n", "a\n\nb\n"),
        ("a\n\n- Due: x\nb\n", "a\n\nb\n"),
        ("a\n\n- Due: x\n\n\nb\n", "a\n\n\nb\n"),
    ],
)
def test_a_line_goes_alone_where_people_wrote_beside_it(inner: str, after: str) -> None:
    assert with_facts(f"{BEGIN}\n{inner}{END}", {Field.DUE: None}) == f"{BEGIN}\n{inner}{END}"
    said = inner.replace("x", "2026-04-10")
    assert with_facts(f"{BEGIN}\n{said}{END}", {Field.DUE: None}) == f"{BEGIN}\n{after}{END}"


@pytest.mark.parametrize(
    ("before", "gap", "marker"),
    [
        ("", "", ""),
        ("\n\n", "", ""),
        ("text", "\n\n", ""),
        ("text\n", "\n", ""),
        ("text\n\n", "", ""),
        ("text\r\n", "\r\n", ""),
        ("text\r\nmore", "\r\n\r\n", ""),
        ("text\r\n\r\n", "", ""),
        ("text\n\n", "", f"{MARKER}\nmine"),
        ("text\n", "\n", f"{MARKER}"),
    ],
)
def test_a_body_without_our_part_gets_one_above_the_marker(before: str, gap: str, marker: str) -> None:
    eol = "\r\n" if "\r" in before else "\n"
    block = eol.join([BEGIN, "- Owners: Bob", "- Due: Soon (2026-04-10)", "- Type: fix", END])
    below = 2 * eol if marker else ""

    after = with_facts(
        before + marker,
        {Field.DUE: "2026-04-10", Field.PRIORITY: None, Field.TYPE: "fix"},
        owners=("Bob",),
        due_text="Soon",
    )

    assert after == before + gap + block + below + marker
    assert with_facts(before + marker, NOTHING, owners=()) == before + marker


@given(PEOPLE, PEOPLE, PEOPLE, VALUES, VALUES, EOLS, st.booleans())
def test_people_keep_every_byte_and_values_read_back(
    above: str, inside: str, below: str, first: Values, second: Values, eol: str, has_block: bool
) -> None:
    """Whatever is changed twice over: around our part, inside of it, and behind the marker."""
    part = body(DRAFT).replace("\n", eol).replace("What is to be done", f"|{inside}|{eol}{eol}What is to be done")
    text = f"{above}{eol}{part if has_block else ''}{eol}{eol}{MARKER}{eol}{below}"
    for values in (first, second):
        known = {**dict(read_facts(text) or NOTHING), **only_kept(values)}
        text = with_facts(text, values, due_text="Soon (2026-01-01)")
        if find_block(text):
            assert read_facts(text) == known
            assert with_facts(text, values) == text
        else:
            assert not any(known.values())
    assert text.startswith(f"{above}{eol}")
    assert text.endswith(f"{eol}{eol}{MARKER}{eol}{below}")
    assert not has_block or f"|{inside}|" in text


@given(VALUES, EOLS)
def test_lines_that_were_added_can_be_taken_out_without_a_trace(values: Values, eol: str) -> None:
    text = whole_body(BARE).replace("\n", eol)
    assert with_facts(with_facts(text, values), dict.fromkeys(values)) == text


def test_a_marker_is_replaced_where_it_stands_or_put_last() -> None:
    new = replace(DRAFT.marker, text="anew --> <!-- syncer-end -->")
    written = write_marker(new)

    assert with_marker(f"mine\n\n  {MARKER} \r\nbelow\n", new) == f"mine\n\n  {written} \r\nbelow\n"
    for text, gap in (("", ""), ("mine", "\n\n"), ("mine\n", "\n"), ("a\r\nmine", "\r\n\r\n"), ("mine\n\n", "")):
        assert with_marker(text, new) == f"{text}{gap}{written}"
        assert read_own_marker(with_marker(text, new)) == new


@given(PEOPLE, PEOPLE, EOLS)
def test_a_marker_is_found_wherever_people_leave_it(above: str, below: str, eol: str) -> None:
    text = f"{above}{eol}{MARKER}{eol}{below}"
    new = replace(DRAFT.marker, occurrence=7)
    assert read_own_marker(text) == DRAFT.marker
    assert with_marker(text, new) == text.replace(MARKER, write_marker(new))


def test_a_marker_inside_other_text_is_not_ours() -> None:
    assert read_own_marker(f"see {MARKER}") is None
    assert read_own_marker(f"> {MARKER}\n") is None
    assert read_own_marker("") is None


HOSTILE = [
    "@everyone @org/team @alice",
    "@alice@bob (@carol) @d-e",
    "fixes #1, closes GH-2 resolves acme/payments#3",
    "see deadbeef1 and acme/payments@0123456789abcdef0123456789abcdef01234567",
    "https://github.com/acme/payments/issues/7 www.evil.example HTTP://X",
    "bob@corp.example !7 and #1-2",
    "&#64;alice &commat;bob &num;1",
    "@*alice* @_bob_ @`carol` #~~1~~",
    "@\u200balice @\u200ealice #\ufeff1 GH\u200b-1",
    "</details><script>alert(1)</script> ![x](https://t/p.png) [x](javascript:alert(1))",
    f"{BEGIN} {END} {MARKER}",
    "a\n\n- Due: 2020-01-01\n<!-- syncer-end -->\n@all",
    "\\@alice \\#1 | `code` :tada: $x$",
]
ACTIVE = (
    "@e",
    "@o",
    "@a",
    "@b",
    "@c",
    "@d",
    "#1",
    "#3",
    "#7",
    "GH-2",
    "gh-1",
    "deadbeef1",
    "@0123",
    "://",
    "www.",
    "!7",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_document_pings_refers_links_or_forges_anything(text: str) -> None:  # F46, F47
    values = {Field.TITLE: title(text), Field.DUE: None, Field.PRIORITY: fact_value(text), Field.TYPE: fact_value(text)}
    draft = replace(
        DRAFT,
        marker=replace(DRAFT.marker, text=(text * 9)[:1_000]),
        values=values,
        owners=(text, text),
        due_text=text,
        document_title=text,
        document_name=text,
        document_url=None,
        severity=text,
    )

    whole = with_facts(whole_body(draft), {Field.PRIORITY: "x"}, owners=(text,))

    shown = cmarkgfm.github_flavored_markdown_to_html(whole)
    assert not [sign for sign in ACTIVE if sign in shown]
    assert "<a " not in shown
    assert not re.search("[@#]|://|www[.]", write_marker(draft.marker))
    assert whole.count("<!--") == 3
    assert read_own_marker(whole) == draft.marker
    assert read_facts(whole) == {Field.DUE: None, Field.PRIORITY: "x", Field.TYPE: values[Field.TYPE]}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_says_what_it_said_and_does_nothing(text: str) -> None:
    sent = inert_title(title(text))

    assert not [sign for sign in ACTIVE if sign in sent]
    assert sent.replace(BREAK, "") == title(text)
    assert read_title(sent) == title(text)


@given(st.text() | st.lists(st.sampled_from(["@a", "#1", "x", "GH-1 ", "!2"])).map("".join))
def test_a_title_fits_with_all_that_makes_it_inert(action: str) -> None:
    value = title(action)
    assert units(inert_title(value)) <= TITLE_LIMIT
    assert read_title(inert_title(value)) == value == title(value)
    assert units(defuse(plain(action))) > TITLE_LIMIT or not value.endswith("…") or "…" in action


def test_of_a_title_full_of_mentions_as_much_is_kept_as_fits() -> None:
    value = title("@a" * 200)
    assert value == "@a" * 84 + "@…"
    assert units(inert_title(value)) == TITLE_LIMIT - 1
