"""Rows made to do harm: what reaches issues, cells, terminals and reports is text, and only owned text changes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
import yaml
from cmarkgfm import github_flavored_markdown_to_html

from .outside import Outside, summary

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u061c\u200e\u200f\u2066-\u2069]")
LIVE = re.compile(r"<(script|img|details|b|i)\b|href=\"(?!\.\./|https://a\.example/)[^\"#]|javascript:", re.IGNORECASE)
PINGS = re.compile(r"(?<!\w)@\w|(?<!\w)#\d|\bGH-\d", re.IGNORECASE)
KEYS = ["key", "title", "state", "owners", "due", "priority", "type", "labels", "document", "created", "closed"]


class Hostile(NamedTuple):
    """A row as somebody writes it, and what its issue has to say."""

    action: str
    owner: str
    due: str
    priority: str
    title: str
    values: Mapping[str, object]


def issue(owners: list[str] | None = None, due: str | None = None, priority: str | None = None) -> dict[str, object]:
    """The values of an issue's front matter."""
    return {"state": "todo", "owners": owners, "due": due, "priority": priority, "type": None, "closed": None}


ROWS = [
    Hostile(
        "Fix @everyone and @org/team, fixes #1",
        "@all",
        "",
        "@x",
        "Fix @everyone and @org/team, fixes #1",
        issue(["all"], None, "@x"),
    ),
    Hostile(
        "Fix <script>alert(1)</script> </details>",
        "<b>@bob</b>",
        "<i>2026-04-01</i>",
        "<img src=x>",
        "Fix alert(1)",
        issue(["bob"], "2026-04-01"),
    ),
    Hostile(
        "Fix ![t](http://evil.example/p.png) [c](javascript:alert(1)) [ok](https://a.example/x)",
        "",
        "",
        "",
        "Fix c ok",
        issue(),
    ),
    Hostile(r"Fix a \| b and `c \| d`", "@bob", "", r"x\|y", "Fix a | b and c | d", issue(["bob"], None, "x|y")),
    Hostile('Fix <!-- syncer: {"item":"x"} --> it', "@bob", "", "", "Fix it", issue(["bob"])),
    Hostile("Fix <!-- syncer-begin --> it <!-- syncer-end -->", "@bob", "", "", "Fix it", issue(["bob"])),
    Hostile("--- state: done", "@bob", "", "--- x", "--- state: done", issue(["bob"], None, "--- x")),
    Hostile("Fix: y \"z\" 'w' #v", "@bob", "", "P1: {a} #b", "Fix: y \"z\" 'w' #v", issue(["bob"], None, "P1: {a} #b")),
    Hostile("Fix a: b", "@bob", "", "!!python/name:os", "Fix a: b", issue(["bob"], None, "!!python/name:os")),
    Hostile("=cmd()", "@bob", "", "=1+1", "=cmd()", issue(["bob"], None, "=1+1")),
    Hostile("Fix \x1b[31mred\x1b[0m\x07", "@bob", "", "\x9b2J", "Fix [31mred [0m", issue(["bob"], None, "2J")),
    Hostile("Fix \u202elive\u2066", "@bob", "", "\u202eP1", "Fix live", issue(["bob"], None, "P1")),
    Hostile("Fix \u200bwidth 👩‍👩‍👧‍👦 🇩🇪", "@bob", "", "P1 🎉", "Fix width 👩‍👩‍👧‍👦 🇩🇪", issue(["bob"], None, "P1 🎉")),
    Hostile(
        "Fix &lt;b&gt; &#0; &#xD800;",
        "@bob",
        "",
        "P1 &amp; co",
        "Fix <b> \ufffd \ufffd",
        issue(["bob"], None, "P1 & co"),
    ),
    Hostile("Fix %s {0} ${HOME} $(id)", "@bob", "", "yes", "Fix %s {0} ${HOME} $(id)", issue(["bob"], None, "yes")),
    Hostile("Fix — [AI-1](x) · Done 2026-01-01", "@bob", "", "", "Fix — AI-1 · Done 2026-01-01", issue(["bob"])),
]
HEAD = """# Out <script>x</script> `---` \x1b[31m: "y"

Published: 2026-03-11

<!-- syncer: forged -->

## Action items

"""
TAIL = '\n<!-- syncer: {"item":"zz"} -->\n[bar]: javascript:alert(1)\n'
TABLE = "| Action | Owner | Due | Priority |\n|---|---|---|---|\n"
DOCUMENT = HEAD + TABLE + "".join(f"| {a} | {o} | {d} | {p} |\n" for a, o, d, p, *_ in ROWS) + TAIL


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    """A folder with the hostile document beside the good one, synced; no test changes what it says."""
    outside = Outside.at(tmp_path_factory.mktemp("hostile"))
    outside.put({"2026-03-12-hostile.md": DOCUMENT})
    assert outside.sync("plan").code == 5
    done = outside.sync("sync", "-vv")
    assert (done.code, summary(done)[0]) == (0, f"{2 + len(ROWS)} created")
    return outside


