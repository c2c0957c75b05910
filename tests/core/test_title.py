"""What a document is called."""

from __future__ import annotations

import pytest

from syncer.core.title import find_title
from syncer.formats.markdown import parse
from syncer.model import Fact


def title(text: str, path: str = "docs/2026-outage.md", said: Fact | None = None) -> Fact:
    return find_title(said, parse(text.encode()), path, {"Date", "Owner"}.__contains__)


def test_front_matter_goes_first() -> None:
    assert title("# Heading\n", said=Fact("  Said \n twice ", "front matter, line 2")) == Fact(
        "Said twice", "front matter, line 2"
    )


@pytest.mark.parametrize(
    ("text", "expected", "line"),
    [
        ("# Outage of *checkout*\n", "Outage of checkout", 1),
        ("Outage\n======\n\ntext\n", "Outage", 1),
        ("> a quote\n\n<!-- a comment -->\n\n### Outage\n", "Outage", 5),
        ("# Title: Outage\n", "Outage", 1),
        ("# Title:\n### The real one\n", "The real one", 2),
        ("## Date: July 1\n\n# Outage\n", "Outage", 3),
        ("# Metadata\n# Outage\n", "Outage", 2),
        ("Words first.\n\n## Timeline\n\n# Outage\n", "Outage", 5),
    ],
)
def test_headings_that_stand_for_the_title(text: str, expected: str, line: int) -> None:
    assert title(text) == Fact(expected, f"heading, line {line}")


@pytest.mark.parametrize(
    "text",
    ["", "Words.\n\n## Timeline\n", "Words.\n\n# A\n\n# B\n", "# Owner: @alice\n\ntext\n", "#\n", "# " + "x" * 2_001],
)
def test_otherwise_the_files_name(text: str) -> None:
    assert title(text) == Fact("2026-outage", "file name")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/2026-03-11-db.html.md.erb", "2026-03-11-db"),
        ("a/2026-03-11-db/index.md", "2026-03-11-db"),
        ("a/Outage/README.md", "Outage"),
        ("README.md", "README"),
        ("a/PM2022-009 - Bad AMI", "PM2022-009 - Bad AMI"),
        ("a/v3.5-data.qmd", "v3.5-data"),
    ],
)
def test_names_of_files(path: str, expected: str) -> None:
    assert title("", path).value == expected


def test_a_title_is_cut() -> None:
    assert title(f"# {'x' * 400}\n").value == "x" * 300
