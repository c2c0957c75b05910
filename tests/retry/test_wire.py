from __future__ import annotations

import pytest
from engine.worlds import SettableClock

from syncer.retry.wire import Exchange, Late


def test_f13_no_wait_is_longer_than_silence_may_be_nor_than_what_is_left() -> None:
    """F13."""
    clock = SettableClock()
    exchange = Exchange(clock.monotonic, 60.0, 30.0)
    assert exchange.wait_at_most() == 30
    clock.pass_seconds(45)
    assert (exchange.wait_at_most(), exchange.is_late()) == (15, False)
    clock.pass_seconds(15)
    assert exchange.is_late()
    with pytest.raises(Late):
        exchange.wait_at_most()