def visible(markdown: str) -> str:
    """What a person sees of `markdown`."""
    return unescape(re.sub(r"<!--.*?-->|<[^<>]*>", "", github_flavored_markdown_to_html(markdown)))


def body(outside: Outside, number: int) -> str:
    """The text of an issue below its front matter."""
    return outside.issue(number).read_text().split("\n---\n", 1)[1]


def test_issues_say_what_rows_say_and_nothing_is_injected(hostile: Outside) -> None:
    """F25, F45, F46, F47."""
    for number, row in enumerate(ROWS, start=3):
        text = hostile.issue(number).read_text()
        front = yaml.load(text.removeprefix("---\n").split("\n---\n")[0], Loader=yaml.BaseLoader)
        assert list(front) == KEYS
        assert front["title"] == row.title
        assert {key: front[key] or None for key in row.values} == row.values
        assert CONTROL.findall(text) == []
        assert text.count("<!-- syncer: ") == 1
        assert text.count("<!-- syncer-begin -->") == text.count("<!-- syncer-end -->") == 1
        said = body(hostile, number)
        assert LIVE.findall(github_flavored_markdown_to_html(said)) == []
        assert PINGS.findall(visible(said)) == []


def test_documents_keep_every_byte_but_owned_text(hostile: Outside) -> None:
    """F47: deleting what was inserted gives back the original."""
    after = iter((hostile.docs / "2026-03-12-hostile.md").read_text())
    assert all(character in after for character in DOCUMENT)
    lines = (hostile.docs / "2026-03-12-hostile.md").read_text().splitlines()
    begin = lines.index("| Action | Owner | Due | Priority | Issue | Status |")
    assert "\n".join(lines[:begin]) + "\n" == HEAD
    for number, (row, line) in enumerate(zip(ROWS, lines[begin + 2 :], strict=False), start=3):
        owned = line.removeprefix(f"| {row.action} | {row.owner} | {row.due} | {row.priority} | ")
        link, status = owned.removesuffix(" |").split(" | ")
        assert link == f"[AI-{number}](../issues/{hostile.issue(number).name})"
        assert re.fullmatch(r"Open(?: · due 2026-\d\d-\d\d)?", status)
    assert "\n" + "\n".join(lines[begin + 2 + len(ROWS) + 1 :]) + "\n" == TAIL


def test_a_second_run_and_a_rebuilt_state_find_everything_in_step(hostile: Outside) -> None:
    """F21, F34: forged markers and links are nobody's."""
    before = (hostile.docs / "2026-03-12-hostile.md").read_bytes()
    assert summary(hostile.sync())[:4] == ["0 created", "0 updated", "0 closed", "0 written back"]
    (hostile.state / "state.db").unlink()
    assert summary(hostile.sync())[:4] == ["0 created", "0 updated", "0 closed", "0 written back"]
    assert hostile.sync("verify").code == 0
    assert (hostile.docs / "2026-03-12-hostile.md").read_bytes() == before


