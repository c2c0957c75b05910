"""`explain`: what is read, offline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Syncer

FIELDS = [
    "line", "kind", "action", "owners", "due_text", "due", "due_rule", "tickets", "status", "status_text", "priority",
    "type",
]  # fmt: skip


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_json_is_one_object_a_document_and_line(folder: Path, syncer: Syncer) -> None:
    (folder / "docs" / "empty.md").write_text("# Nothing here\n")
    done = syncer("explain", "--format", "json", "docs", "--sprint", "2026-03-02/2w")
    assert (done.code, done.err) == (0, "")
    first, second = objects(done.out)
    assert list(first) == ["path", "title", "published", "items", "problems"]
    assert (first["path"], first["title"], first["published"]) == (
        "docs/2026-03-11-checkout.md", "Checkout outage", "2026-03-11",
    )  # fmt: skip
    items = first["items"]
    assert isinstance(items, list)
    assert [list(item) for item in items] == [FIELDS, FIELDS]
    assert items[0] == {
        "line": 9,
        "kind": "table",
        "action": "Add connection pool utilization alert",
        "owners": ["@alice"],
        "due_text": "Next sprint",
        "due": "2026-03-27",
        "due_rule": "next-sprint",
        "tickets": [],
        "status": None,
        "status_text": None,
        "priority": None,
        "type": None,
    }
    assert second["items"] == []


@pytest.mark.parametrize(
    "given", ["docs/2026-03-11-checkout.md", "./docs/2026-03-11-checkout.md", "docs/../docs/2026-03-11-checkout.md"]
)
def test_a_path_is_shown_as_given(folder: Path, syncer: Syncer, given: str) -> None:
    assert objects(syncer("explain", "--format", "json", given).out)[0]["path"] == given
    absolute = str(folder / "docs" / "2026-03-11-checkout.md")
    assert objects(syncer("explain", "--format", "json", absolute).out)[0]["path"] == absolute


def test_tickets_and_states_are_as_written(folder: Path, syncer: Syncer) -> None:
    (folder / "x.md").write_text(
        "# X\n\n## Action items\n\n"
        "| Action | Ticket | Status |\n|---|---|---|\n"
        "| One thing | [#41](https://github.com/acme/a/issues/41) | Done |\n| Another thing | PAY-12 | in progress |\n"
    )
    one, two = objects(syncer("explain", "--format", "json", "x.md").out)[0]["items"]
    assert (one["tickets"], one["status"], one["status_text"]) == (
        ["https://github.com/acme/a/issues/41"], "done", "Done",
    )  # fmt: skip
    assert (two["tickets"], two["status"], two["status_text"]) == (["PAY-12"], "in_progress", "in progress")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"# x\n\xff\xfe\n", "UTF-8"),
        (b"\xff\xfe#\x00", "UTF-16"),
        (b"# x\n" + b"x" * 5_000_000, "5000000"),
        (b"\x00\x01\x02", ""),
        (b"> " * 200_000, ""),
    ],
    ids=["not UTF-8", "UTF-16", "too large", "binary", "nested"],
)
def test_a_refused_document_has_an_object_with_the_reason(
    folder: Path, syncer: Syncer, data: bytes, message: str
) -> None:
    """F42, F43: refused by name; the others go on."""
    (folder / "docs" / "bad.md").write_bytes(data)
    done = syncer("explain", "--format", "json", "docs")
    good, bad = objects(done.out)
    assert done.code == 0
    assert len(good["items"]) == 2
    assert (bad["path"], bad["items"]) == ("docs/bad.md", [])
    (problem,) = bad["problems"]
    assert list(problem) == ["code", "line", "message"]
    assert message in problem["message"]


def test_a_refused_document_is_named_for_people(folder: Path, syncer: Syncer) -> None:
    (folder / "docs" / "bad.md").write_bytes(b"\xff")
    assert "docs/bad.md\n  ! not read: " in syncer("explain", "docs").out


def test_another_format_is_named_and_nothing_made_of_it(folder: Path, syncer: Syncer) -> None:
    (folder / "docs" / "old.rst").write_text("Action items\n============\n\n* a thing\n")
    done = syncer("explain", "docs")
    assert "old.rst" not in done.out
    assert "syncer: docs/old.rst passed over: " in done.err


def test_the_text_shows_every_row_each_field_and_its_rule(folder: Path, syncer: Syncer) -> None:
    path = folder / "docs" / "2026-03-11-checkout.md"
    path.write_text(
        "---\nseverity: SEV1\nteam: payments\n---\n"
        + path.read_text()
        + "\n## Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | down |\n"
    )
    done = syncer("explain", "docs", "--sprint", "2026-03-02/2w")
    assert done.code == 0
    for said in (
        "docs/2026-03-11-checkout.md\n  title      Checkout outage\n  published  2026-03-11 (",
        "  severity   SEV1 (front matter",
        "  line 13: Add connection pool utilization alert\n    kind     table\n",
        '    owner    "@alice" is alice (',
        '    due      "Next sprint" is 2026-03-27 (next-sprint)',
        "    read by  action: column 'Action'; owner: column 'Owner'; due: column 'Due'",
        "  passed over, line 18: table 'Time | Event': ",
        "  2 action items\n",
    ):
        assert said in done.out


def test_owners_nobody_knows_come_with_configuration_once_at_the_end(folder: Path, syncer: Syncer) -> None:
    for name in ("one.md", "two.md"):
        (folder / "docs" / name).write_text(
            "## Action items\n\n| Action | Owner |\n|---|---|\n| Fix it | Priya Raman |\n"
        )
    done = syncer("explain", "docs")
    assert done.out.count("to make owners known") == 1
    assert done.out.endswith('  [people.priya-raman]\n  name = "Priya Raman"\n')
    assert "\n  1 action item\n" in done.out
    assert "to make owners known" not in syncer("explain", "docs", "--format", "json").out


def test_a_configuration_here_counts(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text(
        '[trackers.acme]\nkind = "github"\ntoken = "env:NO_SUCH"\n[[routes]]\ntracker = "acme"\ntarget = "acme/pm"\n'
        '[people.alice]\nname = "Alice Smith"\n[calendar]\nsprint = { starts = 2026-03-02, weeks = 2 }\n'
    )
    done = syncer("explain", "docs")
    assert done.code == 0
    assert '"@alice" is Alice Smith' in done.out
    assert '"Next sprint" is 2026-03-27' in done.out
    assert "goes to  acme acme/pm" in done.out


def test_variables_count_too(syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCER_CALENDAR__SPRINT", "2026-03-02/2w")
    assert '"Next sprint" is 2026-03-27' in syncer("explain", "docs").out


def test_a_broken_configuration_here_is_refused(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text("[calendar\n")
    done = syncer("explain", "docs")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("syncer: syncer.toml:1: no valid TOML")


def test_a_folder_without_documents_says_so(folder: Path, syncer: Syncer) -> None:
    (folder / "none").mkdir()
    done = syncer("explain", "none")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("syncer: no document there; documents are Markdown files")


def test_a_path_that_is_not_there_is_named(syncer: Syncer) -> None:
    done = syncer("explain", "nope")
    assert (done.code, done.out, done.err) == (2, "", "syncer: nope: no such file or folder; check the path\n")


def test_hostile_text_cannot_act_on_the_terminal(folder: Path, syncer: Syncer) -> None:
    """F51: what a document says is shown escaped."""
    (folder / "x.md").write_text("# a\x1b[2J\n\n## Action items\n\n- [ ] clear \x1b]0;x\x07 \u202e the screen\n")
    done = syncer("explain", "x.md")
    assert "\\x1b" in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)


def test_a_name_that_is_no_text_survives(folder: Path, syncer: Syncer) -> None:
    name = b"docs/\xff.md".decode("utf-8", "surrogateescape")
    try:
        (folder / name).write_text("# x\n")
    except OSError:
        pytest.skip("this file system wants names in UTF-8")
    done = syncer("explain", "--format", "json", "docs")
    assert done.code == 0
    assert len(objects(done.out)) == 1
    assert done.err == "syncer: docs/\\xff.md passed over: its name is not UTF-8; rename it\n"


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_file_of_another_format_that_is_named_gets_an_answer(folder: Path, syncer: Syncer, form: str) -> None:
    (folder / "old.rst").write_text("x\n")
    done = syncer("explain", "old.rst", "--format", form)
    assert done.code == 0
    if form == "json":
        (answer,) = objects(done.out)
        assert (answer["path"], answer["items"]) == ("old.rst", [])
        assert [problem["code"] for problem in answer["problems"]] == ["skipped"]
    else:
        assert done.out.startswith("old.rst\n  ! not read: ")
