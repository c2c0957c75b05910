from __future__ import annotations

import pytest
from engine.worlds import SettableClock

from syncer.errors import Interrupted
from syncer.retry.patience import Patience


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


def test_it_waits_as_long_as_it_is_asked_to(clock: SettableClock) -> None:
    assert Patience(clock).wait(2.5, "a reason")
    assert sum(clock.waits) == pytest.approx(2.5)
    assert max(clock.waits) <= 1


@pytest.mark.parametrize(("seconds", "expected"), [(0.0, True), (900.0, True), (900.5, False), (86_400.0, False)])
def test_f8_one_wait_is_no_longer_than_allowed(seconds: float, expected: bool, clock: SettableClock) -> None:
    """F8: what is not allowed is not waited for at all."""
    assert Patience(clock, longest=900).wait(seconds, "a reason") is expected
    assert sum(clock.waits) == pytest.approx(seconds if expected else 0)


def test_f8_no_wait_ends_after_the_run(clock: SettableClock) -> None:
    """F8."""
    patience = Patience(clock)
    assert patience.left() is None
    patience.begin(60, lambda: None)
    assert (
        patience.wait(61, "a reason"),
        patience.wait(50, "a reason"),
        patience.wait(11, "a reason"),
        patience.left(),
    ) == (False, True, False, 10)


def test_f30_a_signal_ends_a_wait_within_a_second(clock: SettableClock) -> None:
    """F30."""
    patience = Patience(clock)
    patience.begin(None, lambda: 15 if sum(clock.waits) >= 2 else None)
    with pytest.raises(Interrupted) as caught:
        patience.wait(600, "a reason")
    assert (caught.value.signal, sum(clock.waits)) == (15, 2)


def test_waits_of_a_second_or_more_are_told_and_so_is_their_end(clock: SettableClock) -> None:
    told: list[tuple[str, float]] = []
    patience = Patience(clock)
    patience.begin(60, lambda: None, lambda why, seconds: told.append((why, seconds)))
    for seconds in (0.0, 0.9, 1.0, 61.0, 42.5):
        patience.wait(seconds, "the pace")
    assert told == [("the pace", 1.0), ("", 0.0), ("the pace", 42.5), ("", 0.0)]


def test_a_wait_that_a_signal_ends_is_over(clock: SettableClock) -> None:
    told: list[str] = []
    patience = Patience(clock)
    patience.begin(None, lambda: 15, lambda why, _: told.append(why))
    with pytest.raises(Interrupted):
        patience.wait(5, "the pace")
    assert told == ["the pace", ""]
