"""What rows hold reaches Jira as text: no markup, mention, macro or query of others acts, whatever its length."""

from __future__ import annotations

import json
import re

import pytest

from syncer.core.graphemes import units

from .jam import HEAD, Jam, lines, texts

DUE = "@alice | 2026-04-01"
WIKI = "{code}x{code} {html} [~bob] @bob [~accountid:712020:1] !pic.png! [^file.txt] h1. {panel:title=x}y{panel}"
QUERY = 'labels = syncer OR project = OPS ORDER BY created; "1"="1" AND assignee in (currentUser())'
PROJECT = re.compile(
    r'(project = "PAY" ORDER BY created DESC|(project (= "PAY"|in \("PAY"\)) AND )?labels = "?syncer"? .*)'
)
LIMIT = 32_767


def shown(jam: Jam, value: object) -> str:
    """A description as people see it: on Data Center every character reference is the character."""
    text = "\n".join(texts(value))
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text) if isinstance(value, str) else text


def queries(jam: Jam) -> set[str]:
    """Every query that was sent."""
    asked = {one.query.get("jql") for one in jam.jira.exchanges}
    bodies = {json.loads(one.request_body or b"{}").get("jql") for one in jam.jira.exchanges if one.method == "POST"}
    return {query for query in asked | bodies if query}


@pytest.mark.parametrize(
    ("row", "summary"),
    [
        (WIKI, WIKI),
        (QUERY, QUERY),
        ("<b>Mend</b> &lt;script&gt;alert(1)&lt;/script&gt; `<img src=x onerror=y>`", None),
        ("See PAY-1 and https://evil.example/?a=b {color:red}now{color}", None),
    ],
)
def test_markup_mentions_and_queries_in_a_title_are_text(jam: Jam, row: str, summary: str | None) -> None:
    jam.write(f"{row} | {DUE}")
    done = jam.run()
    assert (done.code, lines(done)) == (0, [])
    (issue,) = jam.issues
    assert summary is None or issue.summary == summary
    assert jam.jira.pings == []
    assert jam.run().code == 0
    assert all(PROJECT.fullmatch(query) for query in queries(jam))


def test_html_in_a_title_is_shown_as_it_is_read(jam: Jam) -> None:
    jam.write(f"<b>Mend</b> &lt;script&gt;alert(1)&lt;/script&gt; | {DUE}")
    jam.run()
    assert jam.issues[0].summary == "Mend <script>alert(1)</script>"


def test_markup_and_queries_in_an_owner_and_in_labels_are_text(jam: Jam) -> None:
    jam.configure(route='labels = ["[~bob]", "a\\"OR\\"b", "{html}"]')
    jam.write('Mend it | [~bob] or "1"="1" {html} | 2026-04-01')
    done = jam.run()
    assert done.code == 0
    assert lines(done) == [
        (
            """! problem  docs/outage.md:9: owner '[~bob] or "1"="1" {html}' is nobody we know (nobody is called """
            """'~bob] or "1"="1" {html}'); add them to [people], or correct the row"""
        )
    ]
    (issue,) = jam.issues
    assert set(issue.labels) == {"syncer", "[~bob]", 'a"OR"b', "{html}"}
    assert 'Owners: [~bob] or "1"="1" {html}' in shown(jam, issue.description)
    assert (issue.assignee, jam.jira.pings) == (None, [])
    assert jam.run().code == 0
    assert all(PROJECT.fullmatch(query) for query in queries(jam))


def test_a_heading_with_markup_is_text_in_the_description(jam: Jam) -> None:
    jam.document.write_text(HEAD.replace("# Outage", f"# Outage {WIKI}") + "- [ ] Mend it (@alice, 2026-04-01)\n")
    assert jam.run().code == 0
    assert WIKI.partition(" h1.")[0] in shown(jam, jam.issues[0].description)
    assert [ping for ping in jam.jira.pings if ping.kind != "link"] == []


@pytest.mark.parametrize(
    ("row", "summary"),
    [
        ("x" * 300, "x" * 254 + "…"),
        ("Mend it<br>and test it", "Mend it and test it"),
        ("a" * 253 + "👩‍🚀 and more", "a" * 253 + "…"),
        ("a" * 250 + "👩‍🚀", "a" * 250 + "👩‍🚀"),
        ("Mend &#0;it &#xD800;now", "Mend \ufffdit \ufffdnow"),
    ],
)
def test_a_summary_of_any_length_is_one_line_cut_between_characters(jam: Jam, row: str, summary: str) -> None:
    jam.write(f"{row} | {DUE}")
    done = jam.run()
    assert (done.code, lines(done)) == (0, [])
    (issue,) = jam.issues
    assert issue.summary == summary
    assert units(issue.summary) <= 255
    done, asked = jam.asked()
    assert (len(asked), lines(done)) == (1, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\0", "line 7 holds a NUL byte: this is no text file; exclude it from the source, or save it as UTF-8 text"),
        (b"\xed\xa0\x80", "line 7 holds the byte 0xed, which is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_file_with_nul_or_half_a_character_is_named(jam: Jam, data: bytes, said: str) -> None:
    jam.document.write_bytes(f"{HEAD}- [ ] Mend ".encode() + data + b" it (@alice, 2026-04-01)\n")
    done = jam.run()
    assert (done.code, lines(done)) == (0, [f"! problem  docs/outage.md: {said}"])
    assert jam.issues == []


def test_a_description_is_never_longer_than_jira_takes(jam: Jam) -> None:
    character = '"' if jam.jira.deployment == "cloud" else "{"
    jam.write(f"Mend the parser of {character * 15_800} | {DUE}")
    done = jam.run()
    assert (done.code, lines(done)) == (0, [])
    (issue,) = jam.issues
    sent = next(json.loads(one.request_body) for one in jam.sent())["fields"]["description"]
    assert units(sent if isinstance(sent, str) else json.dumps(sent, ensure_ascii=False)) <= LIMIT
    assert character * 1_000 in shown(jam, issue.description)
