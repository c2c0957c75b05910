"""A configured value in the shape that a field's own description asks for."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from syncer.trackers.jira.fields import FieldShape, allowed_words, shape_of
from syncer.trackers.jira.values import field_value


def meta(kind: str, *, items: str = "", custom: str = "", allowed: list[Any] | None = None) -> FieldShape:
    schema = {"type": kind, "items": items, "custom": custom}
    return shape_of({"fieldId": "customfield_1", "name": "Field", "schema": schema, "allowedValues": allowed})


PLACES = [{"id": "5", "value": "EU", "children": [{"id": "6", "value": "Berlin"}, "rubbish"]}]
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
        (meta("string"), True, "true"),
        (meta("string"), date(2026, 12, 31), "2026-12-31"),
        (meta("array", items="user"), {"name": "as is"}, {"name": "as is"}),
        (meta("array", items="option"), [{"id": "7"}], [{"id": "7"}]),
        (meta("option-with-child", allowed=PLACES), "eu / berlin", {"value": "eu", "child": {"value": "berlin"}}),
        (meta("option-with-child", allowed=PLACES), "EU", {"value": "EU"}),
        (meta("datetime"), "2026-12-31T09:00:00+01:00", "2026-12-31T09:00:00.000+0100"),
        (meta("any"), ["x", 1], ["x", 1]),
    ],
)
@pytest.mark.parametrize("is_cloud", [True, False])
def test_by_its_kind(described: FieldShape, value: object, sent: object, *, is_cloud: bool) -> None:
    assert field_value(described, value, is_cloud=is_cloud) == sent


def test_people() -> None:
    assert field_value(meta("user"), "abc", is_cloud=True) == {"accountId": "abc"}
    assert field_value(meta("user"), "abc", is_cloud=False) == {"name": "abc"}


def test_text_of_several_lines_is_a_document_on_cloud() -> None:
    described = meta("string", custom="com.atlassian.jira.plugin.system.customfieldtypes:textarea")
    assert field_value(described, "x", is_cloud=True)["type"] == "doc"
    assert field_value(described, "x", is_cloud=False) == "x"


@pytest.mark.parametrize(
    ("described", "value", "words"),
    [
        (meta("option", allowed=LEVELS), "Mid", '"Mid" is none of its values ("High", "low")'),
        (meta("option"), ["a"], "a text was expected, not ['a']"),
        (meta("number"), "many", "a number was expected, not 'many'"),
        (meta("number"), True, "a number was expected, not True"),
        (meta("number"), float("nan"), "a number was expected, not nan"),
        (meta("number"), "1e999", "a number was expected, not '1e999'"),
        (meta("date"), "soon", 'a date such as 2026-12-31 was expected, not "soon"'),
        (meta("datetime"), "soon", "an instant such as"),
        (meta("datetime"), "2026-12-31T09:00:00", "an instant such as"),
        (meta("option-with-child", allowed=PLACES), "US", '"US" is none of its values ("EU")'),
        (meta("option-with-child", allowed=PLACES), ["EU", "Paris"], '"Paris" is none of the values below "EU"'),
    ],
)
def test_what_is_not_allowed_names_what_is(described: FieldShape, value: object, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        field_value(described, value, is_cloud=True)


def test_only_the_first_of_many_values_are_told() -> None:
    many = [{"name": f"v{number}"} for number in range(12)]
    assert allowed_words(meta("option", allowed=many)).endswith('"v9" and 2 more')
    assert allowed_words(meta("option", allowed=["a", {"value": "b"}])) == '"b"'
    assert allowed_words(meta("option")) == ""
