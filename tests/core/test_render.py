"""What we write into documents reads back, and only what we write reads at all (F41, F45, F46, F47)."""

from __future__ import annotations

from datetime import date

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import BREAK, plain
from syncer.core.render import (
    ReadStatus,
    destination,
    find_suffix,
    issue_link,
    read_issue_link,
    read_status,
    status_text,
    suffix_text,
)
from syncer.model import State

MARCH, APRIL = date(2026, 3, 27), date(2026, 4, 10)
DATES = st.none() | st.dates()
NAMES = (
    st.none() | st.text(max_size=30) | st.sampled_from(["@alice", "a|b", "J. O'Neil-Smith Jr.", "田中 太郎", "www.x.y"])
)
LABELS = st.text(max_size=20)
ADDRESSES = st.text(max_size=40) | st.from_regex(r"https?://[a-z./?&=;#%()|]{0,20}", fullmatch=True)
STATUSES = st.builds(status_text, st.sampled_from(State), DATES, DATES, DATES, NAMES, is_deleted=st.booleans())


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("Open", (State.TODO, None, None, None, None)),
        ("Open · due 2026-03-27", (State.TODO, None, MARCH, MARCH, None)),
        ("Open · due 2026-03-27", (State.TODO, None, MARCH, None, "")),
        ("Open · due 2026-04-10 (was 2026-03-27)", (State.TODO, None, APRIL, MARCH, None)),
        ("In progress · owner Bob Jones", (State.IN_PROGRESS, None, None, MARCH, "Bob Jones")),
        (
            "In progress · due 2026-04-10 (was 2026-03-27) · owner J. Doe",
            (State.IN_PROGRESS, None, APRIL, MARCH, "J. Doe"),
        ),
        ("Done 2026-03-27", (State.DONE, MARCH, APRIL, MARCH, "Bob")),
        ("Done (date unknown)", (State.DONE, None, APRIL, MARCH, "Bob")),
        ("Won't do 2026-03-27", (State.WONT_DO, MARCH, None, None, None)),
        ("Won't do (date unknown)", (State.WONT_DO, None, None, None, None)),
    ],
)
def test_every_state_has_its_words(
    text: str, arguments: tuple[State, date | None, date | None, date | None, str | None]
) -> None:
    assert status_text(*arguments) == text
    assert read_status(f"\t{text} ") == read_status(text) is not None


def test_a_deleted_issue_has_no_state() -> None:
    assert status_text(None, None, MARCH, APRIL, "Bob", is_deleted=True) == "Deleted"
    assert read_status("Deleted") == ReadStatus(None)
    with pytest.raises(ValueError, match="is_deleted"):
        status_text(None, None, None, None, None)


@given(STATUSES)
def test_every_status_reads_back(status: str) -> None:
    read = read_status(status)
    assert read is not None
    deleted = read.state is None
    assert status_text(read.state, read.closed, read.due, read.was, read.owner, is_deleted=deleted) == status


@given(st.text(min_size=1))
def test_an_owner_reads_back_as_the_visible_name(name: str) -> None:
    read = read_status(status_text(State.TODO, None, None, None, name))
    assert read is not None
    assert (read.owner or "") == plain(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Done",
        "done 2026-03-27",
        "Won't do",
        "TODO",
        "open",
        "Open.",
        "Open · due",
        "Open · due 2026-02-30",
        "Open · due 2026-03-27 (was 2026-03-27)",
        "Open · due 2026-03-27 · blocked",
        "Open (was 2026-03-27)",
        "Open · owner ",
        "Open · owner a, b",
        "Open · owner a  b",
        "Open · owner @bob",
        "Open · owner &#65;",
        "Open · owner &#1114112;",
        "Open · owner &#55296;",
        "Done 2026-03-27 · owner Bob",
        "Done 2026-03-27\n",
        "Done ２０２６-03-27",
        "Deleted 2026-03-27",
        "**Open**",
    ],
)
def test_what_we_would_not_write_is_not_ours(text: str) -> None:
    assert read_status(text) is None


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("@everyone", "@&#8203;everyone"),
        ("a|b", "a&#124;b"),
        ("`x` [y](z)", "&#96;x&#96; &#91;y&#93;&#40;z&#41;"),
        ("<b>{x}\\", "&#60;b&#62;&#123;x&#125;&#92;"),
        ("Bob (SRE), Ops", "Bob &#40;SRE&#41;&#44; Ops"),
        ("line\nbreak", "line break"),
        ("www.x.example", "www&#46;x.example"),
        ("Anne-Marie O'Neil_x J. P. Müller", "Anne-Marie O'Neil_x J. P. Müller"),
        ("--", "&#45;&#45;"),
        ("राम कुमार", "राम कुमार"),
    ],
)
def test_owner_names_do_no_harm_in_a_cell(name: str, written: str) -> None:
    assert status_text(State.TODO, None, None, None, name) == f"Open · owner {written}"


@given(NAMES, LABELS, ADDRESSES)
def test_cells_stay_one_cell_and_one_line(name: str | None, label: str, address: str) -> None:
    """cmark-gfm as the judge: a table keeps its shape, and nothing but one link is in it."""
    link, status = issue_link(label, address), status_text(State.TODO, None, APRIL, MARCH, name)
    markup = cmarkgfm.github_flavored_markdown_to_html(f"| A | B | C |\n|---|---|---|\n| {link} | {status} | end |\n")
    assert markup.count("<td>") == 3
    assert "<td>end</td>" in markup
    assert markup.count("<a ") == 1
    assert markup.count("<") == markup.count("</") * 2


