from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.retry.pace import GITHUB, Pace, Rhythm, due_in, kept, pace_of


@pytest.mark.parametrize(
    ("rates", "others", "expected"),
    [
        ((80, 500), 0.0, (80, 500)),
        ((80, 500), 0.5, (40, 250)),
        ((80, 500), 0.1, (72, 450)),
        ((100, 10), 0.9, (10, 1)),
        ((100, 10), 0.99, (1, 1)),
        ((80, 500), 1.0, (1, 1)),
        ((0, 500), 0.5, (0, 250)),
        ((0, 0), 0.5, (0, 0)),
    ],
)
def test_a_share_is_left_to_others(rates: tuple[int, int], others: float, expected: tuple[int, int]) -> None:
    assert pace_of(*rates, others) == Pace(*expected)


def test_ten_go_at_once_and_then_one_a_second() -> None:
    pace = Pace(80, 500)
    assert [due_in(pace, [0.0] * count, 0.0) for count in (0, 9, 10, 11, 20)] == [0, 0, 1, 2, 11]


def test_another_vendor_has_another_rhythm() -> None:
    pace = pace_of(600, 0, 0.0, Rhythm(50, 0.1))
    assert [due_in(pace, [0.0] * count, 0.0) for count in (0, 49, 50, 51, 149)] == [0, 0, 0.1, 0.2, 10]
    assert [due_in(pace, [0.0] * count, 4.95) for count in (50, 98, 99, 600)] == [0, 0, 0.05, 56.05]
    assert pace_of(80, 500, 0.0).rhythm == GITHUB


def test_quiet_seconds_give_the_burst_back() -> None:
    pace, spent = Pace(80, 500), [0.0] * 10
    assert [due_in(pace, [*spent, *[4.0] * count], 4.0) for count in (0, 3, 4, 5)] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("pace", "spent", "seconds"),
    [
        (Pace(3, 0), [0.0, 10.0, 20.0], 41.0),
        (Pace(3, 0), [0.0, 10.0], 0.0),
        (Pace(0, 3), [0.0, 10.0, 20.0], 3581.0),
        (Pace(3, 4), [0.0, 1.0, 10.0, 20.0], 3581.0),
        (Pace(1, 0), [20.0], 61.0),
    ],
)
def test_a_full_window_waits_until_its_oldest_leaves(pace: Pace, spent: list[float], seconds: float) -> None:
    """A second later than the vendor's window, so that what left first may have arrived late."""
    assert due_in(pace, spent, 20.0) == seconds


def test_without_rates_there_is_no_pace() -> None:
    assert due_in(Pace(0, 0), [0.0] * 10_000, 0.0) == 0


def test_waits_are_rounded_up_to_milliseconds() -> None:
    assert due_in(Pace(80, 500), [0.0] * 10, 0.99999) == 0.001


def test_only_what_still_counts_is_kept() -> None:
    assert kept(Pace(80, 3), (0.0, 100.0, 4000.0, 9000.0), 4000.0) == (4000.0, 4000.0)


def test_no_more_is_kept_than_decides() -> None:
    assert len(kept(Pace(80, 500), (0.0,) * 2000, 1.0)) == 500
    assert len(kept(Pace(80, 0), (0.0,) * 9000, 1.0)) == 3600
    assert len(kept(Pace(1, 1), (0.0,) * 2000, 1.0)) == 10
    assert len(kept(Pace(600, 100, Rhythm(50, 0.1)), (0.0,) * 2000, 1.0)) == 600


@given(
    rates=st.tuples(st.integers(0, 90), st.integers(0, 600)).filter(any),
    rhythm=st.sampled_from([GITHUB, Rhythm(50, 0.1), Rhythm(3, 0.5)]),
    pauses=st.lists(st.floats(0, 4000) | st.just(0.0), max_size=80),
)
def test_what_was_forgotten_never_mattered(rates: tuple[int, int], rhythm: Rhythm, pauses: list[float]) -> None:
    """The window that is kept decides as all that ever went would."""
    pace, every, window, now = Pace(*rates, rhythm), list[float](), tuple[float, ...](), 0.0
    for pause in pauses:
        now += pause
        window = kept(pace, window, now)
        wait = due_in(pace, window, now)
        assert wait == due_in(pace, every, now)
        now += wait
        every.append(now)
        window = (*window, now)
