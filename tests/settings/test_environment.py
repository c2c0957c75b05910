"""Overriding settings by variables."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from syncer.settings.environment import read_environment
from syncer.settings.schema import Settings

NAMES = {
    "sources": {"Post-Mortems": {}},
    "trackers": {"acme": {"kind": "github"}},
    "calendars": {"Site Reliability": {}},
}


def read(**variables: str) -> tuple[dict[str, object], tuple[str, ...]]:
    found = read_environment(Settings, variables, NAMES)
    return found.data, found.faults


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SYNCER_LIMITS__MAX_CREATES", "7", {"limits": {"max_creates": "7"}}),
        ("syncer_limits__max_creates", "7", {"limits": {"max_creates": "7"}}),
        ("SYNCER_SOURCES__POST_MORTEMS__PATH", "x", {"sources": {"Post-Mortems": {"path": "x"}}}),
        ("SYNCER_SOURCES__OTHER__PATH", "x", {"sources": {"other": {"path": "x"}}}),
        (
            "SYNCER_CALENDARS__SITE_RELIABILITY__TIMEZONE",
            "UTC",
            {"calendars": {"Site Reliability": {"timezone": "UTC"}}},
        ),
        ("SYNCER_SOURCES__OTHER__INCLUDE", '["a"]', {"sources": {"other": {"include": ["a"]}}}),
        ("SYNCER_ROUTES", '[{"tracker": "acme"}]', {"routes": [{"tracker": "acme"}]}),
        ("SYNCER_CALENDAR", '{"timezone": "UTC"}', {"calendar": {"timezone": "UTC"}}),
        ("SYNCER_CALENDAR__HOLIDAYS", "DE-BE", {"calendar": {"holidays": "DE-BE"}}),
        ("SYNCER_CALENDAR__SLA__P1", "14", {"calendar": {"sla": {"p1": "14"}}}),
        ("SYNCER_CALENDAR__SPRINT", "2026-03-02/2w", {"calendar": {"sprint": "2026-03-02/2w"}}),
        ("SYNCER_PEOPLE", "people.toml", {"people": "people.toml"}),
        ("SYNCER_TRACKERS__ACME__TOKEN", "env:X", {"trackers": {"acme": {"token": "env:X"}}}),
        ("SYNCER_TRACKERS__ACME__TOKEN", "[x", {"trackers": {"acme": {"token": SecretStr("[x")}}}),
        ("SYNCER_TRACKERS__ACME__URL", "{x}", {"trackers": {"acme": {"url": "{x}"}}}),
    ],
)
def test_a_variable_names_its_setting(name: str, value: str, expected: dict[str, object]) -> None:
    assert read(**{name: value}) == (expected, ())


@pytest.mark.parametrize(
    "name",
    [
        "SYNCER_REFERENCE",
        "SYNCER_SERVICE_HOST",
        "SYNCER_SERVICE_PORT_HTTP",
        "SYNCER_PORT",
        "SYNCER_PORT_80_TCP",
        "PATH",
    ],
)
def test_variables_of_others_are_left_alone(name: str) -> None:
    assert read(**{name: "tcp://10.0.0.1:80"}) == ({}, ())


def test_an_empty_variable_counts_as_unset() -> None:
    assert read(SYNCER_STATE__PATH=" ", SYNCER_NONSENSE="") == ({}, ())


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("SYNCER_LIMTS__MAX_CREATES", "did you mean SYNCER_LIMITS__MAX_CREATES?"),
        ("SYNCER_LIMITS__MAX_CREATE", "did you mean SYNCER_LIMITS__MAX_CREATES?"),
        ("SYNCER_SOURCES__POST_MORTEMS__PAHT", "did you mean SYNCER_SOURCES__POST_MORTEMS__PATH?"),
        ("SYNCER_LANGUAGE__X", "did you mean SYNCER_LANGUAGE?"),
        ("SYNCER_SOURCES__", "did you mean SYNCER_SOURCES?"),
        ("SYNCER_LIMIT__MAX_CREATE", "did you mean SYNCER_LIMITS__MAX_CREATES?"),
        ("SYNCER_LIMIT__X", "unset it, or see docs/configuration.md"),
        ("SYNCER_LIMITS__QQQQ__ZZZZ", "unset it, or see docs/configuration.md"),
        ("SYNCER_LANGUGE__X", "did you mean SYNCER_LANGUAGE?"),
        ("SYNCER_ZZZZ", "unset it, or see docs/configuration.md"),
    ],
)
def test_a_variable_that_names_nothing_is_refused_with_the_nearest(name: str, advice: str) -> None:
    assert read(**{name: "1"}) == ({}, (f"environment variable {name}: no such setting; {advice}",))


def test_broken_json_is_refused_with_what_was_expected() -> None:
    _, faults = read(SYNCER_ROUTES='[{"tracker": ')
    assert len(faults) == 1
    assert faults[0].startswith("environment variable SYNCER_ROUTES: is no valid JSON")


def test_every_variable_is_remembered_for_messages() -> None:
    found = read_environment(Settings, {"SYNCER_LIMITS__SHARE": "x"}, {})
    assert found.origins == {("limits", "share"): "SYNCER_LIMITS__SHARE"}
