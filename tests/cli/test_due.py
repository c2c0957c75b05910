"""`due`: what a text means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Syncer

BASE = ("--published", "2026-03-11")


def asked(syncer: Syncer, *arguments: str) -> list[dict[str, object]]:
    done = syncer("due", *arguments, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_one_object_a_text_and_line(syncer: Syncer) -> None:
    first, second = asked(syncer, "Next sprint", "", *BASE, "--sprint", "2026-03-02/2w")
    assert first == {
        "text": "Next sprint",
        "published": "2026-03-11",
        "due": "2026-03-27",
        "state": "date",
        "kind": "period",
        "rule": "next-sprint",
        "note": None,
    }
    assert (second["text"], second["due"], second["state"]) == ("", None, "none")


def test_a_calendar_alone_is_configuration_enough(folder: Path, syncer: Syncer) -> None:
    (folder / "calendar.toml").write_text(
        '[calendar]\nholidays = ["2026-03-13"]\nsprint = { starts = "2026-03-02", weeks = 2 }\n'
    )
    sprint, week = asked(syncer, "next sprint", "this week", *BASE, "--config", "calendar.toml")
    assert (sprint["due"], week["due"]) == ("2026-03-27", "2026-03-12")


def test_a_language_selects_one_table(syncer: Syncer) -> None:
    (german,) = asked(syncer, "Ende April", *BASE, "--lang", "de")
    assert german["due"] == "2026-04-30"
    (anything,) = asked(syncer, "Ende April", *BASE)
    assert anything["due"] == "2026-04-30"


def test_without_a_day_only_what_needs_none_has_one(syncer: Syncer) -> None:
    fixed, relative = asked(syncer, "2026-12-04", "tomorrow")
    assert (fixed["due"], fixed["published"]) == ("2026-12-04", None)
    assert (relative["due"], relative["state"]) == (None, "unresolved")
    assert relative["note"] == "it counts from the day of publication; add --published DATE"


@pytest.mark.parametrize("written", ["DE", "de-AT", "de_CH", " de "])
def test_a_language_may_be_written_with_its_region(syncer: Syncer, written: str) -> None:
    assert asked(syncer, "Ende April", *BASE, "--lang", written)[0]["due"] == "2026-04-30"


def test_english_and_two_spellings_of_norwegian_are_languages(syncer: Syncer) -> None:
    assert [syncer("due", "x", "--lang", code).code for code in ("en", "nb", "no")] == [0, 0, 0]


@pytest.mark.parametrize("written", ["klingon", "it", "-", ""])
def test_a_language_that_nobody_reads_is_refused_with_those_that_are(syncer: Syncer, written: str) -> None:
    done = syncer("due", "x", "--lang", written)
    assert (done.code, done.out) == (2, "")
    assert f'"{written}" is no language that is read; known are de, en, es, fr, ja, no, pt, ru, zh' in done.err


def test_people_get_a_line_a_text(syncer: Syncer) -> None:
    done = syncer("due", "EOQ", "soon", *BASE)
    assert done.code == 0
    date, unclear = done.out.splitlines()
    assert date.startswith("2026-03-31  'EOQ'  ")
    assert unclear.startswith("unresolved  'soon'  ")


@pytest.mark.parametrize("arguments", [("x", "--published", "11.3.2026"), ("x", "--config", "nope.toml"), ()])
def test_what_cannot_be_answered_is_refused(syncer: Syncer, arguments: tuple[str, ...]) -> None:
    assert syncer("due", *arguments).code == 2


def test_a_hostile_text_is_answered_in_time(syncer: Syncer) -> None:
    (answer,) = asked(syncer, "1/1/" * 25_000, *BASE)
    assert answer["state"] == "unresolved"
