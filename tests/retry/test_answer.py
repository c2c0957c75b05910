from __future__ import annotations

import pytest

from syncer.retry.answer import Answer


@pytest.mark.parametrize(("status", "is_success"), [(199, False), (200, True), (299, True), (300, False), (404, False)])
def test_a_status_of_2xx_is_success(status: int, is_success: bool) -> None:
    assert Answer(status, {}, "").is_success is is_success


def test_the_body_is_parsed_once() -> None:
    answer = Answer(200, {}, '{"a": [1]}')
    assert answer.data == {"a": [1]}
    assert answer.data is answer.data


@pytest.mark.parametrize("text", ["", "<html>", '{"number": 4', "[" * 100_000, "9" * 10_000])
def test_a_body_that_is_no_json_raises_one_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        _ = Answer(200, {}, text).data
