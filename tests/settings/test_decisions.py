"""From settings to rules, and what changes their fingerprint."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from syncer.core.calendar import Calendar, Sprint
from syncer.core.rules import Limits, Rules
from syncer.settings.arguments import Arguments
from syncer.settings.built_in import built_in_rules
from syncer.settings.decisions import build_rules
from syncer.settings.loader import load
from syncer.settings.overlay import overlay

BASE = """
[sources.pm]
kind = "files"
path = "docs"
write_back = "none"
[trackers.folder]
kind = "local"
[[routes]]
tracker = "folder"
match = { team = "payments", path = "2026/**" }
labels = ["pay"]
fallback_owner = "oncall"
[people."@alice"]
name = "Alice Smith"
email = "alice@example.com"
team = "payments"
github = "alice-s"
[calendar]
timezone = "Europe/Berlin"
holidays = [2026-04-03]
sprint = { starts = 2026-03-02, weeks = 2, number = 7 }
sla = { P1 = 14 }
[calendars.payments]
holidays = [2026-05-01]
workdays = ["sun", "mon"]
[publication]
published = ["Ratified", "wip"]
draft = ["final"]
draft_folders = ["incubator"]
[authority]
status = "shared"
orphans = "close"
"""


def rules(folder: Path, text: str = BASE, parser: str = "1", **given: Any) -> Rules:
    (folder / "syncer.toml").write_text(text)
    arguments = Arguments(folder, **given)
    return build_rules(overlay(load(folder / "syncer.toml", folder), arguments), arguments, parser)


def test_routes_people_and_authority_arrive(tmp_path: Path) -> None:
    found = rules(tmp_path)
    (route,) = found.routes
    assert (route.tracker, route.match) == ("folder", (("path", "2026/**"), ("team", "payments")))
    assert (route.labels, route.fallback_owner) == (("pay",), "oncall")
    (person,) = found.directory.people
    assert (person.handle, person.name, person.team) == ("alice", "Alice Smith", "payments")
    assert person.accounts == {"github": "alice-s", "local": "alice"}
    assert found.directory.is_configured
    assert (found.status, found.orphans, found.write_back) == ("shared", "close", {"pm": "none"})


def test_a_team_overrides_the_calendar_key_by_key(tmp_path: Path) -> None:
    found = rules(tmp_path)
    sprint = Sprint(date(2026, 3, 2), 2, 7)
    assert found.calendar(None) == Calendar(
        "Europe/Berlin", holidays=frozenset({date(2026, 4, 3)}), sprint=sprint, sla=(("P1", 14),)
    )
    team = found.calendar("payments")
    assert (team.timezone, team.holidays) == ("Europe/Berlin", frozenset({date(2026, 5, 1)}))
    assert (team.workdays, team.sprint) == ((7, 1), sprint)


def test_words_of_the_configuration_win_over_the_built_in_ones(tmp_path: Path) -> None:
    publication = rules(tmp_path).publication
    assert {"ratified", "wip", "complete"} <= publication.published
    assert "final" in publication.draft
    assert "final" not in publication.published
    assert "wip" not in publication.draft
    assert {"drafts", "incubator"} <= set(publication.draft_folders)


def test_arguments_arrive(tmp_path: Path) -> None:
    found = rules(
        tmp_path, since=date(2026, 1, 1), adopt_only=True, reread=True, allow_mass_change=True, command="syncer plan x"
    )
    assert (found.since, found.adopt_only, found.reread) == (date(2026, 1, 1), True, True)
    assert (found.overrides.allow_empty_source, found.overrides.allow_mass_change) == (False, True)
    assert found.command == "syncer plan x"


def test_sources_listed_in_part_are_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").touch()
    assert rules(tmp_path, paths=("docs/a.md",)).partial == {"pm"}


def test_built_in_limits_are_those_of_the_core(tmp_path: Path) -> None:
    assert rules(tmp_path).limits == Limits()
    assert rules(tmp_path, BASE + "[limits]\nmax_creates = 3\nshare = 0.5\n").limits == Limits(max_creates=3, share=0.5)


CHANGES = [
    ('"Europe/Berlin"', '"UTC"'),
    ("2026-05-01", "2026-05-02"),
    ('"alice-s"', '"alice"'),
    ('"Ratified"', '"Signed"'),
    ('team = "payments", path', 'team = "search", path'),
    ('status = "shared"', 'status = "tracker"'),
    ("P1 = 14", "P1 = 15"),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_what_may_change_a_reading_changes_the_fingerprint(tmp_path: Path, before: str, after: str) -> None:
    assert before in BASE
    assert rules(tmp_path, BASE.replace(before, after)).fingerprint != rules(tmp_path).fingerprint


def test_the_version_of_the_reading_changes_the_fingerprint(tmp_path: Path) -> None:
    assert rules(tmp_path, parser="2").fingerprint != rules(tmp_path).fingerprint


def test_limits_state_and_order_of_words_do_not(tmp_path: Path) -> None:
    other = BASE.replace('"Ratified", "wip"', '"wip", "Ratified"') + '[limits]\nmax_creates = 3\n[state]\npath = "x"\n'
    assert rules(tmp_path, other, reread=True, since=date(2026, 1, 1)).fingerprint == rules(tmp_path).fingerprint


def test_the_fingerprint_is_the_same_in_every_process(tmp_path: Path) -> None:
    here = rules(tmp_path).fingerprint
    program = (
        "import sys; from pathlib import Path\n"
        "from syncer.settings.arguments import Arguments\n"
        "from syncer.settings.decisions import build_rules\n"
        "from syncer.settings.loader import load\n"
        "from syncer.settings.overlay import overlay\n"
        "folder = Path(sys.argv[1]); arguments = Arguments(folder)\n"
        "print(build_rules(overlay(load(folder / 'syncer.toml', folder), arguments), arguments, '1').fingerprint)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], env=environment, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == here


def test_without_configuration_the_same_rules_hold_without_reading_any(tmp_path: Path) -> None:
    from_settings = rules(tmp_path, "", sprint=(date(2026, 3, 2), 2), language="de")
    plain = built_in_rules((date(2026, 3, 2), 2), "de")
    assert plain.calendars == from_settings.calendars
    assert plain.publication == from_settings.publication
    assert plain.limits == from_settings.limits
    assert plain.language == from_settings.language == "de"
    assert built_in_rules().calendar(None) == Calendar()


LABELLED = """
[trackers.acme]
kind = "github"
token = "env:GITHUB_TOKEN"
labels = ["pm", "a"]
[trackers.local]
kind = "local"
[[routes]]
tracker = "acme"
target = "a/b"
labels = ["a", "b"]
[[routes]]
tracker = "local"
labels = ["c"]
"""


def test_labels_of_a_tracker_go_to_every_route_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "c4n4ry-c4n4ry")
    (tmp_path / "syncer.toml").write_text(LABELLED)
    arguments = Arguments(tmp_path)
    rules = build_rules(overlay(load(tmp_path / "syncer.toml", tmp_path), arguments), arguments, "1")
    assert [route.labels for route in rules.routes] == [("pm", "a", "b"), ("c",)]
