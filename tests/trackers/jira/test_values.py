"""A configured value in the shape that a field's own description asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from syncer.trackers.jira.values import field_value, told_values


def meta(kind: str, *, items: str = "", custom: str = "", allowed: list[Any] | None = None) -> dict[str, Any]:
    schema = {"type": kind, "items": items, "custom": custom}
    return {"name": "Field", "schema": schema, **({"allowedValues": allowed} if allowed is not None else {})}


LEVELS = [{"id": "1", "name": "High"}, {"id": "2", "value": "low"}]


@pytest.mark.parametrize(
    ("described", "value", "sent"),
    [
        (meta("string"), "x", "x"),
        (meta("option"), "High", {"value": "High"}),
        (meta("option", allowed=LEVELS), "high", {"id": "1"}),
        (meta("option", allowed=LEVELS), "LOW", {"id": "2"}),
        (meta("option", allowed=LEVELS), "2", {"id": "2"}),
        (meta("option", allowed=[{"value": "A"}]), "a", {"value": "A"}),
        (meta("priority", allowed=LEVELS), "High", {"id": "1"}),
        (meta("array", items="option", allowed=LEVELS), ["High", "low"], [{"id": "1"}, {"id": "2"}]),
        (meta("array", items="string"), "one", ["one"]),
        (meta("array", items="component"), ["API"], [{"name": "API"}]),
        (meta("option-with-child"), ["EU", "Berlin"], {"value": "EU", "child": {"value": "Berlin"}}),
        (meta("option-with-child"), {"value": "EU"}, {"value": "EU"}),
        (meta("number"), 3, 3),
        (meta("number"), "2.5", 2.5),
        (meta("date"), date(2026, 12, 31), "2026-12-31"),
        (meta("date"), "2026-12-31", "2026-12-31"),
        (meta("project"), "PAY", {"key": "PAY"}),
        (meta("group"), 7, {"name": "7"}),
        (meta("any"), ["x", 1], ["x", 1]),
    ],
)
@pytest.mark.parametrize("is_cloud", [True, False])
def test_by_its_kind(described: dict[str, Any], value: object, sent: object, *, is_cloud: bool) -> None:
    assert field_value(described, value, is_cloud=is_cloud) == sent


def test_people() -> None:
    assert field_value(meta("user"), "abc", is_cloud=True) == {"accountId": "abc"}
    assert field_value(meta("user"), "abc", is_cloud=False) == {"name": "abc"}


def test_text_of_several_lines_is_a_document_on_cloud() -> None:
    described = meta("string", custom="com.atlassian.jira.plugin.system.customfieldtypes:textarea")
    assert field_value(described, "x", is_cloud=True)["type"] == "doc"
    assert field_value(described, "x", is_cloud=False) == "x"


def test_what_is_not_allowed_names_what_is() -> None:
    with pytest.raises(ValueError, match='"Mid" is none of its values .High, low.'):
        field_value(meta("option", allowed=LEVELS), "Mid", is_cloud=True)
    with pytest.raises(ValueError, match='"many" is no number'):
        field_value(meta("number"), "many", is_cloud=True)
    with pytest.raises(ValueError, match='"True" is no number'):
        field_value(meta("number"), value=True, is_cloud=True)


def test_only_the_first_of_many_values_are_told() -> None:
    many = [{"name": f"v{number}"} for number in range(12)]
    assert told_values(meta("option", allowed=many)).endswith("v9 and 2 more")
    assert told_values(meta("option", allowed=["a", {}])) == "a"
    assert told_values(meta("option")) == ""
