"""The clock of this machine."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from syncer.clock import SystemClock


@time_machine.travel(datetime(2026, 3, 11, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_a_day_of_the_zone() -> None:
    assert SystemClock().today() == date(2026, 3, 11)
    assert SystemClock("Europe/Berlin").today() == date(2026, 3, 12)
    assert SystemClock("Pacific/Honolulu").today() == date(2026, 3, 11)


@time_machine.travel(datetime(2026, 3, 11, 23, 30, tzinfo=UTC), tick=False)
def test_another_day_can_stand_for_today_but_instants_are_real() -> None:
    clock = SystemClock("Europe/Berlin", date(2020, 1, 1))
    assert clock.today() == date(2020, 1, 1)
    assert clock.now() == datetime(2026, 3, 11, 23, 30, tzinfo=UTC)


def test_monotonic_never_steps_back_and_a_negative_wait_is_none() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(-1.0)
    assert clock.monotonic() >= before