@given(LABELS, ADDRESSES)
def test_every_link_reads_back(label: str, address: str) -> None:
    link = issue_link(label, address)
    read = read_issue_link(f" {link}\t")
    assert read is not None
    assert read[0] == plain(label) or (plain(label), read[0]) == ("", "issue")
    assert issue_link(*read) == link


@pytest.mark.parametrize(
    ("label", "address", "link"),
    [
        ("AI-1", "../action-items/AI-1-x.md", "[AI-1](../action-items/AI-1-x.md)"),
        (
            "acme/payments#41",
            "https://h/acme/payments/issues/41",
            "[acme/payments#41](https://h/acme/payments/issues/41)",
        ),
        ("a [b] | c", "x", "[a &#91;b&#93; &#124; c](x)"),
        ("x", "a b(c)|d<e>\\`{f}", "[x](a%20b%28c%29%7Cd%3Ce%3E%5C%60%7Bf%7D)"),
        ("x", "?a=1&copy;=2&b", "[x](?a=1&amp;copy;=2&b)"),
        ("x", "javascript:alert(1)", "[x](javascript%3Aalert%281%29)"),
        ("x", "DATA:text/html,x", "[x](DATA%3Atext/html,x)"),
        ("x", "HTTPS://h/ä?q=100%25", "[x](HTTPS://h/ä?q=100%25)"),
        ("x", "a\n\u2028\u00a0\ud800b", "[x](a%0A%E2%80%A8%C2%A0%3Fb)"),
        ("", "x", "[issue](x)"),
    ],
)
def test_links_lead_to_http_or_a_relative_place(label: str, address: str, link: str) -> None:
    assert issue_link(label, address) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PAY-12",
        "https://h/1",
        "[a](javascript:alert(1))",
        "[a](ftp://h/x)",
        "[a](x) and [b](y)",
        "[a](<x>)",
        '[a](x "title")',
        "[](x)",
        "[*a*](x)",
        "[a](x y)",
        "![a](x)",
    ],
)
def test_a_link_that_we_would_not_write_is_not_ours(text: str) -> None:
    assert read_issue_link(text) is None


@given(ADDRESSES)
def test_an_address_is_encoded_once(address: str) -> None:
    encoded = destination(address).replace("&amp;", "&")
    assert destination(encoded) == destination(address)


@given(st.text(st.characters(exclude_characters="—")), LABELS, ADDRESSES, STATUSES)
def test_a_suffix_is_found_at_the_end_of_any_text(text: str, label: str, address: str, status: str) -> None:
    link = issue_link(label, address)
    suffix = suffix_text(link, status)
    found = find_suffix(text + suffix)
    assert found is not None
    assert (text + suffix)[found.start : found.end] == suffix
    assert issue_link(found.label, found.address) == link
    assert found.status == read_status(status)


LINK = "[acme/payments#41](https://h/41)"


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Do — [it](x)", None),
        (f"Do — {LINK}", None),
        (f"Do — {LINK} · TODO", None),
        (f"Do — {LINK} · Opened", None),
        (f"Do — {LINK} · Done 2026-02-30", None),
        (f"Do- {LINK} · Open", None),
        (f"Do — {LINK} · Open", f" — {LINK} · Open"),
        (f"Do — {LINK} · Open (see chat)", f" — {LINK} · Open"),
        (f"Do — {LINK} · Open · due soon", f" — {LINK} · Open"),
        (f"Do — {LINK} · Open · due 2026-03-27, I hope", f" — {LINK} · Open · due 2026-03-27"),
        (f"Do — {LINK} · Open · owner Bob. Late!", f" — {LINK} · Open · owner Bob. Late"),
        (f"Do — {LINK} · Open · owner Bob (late)", f" — {LINK} · Open · owner Bob"),
        (f"Do — {LINK} · Done 2026-03-27\nmore", f" — {LINK} · Done 2026-03-27"),
        (f" — {LINK} · Open and — {LINK} · Deleted", f" — {LINK} · Deleted"),
        (f" — {LINK} · Open and — [x](y) · TODO", f" — {LINK} · Open"),
        (f"Do — {LINK} · Open · due 2026-03-27 (was 2026-03-27)", None),
    ],
)
def test_what_people_type_behind_a_suffix_is_theirs(text: str, ours: str | None) -> None:
    found = find_suffix(text)
    assert (text[found.start : found.end] if found else None) == ours


def test_hostile_texts_take_linear_time() -> None:
    """Each of these is a megabyte or so; none may be looked at from every place in it again (F45)."""
    head = " — [a](b) · Open · owner "
    for text in (head * 40_000, " — [" * 200_000, " — [a](" * 100_000, " — [" + "a" * 900_000):
        find_suffix(text + "!")
    for tail in ("." * 300_000, "a. " * 100_000, "&#33;" * 100_000, "a-" * 300_000):
        assert find_suffix(head + "x" + tail + "\u0000") is not None


def test_a_name_is_broken_so_that_nobody_is_pinged() -> None:
    markup = cmarkgfm.github_flavored_markdown_to_html(status_text(State.TODO, None, None, None, "@everyone"))
    assert f"@{BREAK}everyone" in markup
