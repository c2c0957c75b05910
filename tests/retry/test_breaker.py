from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from syncer.errors import Unavailable
from syncer.retry.breaker import Breaker


def test_f11_five_failures_in_a_row_open_it_for_good() -> None:
    """F11: it says what happened last, and a late success does not close it."""
    breaker = Breaker("api.example")
    for number in range(1, 6):
        breaker.check()
        breaker.failed(f"failure {number}")
    breaker.failed("failure 6")
    breaker.succeeded()
    with pytest.raises(Unavailable, match=r"api\.example failed 5 times in a row .* last: failure 5$"):
        breaker.check()


def test_f11_a_success_begins_the_count_anew() -> None:
    """F11."""
    breaker = Breaker("api.example")
    for _ in range(20):
        for _ in range(4):
            breaker.failed("no")
        breaker.succeeded()
    breaker.check()
    assert not breaker.is_open


def test_f11_failures_of_all_threads_count() -> None:
    """F11."""
    breaker = Breaker("api.example", most=1000)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: breaker.failed("no"), range(999)))
    assert not breaker.is_open
    breaker.failed("no")
    assert breaker.is_open
