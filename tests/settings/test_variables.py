"""Which variables are settings is told by their names."""

from __future__ import annotations

import pytest

from syncer.settings.variables import setting_names


def test_names_of_settings_come_sorted() -> None:
    variables = {"SYNCER_LOG__LEVEL": "info", "syncer_language": "de", "PATH": "/bin", "SYNCERS": "x"}
    assert setting_names(variables) == ["SYNCER_LOG__LEVEL", "syncer_language"]


@pytest.mark.parametrize("name", ["SYNCER_REFERENCE", "SYNCER_SERVICE_HOST", "SYNCER_PORT", "SYNCER_PORT_80_TCP"])
def test_what_tests_and_kubernetes_set_is_no_setting(name: str) -> None:
    assert setting_names({name: "10.0.0.1"}) == []


def test_an_empty_variable_counts_as_unset() -> None:
    assert setting_names({"SYNCER_LANGUAGE": " "}) == []
