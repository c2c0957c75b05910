"""The short way to write a sprint calendar."""

from __future__ import annotations

from datetime import date

import pytest

from syncer.settings.sprint import parse_sprint


def test_first_day_and_weeks() -> None:
    assert parse_sprint(" 2026-03-02/2w ") == (date(2026, 3, 2), 2)


@pytest.mark.parametrize(
    "text", ["", "2026-03-02", "2026-03-02/2", "2026-03-02/0w", "2026-03-02/53w", "2026-02-30/2w", "x/2w"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="2026-03-02/2w"):
        parse_sprint(text)