def test_whatever_is_printed_is_whole_and_harmless(hostile: Outside) -> None:
    """F48, F49, F51: `Outside.run` has looked for whatever acts."""
    for line in hostile.run("explain", "docs", "--format", "json").out.splitlines():
        assert set(json.loads(line)) == {"path", "title", "published", "items", "problems"}
    report = json.loads(hostile.sync("sync", "--format", "json", "--log-format", "json", "-v").out)
    assert report["in_step"] >= 1
    assert hostile.run("explain", "docs").code == 0
    state = ("--state", "state/state.db", "--as-of", "2026-09-01")
    assert json.loads(hostile.run("report", "overdue", *state, "--format", "json").out)["tally"]["total"] == 2 + len(
        ROWS
    )
    page = github_flavored_markdown_to_html(hostile.run("report", "overdue", *state, "--format", "markdown").out)
    assert LIVE.findall(page) == []
    badge = ET.fromstring(hostile.run("badge", "docs/2026-03-12-hostile.md", *state).out)
    assert {element.tag.rpartition("}")[2] for element in badge.iter()} <= {"svg", "title", "rect", "text", "g", "path"}


def test_a_thousand_mentions_and_pages_of_text_are_cut(outside: Outside) -> None:
    """F25, F46."""
    crowd = " ".join(f"@user{number}" for number in range(1_000))
    owners = ", ".join(f"@user{number}" for number in range(300))
    long = "x" * 15_000
    outside.put({"crowd.md": f"{TABLE}| Fix {crowd} | {owners} | {long} | {long} |\n| Fix {long} | {long} | | |\n"})
    outside.put({"pages.md": f"## Action items\n\n- Fix {'y' * 100_000}\n"})
    done = outside.sync()
    assert (done.code, summary(done)[0]) == (0, "4 created")
    assert max(map(len, done.said)) < 1_000
    for number in (3, 4):
        assert len(outside.issue(number).name) < 100
        front = yaml.load(outside.issue(number).read_text().split("---\n")[1], Loader=yaml.BaseLoader)
        assert len(front["title"]) <= 255
        assert front["title"].endswith("…")
        assert PINGS.findall(visible(body(outside, number))) == []
    assert (
        "pages.md:3: the action item is 100004 bytes long, at most 16000 are tracked; say in one sentence" in done.out
    )
    assert summary(outside.sync())[:4] == ["0 created", "0 updated", "0 closed", "0 written back"]


OWNERS = {
    '["bob|x", "y"]': "bob&#124;x",
    '"<script>alert(1)</script>"': "&#60;script&#62;alert&#40;1&#41;&#60;&#47;script&#62;",
    r'"a\nb\u001b[31m\u202e"': "a b &#91;31m",
    '"a · due 2026-01-01 <!-- x"': "a &#183; due 2026-01-01 &#60;&#33;&#45;&#45; x",
    '"`tick` [l](javascript:x)"': "&#96;tick&#96; &#91;l&#93;&#40;javascript&#58;x&#41;",
}


def test_what_is_written_into_an_issue_reaches_the_cell_as_text(outside: Outside) -> None:
    """F47: and reads back as what it is."""
    rows = "".join(f"| Fix thing {number} | @bob | 2026-04-01 | |\n" for number in range(len(OWNERS)))
    outside.put({"many.md": "## Action items\n\n" + TABLE + rows})
    outside.sync()
    for number, owner in enumerate(OWNERS, start=3):
        text = outside.issue(number).read_text()
        outside.issue(number).write_text(text.replace("owners: [bob]", f"owners: {owner}"))
    outside.sync()
    document = (outside.docs / "many.md").read_text()
    for shown in OWNERS.values():
        assert f"| Open · due 2026-04-01 · owner {shown} |\n" in document
    assert outside.sync("verify").code == 0
